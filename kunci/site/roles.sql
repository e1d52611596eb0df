-- What a PostgreSQL 18 server needs before Kunci can use it. Its administrator (a superuser: the extension "vector",
-- which finds doors by meaning, asks for one) runs this once, with psql, and may run it again at any time:
--
--     kunci init-sql > kunci.sql
--     KUNCI_OWNER_PASSWORD=... KUNCI_APP_PASSWORD=... psql -X -f kunci.sql postgres
--
-- Without the two variables psql asks for the passwords. Then start Kunci with
--
--     KUNCI_OWNER_URL=postgresql://kunci_owner:...@host:5432/kunci
--     KUNCI_APP_URL=postgresql://kunci_app:...@host:5432/kunci

\set ON_ERROR_STOP on
\if :{?database} \else
    \set database kunci
\endif
\getenv owner_password KUNCI_OWNER_PASSWORD
\getenv app_password KUNCI_APP_PASSWORD
\if :{?owner_password} \else
    \prompt 'Password for kunci_owner: ' owner_password
\endif
\if :{?app_password} \else
    \prompt 'Password for kunci_app: ' app_password
\endif

-- kunci_owner owns the tables and migrates. kunci_app serves the pages and sees what the row rules leave it.
-- Two roles log in nowhere and own the views of schema door, through which kunci_app reads and writes:
-- kunci_reader those of what may be anybody's, kunci_keeper that of a holder's own faces.
select format('create role %I', name)
from unnest(array['kunci_owner', 'kunci_app', 'kunci_reader', 'kunci_keeper']) as name
where not exists (select from pg_roles where rolname = name)
\gexec
alter role kunci_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'owner_password';
alter role kunci_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'app_password';
-- Sessions of one role read each other's running statements, and with them the viewer's signed word: so none are shown.
alter role kunci_app set track_activities = off;
alter role kunci_reader nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role kunci_keeper nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
-- The owner may act as the two (to make their views) but does not see with their eyes by accident.
grant kunci_reader, kunci_keeper to kunci_owner with admin false, set true, inherit false;

-- The builtin locale sorts the same on every machine, and an update of the system can't change it under an index.
select format(
    'create database %I owner kunci_owner template template0 encoding ''UTF8'' '
    'locale_provider builtin builtin_locale ''C.UTF-8'' lc_collate ''C'' lc_ctype ''C''',
    :'database')
where not exists (select from pg_database where datname = :'database')
\gexec
alter database :"database" owner to kunci_owner;
alter database :"database" set timezone to 'UTC';
revoke connect, temporary on database :"database" from public;
grant connect on database :"database" to kunci_app;

\connect :"database"

-- pgvector where the server has it: without, doors are found by words alone.
select 'create extension if not exists vector schema public'
where exists (select from pg_available_extensions where name = 'vector')
\gexec
create extension if not exists pg_trgm schema public;

create schema if not exists vault authorization kunci_owner;
create schema if not exists door authorization kunci_owner;
create schema if not exists clerk authorization kunci_owner;
alter schema public owner to kunci_owner;
revoke all on schema public from public;
grant usage on schema public to kunci_app, kunci_reader, kunci_keeper;
revoke all on schema vault from kunci_app;
grant usage on schema vault to kunci_reader, kunci_keeper;
grant usage, create on schema door to kunci_reader, kunci_keeper;
grant usage on schema door, clerk to kunci_app;

-- Before any migration: what the owner makes in schema public (accounts, sessions) the application may use.
alter default privileges for role kunci_owner in schema public
    grant select, insert, update, delete on tables to kunci_app;
alter default privileges for role kunci_owner in schema public
    grant usage, select on sequences to kunci_app;
alter default privileges for role kunci_owner in schema public
    grant execute on functions to kunci_app;
-- PostgreSQL lets everybody run a new function. That default can only be taken away in all schemas at once.
alter default privileges for role kunci_owner
    revoke execute on functions from public;
alter default privileges for role kunci_reader, kunci_keeper
    revoke execute on functions from public;
