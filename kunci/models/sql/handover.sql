-- From the holder's decision to what became of it. Each step is a row of its own, as in exchange.sql.

create table vault.decision (
    id uuid not null,
    request uuid not null,
    holder uuid not null,
    answer text not null check (answer in ('yes', 'not_now', 'never')),
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
    by_mail boolean not null default true,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (id, holder),
    unique (request, holder),
    foreign key (request, holder) references vault.request (id, holder)
);
create index consent_holder on vault.consent (holder, created_at desc);
create trigger consent_id before insert on vault.consent for each row execute function vault.set_id();

create table vault.consent_answer (
    id uuid not null,
    consent uuid not null,
    holder uuid not null,
    answer text not null check (answer in ('yes', 'no', 'later', 'never')),
    tell_holder boolean not null,
    language text not null check (language in ('id', 'en')),  -- in which they read the question
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
    -- When it can be told again what became of it.
    again_from timestamptz not null,
    again_until timestamptz not null,
    primary key (holder, id),
    unique (asker, id),
    unique (holder, request),
    foreign key (request, holder) references vault.request (id, holder),
    foreign key (request, asker) references vault.request (id, asker)
);
create index handover_holder on vault.handover (holder, asker, handed_at desc);
create index handover_asker on vault.handover (asker, holder, handed_at desc);
create trigger handover_id before insert on vault.handover for each row execute function vault.set_id();

-- How the holder introduced the two: their own words, kept for them alone.
create table vault.introduction (
    handover uuid not null,
    holder uuid not null,
    by_mail boolean not null,
    sealed bytea not null,
    wrapped_key bytea not null,
    primary key (holder, handover),
    foreign key (handover, holder) references vault.handover (id, holder)
);

create table vault.outcome (
    id uuid not null,
    handover uuid not null,
    round smallint not null default 1 check (round in (1, 2)),  -- 2: what became of it, after half a year
    pair uuid generated always as (md5(handover::text || '/' || round::text)::uuid) stored,
    teller uuid not null references vault.member,
    other uuid not null references vault.member,
    verdict text not null check (verdict in ('good', 'unfit', 'broken')),
    came text not null default '' check (came in ('', 'nothing', 'meeting', 'business')),
    amount numeric(18, 2) check (amount > 0),
    currency text not null default '' check (currency ~ '^([A-Z]{3})?$'),
    thanks text not null default '' check (length(thanks) <= 500),
    tell_until timestamptz not null,
    told_at timestamptz not null,
    primary key (teller, id),
    unique (teller, handover, round),
    check (told_at < tell_until),
    check ((amount is null) = (currency = '')),
    check (amount is null or came = 'business')
);
create index outcome_other on vault.outcome (other, pair, tell_until);
create trigger outcome_id before insert on vault.outcome for each row execute function vault.set_id();

-- Of two who tell at the same moment one waits for the other, so that whoever comes second knows that both have told.
create function vault.tell_in_turn() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(new.handover::text, 0));
    return new;
end $$;
create trigger outcome_in_turn before insert on vault.outcome for each row execute function vault.tell_in_turn();

-- What the contact felt; written by their link, read by the holder alone.
create table vault.felt (
    id uuid not null,
    handover uuid not null,
    round smallint not null check (round in (1, 2)),
    pair uuid generated always as (md5(handover::text || '/' || round::text)::uuid) stored,
    holder uuid not null,
    verdict text not null check (verdict in ('good', 'unfit', 'broken')),
    came text not null default '' check (came in ('', 'nothing', 'meeting', 'business')),
    words text not null default '' check (length(words) <= 500),
    tell_until timestamptz not null,
    told_at timestamptz not null,
    primary key (holder, id),
    unique (handover, round, holder),
    check (told_at < tell_until),
    foreign key (handover, holder) references vault.handover (id, holder)
);
create index felt_holder on vault.felt (holder, pair, tell_until);
create trigger felt_id before insert on vault.felt for each row execute function vault.set_id();

