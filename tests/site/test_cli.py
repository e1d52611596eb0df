"""The operator's command from outside: what it prints, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.test import override_settings

from kunci.site import cli, postmaster, serve
from kunci.site.config import StartError
from kunci.site.roles import init_sql
from tests.site.conftest import REPOSITORY, ClusterMaker, Told


def test_one_of_the_two_addresses_alone_ends_with_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUNCI_OWNER_URL", "postgresql://kunci_owner:rahasia@db/kunci")
    monkeypatch.delenv("KUNCI_APP_URL", raising=False)
    assert cli.main(["up"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "kunci: KUNCI_OWNER_URL is set but KUNCI_APP_URL is not: another server needs both addresses.",
        "       KUNCI_OWNER_URL ada tetapi KUNCI_APP_URL tidak: server lain butuh kedua alamat.",
    ]


def test_init_sql_prints_the_script_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init-sql"]) == 0
    assert capsys.readouterr().out == init_sql()


def test_an_unknown_command_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["upp"])
    assert "init-sql" in capsys.readouterr().err


def test_routes_lists_every_address_with_what_its_view_says_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(ROOT_URLCONF="tests.site.urls"):
        assert cli.main(["routes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"name": "home", "path": "/", "methods": ["GET"], "secrecy_case": "own_page"},
        {"name": "inner:key", "path": "/inner/<uuid:key>/", "methods": ["GET", "POST"], "secrecy_case": "one_key"},
        {"name": None, "path": "/inner/bare/", "methods": None, "secrecy_case": None},
    ]


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    with closing(serve.listen("127.0.0.1", free_port())) as first:
        port = first.getsockname()[1]
        with closing(serve.listen("127.0.0.1", port)) as second:
            assert port < second.getsockname()[1] < port + serve.PORTS_TRIED


def test_when_all_ports_are_taken_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with closing(serve.listen("127.0.0.1", free_port())) as first:
        port = first.getsockname()[1]
        with pytest.raises(StartError, match=f"All ports from {port} to {port} are taken"):
            serve.listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(StartError, match=re.escape(host)):
        serve.listen(host, 8600)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_killed_while_kunci_runs_is_started_again(
    home: Path, cluster_at: ClusterMaker, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "WATCH_SECONDS", 0.05)
    cluster = cluster_at(home)
    cluster.start()
    killed = cluster.process
    assert killed is not None
    watch = serve.Watch(cluster, told.append)
    watch.start()
    killed.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        new = postmaster.recorded_pid(cluster.pgdata)
        if new not in {None, killed.pid} and postmaster.is_ready(cluster.pgdata, new or 0):
            break
        time.sleep(0.05)
    watch.stopped.set()
    watch.join()
    assert cluster.process is not None
    assert cluster.process.pid == new
    assert "starting it again" in told


# The command with its own PostgreSQL, the real web server and real signals, but pages and mail from this script.
COMMAND = """
    import sys, time, types
    from kunci.site import cli, serve
    def deliver_forever(stopped):
        stopped.wait()
        print("delivery ended", flush=True)
    def application(environ, start_response):
        time.sleep(float(environ["QUERY_STRING"] or 0))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.url_scheme"].encode()]
    start = types.ModuleType("start")
    start.migrate = lambda: None
    start.prepare = lambda config: "/masuk/sekali/"
    start.sign_in_link = lambda email: f"/masuk/untuk/{email}/"
    start.deliver_forever = deliver_forever
    jobs = types.ModuleType("jobs")
    jobs.work_forever = lambda stopped: stopped.wait()
    jobs.read_what_is_unread = lambda: None
    wsgi = types.ModuleType("wsgi")
    wsgi.application = application
    sys.modules["kunci.site.start"] = start
    sys.modules["kunci.site.jobs"] = jobs
    sys.modules["kunci.site.wsgi"] = wsgi
    serve.load_django = lambda config: None
    sys.exit(cli.main())
