"""The operator's command."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urljoin

from kunci.site import config, routes, serve
from kunci.site.config import Config, StartError
from kunci.site.postgres import FolderInUse
from kunci.site.roles import init_sql

SETTINGS = """\
settings, from the environment:
  KUNCI_DATA        the data folder (./data): its own PostgreSQL, the keys, the mails
  KUNCI_HOST        where to listen (127.0.0.1)
  KUNCI_PORT        the port (8600), or the next free one
  KUNCI_PUBLIC_URL  the address that others use, such as https://kunci.example
  KUNCI_MAIL_URL    smtp://user:password@host:587 or smtps://...; without it mails go to KUNCI_DATA/mail
  KUNCI_OWNER_URL   } another PostgreSQL instead of its own:
  KUNCI_APP_URL     } postgresql://kunci_owner:...@host/kunci and postgresql://kunci_app:...@host/kunci
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or 1 after one sentence on stderr."""
    asked = _parser().parse_args(arguments)
    try:
        match asked.command:
            case "up":
                serve.up(config.load(os.environ), tell)
            case "demo":
                serve.up(config.load({**os.environ, "KUNCI_DEMO": "1"}), tell, anew=asked.reset)
            case "migrate":
                _migrate(config.load(os.environ))
            case "sign-in":
                _sign_in(config.load(os.environ), asked.email)
            case "recompute":
                _recompute(config.load(os.environ), yes=asked.yes)
            case "rotate-keys":
                _rotate_keys(config.load(os.environ), finish=asked.finish)
            case "init-sql":
                print(init_sql(), end="")
            case "routes":
                _routes(config.load(os.environ), as_json=asked.json)
            case "backtest":
                _backtest(asked)
            case "match":
                _match(asked)
    except StartError as error:
        print(f"kunci: {error.english}\n       {error.indonesian}", file=sys.stderr)
        return 1
    except serve.Interrupted:
        return 0
    return 0


def tell(sentence: str) -> None:
    print(sentence, flush=True)


def tell_aside(sentence: str) -> None:
    """For commands whose answer is read by others from stdout."""
    print(sentence, file=sys.stderr, flush=True)


def _migrate(settings: Config) -> None:
    with _database(settings):
        from kunci.site import start

        start.migrate()


def _sign_in(settings: Config, email: str) -> None:
    settings = serve.at_running_port(settings)
    with _database(settings):
        from kunci.site import start

        start.migrate()
        print(urljoin(settings.address + "/", start.sign_in_link(email)))


def _recompute(settings: Config, *, yes: bool) -> None:
    with _database(settings):
        from kunci.site import recompute, start

        start.migrate()
        if yes:
            recompute.do(tell, tell_aside)
        else:
            recompute.preview(tell, tell_aside)


def _rotate_keys(settings: Config, *, finish: bool) -> None:
    with _database(settings, alone=finish):
        from kunci.site import rotation, start

        start.migrate()
        if finish:
            done = rotation.finish(settings.keys, tell_aside)
            tell(f"Wrapped {done:,} more values. The old master keys are forgotten.")
        else:
            done = rotation.rotate(settings.keys, tell_aside)
            tell(f"Wrapped {done:,} values with the new master key.")
            tell("Start Kunci anew, then forget the old one: kunci rotate-keys --finish, while Kunci is stopped.")


@contextmanager
def _database(settings: Config, *, alone: bool = False) -> Iterator[None]:
    """Django on the database: that of the Kunci that runs in another terminal, or started for this command; `alone`:
    not while one runs in this folder."""
    signals = serve.Signals()
    with signals.caught(), ExitStack() as stack:
        try:
            stack.enter_context(serve.database(settings, signals, tell_aside))
        except FolderInUse:
            if alone:
                raise
            serve.check(settings)
        serve.load_django(settings)
        yield


def _routes(settings: Config, *, as_json: bool) -> None:
    serve.load_django(settings)
    found = routes.every_route()
    if as_json:
        print(json.dumps([asdict(route) for route in found], indent=1))
        return
    for route in found:
        print(f"{' '.join(route.methods or ['?']):12} {route.path}  {route.name or ''}")


def _backtest(asked: argparse.Namespace) -> None:
    from kunci.backtest import run
    from kunci.backtest.ledger import Unreadable

    if asked.file is None and (asked.contact is None or asked.attack):
        raise StartError(
            "Name a file of ratings, or one of contacts with --contact.",
            "Sebutkan berkas penilaian, atau berkas kontak dengan --contact.",
        )
    try:
        result = run.backtest(asked.file, asked.contact, attacked=asked.attack)
    except Unreadable as error:
        raise StartError(str(error), "Berkas itu tidak dapat dibaca; baris di atas menyebut sebabnya.") from error
    if asked.json:
        print(run.as_json(result))
        return
    for line in run.as_text(result):
        print(line)


def _match(asked: argparse.Namespace) -> None:
    from kunci import meaning
    from kunci.site import match

    result = match.match(asked.set, encoder_only=asked.encoder_only)
    if meaning.encoder() is None:
        tell_aside("There is no encoder here: matched by words alone.")
        tell_aside("Penyandi makna tidak ada di sini: dicocokkan dengan kata saja.")
    if asked.json:
        print(match.as_json(result))
        return
    for line in match.as_text(result):
        print(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kunci", epilog=SETTINGS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("up", help="run Kunci until Ctrl-C")
    demo = commands.add_parser("demo", help="run a demonstration with forty invented people, in KUNCI_DATA/demo")
    demo.add_argument("--reset", action="store_true", help="throw away what was done in it, and make it anew")
    commands.add_parser("migrate", help="bring the database up to date, without serving")
    sign_in = commands.add_parser("sign-in", help="print a new link with which a member signs in once")
    sign_in.add_argument("email")
    recompute = commands.add_parser(
        "recompute", help="say what the constants of trust, once changed, do to what is open; with --yes, do it"
    )
    recompute.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")
    commands.add_parser("init-sql", help="print what another PostgreSQL's administrator runs once")
    tried = commands.add_parser(
        "backtest", help="measure the arithmetic of standing on dated ratings: source,target,rating,time"
    )
    tried.add_argument("file", nargs="?", type=Path, help="ratings, a row each, with a line of column names")
    tried.add_argument("--contact", type=Path, metavar="FILE", help="dated contacts, source,target,time: measures know")
    tried.add_argument("--attack", action="store_true", help="also what bad will can do on these ratings")
    tried.add_argument("--json", action="store_true")
    matched = commands.add_parser("match", help="measure how well doors are found, on a labelled set of wants and keys")
    matched.add_argument("--set", type=Path, metavar="FILE", required=True, help="JSON: wants, keys, qrels (graded)")
    matched.add_argument("--encoder-only", action="store_true", help="what the plain encoder reaches by itself")
    matched.add_argument("--json", action="store_true")
    rotated = commands.add_parser("rotate-keys", help="wrap every sealed value with a new master key")
    rotated.add_argument("--finish", action="store_true", help="forget the old master keys; while Kunci is stopped")
    listed = commands.add_parser("routes", help="list every address that answers")
    listed.add_argument("--json", action="store_true")
    return parser
