"""What a viewer gets: every answer whole, the mails to them, and the statements that the database ran for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from unittest.mock import patch
from uuid import UUID
from zlib import crc32

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from kunci.actions import mail, sessions
from kunci.actions.mail import Letter
from kunci.models.models import Account
from kunci.reveal import doors, heard_wants, journal, keyring, notices, pages
from tests.secrecy import surfaces_notices, surfaces_signing  # noqa: F401 - their cases count with the others
from tests.secrecy.kinds import Kind
from tests.secrecy.knowledge import Knowledge, ids, letters_to
from tests.secrecy.surfaces import ABSENT, CASES, Ask, asks_of_absent, asks_of_known, chosen, known_to
from tests.secrecy.viewers import Viewer
from tests.secrecy.worlds import World

_SAVEPOINT = re.compile(r'"s\d+_x\d+"')
_OLDER = re.compile(rb'rel="next" href="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """`statements`: each with the number of rows it gave or touched. `letters`: mails to the viewer that it wrote."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cookies: str
    statements: tuple[tuple[str, int], ...]
    letters: tuple[Letter, ...]

    def without(self, id: UUID) -> Answer:
        """The same with this id, or the one that is nobody's, taken out wherever the page says it back."""

        def out(text: str) -> str:
            for one in (id, ABSENT):
                text = text.replace(str(one), "ID").replace(one.hex, "ID")
            return text

        return Answer(
            self.status,
            tuple((name, out(value)) for name, value in self.headers if name != "Content-Length"),
            out(self.body.decode()).encode(),
            out(self.cookies),
            self.statements,
            self.letters,
        )


class Browser:
    """Sends requests with the viewer's session through all of Django but its sockets; what is posted is taken back."""

    def __init__(self, world: World, viewer: Viewer) -> None:
        self.viewer = viewer
        self._world = world
        world.enter("common")
        self._handler = BaseHandler()
        self._handler.load_middleware()
        self._requests = RequestFactory(SERVER_NAME="localhost")
        self._email = ""
        self._letters: list[Letter] = []
        if viewer.account is not None:
            account = Account.objects.get(id=viewer.account)
            self._email = account.email
            world.work.rewind("session-")
            session = SessionStore()
            session[SESSION_KEY] = str(account.id)
            session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
            session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            session["noted"] = session["proved"] = world.now.timestamp()
            session.save()
            sessions.seen(account.id, str(session.session_key), "Firefox/1 Linux", world.now)
            self._requests.cookies["sessionid"] = str(session.session_key)

    def send(self, ask: Ask) -> Answer:
        request = self._requests.get(ask.path) if ask.data is None else self._requests.post(ask.path, dict(ask.data))
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as Django's own test client does
        self._world.work.rewind("page-")
        self._letters = []
        statements: list[tuple[str, int]] = []

        def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            try:
                return execute(sql, params, many, context)
            finally:
                statements.append((_SAVEPOINT.sub("s", sql), context["cursor"].rowcount))

        # Taken back, also what a GET writes of the session: an answer must not depend on what was asked for before.
        with transaction.atomic():
            with connection.execute_wrapper(counted), patch.object(mail, "post", self._posting(mail.post)):
                response = cast(HttpResponse, self._handler.get_response(request))
                body = response.content
                if ask.follow and response.status_code == 302:
                    after = self._requests.get(response.headers["Location"])
                    body += cast(HttpResponse, self._handler.get_response(after)).content
            transaction.set_rollback(True)
        if response.status_code in (400, 500):
            raise AssertionError(f"{ask.title} is broken: {response.status_code}")
        return Answer(
            response.status_code,
            tuple(sorted(response.headers.items())),
            body,
            response.cookies.output(),
            tuple(statements),
            tuple(self._letters),
        )

    def _posting(self, post: Callable[..., None]) -> Callable[..., None]:
        def posted(letter: Letter, *rest: Any) -> None:
            account = self.viewer.account
            if (self._email and letter.to == self._email) or (account is not None and letter.rings == account.hex):
                self._letters.append(letter)
            post(letter, *rest)

        return posted


@dataclass(frozen=True)
class Look:
    """How closely to look: `size` rows on a page of a list, `most` ids of each kind, beginning at `turn`; `only`: at
    these routes, where they are named; `part`: at this one of so many parts of them, which differ with `turn`."""

    size: int
    turn: int
    most: int = 1
    only: tuple[str, ...] = ()
    part: tuple[int, int] = (0, 1)

    def at(self, route: str) -> bool:
        part, parts = self.part
        return (not self.only or route in self.only) and (crc32(route.encode()) + self.turn) % parts == part


@dataclass(frozen=True)
class Snapshot:
    answers: dict[str, Answer]
    mails: tuple[str, ...]
    routes: dict[str, str] = field(default_factory=dict)  # of each answer

    def at(self, look: Look) -> Snapshot:
        """What of it a look would have seen."""
        seen = {title: answer for title, answer in self.answers.items() if look.at(self.routes[title])}
        return Snapshot(seen, self.mails, self.routes)


