-- An experienced member accompanies a newcomer. Either proposes it and the other agrees; both read that row. Whoever the
-- newcomer deals with reads one line of it from a copy that hangs behind the newcomer's gate. What the newcomer drafts is
-- theirs, shown to the mentor while it lasts; what key it is about the mentor reads by gates of their own alone.

create table vault.mentorship (
    id uuid not null,
    newcomer uuid not null references vault.member,
    mentor uuid not null references vault.member,
    proposed_by uuid not null,
    words text not null check (length(words) <= 500),  -- '' once that account is closed
    proposed_at timestamptz not null,
    expires_at timestamptz not null check (expires_at >= proposed_at),
    withdrawn_at timestamptz,
    agreed_at timestamptz,
    -- When it is over, known beforehand or not: a year, the newcomer's third outcome told well (below), or the moment at
    -- which somebody said so, shut the other out or closed their account. The mentor reads it once it has come.
    until timestamptz,
    ended_at timestamptz,  -- one of the two said so,
    ended_by uuid,  -- and which
    farewell text not null default '' check (length(farewell) <= 500),
    -- An index for each side, beginning with them, as for requests.
    primary key (newcomer, id),
    unique (mentor, id),
    check (newcomer <> mentor and proposed_by in (newcomer, mentor)),
    check ((agreed_at is null) = (until is null)),
    check ((ended_at is null) = (ended_by is null) and (ended_at is null or agreed_at is not null))
);
create index mentorship_newcomer on vault.mentorship (newcomer, proposed_at desc);
create index mentorship_mentor on vault.mentorship (mentor, proposed_at desc);
create trigger mentorship_id before insert on vault.mentorship for each row execute function vault.set_id();

-- What a member told well, in the first round. Their own rows, whoever asks.
create function vault.told_well(member uuid) returns bigint
language sql stable security definer set search_path = '' as $$
    select count(*) from vault.outcome o where o.teller = told_well.member and o.round = 1 and o.verdict = 'good'
$$;

-- The rules of core/mentoring.py, for whichever of the two acts, and from rows of theirs alone: what the other may or
-- may not shows in no refusal. Each of a member's actions takes their lock (actions/verb.py).
create function vault.guard_mentorship() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    me uuid := vault.me();
    now timestamptz := vault.at();
    taken bigint;
begin
    if me is null then
        return new;  -- no member: whom the row rules let write nothing, or the owner
    end if;
    if tg_op = 'UPDATE' then
        if (new.withdrawn_at is distinct from old.withdrawn_at and (old.withdrawn_at is not null
                or old.agreed_at is not null or old.proposed_by <> me or new.withdrawn_at is distinct from now))
            or (new.agreed_at is distinct from old.agreed_at and (old.agreed_at is not null
                or old.withdrawn_at is not null or old.expires_at <= now or old.proposed_by = me
                or new.agreed_at is distinct from now))
            or (new.ended_at is distinct from old.ended_at and (old.until is null or old.until <= now
                or new.ended_at is distinct from now)) then
            raise insufficient_privilege using message = 'no such step';
        end if;
        if new.ended_at is distinct from old.ended_at then
            new.until := now;
            new.ended_by := me;
        end if;
        if new.agreed_at is not distinct from old.agreed_at then
            return new;
        end if;
        new.until := now + interval '365 days';
    end if;
    perform from vault.member where id in (new.newcomer, new.mentor) order by id for share;
    if exists (select from vault.member where id in (new.newcomer, new.mentor) and closed_at is not null) then
        raise insufficient_privilege using message = 'no such member';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(me::text, 0));
    if me = new.mentor then
        select count(*) into taken from vault.mentorship m where m.mentor = me and m.id <> new.id
            and (m.until > now or (m.agreed_at is null and m.proposed_by = me and m.withdrawn_at is null
                and m.expires_at > now));
        if taken >= 3 or vault.told_well(me) < 3 or exists (
                select from vault.journal j where j.member = me and j.verb = 'joined' and j.subject = new.newcomer) then
            raise check_violation using message = 'not as a mentor', constraint = 'mentorship_guard';
        end if;
    else
        select count(*) into taken from vault.mentorship m where m.newcomer = me and m.id <> new.id
            and (m.until > now or (m.agreed_at is null and m.proposed_by = me and m.withdrawn_at is null
                and m.expires_at > now));
        if taken >= 1 or vault.told_well(me) >= 3 or exists (
                select from vault.invitation i where i.inviter = me and i.used_by = new.mentor) then
            raise check_violation using message = 'not as a newcomer', constraint = 'mentorship_guard';
        end if;
    end if;
    return new;
