-- What a member said of invented cases (core/practice.py), to train on: theirs alone.

create table vault.practice (
    member uuid not null references vault.member,
    number int not null check (number >= 0),
    chance int not null check (chance between 0 and 100),
    said_at timestamptz not null,
    primary key (member, number)
);

grant select, insert, delete on vault.practice to kunci_reader;
alter table vault.practice enable row level security;
create policy see on vault.practice for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.practice for insert to kunci_reader
    with check (member = (select vault.me()) and said_at = (select vault.at()));
create policy drop on vault.practice for delete to kunci_reader using (member = (select vault.me()));

create view door.practice with (security_barrier) as select member, number, chance, said_at from vault.practice;
grant select, insert, delete on door.practice to kunci_app;
alter view door.practice owner to kunci_reader;

create or replace function vault.end_guesses() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.guess where member = new.id;
    delete from vault.practice where member = new.id;
    return new;
end $$;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid = 'vault.practice'::regclass and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
