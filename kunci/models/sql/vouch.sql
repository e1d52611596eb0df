-- What a member tells a partner of theirs about a third: that they vouch for them, or that one should be careful. It is
-- the speaker's row, read by them and by whom they told it to, and by nobody else: whoever it is about learns nothing.
-- What its hearer does with it is rows of the hearer's alone: evidence on their own tie, or that they leave it.

create table vault.vouch (
    id uuid not null,
    gate uuid generated always as (id) stored,  -- its own, open to the hearer by name
    speaker uuid not null references vault.member,
    hearer uuid not null references vault.member,
    about uuid not null references vault.member,
    kind text not null check (kind in ('vouch', 'warning')),
    -- As the speaker knows them: the hearer may not. '' once that account is closed.
    about_name text not null check (length(about_name) <= 200),
    sentence text not null check (length(sentence) between 1 and 500),
    given_at timestamptz not null,
    expires_at timestamptz not null check (expires_at >= given_at),
    withdrawn_at timestamptz,
    -- An index for either side, each beginning with them, as for requests; the hearer's goes on with what their rule
    -- asks for, so that a word whose gate is shut is not even fetched. None begins with whom it is about.
    primary key (speaker, id),
    unique (hearer, gate, id),
    check (speaker <> hearer and speaker <> about and hearer <> about)
);
create index vouch_given on vault.vouch (speaker, given_at desc);
create index vouch_about on vault.vouch (speaker, about);
create trigger vouch_id before insert on vault.vouch for each row execute function vault.set_id();

-- A new one is open to its hearer, by name and as long as its speaker does not shut them out: a letter received stays.
-- Of an account that closes at this moment one comes first: it would leave its name here. After the rule, not before:
-- whom the speaker may not see, they are refused in the same words whether they are there or not.
create function vault.open_vouch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform from vault.member where id in (new.about, new.hearer) order by id for share;
    if exists (select from vault.member where id in (new.about, new.hearer) and closed_at is not null) then
        raise insufficient_privilege using message = 'no such member';
    end if;
    insert into vault."grant" (gate, viewer, holder, until)
        values (new.gate, new.hearer, new.speaker, timestamptz '9999-01-01 00:00:00+00');
    return new;
end $$;
create trigger vouch_open after insert on vault.vouch for each row execute function vault.open_vouch();

create table vault.vouch_left (
    hearer uuid not null,
    vouch uuid not null,
    left_at timestamptz not null,
    primary key (hearer, vouch)
);

-- Counted, it is evidence of the hearer's: `weight` of what its kind is worth (null: all of it), `word_of` whoever said
-- it. A word that failed rests on a row of the same member, on their tie with whom the word was about.
alter table vault.evidence
    add weight double precision check (weight between 0 and 1),
    add vouch uuid,
    add word_of uuid,
    add because uuid,
    add foreign key (because, member) references vault.evidence (id, member),
    add check (weight is null or kind in ('vouch', 'warning')),
    add check ((because is null) = (kind <> 'word_failed')),
    drop constraint evidence_kind_check,
    add constraint evidence_kind_check check (kind in (
        'prior', 'met', 'one_to_one', 'call', 'chat', 'visit', 'event', 'promise_kept', 'promise_broken',
        'help_given', 'help_received', 'outcome_good', 'outcome_unfit', 'outcome_broken', 'vouch', 'warning',
        'word_failed', 'withdrawal'));
create index evidence_because on vault.evidence (member, because) where because is not null;
create index evidence_vouch on vault.evidence (member, vouch) where vouch is not null;

grant select, insert on vault.vouch, vault.vouch_left to kunci_reader;
grant update (withdrawn_at) on vault.vouch to kunci_reader;
alter table vault.vouch enable row level security;
alter table vault.vouch_left enable row level security;

create policy see on vault.vouch for select to kunci_reader using (
    speaker = (select vault.me())
    or (hearer = (select vault.me()) and gate = any (array(select gate from vault.my_gates))));
-- To somebody one can see, about somebody one can see, under the name that one sees.
create policy enter on vault.vouch for insert to kunci_reader with check (
    speaker = (select vault.me()) and given_at = (select vault.at()) and withdrawn_at is null
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = vouch.hearer)
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = vouch.about)
    and exists (select from vault.member m where m.id = vouch.about and m.name = vouch.about_name and m.name <> ''));
-- Taken back once, and never given again: that would be a new one.
create policy change on vault.vouch for update to kunci_reader
    using (speaker = (select vault.me()) and withdrawn_at is null)
    with check (speaker = (select vault.me()) and withdrawn_at = (select vault.at()));

create policy see on vault.vouch_left for select to kunci_reader using (hearer = (select vault.me()));
create policy enter on vault.vouch_left for insert to kunci_reader with check (
    hearer = (select vault.me()) and exists (
        select from vault.vouch v where v.hearer = (select vault.me()) and v.id = vouch_left.vouch));

