-- The steps of an exchange. Each step is a row of its own, for a row that two people read can hold nothing that
-- one of them may not know: what a holder decided is not in the request, what a contact said is not in either.

create table vault.invitation (
    id uuid not null,
    inviter uuid not null references vault.member,
    name text not null default '',
    note text not null default '',
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by uuid references vault.member,
    revoked_at timestamptz,
    circle uuid,  -- whoever accepts comes into it
    primary key (id, inviter)
);
create index invitation_inviter on vault.invitation (inviter, created_at desc);
create trigger invitation_id before insert on vault.invitation for each row execute function vault.set_id();

-- Where two members see a row, each has an index of their own that begins with them: looking up an id is then one
-- index condition on either side, and never fetches a row of others to throw it away. No index begins with the id.
create table vault.request (
    id uuid not null,
    key uuid not null,
    holder uuid not null references vault.member,
    asker uuid not null references vault.member,
    sentence text not null check (length(sentence) <= 500),  -- '' once the asker's account is closed
    why text not null default '' check (length(why) <= 1000),
    by_when date,
    language text not null default 'id' check (language in ('id', 'en')),  -- of the asker, for what the holder writes to them
    offer uuid,  -- that it answers
    -- The page as it first was: it stays so whatever the holder closes meanwhile.
    shown_hint text not null,
    shown_name text not null default '',
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    withdrawn_at timestamptz,
    -- Until when another ask for the same door, by the same asker, goes nowhere; NULL for one that itself did, for
    -- whoever asks too early must not wait longer. Both are the asker's own facts, and neither is ever shown.
    pause_until timestamptz,
    -- The holder, where it reached them; NULL where it went nowhere. An own column, so that the holder's rule is an
    -- index condition: what never reached them is not even fetched and thrown away.
    heard_by uuid,
    primary key (holder, id),
    unique (asker, id),
    unique (heard_by, id),
    check (asker <> holder),
    check (heard_by = holder)
);
create index request_heard on vault.request (heard_by, asked_at desc);
create index request_asker on vault.request (asker, asked_at desc);
create index request_again on vault.request (asker, key, pause_until);
create index request_pair on vault.request (asker, holder);

-- Whose asks for one door the holder wants to hear no more of. The asker never learns of it.
create table vault.turned_away (
    holder uuid not null references vault.member,
    asker uuid not null references vault.member,
    key uuid not null,
    since timestamptz not null,
    primary key (holder, asker, key)
);

-- Where an ask goes is decided here, out of sight of whoever asks: nowhere inside the pause after an earlier one (but
-- for the answer to an offer), and nowhere after a never. Both are looked up every time, so that neither shows in the
-- time it takes.
create function vault.new_request() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    early boolean := exists (select from vault.request r
        where r.asker = new.asker and r.key = new.key and r.pause_until > new.asked_at)
        and (new.offer is null or exists (  -- an offer lifts the pause once
            select from vault.request r where r.asker = new.asker and r.key = new.key and r.offer = new.offer));
    never boolean := exists (select from vault.turned_away t
        where t.holder = new.holder and t.asker = new.asker and t.key = new.key);
begin
    new.id := vault.new_id();
    if early then
        new.pause_until := null;
    end if;
    new.heard_by := case when early or never then null else new.holder end;
    return new;
end $$;
create trigger request_new before insert on vault.request for each row execute function vault.new_request();

-- Taken back until the handover: whoever hands over holds the row, so of the two one comes first.
create function vault.withdraw_request() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if old.withdrawn_at is not null or exists (
        select from vault.handover h where h.request = old.id and h.holder = old.holder) then
        return null;
    end if;
    return new;
end $$;
create trigger request_withdraw before update of withdrawn_at on vault.request
    for each row execute function vault.withdraw_request();