-- The tellings that the viewer has done. A function, because a rule may not ask its own table.
create function vault.told() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select o.pair from vault.outcome o where o.teller = vault.me()
$$;

grant select, insert on vault.decision, vault.consent, vault.introduction, vault.outcome to kunci_reader;
grant select on vault.consent_answer, vault.handover, vault.felt to kunci_reader;

alter table vault.introduction enable row level security;
alter table vault.felt enable row level security;
alter table vault.decision enable row level security;
alter table vault.consent enable row level security;
alter table vault.consent_answer enable row level security;
alter table vault.handover enable row level security;
alter table vault.outcome enable row level security;

create policy see on vault.decision for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.decision for insert to kunci_reader with check (holder = (select vault.me()));

create policy see on vault.consent for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.consent for insert to kunci_reader with check (holder = (select vault.me()));

create policy see on vault.consent_answer for select to kunci_reader
    using (holder = (select vault.me()) and tell_holder);

create policy see on vault.handover for select to kunci_reader
    using (asker = (select vault.me()) or holder = (select vault.me()));

create policy see on vault.introduction for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.introduction for insert to kunci_reader with check (holder = (select vault.me()));

-- Blind to each other: the other's telling shows once mine is there, or nobody may tell any more. Written as three
-- index conditions, so that a telling that does not show yet is not even fetched.
create policy see on vault.outcome for select to kunci_reader using (
    teller = (select vault.me())
    or (other = (select vault.me()) and tell_until <= (select vault.at()))
    or (other = (select vault.me()) and pair = any (array(select vault.told()))));
-- Told at the instant of telling: one that is dated back would answer a verdict already read.
create policy enter on vault.outcome for insert to kunci_reader with check (
    teller = (select vault.me()) and told_at = (select vault.at()) and exists (
        select from vault.handover h where h.id = handover
        and (outcome.teller, outcome.other) in ((h.asker, h.holder), (h.holder, h.asker))
        and case outcome.round when 1 then outcome.tell_until = h.tell_until
            else outcome.tell_until = h.again_until and h.again_from <= outcome.told_at end));

create policy see on vault.felt for select to kunci_reader using (
    (holder = (select vault.me()) and tell_until <= (select vault.at()))
    or (holder = (select vault.me()) and pair = any (array(select vault.told()))));

create view door.decision with (security_barrier) as
    select id, request, holder, answer, decided_at from vault.decision;
create view door.consent with (security_barrier) as
    select id, request, holder, language, by_mail, created_at, expires_at from vault.consent;
create view door.consent_answer with (security_barrier) as
    select id, consent, holder, answer, language, answered_at from vault.consent_answer;
-- Side by side, so that each side is an index condition whatever else is asked: with an OR, asking for one holder's
-- would fetch that holder's handovers to others and throw them away.
create view door.handover with (security_barrier) as
    select id, request, key, holder, asker, handed_at, tell_until, again_from, again_until from vault.handover
    where holder = (select vault.me())
    union all
    select id, request, key, holder, asker, handed_at, tell_until, again_from, again_until from vault.handover
    where asker = (select vault.me());
create view door.introduction with (security_barrier) as
    select handover, holder, by_mail, sealed, wrapped_key from vault.introduction;
create view door.outcome with (security_barrier) as
    select id, handover, round, teller, other, verdict, came, amount, currency, thanks, tell_until, told_at
    from vault.outcome;
create view door.felt with (security_barrier) as
    select id, handover, round, holder, verdict, came, words, tell_until, told_at from vault.felt;

grant select, insert on door.decision, door.consent, door.introduction, door.outcome to kunci_app;
grant select on door.consent_answer, door.handover, door.felt to kunci_app;
alter view door.decision owner to kunci_reader;
alter view door.consent owner to kunci_reader;
alter view door.consent_answer owner to kunci_reader;
alter view door.handover owner to kunci_reader;
alter view door.introduction owner to kunci_reader;
alter view door.outcome owner to kunci_reader;
alter view door.felt owner to kunci_reader;
