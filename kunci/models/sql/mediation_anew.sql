-- What other files made before, made anew with what mediation.sql adds: what others read of a want, the kinds of
-- evidence and of notices, door.notice and clerk.notify.

-- As in meaning.sql: what others read follows the want, and whether its author may be named goes with it.
create or replace function vault.hang_want() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want_face f where f.want = new.id and f.author = new.member;
    if new.closed_at is null then
        insert into vault.want_face
            (want, gate, author, text, why, by_when, travels, may_name, created_at, until, v, marks, version)
        select new.id, g.gate, new.member, new.text, new.why, new.by_when, new.travels, new.may_name, new.created_at,
            new.expires_at, new.v, new.marks, new.version
        from (values (vault.gate_of(new.member, new.rung)), (new.id)) g (gate) where g.gate is not null;
    end if;
    return null;
end $$;
grant update (may_name) on vault.want to kunci_reader;
drop view door.want;
create view door.want with (security_barrier) as
    select id, member, text, why, by_when, rung, travels, may_name, created_at, expires_at, closed_at from vault.want;
drop view door.heard_want;
create view door.heard_want with (security_barrier) as
    select f.want as id, f.author, f.text, f.why, f.by_when, f.travels, f.may_name, f.created_at,
        f.until as expires_at
    from vault.want_face f
    where f.author <> (select vault.me()) and (f.gate <> f.want or not exists (
        select from vault.want_face o where o.want = f.want and o.gate <> o.want));
grant select, insert, update (text, why, by_when, rung, travels, may_name, expires_at, closed_at) on door.want
    to kunci_app;
grant select on door.heard_want to kunci_app;
alter view door.want owner to kunci_reader;
alter view door.heard_want owner to kunci_reader;

-- What an outcome says of whoever brought the two together is evidence of its teller's.
alter table vault.evidence
    drop constraint evidence_kind_check,
    add constraint evidence_kind_check check (kind in (
        'prior', 'met', 'one_to_one', 'call', 'chat', 'visit', 'event', 'promise_kept', 'promise_broken',
        'help_given', 'help_received', 'outcome_good', 'outcome_unfit', 'outcome_broken', 'vouch', 'warning',
        'word_failed', 'mediated_good', 'mediated_broken', 'withdrawal'));

-- Notices: to the holder that somebody proposes, to the mediator that they said yes, to the asker that a door is there.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'thanked', 'sets', 'mediate', 'mediate_yes', 'brought', 'reminder_decide', 'reminder_tell', 'reminder_again'));
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
