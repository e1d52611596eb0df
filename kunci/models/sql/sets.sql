-- Whole sets, exchanged. Each of two has keys set aside for the other (exchange.sql: vault.ready); at a weekly moment
-- both are told; once both have opened, each sees the hints of the other's set; once both have chosen and said yes, two
-- handovers begin, as any other. An exchange is a row for each of the two, which the other never reads: so there is
-- nothing in it that one may not know of the other's hidden steps. What both may know is written into both at once.

-- Since when somebody has a key set aside for a partner without a break; two of them are compared, nothing else.
create table vault.ready_flag (
    holder uuid not null references vault.member,
    partner uuid not null references vault.member,
    since timestamptz not null,
    primary key (holder, partner)
);

create table vault.set_exchange (
    id uuid not null,  -- the same for both
    member uuid not null references vault.member,
    partner uuid not null references vault.member,
    told_at timestamptz not null,
    expires_at timestamptz not null,
    opened_at timestamptz,
    shown_at timestamptz,  -- both have opened
    said_at timestamptz,
    agreed_at timestamptz,  -- both have said yes
    ended_at timestamptz,
    -- Said along with the yes: what the other and their contacts read; in which language mine are asked, and by whom.
    sentence text not null default '' check (length(sentence) <= 500),
    language text not null default 'id' check (language in ('id', 'en')),
    ask_in text not null default 'id' check (ask_in in ('id', 'en')),
    by_mail boolean not null default true,
    -- What follows in a job: that I heard that both have opened, that my contacts were asked.
    heard_at timestamptz,
    asked_at timestamptz,
    primary key (member, id),
    check (member <> partner),
    check (shown_at is null or opened_at is not null),
    check (agreed_at is null or said_at is not null)
);
create index set_exchange_pair on vault.set_exchange (member, partner, told_at desc);

-- The keys of somebody's set as it was when they opened; `shown_to` the other once both have, and the hint open to them
-- until then where it was not before. Of an exchange that came to a yes the chosen ones stay, with the request each.
create table vault.set_key (
    id uuid not null,
    holder uuid not null,
    key uuid not null,
    shown_to uuid,
    until timestamptz,
    request uuid,
    primary key (holder, id, key),
    unique (shown_to, id, key),
    foreign key (key, holder) references vault.key (id, holder) on delete cascade
);
create index set_key_key on vault.set_key (holder, key);  -- for the foreign key

-- What somebody chose of the other's set; nobody else reads it, and of an exchange that ended nothing is left.
create table vault.set_choice (
    id uuid not null,
    member uuid not null,
    key uuid not null,
    primary key (member, id, key),
    foreign key (member, id) references vault.set_exchange (member, id) on delete cascade
);

grant select on vault.set_exchange, vault.set_key, vault.set_choice to kunci_reader;
grant update (heard_at, asked_at) on vault.set_exchange to kunci_reader;
alter table vault.ready_flag enable row level security;
alter table vault.set_exchange enable row level security;
alter table vault.set_key enable row level security;
alter table vault.set_choice enable row level security;
create policy see on vault.set_exchange for select to kunci_reader using (member = (select vault.me()));
create policy change on vault.set_exchange for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy see on vault.set_key for select to kunci_reader
    using (holder = (select vault.me()) or shown_to = (select vault.me()));
create policy see on vault.set_choice for select to kunci_reader using (member = (select vault.me()));

create view door.set_exchange with (security_barrier) as
    select id, member, partner, told_at, expires_at, opened_at, shown_at, said_at, agreed_at, ended_at, sentence,
        language, ask_in, by_mail, heard_at, asked_at
    from vault.set_exchange;
-- Side by side, so that each side is an index condition.
create view door.set_own with (security_barrier) as
    select id, holder, key, request from vault.set_key where holder = (select vault.me());
create view door.set_shown with (security_barrier) as
    select id, holder, key, request from vault.set_key where shown_to = (select vault.me());
create view door.set_choice with (security_barrier) as select id, member, key from vault.set_choice;

grant select, update (heard_at, asked_at) on door.set_exchange to kunci_app;
grant select on door.set_own, door.set_shown, door.set_choice to kunci_app;
alter view door.set_exchange owner to kunci_reader;
alter view door.set_own owner to kunci_reader;
alter view door.set_shown owner to kunci_reader;
alter view door.set_choice owner to kunci_reader;

