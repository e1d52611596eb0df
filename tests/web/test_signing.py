"""Signing in as the pages say it: the same to everybody, and a session that ends when its owner ends it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from kunci.actions.accounts import NOTICES
from kunci.models.models import Account
from kunci.reveal import signing
from kunci.web import clock
from tests import cast as casting
from tests.actions.steps import passkey
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


def entered(account: Account, browser: str) -> Client:
    from kunci.actions.accounts import sign_in_path

    client = Client(headers={"user-agent": browser})
    assert client.post(sign_in_path(account)).status_code == 302
    return client


def bare(page: bytes) -> str:
    """Without the two tokens that are fresh on every page."""
    return re.sub(r'value="[0-9a-zA-Z-]{36,64}"|X-CSRFToken": "\w+"', "", page.decode())


def test_asking_for_a_code_says_the_same_to_everybody(cast: Cast) -> None:
    pages = [
        bare(Client().post(reverse("sign_in"), {"email": email}).content)
        for email in ("sari@kunci.test", "nobody@kunci.test")
    ]
    assert pages[0] == pages[1]
    assert 'name="code"' in pages[0]


def test_a_session_is_noted_under_its_browser_and_ends_where_its_owner_ends_it(cast: Cast) -> None:
    sari = Account.objects.get(id=cast.sari)
    phone = entered(sari, "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537")
    sari.refresh_from_db()
    laptop = entered(sari, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    page = laptop.get(reverse("sessions")).content.decode()
    assert page.index("Firefox, Linux") < page.index("peramban ini") < page.index("Chrome, Android")
    (other,) = [row.id for row in signing.sessions(cast.sari, cast.now, "") if "Android" in row.browser]
    assert laptop.post(reverse("session_end", args=[other])).status_code == 302
    gone = phone.get(reverse("keyring"))
    assert (gone.status_code, gone.headers["Location"]) == (302, "/")
    assert "Chrome, Android" not in laptop.get(reverse("sessions")).content.decode()
    laptop.post(reverse("sign_out"))
    assert signing.sessions(cast.sari, cast.now, "") == []


def test_the_challenge_for_a_passkey_names_nobody_and_asks_for_a_person(cast: Cast) -> None:
    passkey(cast.sari)
    said = json.loads(Client().post(reverse("sign_in_passkey_begin")).content)["publicKey"]
    assert (said["rpId"], said["userVerification"], said.get("allowCredentials", [])) == ("localhost", "required", [])


def test_settings_change_what_they_say_and_nothing_else(cast: Cast) -> None:
    client = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    said = {"language": "en", "timezone": "Asia/Jayapura", "appearance": "dark", "notices": "handed"}
    assert client.post(reverse("settings"), said).status_code == 302
    page = client.get(reverse("settings")).content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert "Settings saved." in page
    sari = Account.objects.get(id=cast.sari)
    muted = " ".join(kind for kind in NOTICES if kind != "handed")
    assert (sari.timezone, sari.muted, sari.email) == ("Asia/Jayapura", muted, "sari@kunci.test")
    assert client.post(reverse("settings"), {**said, "appearance": "zzz"}).status_code == 200
    assert Account.objects.get(id=cast.sari).appearance == "dark"
