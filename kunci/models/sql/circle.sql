-- Circles: who is in one knows the others of it. Members come in by invitation (clerk.accept_invitation) and leave by
-- themselves; nobody else writes here.

create table vault.circle (
    id uuid primary key,
    founder uuid not null references vault.member,
    name text not null check (length(name) between 1 and 80),
    created_at timestamptz not null
);
create trigger circle_id before insert on vault.circle for each row execute function vault.set_id();

create table vault.circle_member (
    circle uuid not null references vault.circle,
    member uuid not null references vault.member,
    joined_at timestamptz not null,
    primary key (circle, member)
);
create index circle_member_member on vault.circle_member (member, circle);

-- The circles that the viewer is in. A function, because a rule may not ask its own table. With it each rule is an
-- index condition beside whatever id is asked for: a circle of others is not even fetched.
create function vault.my_circles() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select m.circle from vault.circle_member m where m.member = vault.me()
$$;

grant select on vault.circle to kunci_reader;
grant select, delete on vault.circle_member to kunci_reader;

alter table vault.circle enable row level security;
alter table vault.circle_member enable row level security;

create policy see on vault.circle for select to kunci_reader using (id = any (array(select vault.my_circles())));
create policy see on vault.circle_member for select to kunci_reader
    using (circle = any (array(select vault.my_circles())));
create policy leave on vault.circle_member for delete to kunci_reader using (member = (select vault.me()));

create view door.circle with (security_barrier) as
    select id, founder, name, created_at from vault.circle;
create view door.circle_member with (security_barrier) as
    select circle, member, joined_at from vault.circle_member;

grant select on door.circle to kunci_app;
grant select, delete on door.circle_member to kunci_app;
alter view door.circle owner to kunci_reader;
alter view door.circle_member owner to kunci_reader;
