-- A mediated first step: whoever knows two brings them together, hears from each what they are wary of, and proposes a
-- small exchange that either can take back. What a mediator wrote is their row, which the one who is asked reads without
-- whom it is for, and the other not before they are told. All else is a row of its own for whoever wrote it.

create table vault.first_step (
    id uuid not null,
    mediator uuid not null references vault.member,
    want uuid not null,
    asker uuid not null references vault.member,
    other uuid not null references vault.member,  -- whom they would like to get to know, and who is asked first
    asker_name text not null default '',  -- for one who does not know them; '' unless named
    sentence text not null check (length(sentence) between 1 and 500),  -- to the other
    named boolean not null,
    proposed_at timestamptz not null,
    expires_at timestamptz not null check (expires_at >= proposed_at),
    withdrawn_at timestamptz,
    told_at timestamptz,
    words text not null default '' check (length(words) <= 500),  -- to the asker
    until timestamptz,  -- once the asker is told: when all of it is over by itself
    ended_at timestamptz,  -- after that, by whomever of the three; nowhere is it said by whom
    told_to uuid generated always as (case when told_at is not null then asker end) stored,
    shown_asker uuid generated always as (case when named or told_at is not null then asker end) stored,
    primary key (mediator, id),
    unique (other, id),
    unique (told_to, id),
    unique (mediator, want, other),
    check (mediator <> other and mediator <> asker and other <> asker),
    check ((told_at is null) = (until is null))
);
create index first_step_mediator on vault.first_step (mediator, proposed_at desc);
create index first_step_other on vault.first_step (other, proposed_at desc);
create index first_step_told on vault.first_step (told_to, told_at desc) where told_to is not null;
create trigger first_step_id before insert on vault.first_step for each row execute function vault.set_id();
create trigger first_step_name before insert on vault.first_step for each row execute function vault.name_asker();

-- A yes of the one who was asked, and that they left it, which they alone read.
create table vault.step_yes (
    step uuid not null,
    other uuid not null,
    mediator uuid not null,
    said_at timestamptz not null,
    primary key (other, step),
    unique (mediator, step),
    foreign key (mediator, step) references vault.first_step (mediator, id) on delete cascade
);
create table vault.step_left (
    step uuid not null,
    other uuid not null references vault.member,
    left_at timestamptz not null,
    primary key (other, step)
);

-- What one of the two and the mediator say to each other. The other of the two reads none of it.
create table vault.step_note (
    id uuid not null,
    step uuid not null,
    author uuid not null references vault.member,
    reader uuid not null references vault.member,
    text text not null check (length(text) between 1 and 500),
    written_at timestamptz not null,
    primary key (author, step, id),
    unique (reader, step, id),
    check (author <> reader)
);
create trigger step_note_id before insert on vault.step_note for each row execute function vault.set_id();

-- A key of low stake that one of the two names to the mediator.
create table vault.step_key (
    step uuid not null,
    holder uuid not null references vault.member,
    mediator uuid not null,
    key uuid not null,
    line text not null,
    named_at timestamptz not null,
    primary key (holder, step),
    unique (mediator, step, holder)
);

-- The exchange that the mediator proposes, a row for each of the two: a key of theirs. `until`: once both have said yes,
-- so long its hint is open to the other. Who has said yes is a row that nobody else reads.
create table vault.step_side (
    step uuid not null,
    member uuid not null,
    mediator uuid not null,
    partner uuid not null,
    key uuid not null,
    line text not null,
    paired_at timestamptz not null,
    until timestamptz,
    shown_to uuid generated always as (case when until is not null then partner end) stored,
    primary key (member, step),
    unique (mediator, step, member),
    unique (shown_to, step)
);
create table vault.step_agreed (
    step uuid not null,
    member uuid not null references vault.member,
    said_at timestamptz not null,
    primary key (member, step)
);

-- What the viewer has part in. A function, for a rule of one table may not ask a table whose rule asks it.
create function vault.in_step(step uuid, out mediator uuid, out asker uuid, out other uuid, out open boolean)
language sql stable security definer set search_path = '' as $$
    select f.mediator, f.asker, f.other, f.told_at is not null and f.ended_at is null and f.until > vault.at()
    from vault.first_step f
    where f.id = in_step.step and (f.mediator = vault.me() or f.other = vault.me() or f.told_to = vault.me())
$$;

grant select, insert on vault.first_step to kunci_reader;
grant update (withdrawn_at) on vault.first_step to kunci_reader;
grant select, insert, delete on vault.step_yes, vault.step_left, vault.step_key, vault.step_agreed to kunci_reader;
grant select, insert on vault.step_note, vault.step_side to kunci_reader;
alter table vault.first_step enable row level security;
alter table vault.step_yes enable row level security;
alter table vault.step_left enable row level security;
alter table vault.step_note enable row level security;
alter table vault.step_key enable row level security;
alter table vault.step_side enable row level security;
alter table vault.step_agreed enable row level security;

create policy see on vault.first_step for select to kunci_reader using (
    mediator = (select vault.me()) or other = (select vault.me()) or told_to = (select vault.me()));
-- For a want for a person that they hear: its rule applies inside, and with it that they know both.
create policy enter on vault.first_step for insert to kunci_reader with check (
    mediator = (select vault.me()) and proposed_at = (select vault.at()) and withdrawn_at is null
    and told_at is null and until is null and ended_at is null and words = ''
    and expires_at > (select vault.at()) and expires_at <= (select vault.at()) + interval '21 days'
    and exists (select from vault.want_face f where f.want = first_step.want and f.author = first_step.asker
        and f.person = first_step.other and (f.may_name or not first_step.named)));
