-- Encounters that a member's own calendar or mail archive tells of. They are proposed to that member, who says yes or
-- no; nobody else reads or writes any of it, and nothing here is evidence before a yes. All rows are one member's own.

-- A calendar's private address, sealed: whoever has it reads the calendar.
create table vault.calendar (
    id uuid not null,
    member uuid not null references vault.member,
    sealed bytea not null,
    wrapped_key bytea not null,
    added_at timestamptz not null,
    tried_at timestamptz,
    read_at timestamptz,  -- when it could last be read
    failing_since timestamptz,
    stopped_at timestamptz,  -- after so long a time without success it is left alone
    outcome text not null default '' check (length(outcome) <= 30),  -- of the last try, in a word
    primary key (id, member)
);
create index calendar_member on vault.calendar (member, added_at);
create trigger calendar_id before insert on vault.calendar for each row execute function vault.set_id();

-- `mark`: a mac of the event and its day, by which it is not proposed again, whatever became of it.
create table vault.proposed (
    id uuid not null,
    member uuid not null,
    partner uuid not null,
    kind text not null check (kind in ('met', 'one_to_one', 'call', 'chat', 'visit', 'event')),
    happened_on date not null,
    title text not null default '' check (length(title) <= 120),
    mark bytea not null,
    source text not null check (source in ('file', 'address', 'mail')),
    calendar uuid,
    state text not null default 'waiting' check (state in ('waiting', 'yes', 'no')),
    evidence uuid,  -- of a yes
    found_at timestamptz not null,
    answered_at timestamptz,
    primary key (id, member),
    unique (member, partner, mark),
    foreign key (member, partner) references vault.tie (member, partner) on delete cascade,
    foreign key (calendar, member) references vault.calendar (id, member) on delete set null (calendar),
    check ((state = 'waiting') = (answered_at is null)),
    check ((state = 'yes') = (evidence is not null)),
    check (calendar is null or source = 'address')
);
create index proposed_member on vault.proposed (member, state, happened_on desc);
create index proposed_calendar on vault.proposed (member, calendar) where calendar is not null;
create trigger proposed_id before insert on vault.proposed for each row execute function vault.set_id();

grant select, insert, delete, update (tried_at, read_at, failing_since, stopped_at, outcome) on vault.calendar
    to kunci_reader;
grant select, insert, delete, update (title, state, evidence, answered_at) on vault.proposed to kunci_reader;
alter table vault.calendar enable row level security;
alter table vault.proposed enable row level security;

create policy see on vault.calendar for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.calendar for insert to kunci_reader with check (member = (select vault.me()));
create policy change on vault.calendar for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy drop on vault.calendar for delete to kunci_reader using (member = (select vault.me()));
create policy see on vault.proposed for select to kunci_reader using (member = (select vault.me()));
-- Of one's own partner: a tie looked for through its own rule.
create policy enter on vault.proposed for insert to kunci_reader with check (
    member = (select vault.me()) and state = 'waiting' and exists (
        select from vault.tie t where t.member = proposed.member and t.partner = proposed.partner));
create policy change on vault.proposed for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy drop on vault.proposed for delete to kunci_reader using (member = (select vault.me()));

create view door.calendar with (security_barrier) as
    select id, member, sealed, wrapped_key, added_at, tried_at, read_at, failing_since, stopped_at, outcome
    from vault.calendar;
create view door.proposed with (security_barrier) as
    select id, member, partner, kind, happened_on, title, mark, source, calendar, state, evidence, found_at, answered_at
    from vault.proposed;

-- A closing account takes along what is its own, and what was proposed to others about it: whoever has a tie with it
-- gave it a pass.
create function vault.end_calendars() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.proposed where member = new.id;
    delete from vault.calendar where member = new.id;
    delete from vault.proposed
        where partner = new.id and member = any (array(select holder from vault.pass where viewer = new.id));
    return new;
end $$;
create trigger member_closed_calendars after update of closed_at on vault.member
    for each row execute function vault.end_calendars();

grant select, insert, delete, update (tried_at, read_at, failing_since, stopped_at, outcome) on door.calendar
    to kunci_app;
grant select, insert, delete, update (title, state, evidence, answered_at) on door.proposed to kunci_app;
alter view door.calendar owner to kunci_reader;
alter view door.proposed owner to kunci_reader;
revoke execute on function vault.end_calendars() from public;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid in ('vault.calendar'::regclass, 'vault.proposed'::regclass) and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
