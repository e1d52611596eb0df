-- Members, who may pass, gates opened by name, ties and the evidence on them.

create table vault.member (
    id uuid primary key,
    name text not null,
    trade text not null default '',
    city text not null default '',
    joined_at timestamptz not null,
    founder boolean not null default false,
    -- A closed account leaves its row, emptied: what others remember refers to it (clerk.close_account).
    closed_at timestamptz,
    check ((name = '') = (closed_at is not null))
);

-- One row per pair that knows of each other: until when the viewer stands on each rung. NULL is shut.
create table vault.pass (
    viewer uuid not null references vault.member,
    holder uuid not null references vault.member,
    known_until timestamptz,
    trusted_until timestamptz,
    unhesitating_until timestamptz,
    primary key (viewer, holder),
    check (viewer <> holder),
    check (coalesce(trusted_until, '-infinity') <= coalesce(known_until, '-infinity')),
    check (coalesce(unhesitating_until, '-infinity') <= coalesce(trusted_until, '-infinity'))
);
create index pass_holder on vault.pass (holder);

-- A gate opened to one named person, with an end. `follows` ties it to that person's pass on a rung as well.
create table vault."grant" (
    id uuid not null,
    gate uuid not null,
    viewer uuid not null references vault.member,
    holder uuid not null references vault.member,
    follows smallint check (follows between 1 and 3),
    until timestamptz not null,
    primary key (gate, viewer)
);
create index grant_viewer on vault."grant" (viewer, holder);
create index grant_holder on vault."grant" (holder, gate);
create trigger grant_id before insert on vault."grant" for each row execute function vault.set_id();

create table vault.tie (
    id uuid not null,
    member uuid not null references vault.member,
    partner uuid not null references vault.member,
    granted smallint not null default 0 check (granted between 0 and 3),
    since timestamptz not null,
    met_through text not null default '',
    primary key (id, member),
    unique (member, partner),
    check (member <> partner)
);
create trigger tie_id before insert on vault.tie for each row execute function vault.set_id();

-- A dated fact. Append-only: a correction is a new row that voids an earlier one.
create table vault.evidence (
    id uuid not null,
    tie uuid not null,
    member uuid not null,
    kind text not null check (kind in (
        'prior', 'met', 'one_to_one', 'call', 'chat', 'visit', 'event', 'promise_kept', 'promise_broken',
        'help_given', 'help_received', 'outcome_good', 'outcome_unfit', 'outcome_broken', 'vouch', 'withdrawal')),
    happened_on date not null,
    since date,
    often text check (often in ('weekly', 'monthly', 'yearly', 'rarely')),
    note text not null default '',
    voids uuid,
    handover uuid,
    created_at timestamptz not null,
    primary key (id, member),
    foreign key (tie, member) references vault.tie (id, member),
    foreign key (voids, member) references vault.evidence (id, member),
    check ((kind = 'prior') = (since is not null and often is not null)),
    check (kind <> 'withdrawal' or voids is not null)
);
create index evidence_tie on vault.evidence (member, tie, happened_on);
create index evidence_voids on vault.evidence (member, voids) where voids is not null;
create trigger evidence_id before insert on vault.evidence for each row execute function vault.set_id();

grant select on vault.member to kunci_reader;
grant update (name, trade, city) on vault.member to kunci_reader;
grant select on vault.pass to kunci_reader;
grant update (known_until, trusted_until, unhesitating_until) on vault.pass to kunci_reader;
-- Not the viewer: a foreign key would tell which members exist.
grant select, insert, update (follows, until), delete on vault."grant" to kunci_reader;
grant select on vault."grant" to kunci_keeper;
grant select on vault.tie to kunci_reader;
grant update (granted, met_through) on vault.tie to kunci_reader;
grant select, insert on vault.evidence to kunci_reader;

alter table vault.viewer_key enable row level security;
alter table vault.member enable row level security;
alter table vault.pass enable row level security;
alter table vault."grant" enable row level security;
alter table vault.tie enable row level security;
alter table vault.evidence enable row level security;

