-- What becomes of two sets (sets.sql): narrow functions with the owner's rights, and triggers that follow what else
-- happens to what an exchange rests on.

-- As the holder knows it: what the contact did not tell them is no reason.
create function vault.said_never(holder uuid, key uuid) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (
        select from vault.request q join vault.consent c on c.request = q.id and c.holder = q.holder
        where q.holder = said_never.holder and q.key = said_never.key and q.heard_by = q.holder and 'never' = (
            select a.answer from vault.consent_answer a
            where a.consent = c.id and a.holder = c.holder and a.tell_holder
            order by a.answered_at desc, a.id limit 1))
$$;

-- Keys of a set that can be shown: in use, with a hint, of contacts who did not ask to be left alone.
create function vault.set_aside(holder uuid, partner uuid) returns setof uuid
language sql stable security definer set search_path = '' as $$
    select r.key from vault.ready r join vault.key k on k.id = r.key and k.holder = r.holder
    where r.holder = set_aside.holder and r.partner = set_aside.partner
        and k.archived_at is null and k.merged_into is null
        and exists (select from vault.face f where f.key = k.id and f.holder = k.holder and f.kind = 'hint')
        and not vault.said_never(r.holder, r.key)
$$;

-- Whether somebody sees a face of another's now: by the rung it hangs behind, or by name.
create function vault.sees(reader uuid, f vault.face) returns boolean
language sql stable security definer set search_path = '' as $$
    with stands as (
        select r.rung from vault.pass p,
            lateral (values (1, p.known_until), (2, p.trusted_until), (3, p.unhesitating_until)) r (rung, until)
        where p.viewer = reader and p.holder = f.holder and r.until > vault.at())
    select f.gate in (select vault.gate_of(f.holder, rung) from stands)
        or exists (select from vault."grant" g where g.gate = f.gate and g.viewer = reader and g.until > vault.at()
            and (g.follows is null or g.follows in (select rung from stands)))
$$;

-- Monday, 09:00 in Jakarta: the last one (core/readiness.py says the same).
create function vault.weekly_moment() returns timestamptz
language sql stable security definer set search_path = '' as $$
    select (date_trunc('week', (vault.at() at time zone 'Asia/Jakarta') - interval '9 hours') + interval '9 hours')
        at time zone 'Asia/Jakarta'
$$;

-- The one place where what two people keep to themselves meets: two flags, and nothing else. It answers for pairs of
-- the viewer alone, as things stood for the week before the last weekly moment.
create function vault.both_ready() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select mine.partner from vault.ready_flag mine
    join vault.ready_flag theirs on theirs.holder = mine.partner and theirs.partner = mine.holder
    where mine.holder = vault.me()
        and greatest(mine.since, theirs.since) <= vault.weekly_moment() - interval '7 days'
$$;

-- Begins an exchange with everybody whom that concerns now, in both's names at once. Of two who do so at the same
-- moment one waits, and finds it done. How long it lasts and pauses is core/readiness.py.
create function clerk.tell_sets() returns table (exchange uuid, other uuid)
language plpgsql volatile security definer set search_path = '' as $$
declare
    one uuid;
    made uuid;
begin
    -- Of what time has ended nothing that was chosen is kept. Each forgets their own, and nothing shows of the other's.
    delete from vault.set_choice c using vault.set_exchange s where s.member = vault.me() and c.member = s.member
        and c.id = s.id and s.expires_at <= vault.at();
    update vault.set_exchange s set sentence = ''
        where s.member = vault.me() and s.sentence <> '' and s.expires_at <= vault.at();
    for one in select b from vault.both_ready() b order by least(b, vault.me()), greatest(b, vault.me()) loop
        perform pg_advisory_xact_lock(hashtextextended(
            'sets ' || least(one, vault.me())::text || greatest(one, vault.me())::text, 0));
        continue when exists (select from vault.set_exchange s where s.member = vault.me() and s.partner = one
            and coalesce(s.agreed_at, least(s.ended_at, s.expires_at)) + interval '30 days'
                > vault.weekly_moment());
        made := vault.new_id();
        insert into vault.set_exchange (id, member, partner, told_at, expires_at)
            select made, x.member, x.partner, vault.at(), vault.at() + interval '14 days'
            from (values (vault.me(), one), (one, vault.me())) x (member, partner);
        exchange := made;
        other := one;
        return next;
    end loop;
end $$;

-- The viewer's row of an exchange that is not over, with both rows locked; null otherwise.
create function vault.my_set(exchange uuid) returns vault.set_exchange
language plpgsql volatile security definer set search_path = '' as $$
declare
    mine vault.set_exchange;
