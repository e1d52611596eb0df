-- That something is there for a member: its kind, and the id of what it is about. No words: the page makes the sentence
-- from what the member may open when they look, and a line whose subject they can't open is neither shown nor counted.

create table vault.notice (
    id uuid not null,
    member uuid not null references vault.member,
    kind text not null check (kind in ('asked', 'offered', 'answered', 'handed', 'told',
        'reminder_decide', 'reminder_tell', 'reminder_again')),
    subject uuid not null,
    created_at timestamptz not null,
    seen_at timestamptz,
    primary key (member, id),
    unique (member, kind, subject)  -- a line for each thing: said again, it is new again
);
create index notice_member on vault.notice (member, created_at desc);
create index notice_new on vault.notice (member, created_at desc) where seen_at is null;
create trigger notice_id before insert on vault.notice for each row execute function vault.set_id();

-- Nobody enters one by hand, not even for themselves: clerk.notify does.
grant select on vault.notice to kunci_reader;
grant update (seen_at) on vault.notice to kunci_reader;
alter table vault.notice enable row level security;
create policy see on vault.notice for select to kunci_reader using (member = (select vault.me()));
create policy change on vault.notice for update to kunci_reader
    using (member = (select vault.me())) with check (member = (select vault.me()));

-- What it is about stands behind rules of its own, and they apply inside.
create view door.notice with (security_barrier) as
    select id, member, kind, subject, created_at, seen_at from vault.notice n
    where case
        when n.kind in ('asked', 'answered', 'reminder_decide') then exists (
            select from vault.request r where r.heard_by = n.member and r.id = n.subject)
        when n.kind = 'offered' then exists (
            select from vault.offer o where o.partner = n.member and o.id = n.subject)
        else exists (select from vault.handover h where h.holder = n.member and h.id = n.subject)
            or exists (select from vault.handover h where h.asker = n.member and h.id = n.subject)
        end;
grant select, update (seen_at) on door.notice to kunci_app;
alter view door.notice owner to kunci_reader;