end $$;
create trigger mentorship_rules before insert or update on vault.mentorship
    for each row execute function vault.guard_mentorship();

-- A proposal that I leave. Whoever made it does not read this: to them it is silence.
create table vault.mentorship_left (
    member uuid not null references vault.member,
    mentorship uuid not null,
    left_at timestamptz not null,
    primary key (member, mentorship)
);

-- That somebody is accompanied, and by whom, under the name that the newcomer knew when it began: a copy made by the
-- database, for whoever asks what the newcomer shows (their gate) and for whoever holds an ask of theirs.
create table vault.accompanied (
    mentorship uuid not null,
    newcomer uuid not null,
    mentor uuid not null,
    mentor_name text not null,
    gate uuid not null,
    until timestamptz not null,
    -- Each index holds all that a rule asks for: neither a hidden row nor one that is over is fetched.
    primary key (newcomer, gate, until),
    foreign key (newcomer, mentorship) references vault.mentorship (newcomer, id) on delete cascade
);
create index accompanied_gate on vault.accompanied (gate, until);

-- A draft of an ask, shown to the mentor who was there when it was shown last, as long as that lasts.
create table vault.draft (
    id uuid not null,
    newcomer uuid not null references vault.member,
    key uuid not null,
    sentence text not null check (length(sentence) between 1 and 500),
    why text not null default '' check (length(why) <= 1000),
    by_when date,
    card boolean not null default false,
    offer uuid,  -- that the ask would answer
    changed_at timestamptz not null,
    sent_at timestamptz,
    request uuid,  -- that it became
    mentorship uuid not null,
    mentor uuid not null,
    shown_at timestamptz not null,
    shown_until timestamptz not null,
    primary key (newcomer, id),
    unique (mentor, id, shown_until),
    check ((sent_at is null) = (request is null))
);
create index draft_newcomer on vault.draft (newcomer, changed_at desc);
create index draft_mentorship on vault.draft (newcomer, mentorship);
create index draft_shown on vault.draft (mentor, shown_until);
create unique index draft_key on vault.draft (newcomer, key) where sent_at is null;  -- one at a time for one door
create trigger draft_id before insert on vault.draft for each row execute function vault.set_id();

-- To whom, the database looks up: whoever accompanies the writer now.
create function vault.show_draft() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    s vault.mentorship;
begin
    if vault.me() is null then
        return new;  -- as above
    end if;
    if tg_op = 'UPDATE' then
        if new.shown_at is not distinct from old.shown_at then
            return new;
        end if;
    end if;
    select * into s from vault.mentorship m where m.newcomer = vault.me() and m.until > vault.at();
    if not found or new.shown_at is distinct from vault.at() then
        raise insufficient_privilege using message = 'nobody to show it to';
    end if;
    new.mentorship := s.id;
    new.mentor := s.mentor;
    new.shown_until := s.until;
    return new;
end $$;
create trigger draft_show before insert or update on vault.draft for each row execute function vault.show_draft();

-- What follows a mentorship: who reads of it, and how long the mentor reads drafts.
create function vault.follow_mentorship() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.accompanied a where a.newcomer = new.newcomer and a.mentorship = new.id;
    insert into vault.accompanied (mentorship, newcomer, mentor, mentor_name, gate, until)
        select new.id, new.newcomer, new.mentor, m.name, vault.gate_of(new.newcomer, 1), new.until
        from vault.member m where m.id = new.mentor and new.until > vault.at();
    update vault.draft d set shown_until = new.until where d.newcomer = new.newcomer and d.mentorship = new.id;
    return null;
end $$;
create trigger mentorship_followed after update of agreed_at, until, ended_at on vault.mentorship
    for each row execute function vault.follow_mentorship();

