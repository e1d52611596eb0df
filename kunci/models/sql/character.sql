-- What a member's answers about themself came to: two traits. The row is theirs; what others read is a copy behind the
-- gate of the rung that they chose, made by the database along with it. And what somebody thinks of another's character
-- instead: theirs alone. No gate, forecast or match reads any of it.

create table vault.character (
    member uuid primary key references vault.member,
    sociable real not null check (sociable between 0 and 1),
    calm real not null check (calm between 0 and 1),
    rung smallint check (rung between 1 and 3),  -- from which it may be seen; NULL: by nobody
    answered_at timestamptz not null
);

-- The gate alone leads to it: neither a hidden card nor an absent one is fetched.
create table vault.character_face (
    gate uuid not null,
    member uuid not null references vault.member,
    sociable real not null,
    calm real not null,
    primary key (gate, member)
);

create function vault.hang_character() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op <> 'INSERT' then
        delete from vault.character_face f
        where f.gate in (select vault.gate_of(old.member, n) from generate_series(1, 3) n);
    end if;
    if tg_op <> 'DELETE' and new.rung is not null then
        insert into vault.character_face (gate, member, sociable, calm)
        values (vault.gate_of(new.member, new.rung), new.member, new.sociable, new.calm);
    end if;
    return null;
end $$;
create trigger character_hang after insert or update or delete on vault.character
    for each row execute function vault.hang_character();

create table vault.impression (
    member uuid not null references vault.member,
    about uuid not null references vault.member,
    first text not null check (first in ('sanguine', 'choleric', 'melancholic', 'phlegmatic')),
    second text not null default '' check (second in ('', 'sanguine', 'choleric', 'melancholic', 'phlegmatic')),
    noted_at timestamptz not null,
    primary key (member, about),
    check (first <> second and member <> about)
);

grant select, insert, delete, update (sociable, calm, rung, answered_at) on vault.character to kunci_reader;
grant select on vault.character_face to kunci_reader;
grant select, insert, delete, update (first, second, noted_at) on vault.impression to kunci_reader;
alter table vault.character enable row level security;
alter table vault.character_face enable row level security;
alter table vault.impression enable row level security;

create policy see on vault.character for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.character for insert to kunci_reader
    with check (member = (select vault.me()) and answered_at = (select vault.at()));
create policy change on vault.character for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy drop on vault.character for delete to kunci_reader using (member = (select vault.me()));

create policy see on vault.character_face for select to kunci_reader
    using (gate = any (array(select gate from vault.my_gates)));

-- Of somebody I know.
create policy see on vault.impression for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.impression for insert to kunci_reader with check (
    member = (select vault.me()) and noted_at = (select vault.at())
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = impression.about));
create policy change on vault.impression for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy drop on vault.impression for delete to kunci_reader using (member = (select vault.me()));

create view door.character with (security_barrier) as
    select member, sociable, calm, rung, answered_at from vault.character;
create view door.character_seen with (security_barrier) as
    select member, sociable, calm from vault.character_face where member <> (select vault.me());
create view door.impression with (security_barrier) as
    select member, about, first, second, noted_at from vault.impression;
grant select, insert, delete, update (sociable, calm, rung, answered_at) on door.character to kunci_app;
grant select on door.character_seen to kunci_app;
grant select, insert, delete, update (first, second, noted_at) on door.impression to kunci_app;
alter view door.character owner to kunci_reader;
alter view door.character_seen owner to kunci_reader;
alter view door.impression owner to kunci_reader;

create function vault.end_character() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.character where member = new.id;  -- and with it what others read
    delete from vault.impression where member = new.id;
    return new;
end $$;
create trigger member_closed_character after update of closed_at on vault.member
    for each row execute function vault.end_character();
revoke execute on function vault.hang_character(), vault.end_character() from public;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid in ('vault.character'::regclass, 'vault.character_face'::regclass,
                'vault.impression'::regclass) and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
