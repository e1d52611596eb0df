-- What established members have experienced with somebody, in a word that is drawn once a month (core/repute.py says
-- how, and why; here is the same once more, so that nobody who draws has to read what is counted).

-- Whether a telling of mine may be counted: a row of mine, with its end once I took it back. The record as it stood at a
-- month's beginning can so be read later.
create table vault.allowed (
    id uuid not null,
    teller uuid not null,
    handover uuid not null,
    round smallint not null,
    since timestamptz not null,
    until timestamptz check (until >= since),
    primary key (teller, id),
    foreign key (teller, handover, round) references vault.outcome (teller, handover, round) on delete cascade
);
create index allowed_telling on vault.allowed (teller, handover, round);
create unique index allowed_now on vault.allowed (teller, handover, round) where until is null;
create trigger allowed_id before insert on vault.allowed for each row execute function vault.set_id();

-- Who began the branch of invitations that somebody belongs to: written as they come, for whoever invited them may go.
-- Nobody reads it, not even about themselves.
create table vault.branch (
    member uuid primary key references vault.member,
    head uuid not null
);

-- The first invitation that somebody accepts says where they belong. Without a way back to a founder there is no row.
create function vault.grow_branch() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into vault.branch (member, head)
    select new.used_by, case when m.founder then new.used_by else b.head end
    from vault.member m left join vault.branch b on b.member = m.id
    where m.id = new.inviter and (m.founder or b.head is not null)
        and not exists (select from vault.member f where f.id = new.used_by and f.founder)
    on conflict do nothing;
    return null;
end $$;
create trigger invitation_branch after update of used_by on vault.invitation
    for each row when (new.used_by is not null) execute function vault.grow_branch();

with recursive brought as (
    select distinct on (i.used_by) i.used_by as member, i.inviter from vault.invitation i
    where i.used_by is not null order by i.used_by, i.used_at, i.id),
grown as (
    select b.member, b.member as head from brought b join vault.member m on m.id = b.inviter and m.founder
    union
    select b.member, g.head from brought b join grown g on g.member = b.inviter)
insert into vault.branch (member, head)
    select g.member, g.head from grown g join vault.member m on m.id = g.member and not m.founder
    on conflict do nothing;

-- The word of each member of whom enough was told. `month`, in which it was last drawn from enough voices, is nobody's to
-- read: it would tell that one has left since.
create table vault.repute (
    member uuid primary key references vault.member,
    month date not null,
    band text not null check (band in ('bad', 'mixed', 'good'))
);
create table vault.repute_month (month date primary key);

-- The word for so many voices that say `total` together: 0 bad, 1 mixed, 2 good (core/repute.py: said).
create function vault.repute_word(total bigint, voices bigint) returns int language sql immutable parallel safe
    return case when 2 * (total + 2) >= 3 * (voices + 2) then 2 when total >= voices then 1 else 0 end;

-- Draws the month of the instant that is signed, once, from the record as it stood when that month began. Only for the
-- round itself; whoever else asks gets the same answer as where nothing was left to draw, and nothing ever comes back.
create function clerk.draw_repute() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
    names constant text[] := array['bad', 'mixed', 'good'];
    starts timestamptz := date_trunc('month', vault.at(), 'UTC');
    this_month date := (starts at time zone 'UTC')::date;
begin
    if vault.link('r') is null then
        return false;
    end if;
    -- A closing account comes before or after: of one that closes nothing may be drawn (clerk.close_account).
    perform pg_advisory_xact_lock(hashtextextended('close_account', 0));
    if exists (select from vault.repute_month d where d.month >= this_month) then
        return false;
    end if;
    insert into vault.repute_month (month) values (this_month);
    with told as materialized (  -- each teller's word: of several the middle one, of two the worse
        select o.other, o.teller, percentile_disc(0.5) within group (
            order by case o.verdict when 'good' then 2 when 'unfit' then 1 else 0 end) as word
        from vault.allowed a join vault.outcome o
            on o.teller = a.teller and o.handover = a.handover and o.round = a.round
        where a.since < starts and (a.until is null or a.until >= starts)
            and o.told_at < starts and o.told_at >= starts - interval '1096 days'
        group by o.other, o.teller),
    voice as materialized (  -- each branch's
        select t.other, percentile_disc(0.5) within group (order by t.word) as word
        from told t join vault.member m on m.id = t.teller left join vault.branch b on b.member = t.teller
        where m.closed_at is null and m.joined_at <= starts - interval '90 days'
            and (m.founder or b.head is not null)
        group by t.other, case when m.founder then m.id else b.head end),
    tally as materialized (
        select v.other as member, count(*) as voices, vault.repute_word(sum(v.word) - max(v.word), count(*) - 1) as low,
            vault.repute_word(sum(v.word) - min(v.word), count(*) - 1) as high
        from voice v group by v.other having count(*) >= 4),
    drawn as materialized (
        select t.member,
            case when t.voices < 5 then r.month else this_month end as month,
            case when t.voices < 5 or array_position(names, r.band) - 1 between t.low and t.high then r.band
                when t.low = t.high then names[t.low + 1] else 'mixed' end as band
        from tally t join vault.member m on m.id = t.member and m.closed_at is null
            left join vault.repute r on r.member = t.member
        where t.voices >= 5 or r.month >= this_month - interval '6 months'),
    over as (
        delete from vault.repute r where not exists (select from drawn d where d.member = r.member))
    insert into vault.repute as r (member, month, band) select d.member, d.month, d.band from drawn d
    on conflict (member) do update set month = excluded.month, band = excluded.band;
    return true;
end $$;

grant select, insert, update (until) on vault.allowed to kunci_reader;
grant select (member, band) on vault.repute to kunci_reader;

alter table vault.allowed enable row level security;
alter table vault.branch enable row level security;
alter table vault.repute enable row level security;
alter table vault.repute_month enable row level security;

-- Of a telling of one's own, from now on; taken back once, and allowed again by a new row.
create policy see on vault.allowed for select to kunci_reader using (teller = (select vault.me()));
create policy enter on vault.allowed for insert to kunci_reader with check (
    teller = (select vault.me()) and since = (select vault.at()) and until is null
    and exists (select from vault.outcome o where o.teller = (select vault.me())
        and o.handover = allowed.handover and o.round = allowed.round));
create policy change on vault.allowed for update to kunci_reader
    using (teller = (select vault.me()) and until is null)
    with check (teller = (select vault.me()) and until = (select vault.at()));

-- Whoever knows of a member hears the word, and so do they themselves: what all around them read is no secret from them.
create policy see on vault.repute for select to kunci_reader
    using (member = any (array(
        select vault.me() union all select holder from vault.pass where viewer = (select vault.me()))));

create view door.allowed with (security_barrier) as
    select id, teller, handover, round, since, until from vault.allowed;
create view door.repute with (security_barrier) as select member, band from vault.repute;

-- A closing account: what it told has gone, and with it what might be counted; what was said of it goes here.
create function vault.end_repute() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.repute where member = new.id;
    delete from vault.branch where member = new.id;
    return new;
end $$;
create trigger member_closed_repute after update of closed_at on vault.member
    for each row execute function vault.end_repute();

grant select, insert, update (until) on door.allowed to kunci_app;
grant select on door.repute to kunci_app;
alter view door.allowed owner to kunci_reader;
alter view door.repute owner to kunci_reader;

revoke execute on function vault.grow_branch(), vault.repute_word(bigint, bigint), vault.end_repute(),
    clerk.draw_repute() from public;
grant execute on function clerk.draw_repute() to kunci_app;

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
