-- An encounter that one side noted and asks the other to confirm. Both see the question: its kind and day, and nothing
-- else of the evidence. What the other does with it is rows of theirs: the asker sees a yes, and never that it was
-- looked at or put aside. Not confirmed in time it is over on both sides, without a mark.

create table vault.confirmation (
    id uuid not null,
    asker uuid not null references vault.member,
    partner uuid not null references vault.member,
    evidence uuid not null,  -- the asker's own; a random id that says nothing to the partner
    kind text not null check (kind in ('met', 'one_to_one', 'call', 'chat', 'visit', 'event')),
    happened_on date not null,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    -- An index for either side, each beginning with them, as for requests.
    primary key (asker, id),
    unique (partner, id),
    check (asker <> partner)
);
create index confirmation_asker on vault.confirmation (asker, partner);
create index confirmation_partner on vault.confirmation (partner, expires_at);
create trigger confirmation_id before insert on vault.confirmation for each row execute function vault.set_id();

create table vault.confirmed (
    id uuid not null,
    confirmation uuid not null,
    asker uuid not null,
    partner uuid not null,
    at timestamptz not null,
    primary key (asker, id),
    unique (partner, confirmation),
    foreign key (asker, confirmation) references vault.confirmation (asker, id) on delete cascade
);
create index confirmed_asker on vault.confirmed (asker, confirmation);
create trigger confirmed_id before insert on vault.confirmed for each row execute function vault.set_id();

-- Put aside: the partner's alone.
create table vault.put_aside (
    id uuid not null,
    partner uuid not null references vault.member,
    confirmation uuid not null,
    at timestamptz not null,
    primary key (id, partner)
);
create index put_aside_partner on vault.put_aside (partner, confirmation);
create trigger put_aside_id before insert on vault.put_aside for each row execute function vault.set_id();

grant select, insert, delete on vault.confirmation to kunci_reader;
grant select, insert on vault.confirmed, vault.put_aside to kunci_reader;
alter table vault.confirmation enable row level security;
alter table vault.confirmed enable row level security;
alter table vault.put_aside enable row level security;

create policy see on vault.confirmation for select to kunci_reader
    using (asker = (select vault.me()) or partner = (select vault.me()));
-- Of one's own evidence on a tie with this very partner.
create policy enter on vault.confirmation for insert to kunci_reader with check (
    asker = (select vault.me()) and exists (
        select from vault.evidence e join vault.tie t on t.id = e.tie and t.member = e.member
        where e.id = confirmation.evidence and e.member = confirmation.asker and t.partner = confirmation.partner
            and e.kind = confirmation.kind and e.happened_on = confirmation.happened_on));
create policy drop on vault.confirmation for delete to kunci_reader using (asker = (select vault.me()));
create policy see on vault.confirmed for select to kunci_reader
    using (asker = (select vault.me()) or partner = (select vault.me()));
create policy enter on vault.confirmed for insert to kunci_reader with check (
    partner = (select vault.me()) and at = (select vault.at()) and exists (
        select from vault.confirmation c where c.id = confirmed.confirmation and c.partner = confirmed.partner
            and c.asker = confirmed.asker and c.expires_at > (select vault.at())));
create policy see on vault.put_aside for select to kunci_reader using (partner = (select vault.me()));
create policy enter on vault.put_aside for insert to kunci_reader with check (partner = (select vault.me()));

-- My own questions, and those put to me that still wait.
create view door.confirmation with (security_barrier) as
    select id, asker, partner, evidence, kind, happened_on, asked_at, expires_at from vault.confirmation
    where asker = (select vault.me());
create view door.question with (security_barrier) as
    select c.id, c.asker, c.partner, c.kind, c.happened_on, c.asked_at, c.expires_at from vault.confirmation c
    where c.partner = (select vault.me()) and c.expires_at > (select vault.at())
        and not exists (select from vault.confirmed d where d.partner = c.partner and d.confirmation = c.id)
        and not exists (select from vault.put_aside p where p.partner = c.partner and p.confirmation = c.id);
create view door.confirmed with (security_barrier) as
    select id, confirmation, asker, partner, at from vault.confirmed;
create view door.put_aside with (security_barrier) as
    select id, partner, confirmation, at from vault.put_aside;

grant select, insert, delete on door.confirmation to kunci_app;
grant select on door.question to kunci_app;
grant select, insert on door.confirmed, door.put_aside to kunci_app;
alter view door.confirmation owner to kunci_reader;
alter view door.question owner to kunci_reader;
alter view door.confirmed owner to kunci_reader;
alter view door.put_aside owner to kunci_reader;