-- The third outcome that a newcomer tells well ends it: not at once, or the end would tell the other of that exchange
-- what was told, but once nobody can answer any of the three any more. What the mentor brought together themselves does
-- not count, for they are not told how it went (core/mentoring.py: ends).
create function vault.third_told_well() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if new.teller is distinct from vault.me() then
        return null;
    end if;
    update vault.mentorship s set until = least(s.until, t.ends)
    from (select m.id, max(o.tell_until) as ends
        from vault.mentorship m, lateral (
            select o.tell_until from vault.outcome o
            where o.teller = m.newcomer and o.round = 1 and o.verdict = 'good' and o.told_at >= m.agreed_at
                and not exists (select from vault.mediated x where x.mediator = m.mentor and x.handover = o.handover)
            order by o.told_at, o.tell_until limit 3) o
        where m.newcomer = new.teller and m.until > new.told_at
        group by m.id having count(*) = 3) t
    where s.newcomer = new.teller and s.id = t.id and t.ends < s.until;
    return null;
end $$;
create trigger outcome_third after insert on vault.outcome
    for each row when (new.verdict = 'good' and new.round = 1) execute function vault.third_told_well();

-- Whoever shuts the other out ends it, without a word to anybody. A pass that merely runs out ends nothing.
create function vault.shut_out_mentorship() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if old.known_until > vault.at() then
        update vault.mentorship m set until = vault.at()
            where m.newcomer = new.viewer and m.mentor = new.holder and m.until > vault.at();
        update vault.mentorship m set until = vault.at()
            where m.newcomer = new.holder and m.mentor = new.viewer and m.until > vault.at();
    end if;
    return null;
end $$;
create trigger pass_shut_mentorship after update of known_until on vault.pass
    for each row when (old.known_until is not null and new.known_until is null)
    execute function vault.shut_out_mentorship();

-- What a mentor says to a draft. Both of the two read it, and nobody else.
create table vault.mentor_note (
    id uuid not null,
    draft uuid not null,
    newcomer uuid not null,
    mentor uuid not null references vault.member,
    words text not null check (length(words) between 1 and 1000),
    noted_at timestamptz not null,
    primary key (newcomer, id),
    unique (mentor, id),
    foreign key (newcomer, draft) references vault.draft (newcomer, id) on delete cascade
);
create index mentor_note_had on vault.mentor_note (newcomer, draft, noted_at);
create index mentor_note_given on vault.mentor_note (mentor, draft, noted_at);
create trigger mentor_note_id before insert on vault.mentor_note for each row execute function vault.set_id();

grant select, insert, update (withdrawn_at, agreed_at, ended_at, farewell) on vault.mentorship to kunci_reader;
grant select, insert, delete on vault.mentorship_left to kunci_reader;
grant select on vault.accompanied to kunci_reader;
grant select, insert, update (sentence, why, by_when, card, changed_at, shown_at, sent_at, request), delete
    on vault.draft to kunci_reader;
grant select, insert on vault.mentor_note to kunci_reader;
alter table vault.mentorship enable row level security;
alter table vault.mentorship_left enable row level security;
alter table vault.accompanied enable row level security;
alter table vault.draft enable row level security;
alter table vault.mentor_note enable row level security;

create policy see on vault.mentorship for select to kunci_reader using (
    newcomer = (select vault.me()) or mentor = (select vault.me()));
-- To somebody one knows of and who is still there.
create policy enter on vault.mentorship for insert to kunci_reader with check (
    proposed_by = (select vault.me()) and words <> '' and proposed_at = (select vault.at())
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '21 days'
    and withdrawn_at is null and agreed_at is null and until is null and ended_at is null and farewell = ''
    and exists (select from vault.pass p where p.viewer = (select vault.me())
        and p.holder = case when newcomer = (select vault.me()) then mentor else newcomer end));
create policy change on vault.mentorship for update to kunci_reader
    using (newcomer = (select vault.me()) or mentor = (select vault.me()))
    with check (newcomer = (select vault.me()) or mentor = (select vault.me()));

create policy see on vault.mentorship_left for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.mentorship_left for insert to kunci_reader with check (
    member = (select vault.me()) and exists (
        select from vault.mentorship m where m.id = mentorship_left.mentorship and m.proposed_by <> (select vault.me())
            and (m.newcomer = (select vault.me()) or m.mentor = (select vault.me()))));
create policy drop on vault.mentorship_left for delete to kunci_reader using (member = (select vault.me()));

