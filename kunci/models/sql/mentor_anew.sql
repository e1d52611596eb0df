-- What other files made before, made anew with what mentor.sql adds: the kinds of notices, door.notice and clerk.notify.

-- Notices: between the two, that one proposes, agreed, or let go; to the mentor a draft, to the newcomer what they said.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'thanked', 'sets', 'mediate', 'mediate_yes', 'brought', 'mentor', 'mentor_yes', 'mentor_end', 'draft',
        'noted', 'reminder_decide', 'reminder_tell', 'reminder_again'));
drop view door.notice;
create view door.notice with (security_barrier) as
    select id, member, kind, subject, created_at, seen_at from vault.notice n
    where case
        when n.kind in ('asked', 'answered', 'reminder_decide') then exists (
            select from vault.request r where r.heard_by = n.member and r.id = n.subject)
        when n.kind = 'offered' then exists (
            select from vault.offer o where o.partner = n.member and o.id = n.subject)
        when n.kind = 'vouched' then exists (
            select from vault.vouch v where v.hearer = n.member and v.id = n.subject
                and v.gate = any (array(select gate from vault.my_gates)))
        when n.kind = 'thanked' then exists (
            select from vault.want_thanks t where t.helper = n.member and t.id = n.subject)
        when n.kind = 'sets' then exists (
            select from vault.set_exchange s where s.member = n.member and s.id = n.subject)
        when n.kind = 'mediate' then exists (
            select from vault.mediation m where m.holder = n.member and m.id = n.subject)
        when n.kind = 'mediate_yes' then exists (
            select from vault.mediation_yes y where y.mediator = n.member and y.mediation = n.subject)
        when n.kind = 'brought' then exists (
            select from vault.mediation m where m.told_to = n.member and m.id = n.subject)
        when n.kind in ('mentor', 'mentor_yes', 'mentor_end') then exists (
            select from vault.mentorship m where m.newcomer = n.member and m.id = n.subject)
            or exists (select from vault.mentorship m where m.mentor = n.member and m.id = n.subject)
        when n.kind = 'draft' then exists (
            select from vault.draft d where d.mentor = n.member and d.id = n.subject
                and d.shown_until > (select vault.at()))
        when n.kind = 'noted' then exists (
            select from vault.draft d where d.newcomer = n.member and d.id = n.subject)
        else exists (select from vault.handover h where h.holder = n.member and h.id = n.subject)
            or exists (select from vault.handover h where h.asker = n.member and h.id = n.subject)
        end;
grant select, update (seen_at) on door.notice to kunci_app;
alter view door.notice owner to kunci_reader;
create or replace function clerk.notify(reader uuid, kind text, subject uuid) returns void
language sql volatile security definer set search_path = '' as $$
    insert into vault.notice (member, kind, subject, created_at)
    select notify.reader, notify.kind, notify.subject, vault.at()
    where case
        when notify.kind like 'reminder%' then notify.reader = vault.me()
        when notify.kind = 'asked' then exists (
            select from vault.request r
            where r.heard_by = notify.reader and r.id = notify.subject and r.asker = vault.me())
        when notify.kind = 'told' then exists (  -- only once both have: else it would tell that somebody has spoken
            select from vault.outcome mine join vault.outcome theirs
                on theirs.teller = mine.other and theirs.handover = mine.handover and theirs.round = mine.round
            where mine.teller = vault.me() and mine.other = notify.reader and mine.handover = notify.subject
                and mine.told_at = vault.at())
        when notify.kind = 'offered' then exists (
            select from vault.offer o
            where o.partner = notify.reader and o.id = notify.subject and o.holder = vault.me())
        when notify.kind = 'vouched' then exists (
            select from vault.vouch v
            where v.speaker = vault.me() and v.id = notify.subject and v.hearer = notify.reader)
        when notify.kind = 'thanked' then exists (
            select from vault.want_thanks t
            where t.author = vault.me() and t.id = notify.subject and t.helper = notify.reader)
        when notify.kind = 'sets' then exists (  -- to either of the two, by either
            select from vault.set_exchange s
            where s.member = vault.me() and s.id = notify.subject and notify.reader in (s.member, s.partner))
        when notify.kind = 'mediate' then exists (
            select from vault.mediation m
            where m.mediator = vault.me() and m.id = notify.subject and m.holder = notify.reader)
        when notify.kind = 'mediate_yes' then exists (
            select from vault.mediation_yes y
            where y.holder = vault.me() and y.mediation = notify.subject and y.mediator = notify.reader)
        when notify.kind = 'brought' then exists (
            select from vault.mediation m
            where m.mediator = vault.me() and m.id = notify.subject and m.told_to = notify.reader)
        when notify.kind in ('mentor', 'mentor_yes', 'mentor_end') then exists (
            select from vault.mentorship m
            where m.newcomer = vault.me() and m.id = notify.subject and m.mentor = notify.reader)
            or exists (select from vault.mentorship m
            where m.mentor = vault.me() and m.id = notify.subject and m.newcomer = notify.reader)
        when notify.kind = 'draft' then exists (
            select from vault.draft d
            where d.newcomer = vault.me() and d.id = notify.subject and d.mentor = notify.reader)
        when notify.kind = 'noted' then exists (
            select from vault.draft d
            where d.mentor = vault.me() and d.id = notify.subject and d.newcomer = notify.reader
                and d.shown_until > vault.at())
        when notify.kind = 'answered' then exists (
            select from vault.consent c
            where c.id = vault.link('c') and c.holder = notify.reader and c.request = notify.subject)
        else exists (
            select from vault.handover h
            where (h.holder = notify.reader and h.id = notify.subject
                    or h.asker = notify.reader and h.id = notify.subject)
                and vault.me() in (h.holder, h.asker))
        end
    on conflict (member, kind, subject) do update set created_at = excluded.created_at, seen_at = null
$$;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'vault'::regnamespace and t.relkind = 'r' and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
