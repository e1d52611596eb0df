-- What a text says, read once and matched many times (core/matching.py): where it points in meaning, and what it names.
-- A row for each face that says what door, behind the gate of that face; with a want, and with what others read of it.
--
-- Vectors are pgvector's. Where a server has none, no vector is kept, and doors are found by what both texts name. The
-- application asks through two functions, so that it has one statement for both.

do $$
declare
    place text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'vector');
    vector text := coalesce(place || '.halfvec', 'text');
begin
    if place is null then
        create domain vault.direction as text;
    else
        execute format('create domain vault.direction as %s(512)', vector);
    end if;
    execute format('create function door.apart(one %1$s, other %1$s) returns float8 language sql immutable parallel safe
        return %2$s', vector, coalesce('one operator(' || place || '.<=>) other', 'null::float8'));
    execute format('create function door.as_bytes(one %s) returns bytea language sql immutable parallel safe
        return %s', vector, coalesce(place || '.halfvec_send(one)', 'null::bytea'));
    execute format('grant execute on function door.apart(%1$s, %1$s), door.as_bytes(%1$s) to kunci_app', vector);
end $$;

-- Which of 256 places the marks of a text stand on. Counting the places that two have in common takes a hundredth of the
-- time of comparing the marks, and finds the same ones first but for a few.
create function vault.signature(marks text[]) returns bit
language sql immutable strict parallel safe set search_path = '' as $$
    select coalesce(
        bit_or(set_bit(repeat('0', 256)::bit(256), ('x' || left(md5(m), 2))::bit(8)::int, 1)), repeat('0', 256)::bit(256))
    from unnest(marks) m
$$;

create table vault.meaning (
    face uuid not null,
    gate uuid not null,
    key uuid not null,
    holder uuid not null,
    v vault.direction,
    marks text[] not null,
    places bit(256) not null generated always as (vault.signature(marks)) stored,
    version smallint not null,
    primary key (face, gate),
    -- It moves with its face, in the same statement, and goes with it.
    foreign key (face, gate) references vault.face (id, gate) on update cascade on delete cascade
);
create index meaning_gate on vault.meaning (gate);
create index meaning_key on vault.meaning (key, gate);
alter table vault.meaning alter column v set storage plain;  -- read in every search, and small enough to stay in its row

-- Of other words nothing is known until they are read.
create function vault.forget_meaning() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.meaning m where m.face = new.id;
    return null;
end $$;
create trigger face_reworded after update on vault.face for each row
    when ((old.line, old.city, old.title, old.organisation) is distinct from
        (new.line, new.city, new.title, new.organisation))
    execute function vault.forget_meaning();

-- A key that is put away or merged into another answers nothing.
create function vault.set_meaning_aside() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.meaning m where m.key = new.id and m.holder = new.holder;
    return null;
end $$;
create trigger key_put_away after update on vault.key for each row
    when ((old.archived_at is null and new.archived_at is not null)
        or (old.merged_into is null and new.merged_into is not null))
    execute function vault.set_meaning_aside();

grant select on vault.meaning to kunci_reader;
grant select, insert, delete on vault.meaning to kunci_keeper;
alter table vault.meaning enable row level security;
create policy see on vault.meaning for select to kunci_reader
    using (gate = any (array(select gate from vault.my_gates)));
create policy keep on vault.meaning for select to kunci_keeper
    using (gate = any (array(select gate from vault.own_gates)));
create policy enter on vault.meaning for insert to kunci_keeper with check (
    holder = (select vault.me())
    and exists (select from vault.face f where f.id = meaning.face and f.gate = meaning.gate
        and f.key = meaning.key and f.holder = meaning.holder and f.kind <> 'contact')
    and exists (select from vault.key k where k.id = meaning.key and k.holder = meaning.holder
        and k.archived_at is null and k.merged_into is null));
create policy drop on vault.meaning for delete to kunci_keeper using (holder = (select vault.me()));

-- A want is read by its author, and what others hear of it holds the same.
alter table vault.want
    add v vault.direction,
    add marks text[] not null default '{}',
    add version smallint not null default 0;
alter table vault.want_face
    add v vault.direction,
    add marks text[] not null default '{}',
    add places bit(256) not null generated always as (vault.signature(marks)) stored,
    add version smallint not null default 0;
alter table vault.want alter column v set storage plain;
alter table vault.want_face alter column v set storage plain;

create function vault.reword_want() returns trigger language plpgsql set search_path = '' as $$
begin
    new.v := null;
    new.marks := '{}';
    new.version := 0;
    return new;
end $$;
create trigger want_reworded before update on vault.want for each row
    when (old.text is distinct from new.text) execute function vault.reword_want();

-- As in want.sql, with what was read.
create or replace function vault.hang_want() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want_face f where f.want = new.id and f.author = new.member;
    if new.closed_at is null then
        insert into vault.want_face
            (want, gate, author, text, why, by_when, travels, created_at, until, v, marks, version)
        select new.id, g.gate, new.member, new.text, new.why, new.by_when, new.travels, new.created_at, new.expires_at,
            new.v, new.marks, new.version
        from (values (vault.gate_of(new.member, new.rung)), (new.id)) g (gate) where g.gate is not null;
    end if;
    return null;
end $$;
grant update (v, marks, version) on vault.want to kunci_reader;

-- Where there is no pgvector, what an encoder said of a text is not kept.
create function vault.without_vectors() returns trigger language plpgsql set search_path = '' as $$
begin
    new.v := null;
    return new;
end $$;
do $$ begin
    if not exists (select from pg_extension where extname = 'vector') then
        create trigger meaning_without before insert on vault.meaning
            for each row execute function vault.without_vectors();
        create trigger want_without before update of v on vault.want
            for each row execute function vault.without_vectors();
    end if;
end $$;

create view door.meaning with (security_barrier) as
    select face, key, holder, v, marks, places, version from vault.meaning;
create view door.own_meaning with (security_barrier) as
    select face, gate, key, holder, v, marks, places, version from vault.meaning where holder = (select vault.me());
create view door.want_meaning with (security_barrier) as
    select id, member, text, expires_at, closed_at, v, marks, version from vault.want;
-- Heard through two gates it is there once, as in door.heard_want.
create view door.heard_meaning with (security_barrier) as
    select f.want, f.author, f.text, f.v, f.marks, f.places, f.version from vault.want_face f
    where f.author <> (select vault.me()) and (f.gate <> f.want or not exists (
        select from vault.want_face o where o.want = f.want and o.gate <> o.want));

grant select on door.meaning, door.heard_meaning to kunci_app;
grant select, insert, delete on door.own_meaning to kunci_app;
grant select, update (v, marks, version) on door.want_meaning to kunci_app;
alter view door.meaning owner to kunci_reader;
alter view door.own_meaning owner to kunci_keeper;
alter view door.want_meaning owner to kunci_reader;
alter view door.heard_meaning owner to kunci_reader;

revoke execute on function vault.signature(text[]), vault.forget_meaning(), vault.set_meaning_aside(),
    vault.reword_want(), vault.without_vectors() from public;
grant execute on function vault.signature(text[]) to kunci_app;  -- run by a column of what it writes

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
