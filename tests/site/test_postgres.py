"""Kunci's own PostgreSQL through everything that happens to a server, on real ones."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from kunci.site import datafolder, postgres
from kunci.site.config import StartError
from kunci.site.postgres import FolderInUse
from kunci.site.system_user import system_user
from tests.site.conftest import REPOSITORY, ClusterMaker, Told, connect, words, write

with_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at processes through /proc")


def test_a_new_cluster_answers_and_keeps_what_was_written(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    write(cluster, "kunci")
    cluster.stop()
    with pytest.raises(psycopg.OperationalError):
        connect(cluster, "app")
    again = cluster_at(home)
    again.start()
    assert words(again) == ["kunci"]


def test_it_stores_utf8_with_checksums_and_writes_before_it_answers(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home, durable=True)
    cluster.start()
    names = ["server_encoding", "data_checksums", "fsync", "synchronous_commit", "timezone", "listen_addresses"]
    with connect(cluster, "app") as connection:
        values = [connection.execute(f"show {name}").fetchone() for name in names]
        locale = connection.execute(
            "select datlocprovider, datlocale from pg_database where datname = 'kunci'"
        ).fetchone()
    assert values == [("UTF8",), ("on",), ("on",), ("on",), ("UTC",), ("",)]
    assert locale in {("b", "C.UTF-8"), (b"b", "C.UTF-8")}


def open_connections(kind: str) -> list[str]:
    table = Path(f"/proc/net/{kind}")
    return table.read_text().splitlines()[1:] if table.exists() else []


@with_proc
def test_its_socket_folder_is_private_and_no_tcp_port_is_open(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    assert cluster.process is not None
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    files = Path(f"/proc/{cluster.process.pid}/fd").iterdir()
    sockets = {os.readlink(file)[8:-1] for file in files if os.readlink(file).startswith("socket:")}
    tcp = [line.split()[9] for name in ("tcp", "tcp6") for line in open_connections(name)]
    assert sockets
    assert not sockets & set(tcp)


def test_every_role_needs_its_password(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    for role in postgres.USERS:
        with connect(cluster, role) as connection:
            assert connection.execute("select current_user").fetchone() == (postgres.USERS[role],)
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(cluster, role, password="guessed")


def test_passwords_lie_in_one_private_file_and_nowhere_else(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    cluster.stop()
    assert stat.S_IMODE(cluster.passwords.stat().st_mode) == 0o600
    assert stat.S_IMODE(cluster.passwords.parent.stat().st_mode) == 0o700
    secrets = [word.encode() for word in datafolder.read_passwords(cluster.passwords).values()]
    assert len(set(secrets)) == len(postgres.USERS)
    for path in cluster.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [secret for secret in secrets if secret in content], path


def test_what_a_failed_statement_said_is_in_no_log(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    with connect(cluster, "owner") as connection:
        connection.execute("create table public.name (name text unique)")
        connection.execute("insert into public.name values ('Sari Rahasia')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into public.name values ('Sari Rahasia')")
    cluster.stop()
    logged = "".join(path.read_text() for path in (cluster.folder / "log").iterdir())
    assert "duplicate key value" in logged
    assert "Sari" not in logged


def test_a_killed_server_recovers_on_the_next_start(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    write(cluster, "sebelum")
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait()
    cluster.stop()
    again = cluster_at(home)
    again.start()
    assert words(again) == ["sebelum"]


def test_a_hurried_stop_loses_nothing_that_was_committed(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    write(cluster, "sebelum")
    cluster.hurry()
    cluster.stop()
    again = cluster_at(home)
    again.start()
    assert words(again) == ["sebelum"]


def test_the_server_that_a_killed_kunci_left_is_stopped_and_started_anew(
    home: Path, cluster_at: ClusterMaker, told: Told
) -> None:
    with other_kunci(home) as other:
        other.kill()
    left = int((home / "postgres" / "pgdata" / "postmaster.pid").read_text().split()[0])
    cluster = cluster_at(home)
    cluster.start()
    assert cluster.process is not None
    assert cluster.process.pid != left
    assert "left running" in told
    assert words(cluster) == ["dari yang lain"]


def test_a_folder_in_use_is_refused_and_the_other_goes_on(home: Path, cluster_at: ClusterMaker) -> None:
    with other_kunci(home) as other:
        cluster = cluster_at(home)
        with pytest.raises(FolderInUse, match=f"in use by another running Kunci .process {other.pid}"):
            cluster.start()
        cluster.stop()
        assert words(cluster) == ["dari yang lain"]
        other.terminate()


class other_kunci:
    """Another process that runs a cluster in `home`, has written a word, and ends in order when terminated."""

    SCRIPT = """
        import signal, sys
        from pathlib import Path
        from kunci.site.postgres import Cluster
        from tests.site.conftest import write
        home = Path(sys.argv[1])
        cluster = Cluster(home / "postgres", home / "keys" / "postgres.json", settings={"fsync": "off"})
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        try:
            cluster.start()
            write(cluster, "dari yang lain")
            print("ready", flush=True)
            signal.pause()
        finally:
            cluster.stop()
    """

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(self.SCRIPT), str(home)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> subprocess.Popen[str]:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self.process

    def __exit__(self, *_: object) -> None:
        assert self.process.stdout is not None
        self.process.wait(20)
        self.process.stdout.close()


def test_a_process_number_given_to_somebody_else_does_not_stop_the_start(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    cluster.stop()
    stale = cluster.pgdata / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{cluster.pgdata}\n{int(time.time())}\n5432\n/tmp\n\n  1 1\nready\n")
    again = cluster_at(home)
    again.start()
    assert again.process is not None
    assert again.process.poll() is None


def test_data_of_another_major_version_is_refused(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    cluster.stop()
    (cluster.pgdata / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match=r"is PostgreSQL 17's, and this Kunci brings 18\."):
        cluster_at(home).start()


def test_a_cluster_without_its_passwords_is_refused_and_left_alone(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    write(cluster, "tetap")
    cluster.stop()
    kept = cluster.passwords.rename(home / "aside.json")
    with pytest.raises(StartError, match=r"restore .*postgres\.json"):
        cluster_at(home).start()
    kept.rename(cluster.passwords)
    again = cluster_at(home)
    again.start()
    assert words(again) == ["tetap"]


def test_a_first_start_that_was_cut_short_begins_again(home: Path, cluster_at: ClusterMaker) -> None:
    half = home / "postgres" / "pgdata.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    system_user().own(home / "postgres")
    cluster = cluster_at(home)
    cluster.start()
    assert not half.exists()
    write(cluster, "utuh")
    assert words(cluster) == ["utuh"]


def test_a_signal_to_the_terminal_does_not_reach_the_server(home: Path, cluster_at: ClusterMaker) -> None:
    cluster = cluster_at(home)
    cluster.start()
    assert cluster.process is not None
    assert os.getsid(cluster.process.pid) != os.getsid(0)
    assert os.getpgid(cluster.process.pid) != os.getpgid(0)
    cluster.process.send_signal(signal.SIGCONT)
    assert cluster.process.poll() is None
