"""What runs while Kunci is up: PostgreSQL, delivery of mail, jobs, the web server; stopped in the opposite order."""

import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import psycopg

from kunci.site import datafolder, demo_folder, keys, postgres, roles
from kunci.site.config import Config, StartError
from kunci.site.system_user import system_user

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

Say = Callable[[str], None]
PORTS_TRIED = 100
CONNECT_SECONDS = 10
WATCH_SECONDS = 1.0
LAST_SECONDS = 10.0  # for the mail that is being handed over, or the piece that is being worked on, at the stop
PAUSE = 30.0
REQUEST_BYTES = 32 * 2**20  # an address book with its pictures; Django's own limits are below it

log = logging.getLogger(__name__)


class Interrupted(SystemExit):
    """A signal came: unwind, and end with 0."""


class Signals:
    """SIGINT and SIGTERM: the first interrupts the main thread, wherever it is; a later one hurries the stop."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.hurried = threading.Event()
        self.hurry: Callable[[], None] | None = None

    def handle(self, number: int, frame: FrameType | None) -> None:
        if not self.stopped.is_set():
            self.stopped.set()
            raise Interrupted(0)
        self.hurried.set()
        if self.hurry is not None:
            self.hurry()

    @contextmanager
    def caught(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def up(config: Config, say: Say, *, anew: bool = False) -> None:
    """Serve until a signal comes; `anew`: a demonstration is made again. Raises StartError, or Interrupted if the
    signal came before the pages were up."""
    signals = Signals()
    with signals.caught(), ExitStack() as stack:
        listener = stack.enter_context(closing(listen(config.host, config.port)))
        config = replace(config, port=listener.getsockname()[1])
        if anew:
            demo_folder.throw_away(config, say)
        stack.enter_context(database(config, signals, say))
        load_django(config)
        from kunci.site import start
        from kunci.site.wsgi import application

        start.migrate()
        link = start.prepare(config)
        if config.demo:
            from kunci.site import demo

            demo.seed(config, say)
        from kunci.site import jobs

        jobs.read_what_is_unread()
        stack.enter_context(thread("delivery", start.deliver_forever, signals))
        stack.enter_context(thread("jobs", jobs.work_forever, signals))
        stack.enter_context(noted_port(config))
        say(f"Kunci is ready:     {config.address}")
        if link:
            say(f"Sign in, once only: {urljoin(config.address + '/', link)}")
        say("Ctrl-C stops it.")
        answer(application, listener, config)
        say("Stopping.")


def load_django(config: Config) -> None:
    """Django with this very configuration."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    os.environ["KUNCI_PORT"] = str(config.port)
    os.environ["KUNCI_DEMO"] = "1" if config.demo else ""
    import django

    django.setup()


# The database


class Watch(threading.Thread):
    """Starts Kunci's own PostgreSQL again if something outside kills it; if that fails, stops Kunci."""

    def __init__(self, cluster: postgres.Cluster, say: Say) -> None:
        super().__init__(name="watch", daemon=True)
        self.cluster = cluster
        self.stopped = threading.Event()
        self.say = say
        self.failure: StartError | None = None

    def run(self) -> None:
        while not self.stopped.wait(WATCH_SECONDS):
            process = self.cluster.process
            if process is not None and process.poll() is None:
                continue
            self.say("PostgreSQL has ended although nobody stopped it: starting it again.")
            try:
                self.cluster.stop()
                self.cluster.start()
            except StartError as error:
                self.failure = error
                os.kill(os.getpid(), signal.SIGTERM)
                return


@contextmanager
def database(config: Config, signals: Signals, say: Say) -> Iterator[None]:
    """A checked database, and the keys that the settings read: before Django is loaded.

    It is Kunci's own, started here and watched, or the one that the two addresses lead to.
    """
    datafolder.make(config)
    if config.demo:
        demo_folder.mark(config)
    if config.owner_url is not None:
        check(config)
        make_keys(config)
        yield
        return
    datafolder.place_cluster(config, system_user(), say)
    cluster = postgres.cluster_of(config, say)
    watch = Watch(cluster, say)
    signals.hurry = cluster.hurry
    try:
        cluster.start()
        check(config)
        make_keys(config)
        watch.start()
        yield
    finally:
        watch.stopped.set()
        if watch.is_alive():
            watch.join()
        cluster.stop()
        signals.hurry = None
        if watch.failure is not None:
            raise watch.failure


