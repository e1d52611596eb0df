"""What start-up does once the database is there: the first link, the demonstration made once, delivery."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kunci.actions import accounts, mail
from kunci.models.models import Account
from kunci.site import (
    config,
    demo,
    demo_asked,
    demo_between,
    demo_calendar,
    demo_character,
    demo_counted,
    demo_meetings,
    demo_mentors,
    demo_others,
    demo_promises,
    demo_story,
    demo_wants,
    start,
)
from kunci.site.config import StartError

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DEMO = config.load({"KUNCI_DEMO": "1"})


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a story of it in which Wening invites one person: short(who)."""

    def tell(invited: str) -> None:
        for part in ("REGARDS", "NAMED", "OPEN_INVITATIONS", "CIRCLES", "TO_CONFIRM"):
            monkeypatch.setattr(demo_story, part, ())
        for part in ("EXCHANGES", "OFFERS", "READY", "CARDS"):
            monkeypatch.setattr(demo_asked, part, ())
        for part in ("REGARDS", "EXCHANGES"):
            monkeypatch.setattr(demo_counted, part, ())
        monkeypatch.setattr(demo_wants, "WANTS", ())
        monkeypatch.setattr(demo_mentors, "MENTORED", ())
        monkeypatch.setattr(demo_calendar, "CALENDARS", ())
        monkeypatch.setattr(demo_promises, "PROMISES", ())
        monkeypatch.setattr(demo_meetings, "MEETINGS", ())
        for part in ("CARDS", "IMPRESSIONS", "FEELINGS", "PRACTISED"):
            monkeypatch.setattr(demo_character, part, ())
        for part in ("CHAINS", "FIRST_STEPS"):
            monkeypatch.setattr(demo_between, part, ())
        for part in ("KEYS", "IMPORTED", "WORDS"):
            monkeypatch.setattr(demo, part, ())
        monkeypatch.setattr(demo_others, "ACQUAINTED", ())
        monkeypatch.setattr(demo_others, "others", lambda: demo_others.Others((), (), ()))
        monkeypatch.setattr(demo_story, "ACQUAINTED", ((3, "wening", invited),))

    return tell


@pytest.mark.django_db
def test_seeding_twice_changes_nothing(short: Callable[[str], None]) -> None:
    short("bagas")
    demo.seed(DEMO)
    before = sorted(Account.objects.values_list("id", "email"))
    demo.seed(DEMO)
    assert sorted(Account.objects.values_list("id", "email")) == before
    assert {email for _, email in before} == {"wening@contoh.example", "bagas@contoh.example"}


@pytest.mark.django_db
def test_a_seeding_that_is_interrupted_leaves_nothing_behind(short: Callable[[str], None]) -> None:
    short("nobody")
    with pytest.raises(KeyError):
        demo.seed(DEMO)
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_a_new_kunci_gets_one_link_until_it_has_a_member() -> None:
    settings = config.load({})
    first, again = start.prepare(settings), start.prepare(settings)
    assert first is not None
    assert again is not None
    founder = Account.objects.get()
    for path in (first, again):
        assert accounts.account_of_link(path.strip("/").split("/")[-1]) == founder
    accounts.found(founder, "Sari", "", "", "sari@kunci.test", NOW)
    assert start.prepare(settings) is None


@pytest.mark.django_db
def test_a_link_is_over_once_it_was_used() -> None:
    path = start.prepare(config.load({}))
    assert path is not None
    assert Client().post(path).status_code == 302
    assert Client().post(path).status_code == 404


@pytest.mark.django_db
def test_the_demonstration_says_where_to_choose_whom_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.prepare(DEMO) is None
    assert capsys.readouterr().out == "Sign in as anybody: http://127.0.0.1:8600/contoh/\n"
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_the_operator_gets_a_link_for_an_address_and_a_sentence_for_none() -> None:
    sari = Account.objects.open("sari@kunci.test", "id")
    Account.objects.open("", "id")
    path = start.sign_in_link(" Sari@Kunci.test ")
    assert accounts.account_of_link(path.strip("/").split("/")[-1]) == sari
    for nobody in ("joko@kunci.test", ""):
        with pytest.raises(StartError, match="Nobody signs in"):
            start.sign_in_link(nobody)


def test_delivery_goes_on_after_a_fault_and_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[datetime] = []
    stopped = threading.Event()

    def deliver_one(now: datetime, *_others: object) -> bool:
        tried.append(now)
        if len(tried) == 1:
            raise RuntimeError("the database went away")
        if len(tried) == 3:
            stopped.set()
        return len(tried) == 2

    monkeypatch.setattr(mail, "deliver_one", deliver_one)
    monkeypatch.setattr(start, "AFTER_A_FAULT", 0.0)
    monkeypatch.setattr(start, "LOOK_AGAIN", 0.0)
    thread = threading.Thread(target=start.deliver_forever, args=[stopped])
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert len(tried) == 3
    assert tried[2] - tried[0] < timedelta(seconds=10)