create policy see on vault.accompanied for select to kunci_reader using (
    (gate = any (array(select gate from vault.my_gates)) and until > (select vault.at()))
    or (newcomer = any (array(select r.asker from vault.request r where r.heard_by = (select vault.me())
        and r.expires_at > (select vault.at()) and r.withdrawn_at is null)) and until > (select vault.at())));

create policy see on vault.draft for select to kunci_reader using (
    newcomer = (select vault.me()) or (mentor = (select vault.me()) and shown_until > (select vault.at())));
-- Of a door of somebody else's that one sees: the rule of faces applies inside.
create policy enter on vault.draft for insert to kunci_reader with check (
    newcomer = (select vault.me()) and changed_at = (select vault.at()) and sent_at is null and exists (
        select from vault.face f where f.key = draft.key and f.kind = 'hint' and f.holder <> (select vault.me())));
create policy change on vault.draft for update to kunci_reader
    using (newcomer = (select vault.me()) and sent_at is null)
    with check (newcomer = (select vault.me()) and (request is null or exists (
        select from vault.request r where r.asker = (select vault.me()) and r.id = draft.request)));
create policy drop on vault.draft for delete to kunci_reader using (newcomer = (select vault.me()));

create policy see on vault.mentor_note for select to kunci_reader using (
    newcomer = (select vault.me()) or mentor = (select vault.me()));
create policy enter on vault.mentor_note for insert to kunci_reader with check (
    mentor = (select vault.me()) and noted_at = (select vault.at()) and exists (
        select from vault.draft d where d.mentor = (select vault.me()) and d.id = mentor_note.draft
            and d.newcomer = mentor_note.newcomer and d.sent_at is null));

create view door.as_newcomer with (security_barrier) as
    select id, newcomer, mentor, proposed_by, words, proposed_at, expires_at, withdrawn_at, agreed_at, until, ended_at,
        ended_by, farewell
    from vault.mentorship where newcomer = (select vault.me());
-- An end that is to come tells what the newcomer told of others: the mentor reads it once it is there.
create view door.as_mentor with (security_barrier) as
    select id, newcomer, mentor, proposed_by, words, proposed_at, expires_at, withdrawn_at, agreed_at,
        case when until <= (select vault.at()) then until end as until, ended_at, ended_by, farewell
    from vault.mentorship where mentor = (select vault.me());
create view door.mentorship_left with (security_barrier) as
    select member, mentorship, left_at from vault.mentorship_left;
-- Each half of the rule by itself: as an OR it is a filter, and no index condition.
create view door.accompanied with (security_barrier) as
    select mentorship, newcomer, mentor, mentor_name from vault.accompanied
    where gate = any (array(select gate from vault.my_gates)) and until > (select vault.at())
    union
    select mentorship, newcomer, mentor, mentor_name from vault.accompanied
    where newcomer = any (array(select r.asker from vault.request r where r.heard_by = (select vault.me())
        and r.expires_at > (select vault.at()) and r.withdrawn_at is null)) and until > (select vault.at());
create view door.draft with (security_barrier) as
    select id, newcomer, key, sentence, why, by_when, card, offer, changed_at, sent_at, request, mentorship, mentor,
        shown_at
    from vault.draft where newcomer = (select vault.me());
-- The words always; which door it is about, and whose, as far as the mentor's own gates show it: the rule of faces
-- applies inside, and a face that it hides is not even fetched.
create view door.shown_draft with (security_barrier) as
    select d.id, d.newcomer, d.mentor, d.sentence, d.why, d.by_when, d.shown_at, d.sent_at, d.mentorship,
        f.key, f.holder, f.line
    from vault.draft d left join vault.face f on f.key = d.key and f.kind = 'hint'
    where d.mentor = (select vault.me()) and d.shown_until > (select vault.at());
create view door.note_given with (security_barrier) as
    select id, draft, newcomer, mentor, words, noted_at from vault.mentor_note where mentor = (select vault.me());
create view door.note_had with (security_barrier) as
    select id, draft, newcomer, mentor, words, noted_at from vault.mentor_note where newcomer = (select vault.me());

-- What came of it, in numbers, for each of the two once it is over and for a while; of outcomes only those that nobody
-- can answer any more, and none of an exchange that the mentor brought together.
create function clerk.learnt(mentorship uuid, shown_days int) returns table (
    since timestamptz, ended timestamptz, asked int, handed int, told int, well int, noted int,
    first_asked timestamptz, first_handed timestamptz)