-- The card that somebody sends along with an ask: how to reach them, sealed.
create table vault.request_card (
    request uuid not null,
    asker uuid not null,
    heard_by uuid,
    sealed bytea not null,
    wrapped_key bytea not null,
    primary key (asker, request),
    unique (heard_by, request),
    foreign key (request, asker) references vault.request (id, asker)
);
-- Goes where its ask went, out of sight as that.
create function vault.new_card() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.heard_by := (select r.heard_by from vault.request r where r.asker = new.asker and r.id = new.request);
    return new;
end $$;
create trigger request_card_new before insert on vault.request_card for each row execute function vault.new_card();

-- My own card, kept for the next ask.
create table vault.own_card (
    member uuid primary key references vault.member,
    sealed bytea not null,
    wrapped_key bytea not null
);

-- A key offered unasked. To take it up is an ask like any other; to leave it is a row that only the partner reads.
create table vault.offer (
    id uuid not null,
    key uuid not null,
    holder uuid not null references vault.member,
    partner uuid not null references vault.member,
    sentence text not null check (length(sentence) between 1 and 500),
    shown_hint text not null,
    offered_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (holder, id),
    unique (partner, id),
    check (holder <> partner)
);
create index offer_holder on vault.offer (holder, offered_at desc);
create index offer_partner on vault.offer (partner, offered_at desc);
create trigger offer_id before insert on vault.offer for each row execute function vault.set_id();

create table vault.offer_left (
    partner uuid not null,
    offer uuid not null,
    left_at timestamptz not null,
    primary key (partner, offer),
    foreign key (offer, partner) references vault.offer (id, partner)
);

-- Keys that I would hand somebody without hesitation. Mine alone.
create table vault.ready (
    holder uuid not null references vault.member,
    partner uuid not null references vault.member,
    key uuid not null,
    since timestamptz not null,
    primary key (holder, partner, key),
    foreign key (key, holder) references vault.key (id, holder) on delete cascade
);

grant select, insert on vault.invitation, vault.request, vault.request_card, vault.own_card, vault.turned_away,
    vault.offer, vault.offer_left, vault.ready to kunci_reader;
grant update (revoked_at) on vault.invitation to kunci_reader;
grant update (withdrawn_at) on vault.request to kunci_reader;
grant update (sealed, wrapped_key), delete on vault.own_card to kunci_reader;
grant delete on vault.turned_away, vault.ready to kunci_reader;

alter table vault.invitation enable row level security;
alter table vault.request enable row level security;
alter table vault.request_card enable row level security;
alter table vault.own_card enable row level security;
alter table vault.turned_away enable row level security;
alter table vault.offer enable row level security;
alter table vault.offer_left enable row level security;
alter table vault.ready enable row level security;

create policy see on vault.invitation for select to kunci_reader using (inviter = (select vault.me()));
create policy enter on vault.invitation for insert to kunci_reader
    with check (inviter = (select vault.me()) and used_at is null and used_by is null
        -- Into a circle only its founder invites; the rule of circles applies inside.
        and (circle is null or exists (
            select from vault.circle c where c.id = invitation.circle and c.founder = (select vault.me()))));
create policy change on vault.invitation for update to kunci_reader
    using (inviter = (select vault.me())) with check (inviter = (select vault.me()));

create policy see on vault.request for select to kunci_reader
    using (asker = (select vault.me()) or heard_by = (select vault.me()));
-- An ask needs a hint that the asker can see: the rule of faces applies inside.
create policy enter on vault.request for insert to kunci_reader with check (
    asker = (select vault.me()) and sentence <> '' and exists (
        select from vault.face f where f.key = request.key and f.holder = request.holder and f.kind = 'hint')
    and (offer is null or exists (
        select from vault.offer o where o.partner = (select vault.me()) and o.id = request.offer
            and o.holder = request.holder and o.key = request.key)));
create policy change on vault.request for update to kunci_reader
    using (asker = (select vault.me())) with check (asker = (select vault.me()));

create policy see on vault.request_card for select to kunci_reader
    using (asker = (select vault.me()) or heard_by = (select vault.me()));
