-- Somebody who hears a want and sees a key of a third brings the two together. What they write to the holder is their
-- own row, which the holder reads without whom it is for, unless the author of the want allowed the name; the author
-- reads nothing of it until the mediator tells them. What the holder answers is rows of the holder's.

-- A want that travels may do so under its author's name.
alter table vault.want add may_name boolean not null default false, add check (travels or not may_name);
alter table vault.want_face add may_name boolean not null default false;

create table vault.mediation (
    id uuid not null,
    mediator uuid not null references vault.member,
    want uuid not null,
    key uuid not null,
    holder uuid not null references vault.member,
    asker uuid not null references vault.member,  -- whoever looks for the door
    asker_name text not null default '',  -- for a holder who does not know them; '' unless named
    want_text text not null check (length(want_text) <= 200),  -- '' once that account is closed
    shown_hint text not null,
    sentence text not null check (length(sentence) between 1 and 500),  -- to the holder
    named boolean not null,
    proposed_at timestamptz not null,
    expires_at timestamptz not null check (expires_at >= proposed_at),
    withdrawn_at timestamptz,
    told_at timestamptz,
    words text not null default '' check (length(words) <= 500),  -- to the asker
    until timestamptz,  -- until when the hint is open to the asker by it
    -- The asker, once they are told. An own column, so that their rule is an index condition.
    told_to uuid generated always as (case when told_at is not null then asker end) stored,
    -- The asker, once the holder may know; with `told_to`, all that anybody but the mediator reads of them.
    shown_asker uuid generated always as (case when named or told_at is not null then asker end) stored,
    -- An index for each side, beginning with them, as for requests; the mediator proposes one key for one want once.
    primary key (mediator, id),
    unique (holder, id),
    unique (told_to, id),
    unique (mediator, want, key),
    check (mediator <> holder and mediator <> asker and holder <> asker),
    check ((told_at is null) = (until is null))
);
create index mediation_mediator on vault.mediation (mediator, proposed_at desc);
create index mediation_holder on vault.mediation (holder, proposed_at desc);
create index mediation_told on vault.mediation (told_to, told_at desc) where told_to is not null;

-- By the name that the mediator knows them by, and only where it may be said.
create function vault.name_asker() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.asker_name := case when new.named
        then coalesce((select m.name from vault.member m where m.id = new.asker), '') else '' end;
    return new;
end $$;
create trigger mediation_id before insert on vault.mediation for each row execute function vault.set_id();
create trigger mediation_name before insert on vault.mediation for each row execute function vault.name_asker();

-- A yes, which both of them read; that it is left, which its holder alone reads: to the mediator it is silence.
create table vault.mediation_yes (
    mediation uuid not null,
    holder uuid not null,
    mediator uuid not null,
    said_at timestamptz not null,
    primary key (holder, mediation),
    unique (mediator, mediation),
    foreign key (mediator, mediation) references vault.mediation (mediator, id) on delete cascade
);
create table vault.mediation_left (
    mediation uuid not null,
    holder uuid not null references vault.member,
    left_at timestamptz not null,
    primary key (holder, mediation)
);

-- A handover that a mediator answers for. All three read it; none of them more by it than that it happened.
create table vault.mediated (
    handover uuid not null,
    mediation uuid not null,
    mediator uuid not null,
    holder uuid not null,
    asker uuid not null,
    handed_at timestamptz not null,
    tell_until timestamptz not null,
    primary key (mediator, handover),
    unique (holder, handover),
    unique (asker, handover)
);
-- What was asked for while the hint was open by a mediation goes through its mediator: the first who told.
create function vault.mediate_handover() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until)
    select new.id, m.id, m.mediator, m.holder, m.asker, new.handed_at, new.tell_until
    from vault.mediation m join vault.request r on r.holder = new.holder and r.id = new.request
    where m.told_to = new.asker and m.holder = new.holder and m.key = new.key
        and m.told_at <= r.asked_at and r.asked_at < m.until
    order by m.told_at, m.id limit 1;
    return null;
end $$;
create trigger handover_mediated after insert on vault.handover
    for each row execute function vault.mediate_handover();

-- A mediation stakes what a vouch does: of both together no more than ten hold (core/vouching.py, core/mediating.py).
-- Only rows of the mediator's own are looked at, under the lock that each of their actions takes.
create function vault.enough_mediations() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(new.mediator::text, 0));
    if (select count(*) from vault.mediation m where m.mediator = new.mediator and m.withdrawn_at is null
                and case when m.told_at is null then m.expires_at > new.proposed_at
                    else m.told_at > new.proposed_at - interval '42 days' end)
            + (select count(*) from vault.vouch v where v.speaker = new.mediator and v.kind = 'vouch'
                and v.given_at >= new.proposed_at - interval '365 days'
                and v.withdrawn_at is null and v.expires_at > new.proposed_at) > 10 then
        raise check_violation using message = 'no more than ten stakes', constraint = 'mediation_enough';
    end if;
    return null;
end $$;
create trigger mediation_enough after insert on vault.mediation
    for each row execute function vault.enough_mediations();

