-- Two people who stand face to face: one shows a code, the other's phone reads it. A code is good once, for two minutes
-- at most, and names nobody: whoever reads it within that time sees who shows it, as they see them anyway.

create table vault.encounter_code (
    id uuid not null,
    member uuid not null references vault.member,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by uuid references vault.member,
    noted_at timestamptz,  -- when it became evidence of the member who showed it
    primary key (id, member),
    check (expires_at > made_at and expires_at <= made_at + interval '2 minutes'),
    check ((used_at is null) = (used_by is null)),
    check (used_by <> member)
);
create index encounter_code_member on vault.encounter_code (member, made_at);
create index encounter_code_used_by on vault.encounter_code (used_by) where used_by is not null;
create trigger encounter_code_id before insert on vault.encounter_code for each row execute function vault.set_id();

grant select, insert, delete, update (noted_at) on vault.encounter_code to kunci_reader;
alter table vault.encounter_code enable row level security;

create policy see on vault.encounter_code for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.encounter_code for insert to kunci_reader with check (
    member = (select vault.me()) and made_at = (select vault.at()) and used_at is null and noted_at is null);
create policy change on vault.encounter_code for update to kunci_reader
    using (member = (select vault.me()))
    with check (member = (select vault.me()) and used_at is not null and noted_at = (select vault.at()));
create policy drop on vault.encounter_code for delete to kunci_reader using (member = (select vault.me()));

create view door.encounter_code with (security_barrier) as
    select id, member, made_at, expires_at, used_at, used_by, noted_at from vault.encounter_code;
grant select, insert, delete, update (noted_at) on door.encounter_code to kunci_app;
alter view door.encounter_code owner to kunci_reader;

-- Who shows the code that I have just read: nothing once it is used or over, nor of my own.
create function clerk.encounter(code uuid) returns table (member uuid, name text, trade text, city text)
language sql stable security definer set search_path = '' as $$
    select m.id, m.name, m.trade, m.city from vault.encounter_code c join vault.member m on m.id = c.member
    where c.id = encounter.code and c.used_at is null and c.expires_at > vault.at()
        and vault.me() is not null and c.member <> vault.me() and m.closed_at is null
$$;

-- Uses it up: the two know of each other from here on. NULL where it is no good any more; of two at once one is first.
create function clerk.use_encounter(code uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    shower uuid;
begin
    select c.member into shower from vault.encounter_code c where c.id = code;
    if not found or vault.me() is null or shower = vault.me() then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(shower::text, 0));
    update vault.encounter_code c set used_at = vault.at(), used_by = vault.me()
        where c.id = code and c.member = shower and c.used_at is null and c.expires_at > vault.at()
            and c.made_at <= vault.at()
            and not exists (select from vault.member m where m.id = shower and m.closed_at is not null);
    if not found then
        return null;
    end if;
    perform vault.acquaint(shower, vault.me(), vault.at());
    return shower;
end $$;

-- Neither codes of a closed account nor that it read one are kept.
create function vault.end_encounters() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.encounter_code where member = new.id;
    delete from vault.encounter_code where used_by = new.id;
    return new;
end $$;
create trigger member_closed_encounters after update of closed_at on vault.member
    for each row execute function vault.end_encounters();

revoke execute on function clerk.encounter(uuid), clerk.use_encounter(uuid), vault.end_encounters() from public;
grant execute on function clerk.encounter(uuid), clerk.use_encounter(uuid) to kunci_app;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid = 'vault.encounter_code'::regclass and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
