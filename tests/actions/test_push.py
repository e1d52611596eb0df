"""A browser is told that something waits: for one session, with the mails, and never what."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django.models import ProcrastinateJob

from kunci.actions import accounts, closing, mail, push, sessions
from kunci.models.models import Account, SignedIn
from tests.actions.conftest import Postbox
from tests.actions.steps import asked_for, refused
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db
ENDPOINT = "https://push.example/abc"


def signed_in(cast: Cast, who: UUID) -> str:
    """A session of theirs; its key."""
    session = SessionStore()
    session["who"] = who.hex
    session.set_expiry(timedelta(days=14))
    session.save()
    assert session.session_key is not None
    sessions.seen(who, session.session_key, "Firefox/1 Linux", cast.now)
    return session.session_key


class Bell:
    """Where it rang; `gone`: those that nobody is at any more."""

    def __init__(self, *gone: str) -> None:
        self.rung: list[str] = []
        self.gone = gone

    def ring(self, endpoint: str, now: datetime) -> bool:
        self.rung.append(endpoint)
        return endpoint not in self.gone


def rung(cast: Cast, bell: Bell | None = None) -> list[str]:
    """Delivers what waits, and does the jobs that this left."""
    bell = bell or Bell()
    while mail.deliver_one(cast.now, Postbox(), "Kunci <kunci@kunci.test>", ADDRESS):
        pass
    for job in ProcrastinateJob.objects.filter(task_name=push.RING).order_by("id"):
        assert set(job.args) == {"account"}, "ids and nothing else"
        push.ring_all(UUID(job.args["account"]), cast.now, bell.ring)
    return bell.rung


def test_the_browsers_of_whoever_is_written_to_are_rung_and_nobody_elses(cast: Cast) -> None:
    first, second, silent = (signed_in(cast, cast.sari) for _ in range(3))
    for number, key in enumerate((first, second)):
        push.on(cast.act(cast.sari), key, f"{ENDPOINT}/{number}")
    push.on(cast.act(cast.budi), signed_in(cast, cast.budi), f"{ENDPOINT}/budi")
    asked_for(cast, cast.sari, cast.budi)
    assert sorted(rung(cast)) == [f"{ENDPOINT}/0", f"{ENDPOINT}/1"]
    assert SignedIn.objects.get(session_key=silent).push == ""


def test_without_an_address_for_mails_it_rings_all_the_same(cast: Cast) -> None:
    push.on(cast.act(cast.sari), signed_in(cast, cast.sari), ENDPOINT)
    Account.objects.filter(id=cast.sari).update(email="")
    asked_for(cast, cast.sari, cast.budi)
    assert rung(cast) == [ENDPOINT]


@pytest.mark.parametrize("how", ["off", "signed out", "ended elsewhere", "run out", "muted", "closed"])
def test_it_is_still_once_it_is_not_wanted_or_the_session_is_over(cast: Cast, how: str) -> None:
    key, other = signed_in(cast, cast.sari), signed_in(cast, cast.sari)
    push.on(cast.act(cast.sari), key, ENDPOINT)
    account = Account.objects.get(id=cast.sari)
    if how == "off":
        push.off(cast.act(cast.sari), key)
    elif how == "signed out":
        sessions.left(key)
    elif how == "ended elsewhere":
        sessions.end_others(cast.act(cast.sari), other)
    elif how == "run out":
        session = SessionStore(key)
        session.set_expiry(cast.now - timedelta(days=1))
        session.save()
    elif how == "muted":
        accounts.set_notices(account, [kind for kind in accounts.NOTICES if kind != "asked"])
    asked_for(cast, cast.sari, cast.budi)
    if how == "closed":
        closing.close_account(cast.act(cast.sari))
        assert not SignedIn.objects.filter(account=cast.sari).exists()
    assert rung(cast) == []


def test_in_quiet_hours_it_waits_with_the_mail(cast: Cast) -> None:
    push.on(cast.act(cast.sari), signed_in(cast, cast.sari), ENDPOINT)
    accounts.set_quiet(Account.objects.get(id=cast.sari), 15, 18)
    asked_for(cast, cast.sari, cast.budi)
    assert rung(cast) == []
    cast.later(0.25)
    assert rung(cast) == [ENDPOINT]


def test_who_is_gone_is_rung_no_second_time(cast: Cast) -> None:
    push.on(cast.act(cast.sari), signed_in(cast, cast.sari), ENDPOINT)
    asked_for(cast, cast.sari, cast.budi)
    assert rung(cast, Bell(ENDPOINT)) == [ENDPOINT]
    assert not SignedIn.objects.exclude(push="").exists()


@pytest.mark.parametrize(
    "endpoint", ["", "x", "http://push.example/a", "https:///a", "https://a:b@push.example/", "https://push.example/ä",
                 "https://push.example/ a", f"https://push.example/{'a' * 1000}", "https://[::1/"]
)  # fmt: skip
def test_what_is_no_address_of_a_push_service_is_refused(cast: Cast, endpoint: str) -> None:
    with refused("push_endpoint"):
        push.on(cast.act(cast.sari), signed_in(cast, cast.sari), endpoint)


def test_a_session_that_is_not_mine_is_not_rung_for_me(cast: Cast) -> None:
    theirs = signed_in(cast, cast.budi)
    with refused("gone"):
        push.on(cast.act(cast.sari), theirs, ENDPOINT)
    push.on(cast.act(cast.budi), theirs, ENDPOINT)
    push.off(cast.act(cast.sari), theirs)
    assert SignedIn.objects.get(session_key=theirs).push == ENDPOINT