"""


class Running:
    """A `kunci` in another process, read line by line."""

    def __init__(self, home: Path, *arguments: str, **environ: str) -> None:
        settings = {"KUNCI_DATA": str(home / "data"), "KUNCI_PORT": str(free_port())} | environ
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(COMMAND), *arguments],
            cwd=REPOSITORY,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self, beginning: str) -> str:
        """The next line that begins so."""
        assert self.process.stdout is not None
        limit = threading.Timer(30, self.process.kill)
        limit.start()
        try:
            return next(line.strip() for line in self.process.stdout if line.startswith(beginning))
        finally:
            limit.cancel()


@contextmanager
def up(home: Path, **environ: str) -> Iterator[Running]:
    running = Running(home, "up", **environ)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.process.communicate(timeout=30)


def server_of(home: Path) -> int | None:
    return postmaster.recorded_pid(home / "data" / "postgres" / "pgdata")


def test_sign_in_asks_the_running_kunci_and_names_the_port_it_took(home: Path) -> None:
    with up(home) as running:
        address = running.line("Kunci is ready:").split()[-1]
        said, complained = Running(home, "sign-in", "sari@example.org").process.communicate(timeout=30)
        assert (said, complained) == (f"{address}/masuk/untuk/sari@example.org/\n", "")
        assert urlopen(address, timeout=10).status == 200


def test_sign_in_alone_starts_the_database_and_stops_it_again(home: Path) -> None:
    said, _ = Running(home, "sign-in", "sari@example.org", KUNCI_PORT="8611").process.communicate(timeout=30)
    assert said == "http://127.0.0.1:8611/masuk/untuk/sari@example.org/\n"
    assert server_of(home) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_prints_its_address_and_a_link_and_a_signal_stops_everything(home: Path, number: signal.Signals) -> None:
    with up(home) as running:
        address = running.line("Kunci is ready:").split()[-1]
        assert running.line("Sign in, once only:").endswith(f"{address}/masuk/sekali/")
        assert urlopen(address, timeout=10).read() == b"http"
        server = server_of(home)
        assert server is not None
        assert postmaster.is_alive(server)
        running.process.send_signal(number)
        said, complained = running.process.communicate(timeout=30)
        assert running.process.returncode == 0
        assert complained == ""
        assert "Stopping." in said
        assert "delivery ended" in said
        assert server_of(home) is None
        assert not (home / "data" / "port").exists()


def test_an_answer_under_way_reaches_its_reader_when_kunci_stops(home: Path) -> None:
    with up(home) as running:
        address = running.line("Kunci is ready:").split()[-1]
        with closing(socket.create_connection(("127.0.0.1", int(address.split(":")[-1])), timeout=10)) as reader:
            reader.sendall(b"GET /?1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            time.sleep(0.3)
            running.process.send_signal(signal.SIGTERM)
            with reader.makefile("rb") as answer:
                assert answer.read().endswith(b"\r\n\r\nhttp")


def test_a_request_that_is_too_large_gets_a_sentence_before_it_is_sent(home: Path) -> None:
    with up(home) as running:
        address = running.line("Kunci is ready:").split()[-1]
        with closing(socket.create_connection(("127.0.0.1", int(address.split(":")[-1])), timeout=10)) as sender:
            sender.sendall(b"POST /kunci/ambil/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n")
            with sender.makefile("rb") as answer:
                said = answer.read().decode()
        assert said.startswith("HTTP/1.1 413 ")
        assert "Paling besar 20 MB. Ekspor lagi tanpa foto" in said
        assert "20 MB at most. Export it again without photos" in said


def test_a_signal_before_it_is_ready_ends_with_nothing_left(home: Path) -> None:
    with up(home) as running:
        running.line("Making Kunci's own PostgreSQL.")
        running.process.send_signal(signal.SIGINT)
        running.process.communicate(timeout=30)
        assert running.process.returncode == 0
        assert server_of(home) is None


def test_a_second_signal_hurries_and_the_next_start_recovers(home: Path) -> None:
    with up(home) as running:
        running.line("Ctrl-C stops it.")
        running.process.send_signal(signal.SIGINT)
        running.process.send_signal(signal.SIGTERM)
        running.process.communicate(timeout=30)
        assert running.process.returncode == 0
    with up(home) as running:
        running.line("Kunci is ready:")


def test_a_second_kunci_on_the_same_folder_is_told_and_leaves_the_first_alone(home: Path) -> None:
    with up(home) as first:
        address = first.line("Kunci is ready:").split()[-1]
        with up(home) as second:
            _, complained = second.process.communicate(timeout=30)
            assert second.process.returncode == 1
            assert re.match(r"kunci: The data folder .* is in use by another running Kunci", complained)
            assert "Traceback" not in complained
        assert urlopen(address, timeout=10).status == 200


def test_behind_a_public_https_address_pages_know_that_they_are_secure(home: Path) -> None:
    port = free_port()
    with up(home, KUNCI_PORT=str(port), KUNCI_PUBLIC_URL="https://kunci.example") as running:
        assert running.line("Sign in, once only:").endswith(" https://kunci.example/masuk/sekali/")
        assert urlopen(f"http://127.0.0.1:{port}/", timeout=10).read() == b"https"
