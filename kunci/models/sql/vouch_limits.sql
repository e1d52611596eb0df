-- What actions/vouching.py refuses with a sentence, the database refuses without one: a word lasts a year at most, and
-- of a kind a member has no more than ten that hold. That a sentence has 500 letters at most stands with the table.

-- In days, as LASTS in core/vouching.py: a year of the calendar would depend on the day and on the clock of the session.
alter table vault.vouch
    add constraint vouch_lasts check (expires_at - given_at <= interval '365 days');

-- After the rule, which refuses first and in the same words whatever else there is. The lock is the one that each of a
-- member's actions takes, so that of two windows with nine in force one comes second and counts the other's; it is
-- nobody's lock but the speaker's own, and no row but the speaker's own is looked at. One that holds has been given
-- within the year, which is where the index ends.
create function vault.enough_vouches() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(new.speaker::text, 0));
    if (select count(*) from vault.vouch v
            where v.speaker = new.speaker and v.given_at >= new.given_at - interval '365 days'
                and v.kind = new.kind and v.withdrawn_at is null and v.expires_at > new.given_at) > 10 then
        raise check_violation using message = 'no more than ten of a kind', constraint = 'vouch_enough';
    end if;
    return new;
end $$;
create trigger vouch_enough after insert on vault.vouch for each row
    when (new.withdrawn_at is null and new.expires_at > new.given_at) execute function vault.enough_vouches();

-- A line said again is new again, and forgets that it was read. The delivery has to know (below), so that is kept here;
-- no view shows it.
alter table vault.notice add read_at timestamptz;
alter table vault.notice alter column read_at set statistics 0;
create function vault.keep_read() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.read_at := coalesce(old.read_at, old.seen_at);
    return new;
end $$;
create trigger notice_read before update of created_at on vault.notice for each row execute function vault.keep_read();

-- Whether a mail about a word has nothing left to say at delivery, where no speaker waits. That something was said: once
-- it is taken back. That it was taken back: where the first mail never went out and the hearer had done nothing with it
-- either (read the line, counted it, left it). What the speaker's transaction writes is the same in every case.
create function vault.word_is_idle(writer uuid, word uuid, written_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
    select coalesce((
        select case when v.withdrawn_at > written_at then true
            when v.withdrawn_at = written_at then
                exists (select from vault.outbox o
                    where o.member = writer and o.about = word and o.created_at = v.given_at and o.created_at < written_at
                        and o.sent_at is null and (o.dropped_at is not null or o.claimed_at is null))
                and not exists (select from vault.notice n
                    where n.member = v.hearer and n.kind = 'vouched' and n.subject = word
                        and coalesce(n.read_at, n.seen_at) < written_at)
                and not exists (select from vault.vouch_left l where l.hearer = v.hearer and l.vouch = word)
                and not exists (select from vault.evidence e where e.member = v.hearer and e.vouch = word)
            end
        from vault.vouch v where v.speaker = writer and v.id = word), false)
$$;

-- As in clerk.sql, with words besides.
create or replace function clerk.claim_mail(now timestamptz) returns table (
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
                        and theirs.round = mine.round and theirs.told_at <= o.created_at))
        or vault.word_is_idle(o.member, o.about, o.created_at))
$$;

revoke execute on function vault.enough_vouches(), vault.keep_read(), vault.word_is_idle(uuid, uuid, timestamptz)
    from public;
