-- What a member owes and is owed, and which partners they would rather be reminded of later: rows of their own that
-- nobody else reads. A promise that the other kept or broke is evidence as well, on the member's own tie.

create table vault.promise (
    id uuid not null,
    member uuid not null references vault.member,
    partner uuid not null references vault.member,
    mine boolean not null,  -- I promised it; else they did
    words text not null check (length(words) between 1 and 200),
    due date not null,
    made_at timestamptz not null,
    ended text check (ended in ('kept', 'broken', 'dropped')),
    ended_at timestamptz,
    evidence uuid,  -- that it became, where the other had promised it
    primary key (member, id),
    check (member <> partner),
    check ((ended is null) = (ended_at is null)),
    check (evidence is null or (not mine and ended in ('kept', 'broken')))
);
create index promise_due on vault.promise (member, due) where ended is null;
create index promise_partner on vault.promise (member, partner, made_at desc);
create trigger promise_id before insert on vault.promise for each row execute function vault.set_id();

create table vault.put_off (
    member uuid not null references vault.member,
    partner uuid not null references vault.member,
    at timestamptz not null,
    primary key (member, partner, at)
);

grant select, insert, update (ended, ended_at, evidence) on vault.promise to kunci_reader;
grant select, insert, delete on vault.put_off to kunci_reader;
alter table vault.promise enable row level security;
alter table vault.put_off enable row level security;

create policy see on vault.promise for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.promise for insert to kunci_reader with check (
    member = (select vault.me()) and made_at = (select vault.at()) and ended is null and evidence is null
    and exists (select from vault.tie t where t.member = (select vault.me()) and t.partner = promise.partner));
create policy change on vault.promise for update to kunci_reader
    using (member = (select vault.me()))
    with check (member = (select vault.me()) and (ended_at is null or ended_at = (select vault.at())));

create policy see on vault.put_off for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.put_off for insert to kunci_reader with check (
    member = (select vault.me()) and at = (select vault.at())
    and exists (select from vault.tie t where t.member = (select vault.me()) and t.partner = put_off.partner));
create policy drop on vault.put_off for delete to kunci_reader using (member = (select vault.me()));

create view door.promise with (security_barrier) as
    select id, member, partner, mine, words, due, made_at, ended, ended_at, evidence from vault.promise;
create view door.put_off with (security_barrier) as select member, partner, at from vault.put_off;

-- A closing account takes along what it promised and was promised; what others noted of it is theirs.
create function vault.end_promises() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.promise where member = new.id;
    delete from vault.put_off where member = new.id;
    return new;
end $$;
create trigger member_closed_promises after update of closed_at on vault.member
    for each row execute function vault.end_promises();

grant select, insert, update (ended, ended_at, evidence) on door.promise to kunci_app;
grant select, insert, delete on door.put_off to kunci_app;
alter view door.promise owner to kunci_reader;
alter view door.put_off owner to kunci_reader;
revoke execute on function vault.end_promises() from public;

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
