"""Under which account PostgreSQL runs: Kunci's own, or, since it refuses to run as root, one made for it."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kunci.site.config import StartError

NAME = "kunci-postgres"


@dataclass(frozen=True)
class SystemUser:
    """`uid` and `gid` of PostgreSQL's processes; None means: the same as Kunci's own."""

    uid: int | None
    gid: int | None

    @property
    def number(self) -> int:
        return os.geteuid() if self.uid is None else self.uid

    def own(self, path: Path) -> None:
        """Give a file or folder that Kunci made to PostgreSQL."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def run(
        self, command: list[str], *, environ: dict[str, str] | None = None, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this user; a Ctrl-C at the terminal does not reach it."""
        return subprocess.run(
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            env=clean_environ() | (environ or {}),
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            start_new_session=True,
        )

    def start(self, command: list[str], *, log: Path) -> subprocess.Popen[bytes]:
        """Start a command that goes on by itself, its output in `log`; a Ctrl-C does not reach it."""
        with log.open("wb") as output:
            return subprocess.Popen(
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
                env=clean_environ(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                umask=0o077,
                start_new_session=True,
            )

    def reaches(self, folder: Path) -> bool:
        """Whether this user may enter the folder: tried, for rights have more sources than mode bits."""
        return self.uid is None or self.run(["/bin/sh", "-c", 'cd "$0"', str(folder)]).returncode == 0


def clean_environ() -> dict[str, str]:
    """Nothing of the caller's PGDATA, PGOPTIONS and so on; messages in English, since start-up reads them."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def system_user() -> SystemUser:
    """The user to run PostgreSQL as; as root one is made for it, or StartError says why not."""
    if os.geteuid() != 0:
        return SystemUser(uid=None, gid=None)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make()
        entry = pwd.getpwnam(NAME)
    return SystemUser(uid=entry.pw_uid, gid=entry.pw_gid)


def _make() -> None:
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", NAME]
    else:  # the small systems have only BusyBox's
        command = ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", NAME]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        failed = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        failed = str(error)
    try:
        pwd.getpwnam(NAME)  # another Kunci may have made it in the same moment
    except KeyError:
        raise StartError(
            f"PostgreSQL can't run as root, and the system user {NAME} could not be made ({failed}): "
            "make it yourself or start Kunci as an ordinary user.",
            f"PostgreSQL tidak bisa berjalan sebagai root, dan pengguna {NAME} gagal dibuat ({failed}): "
            "buatlah sendiri atau jalankan Kunci sebagai pengguna biasa.",
        ) from None
