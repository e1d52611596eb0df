-- Who is looking, and when. The application sets one signed word per transaction; the database checks it.
--
-- A principal is `kind|id|instant|mac`: kind m (member), c (consent link) or i (invitation link). The mac is
-- HMAC-SHA-256 under a key that the application holds in a file and the database in a table that only its owner
-- reads, so whoever can merely run SQL as the application cannot become somebody else.

create table vault.viewer_key (
    one boolean primary key default true check (one),
    inner_pad bytea not null check (length(inner_pad) = 64),
    outer_pad bytea not null check (length(outer_pad) = 64)
);

-- One part of the word (1 kind, 2 id, 3 instant), once it is checked; with `kind`, only if it is of that kind. NULL
-- where nobody looks, or the word is not ours.
create function vault.claim(part int, kind text default null) returns text
language plpgsql stable parallel safe security definer set search_path = '' as $$
declare
    said text := nullif(current_setting('kunci.viewer', true), '');  -- reads '' once it was set
    body text;
    k vault.viewer_key;
begin
    if said is null or split_part(said, '|', 1) <> kind then
        return null;
    end if;
    body := split_part(said, '|', 1) || '|' || split_part(said, '|', 2) || '|' || split_part(said, '|', 3);
    select * into k from vault.viewer_key;
    if not found or split_part(said, '|', 4) is distinct from
        encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex') then
        return null;
    end if;
    return split_part(said, '|', part);
end $$;

create function vault.me() returns uuid language sql stable parallel safe
    return vault.claim(2, 'm')::uuid;

-- The row that a link without an account may see: a consent or an invitation.
create function vault.link(kind text) returns uuid language sql stable strict parallel safe
    return vault.claim(2, kind)::uuid;

create function vault.at() returns timestamptz language sql stable parallel safe
    return vault.claim(3)::timestamptz;

-- Every id is made here, never by a client: a client's id would be an oracle (does this one exist?).
create function vault.new_id() returns uuid language sql volatile set search_path = '' as $$
    select gen_random_uuid()
$$;

create function vault.set_id() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.id := vault.new_id();
    return new;
end $$;

-- Everything private hangs behind a gate: (holder, rung), with rung 0 for "nobody but the holder".
create function vault.gate_of(holder uuid, rung int) returns uuid
language sql immutable strict parallel safe
    return md5(holder::text || '/' || rung::text)::uuid;
