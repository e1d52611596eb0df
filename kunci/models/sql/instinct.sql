-- How likely somebody thought it that an exchange goes well, said before it: theirs alone, and read by nothing but their
-- own page. With it what stood on their side of the relation at that moment.

create table vault.guess (
    member uuid not null references vault.member,
    request uuid not null,
    chance int not null check (chance between 0 and 100),  -- per cent
    forecast real not null check (forecast between 0 and 1),
    new boolean not null,  -- they had known the other for less than a year
    warm boolean not null,  -- others had vouched for them
    sector text not null default '' check (length(sector) <= 40),
    said_at timestamptz not null,
    primary key (member, request)
);

grant select, insert, delete on vault.guess to kunci_reader;
alter table vault.guess enable row level security;
create policy see on vault.guess for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.guess for insert to kunci_reader
    with check (member = (select vault.me()) and said_at = (select vault.at()));
create policy drop on vault.guess for delete to kunci_reader using (member = (select vault.me()));

create view door.guess with (security_barrier) as
    select member, request, chance, forecast, new, warm, sector, said_at from vault.guess;
grant select, insert, delete on door.guess to kunci_app;
alter view door.guess owner to kunci_reader;

create function vault.end_guesses() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.guess where member = new.id;
    return new;
end $$;
create trigger member_closed_guesses after update of closed_at on vault.member
    for each row execute function vault.end_guesses();
revoke execute on function vault.end_guesses() from public;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a
            where a.attrelid = 'vault.guess'::regclass and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
