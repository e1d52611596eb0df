-- The journal (one entry per action, append-only, idempotency included) and the mail outbox.

create table vault.journal (
    id uuid not null,
    member uuid not null references vault.member,
    verb text not null,
    at timestamptz not null,
    subject uuid,
    detail jsonb not null default '{}',
    once uuid not null,
    primary key (id, member),
    unique (member, once)
);
create index journal_member on vault.journal (member, at desc);
create trigger journal_id before insert on vault.journal for each row execute function vault.set_id();

grant select, insert on vault.journal to kunci_reader;
alter table vault.journal enable row level security;
create policy see on vault.journal for select to kunci_reader using (member = (select vault.me()));
create policy enter on vault.journal for insert to kunci_reader with check (member = (select vault.me()));
create view door.journal with (security_barrier) as
    select id, member, verb, at, subject, detail, once from vault.journal;
grant select, insert on door.journal to kunci_app;
alter view door.journal owner to kunci_reader;

-- Mails wait here sealed; who reads the table reads nothing. Anybody may put one in (a visitor who wants to sign
-- in has no viewer yet), nobody may look; the delivery takes them through clerk.claim_mail.
create table vault.outbox (
    id uuid primary key,
    message uuid not null,  -- not unique: the client makes it, and an error would tell that it exists
    member uuid default vault.me(),  -- whose action wrote it: with their account, it goes
    sealed bytea not null,
    created_at timestamptz not null,
    not_before timestamptz,  -- in its reader's quiet hours a notice waits until they end
    about uuid,  -- an ask of the writer's: delivery drops what is about one that reached nobody
    claimed_at timestamptz,
    attempts smallint not null default 0,
    sent_at timestamptz,
    dropped_at timestamptz
);
create index outbox_member on vault.outbox (member);
create index outbox_waiting on vault.outbox (not_before nulls first, created_at) where sent_at is null and dropped_at is null;
create trigger outbox_id before insert on vault.outbox for each row execute function vault.set_id();
grant insert on vault.outbox to kunci_reader;
alter table vault.outbox enable row level security;
create policy enter on vault.outbox for insert to kunci_reader
    with check (claimed_at is null and attempts = 0 and sent_at is null and dropped_at is null);
create view door.outbox with (security_barrier) as
    select message, sealed, created_at, not_before, about from vault.outbox;
grant insert on door.outbox to kunci_app;
alter view door.outbox owner to kunci_reader;

-- What the planner knows of a column it knows from everybody's rows, and EXPLAIN tells it to whoever asks: how many
-- have this name, which values lie between these two. So nothing is known of any column here.
do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as tab, a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'vault'::regnamespace and t.relkind = 'r' and a.attnum > 0 loop
        execute format('alter table %s alter column %I set statistics 0', c.tab, c.attname);
    end loop;
end $$;