def make_keys(config: Config) -> None:
    try:
        keys.ensure(config.keys)
    except OSError as error:
        raise datafolder.cannot_use(config.keys, error) from error


def check(config: Config) -> None:
    """Connect by both addresses and look for what `kunci init-sql` makes. Raises StartError."""
    with connect(config, "owner") as owner, connect(config, "app") as application:
        roles.check_server(owner)
        roles.check_application(owner, application)


def connect(config: Config, role: postgres.Role) -> psycopg.Connection[tuple[Any, ...]]:
    parts = postgres.address(config, role)
    try:
        return psycopg.connect(
            host=parts["HOST"],
            port=parts["PORT"],
            user=parts["USER"],
            password=parts["PASSWORD"],
            dbname=parts["NAME"],
            autocommit=True,
            **({"connect_timeout": CONNECT_SECONDS} | parts["OPTIONS"]),
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise StartError(
            f"The database can't be reached as {parts['USER']}: {reason}.",
            f"Basis data tidak terjangkau sebagai {parts['USER']}: {reason}.",
        ) from None


# What goes on beside the pages


@contextmanager
def thread(name: str, work_forever: Callable[[threading.Event], None], signals: Signals) -> Iterator[None]:
    """Mail goes out, and long work is done, in a thread each; a fault in it is logged and does not end it."""
    stopped = threading.Event()

    def work() -> None:
        while not stopped.is_set():
            try:
                work_forever(stopped)
            except Exception:
                log.exception("The thread %r stopped; it goes on in %s seconds", name, PAUSE)
                stopped.wait(PAUSE)

    running = threading.Thread(target=work, name=name, daemon=True)
    running.start()
    try:
        yield
    finally:
        stopped.set()
        until = time.monotonic() + LAST_SECONDS
        while running.is_alive() and time.monotonic() < until and not signals.hurried.is_set():
            running.join(0.1)


# The web server


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one. Raises StartError."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise StartError(
            f"KUNCI_HOST {host!r} is not an address of this machine: {error.strerror}.",
            f"KUNCI_HOST {host!r} bukan alamat mesin ini: {error.strerror}.",
        ) from None
    end = min(port + PORTS_TRIED, 65536)
    for number in range(port, end):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((where[0], number))
            listener.listen()  # from now on nobody else gets the port
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise StartError(
                f"Kunci can't listen on {host}, port {number}: {error.strerror}.",
                f"Kunci tidak bisa dibuka di {host}, port {number}: {error.strerror}.",
            ) from None
        return listener
    raise StartError(
        f"All ports from {port} to {end - 1} are taken: set KUNCI_PORT to a free one.",
        f"Semua port dari {port} sampai {end - 1} terpakai: isi KUNCI_PORT dengan yang bebas.",
    )


def answer(application: "WSGIHandler", listener: socket.socket, config: Config) -> None:
    """Serve until interrupted; answers that are under way then have five seconds."""
    from waitress.server import create_server
    from waitress.wasyncore import close_all

    from kunci.site.refusal import Channel

    # It would report every request that finds all threads busy for a moment.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: dict[int, object] = {}
    secure = config.public_url is not None and config.public_url.startswith("https:")
    server = create_server(
        application,
        map=sockets,
        sockets=[listener],
        threads=8,
        connection_limit=1000,
        asyncore_use_poll=True,  # select can't look at more than 1024 files
        max_request_body_size=REQUEST_BYTES,
        url_scheme="https" if secure else "http",
        ident=None,
    )
    server.channel_class = Channel
    server.run()
    close_all(sockets)


# Which port it became, for `kunci sign-in` in another terminal


@contextmanager
def noted_port(config: Config) -> Iterator[None]:
    note = _port_note(config)
    note.write_text(f"{config.port}\n")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def at_running_port(config: Config) -> Config:
    """The same configuration with the port that the running Kunci took, if one runs."""
    try:
        return replace(config, port=int(_port_note(config).read_text()))
    except (FileNotFoundError, ValueError):
        return config


def _port_note(config: Config) -> Path:
    return config.data / "port"
