-- What one of the three in a first step can't write alone: telling the asker, opening a hint of each to the other once
-- both have said yes, and ending it for all. Locks are taken in the order of their members.

create function vault.lock_three(one uuid, two uuid, three uuid) returns void
language sql volatile set search_path = '' as $$
    select pg_advisory_xact_lock(hashtextextended(who::text, 0))
    from unnest(array[one, two, three]) who order by who
$$;

-- The hint of a key to one viewer by name until an end, where it is not open to them: as in mediation.sql.
create function vault.open_hint(hint vault.face, reader uuid, open_until timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
    insert into vault."grant" (gate, viewer, holder, follows, until)
        select f.id, p.viewer, f.holder, f.rung, timestamptz '9999-01-01 00:00:00+00'
        from vault.face f join vault.pass p on p.holder = f.holder
        where f.key = hint.key and f.holder = hint.holder and f.rung is not null
            and f.gate = vault.gate_of(f.holder, f.rung)
            and vault.at() < case f.rung
                when 1 then p.known_until when 2 then p.trusted_until else p.unhesitating_until end
        on conflict do nothing;
    insert into vault."grant" (gate, viewer, holder, until)
        select f.id, f.holder, f.holder, timestamptz '9999-01-01 00:00:00+00' from vault.face f
        where f.key = hint.key and f.holder = hint.holder and f.rung is not null
            and f.gate = vault.gate_of(f.holder, f.rung)
        on conflict (gate, viewer) do update set follows = null, until = excluded.until;
    update vault.face f set gate = f.id
        where f.key = hint.key and f.holder = hint.holder and f.rung is not null
            and f.gate = vault.gate_of(f.holder, f.rung);
    -- One that was open to nobody is now open to this reader.
    insert into vault."grant" (gate, viewer, holder, until)
        select f.id, f.holder, f.holder, timestamptz '9999-01-01 00:00:00+00' from vault.face f
        where f.id = hint.id and f.gate = vault.gate_of(f.holder, 0)
        on conflict (gate, viewer) do update set follows = null, until = excluded.until;
    update vault.face f set gate = f.id where f.id = hint.id and f.gate = vault.gate_of(f.holder, 0);
    if not vault.opens(hint.id, hint.holder, reader) then
        insert into vault."grant" (gate, viewer, holder, until) values (hint.id, reader, hint.holder, open_until)
            on conflict (gate, viewer) do update set follows = null, until = excluded.until;
        update vault.opening o set ended_at = least(o.until, vault.at())
            where o.holder = hint.holder and o.key = hint.key and o.kind = 'hint' and o.viewer = reader
                and o.ended_at is null;
        insert into vault.opening (holder, key, kind, viewer, rung, until, at)
            values (hint.holder, hint.key, 'hint', reader, 0, open_until, vault.at());
    end if;
end $$;

-- After the other's yes the mediator tells the asker: from here on all three know of it. False where it can't be: no
-- yes stands, it is over or taken back, the mediator does not hear the want any more, or somebody is gone.
create function clerk.tell_first_step(step uuid, words text, trying_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    f vault.first_step;
begin
    select * into f from vault.first_step x where x.mediator = vault.me() and x.id = step;
    if not found then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(f.other::text, 0));
    select * into f from vault.first_step x where x.mediator = vault.me() and x.id = step for update;
    if f.withdrawn_at is not null or f.told_at is not null or f.expires_at <= vault.at()
        or not exists (select from vault.step_yes y where y.other = f.other and y.step = f.id)
        or not exists (select from vault.want_face w where w.want = f.want
            and w.until > vault.at() and vault.opens(w.gate, f.asker, f.mediator))
        or exists (select from vault.member p where p.id in (f.other, f.asker) and p.closed_at is not null) then
        return false;
    end if;
    perform vault.acquaint(f.other, f.asker, vault.at());
    update vault.first_step x set told_at = vault.at(), words = tell_first_step.words, until = trying_until
        where x.mediator = f.mediator and x.id = f.id;
    return true;
end $$;

-- Once both have said yes, the hint of each opens to the other. True where that is so now; whoever says yes first learns
-- nothing of the other's.
create function clerk.open_first_step(step uuid, open_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
    mine vault.step_side;
    theirs vault.step_side;
    hints vault.face[];
begin
    select * into mine from vault.step_side d where d.member = vault.me() and d.step = step;
    if not found then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(mine.partner::text, 0));
    select * into mine from vault.step_side d where d.member = vault.me() and d.step = step;
    select * into theirs from vault.step_side d where d.member = mine.partner and d.step = step;
    if mine.until is not null or theirs.until is not null or not found
        or not exists (select from vault.in_step(step) s where s.open)
        or (select count(*) from vault.step_agreed a
            where a.step = step and a.member in (mine.member, mine.partner)) < 2 then
        return false;
    end if;
    -- A key of either that is put away, or says something else now, opens nothing.
    select array_agg(h) into hints from vault.face h join vault.key k on k.id = h.key and k.holder = h.holder
        where h.kind = 'hint' and k.archived_at is null and k.merged_into is null
            and (h.holder, h.key, h.line) in (
                (mine.member, mine.key, mine.line), (theirs.member, theirs.key, theirs.line));
    if coalesce(cardinality(hints), 0) < 2 then
        return false;
    end if;
    perform vault.open_hint(h, case h.holder when mine.member then mine.partner else mine.member end, open_until)
        from unnest(hints) h;
    update vault.step_side d set until = open_until where d.step = step and d.member in (mine.member, mine.partner);
    update vault.first_step f set until = open_until where f.mediator = mine.mediator and f.id = step;
    return true;
end $$;

-- Over at once for all three: what it opened shuts, and nothing says by whom.
create function vault.end_first_step(f vault.first_step, at timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
begin
    update vault.first_step x set ended_at = end_first_step.at
        where x.mediator = f.mediator and x.id = f.id and x.ended_at is null;
    delete from vault."grant" g using vault.step_side d, vault.face h
        where d.step = f.id and d.member in (f.asker, f.other) and d.until is not null and h.key = d.key
            and h.holder = d.member and h.kind = 'hint' and g.gate = h.id and g.viewer = d.partner
            and g.holder = d.member and g.follows is null and g.until = d.until;
    update vault.opening o set ended_at = least(o.until, end_first_step.at)
        from vault.step_side d
        where d.step = f.id and d.member in (f.asker, f.other) and o.holder = d.member and o.key = d.key
            and o.kind = 'hint' and o.viewer = d.partner and o.until = d.until and o.ended_at is null;
    delete from vault.step_agreed a where a.step = f.id and a.member in (f.asker, f.other);
end $$;

-- One of mine, or (without an id) all that I have with somebody, whichever of the three we are.
create function clerk.end_first_steps(step uuid, partner uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
    f vault.first_step;
begin
    for f in select * from vault.first_step x
            where x.told_at is not null and x.ended_at is null and x.until > vault.at()
                and (x.mediator = vault.me() or x.other = vault.me() or x.told_to = vault.me())
                and (x.id = end_first_steps.step
                    or end_first_steps.partner in (x.mediator, x.other, x.asker) and end_first_steps.step is null)
            order by x.id loop
        perform vault.lock_three(f.mediator, f.asker, f.other);
        perform vault.end_first_step(f, vault.at());
    end loop;
end $$;

-- A closing account takes along what it proposed, said and named; what runs ends for the two who are left.
create function vault.end_steps_of() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform vault.end_first_step(f, new.closed_at) from vault.first_step f
        where f.told_at is not null and f.ended_at is null
            and (f.mediator = new.id or f.other = new.id or f.told_to = new.id);
    delete from vault.step_note where author = new.id;
    delete from vault.step_key where holder = new.id;
    delete from vault.step_side where member = new.id;
    delete from vault.step_agreed where member = new.id;
    delete from vault.step_left where other = new.id;
    delete from vault.step_yes where other = new.id;
    delete from vault.first_step where mediator = new.id;
    update vault.first_step set asker_name = '' where asker = new.id
        and mediator = any (array(select viewer from vault.pass where holder = new.id));
    return new;
end $$;
create trigger member_closed_steps after update of closed_at on vault.member
    for each row execute function vault.end_steps_of();

-- Notices: that something of a first step is there, to whoever of the three may know of it, by another of them.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'thanked', 'sets', 'mediate', 'mediate_yes', 'brought', 'mentor', 'mentor_yes', 'mentor_end', 'draft',
        'noted', 'step', 'reminder_decide', 'reminder_tell', 'reminder_again'));

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
        when n.kind = 'thanked' then exists (
            select from vault.want_thanks t where t.helper = n.member and t.id = n.subject)
        when n.kind = 'sets' then exists (
            select from vault.set_exchange s where s.member = n.member and s.id = n.subject)
        when n.kind = 'mediate' then exists (
            select from vault.mediation m where m.holder = n.member and m.id = n.subject)
        when n.kind = 'mediate_yes' then exists (
            select from vault.mediation_yes y where y.mediator = n.member and y.mediation = n.subject)
        when n.kind = 'brought' then exists (
            select from vault.mediation m where m.told_to = n.member and m.id = n.subject)
        when n.kind in ('mentor', 'mentor_yes', 'mentor_end') then exists (
            select from vault.mentorship m where m.newcomer = n.member and m.id = n.subject)
            or exists (select from vault.mentorship m where m.mentor = n.member and m.id = n.subject)
        when n.kind = 'draft' then exists (
            select from vault.draft d where d.mentor = n.member and d.id = n.subject
                and d.shown_until > (select vault.at()))
        when n.kind = 'noted' then exists (
            select from vault.draft d where d.newcomer = n.member and d.id = n.subject)
        when n.kind = 'step' then exists (
            select from vault.first_step f where f.mediator = n.member and f.id = n.subject)
            or exists (select from vault.first_step f where f.other = n.member and f.id = n.subject)
            or exists (select from vault.first_step f where f.told_to = n.member and f.id = n.subject)
        else exists (select from vault.handover h where h.holder = n.member and h.id = n.subject)
            or exists (select from vault.handover h where h.asker = n.member and h.id = n.subject)
        end;
grant select, update (seen_at) on door.notice to kunci_app;
alter view door.notice owner to kunci_reader;
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
        when notify.kind = 'thanked' then exists (
            select from vault.want_thanks t
            where t.author = vault.me() and t.id = notify.subject and t.helper = notify.reader)
        when notify.kind = 'sets' then exists (  -- to either of the two, by either
            select from vault.set_exchange s
            where s.member = vault.me() and s.id = notify.subject and notify.reader in (s.member, s.partner))
        when notify.kind = 'mediate' then exists (
            select from vault.mediation m
            where m.mediator = vault.me() and m.id = notify.subject and m.holder = notify.reader)
        when notify.kind = 'mediate_yes' then exists (
            select from vault.mediation_yes y
            where y.holder = vault.me() and y.mediation = notify.subject and y.mediator = notify.reader)
        when notify.kind = 'brought' then exists (
            select from vault.mediation m
            where m.mediator = vault.me() and m.id = notify.subject and m.told_to = notify.reader)
        when notify.kind in ('mentor', 'mentor_yes', 'mentor_end') then exists (
            select from vault.mentorship m
            where m.newcomer = vault.me() and m.id = notify.subject and m.mentor = notify.reader)
            or exists (select from vault.mentorship m
            where m.mentor = vault.me() and m.id = notify.subject and m.newcomer = notify.reader)
        when notify.kind = 'draft' then exists (
            select from vault.draft d
            where d.newcomer = vault.me() and d.id = notify.subject and d.mentor = notify.reader)
        when notify.kind = 'noted' then exists (
            select from vault.draft d
            where d.mentor = vault.me() and d.id = notify.subject and d.newcomer = notify.reader
                and d.shown_until > vault.at())
        when notify.kind = 'step' then exists (
            select from vault.in_step(notify.subject) s, vault.first_step f
            where f.mediator = s.mediator and f.id = notify.subject and notify.reader <> vault.me()
                and notify.reader in (f.mediator, f.other, f.told_to))
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

revoke execute on function vault.lock_three(uuid, uuid, uuid), vault.open_hint(vault.face, uuid, timestamptz),
    vault.end_first_step(vault.first_step, timestamptz), vault.end_steps_of(),
    clerk.tell_first_step(uuid, text, timestamptz), clerk.open_first_step(uuid, timestamptz),
    clerk.end_first_steps(uuid, uuid) from public;
grant execute on function clerk.tell_first_step(uuid, text, timestamptz), clerk.open_first_step(uuid, timestamptz),
    clerk.end_first_steps(uuid, uuid) to kunci_app;

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
