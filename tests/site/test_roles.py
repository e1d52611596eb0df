"""What `kunci init-sql` makes on another server, and how start-up names what is missing there."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kunci.site import postgres, roles, serve
from kunci.site.config import StartError, load
from tests.cluster import TestCluster, start_test_cluster

OWNER, APP = "of-the-owner", "of-the-application"


@pytest.fixture(scope="module")
def other_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestCluster]:
    """A server on which nobody has prepared anything for Kunci: its roles and its database are taken away."""
    server = start_test_cluster(tmp_path_factory.mktemp("other"))
    with psycopg.connect(server.dsn("superuser", "postgres"), autocommit=True) as administrator:
        administrator.execute("drop database kunci")
        for name in ("kunci_owner", "kunci_app", "kunci_reader", "kunci_keeper"):
            administrator.execute(f"drop role {name}")
    administer(server, "kunci")
    yield server
    server.stop()


def administer(server: TestCluster, database: str) -> None:
    """What the page for operators says: save what `kunci init-sql` prints, and run it with psql."""
    script = server.folder.parent / "kunci.sql"
    script.write_text(roles.init_sql())
    psql = [server.program("psql"), "-X", "-v", f"database={database}", "-f", str(script)]
    passwords = {"KUNCI_OWNER_PASSWORD": OWNER, "KUNCI_APP_PASSWORD": APP}
    environ = os.environ | server.libpq("superuser", "postgres") | passwords
    done = subprocess.run(psql, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


def connect(server: TestCluster, user: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    password = {"kunci_owner": OWNER, "kunci_app": APP}[user]
    address = f"host='{server.socket}' user={user} password={password} dbname={database}"
    return psycopg.connect(address, autocommit=True)


def urls(
    server: TestCluster, owner: str = "kunci_owner", app: str = "kunci_app", name: str = "kunci"
) -> dict[str, str]:
    passwords = {"kunci_owner": OWNER, "kunci_app": APP}
    return {
        "KUNCI_OWNER_URL": f"postgresql://{owner}:{passwords[owner]}@/kunci?host={server.socket}",
        "KUNCI_APP_URL": f"postgresql://{app}:{passwords[app]}@/{name}?host={server.socket}",
    }


@pytest.fixture
def database(other_server: TestCluster, request: pytest.FixtureRequest) -> Iterator[str]:
    """A prepared database of its own; whatever the test breaks, on the server too, the script repairs."""
    administer(other_server, "one")
    yield "one"
    with psycopg.connect(other_server.dsn("superuser", "postgres"), autocommit=True) as administrator:
        administrator.execute("drop database one with (force)")
        administrator.execute("revoke kunci_owner from kunci_app")


def test_the_script_makes_all_that_the_check_asks_for(other_server: TestCluster, database: str) -> None:
    with connect(other_server, "kunci_owner", database) as owner, connect(other_server, "kunci_app", database) as app:
        roles.check_server(owner)
        roles.check_application(owner, app)


FAULTS = {
    "has no extension pg_trgm": "drop extension pg_trgm",
    "has no schema clerk that belongs to kunci_owner": "drop schema clerk",
    "has no schema vault that belongs to kunci_owner": "alter schema vault owner to postgres",
    "kunci_app may enter the schema vault": "grant usage on schema vault to kunci_app",
    "kunci_app may not use the schema door": "revoke usage on schema door from kunci_app",
    "The role kunci_app passes over row rules": "alter role kunci_app bypassrls",
    "The role kunci_reader passes over row rules": "alter role kunci_reader superuser",
    "kunci_owner may not act as kunci_reader": "revoke kunci_reader from kunci_owner",
    "The role kunci_keeper passes over row rules": "alter role kunci_keeper bypassrls",
    "kunci_owner may not act as kunci_keeper": "revoke kunci_keeper from kunci_owner",
}


@pytest.mark.parametrize("sentence", FAULTS)
def test_the_check_names_what_is_missing_and_the_script_repairs_it(
    other_server: TestCluster, database: str, sentence: str
) -> None:
    with psycopg.connect(other_server.dsn("superuser", database), autocommit=True) as administrator:
        administrator.execute(FAULTS[sentence])
    with connect(other_server, "kunci_owner", database) as owner:
        with pytest.raises(StartError, match=f"{sentence}.*kunci init-sql"):
            roles.check_server(owner)
        administer(other_server, database)
        if sentence != "has no schema vault that belongs to kunci_owner":
            roles.check_server(owner)


def test_a_missing_role_is_named(other_server: TestCluster, database: str) -> None:
    with psycopg.connect(other_server.dsn("superuser", database), autocommit=True) as administrator:
        administrator.execute("alter role kunci_app rename to somebody")
        try:
            with (
                connect(other_server, "kunci_owner", database) as owner,
                pytest.raises(StartError, match="The server has no role kunci_app: let"),
            ):
                roles.check_server(owner)
        finally:
            administrator.execute("alter role somebody rename to kunci_app")


def test_an_application_that_was_given_the_owners_role_is_refused(other_server: TestCluster, database: str) -> None:
    with psycopg.connect(other_server.dsn("superuser", database), autocommit=True) as administrator:
        administrator.execute("grant kunci_owner to kunci_app")
    with (
        connect(other_server, "kunci_owner", database) as owner,
        pytest.raises(StartError, match="has been granted the role kunci_owner"),
    ):
        roles.check_server(owner)


FORBIDDEN = [
    "select * from vault.secret",
    "create table public.mine ()",
    "create view door.mine as select 1",
    "create temporary table mine ()",
    "select clerk.act()",
    "set role kunci_reader",
    "set role kunci_keeper",
    "set role kunci_owner",
    "create schema mine",
]


def test_the_application_may_do_nothing_beyond_its_doors(other_server: TestCluster, database: str) -> None:
    with connect(other_server, "kunci_owner", database) as owner:
        owner.execute("create table vault.secret (word text)")
        owner.execute("create function clerk.act() returns int language sql as 'select 1'")
    with connect(other_server, "kunci_app", database) as app:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement.encode())


def test_the_application_uses_what_the_owner_makes_in_public(other_server: TestCluster, database: str) -> None:
    with connect(other_server, "kunci_owner", database) as owner:
        owner.execute("create table public.job (id serial, word text)")
        owner.execute("create function public.act() returns int language sql as 'select 1'")
    with connect(other_server, "kunci_app", database) as app:
        app.execute("insert into public.job (word) values ('satu'), ('dua')")
        app.execute("update public.job set word = 'tiga' where id = 2")
        app.execute("delete from public.job where id = 1")
        assert app.execute("select id, word, public.act() from public.job").fetchall() == [(2, "tiga", 1)]


def test_the_owner_makes_views_as_the_reader_but_does_not_read_as_it(other_server: TestCluster, database: str) -> None:
    with connect(other_server, "kunci_owner", database) as owner:
        owner.execute("create table vault.word (word text)")
        owner.execute("insert into vault.word values ('terlihat')")
        owner.execute("grant select on vault.word to kunci_reader")
        owner.execute("set role kunci_reader")
        owner.execute("create view door.word as select word from vault.word")
        owner.execute("grant select on door.word to kunci_app")
        owner.execute("reset role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("select * from door.word")
    with connect(other_server, "kunci_app", database) as app:
        assert app.execute("select * from door.word").fetchall() == [("terlihat",)]


def test_both_addresses_are_tried_before_anything_is_done(other_server: TestCluster) -> None:
    serve.check(load(urls(other_server)))
    with pytest.raises(StartError, match="KUNCI_APP_URL signs in as kunci_owner"):
        serve.check(load(urls(other_server, app="kunci_owner")))
    with pytest.raises(StartError, match="KUNCI_OWNER_URL signs in as kunci_app"):
        serve.check(load(urls(other_server, owner="kunci_app")))


def test_addresses_of_two_databases_are_refused(other_server: TestCluster, database: str) -> None:
    with pytest.raises(StartError, match="lead to different databases"):
        serve.check(load(urls(other_server, name=database)))


def test_a_server_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    nowhere = f"@/kunci?host={tmp_path}"
    config = load(
        {
            "KUNCI_OWNER_URL": f"postgresql://kunci_owner:{OWNER}{nowhere}",
            "KUNCI_APP_URL": f"postgresql://kunci_app:{APP}{nowhere}",
        }
    )
    with pytest.raises(StartError, match="The database can't be reached as kunci_owner") as caught:
        serve.check(config)
    assert OWNER not in f"{caught.value.english} {caught.value.indonesian} {config!r}"


def test_an_address_hands_django_everything_that_libpq_understands() -> None:
    config = load(
        {
            "KUNCI_OWNER_URL": "postgresql://kunci_owner:a%40b@one:5433,two:5434/kunci?sslmode=verify-full",
            "KUNCI_APP_URL": "postgresql://kunci_app@one/kunci",
        }
    )
    assert postgres.address(config, "owner") == {
        "NAME": "kunci",
        "USER": "kunci_owner",
        "PASSWORD": "a@b",
        "HOST": "one,two",
        "PORT": "5433,5434",
        "OPTIONS": {"sslmode": "verify-full"},
    }