language sql stable security definer set search_path = '' as $$
    with s as (
        select m.* from vault.mentorship m
        where m.id = learnt.mentorship and m.newcomer = vault.me() and m.until <= vault.at()
        union all
        select m.* from vault.mentorship m
        where m.id = learnt.mentorship and m.mentor = vault.me() and m.until <= vault.at()),
    o as (
        select x.verdict from s join vault.outcome x on x.teller = s.newcomer and x.round = 1
            and x.told_at >= s.agreed_at and x.told_at < s.until and x.tell_until <= vault.at()
        where not exists (select from vault.mediated y where y.mediator = s.mentor and y.handover = x.handover)),
    r as (
        select x.asked_at from s join vault.request x on x.asker = s.newcomer
            and x.asked_at >= s.agreed_at and x.asked_at < s.until),
    h as (
        select x.handed_at from s join vault.handover x on x.asker = s.newcomer
            and x.handed_at >= s.agreed_at and x.handed_at < s.until),
    n as (
        select from s join vault.draft d on d.newcomer = s.newcomer and d.mentorship = s.id
            join vault.mentor_note x on x.newcomer = s.newcomer and x.draft = d.id)
    select s.agreed_at, s.until, (select count(*) from r)::int, (select count(*) from h)::int,
        (select count(*) from o)::int, (select count(*) from o where verdict = 'good')::int,
        (select count(*) from n)::int, (select min(asked_at) from r), (select min(handed_at) from h)
    from s join vault.member m on m.id = s.newcomer and m.closed_at is null
    where vault.at() < s.until + make_interval(days => learnt.shown_days)
$$;

-- A closing account takes along what it proposed and wrote; what was agreed is over, and stays with the other.
create function vault.end_mentorships() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.mentor_note where mentor = new.id;
    delete from vault.draft where newcomer = new.id;  -- and with each what was said to it
    delete from vault.mentorship_left where member = new.id;
    delete from vault.mentorship m where m.newcomer = new.id and m.agreed_at is null and m.proposed_by = new.id;
    delete from vault.mentorship m where m.mentor = new.id and m.agreed_at is null and m.proposed_by = new.id;
    update vault.mentorship m set
            words = case m.proposed_by when new.id then '' else m.words end,
            farewell = case m.ended_by when new.id then '' else m.farewell end,
            expires_at = greatest(m.proposed_at, least(m.expires_at, new.closed_at)),
            until = case when m.until > new.closed_at then new.closed_at else m.until end
        where m.newcomer = new.id;
    update vault.mentorship m set
            words = case m.proposed_by when new.id then '' else m.words end,
            farewell = case m.ended_by when new.id then '' else m.farewell end,
            expires_at = greatest(m.proposed_at, least(m.expires_at, new.closed_at)),
            until = case when m.until > new.closed_at then new.closed_at else m.until end
        where m.mentor = new.id;
    return new;
end $$;
create trigger member_closed_mentorships after update of closed_at on vault.member
    for each row execute function vault.end_mentorships();

grant select, insert, update (withdrawn_at, agreed_at, ended_at, farewell) on door.as_newcomer, door.as_mentor
    to kunci_app;
grant select, insert, delete on door.mentorship_left to kunci_app;
grant select on door.accompanied, door.shown_draft, door.note_had to kunci_app;
grant select, insert, update (sentence, why, by_when, card, changed_at, shown_at, sent_at, request), delete
    on door.draft to kunci_app;
grant select, insert on door.note_given to kunci_app;
alter view door.as_newcomer owner to kunci_reader;
alter view door.as_mentor owner to kunci_reader;
alter view door.mentorship_left owner to kunci_reader;
alter view door.accompanied owner to kunci_reader;
alter view door.draft owner to kunci_reader;
alter view door.shown_draft owner to kunci_reader;
alter view door.note_given owner to kunci_reader;
alter view door.note_had owner to kunci_reader;
revoke execute on function vault.told_well(uuid), vault.guard_mentorship(), vault.show_draft(),
    vault.follow_mentorship(), vault.third_told_well(), vault.shut_out_mentorship(), vault.end_mentorships(),
    clerk.learnt(uuid, int) from public;
grant execute on function clerk.learnt(uuid, int) to kunci_app;
