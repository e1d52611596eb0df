-- What was opened to whom, from when until when: the holder's own memory of it. Whether a face is open now is decided
-- by its gate alone; these rows follow what gates say (actions/openings.py), and go when their key goes.

create table vault.opening (
    id uuid not null,
    holder uuid not null,
    key uuid not null,
    kind text not null check (kind in ('hint', 'name', 'contact')),
    viewer uuid not null references vault.member,
    rung smallint not null check (rung between 0 and 3),  -- by which rung; 0: by name
    until timestamptz,  -- the end that it was given, null for none; what rung it is open by may end earlier
    at timestamptz not null,
    ended_at timestamptz,
    lapsed boolean not null default false,  -- ended because the evidence no longer carried it
    primary key (id, holder),
    foreign key (key, holder) references vault.key (id, holder) on delete cascade
);
create index opening_key on vault.opening (holder, key, at desc);
create index opening_viewer on vault.opening (holder, viewer, at desc);
create trigger opening_id before insert on vault.opening for each row execute function vault.set_id();

grant select, insert on vault.opening to kunci_reader;
grant update (rung, until, ended_at, lapsed) on vault.opening to kunci_reader;
alter table vault.opening enable row level security;
create policy see on vault.opening for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.opening for insert to kunci_reader with check (
    holder = (select vault.me()) and exists (
        select from vault.pass p where p.viewer = (select vault.me()) and p.holder = opening.viewer));
-- What has ended stays as it was.
create policy change on vault.opening for update to kunci_reader
    using (holder = (select vault.me()) and ended_at is null) with check (holder = (select vault.me()));
create view door.opening with (security_barrier) as
    select id, holder, key, kind, viewer, rung, until, at, ended_at, lapsed from vault.opening;
grant select, insert, update (rung, until, ended_at, lapsed) on door.opening to kunci_app;
alter view door.opening owner to kunci_reader;
