-- A want that travels is passed on by a person: whoever hears it writes one of their own for it, with words, end and
-- hearers of their own. What it is passed on from, its author alone reads; from whom it comes, nobody does.

-- `relays`: the want that it was written for. `not_for`: the authors that it comes from, who never hear it. `passed_on`:
-- how often; after the second time it goes no further, whatever its author ticks: they do not know it is the second.
alter table vault.want
    add relays uuid, add not_for uuid[] not null default '{}', add passed_on smallint not null default 0;
alter table vault.want_face add not_for uuid[] not null default '{}';

create function vault.relay_want() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    select w.not_for || w.member, w.passed_on + 1 into new.not_for, new.passed_on
        from vault.want_face f join vault.want w on w.member = f.author and w.id = f.want where f.want = new.relays;
    new.not_for := coalesce(new.not_for, '{}');
    new.passed_on := coalesce(new.passed_on, 0);
    return new;
end $$;
create trigger want_relay before insert on vault.want for each row execute function vault.relay_want();

-- As in mediation_anew.sql, with that.
create or replace function vault.hang_want() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want_face f where f.want = new.id and f.author = new.member;
    if new.closed_at is null then
        insert into vault.want_face
            (want, gate, author, text, why, by_when, travels, may_name, created_at, until, not_for, v, marks, version)
        select new.id, g.gate, new.member, new.text, new.why, new.by_when, new.travels and new.passed_on < 2,
            new.may_name and new.passed_on < 2, new.created_at, new.expires_at, new.not_for, new.v,
            new.marks, new.version
        from (values (vault.gate_of(new.member, new.rung)), (new.id)) g (gate) where g.gate is not null;
    end if;
    return null;
end $$;

-- The row stands behind a gate that its origin passes, for who passes it is the relayer's to know; so it is left out
-- here, after the gate.
drop policy see on vault.want_face;
create policy see on vault.want_face for select to kunci_reader using (
    gate = any (array(select gate from vault.my_gates)) and until > (select vault.at())
    and (select vault.me()) <> all (not_for));

-- Of a want that one hears and that travels: its rule applies inside.
drop policy enter on vault.want;
create policy enter on vault.want for insert to kunci_reader with check (
    member = (select vault.me()) and created_at = (select vault.at()) and closed_at is null
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '180 days'
    and (relays is null or exists (
        select from vault.want_face f where f.want = want.relays and f.author <> (select vault.me()) and f.travels)));

drop view door.want;
create view door.want with (security_barrier) as
    select id, member, text, why, by_when, rung, travels, may_name, relays, created_at, expires_at, closed_at
    from vault.want;
grant select, insert, update (text, why, by_when, rung, travels, may_name, expires_at, closed_at) on door.want
    to kunci_app;
alter view door.want owner to kunci_reader;

-- An ask inside the pause goes through where a mediator has told its asker of this key since, once, as after an offer.
-- All of it is looked up every time, so that nothing shows in the time it takes.
create or replace function vault.new_request() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    paused boolean := exists (select from vault.request r
        where r.asker = new.asker and r.key = new.key and r.pause_until > new.asked_at);
    offered boolean := new.offer is not null and not exists (  -- an offer lifts the pause once
        select from vault.request r where r.asker = new.asker and r.key = new.key and r.offer = new.offer);
    brought boolean := exists (select from vault.mediation m
        where m.told_to = new.asker and m.holder = new.holder and m.key = new.key
            and m.told_at <= new.asked_at and new.asked_at < m.until
            and not exists (select from vault.request r
                where r.asker = new.asker and r.key = new.key and r.asked_at >= m.told_at));
    never boolean := exists (select from vault.turned_away t
        where t.holder = new.holder and t.asker = new.asker and t.key = new.key);
    early boolean := paused and not offered and not brought;
begin
    new.id := vault.new_id();
    if early then
        new.pause_until := null;
    end if;
    new.heard_by := case when early or never then null else new.holder end;
    return new;
end $$;

-- A handover may have come through two: whoever brought its mediator to this key answers as well, for that mediator.
-- `asker` is whom each of them came for, so that neither of the two reads of the other's.
alter table vault.mediated
    drop constraint mediated_holder_handover_key, drop constraint mediated_asker_handover_key,
    add unique (holder, handover, mediator), add unique (asker, handover, mediator);
create or replace function vault.mediate_handover() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    last vault.mediation;
begin
    select m.* into last from vault.mediation m join vault.request r on r.holder = new.holder and r.id = new.request
    where m.told_to = new.asker and m.holder = new.holder and m.key = new.key
        and m.told_at <= r.asked_at and r.asked_at < m.until
    order by m.told_at, m.id limit 1;
    if not found then
        return null;
    end if;
    insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until)
        values (new.id, last.id, last.mediator, new.holder, new.asker, new.handed_at, new.tell_until);
    insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until)
    select new.id, m.id, m.mediator, new.holder, last.mediator, new.handed_at, new.tell_until
    from vault.mediation m
    where m.told_to = last.mediator and m.holder = new.holder and m.key = new.key and m.mediator <> new.asker
        and m.told_at <= last.proposed_at and last.proposed_at < m.until
    order by m.told_at, m.id limit 1;
    return null;
end $$;

revoke execute on function vault.relay_want() from public;

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
