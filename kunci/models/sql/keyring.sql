-- Keys and their faces. What is private of a key is a row of its own, each with a gate of its own.

create table vault.key (
    id uuid not null,
    holder uuid not null references vault.member,
    note text not null default '',
    source text not null default '',
    batch uuid,
    created_at timestamptz not null,
    tags text[] not null default '{}',
    archived_at timestamptz,
    -- The contact of mine that this one was merged into: it is shown there, and kept here.
    merged_into uuid,
    primary key (id, holder),
    foreign key (merged_into, holder) references vault.key (id, holder) on delete set null (merged_into),
    check (merged_into <> id)
);
create index key_holder on vault.key (holder, created_at desc);
-- For the foreign key as well: without it, each key that goes reads all of its holder's to see whether one is merged into it.
create index key_merged on vault.key (holder, merged_into) where merged_into is not null;
create trigger key_id before insert on vault.key for each row execute function vault.set_id();

create table vault.face (
    id uuid not null,
    key uuid not null,
    holder uuid not null,
    kind text not null check (kind in ('hint', 'name', 'contact')),
    -- From which rung it is open once it is told; NULL: only to named people.
    rung smallint check (rung between 1 and 3),
    gate uuid not null,
    created_at timestamptz not null,
    -- hint: what door
    line text not null default '',
    role text not null default '',
    sector text not null default '',
    seniority text not null default '',
    city text not null default '',
    -- name: who
    name text not null default '',
    title text not null default '',
    organisation text not null default '',
    -- contact: how to reach them, sealed under a data key of this row
    sealed bytea,
    wrapped_key bytea,
    words tsvector generated always as (
        to_tsvector('simple', line || ' ' || city || ' ' || name || ' ' || title || ' ' || organisation)) stored,
    -- Both keys end in what the rule asks for, so that looking up one id is one index condition whether the row
    -- is absent or hidden: no hidden row is ever fetched. There is no index led by holder, for the same reason.
    primary key (id, gate),
    foreign key (key, holder) references vault.key (id, holder) on delete cascade,
    -- coalesce: gate_of is NULL for a face without a rung, and a CHECK lets NULL through.
    check (gate in (vault.gate_of(holder, 0), vault.gate_of(holder, coalesce(rung, 0)), id)),
    check (kind = 'hint' or (line, role, sector, seniority, city) = ('', '', '', '', '')),
    check (kind = 'name' or (name, title, organisation) = ('', '', '')),
    check (kind = 'contact' or (sealed is null and wrapped_key is null))
);
create index face_gate on vault.face (gate, created_at desc);
create index face_key on vault.face (key, gate);

-- A new face is open to nobody, whatever the writer says.
create function vault.new_face() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.id := vault.new_id();
    new.gate := vault.gate_of(new.holder, 0);
    return new;
end $$;
create trigger face_new before insert on vault.face for each row execute function vault.new_face();

grant select, insert, delete on vault.key to kunci_reader;
grant update (note, tags, archived_at, merged_into) on vault.key to kunci_reader;
-- Never id, key or holder: a face of mine that took another's id would let me grant what hangs behind that id.
grant select on vault.face to kunci_reader;
grant select on vault.key to kunci_keeper;
grant select, insert, delete on vault.face to kunci_keeper;
grant update (rung, gate, line, role, sector, seniority, city, name, title, organisation, sealed, wrapped_key)
    on vault.face to kunci_keeper;

alter table vault.key enable row level security;
alter table vault.face enable row level security;

create policy see on vault.key for select to kunci_reader, kunci_keeper using (holder = (select vault.me()));
create policy enter on vault.key for insert to kunci_reader with check (holder = (select vault.me()));
create policy change on vault.key for update to kunci_reader
    using (holder = (select vault.me())) with check (holder = (select vault.me()));
create policy drop on vault.key for delete to kunci_reader using (holder = (select vault.me()));

create policy see on vault.face for select to kunci_reader
    using (gate = any (array(select gate from vault.my_gates)));
create policy keep on vault.face for select to kunci_keeper
    using (gate = any (array(select gate from vault.own_gates)));
create policy enter on vault.face for insert to kunci_keeper with check (
    holder = (select vault.me()) and exists (select from vault.key k where k.id = key and k.holder = face.holder));
create policy change on vault.face for update to kunci_keeper
    using (holder = (select vault.me())) with check (holder = (select vault.me()));
create policy drop on vault.face for delete to kunci_keeper using (holder = (select vault.me()));

-- A gate may be granted by name only on one's own face, to somebody one can see.
create function vault.my_face(gate uuid) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from vault.face f where f.id = my_face.gate and f.holder = vault.me())
$$;
create policy enter on vault."grant" for insert to kunci_reader with check (
    holder = (select vault.me()) and vault.my_face(gate)
    and ("grant".viewer = (select vault.me()) or exists (
        select from vault.pass p where p.viewer = (select vault.me()) and p.holder = "grant".viewer)));
create policy change on vault."grant" for update to kunci_reader
    using (holder = (select vault.me())) with check (holder = (select vault.me()) and vault.my_face(gate));
create policy drop on vault."grant" for delete to kunci_reader using (holder = (select vault.me()));

create view door.key with (security_barrier) as
    select id, holder, note, source, batch, created_at, tags, archived_at, merged_into from vault.key;
-- What a viewer may know of a face; its gate and rung are the holder's business.
create view door.face with (security_barrier) as
    select id, key, holder, kind, created_at, line, role, sector, seniority, city, name, title, organisation,
        sealed, wrapped_key, words
    from vault.face;
create view door.own_face with (security_barrier) as
    select id, key, holder, kind, rung, gate, created_at, line, role, sector, seniority, city, name, title,
        organisation, sealed, wrapped_key, words
    from vault.face where holder = (select vault.me());

grant select, insert, update (note, tags, archived_at, merged_into), delete on door.key to kunci_app;
grant select on door.face to kunci_app;
grant select, insert, delete on door.own_face to kunci_app;
grant update (rung, gate, line, role, sector, seniority, city, name, title, organisation, sealed, wrapped_key)
    on door.own_face to kunci_app;
alter view door.key owner to kunci_reader;
alter view door.face owner to kunci_reader;
alter view door.own_face owner to kunci_keeper;