def snapshot(browser: Browser, knows: Knowledge, look: Look) -> Snapshot:
    """Everything the viewer gets; lists are followed one page on."""
    known = known_to(browser.viewer, knows)
    answers: dict[str, Answer] = {}
    routes: dict[str, str] = {}
    with pages_of(look.size):
        for ask in asks_of_known(known, look.turn, look.most):
            if not look.at(ask.route):
                continue
            answer = answers[ask.title] = browser.send(ask)
            routes[ask.title] = ask.route
            older = _OLDER.search(answer.body) if ask.method == "GET" else None
            if older:
                further = Ask(ask.route, ask.path.partition("?")[0] + older[1].decode().replace("&amp;", "&"))
                answers[further.title] = browser.send(further)
                routes[further.title] = ask.route
    return Snapshot(answers, tuple(letters_to(known.email, browser.viewer.account)), routes)


def absent(browser: Browser, knows: Knowledge, look: Look) -> dict[str, Answer]:
    """What the viewer gets where they ask for what never was. In one of two worlds: in the other they ask for what is
    hidden, and get the same."""
    asks = asks_of_absent(known_to(browser.viewer, knows))
    with pages_of(look.size):
        return {ask.title: browser.send(ask) for ask in asks if look.at(ask.route)}


def hidden_and_absent(
    browser: Browser, knows: Knowledge, look: Look, before: dict[Kind, set[UUID]], absent: dict[str, Answer]
) -> list[str]:
    """Where asking for what is hidden differs from asking for what never was, in a world where it was not made.

    Of each kind an id is taken that is not among those `before`, if there is one: this world alone made it, in secret.
    """
    known, mentioned = known_to(browser.viewer, knows), knows.all_ids()
    pairs: dict[str, tuple[Answer | None, Answer | None]] = {}
    for kind, exist in all_ids().items():
        unknown = sorted(id for id in exist if str(id) not in mentioned)
        new = [id for id in unknown if id not in before[kind]]
        for id in chosen(new or unknown, look.turn, look.most):
            for case in (case for case in CASES if case.kind == kind and look.at(case.route)):
                for ask, nothing in zip(case.asks(known, id), case.asks(known, ABSENT), strict=True):
                    never = absent[nothing.title].without(ABSENT)
                    pairs[f"hidden {kind}: {ask.title}"] = (never, browser.send(ask).without(id))
    return differences(pairs)


def all_ids() -> dict[Kind, set[UUID]]:
    return {kind: ids(kind) for kind in sorted({case.kind for case in CASES if case.kind is not None})}


def compare(one: Snapshot, other: Snapshot) -> list[str]:
    """What differs between two snapshots, each in a line or a few; empty if nothing does."""
    titles = list(dict.fromkeys([*one.answers, *other.answers]))
    found = differences({title: (one.answers.get(title), other.answers.get(title)) for title in titles})
    if one.mails != other.mails:
        found.append(f"mails: {len(one.mails)} | {len(other.mails)}: {[*one.mails, *other.mails][-1]}")
    return found


def differences(pairs: dict[str, tuple[Answer | None, Answer | None]]) -> list[str]:
    return [f"{title}: {_difference(one, other)}" for title, (one, other) in pairs.items() if one != other]


def _difference(one: Answer | None, other: Answer | None) -> str:
    if one is None or other is None:
        return "asked for in one world only"
    if one.headers != other.headers:
        apart = sorted(set(one.headers) ^ set(other.headers))
        if [name for name, _ in apart] != ["Content-Length"] * len(apart):
            return f"status {one.status} | {other.status}, headers: {apart}"
    for name in ("status", "letters", "cookies"):
        if getattr(one, name) != getattr(other, name):
            return f"{name}: {getattr(one, name)} | {getattr(other, name)}"
    if one.body != other.body:
        at = next((n for n, pair in enumerate(zip(one.body, other.body, strict=False)) if pair[0] != pair[1]), -1)
        parts = (text.body[max(at - 60, 0) : at + 80].decode(errors="replace") for text in (one, other))
        return "body: " + " | ".join(repr(part) for part in parts)
    return "statements: " + _first_apart(one.statements, other.statements)


def _first_apart(one: Sequence[tuple[str, int]], other: Sequence[tuple[str, int]]) -> str:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return f"{mine} | {theirs}"
    longer = max(one, other, key=len)
    return f"{len(one)} | {len(other)}: {longer[min(len(one), len(other))]}"


class pages_of:
    """Lists cut after so many rows instead of fifty."""

    def __init__(self, size: int) -> None:
        self._patches = [
            patch.object(module, "cut", lambda rows, after, _=0: pages.cut(rows, after, size))
            for module in (doors, heard_wants, journal, keyring, notices)
        ]

    def __enter__(self) -> None:
        for one in self._patches:
            one.start()

    def __exit__(self, *_: object) -> None:
        for one in self._patches:
            one.stop()
