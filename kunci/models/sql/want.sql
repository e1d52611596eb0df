-- A door that a member hopes somebody opens. The want is its author's row and nobody else reads it: who may hear of it,
-- how long, and whether it is over. What others read is a row of its own for each gate that it hangs behind, made by the
-- database along with it: the gate of a rung, and the want's own, which grants to named people open.

create table vault.want (
    id uuid not null,
    member uuid not null references vault.member,
    text text not null check (length(text) between 1 and 200),
    why text not null default '' check (length(why) <= 500),
    by_when date,
    rung smallint check (rung between 1 and 3),  -- from which it may be heard; NULL: by named people only
    travels boolean not null default false,  -- one step further, without the author's name
    created_at timestamptz not null,
    expires_at timestamptz not null,
    closed_at timestamptz,
    primary key (member, id)
);
create index want_member on vault.want (member, created_at desc);
create trigger want_id before insert on vault.want for each row execute function vault.set_id();

-- Ten open ones at a time. Only one's own are counted: with whoever writes in another's name it looks at nothing.
create function vault.limit_wants() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if new.member = vault.me() and new.closed_at is null and new.expires_at > vault.at() then
        perform pg_advisory_xact_lock(hashtextextended(new.member::text, 0));  -- as in actions/verb.py
        if (select count(*) from vault.want w where w.member = new.member and w.id <> new.id
                and w.closed_at is null and w.expires_at > vault.at()) >= 10 then
            raise check_violation using message = 'ten wants at a time';
        end if;
    end if;
    return new;
end $$;
create trigger want_limit before insert or update on vault.want for each row execute function vault.limit_wants();

-- There is no index led by author, and both end in what the rule asks for: neither a hidden want nor one that is over
-- is fetched.
create table vault.want_face (
    want uuid not null,
    gate uuid not null,
    author uuid not null,
    text text not null,
    why text not null,
    by_when date,
    travels boolean not null,
    created_at timestamptz not null,
    until timestamptz not null,
    primary key (want, gate, until),
    foreign key (author, want) references vault.want (member, id) on delete cascade
);
create index want_face_gate on vault.want_face (gate, until, created_at desc);

-- What others read follows the want; of one that is closed nothing is left to read.
create function vault.hang_want() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want_face f where f.want = new.id and f.author = new.member;
    if new.closed_at is null then
        insert into vault.want_face (want, gate, author, text, why, by_when, travels, created_at, until)
        select new.id, g.gate, new.member, new.text, new.why, new.by_when, new.travels, new.created_at, new.expires_at
        from (values (vault.gate_of(new.member, new.rung)), (new.id)) g (gate) where g.gate is not null;
    end if;
    return null;
end $$;
create trigger want_hang after insert or update on vault.want for each row execute function vault.hang_want();

-- The gate of a want is granted like that of a face: on one's own, to somebody one can see.
create or replace function vault.my_face(gate uuid) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from vault.face f where f.id = my_face.gate and f.holder = vault.me())
        or exists (select from vault.want w where w.member = vault.me() and w.id = my_face.gate)
$$;

-- What a reader does with what they hear is theirs: a want put aside, a key that does not fit it, somebody whose wants
-- they do not wish to see.
create table vault.want_aside (
    member uuid not null references vault.member,
    want uuid not null,
    since timestamptz not null,
    primary key (member, want)
);
create table vault.want_no_match (
    member uuid not null,
    want uuid not null,
    key uuid not null,
    since timestamptz not null,
    primary key (member, want, key),
    foreign key (key, member) references vault.key (id, holder) on delete cascade
);
create index want_no_match_key on vault.want_no_match (member, key);  -- for the foreign key
create table vault.want_muted (
    member uuid not null references vault.member,
    author uuid not null references vault.member,
    since timestamptz not null,
    primary key (member, author)
);

