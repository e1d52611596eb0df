"""The archive as it is downloaded, and what is left of an account on the pages of others."""

from __future__ import annotations

import io
import json
import zipfile
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from kunci.actions.exchanges import consent_path
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.models.models import Account, Consent
from kunci.models.viewer import looking, member
from kunci.web import clock
from tests import cast as casting
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


def client(id: UUID) -> Client:
    account = Account.objects.get(id=id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.id)
    session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["proved"] = clock.now().timestamp()
    session.save()
    made = Client(raise_request_exception=True)
    made.cookies["sessionid"] = str(session.session_key)
    return made


def asked(cast: Cast) -> UUID:
    """A consent that waits for its contact."""
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    with looking(member(cast.sari), cast.now):
        return Consent.objects.get(request=request).id


def test_the_archive_is_a_zip_that_nobody_stores_and_is_the_same_each_time(cast: Cast) -> None:
    asked(cast)
    sari = client(cast.sari)
    first, second = sari.get(reverse("mine_archive")), sari.get(reverse("mine_archive"))
    assert first.headers["Content-Type"] == "application/zip"
    assert first.headers["Content-Disposition"] == 'attachment; filename="kunci-2026-11-23.zip"'
    assert first.headers["Cache-Control"] == "no-store"
    assert first.content == second.content
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        assert archive.testzip() is None
        said = json.loads(archive.read("kunci.json"))
        cards = read_vcards(archive.read("contacts.vcf")).cards
    assert [one["person"]["name"] for one in said["contacts"]] == [card.name for card in cards] == ["Hendra Gunawan"]
    assert said["made_at"] == "2026-11-23T09:00:00+00:00"


def test_the_page_counts_what_the_archive_holds(cast: Cast) -> None:
    for number in range(3):
        cast.key(cast.sari, name=f"Orang {number}")
    page = client(cast.sari).get(reverse("mine")).content.decode()
    assert "<dt>Orang di gantungan kunci</dt><dd>3</dd>" in page
    assert "<dt>Jumlah rekan</dt><dd>2</dd>" in page


def test_without_the_tick_nothing_is_closed(cast: Cast) -> None:
    sari = client(cast.sari)
    page = sari.post(reverse("close_account"))
    assert "Centang dulu kotak di atas tombol ini." in page.content.decode()
    assert sari.get(reverse("today")).status_code == 200


def test_with_the_tick_every_browser_of_theirs_is_out_and_forgets(cast: Cast) -> None:
    here, there = client(cast.sari), client(cast.sari)
    page = here.post(reverse("close_account"), {"understood": "yes"})
    assert "Akun Anda sudah ditutup" in page.content.decode()
    assert "storage" in page.headers["Clear-Site-Data"]
    for browser in (here, there):
        answer = browser.get(reverse("today"))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("welcome"))


def test_the_contact_of_a_closed_holder_reads_that_the_link_is_no_longer_valid(cast: Cast) -> None:
    consent = asked(cast)
    client(cast.sari).post(reverse("close_account"), {"understood": "yes"})
    for answer in (Client().get(consent_path(consent)), Client().post(consent_path(consent), {"answer": "yes"})):
        assert answer.status_code == 404
        assert "Tautan ini tidak berlaku" in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("id", "Mantan anggota"), ("en", "A former member")])
def test_the_contact_asked_for_somebody_who_left_reads_so_in_their_language(
    cast: Cast, language: str, words: str
) -> None:
    consent = asked(cast)
    client(cast.budi).post(reverse("close_account"), {"understood": "yes"})
    page = Client().get(f"{consent_path(consent)}?language={language}").content.decode()
    assert words in page
    assert "Budi" not in page
    assert "linen" not in page
