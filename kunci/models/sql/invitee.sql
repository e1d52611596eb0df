-- Whom somebody invited to a circle, and how to reach them: the inviter's own list. How to reach them is sealed under
-- the id of the invitation, and forgotten when they joined or some time after the invitation ended.

create table vault.invitee (
    id uuid not null,
    inviter uuid not null references vault.member,
    circle uuid not null,
    invitation uuid not null,  -- the last one they were given
    name text not null check (name <> ''),
    language text not null check (language in ('id', 'en')),
    place smallint not null,
    sealed bytea,
    wrapped_key bytea,
    sent_by text not null default '' check (sent_by in ('', 'whatsapp', 'mail', 'link')),
    sent_at timestamptz,
    created_at timestamptz not null,
    primary key (id, inviter),
    foreign key (invitation, inviter) references vault.invitation (id, inviter) on delete cascade,
    check ((sent_by = '') = (sent_at is null))
);
create index invitee_inviter on vault.invitee (inviter, circle, created_at, place);
create trigger invitee_id before insert on vault.invitee for each row execute function vault.set_id();

grant select, insert on vault.invitee to kunci_reader;
grant update (invitation, sealed, wrapped_key, sent_by, sent_at) on vault.invitee to kunci_reader;

alter table vault.invitee enable row level security;

create policy see on vault.invitee for select to kunci_reader using (inviter = (select vault.me()));
create policy enter on vault.invitee for insert to kunci_reader with check (inviter = (select vault.me()));
create policy change on vault.invitee for update to kunci_reader
    using (inviter = (select vault.me())) with check (inviter = (select vault.me()));

create view door.invitee with (security_barrier) as
    select id, inviter, circle, invitation, name, language, place, sealed, wrapped_key, sent_by, sent_at, created_at
    from vault.invitee;

grant select, insert, update (invitation, sealed, wrapped_key, sent_by, sent_at) on door.invitee to kunci_app;
alter view door.invitee owner to kunci_reader;