-- A key that is offered for a want: the same one once.
alter table vault.offer add want uuid;
create unique index offer_want on vault.offer (holder, want, key) where want is not null;
create index offer_answers on vault.offer (partner, want) where want is not null;

-- What an author says to whoever helped, with the want as it was then: a letter, which stays when the want has gone.
create table vault.want_thanks (
    id uuid not null,
    want uuid not null,
    author uuid not null references vault.member,
    helper uuid not null references vault.member,
    text text not null,
    words text not null default '' check (length(words) <= 500),
    given_at timestamptz not null,
    primary key (author, id),
    unique (helper, id),
    -- The helper before the want: whoever asks what one author said finds their own rows and touches no other.
    unique (author, helper, want),
    foreign key (author, want) references vault.want (member, id) on delete cascade,
    check (author <> helper)
);
create trigger want_thanks_id before insert on vault.want_thanks for each row execute function vault.set_id();

grant select, insert, update (text, why, by_when, rung, travels, expires_at, closed_at) on vault.want to kunci_reader;
grant select on vault.want_face to kunci_reader;
grant select, insert, delete on vault.want_aside, vault.want_no_match, vault.want_muted to kunci_reader;
grant select, insert on vault.want_thanks to kunci_reader;

alter table vault.want enable row level security;
alter table vault.want_face enable row level security;
alter table vault.want_aside enable row level security;
alter table vault.want_no_match enable row level security;
alter table vault.want_muted enable row level security;
alter table vault.want_thanks enable row level security;

create policy see on vault.want for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.want for insert to kunci_reader with check (
    member = (select vault.me()) and created_at = (select vault.at()) and closed_at is null
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '180 days');
create policy change on vault.want for update to kunci_reader
    using (member = (select vault.me()))
    with check (member = (select vault.me()) and expires_at <= (select vault.at()) + interval '180 days');

create policy see on vault.want_face for select to kunci_reader using (
    gate = any (array(select gate from vault.my_gates)) and until > (select vault.at()));

-- Of a want that they hear: the rule of its faces applies inside.
create policy see on vault.want_aside for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.want_aside for insert to kunci_reader with check (
    member = (select vault.me()) and exists (
        select from vault.want_face f where f.want = want_aside.want and f.author <> (select vault.me())));
create policy drop on vault.want_aside for delete to kunci_reader using (member = (select vault.me()));

create policy see on vault.want_no_match for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.want_no_match for insert to kunci_reader with check (
    member = (select vault.me()) and exists (
        select from vault.want_face f where f.want = want_no_match.want and f.author <> (select vault.me())));
create policy drop on vault.want_no_match for delete to kunci_reader using (member = (select vault.me()));

create policy see on vault.want_muted for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.want_muted for insert to kunci_reader with check (
    member = (select vault.me())
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = want_muted.author));
create policy drop on vault.want_muted for delete to kunci_reader using (member = (select vault.me()));

-- For a want that its author lets one hear; otherwise as in exchange.sql.
drop policy enter on vault.offer;
create policy enter on vault.offer for insert to kunci_reader with check (
    holder = (select vault.me())
    and exists (select from vault.key k where k.id = offer.key and k.holder = offer.holder)
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = offer.partner)
    and (want is null or exists (
        select from vault.want_face f where f.want = offer.want and f.author = offer.partner)));

-- To whoever offered a key for it, or may hear of it.
create policy see on vault.want_thanks for select to kunci_reader
    using (author = (select vault.me()) or helper = (select vault.me()));
create policy enter on vault.want_thanks for insert to kunci_reader with check (
    author = (select vault.me()) and given_at = (select vault.at())
    and exists (select from vault.pass p where p.viewer = (select vault.me()) and p.holder = want_thanks.helper)
    and exists (select from vault.want w where w.member = (select vault.me()) and w.id = want_thanks.want and (
        exists (select from vault.offer o where o.partner = (select vault.me()) and o.want = want_thanks.want
            and o.holder = want_thanks.helper)
        or exists (select from vault.pass p where p.viewer = want_thanks.helper and p.holder = (select vault.me())
            and (select vault.at()) < case w.rung
                when 1 then p.known_until when 2 then p.trusted_until when 3 then p.unhesitating_until end)
        or exists (select from vault."grant" g where g.gate = want_thanks.want and g.viewer = want_thanks.helper
            and g.holder = (select vault.me()) and g.until > (select vault.at())))));