create view door.vouch with (security_barrier) as
    select id, speaker, hearer, about, kind, about_name, sentence, given_at, expires_at, withdrawn_at from vault.vouch
    where speaker = (select vault.me());
-- The rule once more, without its other half: as an OR it is a filter, and no index condition.
create view door.heard with (security_barrier) as
    select id, speaker, hearer, about, kind, about_name, sentence, given_at, expires_at, withdrawn_at from vault.vouch
    where hearer = (select vault.me()) and gate = any (array(select gate from vault.my_gates));
create view door.vouch_left with (security_barrier) as select hearer, vouch, left_at from vault.vouch_left;

drop view door.evidence;
create view door.evidence with (security_barrier) as
    select id, tie, member, kind, happened_on, since, often, note, voids, handover, created_at, weight, vouch, word_of,
        because
    from vault.evidence;

-- A notice of it: to its hearer, by its speaker.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'reminder_decide', 'reminder_tell', 'reminder_again'));
drop view door.notice;
create view door.notice with (security_barrier) as
    select id, member, kind, subject, created_at, seen_at from vault.notice n
    where case
        when n.kind in ('asked', 'answered', 'reminder_decide') then exists (
            select from vault.request r where r.heard_by = n.member and r.id = n.subject)
        when n.kind = 'offered' then exists (
            select from vault.offer o where o.partner = n.member and o.id = n.subject)
        when n.kind = 'vouched' then exists (
            select from vault.vouch v where v.hearer = n.member and v.id = n.subject
                and v.gate = any (array(select gate from vault.my_gates)))
        else exists (select from vault.handover h where h.holder = n.member and h.id = n.subject)
            or exists (select from vault.handover h where h.asker = n.member and h.id = n.subject)
        end;

-- As in clerk.sql, with what is new here.
create or replace function clerk.notify(reader uuid, kind text, subject uuid) returns void
language sql volatile security definer set search_path = '' as $$
    insert into vault.notice (member, kind, subject, created_at)
    select notify.reader, notify.kind, notify.subject, vault.at()
    where case
        when notify.kind like 'reminder%' then notify.reader = vault.me()
        when notify.kind = 'asked' then exists (
            select from vault.request r
            where r.heard_by = notify.reader and r.id = notify.subject and r.asker = vault.me())
        when notify.kind = 'told' then exists (  -- only once both have: else it would tell that somebody has spoken
            select from vault.outcome mine join vault.outcome theirs
                on theirs.teller = mine.other and theirs.handover = mine.handover and theirs.round = mine.round
            where mine.teller = vault.me() and mine.other = notify.reader and mine.handover = notify.subject
                and mine.told_at = vault.at())
        when notify.kind = 'offered' then exists (
            select from vault.offer o
            where o.partner = notify.reader and o.id = notify.subject and o.holder = vault.me())
        when notify.kind = 'vouched' then exists (
            select from vault.vouch v
            where v.speaker = vault.me() and v.id = notify.subject and v.hearer = notify.reader)
        when notify.kind = 'answered' then exists (
            select from vault.consent c
            where c.id = vault.link('c') and c.holder = notify.reader and c.request = notify.subject)
        else exists (
            select from vault.handover h
            where (h.holder = notify.reader and h.id = notify.subject
                    or h.asker = notify.reader and h.id = notify.subject)
                and vault.me() in (h.holder, h.asker))
        end
    on conflict (member, kind, subject) do update set created_at = excluded.created_at, seen_at = null
$$;

-- A closing account (clerk.close_account, whose last statement this follows): what it said is gone; what was said to it
-- or about it is over, and the name goes from what others said.
create function vault.end_vouches() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.vouch where speaker = new.id;
    delete from vault.vouch_left where hearer = new.id;
    update vault.vouch set expires_at = greatest(given_at, least(expires_at, new.closed_at)) where hearer = new.id;
    -- Whoever spoke of them knows of them: found by their ties, so that no index has to begin with whom it is about.
    update vault.vouch set about_name = '', expires_at = greatest(given_at, least(expires_at, new.closed_at))
        where about = new.id and speaker = any (array(select viewer from vault.pass where holder = new.id));
    return new;
end $$;
create trigger member_closed after update of closed_at on vault.member
    for each row execute function vault.end_vouches();

grant select, insert, update (withdrawn_at) on door.vouch to kunci_app;
grant select on door.heard to kunci_app;
grant select, insert on door.vouch_left, door.evidence to kunci_app;
grant select, update (seen_at) on door.notice to kunci_app;
alter view door.vouch owner to kunci_reader;
alter view door.heard owner to kunci_reader;
alter view door.vouch_left owner to kunci_reader;
alter view door.evidence owner to kunci_reader;
alter view door.notice owner to kunci_reader;

revoke execute on function vault.open_vouch(), vault.end_vouches() from public;

do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'vault'::regnamespace and t.relkind = 'r' and a.attnum > 0
                and not a.attisdropped and a.attstattarget is distinct from 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