grant select, insert on vault.mediation to kunci_reader;
grant update (withdrawn_at) on vault.mediation to kunci_reader;
grant select, insert, delete on vault.mediation_yes, vault.mediation_left to kunci_reader;
grant select on vault.mediated to kunci_reader;
alter table vault.mediation enable row level security;
alter table vault.mediation_yes enable row level security;
alter table vault.mediation_left enable row level security;
alter table vault.mediated enable row level security;

create policy see on vault.mediation for select to kunci_reader using (
    mediator = (select vault.me()) or holder = (select vault.me()) or told_to = (select vault.me()));
-- Of a want that they hear and that travels, and of a key whose hint they see: both rules apply inside.
create policy enter on vault.mediation for insert to kunci_reader with check (
    mediator = (select vault.me()) and proposed_at = (select vault.at()) and withdrawn_at is null
    and told_at is null and until is null and words = ''
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '21 days'
    and exists (select from vault.want_face f where f.want = mediation.want and f.author = mediation.asker
        and f.travels and (f.may_name or not mediation.named) and f.text = mediation.want_text)
    and exists (select from vault.face d where d.key = mediation.key and d.holder = mediation.holder
        and d.kind = 'hint' and d.line = mediation.shown_hint));
create policy change on vault.mediation for update to kunci_reader
    using (mediator = (select vault.me()) and withdrawn_at is null and told_at is null)
    with check (mediator = (select vault.me()) and withdrawn_at = (select vault.at()));

create policy see on vault.mediation_yes for select to kunci_reader using (
    holder = (select vault.me()) or mediator = (select vault.me()));
create policy enter on vault.mediation_yes for insert to kunci_reader with check (
    holder = (select vault.me()) and said_at = (select vault.at()) and exists (
        select from vault.mediation m where m.holder = (select vault.me()) and m.id = mediation_yes.mediation
            and m.mediator = mediation_yes.mediator and m.withdrawn_at is null and m.told_at is null
            and m.expires_at > (select vault.at())));
create policy drop on vault.mediation_yes for delete to kunci_reader using (holder = (select vault.me()));

create policy see on vault.mediation_left for select to kunci_reader using (holder = (select vault.me()));
create policy enter on vault.mediation_left for insert to kunci_reader with check (
    holder = (select vault.me()) and exists (
        select from vault.mediation m where m.holder = (select vault.me()) and m.id = mediation_left.mediation));
create policy drop on vault.mediation_left for delete to kunci_reader using (holder = (select vault.me()));

create policy see on vault.mediated for select to kunci_reader using (
    mediator = (select vault.me()) or holder = (select vault.me()) or asker = (select vault.me()));

create view door.mediation with (security_barrier) as
    select id, mediator, want, key, holder, asker, want_text, shown_hint, sentence, named, proposed_at, expires_at,
        withdrawn_at, told_at, words, until
    from vault.mediation where mediator = (select vault.me());
-- Without the want, which its holder may hear as well, and without whom it is for before they may know.
create view door.proposal with (security_barrier) as
    select id, mediator, key, holder, shown_asker as asker, asker_name,
        shown_hint, sentence, named, proposed_at, expires_at, withdrawn_at, told_at, until
    from vault.mediation where holder = (select vault.me());
create view door.brought_me with (security_barrier) as
    select id, mediator, want, key, holder, told_to as asker, want_text, shown_hint, words, told_at, until
    from vault.mediation where told_to = (select vault.me());
create view door.mediation_yes with (security_barrier) as
    select mediation, holder, mediator, said_at from vault.mediation_yes where mediator = (select vault.me());
create view door.own_yes with (security_barrier) as
    select mediation, holder, mediator, said_at from vault.mediation_yes where holder = (select vault.me());
create view door.mediation_left with (security_barrier) as
    select mediation, holder, left_at from vault.mediation_left;
create view door.mediated with (security_barrier) as
    select handover, mediation, mediator, holder, asker, handed_at, tell_until from vault.mediated
    where mediator = (select vault.me())
    union all
    select handover, mediation, mediator, holder, asker, handed_at, tell_until from vault.mediated
    where holder = (select vault.me())
    union all
    select handover, mediation, mediator, holder, asker, handed_at, tell_until from vault.mediated
    where asker = (select vault.me());

-- Whether a gate of somebody's is open to a viewer now: vault.my_gates, of one gate and for anybody.
create function vault.opens(gate uuid, holder uuid, viewer uuid) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from vault.pass p where p.viewer = opens.viewer and p.holder = opens.holder and (
            opens.gate = vault.gate_of(p.holder, 1) and p.known_until > vault.at()
            or opens.gate = vault.gate_of(p.holder, 2) and p.trusted_until > vault.at()
            or opens.gate = vault.gate_of(p.holder, 3) and p.unhesitating_until > vault.at()))
        or exists (select from vault."grant" g where g.gate = opens.gate and g.viewer = opens.viewer
            and g.until > vault.at() and (g.follows is null or exists (
                select from vault.pass p where p.viewer = g.viewer and p.holder = g.holder and vault.at() < case g.follows
                    when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end)))