create policy enter on vault.request_card for insert to kunci_reader with check (asker = (select vault.me()));

create policy see on vault.own_card for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.own_card for insert to kunci_reader with check (member = (select vault.me()));
create policy change on vault.own_card for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));
create policy drop on vault.own_card for delete to kunci_reader using (member = (select vault.me()));

create policy see on vault.turned_away for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.turned_away for insert to kunci_reader with check (
    holder = (select vault.me()) and exists (
        select from vault.request r where r.heard_by = (select vault.me()) and r.asker = turned_away.asker
            and r.key = turned_away.key));
create policy drop on vault.turned_away for delete to kunci_reader using (holder = (select vault.me()));

create policy see on vault.offer for select to kunci_reader
    using (holder = (select vault.me()) or partner = (select vault.me()));
-- To somebody one can see, of a key of one's own.
create policy enter on vault.offer for insert to kunci_reader with check (
    holder = (select vault.me())
    and exists (select from vault.key k where k.id = offer.key and k.holder = offer.holder)
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = offer.partner));

create policy see on vault.offer_left for select to kunci_reader using (partner = (select vault.me()));
create policy enter on vault.offer_left for insert to kunci_reader with check (partner = (select vault.me()));

create policy see on vault.ready for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.ready for insert to kunci_reader with check (
    holder = (select vault.me())
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = ready.partner));
create policy drop on vault.ready for delete to kunci_reader using (holder = (select vault.me()));

create view door.invitation with (security_barrier) as
    select id, inviter, name, note, created_at, expires_at, used_at, used_by, revoked_at, circle
    from vault.invitation;
-- Of where an ask went, what is read of it on either side tells nothing.
create view door.asked with (security_barrier) as
    select id, key, holder, asker, sentence, why, by_when, language, offer, shown_hint, shown_name, asked_at,
        expires_at, withdrawn_at, pause_until
    from vault.request where asker = (select vault.me());
create view door.received with (security_barrier) as
    select id, key, holder, asker, sentence, why, by_when, language, offer, shown_hint, shown_name, asked_at,
        expires_at, withdrawn_at
    from vault.request where heard_by = (select vault.me());
create view door.request_card with (security_barrier) as
    select request, asker, sealed, wrapped_key from vault.request_card;
create view door.own_card with (security_barrier) as
    select member, sealed, wrapped_key from vault.own_card;
create view door.turned_away with (security_barrier) as
    select holder, asker, key, since from vault.turned_away;
-- Side by side, so that each side is an index condition (as door.handover below).
create view door.offered with (security_barrier) as
    select id, key, holder, partner, sentence, shown_hint, offered_at, expires_at from vault.offer
    where holder = (select vault.me());
create view door.offered_me with (security_barrier) as
    select id, key, holder, partner, sentence, shown_hint, offered_at, expires_at from vault.offer
    where partner = (select vault.me());
create view door.offer_left with (security_barrier) as
    select partner, offer, left_at from vault.offer_left;
create view door.ready with (security_barrier) as
    select holder, partner, key, since from vault.ready;

grant select, insert, update (revoked_at) on door.invitation to kunci_app;
grant select, insert, update (withdrawn_at) on door.asked to kunci_app;
grant select, insert, update (sealed, wrapped_key), delete on door.own_card to kunci_app;
grant select, insert, delete on door.turned_away, door.ready to kunci_app;
grant select, insert on door.request_card, door.offered, door.offer_left to kunci_app;
grant select on door.received, door.offered_me to kunci_app;
alter view door.invitation owner to kunci_reader;
alter view door.asked owner to kunci_reader;
alter view door.received owner to kunci_reader;
alter view door.request_card owner to kunci_reader;
alter view door.own_card owner to kunci_reader;
alter view door.turned_away owner to kunci_reader;
alter view door.offered owner to kunci_reader;
alter view door.offered_me owner to kunci_reader;
alter view door.offer_left owner to kunci_reader;
alter view door.ready owner to kunci_reader;
