-- What is known of a contact, as who said it: a sealed row per card and per edit by hand (core/layers.py), and what a
-- card can be recognised by. Everything here is one member's own.

create table vault.layer (
    id uuid not null,
    key uuid not null,
    holder uuid not null,
    import uuid,  -- NULL: by the holder's own hand
    position int not null default 0,  -- of the card in its file
    at timestamptz not null,
    sealed bytea not null,
    wrapped_key bytea not null,
    primary key (id, holder),
    foreign key (key, holder) references vault.key (id, holder) on delete cascade
);
create index layer_key on vault.layer (holder, key);
create index layer_import on vault.layer (holder, import);
create trigger layer_id before insert on vault.layer for each row execute function vault.set_id();

-- A mac of what identifies a contact, under a key of the installation and with the holder in it: nobody can read a
-- phone number out of it, and the same number on two keyrings has nothing in common.
create table vault.mark (
    id uuid not null,
    holder uuid not null,
    mark bytea not null,
    kind text not null check (kind in ('card', 'uid', 'email', 'phone')),
    key uuid not null,
    layer uuid not null,
    -- Taken away by the holder's hand: cards are still recognised by it, but it makes nobody look alike.
    taken boolean not null default false,
    primary key (id, holder),
    foreign key (layer, holder) references vault.layer (id, holder) on delete cascade,
    foreign key (key, holder) references vault.key (id, holder) on delete cascade
);
create index mark_mark on vault.mark (holder, mark);
create index mark_layer on vault.mark (holder, layer);
create index mark_key on vault.mark (holder, key);
create trigger mark_id before insert on vault.mark for each row execute function vault.set_id();

-- Two contacts of mine that look alike and are not the same person.
create table vault.apart (
    id uuid not null,
    holder uuid not null,
    one uuid not null,
    other uuid not null,
    primary key (id, holder),
    foreign key (one, holder) references vault.key (id, holder) on delete cascade,
    foreign key (other, holder) references vault.key (id, holder) on delete cascade,
    check (one < other)
);
create index apart_holder on vault.apart (holder, one, other);
create index apart_other on vault.apart (holder, other);
create trigger apart_id before insert on vault.apart for each row execute function vault.set_id();

-- A file on its way in. The dry run is its report, sealed, for it names people.
create table vault.import (
    id uuid not null,
    holder uuid not null references vault.member,
    source text not null default '',
    bytes int not null,
    state text not null check (state in ('reading', 'ready', 'refused', 'cancelled', 'bringing', 'done', 'undone')),
    reason text not null default '',  -- why it was refused
    done int not null default 0,
    total int not null default 0,
    counts jsonb not null default '{}',
    together jsonb not null default '[]',  -- positions that belong to the contact they look like
    report bytea,
    report_key bytea,
    began_at timestamptz not null,
    brought_at timestamptz,
    primary key (id, holder)
);
create index import_holder on vault.import (holder, began_at desc);
create trigger import_id before insert on vault.import for each row execute function vault.set_id();

-- The file itself, sealed in parts, until it is brought in or cancelled.
create table vault.import_part (
    id uuid not null,
    import uuid not null,
    holder uuid not null,
    number int not null,
    sealed bytea not null,
    wrapped_key bytea not null,
    primary key (id, holder),
    foreign key (import, holder) references vault.import (id, holder) on delete cascade
);
create index import_part_import on vault.import_part (holder, import, number);
create trigger import_part_id before insert on vault.import_part for each row execute function vault.set_id();

grant select, insert, delete on vault.layer, vault.mark, vault.apart, vault.import_part to kunci_reader;
grant update (taken) on vault.mark to kunci_reader;
grant select, insert on vault.import to kunci_reader;
grant update (state, reason, done, total, counts, together, report, report_key, brought_at) on vault.import to kunci_reader;

alter table vault.layer enable row level security;
alter table vault.mark enable row level security;
alter table vault.apart enable row level security;
alter table vault.import enable row level security;
alter table vault.import_part enable row level security;

create policy see on vault.layer for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.layer for insert to kunci_reader with check (holder = (select vault.me()));
create policy drop on vault.layer for delete to kunci_reader using (holder = (select vault.me()));
create policy see on vault.mark for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.mark for insert to kunci_reader with check (holder = (select vault.me()));
create policy change on vault.mark for update to kunci_reader
    using (holder = (select vault.me())) with check (holder = (select vault.me()));
create policy drop on vault.mark for delete to kunci_reader using (holder = (select vault.me()));
create policy see on vault.apart for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.apart for insert to kunci_reader with check (holder = (select vault.me()));
create policy drop on vault.apart for delete to kunci_reader using (holder = (select vault.me()));
create policy see on vault.import for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.import for insert to kunci_reader with check (holder = (select vault.me()));
create policy change on vault.import for update to kunci_reader
    using (holder = (select vault.me())) with check (holder = (select vault.me()));
create policy see on vault.import_part for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.import_part for insert to kunci_reader with check (holder = (select vault.me()));
create policy drop on vault.import_part for delete to kunci_reader using (holder = (select vault.me()));

create view door.layer with (security_barrier) as
    select id, key, holder, import, position, at, sealed, wrapped_key from vault.layer;
create view door.mark with (security_barrier) as select id, holder, mark, kind, key, layer, taken from vault.mark;
create view door.apart with (security_barrier) as select id, holder, one, other from vault.apart;
create view door.import with (security_barrier) as
    select id, holder, source, bytes, state, reason, done, total, counts, together, report, report_key, began_at,
        brought_at
    from vault.import;
create view door.import_part with (security_barrier) as
    select id, import, holder, number, sealed, wrapped_key from vault.import_part;

grant select, insert, delete on door.layer, door.mark, door.apart, door.import_part to kunci_app;
grant update (taken) on door.mark to kunci_app;
grant select, insert on door.import to kunci_app;
grant update (state, reason, done, total, counts, together, report, report_key, brought_at) on door.import to kunci_app;
alter view door.layer owner to kunci_reader;
alter view door.mark owner to kunci_reader;
alter view door.apart owner to kunci_reader;
alter view door.import owner to kunci_reader;
alter view door.import_part owner to kunci_reader;
