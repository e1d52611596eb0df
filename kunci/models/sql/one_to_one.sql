-- A one-to-one: two partners agree on a time. One suggests starts, the other takes one of them or suggests others; both
-- read the row. What each makes of it (put aside, prepared, noted afterwards) is rows of their own, so that whoever
-- suggests sees a yes and never that it was looked at or put aside. Not answered by its last start, a suggestion is over
-- for both, without a mark.

create table vault.one_to_one (
    id uuid not null,
    proposer uuid not null references vault.member,
    partner uuid not null references vault.member,
    words text not null default '' check (length(words) <= 200),
    place text not null default '' check (length(place) <= 200),
    minutes int not null check (minutes between 15 and 480),
    slots timestamptz[] not null check (cardinality(slots) <= 3),  -- starts suggested; none while nothing is
    slots_by uuid not null,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,  -- the last of these starts
    at timestamptz,  -- the start that was taken
    fixed_at timestamptz,
    sequence int not null default 0,  -- for calendars: the highest holds
    cancelled_at timestamptz,
    primary key (proposer, id),
    unique (partner, id),
    check (proposer <> partner),
    check (slots_by in (proposer, partner)),
    check ((at is null) = (fixed_at is null)),
    check (cancelled_at is null or at is not null and slots = '{}')
);
create index one_to_one_proposer on vault.one_to_one (proposer, expires_at);
create index one_to_one_partner on vault.one_to_one (partner, expires_at);
create index one_to_one_pair on vault.one_to_one (proposer, partner);
create trigger one_to_one_id before insert on vault.one_to_one for each row execute function vault.set_id();

-- Mine alone: a suggestion put aside, what I prepare, and what I noted of it afterwards.
create table vault.one_to_one_side (
    member uuid not null references vault.member,
    meeting uuid not null,
    aside_at timestamptz,
    notes text not null default '' check (length(notes) <= 2000),
    noted_at timestamptz,
    evidence uuid,  -- where it took place
    primary key (member, meeting),
    check (evidence is null or noted_at is not null)
);

-- A start is taken by whoever did not suggest it, and only one of those suggested; the rest is either's, as it now is.
create function vault.one_to_one_moves() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if vault.me() is null or pg_trigger_depth() > 1 then
        return new;
    end if;
    if old.cancelled_at is not null
        or (new.at is distinct from old.at and (old.slots_by = vault.me() or new.at <> all (old.slots)
            or new.at <= vault.at() or new.fixed_at <> vault.at() or new.slots <> '{}'))
        or (new.at is not distinct from old.at and new.fixed_at is distinct from old.fixed_at)
        or (new.slots <> old.slots and new.slots <> '{}'
            and (new.slots_by <> vault.me() or new.proposed_at <> vault.at()))
        or (new.slots = old.slots and new.slots_by <> old.slots_by)
        or new.sequence < old.sequence then
        raise exception 'not allowed' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger one_to_one_moves before update on vault.one_to_one
    for each row execute function vault.one_to_one_moves();

grant select, insert, update (slots, slots_by, minutes, place, proposed_at, expires_at, at, fixed_at, sequence,
    cancelled_at) on vault.one_to_one to kunci_reader;
grant select, insert, update (aside_at, notes, noted_at, evidence) on vault.one_to_one_side to kunci_reader;
alter table vault.one_to_one enable row level security;
alter table vault.one_to_one_side enable row level security;

create policy see on vault.one_to_one for select to kunci_reader
    using (proposer = (select vault.me()) or partner = (select vault.me()));
create policy enter on vault.one_to_one for insert to kunci_reader with check (
    proposer = (select vault.me()) and slots_by = (select vault.me()) and proposed_at = (select vault.at())
    and at is null and cancelled_at is null and sequence = 0
    and exists (select from vault.tie t where t.member = (select vault.me()) and t.partner = one_to_one.partner));
create policy change on vault.one_to_one for update to kunci_reader
    using (proposer = (select vault.me()) or partner = (select vault.me()))
    with check (proposer = (select vault.me()) or partner = (select vault.me()));
create policy see on vault.one_to_one_side for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.one_to_one_side for insert to kunci_reader with check (
    member = (select vault.me()) and exists (
        select from vault.one_to_one o where o.id = one_to_one_side.meeting
            and (o.proposer = (select vault.me()) or o.partner = (select vault.me()))));
create policy change on vault.one_to_one_side for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));

create view door.one_to_one with (security_barrier) as
    select id, proposer, partner, words, place, minutes, slots, slots_by, proposed_at, expires_at, at, fixed_at,
        sequence, cancelled_at,
        case when proposer = (select vault.me()) then partner else proposer end as other
    from vault.one_to_one;
create view door.one_to_one_side with (security_barrier) as
    select member, meeting, aside_at, notes, noted_at, evidence from vault.one_to_one_side;

-- A closing account takes along its own sides, and what was never fixed. What was to come is cancelled; what was stays
-- with the other as a day, without the words.
create function vault.end_one_to_ones() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.one_to_one_side where member = new.id;
    delete from vault.one_to_one where at is null and (proposer = new.id or partner = new.id);
    update vault.one_to_one o set words = '', place = '', slots = '{}',
            cancelled_at = coalesce(o.cancelled_at, case when o.at > new.closed_at then new.closed_at end),
            sequence = o.sequence + case when o.at > new.closed_at and o.cancelled_at is null then 1 else 0 end
        where o.proposer = new.id or o.partner = new.id;
    return new;
end $$;
create trigger member_closed_one_to_ones after update of closed_at on vault.member
    for each row execute function vault.end_one_to_ones();

grant select, insert, update (slots, slots_by, minutes, place, proposed_at, expires_at, at, fixed_at, sequence,
    cancelled_at) on door.one_to_one to kunci_app;
grant select, insert, update (aside_at, notes, noted_at, evidence) on door.one_to_one_side to kunci_app;
alter view door.one_to_one owner to kunci_reader;
alter view door.one_to_one_side owner to kunci_reader;
revoke execute on function vault.one_to_one_moves(), vault.end_one_to_ones() from public;

-- Notices: that something of a one-to-one is there, to the other of the two.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'thanked', 'sets', 'mediate', 'mediate_yes', 'brought', 'mentor', 'mentor_yes', 'mentor_end', 'draft',
        'noted', 'step', 'meet', 'reminder_decide', 'reminder_tell', 'reminder_again'));

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
        when n.kind = 'meet' then exists (
            select from vault.one_to_one o where o.proposer = n.member and o.id = n.subject)
            or exists (select from vault.one_to_one o where o.partner = n.member and o.id = n.subject)
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
        when n.kind = 'step' then exists (
            select from vault.first_step f where f.mediator = n.member and f.id = n.subject)
            or exists (select from vault.first_step f where f.other = n.member and f.id = n.subject)
            or exists (select from vault.first_step f where f.told_to = n.member and f.id = n.subject)
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
        when notify.kind = 'meet' then exists (  -- to the other, by either
            select from vault.one_to_one o
            where o.proposer = vault.me() and o.id = notify.subject and o.partner = notify.reader)
            or exists (select from vault.one_to_one o
            where o.partner = vault.me() and o.id = notify.subject and o.proposer = notify.reader)
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
        when notify.kind = 'step' then exists (
            select from vault.in_step(notify.subject) s, vault.first_step f
            where f.mediator = s.mediator and f.id = notify.subject and notify.reader <> vault.me()
                and notify.reader in (f.mediator, f.other, f.told_to))
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
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid in ('vault.one_to_one'::regclass, 'vault.one_to_one_side'::regclass) and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