$$;

-- After the holder's yes the mediator tells the asker: the two come to know of each other, and the hint opens to the
-- asker by name until an end. False where it can't be: no yes stands, it is over or taken back, the mediator does not
-- hear the want or see the key any more, or somebody is gone. The holder's lock is taken beside the mediator's own; of
-- two who wait for each other PostgreSQL gives one up, who tries anew (actions/verb.py).
create function clerk.tell_mediation(mediation uuid, words text, open_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    m vault.mediation;
    hint vault.face;
begin
    select * into m from vault.mediation x where x.mediator = vault.me() and x.id = mediation;
    if not found then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(m.holder::text, 0));
    select * into m from vault.mediation x where x.mediator = vault.me() and x.id = mediation for update;
    if m.withdrawn_at is not null or m.told_at is not null or m.expires_at <= vault.at()
        or not exists (select from vault.mediation_yes y where y.holder = m.holder and y.mediation = m.id)
        or not exists (select from vault.want_face f where f.want = m.want
            and f.until > vault.at() and vault.opens(f.gate, m.asker, m.mediator))
        or exists (select from vault.member p where p.id in (m.holder, m.asker) and p.closed_at is not null) then
        return false;
    end if;
    select * into hint from vault.face f
        where f.key = m.key and f.holder = m.holder and f.kind = 'hint';
    if not found or not vault.opens(hint.gate, m.holder, m.mediator) then
        return false;
    end if;
    perform vault.acquaint(m.holder, m.asker, vault.at());
    -- Everybody on their rungs keeps seeing what they saw, by name now, as at a handover.
    insert into vault."grant" (gate, viewer, holder, follows, until)
        select f.id, p.viewer, f.holder, f.rung, timestamptz '9999-01-01 00:00:00+00'
        from vault.face f join vault.pass p on p.holder = f.holder
        where f.key = m.key and f.holder = m.holder and f.rung is not null and f.gate = vault.gate_of(f.holder, f.rung)
            and vault.at() < case f.rung
                when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end
        on conflict do nothing;
    insert into vault."grant" (gate, viewer, holder, until)
        select f.id, f.holder, f.holder, timestamptz '9999-01-01 00:00:00+00' from vault.face f
        where f.key = m.key and f.holder = m.holder and f.rung is not null and f.gate = vault.gate_of(f.holder, f.rung)
        on conflict (gate, viewer) do update set follows = null, until = excluded.until;
    update vault.face f set gate = f.id
        where f.key = m.key and f.holder = m.holder and f.rung is not null and f.gate = vault.gate_of(f.holder, f.rung);
    -- Whoever sees it already sees it as before.
    if not vault.opens(hint.id, m.holder, m.asker) then
        insert into vault."grant" (gate, viewer, holder, until) values (hint.id, m.asker, m.holder, open_until)
            on conflict (gate, viewer) do update set follows = null, until = excluded.until;
        update vault.opening o set ended_at = least(o.until, vault.at())
            where o.holder = m.holder and o.key = m.key and o.kind = 'hint' and o.viewer = m.asker
                and o.ended_at is null;
        insert into vault.opening (holder, key, kind, viewer, rung, until, at)
            values (m.holder, m.key, 'hint', m.asker, 0, open_until, vault.at());
    end if;
    update vault.mediation x set told_at = vault.at(), words = tell_mediation.words, until = open_until
        where x.mediator = m.mediator and x.id = m.id;
    return true;
end $$;

-- A closing account takes along what it proposed and answered; its name and words go from what others proposed. That
-- itself goes on until it is over: to the holder its end would tell for whom it was.
create function vault.end_mediations() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.mediation where mediator = new.id;  -- and with each its yes
    delete from vault.mediation_yes where holder = new.id;
    delete from vault.mediation_left where holder = new.id;
    update vault.mediation set asker_name = '', want_text = ''
        where asker = new.id and mediator = any (array(select viewer from vault.pass where holder = new.id));
    return new;
end $$;
create trigger member_closed_mediations after update of closed_at on vault.member
    for each row execute function vault.end_mediations();

grant select, insert, update (withdrawn_at) on door.mediation to kunci_app;
grant select on door.proposal, door.brought_me, door.mediation_yes, door.mediated to kunci_app;
grant select, insert, delete on door.own_yes, door.mediation_left to kunci_app;
alter view door.mediation owner to kunci_reader;
alter view door.proposal owner to kunci_reader;
alter view door.brought_me owner to kunci_reader;
alter view door.mediation_yes owner to kunci_reader;
alter view door.own_yes owner to kunci_reader;
alter view door.mediation_left owner to kunci_reader;
alter view door.mediated owner to kunci_reader;
revoke execute on function vault.name_asker(), vault.mediate_handover(), vault.enough_mediations(),
    vault.opens(uuid, uuid, uuid), vault.end_mediations(), clerk.tell_mediation(uuid, text, timestamptz) from public;
grant execute on function clerk.tell_mediation(uuid, text, timestamptz) to kunci_app;