create policy change on vault.first_step for update to kunci_reader
    using (mediator = (select vault.me()) and withdrawn_at is null and told_at is null)
    with check (mediator = (select vault.me()) and withdrawn_at = (select vault.at()));

create policy see on vault.step_yes for select to kunci_reader using (
    other = (select vault.me()) or mediator = (select vault.me()));
create policy enter on vault.step_yes for insert to kunci_reader with check (
    other = (select vault.me()) and said_at = (select vault.at()) and exists (
        select from vault.first_step f where f.other = (select vault.me()) and f.id = step_yes.step
            and f.mediator = step_yes.mediator and f.withdrawn_at is null and f.told_at is null
            and f.expires_at > (select vault.at())));
create policy drop on vault.step_yes for delete to kunci_reader using (other = (select vault.me()));

create policy see on vault.step_left for select to kunci_reader using (other = (select vault.me()));
create policy enter on vault.step_left for insert to kunci_reader with check (
    other = (select vault.me()) and exists (
        select from vault.first_step f where f.other = (select vault.me()) and f.id = step_left.step));
create policy drop on vault.step_left for delete to kunci_reader using (other = (select vault.me()));

create policy see on vault.step_note for select to kunci_reader using (
    author = (select vault.me()) or reader = (select vault.me()));
create policy enter on vault.step_note for insert to kunci_reader with check (
    author = (select vault.me()) and written_at = (select vault.at()) and exists (
        select from vault.in_step(step_note.step) s where s.open
            and (s.mediator = step_note.reader and step_note.author in (s.asker, s.other)
                or s.mediator = step_note.author and step_note.reader in (s.asker, s.other))));

create policy see on vault.step_key for select to kunci_reader using (
    holder = (select vault.me()) or mediator = (select vault.me()));
create policy enter on vault.step_key for insert to kunci_reader with check (
    holder = (select vault.me()) and exists (
        select from vault.face d where d.key = step_key.key and d.holder = (select vault.me()) and d.kind = 'hint'
            and d.line = step_key.line)
    and exists (select from vault.in_step(step_key.step) s
        where s.open and s.mediator = step_key.mediator and step_key.holder in (s.asker, s.other)));
create policy drop on vault.step_key for delete to kunci_reader using (holder = (select vault.me()));

create policy see on vault.step_side for select to kunci_reader using (
    member = (select vault.me()) or mediator = (select vault.me()) or shown_to = (select vault.me()));
-- Of the keys that both have named.
create policy enter on vault.step_side for insert to kunci_reader with check (
    mediator = (select vault.me()) and paired_at = (select vault.at()) and until is null
    and exists (select from vault.step_key k where k.mediator = (select vault.me()) and k.step = step_side.step
        and k.holder = step_side.member and k.key = step_side.key and k.line = step_side.line)
    and exists (select from vault.in_step(step_side.step) s where s.open and s.mediator = (select vault.me())
        and (step_side.member, step_side.partner) in ((s.asker, s.other), (s.other, s.asker))));

create policy see on vault.step_agreed for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.step_agreed for insert to kunci_reader with check (
    member = (select vault.me()) and exists (
        select from vault.step_side d where d.member = (select vault.me()) and d.step = step_agreed.step
            and d.until is null)
    and exists (select from vault.in_step(step_agreed.step) s where s.open));
create policy drop on vault.step_agreed for delete to kunci_reader using (
    member = (select vault.me()) and exists (
        select from vault.step_side d where d.member = (select vault.me()) and d.step = step_agreed.step
            and d.until is null));

create view door.first_step with (security_barrier) as
    select id, mediator, want, asker, other, sentence, named, proposed_at, expires_at, withdrawn_at, told_at, words,
        until, ended_at
    from vault.first_step where mediator = (select vault.me());
create view door.step_to_me with (security_barrier) as
    select id, mediator, other, shown_asker as asker, asker_name, sentence, named, proposed_at, expires_at,
        withdrawn_at, told_at, until, ended_at
    from vault.first_step where other = (select vault.me());
create view door.step_for_me with (security_barrier) as
    select id, mediator, want, told_to as asker, other, words, told_at, until, ended_at
    from vault.first_step where told_to = (select vault.me());
create view door.step_yes with (security_barrier) as select step, other, mediator, said_at from vault.step_yes;
create view door.step_left with (security_barrier) as select step, other, left_at from vault.step_left;
create view door.step_note with (security_barrier) as
    select id, step, author, reader, text, written_at from vault.step_note;
create view door.step_key with (security_barrier) as
    select step, holder, mediator, key, line, named_at from vault.step_key;
create view door.step_side with (security_barrier) as
    select step, member, mediator, partner, key, line, paired_at, until from vault.step_side;
create view door.step_agreed with (security_barrier) as select step, member, said_at from vault.step_agreed;

grant select, insert, update (withdrawn_at) on door.first_step to kunci_app;
grant select on door.step_to_me, door.step_for_me to kunci_app;
grant select, insert, delete on door.step_yes, door.step_left, door.step_key, door.step_agreed to kunci_app;
grant select, insert on door.step_note, door.step_side to kunci_app;
alter view door.first_step owner to kunci_reader;
alter view door.step_to_me owner to kunci_reader;
alter view door.step_for_me owner to kunci_reader;
alter view door.step_yes owner to kunci_reader;
alter view door.step_left owner to kunci_reader;
alter view door.step_note owner to kunci_reader;
alter view door.step_key owner to kunci_reader;
alter view door.step_side owner to kunci_reader;
alter view door.step_agreed owner to kunci_reader;
revoke execute on function vault.in_step(uuid) from public;
grant execute on function vault.in_step(uuid) to kunci_app, kunci_reader;  -- run by rules, as whoever asks
