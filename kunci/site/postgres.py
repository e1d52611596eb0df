"""Kunci's own PostgreSQL: made, started and stopped in one folder, reached by one socket in it, no TCP.

lock      held with flock by the Kunci that runs
pgdata/   PostgreSQL's files
socket/   where clients connect (0700), or a link to a short folder if the path is too long for a socket
log/      PostgreSQL's log, one file for each day of the week; start.log holds the first words of the last start
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TextIO

from psycopg.conninfo import conninfo_to_dict

from kunci.site import datafolder, initdb, postmaster, wheel
from kunci.site.config import Config, StartError
from kunci.site.roles import init_sql
from kunci.site.system_user import NAME, SystemUser, system_user

Role = Literal["owner", "app"]
Say = Callable[[str], None]
USERS = {"superuser": "postgres", "owner": "kunci_owner", "app": "kunci_app"}
DATABASE = "kunci"
PORT = 5432  # only part of the socket's file name
SOCKET_PATH_LIMIT = 103  # bytes, where it is shortest (107 on Linux)
SPACE_TO_CREATE = 256 * 2**20  # a new cluster with its first WAL files, and a copy of the programs
SPACE_TO_START = 64 * 2**20  # WAL, and the checkpoint that ends a recovery
LEFTOVER_SECONDS = 30  # how long the children of a killed server may take to notice


class FolderInUse(StartError):
    """Another Kunci runs on the data folder."""


def say_nothing(sentence: str) -> None:
    """For callers that have no operator to talk to."""


class Cluster:
    """One PostgreSQL in `folder`, its passwords in the file `passwords`; one thread starts and stops it.

    `settings` go over initdb.SETTINGS (tests switch fsync off). `say` gets what takes long, in sentences.
    """

    def __init__(
        self,
        folder: Path,
        passwords: Path,
        *,
        settings: Mapping[str, str] | None = None,
        say: Callable[[str], None] = say_nothing,
    ) -> None:
        self.folder = folder.resolve()
        self.passwords = passwords
        self.settings = initdb.SETTINGS | dict(settings or {})
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self._user = SystemUser(None, None)
        self._programs = wheel.Programs(Path(), "")
        self._lock: TextIO | None = None

    @property
    def pgdata(self) -> Path:
        return self.folder / "pgdata"

    @property
    def socket(self) -> Path:
        """The folder of the socket, short enough to connect to."""
        return (self.folder / "socket").resolve()

    def parts(self, role: str, database: str = DATABASE) -> dict[str, Any]:
        """Django's NAME, USER, PASSWORD, HOST, PORT for a role of USERS; PASSWORD is empty before the first start."""
        return {
            "NAME": database,
            "USER": USERS[role],
            "PASSWORD": datafolder.read_passwords(self.passwords).get(role, ""),
            "HOST": str(self.socket),
            "PORT": str(PORT),
        }

    def libpq(self, role: str, database: str = DATABASE) -> dict[str, str]:
        """The same as environment variables, for psql and pg_dump."""
        parts = self.parts(role, database)
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        return {variable: parts[part] for variable, part in names.items()}

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's programs; known once the cluster was started."""
        return self._programs.path(name)

    # Starting

    def start(self) -> None:
        """Make the cluster if there is none, start it, and wait, however long a recovery takes.

        Raises StartError: the folder is in use by another Kunci, can't be written, or holds another major
        version's data; the disk is full; the server gave up, with its reason.
        """
        try:
            self._user = system_user()
            self._open_folder()
            self._take_lock()
            self._programs = wheel.find(self._user, self.folder)
            self._check()
            if not self.pgdata.exists():
                self._create()
            self._stop_leftover()
            self._open_socket()
            initdb.write_settings(self.pgdata, self._user, self.settings)
            self._launch()
            self.create_database(DATABASE)
        except OSError as error:
            self.stop()
            raise datafolder.cannot_use(self.folder, error) from error
        except BaseException:
            self.stop()
            raise

    def create_database(self, name: str) -> None:
        """Make roles, database, extensions and rights, as far as missing, with the script of `kunci init-sql`."""
        passwords = datafolder.read_passwords(self.passwords)
        environ = self.libpq("superuser", "postgres")
        environ |= {"KUNCI_OWNER_PASSWORD": passwords["owner"], "KUNCI_APP_PASSWORD": passwords["app"]}
        command = [self.program("psql"), "-X", "-q", "-t", "-v", f"database={name}", "-f", "-"]
        # As Kunci's own user: the passwords in its environment are nobody else's to see.
        done = SystemUser(None, None).run(command, environ=environ, text=init_sql())
        if done.returncode != 0:
            raise postmaster.explain(self.folder, done.stderr)

    def _open_folder(self) -> None:
        for folder in (self.folder, self.folder / "log"):
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=True)
                self._user.own(folder)
        owner, wanted = self.folder.stat().st_uid, self._user.number
        if owner != wanted:
            raise StartError(
                f"{self.folder} belongs to user {owner}, and PostgreSQL would run as user {wanted}: start Kunci as "
                "the user who started it first.",
                f"{self.folder} milik pengguna {owner}, sedangkan PostgreSQL akan berjalan sebagai pengguna {wanted}: "
                "jalankan Kunci sebagai pengguna yang pertama kali menjalankannya.",
            )
        if not self._user.reaches(self.folder):
            raise StartError(
                f"PostgreSQL runs as the system user {NAME}, who may not enter {self.folder}: choose another "
                "KUNCI_DATA, or open the folders above it for passing (chmod o+x).",
                f"PostgreSQL berjalan sebagai pengguna {NAME}, yang tidak boleh masuk ke {self.folder}: pilih "
                "KUNCI_DATA lain, atau buka folder di atasnya untuk dilewati (chmod o+x).",
            )

    def _take_lock(self) -> None:
        lock = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            lock.close()
            raise FolderInUse(
                f"The data folder {self.folder} is in use by another running Kunci (process {holder}).",
                f"Folder data {self.folder} sedang dipakai Kunci lain yang berjalan (proses {holder}).",
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _check(self) -> None:
        made = self.pgdata.exists()
        if shutil.disk_usage(self.folder).free < (SPACE_TO_START if made else SPACE_TO_CREATE):
            raise datafolder.disk_full(self.folder)
        if not made:
            return
        major = (self.pgdata / "PG_VERSION").read_text().strip()
        if major != self._programs.major:
            brought = self._programs.version
            raise StartError(
                f"The data in {self.folder} is PostgreSQL {major}'s, and this Kunci brings {brought}: dump it with "
                "the Kunci that made it, and load it into a new folder.",
                f"Data di {self.folder} milik PostgreSQL {major}, sedangkan Kunci ini membawa {brought}: salin "
                "dengan Kunci yang membuatnya, lalu muat ke folder baru.",
            )
        if not datafolder.read_passwords(self.passwords):
            raise StartError(
                f"The passwords of the database in {self.folder} are missing: restore {self.passwords}.",
                f"Kata sandi basis data di {self.folder} tidak ada: pulihkan {self.passwords}.",
            )

    def _create(self) -> None:
        self.say("Making Kunci's own PostgreSQL.")
        passwords = datafolder.read_passwords(self.passwords)
        if not passwords:
            passwords = datafolder.make_passwords(self.passwords, tuple(USERS))
        refused = initdb.create(
            self.pgdata,
            self._user,
            self._programs,
            superuser_password=passwords["superuser"],
            logins=tuple(USERS.values()),
            durable=self.settings["fsync"] != "off",
        )
        if refused is not None:
            raise postmaster.explain(self.folder, refused)

    def _stop_leftover(self) -> None:
        """The lock is ours: a server that still runs here was left by a killed Kunci. End it, never attach to it."""
        pid = postmaster.recorded_pid(self.pgdata)
        if pid is None:
            return
        if not postmaster.serves(pid, self.pgdata):
            # PostgreSQL would refuse to start if the number had been given to another process meanwhile.
            if postmaster.is_alive(pid):
                (self.pgdata / "postmaster.pid").unlink()
            return
        self.say("Stopping the PostgreSQL that a killed Kunci left running.")
        os.kill(pid, signal.SIGINT)
        while postmaster.serves(pid, self.pgdata):
            time.sleep(0.05)

    def _open_socket(self) -> None:
        link = self.folder / "socket"
        self._remove_short_socket()  # left by a killed Kunci, or the data folder was moved
        if len(os.fsencode(link / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            if not link.exists():
                link.mkdir()
                self._user.own(link)
            link.chmod(0o700)
            return
        if link.exists():
            shutil.rmtree(link)
        # mkdtemp: a name that can't be guessed, and mode 0700
        short = Path(tempfile.mkdtemp(prefix="kunci-", dir="/tmp"))
        self._user.own(short)
        link.symlink_to(short)
        self.say(f"The path of {self.folder} is too long for a socket: the socket lies in {short}.")

    def _remove_short_socket(self) -> None:
        link = self.folder / "socket"
        if not link.is_symlink():
            return
        short = link.resolve()
        if short.is_dir():
            for left in short.glob(f".s.PGSQL.{PORT}*"):
                left.unlink(missing_ok=True)
            short.rmdir()
        link.unlink()

    def _launch(self) -> None:
        folder = str(self.socket).replace('"', '""')
        command = [self.program("postgres"), "-D", str(self.pgdata), "-c", "listen_addresses="]
        command += ["-c", f'unix_socket_directories="{folder}"', "-c", f"port={PORT}"]
        began = time.monotonic()
        while True:
            before = postmaster.log_sizes(self.folder)
            self.process = self._user.start(command, log=self.folder / "log" / "start.log")
            if self._wait_until_ready(self.process):
                return
            self.process = None
            told = postmaster.logged_since(self.folder, before)
            # The children of a killed server let go of its shared memory a moment after it.
            if "pre-existing shared memory block" not in told or time.monotonic() - began > LEFTOVER_SECONDS:
                raise postmaster.explain(self.folder, told)
            time.sleep(0.2)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """True once connections are taken, False if the server ended instead. No limit: a recovery may be long."""
        began = time.monotonic()
        tell_at = 5.0
        while process.poll() is None:
            if postmaster.is_ready(self.pgdata, process.pid):
                return True
            waited = time.monotonic() - began
            if waited > tell_at:
                self.say(f"PostgreSQL is still starting or recovering, {waited:.0f} seconds so far.")
                tell_at += 15
            time.sleep(0.02)
        return False

    # Stopping

    def remove(self) -> None:
        """Take all data out of the folder, for a start from nothing. Raises FolderInUse where a Kunci runs on it."""
        if not self.folder.exists():
            return
        self._take_lock()
        try:
            self._stop_leftover()
            for left in (self.pgdata, self.folder / "log"):
                shutil.rmtree(left, ignore_errors=True)
        finally:
            self.stop()

    def stop(self) -> None:
        """End all connections, write everything out, wait, and let go of the folder. Harmless if not started."""
        process, began = self.process, time.monotonic()
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            while process.poll() is None:
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    self.say(f"PostgreSQL is still writing, {time.monotonic() - began:.0f} seconds so far.")
        self.process = None
        if self._lock is not None:
            self._remove_short_socket()
            self._lock.close()
            self._lock = None

    def hurry(self) -> None:
        """End a `stop` under way at once; the next start recovers. Safe in a signal handler."""
        process = self.process
        if process is not None and process.returncode is None:
            process.send_signal(signal.SIGQUIT)


def cluster_of(config: Config, say: Callable[[str], None] = say_nothing) -> Cluster:
    return Cluster(config.data / "postgres", config.keys / "postgres.json", say=say)


def address(config: Config, role: Role) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS (sslmode and the like) of a Django DATABASES entry."""
    url = {"owner": config.owner_url, "app": config.app_url}[role]
    if url is None:
        return {**cluster_of(config).parts(role), "OPTIONS": {}}
    given = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        **{part: str(given.get(name, "")) for part, name in names.items()},
        "OPTIONS": {name: value for name, value in given.items() if name not in names.values()},
    }