-- Either side of a pass or a grant. Written so that it is no index condition (as an OR it is, and a poor one):
-- whoever reads them says which side they are on, and that is the index condition.
create policy see on vault.pass for select to kunci_reader using ((select vault.me()) = any (array[viewer, holder]));
create policy change on vault.pass for update to kunci_reader
    using (holder = (select vault.me())) with check (holder = (select vault.me()));

create policy see on vault."grant" for select to kunci_reader, kunci_keeper using ((select vault.me()) = any (array[viewer, holder]));

create policy see on vault.member for select to kunci_reader
    using (id = any (array(
        select vault.me() union all select holder from vault.pass where viewer = (select vault.me()))));
create policy change on vault.member for update to kunci_reader
    using (id = (select vault.me())) with check (id = (select vault.me()));

create policy see on vault.tie for select to kunci_reader using (member = (select vault.me()));
create policy change on vault.tie for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));

create policy see on vault.evidence for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.evidence for insert to kunci_reader with check (member = (select vault.me()));

-- The one list of gates open to the viewer now. Every gated table asks it, in this one form, so that it is
-- computed once per query and is an index condition: `gate = any (array(select gate from vault.my_gates))`.
create view vault.my_gates as
    with viewer as materialized (select vault.me() as id, vault.at() as at),
    live as materialized (
        select p.holder, r.rung
        from vault.pass p, lateral (
            values (1, p.known_until), (2, p.trusted_until), (3, p.unhesitating_until)) r (rung, until)
        where p.viewer = (select id from viewer) and r.until > (select at from viewer))
    select vault.gate_of(viewer.id, rung) as gate from viewer, generate_series(0, 3) as rung
    union all
    select vault.gate_of(holder, rung) from live
    union all
    select g.gate from vault."grant" g
        where g.viewer = (select id from viewer) and g.until > (select at from viewer)
        and (g.follows is null or (g.holder, g.follows) in (select holder, rung from live));
-- The gates of the viewer's own faces alone, for the one view that asks about no others. Whoever has passes from
-- thousands keeps their own keyring without working out every one of those gates.
create view vault.own_gates as
    with viewer as materialized (select vault.me() as id)
    select vault.gate_of(viewer.id, rung) as gate from viewer, generate_series(0, 3) as rung
    union all
    select g.gate from vault."grant" g
        where g.viewer = (select id from viewer) and g.holder = (select id from viewer);
-- The readers' eyes, but in a schema where the application has no usage: it cannot list whose gates it may pass.
grant create on schema vault to kunci_reader, kunci_keeper;
alter view vault.my_gates owner to kunci_reader;
alter view vault.own_gates owner to kunci_keeper;
revoke create on schema vault from kunci_reader, kunci_keeper;

create view door.member with (security_barrier) as
    select id, name, trade, city from vault.member;
create view door.pass with (security_barrier) as
    select viewer, holder, known_until, trusted_until, unhesitating_until from vault.pass
    where holder = (select vault.me());
create view door."grant" with (security_barrier) as
    select id, gate, viewer, holder, follows, until from vault."grant" where holder = (select vault.me());
create view door.tie with (security_barrier) as
    select id, member, partner, granted, since, met_through from vault.tie;
create view door.evidence with (security_barrier) as
    select id, tie, member, kind, happened_on, since, often, note, voids, handover, created_at from vault.evidence;

grant select, update (name, trade, city) on door.member to kunci_app;
grant select, update (known_until, trusted_until, unhesitating_until) on door.pass to kunci_app;
grant select, insert, update (follows, until), delete on door."grant" to kunci_app;
grant select, update (granted, met_through) on door.tie to kunci_app;
grant select, insert on door.evidence to kunci_app;
alter view door.member owner to kunci_reader;
alter view door.pass owner to kunci_reader;
alter view door."grant" owner to kunci_reader;
alter view door.tie owner to kunci_reader;
alter view door.evidence owner to kunci_reader;
