"""How many statements each page sends, and each function of the read door behind them.

What a page sends with much on it is asked in tests/secrecy/test_statements.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.urls import reverse

from kunci.actions import sessions
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import (
    deciding,
    doors,
    exchanges,
    handovers,
    journal,
    keyring,
    notices,
    partners,
    readiness,
    record,
    today,
)
from kunci.web import clock
from tests.bench.generate import Subject, World

MOST = 12


def counts(world: World) -> dict[str, int]:
    """Statements of each page and function for one ordinary member; beginning and ending a transaction not counted."""
    who = world.typical[0]
    door = doors.doors(who.id, world.now).rows[0].id
    found = {f"reveal {name}": _count(run) for name, run in _functions(who, door, world).items()}
    client = signed_in(who, world)
    with patch.object(clock, "now", lambda: world.now):
        for name, path in _paths(who, door).items():
            found[f"page {name}"] = _count(partial(get, client, path))
    return found


def unmet(found: dict[str, int]) -> list[str]:
    return [f"{name}: {count} statements, and the goal is {MOST}" for name, count in found.items() if count > MOST]


def table(found: dict[str, int]) -> str:
    return "\n".join(["statements", *(f"{count:4}  {name}" for name, count in found.items())])


def _functions(who: Subject, door: Any, world: World) -> dict[str, Callable[[], object]]:
    me, now, partner, steps = who.id, world.now, who.partners[0], who.steps
    return {
        "doors.doors": lambda: doors.doors(me, now),
        "doors.doors, searching": lambda: doors.doors(me, now, q="kepala"),
        "doors.door": lambda: doors.door(me, now, door),
        "keyring.keyring": lambda: keyring.keyring(me, now),
        "keyring.own_key": lambda: keyring.own_key(me, now, who.key),
        "keyring.openable": lambda: keyring.openable(me, now, partner, Rung.TRUSTED),
        "partners.partners": lambda: partners.partners(me, now),
        "partners.relation": lambda: partners.relation(me, now, partner),
        "exchanges.exchanges": lambda: exchanges.exchanges(me, now),
        "exchanges.asked": lambda: exchanges.asked(me, now, steps.asking),
        "deciding.decide": lambda: deciding.decide(me, now, steps.agreed),
        "exchanges.offer": lambda: exchanges.offer(me, now, steps.offer),
        "handovers.handover": lambda: handovers.handover(me, now, steps.handover),
        "record.record": lambda: record.record(me, now),
        "notices.notices": lambda: notices.notices(me, now),
        "readiness.ready": lambda: readiness.ready(me, now, partner),
        "readiness.offering": lambda: readiness.offering(me, now, who.key),
        "today.today": lambda: today.today(me, now),
        "journal.journal": lambda: journal.journal(me, now),
    }


def _paths(who: Subject, door: Any) -> dict[str, str]:
    weekly = ("one_to_ones", "network", "calendar", "encounter_show", "today_contacts")
    lists = (*weekly, "today", "journal", "keyring", "partners", "doors", "exchanges", "record", "notices")
    forms = ("import_cards", "key_new", "invite", "profile", "duplicates", "audience", "card")
    return {
        **{name: reverse(name) for name in (*lists, *forms)},
        "key": reverse("key", args=[who.key]),
        "key_edit": reverse("key_edit", args=[who.key]),
        "key_open": reverse("key_open", args=[who.key]),
        "partner": reverse("partner", args=[who.partners[0]]),
        "one_to_one_new": reverse("one_to_one_new", args=[who.partners[0]]),
        "grant": reverse("grant", args=[who.partners[0]]) + "?rung=2",
        "merge": reverse("merge", args=[who.key]),
        "offer_new": reverse("offer_new", args=[who.key]),
        "ready": reverse("ready", args=[who.partners[0]]),
        "request": reverse("request", args=[who.steps.asking]),
        "decide": reverse("decide", args=[who.steps.waiting]),
        "decide, agreed": reverse("decide", args=[who.steps.agreed]),
        "hand_over": reverse("hand_over", args=[who.steps.agreed]),
        "handover": reverse("handover", args=[who.steps.handover]),
        "offer": reverse("offer", args=[who.steps.offer]),
        "eyes": reverse("eyes", args=[who.partners[0]]),
        "keyring, filtered": reverse("keyring") + "?opened=yes&show=keys&city=Surabaya",
        "keyring, filtered and searching": reverse("keyring") + "?q=kepala&opened=yes&show=keys&city=Surabaya",
        "door": reverse("door", args=[door]),
        "doors, searching": reverse("doors") + "?q=kepala",
        "keyring, searching": reverse("keyring") + "?q=kepala",
    }


def signed_in(who: Subject, world: World) -> Client:
    """With a session that was noted when it began, as signing in does."""
    account, _ = Account.objects.get_or_create(id=who.id, defaults={"email": "bench@kunci.test", "language": "id"})
    session = SessionStore()
    session[SESSION_KEY] = str(account.id)
    session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["noted"] = world.now.timestamp()
    session.save()
    sessions.seen(account.id, str(session.session_key), "", world.now)
    client = Client(raise_request_exception=True)
    client.cookies["sessionid"] = str(session.session_key)
    return client


def get(client: Client, path: str) -> None:
    response = client.get(path, headers={"host": "localhost"})
    if response.status_code != 200:
        raise AssertionError(f"{path} answered {response.status_code}")


@contextmanager
def counting() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: Any, many: bool, context: dict[str, object]) -> object:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def _count(run: Callable[[], object]) -> int:
    with counting() as sent:
        run()
    return len(sent)
