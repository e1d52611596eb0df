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
    -- The page as it first was: it stays so whatever the holder closes meanwhile.
    shown_hint text not null,
    shown_name text not null default '',
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (holder, id),
    unique (asker, id),
    check (asker <> holder)
);
create index request_holder on vault.request (holder, asked_at desc);
create index request_asker on vault.request (asker, asked_at desc);
create trigger request_id before insert on vault.request for each row execute function vault.set_id();

create table vault.decision (
    id uuid not null,
    request uuid not null,
    holder uuid not null,
    answer text not null check (answer in ('yes', 'not_now')),
    decided_at timestamptz not null,
    primary key (id, holder),
    foreign key (request, holder) references vault.request (id, holder)
);
create index decision_request on vault.decision (holder, request, decided_at desc);
create trigger decision_id before insert on vault.decision for each row execute function vault.set_id();

create table vault.consent (
    id uuid not null,
    request uuid not null,
    holder uuid not null,
    language text not null check (language in ('id', 'en')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (id, holder),
    unique (request, holder),
    foreign key (request, holder) references vault.request (id, holder)
);
create trigger consent_id before insert on vault.consent for each row execute function vault.set_id();

create table vault.consent_answer (
    id uuid not null,
    consent uuid not null,
    holder uuid not null,
    answer text not null check (answer in ('yes', 'no', 'later', 'never')),
    tell_holder boolean not null,
    answered_at timestamptz not null,
    primary key (id, holder),
    foreign key (consent, holder) references vault.consent (id, holder)
);
create index consent_answer_consent on vault.consent_answer (holder, consent, answered_at desc);
create trigger consent_answer_id before insert on vault.consent_answer for each row execute function vault.set_id();

create table vault.handover (
    id uuid not null,
    request uuid not null,
    key uuid not null,
    holder uuid not null,
    asker uuid not null,
    handed_at timestamptz not null,
    tell_until timestamptz not null,
    primary key (holder, id),
    unique (asker, id),
    unique (holder, request),
    foreign key (request, holder) references vault.request (id, holder),
    foreign key (request, asker) references vault.request (id, asker)
);
create index handover_holder on vault.handover (holder, asker, handed_at desc);
create index handover_asker on vault.handover (asker, holder, handed_at desc);
create trigger handover_id before insert on vault.handover for each row execute function vault.set_id();

create table vault.outcome (
    id uuid not null,
    handover uuid not null,
    teller uuid not null references vault.member,
    other uuid not null references vault.member,
    verdict text not null check (verdict in ('good', 'unfit', 'broken')),
    tell_until timestamptz not null,
    told_at timestamptz not null,
    primary key (teller, id),
    unique (teller, handover),
    check (told_at < tell_until)
);
create index outcome_other on vault.outcome (other, handover, tell_until);
create trigger outcome_id before insert on vault.outcome for each row execute function vault.set_id();

-- The handovers of which the viewer has told. A function, because a rule may not ask its own table.
create function vault.told() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select o.handover from vault.outcome o where o.teller = vault.me()
$$;

grant select, insert on vault.invitation, vault.request, vault.decision, vault.consent, vault.outcome to kunci_reader;
grant update (revoked_at) on vault.invitation to kunci_reader;
grant select on vault.consent_answer, vault.handover to kunci_reader;

alter table vault.invitation enable row level security;
alter table vault.request enable row level security;
alter table vault.decision enable row level security;
alter table vault.consent enable row level security;
alter table vault.consent_answer enable row level security;
alter table vault.handover enable row level security;
alter table vault.outcome enable row level security;

create policy see on vault.invitation for select to kunci_reader using (inviter = (select vault.me()));
create policy enter on vault.invitation for insert to kunci_reader
    with check (inviter = (select vault.me()) and used_at is null and used_by is null
        -- Into a circle only its founder invites; the rule of circles applies inside.
        and (circle is null or exists (
            select from vault.circle c where c.id = invitation.circle and c.founder = (select vault.me()))));
create policy change on vault.invitation for update to kunci_reader
    using (inviter = (select vault.me())) with check (inviter = (select vault.me()));

create policy see on vault.request for select to kunci_reader
    using (asker = (select vault.me()) or holder = (select vault.me()));
-- An ask needs a hint that the asker can see: the rule of faces applies inside.
create policy enter on vault.request for insert to kunci_reader with check (
    asker = (select vault.me()) and sentence <> '' and exists (
        select from vault.face f where f.key = request.key and f.holder = request.holder and f.kind = 'hint'));

create policy see on vault.decision for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.decision for insert to kunci_reader with check (holder = (select vault.me()));

create policy see on vault.consent for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.consent for insert to kunci_reader with check (holder = (select vault.me()));

create policy see on vault.consent_answer for select to kunci_reader
    using (holder = (select vault.me()) and tell_holder);

create policy see on vault.handover for select to kunci_reader
    using (asker = (select vault.me()) or holder = (select vault.me()));

-- Blind to each other: the other's telling shows once mine is there, or nobody may tell any more. Written as three
-- index conditions, so that a telling that does not show yet is not even fetched.
create policy see on vault.outcome for select to kunci_reader using (
    teller = (select vault.me())
    or (other = (select vault.me()) and tell_until <= (select vault.at()))
    or (other = (select vault.me()) and handover = any (array(select vault.told()))));
-- Told at the instant of telling: one that is dated back would answer a verdict already read.
create policy enter on vault.outcome for insert to kunci_reader with check (
    teller = (select vault.me()) and told_at = (select vault.at()) and exists (
        select from vault.handover h where h.id = handover and h.tell_until = outcome.tell_until
        and (outcome.teller, outcome.other) in ((h.asker, h.holder), (h.holder, h.asker))));

create view door.invitation with (security_barrier) as
    select id, inviter, name, note, created_at, expires_at, used_at, used_by, revoked_at, circle
    from vault.invitation;
create view door.asked with (security_barrier) as
    select id, key, holder, asker, sentence, shown_hint, shown_name, asked_at, expires_at from vault.request
    where asker = (select vault.me());
create view door.received with (security_barrier) as
    select id, key, holder, asker, sentence, shown_hint, shown_name, asked_at, expires_at from vault.request
    where holder = (select vault.me());
create view door.decision with (security_barrier) as
    select id, request, holder, answer, decided_at from vault.decision;
create view door.consent with (security_barrier) as
    select id, request, holder, language, created_at, expires_at from vault.consent;
create view door.consent_answer with (security_barrier) as
    select id, consent, holder, answer, answered_at from vault.consent_answer;
-- Side by side, so that each side is an index condition whatever else is asked: with an OR, asking for one holder's
-- would fetch that holder's handovers to others and throw them away.
create view door.handover with (security_barrier) as
    select id, request, key, holder, asker, handed_at, tell_until from vault.handover where holder = (select vault.me())
    union all
    select id, request, key, holder, asker, handed_at, tell_until from vault.handover where asker = (select vault.me());
create view door.outcome with (security_barrier) as
    select id, handover, teller, other, verdict, tell_until, told_at from vault.outcome;

grant select, insert, update (revoked_at) on door.invitation to kunci_app;
grant select, insert on door.asked, door.decision, door.consent, door.outcome to kunci_app;
grant select on door.received, door.consent_answer, door.handover to kunci_app;
alter view door.invitation owner to kunci_reader;
alter view door.asked owner to kunci_reader;
alter view door.received owner to kunci_reader;
alter view door.decision owner to kunci_reader;
alter view door.consent owner to kunci_reader;
alter view door.consent_answer owner to kunci_reader;
alter view door.handover owner to kunci_reader;
alter view door.outcome owner to kunci_reader;
