-- The clerk: the one mechanism by which a write touches rows of two members, or is made by somebody who is not a
-- member (a contact, an invited person, the delivery of mail). Narrow functions with the owner's rights; each
-- checks its principal from the signed setting, never from an argument.

-- Two members begin to know of each other: a tie on both sides, passes that are shut.
create function vault.acquaint(a uuid, b uuid, since timestamptz) returns void
language sql volatile set search_path = '' as $$
    insert into vault.tie (member, partner, since) values (a, b, since), (b, a, since) on conflict do nothing;
    insert into vault.pass (viewer, holder) values (a, b), (b, a) on conflict do nothing;
$$;

-- The first member of an installation has nobody to invite them.
create function clerk.found(name text, trade text, city text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
    lock table vault.member in share row exclusive mode;
    if vault.me() is null or exists (select from vault.member where closed_at is null) then
        return false;
    end if;
    insert into vault.member (id, name, trade, city, joined_at, founder)
        values (vault.me(), name, trade, city, vault.at(), true);
    insert into vault.journal (member, verb, at, once) values (vault.me(), 'founded', vault.at(), vault.new_id());
    return true;
end $$;

-- What an invitation link shows: nothing unless it is unused, unrevoked and in time.
-- Into a circle that its inviter has left it leads nobody. Who else is in a circle, or is invited, it never shows.
create function clerk.invitation() returns table (
    inviter uuid, inviter_name text, name text, note text, expires_at timestamptz, circle uuid, circle_name text)
language sql stable security definer set search_path = '' as $$
    select i.inviter, m.name, i.name, i.note, i.expires_at, i.circle, c.name
    from vault.invitation i join vault.member m on m.id = i.inviter
    left join vault.circle c on c.id = i.circle
    where i.id = vault.link('i') and i.used_at is null and i.revoked_at is null and i.expires_at > vault.at()
        and (i.circle is null or exists (
            select from vault.circle_member x where x.circle = i.circle and x.member = i.inviter))
$$;

-- The viewer begins a circle, and is the first in it.
create function clerk.begin_circle(name text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
    made uuid;
begin
    insert into vault.circle (founder, name, created_at) values (vault.me(), name, vault.at()) returning id into made;
    insert into vault.circle_member (circle, member, joined_at) values (made, vault.me(), vault.at());
    return made;
end $$;

-- Accepts the invitation for an account, once. Null where the link is no good or it is the inviter's own. Whoever comes
-- into a circle comes to know of everybody in it, and they of them; nothing is open on either side.
create function clerk.accept_invitation(account uuid, name text, trade text, city text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
    i vault.invitation;
begin
    select * into i from vault.invitation
        where id = vault.link('i') and used_at is null and revoked_at is null and expires_at > vault.at()
        for update;
    if not found or i.inviter = account then
        return null;
    end if;
    if i.circle is not null then
        -- Those who come at once follow one another, so that they also come to know of each other.
        perform from vault.circle c where c.id = i.circle for update;
        if not exists (select from vault.circle_member m where m.circle = i.circle and m.member = i.inviter) then
            return null;
        end if;
    end if;
    insert into vault.member (id, name, trade, city, joined_at) values (account, name, trade, city, vault.at())
        on conflict do nothing;
    perform vault.acquaint(i.inviter, account, vault.at());
    if i.circle is not null then
        perform vault.acquaint(m.member, account, vault.at()) from (
            select c.member from vault.circle_member c where c.circle = i.circle and c.member <> account
            order by c.member) m;
        insert into vault.circle_member (circle, member, joined_at) values (i.circle, account, vault.at())
            on conflict do nothing;
        update vault.invitee set sealed = null, wrapped_key = null where invitation = i.id and inviter = i.inviter;
    end if;
    update vault.invitation set used_at = vault.at(), used_by = account where id = i.id and inviter = i.inviter;
    insert into vault.journal (member, verb, at, subject, once)
        values (account, 'joined', vault.at(), i.inviter, vault.new_id());
    return i.inviter;
end $$;

-- What a consent link shows to the contact: who holds, who would like to meet, why; what is kept about them; what they
-- said last; and, once they were handed over, until when they can tell how it went.
create function clerk.consent() returns table (
    holder_name text, asker_name text, asker_trade text, asker_city text, sentence text, why text, by_when date,
    language text, expires_at timestamptz, answer text,
    handed_at timestamptz, tell_until timestamptz, again_from timestamptz, again_until timestamptz,
    told_first text, told_again text, contact_name text, title text, organisation text, hint text,
    face uuid, holder uuid, sealed bytea, wrapped_key bytea, request uuid, asker uuid, card bytea, card_key bytea)
language sql stable security definer set search_path = '' as $$
    select h.name, a.name, a.trade, a.city, r.sentence, r.why, r.by_when,
        coalesce((select x.language from vault.consent_answer x where x.consent = c.id and x.holder = c.holder
            order by x.answered_at desc, x.id limit 1), c.language),
        least(c.expires_at, r.withdrawn_at),
        (select x.answer from vault.consent_answer x where x.consent = c.id and x.holder = c.holder
            order by x.answered_at desc, x.id limit 1),
        o.handed_at, o.tell_until, o.again_from, o.again_until,
        (select f1.verdict from vault.felt f1 where f1.handover = o.id and f1.holder = o.holder and f1.round = 1),
        (select f2.verdict from vault.felt f2 where f2.handover = o.id and f2.holder = o.holder and f2.round = 2),
        n.name, n.title, n.organisation, d.line,
        f.id, c.holder, f.sealed, f.wrapped_key, r.id, r.asker, k.sealed, k.wrapped_key
    from vault.consent c
    join vault.request r on r.id = c.request and r.holder = c.holder
    join vault.member h on h.id = c.holder
    join vault.member a on a.id = r.asker
    left join vault.handover o on o.request = r.id and o.holder = r.holder
    left join vault.face d on d.key = r.key and d.holder = r.holder and d.kind = 'hint'
    left join vault.face n on n.key = r.key and n.holder = r.holder and n.kind = 'name'
    left join vault.face f on f.key = r.key and f.holder = r.holder and f.kind = 'contact'
    left join vault.request_card k on k.request = r.id and k.asker = r.asker
    where c.id = vault.link('c')
$$;

-- The contact's answer: written down, and no more. A no or never after a handover closes the way to them again.
-- One row (`heard`: the holder is told something new), or none where the link shows nothing, and for a yes to a question
-- that is over.
create function clerk.answer_consent(answer text, tell_holder boolean, language text)
returns table (holder uuid, request uuid, heard boolean)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
    c vault.consent;
    r vault.request;
    last vault.consent_answer;
    said text := answer;
    told boolean := tell_holder;
    spoken text := language;
begin
    select * into c from vault.consent where id = vault.link('c') for update;
    if not found then
        return;
    end if;
    -- What the holder does meanwhile waits (actions/verb.py takes the same lock), or is waited for.
    perform pg_advisory_xact_lock(hashtextextended(c.holder::text, 0));
    select * into last from vault.consent_answer a where a.consent = c.id and a.holder = c.holder
        order by a.answered_at desc, a.id limit 1;
    -- A yes that stood can't be taken back in silence: the holder would hand over what is not theirs to give.
    told := told or coalesce(last.answer = 'yes', false);
    if last.id is not null and (last.answer, last.tell_holder, last.language) = (said, told, spoken) then
        return query select c.holder, c.request, false;
        return;
    end if;
    select * into r from vault.request q where q.id = c.request and q.holder = c.holder;
    if said = 'yes' and least(c.expires_at, r.withdrawn_at) <= vault.at() then
        return;
    end if;
    insert into vault.consent_answer (consent, holder, answer, tell_holder, language, answered_at)
        values (c.id, c.holder, said, told, spoken, vault.at());
    if told then
        -- Silence leaves no entry: the holder's journal would tell what the contact chose not to.
        insert into vault.journal (member, verb, at, subject, detail, once)
            values (c.holder, 'consent.answered', vault.at(), c.request,
                jsonb_build_object('answer', said), vault.new_id());
    end if;
    if said in ('no', 'never') then
        delete from vault."grant" g using vault.face f
            where f.key = r.key and f.holder = r.holder and f.kind = 'contact' and g.gate = f.id and g.viewer = r.asker;
        update vault.opening o set ended_at = least(o.until, vault.at())
            where o.holder = r.holder and o.key = r.key and o.kind = 'contact' and o.viewer = r.asker
                and o.ended_at is null;
    end if;
    return query select c.holder, c.request, told;
end $$;

-- The holder hands over, if their yes and the contact's still stand: the faces of this one key open to the asker by
-- name, everybody who saw them keeps seeing them. Null where it can't be. The contact's answer comes before or after,
-- never in between: it waits for the holder's lock, which the caller has.
create function clerk.hand_over(request uuid, opened_until timestamptz, tell_until timestamptz, again_from timestamptz,
    again_until timestamptz) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    r vault.request;
    made uuid;
    tellable timestamptz := tell_until;
    anew timestamptz := again_from;
    anew_until timestamptz := again_until;
begin
    select * into r from vault.request q where q.id = request and q.heard_by = vault.me() for update;
    if not found or r.withdrawn_at is not null or 'yes' is distinct from (
            select d.answer from vault.decision d where d.request = r.id and d.holder = r.holder
            order by d.decided_at desc, d.answer limit 1)
        or 'yes' is distinct from (
            select a.answer from vault.consent c join vault.consent_answer a on a.consent = c.id and a.holder = c.holder
            where c.request = r.id and c.holder = r.holder order by a.answered_at desc, a.id limit 1)
        or exists (select from vault.handover h where h.request = r.id and h.holder = r.holder)
        or not exists (select from vault.member m where m.id = r.asker and m.closed_at is null)
        or not exists (select from vault.face f where f.key = r.key and f.holder = r.holder) then
        return null;
    end if;
    insert into vault."grant" (gate, viewer, holder, follows, until)
        select f.id, p.viewer, f.holder, f.rung, timestamptz '9999-01-01 00:00:00+00'
        from vault.face f join vault.pass p on p.holder = f.holder
        where f.key = r.key and f.holder = r.holder and f.rung is not null
            and f.gate = vault.gate_of(f.holder, f.rung)
            and vault.at() < case f.rung
                when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end
        on conflict do nothing;
    insert into vault."grant" (gate, viewer, holder, until)
        select f.id, v.viewer, f.holder, v.until from vault.face f,
            (values (r.holder, timestamptz '9999-01-01 00:00:00+00'), (r.asker, opened_until)) v (viewer, until)
        where f.key = r.key and f.holder = r.holder
        on conflict (gate, viewer) do update set follows = null, until = excluded.until;
    update vault.face f set gate = f.id where f.key = r.key and f.holder = r.holder;
    -- What was open to them until a day is over if that day has come, and goes on by the handover if it has not.
    update vault.opening o set ended_at = o.until
        where o.holder = r.holder and o.key = r.key and o.viewer = r.asker and o.ended_at is null
            and o.until <= vault.at();
    update vault.opening o set rung = 0, until = opened_until
        where o.holder = r.holder and o.key = r.key and o.viewer = r.asker and o.ended_at is null
            and o.until is not null;
    insert into vault.opening (holder, key, kind, viewer, rung, until, at)
        select f.holder, f.key, f.kind, r.asker, 0, opened_until, vault.at() from vault.face f
        where f.key = r.key and f.holder = r.holder and not exists (
            select from vault.opening o where o.holder = f.holder and o.key = f.key and o.kind = f.kind
                and o.viewer = r.asker and o.ended_at is null);
    insert into vault.handover (request, key, holder, asker, handed_at, tell_until, again_from, again_until)
        values (r.id, r.key, r.holder, r.asker, vault.at(), tellable, anew, anew_until) returning id into made;
    return made;
end $$;

-- What the contact felt, once in each round. What came of it: 'told', 'already', 'over', or 'gone' where there is
-- nothing to tell of.
create function clerk.tell_felt(round int, verdict text, came text, words text) returns text
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    h vault.handover;
    ends timestamptz;
begin
    select o.* into h from vault.consent c join vault.handover o on o.request = c.request and o.holder = c.holder
        where c.id = vault.link('c');
    if not found or (round = 2 and vault.at() < h.again_from) then
        return 'gone';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(h.holder::text, 0));
    ends := case round when 1 then h.tell_until else h.again_until end;
    if ends <= vault.at() then
        return 'over';
    end if;
    insert into vault.felt (handover, round, holder, verdict, came, words, tell_until, told_at)
        values (h.id, round, h.holder, verdict, came, words, ends, vault.at()) on conflict do nothing;
    return case when found then 'told' else 'already' end;
end $$;

-- Notes for a member that something is there, by whoever caused it: somebody who took the step with them, their contact
-- by a link, or they themselves (what waits on them). Returns nothing, whatever came of it.
create function clerk.notify(reader uuid, kind text, subject uuid) returns void
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

-- Delivery: takes the oldest mail that may go, not again for ten minutes unless it is sent by then. `unheard`: it is
-- about an ask that reached nobody, or a telling while the other had told nothing; such a one is dropped.
create function clerk.claim_mail(now timestamptz) returns table (
    id uuid, message uuid, sealed bytea, created_at timestamptz, attempts smallint, unheard boolean)
language sql volatile security definer set search_path = '' as $$
    update vault.outbox o set claimed_at = now, attempts = o.attempts + 1
    where o.id = (
        select w.id from vault.outbox w where w.sent_at is null and w.dropped_at is null
            and (w.not_before is null or w.not_before <= now)
            and (w.claimed_at is null or w.claimed_at <= now - interval '10 minutes')
        order by w.not_before nulls first, w.created_at limit 1 for update skip locked)
    returning o.id, o.message, o.sealed, o.created_at, o.attempts, o.about is not null and (
        exists (select from vault.request r where r.asker = o.member and r.id = o.about and r.heard_by is null)
        or exists (select from vault.outcome mine
            where mine.teller = o.member and mine.handover = o.about and mine.told_at = o.created_at
                and not exists (select from vault.outcome theirs
                    where theirs.teller = mine.other and theirs.handover = mine.handover
                        and theirs.round = mine.round and theirs.told_at <= o.created_at)))
$$;

-- Sent, or given up: the words are forgotten either way.
create function clerk.mail_done(mail uuid, now timestamptz, sent boolean) returns void
language sql volatile security definer set search_path = '' as $$
    update vault.outbox set sent_at = case when sent then now end, dropped_at = case when sent then null else now end,
        sealed = '' where id = mail and sent_at is null
$$;

-- Closes the viewer's own account: what was theirs is gone, what others remember stays, about somebody without a name.
-- Their passes stay as rows that are shut: that two people knew of each other is the other's memory too.
create function clerk.close_account() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
    gone uuid := vault.me();
    left_behind uuid[];
begin
    -- One account after the other: of two who know each other each would wait for rows that the other has.
    perform pg_advisory_xact_lock(hashtextextended('close_account', 0));
    -- In the order in which a contact's answer takes them (clerk.answer_consent), so that neither waits for ever.
    perform from vault.consent where holder = gone order by id for update;
    perform pg_advisory_xact_lock(hashtextextended(gone::text, 0));
    if gone is null or not exists (select from vault.member where id = gone and closed_at is null) then
        return false;
    end if;
    -- First what lets somebody in: whoever is in the middle of that comes before this or finds nothing.
    delete from vault.invitation where inviter = gone;
    delete from vault.consent_answer where holder = gone;
    delete from vault.consent where holder = gone;
    delete from vault.decision where holder = gone;
    -- Their own asks are over, and what they said in them is gone; what was handed over stays with whoever did.
    update vault.consent c set expires_at = c.created_at from vault.request r
        where r.asker = gone and c.request = r.id and c.holder = r.holder;
    update vault.request set sentence = '', why = '', expires_at = least(expires_at, vault.at()) where asker = gone;
    delete from vault.request_card where asker = gone;
    delete from vault.own_card where member = gone;
    delete from vault.turned_away where holder = gone;
    delete from vault.offer_left l using vault.offer o where o.id = l.offer and o.holder = gone;
    delete from vault.offer_left where partner = gone;
    delete from vault.offer where holder = gone;
    delete from vault.ready where holder = gone;
    delete from vault.introduction where holder = gone;
    delete from vault.felt where holder = gone;
    delete from vault.outcome where teller = gone;
    -- The tie first, as whoever lowers them or lets them further up does.
    update vault.tie set granted = 0
        where partner = gone and member = any (array(select holder from vault.pass where viewer = gone));
    delete from vault."grant" where viewer = gone;
    delete from vault."grant" where holder = gone;
    update vault.pass set known_until = null, trusted_until = null, unhesitating_until = null where viewer = gone;
    update vault.pass set known_until = null, trusted_until = null, unhesitating_until = null where holder = gone;
    update vault.opening set ended_at = least(until, vault.at()) where viewer = gone and ended_at is null
        and holder = any (array(select holder from vault.pass where viewer = gone));
    delete from vault.confirmation where asker = gone;  -- and with each its answer
    delete from vault.put_aside where partner = gone;
    -- A circle is its members': it keeps the name while somebody is in it, and is gone with the last.
    left_behind := array(select circle from vault.circle_member where member = gone order by circle);
    perform from vault.circle where id = any (left_behind) order by id for update;
    delete from vault.circle_member where member = gone;
    delete from vault.circle c where (c.id = any (left_behind) or c.founder = gone)
        and not exists (select from vault.circle_member m where m.circle = c.id);
    delete from vault.evidence where member = gone;
    delete from vault.tie where member = gone;
    delete from vault.apart where holder = gone;
    delete from vault.mark where holder = gone;
    delete from vault.layer where holder = gone;
    delete from vault.import_part where holder = gone;
    delete from vault.import where holder = gone;
    delete from vault.key where holder = gone;  -- and with each its faces
    delete from vault.notice where member = gone;
    delete from vault.journal where member = gone;
    delete from vault.outbox where member = gone;
    update vault.member set name = '', trade = '', city = '', closed_at = vault.at() where id = gone;
    return true;
end $$;

-- How to reach invited people is forgotten some time after their invitation ended, whoever would still look.
create function clerk.forget_invitees(ended_before timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
    update vault.invitee e set sealed = null, wrapped_key = null from vault.invitation i
    where e.sealed is not null and i.id = e.invitation and i.inviter = e.inviter
        and least(i.expires_at, i.revoked_at) <= ended_before
$$;

create function clerk.has_members() returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from vault.member where closed_at is null)
$$;

revoke execute on all functions in schema vault, clerk from public;
grant execute on function vault.claim(int, text), vault.me(), vault.link(text), vault.at(), vault.gate_of(uuid, int),
    vault.my_face(uuid), vault.told(), vault.my_circles() to kunci_app, kunci_reader;
grant execute on function vault.claim(int, text), vault.me(), vault.gate_of(uuid, int) to kunci_keeper;
grant execute on all functions in schema clerk to kunci_app;