begin
    select * into mine from vault.set_exchange s where s.member = vault.me() and s.id = exchange;
    perform from vault.set_exchange s where s.member in (mine.member, mine.partner) and s.id = exchange
        order by s.member for update;
    select * into mine from vault.set_exchange s where s.member = vault.me() and s.id = exchange
        and s.agreed_at is null and s.ended_at is null and s.expires_at > vault.at();
    return mine;
end $$;

-- The viewer opens: their set, as it is now, is what the other will see. If the other has opened as well, both sets
-- show. Whether they have is not said: it shows on the page, to both. False where there is nothing to open.
create function clerk.open_set(exchange uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
    mine vault.set_exchange := vault.my_set(exchange);
begin
    if mine.id is null then
        return false;
    end if;
    if mine.opened_at is null then
        insert into vault.set_key (id, holder, key)
            select mine.id, mine.member, k from vault.set_aside(mine.member, mine.partner) k;
        if not found then
            return false;
        end if;
        update vault.set_exchange s set opened_at = vault.at() where s.member = mine.member and s.id = mine.id;
        if exists (select from vault.set_exchange s
                where s.member = mine.partner and s.id = mine.id and s.opened_at is not null) then
            perform vault.show_sets(mine, vault.at() + interval '14 days');
        end if;
    end if;
    return true;
end $$;

-- Both sets show: each hint opens to the other by name until the end, and whoever saw it keeps seeing it.
create function vault.show_sets(s vault.set_exchange, ends timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
    update vault.set_exchange e set shown_at = vault.at(), expires_at = ends
        where e.member in (s.member, s.partner) and e.id = s.id;
    update vault.set_key k set shown_to = case k.holder when s.member then s.partner else s.member end
        where k.holder in (s.member, s.partner) and k.id = s.id;
    -- Whoever moves gates has their faces first; so nothing is lost between the two.
    perform from vault.face f where f.kind = 'hint' and (f.key, f.holder) in (
        select k.key, k.holder from vault.set_key k where k.holder in (s.member, s.partner) and k.id = s.id)
        order by f.id for update;
    update vault.set_key k set until = ends from vault.face f
        where k.holder in (s.member, s.partner) and k.id = s.id
            and f.key = k.key and f.holder = k.holder and f.kind = 'hint'
            and not vault.sees(k.shown_to, f);
    insert into vault."grant" (gate, viewer, holder, follows, until)
        select f.id, p.viewer, f.holder, f.rung, timestamptz '9999-01-01 00:00:00+00'
        from vault.set_key k join vault.face f on f.key = k.key and f.holder = k.holder and f.kind = 'hint'
            join vault.pass p on p.holder = f.holder
        where k.holder in (s.member, s.partner) and k.id = s.id and k.until is not null
            and f.rung is not null and f.gate = vault.gate_of(f.holder, f.rung)
            and vault.at() < case f.rung
                when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end
        on conflict do nothing;
    insert into vault."grant" (gate, viewer, holder, until)
        select f.id, v.viewer, f.holder, v.until
        from vault.set_key k join vault.face f on f.key = k.key and f.holder = k.holder and f.kind = 'hint',
            lateral (values (k.holder, timestamptz '9999-01-01 00:00:00+00'), (k.shown_to, k.until)) v (viewer, until)
        where k.holder in (s.member, s.partner) and k.id = s.id and k.until is not null
        on conflict (gate, viewer) do update set follows = null, until = excluded.until;
    update vault.face f set gate = f.id from vault.set_key k
        where k.holder in (s.member, s.partner) and k.id = s.id and k.until is not null
            and f.key = k.key and f.holder = k.holder and f.kind = 'hint';
    update vault.opening o set ended_at = o.until from vault.set_key k
        where k.holder in (s.member, s.partner) and k.id = s.id and k.until is not null and o.holder = k.holder
            and o.key = k.key and o.kind = 'hint' and o.viewer = k.shown_to and o.ended_at is null
            and o.until <= vault.at();
    insert into vault.opening (holder, key, kind, viewer, rung, until, at)
        select k.holder, k.key, 'hint', k.shown_to, 0, k.until, vault.at() from vault.set_key k
        where k.holder in (s.member, s.partner) and k.id = s.id and k.until is not null and not exists (
            select from vault.opening o where o.holder = k.holder and o.key = k.key and o.kind = 'hint'
                and o.viewer = k.shown_to and o.ended_at is null);
end $$;

-- And close again: those that it opened, of the keys that nobody asked for.
create function vault.hide_sets(exchange uuid, one uuid, other uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
    delete from vault."grant" g using vault.set_key k, vault.face f
        where k.holder in (one, other) and k.id = exchange and k.until is not null and k.request is null
            and f.key = k.key and f.holder = k.holder and f.kind = 'hint'
            and g.gate = f.id and g.viewer = k.shown_to and g.follows is null and g.until = k.until;
    update vault.opening o set ended_at = least(o.until, coalesce(vault.at(), o.until)) from vault.set_key k
        where k.holder in (one, other) and k.id = exchange and k.until is not null and k.request is null
            and o.holder = k.holder and o.key = k.key and o.kind = 'hint' and o.viewer = k.shown_to
            and o.rung = 0 and o.until = k.until and o.ended_at is null;
    delete from vault.set_key k where k.holder in (one, other) and k.id = exchange and k.request is null;
end $$;

-- Ends what runs between two, for both at once and whatever the reason: nothing of what was chosen is left. What time
-- has ended stays as it is, or it would show in one's own row what the other did afterwards.
create function vault.end_sets(one uuid, other uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
    found_one uuid;
begin
    for found_one in select s.id from vault.set_exchange s where s.member = one and s.partner = other
            and s.agreed_at is null and s.ended_at is null and s.expires_at > coalesce(vault.at(), now())
            order by s.id loop
        perform from vault.set_exchange s where s.member in (one, other) and s.id = found_one
            order by s.member for update;
        update vault.set_exchange s set sentence = '', ended_at = coalesce(vault.at(), now())
            where s.member in (one, other) and s.id = found_one and s.agreed_at is null and s.ended_at is null;
        if found then
            delete from vault.set_choice c where c.member in (one, other) and c.id = found_one;
            perform vault.hide_sets(found_one, one, other);
        end if;
    end loop;
end $$;

create function clerk.leave_set(exchange uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
    mine vault.set_exchange := vault.my_set(exchange);
begin
    if mine.id is not null then
        perform vault.end_sets(mine.member, mine.partner);
    end if;
    return mine.id is not null;
end $$;

-- Takes back the viewer's last hidden step: the yes with what was chosen, or else the opening, while nothing shows.
create function clerk.step_back(exchange uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
    mine vault.set_exchange := vault.my_set(exchange);
begin
    if mine.said_at is not null then
        delete from vault.set_choice c where c.member = mine.member and c.id = mine.id;
        update vault.set_exchange s set said_at = null, sentence = '' where s.member = mine.member and s.id = mine.id;
    elsif mine.opened_at is not null and mine.shown_at is null then
        delete from vault.set_key k where k.holder = mine.member and k.id = mine.id;
        update vault.set_exchange s set opened_at = null where s.member = mine.member and s.id = mine.id;
    else
        return false;
    end if;
    return true;
end $$;

-- The viewer chooses of the other's set and says yes; said again before the other has, it is the new choice. If the
-- other has said yes as well, two handovers begin. Whether they have is not said here either.
create function clerk.choose_set(exchange uuid, keys uuid[], sentence text, language text, ask_in text, by_mail boolean,
    asks_until timestamptz, pause_until timestamptz, consents_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    mine vault.set_exchange := vault.my_set(exchange);
    said text := sentence;
    spoken text := language;
    asked_in text := ask_in;
    mailed boolean := by_mail;
begin
    if mine.shown_at is null or cardinality(keys) = 0 or said = '' or exists (
            select from unnest(keys) c (key) where not exists (select from vault.set_key k
                where k.holder = mine.partner and k.id = mine.id and k.key = c.key and k.shown_to = mine.member)) then
        return false;
    end if;
    delete from vault.set_choice c where c.member = mine.member and c.id = mine.id;
    insert into vault.set_choice (id, member, key) select distinct mine.id, mine.member, c from unnest(keys) c;
    update vault.set_exchange s set said_at = vault.at(), sentence = said, language = spoken, ask_in = asked_in,
        by_mail = mailed where s.member = mine.member and s.id = mine.id;
    if exists (select from vault.set_exchange s
            where s.member = mine.partner and s.id = mine.id and s.said_at is not null) then
        perform vault.agree_sets(mine, asks_until, pause_until, consents_until);
    end if;
    return true;
end $$;

-- Both have said yes: an ask for each key that was chosen, decided by the yes of whoever holds it, and the question to
-- its contact. If one of them can't be any more, it is over as if somebody had withdrawn.
create function vault.agree_sets(e vault.set_exchange, asks_until timestamptz, pause_until timestamptz,
    consents_until timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    c record;
    made uuid;
begin
    if exists (
            select from vault.set_choice x join vault.set_exchange a on a.member = x.member and a.id = x.id
            where x.id = e.id and x.member in (e.member, e.partner) and (
                x.key not in (select vault.set_aside(a.partner, a.member))
                or not exists (select from vault.face f where f.key = x.key and f.holder = a.partner
                    and f.kind = 'hint' and vault.sees(a.member, f))
                or exists (select from vault.handover h
                    where h.asker = a.member and h.holder = a.partner and h.key = x.key))) then
        perform vault.end_sets(e.member, e.partner);
        return;
    end if;
    update vault.set_exchange s set agreed_at = vault.at() where s.member in (e.member, e.partner) and s.id = e.id;
    for c in
        select a.member as asker, a.partner as holder, x.key, a.sentence, a.language, h.ask_in, h.by_mail, f.line
        from vault.set_choice x join vault.set_exchange a on a.member = x.member and a.id = x.id
            join vault.set_exchange h on h.member = a.partner and h.id = a.id
            join vault.face f on f.key = x.key and f.holder = a.partner and f.kind = 'hint'
        where x.id = e.id and x.member in (e.member, e.partner) order by a.member, x.key
    loop
        -- What they had asked before is asked once.
        update vault.request r set withdrawn_at = vault.at() where r.asker = c.asker and r.key = c.key
            and r.holder = c.holder and r.withdrawn_at is null and r.expires_at > vault.at();
        delete from vault.turned_away t where t.holder = c.holder and t.asker = c.asker and t.key = c.key;
        insert into vault.request (key, holder, asker, sentence, language, shown_hint, asked_at, expires_at,
                pause_until)
            values (c.key, c.holder, c.asker, c.sentence, c.language, c.line, vault.at(), asks_until, pause_until)
            returning id into made;
        -- No pause keeps from the holder what they themselves said yes to.
        update vault.request r set heard_by = c.holder where r.holder = c.holder and r.id = made;
        insert into vault.decision (request, holder, answer, decided_at) values (made, c.holder, 'yes', vault.at());
        insert into vault.consent (request, holder, language, by_mail, created_at, expires_at)
            values (made, c.holder, c.ask_in, c.by_mail, vault.at(), consents_until);
        update vault.set_key k set request = made where k.holder = c.holder and k.id = e.id and k.key = c.key;
        delete from vault.ready r where r.holder = c.holder and r.partner = c.asker and r.key = c.key;
    end loop;
    delete from vault.set_choice x where x.id = e.id and x.member in (e.member, e.partner);
    update vault.set_exchange s set sentence = '' where s.member in (e.member, e.partner) and s.id = e.id;
    perform vault.hide_sets(e.id, e.member, e.partner);
end $$;

-- The flag follows what is set aside. A key that shows and is set aside no longer ends the exchange; one that does not
-- show yet is only taken out of what will; and with the last the flag goes, and whatever runs.
create function vault.flag_ready() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'INSERT' then
        insert into vault.ready_flag (holder, partner, since)
            values (new.holder, new.partner, coalesce(vault.at(), new.since)) on conflict do nothing;
        return null;
    end if;
    perform vault.take_out(old.holder, old.partner, old.key);
    if not exists (select from vault.ready r where r.holder = old.holder and r.partner = old.partner) then
        delete from vault.ready_flag f where f.holder = old.holder and f.partner = old.partner;
        perform vault.end_sets(old.holder, old.partner);
    end if;
    return null;
end $$;
create function vault.take_out(by uuid, other uuid, gone uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
    s vault.set_exchange;
begin
    select e.* into s from vault.set_exchange e where e.member = by and e.partner = other
        and e.agreed_at is null and e.ended_at is null and e.opened_at is not null
        and e.expires_at > coalesce(vault.at(), now());
    if not found then
        return;
    end if;
    perform from vault.set_exchange e where e.member in (by, other) and e.id = s.id order by e.member for update;
    if exists (select from vault.set_key k where k.holder = by and k.id = s.id and k.key = gone and k.request is null
            and k.shown_to is not null) then
        perform vault.end_sets(by, other);
    else
        delete from vault.set_key k where k.holder = by and k.id = s.id and k.key = gone and k.request is null;
        if not exists (select from vault.set_key k where k.holder = by and k.id = s.id) then
            update vault.set_exchange e set opened_at = null
                where e.member = by and e.id = s.id and e.shown_at is null;
        end if;
    end if;
end $$;
create trigger ready_flagged after insert or delete on vault.ready for each row execute function vault.flag_ready();

-- A key that is put away is set aside for nobody any more: out of the archive it comes open to nobody.
create function vault.put_away() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.ready where holder = new.holder and key = new.id;
    return null;
end $$;
create trigger key_out_of_sets after update of archived_at, merged_into on vault.key for each row
    when (old.archived_at is null and new.archived_at is not null
        or old.merged_into is null and new.merged_into is not null)
    execute function vault.put_away();
create index ready_key on vault.ready (holder, key);  -- for this, and for the foreign key

-- So an exchange ends where a key that shows is gone altogether.
create function vault.set_key_gone() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform vault.end_sets(e.member, e.partner) from (
        select member, partner from vault.set_exchange where member = old.holder and id = old.id and ended_at is null
            and agreed_at is null and expires_at > coalesce(vault.at(), now())) e;
    return null;
end $$;
create trigger set_key_gone after delete on vault.set_key for each row
    when (old.shown_to is not null and old.request is null) execute function vault.set_key_gone();

-- And where a hint that it opened is closed again.
create function vault.shut_hint() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform vault.end_sets(k.holder, k.shown_to) from (
        select distinct k.holder, k.shown_to from vault.set_key k join vault.face f on f.key = k.key
            and f.holder = k.holder and f.kind = 'hint'
            join vault.set_exchange e on e.member = k.holder and e.id = k.id and e.ended_at is null
                and e.expires_at > coalesce(vault.at(), now())
        where k.shown_to = old.viewer and k.holder = old.holder and k.request is null and f.id = old.gate) k;
    return null;
end $$;
create trigger grant_shut after delete on vault."grant" for each row
    when (old.follows is null) execute function vault.shut_hint();

-- And where either lets the other come less far than before.
create function vault.fell(before timestamptz, after timestamptz) returns boolean
language sql stable set search_path = '' as $$
    select before > vault.at() and coalesce(after, '-infinity') <= vault.at()
$$;
create function vault.fall() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if vault.fell(old.known_until, new.known_until) or vault.fell(old.trusted_until, new.trusted_until)
            or vault.fell(old.unhesitating_until, new.unhesitating_until) then
        perform vault.end_sets(new.holder, new.viewer);
    end if;
    return null;
end $$;
create trigger pass_fell after update on vault.pass for each row
    when (old.known_until > coalesce(new.known_until, '-infinity')
        or old.trusted_until > coalesce(new.trusted_until, '-infinity')
        or old.unhesitating_until > coalesce(new.unhesitating_until, '-infinity'))
    execute function vault.fall();

-- A closing account: what ran has ended with what it had set aside; what is left is its own rows.
create function vault.forget_sets() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.ready_flag where holder = new.id;
    delete from vault.set_key where holder = new.id;
    delete from vault.set_exchange where member = new.id;
    return new;
end $$;
create trigger member_closed_sets after update of closed_at on vault.member
    for each row execute function vault.forget_sets();

insert into vault.ready_flag (holder, partner, since)
    select holder, partner, min(since) from vault.ready group by holder, partner;

revoke execute on function vault.set_aside(uuid, uuid), vault.said_never(uuid, uuid), vault.weekly_moment(),
    vault.both_ready(), vault.my_set(uuid), vault.show_sets(vault.set_exchange, timestamptz),
    vault.hide_sets(uuid, uuid, uuid), vault.end_sets(uuid, uuid),
    vault.agree_sets(vault.set_exchange, timestamptz, timestamptz, timestamptz), vault.flag_ready(),
    vault.take_out(uuid, uuid, uuid), vault.put_away(), vault.shut_hint(), vault.set_key_gone(),
    vault.fall(), vault.fell(timestamptz, timestamptz), vault.forget_sets(),
    vault.sees(uuid, vault.face),
    clerk.tell_sets(), clerk.open_set(uuid), clerk.leave_set(uuid), clerk.step_back(uuid),
    clerk.choose_set(uuid, uuid[], text, text, text, boolean, timestamptz, timestamptz, timestamptz) from public;
grant execute on function clerk.tell_sets(), clerk.open_set(uuid), clerk.leave_set(uuid),
    clerk.step_back(uuid),
    clerk.choose_set(uuid, uuid[], text, text, text, boolean, timestamptz, timestamptz, timestamptz) to kunci_app;

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
