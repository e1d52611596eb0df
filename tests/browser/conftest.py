"""Chromium from the system, a Kunci to look at, and people to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.nextsteps import next_steps
from kunci.core.reasons import curve
from kunci.models.models import Account
from kunci.web import clock
from tests import cast as casting
from tests.browser.installation import Installation, answering, empty
from tests.browser.person import Audit, Device, Person
from tests.browser.watch import Watch
from tests.cast import Cast

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 6
LOCALES = {"id": "id-ID", "en": "en-GB"}
NewPerson = Callable[[Device, str], Person]
NewMember = Callable[[Device, str, UUID], Person]


def _compile() -> None:
    """What a partner's page adds up is compiled once for each checkout: longer than a page is waited for."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    rows = [
        Evidence("a", Kind.PRIOR, date(2026, 1, 5), since=date(2020, 1, 1), often=Often.MONTHLY),
        Evidence("b", Kind.PROMISE_KEPT, date(2026, 9, 1)),
        Evidence("c", Kind.VOUCH, date(2026, 9, 2), weight=0.5),
    ]
    curve(rows, now - timedelta(days=60), now, 10)
    next_steps(rows, now)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
    if program is None:
        pytest.fail("The browser tests need Chromium: apt-get install chromium", pytrace=False)
    expect.set_options(timeout=SECONDS * 1000)
    _compile()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def installation(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Installation]:
    # A connection ends with its request, so that none is left when the pages are no longer served.
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    with django_db_blocker.unblock():
        try:
            with answering() as address:
                settings.KUNCI_ADDRESS = address
                settings.KUNCI_MAIL_FOLDER = tmp_path
                yield Installation(address, tmp_path)
        finally:
            empty()


@pytest.fixture
def watch(installation: Installation) -> Iterator[Watch]:
    watch = Watch(installation.address)
    yield watch
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture
def audit() -> Iterator[Audit]:
    """Of every page that somebody arrives at."""
    audit = Audit()
    yield audit
    assert not audit.wrong, "\n".join(audit.wrong)


@pytest.fixture
def person(chromium: Browser, installation: Installation, watch: Watch, audit: Audit) -> Iterator[NewPerson]:
    """Makes somebody with a browser of their own: person(device, language)."""
    contexts = []

    def make(device: Device, language: str) -> Person:
        context = chromium.new_context(
            viewport={"width": device.width, "height": device.height},
            has_touch=device.touch,
            is_mobile=device.touch,
            java_script_enabled=device.scripts,
            locale=LOCALES[language],
            reduced_motion="reduce",
            service_workers="allow" if device.installed else "block",
        )
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        watch.over(context)
        return Person(context.new_page(), installation.address, language, audit)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def cast(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small cast of all tests, committed; pages look at its clock."""
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def signed_in(person: NewPerson) -> NewMember:
    """Somebody whose browser holds a session already: signed_in(device, language, account)."""

    def make(device: Device, language: str, account: UUID) -> Person:
        Account.objects.filter(id=account).update(language=language)
        session = SessionStore()
        session[SESSION_KEY] = str(account)
        session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
        session[HASH_SESSION_KEY] = Account.objects.get(id=account).get_session_auth_hash()
        session["proved"] = clock.now().timestamp()
        session.save()
        someone = person(device, language)
        name, value = django_settings.SESSION_COOKIE_NAME, str(session.session_key)
        someone.context.add_cookies(
            [{"name": name, "value": value, "url": someone.address, "httpOnly": True, "sameSite": "Lax"}]
        )
        return someone

    return make
