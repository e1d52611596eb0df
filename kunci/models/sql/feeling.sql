-- A chance may be said of a key that is opened or offered to somebody, of one that is handed over, and of bringing two
-- people together. `subject`: the key, the request, or the mediation; `partner`: for whom.

drop view door.guess;
alter table vault.guess rename column request to subject;
alter table vault.guess
    add kind text not null default 'handover' check (kind in ('reveal', 'handover', 'mediation')),
    add partner uuid references vault.member;
update vault.guess g set partner = r.asker from vault.request r where r.id = g.subject;
delete from vault.guess where partner is null;
alter table vault.guess
    alter kind drop default,
    alter partner set not null,
    drop constraint guess_pkey,
    add primary key (member, kind, subject, partner);

create view door.guess with (security_barrier) as
    select member, kind, subject, partner, chance, forecast, new, warm, sector, said_at from vault.guess;
grant select, insert, delete on door.guess to kunci_app;
alter view door.guess owner to kunci_reader;

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
