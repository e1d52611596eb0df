"""The files of Kunci's own PostgreSQL: made once, with who may connect, and the settings written at every start."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from kunci.site.datafolder import write_private
from kunci.site.system_user import SystemUser
from kunci.site.wheel import Programs

# Rewritten at every start. What somebody says goes into no log: neither statements nor values.
SETTINGS = {
    "shared_buffers": "128MB",
    "max_connections": "60",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m [%p] %u ",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}


def create(
    pgdata: Path,
    user: SystemUser,
    programs: Programs,
    *,
    superuser_password: str,
    logins: tuple[str, ...],
    durable: bool,
) -> str | None:
    """Make the cluster; the first login is the superuser. Returns what initdb complained of, or None if all is well.

    It is made in a folder beside and renamed when whole: a killed first start leaves nothing half made.
    """
    new = pgdata.with_name("pgdata.new")
    shutil.rmtree(new, ignore_errors=True)
    handed = pgdata.with_name("initdb.password")
    write_private(handed, superuser_password + "\n")
    user.own(handed)
    command = [programs.path("initdb"), "-D", str(new), "-U", logins[0], f"--pwfile={handed}"]
    command += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--text-search-config=simple"]
    # Sorts the same on every machine, and no update of the system changes the order under an index.
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if not durable:
        command.append("--no-sync")
    try:
        done = user.run(command)
    finally:
        handed.unlink()
    if done.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        return done.stderr
    (new / "pg_hba.conf").write_text(f"# Written by Kunci.\nlocal all {','.join(logins)} scram-sha-256\n")
    (new / "postgresql.conf").write_text(
        "include 'kunci.conf'\n# kunci.conf is rewritten at every start; settings of your own go here.\n"
    )
    new.rename(pgdata)
    return None


def write_settings(pgdata: Path, user: SystemUser, settings: Mapping[str, str]) -> None:
    path = pgdata / "kunci.conf"
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    path.write_text("# Written by Kunci at every start.\n" + "".join(lines))
    user.own(path)
