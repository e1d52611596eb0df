-- A want may be to get to know a person: somebody whom its author knows of looks for a mediator to them. Only those
-- hear it who know that person too; they never hear it themselves, nor whatever passes it on.

alter table vault.want add person uuid references vault.member, add check (person <> member);
alter table vault.want_face add person uuid;

-- As in relays.sql: a want that passes another on is for the same person, whom its author knows, for they heard it.
create or replace function vault.relay_want() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.relays is not null then
        select w.not_for || w.member, w.passed_on + 1, w.person into new.not_for, new.passed_on, new.person
            from vault.want_face f join vault.want w on w.member = f.author and w.id = f.want where f.want = new.relays;
    end if;
    new.not_for := coalesce(new.not_for, '{}');
    new.passed_on := coalesce(new.passed_on, 0);
    return new;
end $$;

create or replace function vault.hang_want() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want_face f where f.want = new.id and f.author = new.member;
    if new.closed_at is null then
        insert into vault.want_face (want, gate, author, text, why, by_when, person, travels, may_name, created_at,
            until, not_for, v, marks, version)
        select new.id, g.gate, new.member, new.text, new.why, new.by_when, new.person,
            new.travels and new.passed_on < 2, new.may_name and new.passed_on < 2, new.created_at, new.expires_at,
            new.not_for || array_remove(array[new.person], null), new.v, new.marks, new.version
        from (values (vault.gate_of(new.member, new.rung)), (new.id)) g (gate) where g.gate is not null;
    end if;
    return null;
end $$;

-- To whoever does not know the person it would name a member they may not know, or that somebody looks for one.
drop policy see on vault.want_face;
create policy see on vault.want_face for select to kunci_reader using (
    gate = any (array(select gate from vault.my_gates)) and until > (select vault.at())
    and (select vault.me()) <> all (not_for)
    and (person is null or exists (
        select from vault.tie t where t.member = (select vault.me()) and t.partner = want_face.person)));

-- For somebody that one knows of: the rule of members applies inside.
drop policy enter on vault.want;
create policy enter on vault.want for insert to kunci_reader with check (
    member = (select vault.me()) and created_at = (select vault.at()) and closed_at is null
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '180 days'
    and (person is null or exists (select from vault.member m where m.id = want.person))
    and (relays is null or exists (
        select from vault.want_face f where f.want = want.relays and f.author <> (select vault.me()) and f.travels)));

drop view door.want;
create view door.want with (security_barrier) as
    select id, member, text, why, by_when, rung, person, travels, may_name, relays, created_at, expires_at, closed_at
    from vault.want;
drop view door.heard_want;
create view door.heard_want with (security_barrier) as
    select f.want as id, f.author, f.text, f.why, f.by_when, f.person, f.travels, f.may_name, f.created_at,
        f.until as expires_at
    from vault.want_face f
    where f.author <> (select vault.me()) and (f.gate <> f.want or not exists (
        select from vault.want_face o where o.want = f.want and o.gate <> o.want));
grant select, insert, update (text, why, by_when, rung, travels, may_name, expires_at, closed_at) on door.want
    to kunci_app;
grant select on door.heard_want to kunci_app;
alter view door.want owner to kunci_reader;
alter view door.heard_want owner to kunci_reader;
