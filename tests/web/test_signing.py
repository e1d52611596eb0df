"""Signing in as the pages say it: the same to everybody, and a session that ends when its owner ends it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kunci.actions import accounts, addresses, mail, passkeys, recovery
from kunci.actions.accounts import LETTERS
from kunci.models.models import Account, AddressChange
from kunci.reveal import signing
from kunci.web import clock
from tests import cast as casting
from tests.actions.conftest import Postbox
from tests.actions.steps import passkey
from tests.cast import ADDRESS, Cast

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
    muted = " ".join(kind for kind in LETTERS if kind != "handed")
    assert (sari.timezone, sari.muted, sari.email) == ("Asia/Jayapura", muted, "sari@kunci.test")
    assert client.post(reverse("settings"), {**said, "appearance": "zzz"}).status_code == 200
    assert Account.objects.get(id=cast.sari).appearance == "dark"


STALE = timedelta(minutes=15)
WEIGHTY = {
    "passkey_begin": {},
    "passkeys": {"name": "HP", "credential": "{}"},
    "recovery": {},
    "address": {"email": "baru@kunci.test"},
    "close_account": {"understood": "yes"},
}


def mailed(cast: Cast) -> str:
    """The code in the mail that goes out now."""
    postbox = Postbox()
    while mail.deliver_one(cast.now, postbox, "Kunci <kunci@kunci.test>", ADDRESS):
        pass
    return str(re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", str(postbox.sent[-1].body))[0])


@pytest.mark.parametrize("route", WEIGHTY)
def test_long_after_signing_in_a_weighty_step_first_asks_who_is_there(cast: Cast, route: str) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    cast.now += STALE
    answer = browser.post(reverse(route), WEIGHTY[route])
    if route == "passkey_begin":
        assert answer.status_code == 403
    else:
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("prove"))
    assert signing.recovery_codes(cast.sari) is None
    assert signing.waiting_address(cast.sari, cast.now) is None
    assert Account.objects.filter(id=cast.sari).exists()


def test_long_after_signing_in_the_archive_stays_here(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    assert browser.get(reverse("mine_archive")).headers["Content-Type"] == "application/zip"
    cast.now += STALE
    assert browser.get(reverse("mine_archive")).headers["Location"] == reverse("prove")


def test_a_code_from_the_mail_leads_back_with_what_was_typed(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    cast.now += STALE
    browser.post(reverse("address"), {"email": "baru@kunci.test"})
    assert "Kirim kode" in browser.get(reverse("prove")).content.decode()
    assert browser.get(reverse("address")).content.decode().count("baru@kunci.test") == 0, "not before it is them"
    browser.post(reverse("prove"), {"do": "send"})
    code = mailed(cast)
    wrong = browser.post(reverse("prove"), {"do": "code", "code": "BBBB-BBBB"}).content.decode()
    assert "Kode itu tidak cocok" in wrong
    right = browser.post(reverse("prove"), {"do": "code", "code": code})
    assert right.headers["Location"] == reverse("address")
    page = browser.get(reverse("address")).content.decode()
    assert "Terima kasih. Silakan lanjutkan." in page
    assert 'value="baru@kunci.test"' in page
    assert browser.post(reverse("address"), {"email": "baru@kunci.test"}).headers["Location"] == reverse("profile")
    assert "baru@kunci.test" in browser.get(reverse("profile")).content.decode()


def test_a_proof_lasts_a_quarter_of_an_hour_and_is_good_in_its_browser_alone(cast: Cast) -> None:
    account = Account.objects.get(id=cast.sari)
    here, there = entered(account, "Firefox/1 Linux"), None
    account.refresh_from_db()
    there = entered(account, "Chrome/1 Android")
    cast.now += STALE
    here.post(reverse("prove"), {"do": "send"})
    code = mailed(cast)
    assert there.post(reverse("prove"), {"do": "code", "code": code}).status_code == 200
    assert here.post(reverse("prove"), {"do": "code", "code": code}).headers["Location"] == reverse("settings")
    assert there.post(reverse("recovery")).status_code == 302
    cast.now += STALE - timedelta(seconds=1)
    assert here.post(reverse("recovery")).status_code == 200
    cast.now += timedelta(seconds=1)
    assert here.post(reverse("recovery")).status_code == 302


def test_a_recovery_code_proves_it_once_and_only_for_its_account(cast: Cast) -> None:
    recovery.make(cast.act(cast.sari))
    recovery.make(cast.act(cast.budi))
    mine, theirs = (recovery.codes(Account.objects.get(id=one), cast.now)[0] for one in (cast.sari, cast.budi))
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    cast.now += STALE
    assert browser.post(reverse("prove"), {"do": "recovery", "code": theirs}).status_code == 200
    assert browser.post(reverse("prove"), {"do": "recovery", "code": mine}).status_code == 302
    assert browser.post(reverse("prove"), {"do": "recovery", "code": mine}).status_code == 200


def test_the_passkey_of_somebody_else_proves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    cast.now += STALE
    for member, good in ((cast.budi, False), (cast.sari, True)):
        account = Account.objects.get(id=member)
        monkeypatch.setattr(passkeys, "sign_in", lambda credential, now, account=account: account)
        browser.post(reverse("prove_passkey"), {"credential": "{}"})
        assert (browser.post(reverse("recovery")).status_code == 200) is good


def test_the_link_in_a_mail_leads_back_as_well(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    cast.now += STALE
    browser.post(reverse("recovery"))
    link = accounts.sign_in_path(Account.objects.get(id=cast.sari))
    assert browser.post(link).headers["Location"] == reverse("recovery")
    assert browser.post(reverse("recovery")).status_code == 200


def test_a_name_of_a_passkey_and_a_tick_come_back(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    for route, typed in (("passkeys", 'value="HP kantor"'), ("close_account", 'value="yes" required checked')):
        cast.now += STALE
        browser.post(reverse(route), {"name": "HP kantor", "understood": "yes"})
        browser.post(reverse("prove"), {"do": "send"})
        browser.post(reverse("prove"), {"do": "code", "code": mailed(cast)})
        assert typed in browser.get(reverse(route), headers={"host": "localhost"}).content.decode()


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("id", "kode-cadangan-kunci-2026-11-23.txt", "Dibuat 23 November 2026"),
        ("en", "kunci-recovery-codes-2026-11-23.txt", "Made on 23 November 2026"),
    ],
)
def test_recovery_codes_are_a_text_file_while_they_are_shown(cast: Cast, language: str, name: str, words: str) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    Account.objects.filter(id=cast.sari).update(language=language)
    page = browser.post(reverse("recovery")).content.decode()
    shown = re.findall(r'name="code" value="([\d ]+)"', page)
    assert len(shown) == 10
    file = browser.post(reverse("recovery_file"), {"code": shown})
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert file.headers["Cache-Control"] == "no-store"
    text = file.content.decode()
    assert all(f"\n{code}\n" in text for code in shown)
    assert words in text
    assert "sari@kunci.test" not in text
    assert settings.KUNCI_ADDRESS in text
    for said in ([], shown[:9], ["1234 5678 9012 3456"]):
        assert browser.post(reverse("recovery_file"), {"code": said}).headers["Location"] == reverse("recovery")
    recovery.make(cast.act(cast.sari))
    assert browser.post(reverse("recovery_file"), {"code": shown}).headers["Location"] == reverse("recovery")


def test_somebody_elses_address_is_answered_like_nobodys(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    pages = []
    for wanted in ("ratna@kunci.test", "rotna@kunci.test"):
        answer = browser.post(reverse("address"), {"email": wanted})
        pages.append((answer.status_code, bare(browser.get(reverse("profile")).content).replace(wanted, "X")))
    assert pages[0] == pages[1]


def test_the_link_to_the_old_mailbox_asks_before_it_stops(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    browser.post(reverse("address"), {"email": "baru@kunci.test"})
    change = AddressChange.objects.get()
    link = reverse("address_stop", args=[addresses.stop_word(change.id)])
    asked = Client().get(link).content.decode()
    assert "Bukan saya, hentikan" in asked
    assert "baru@kunci.test" not in asked
    assert "baru@kunci.test" in browser.get(reverse("profile")).content.decode(), "looking stops nothing"
    assert "Sudah dihentikan" in Client().post(link).content.decode()
    assert browser.get(reverse("profile")).headers["Location"] == reverse("welcome")
    assert Client().get(link).status_code == 404


def test_names_are_saved_and_the_address_is_left_alone(cast: Cast) -> None:
    browser = entered(Account.objects.get(id=cast.sari), "Firefox/1 Linux")
    said = {"name": "Sari W", "trade": "", "city": "", "email": "lain@kunci.test"}
    assert browser.post(reverse("profile"), said).status_code == 302
    assert Account.objects.get(id=cast.sari).email == "sari@kunci.test"