create view door.want with (security_barrier) as
    select id, member, text, why, by_when, rung, travels, created_at, expires_at, closed_at from vault.want;
-- Heard through two gates it is there once.
create view door.heard_want with (security_barrier) as
    select f.want as id, f.author, f.text, f.why, f.by_when, f.travels, f.created_at, f.until as expires_at
    from vault.want_face f
    where f.author <> (select vault.me()) and (f.gate <> f.want or not exists (
        select from vault.want_face o where o.want = f.want and o.gate <> o.want));
create view door.want_aside with (security_barrier) as select member, want, since from vault.want_aside;
create view door.want_no_match with (security_barrier) as select member, want, key, since from vault.want_no_match;
create view door.want_muted with (security_barrier) as select member, author, since from vault.want_muted;
create view door.thanks_given with (security_barrier) as
    select id, want, author, helper, text, words, given_at from vault.want_thanks where author = (select vault.me());
create view door.thanks_had with (security_barrier) as
    select id, want, author, helper, text, words, given_at from vault.want_thanks where helper = (select vault.me());

drop view door.offered, door.offered_me;
create view door.offered with (security_barrier) as
    select id, key, holder, partner, sentence, shown_hint, offered_at, expires_at, want from vault.offer
    where holder = (select vault.me());
create view door.offered_me with (security_barrier) as
    select id, key, holder, partner, sentence, shown_hint, offered_at, expires_at, want from vault.offer
    where partner = (select vault.me());

-- A notice of thanks: to the helper, by the author.
alter table vault.notice
    drop constraint notice_kind_check,
    add constraint notice_kind_check check (kind in ('asked', 'offered', 'answered', 'handed', 'told', 'vouched',
        'thanked', 'reminder_decide', 'reminder_tell', 'reminder_again'));
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
        else exists (select from vault.handover h where h.holder = n.member and h.id = n.subject)
            or exists (select from vault.handover h where h.asker = n.member and h.id = n.subject)
        end;

-- As in vouch.sql, with what is new here.
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

-- A closing account takes along what it looked for, whom it thanked, and what it did with what it heard.
create function vault.end_wants() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from vault.want where member = new.id;  -- and with each its faces and its thanks
    delete from vault.want_aside where member = new.id;
    delete from vault.want_no_match where member = new.id;
    delete from vault.want_muted where member = new.id;
    return new;
end $$;
create trigger member_closed_wants after update of closed_at on vault.member
    for each row execute function vault.end_wants();

grant select, insert, update (text, why, by_when, rung, travels, expires_at, closed_at) on door.want to kunci_app;
grant select on door.heard_want, door.thanks_had, door.offered_me to kunci_app;
grant select, insert, delete on door.want_aside, door.want_no_match, door.want_muted to kunci_app;
grant select, insert on door.thanks_given, door.offered to kunci_app;
grant select, update (seen_at) on door.notice to kunci_app;
alter view door.want owner to kunci_reader;
alter view door.heard_want owner to kunci_reader;
alter view door.want_aside owner to kunci_reader;
alter view door.want_no_match owner to kunci_reader;
alter view door.want_muted owner to kunci_reader;
alter view door.thanks_given owner to kunci_reader;
alter view door.thanks_had owner to kunci_reader;
alter view door.offered owner to kunci_reader;
alter view door.offered_me owner to kunci_reader;
alter view door.notice owner to kunci_reader;

revoke execute on function vault.limit_wants(), vault.hang_want(), vault.end_wants() from public;

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
