"""What a server must hold before Kunci can migrate: the script that makes it, the check that names what is missing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kunci.site.config import StartError

AGAIN = ": let the server's administrator run what `kunci init-sql` prints."
LAGI = ": minta pengelola server menjalankan keluaran `kunci init-sql`."

# Each selects what is wrong, in the order in which it is worth telling; the first row goes into its sentence.
# 18 is what Kunci's own server is, and nothing older was ever tried.
FAULTS = (
    (
        """select current_setting('server_version')
           where current_setting('server_version_num')::int < 180000""",
        "The server runs PostgreSQL {}, and Kunci needs 18 or later.",
        "Server memakai PostgreSQL {}, sedangkan Kunci perlu 18 atau yang lebih baru.",
    ),
    (
        """select current_setting('server_encoding')
           where current_setting('server_encoding') <> 'UTF8'""",
        "The database is encoded as {}, and Kunci needs UTF8.",
        "Basis data memakai pengodean {}, sedangkan Kunci perlu UTF8.",
    ),
    (
        """select name from unnest(array['kunci_owner', 'kunci_app', 'kunci_reader', 'kunci_keeper']) as name
           where name not in (select rolname from pg_roles)""",
        "The server has no role {}" + AGAIN,
        "Server belum punya peran {}" + LAGI,
    ),
    (
        """select current_user where current_user <> 'kunci_owner'""",
        "KUNCI_OWNER_URL signs in as {} instead of kunci_owner.",
        "KUNCI_OWNER_URL masuk sebagai {}, seharusnya kunci_owner.",
    ),
    (
        """select rolname from pg_roles
           where rolname in ('kunci_app', 'kunci_reader', 'kunci_keeper') and (rolsuper or rolbypassrls)""",
        "The role {} passes over row rules (superuser or bypassrls)" + AGAIN,
        "Peran {} melewati aturan baris (superuser atau bypassrls)" + LAGI,
    ),
    (
        """select granted from (values
               ('kunci_app', 'kunci_owner'), ('kunci_app', 'kunci_reader'), ('kunci_reader', 'kunci_owner'),
               ('kunci_app', 'kunci_keeper'), ('kunci_keeper', 'kunci_owner'), ('kunci_keeper', 'kunci_reader'),
               ('kunci_reader', 'kunci_keeper')
           ) as pair (member, granted)
           where pg_has_role(member, granted, 'MEMBER')""",
        "kunci_app, kunci_reader or kunci_keeper has been granted the role {}: revoke it.",
        "kunci_app, kunci_reader, atau kunci_keeper diberi peran {}: cabutlah.",
    ),
    (
        """select name from unnest(array['kunci_reader', 'kunci_keeper']) as name
           where not pg_has_role('kunci_owner', name, 'SET')""",
        "kunci_owner may not act as {}" + AGAIN,
        "kunci_owner tidak boleh bertindak sebagai {}" + LAGI,
    ),
    (
        """select name from unnest(array['pg_trgm']) as name
           where name not in (select extname from pg_extension)""",
        "The database has no extension {}" + AGAIN,
        "Basis data belum punya ekstensi {}" + LAGI,
    ),
    (
        """select name from unnest(array['vault', 'door', 'clerk', 'public']) as name
           where name not in
               (select nspname from pg_namespace where pg_get_userbyid(nspowner) = 'kunci_owner')""",
        "The database has no schema {} that belongs to kunci_owner" + AGAIN,
        "Basis data belum punya skema {} milik kunci_owner" + LAGI,
    ),
    (
        """select 'vault' where has_schema_privilege('kunci_app', 'vault', 'USAGE')""",
        "kunci_app may enter the schema {}" + AGAIN,
        "kunci_app boleh masuk ke skema {}" + LAGI,
    ),
    (
        """select name from unnest(array['door', 'clerk', 'public']) as name
           where not has_schema_privilege('kunci_app', name, 'USAGE')""",
        "kunci_app may not use the schema {}" + AGAIN,
        "kunci_app tidak boleh memakai skema {}" + LAGI,
    ),
)
NOT_THE_APPLICATION = (
    """select current_user where current_user <> 'kunci_app'""",
    "KUNCI_APP_URL signs in as {} instead of kunci_app.",
    "KUNCI_APP_URL masuk sebagai {}, seharusnya kunci_app.",
)


class Rows(Protocol):
    def fetchall(self) -> Sequence[Sequence[object]]: ...


class Connection(Protocol):
    """A psycopg connection, or whatever runs SQL like one."""

    def execute(self, query: str, /) -> Rows: ...


def init_sql() -> str:
    """The psql script that an administrator runs once, and Kunci runs on its own server at every start."""
    return Path(__file__).with_name("roles.sql").read_text(encoding="utf-8")


def check_server(owner: Connection) -> None:
    """Look for all that `init_sql` makes; StartError names the first thing that is missing or too open."""
    for fault in FAULTS:
        _expect_none(owner, fault)


def check_application(owner: Connection, application: Connection) -> None:
    """The other address: the application's role, in the same database of the same server."""
    _expect_none(application, NOT_THE_APPLICATION)
    place = "select current_database(), pg_postmaster_start_time()"
    if owner.execute(place).fetchall() != application.execute(place).fetchall():
        raise StartError(
            "KUNCI_OWNER_URL and KUNCI_APP_URL lead to different databases.",
            "KUNCI_OWNER_URL dan KUNCI_APP_URL menuju basis data yang berbeda.",
        )


def _expect_none(connection: Connection, fault: tuple[str, str, str]) -> None:
    query, english, indonesian = fault
    rows = connection.execute(query).fetchall()
    if rows:
        raise StartError(english.format(rows[0][0]), indonesian.format(rows[0][0]))
