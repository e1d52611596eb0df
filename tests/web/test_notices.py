"""The page of notices, and what finding it costs every other page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kunci.actions import accounts
from kunci.models.models import Account
from kunci.reveal import notices as seen
from kunci.reveal.notices import NoticeRow
from kunci.reveal.people import me
from kunci.web import clock, notice_words
from tests import cast as casting
from tests.actions.steps import asked_for
from tests.cast import NOW, Cast

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
    session.save()
    made = Client(raise_request_exception=True)
    made.cookies["sessionid"] = str(session.session_key)
    return made


def asks_about_notices(browser: Client, route: str) -> list[str]:
    with CaptureQueriesContext(connection) as ran:
        assert browser.get(reverse(route)).status_code == 200
    return [one["sql"] for one in ran.captured_queries if '"notice"' in one["sql"]]


@pytest.mark.parametrize("new", [True, False])
def test_the_bell_costs_a_page_one_query(cast: Cast, new: bool) -> None:
    if new:
        asked_for(cast, cast.sari, cast.budi)
    sari = client(cast.sari)
    assert len(asks_about_notices(sari, "today")) == 1
    assert ("ada yang baru" in sari.get(reverse("today")).content.decode()) is new


def test_a_visitor_is_asked_for_no_notices(cast: Cast) -> None:
    assert asks_about_notices(Client(), "welcome") == []


def test_a_page_that_is_not_there_has_a_bell_all_the_same(cast: Cast) -> None:
    asked_for(cast, cast.sari, cast.budi)
    page = client(cast.sari).get(reverse("handover", args=[uuid4()]))
    assert page.status_code == 404
    assert "ada yang baru" in page.content.decode()


def test_one_that_came_since_the_page_was_shown_stays_new(cast: Cast) -> None:
    asked_for(cast, cast.sari, cast.budi)
    sari = client(cast.sari)
    page = sari.get(reverse("notices")).content.decode()
    until = page.partition('name="until" value="')[2].partition('"')[0]
    cast.later(1)
    asked_for(cast, cast.sari, cast.ratna)
    assert sari.post(reverse("notices"), {"until": until}).status_code == 302
    assert [row.seen for row in seen.notices(cast.sari, cast.now).rows] == [False, True]
    for nonsense in ("zzz", (cast.now - timedelta(days=9)).isoformat()[:19], ""):
        sari.post(reverse("notices"), {"until": nonsense})
    found = me(cast.sari, cast.now)
    assert found is not None
    assert not found.news


def test_a_notice_leads_to_what_it_is_about(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    (row,) = seen.notices(cast.sari, cast.now).rows
    answer = client(cast.sari).post(reverse("notice", args=[row.id]))
    assert answer.headers["Location"] == reverse("decide", args=[request])
    for other in (
        client(cast.sari).post(reverse("notice", args=[uuid4()])),
        client(cast.budi).post(reverse("notice", args=[row.id])),
    ):
        assert other.status_code == 404


def test_quiet_hours_that_are_no_hours_are_not_saved(cast: Cast) -> None:
    sari = client(cast.sari)
    said = {"language": "id", "timezone": "Asia/Jakarta"}
    assert sari.post(reverse("settings"), {**said, "quiet_from": "21", "quiet_until": "7"}).status_code == 302
    for wrong in ("24", "-1", "x"):
        sari.post(reverse("settings"), {**said, "quiet_from": wrong, "quiet_until": "7"})
        account = Account.objects.get(id=cast.sari)
        assert (account.quiet_from, account.quiet_until) == (21, 7)
    sari.post(reverse("settings"), {**said, "quiet_from": "21", "quiet_until": ""})
    account = Account.objects.get(id=cast.sari)
    assert (account.quiet_from, account.quiet_until) == (None, None)


@pytest.mark.parametrize("language", accounts.LANGUAGES)
@pytest.mark.parametrize("holder", [True, False])
@pytest.mark.parametrize("kind", accounts.NOTICES)
def test_every_kind_is_a_sentence_with_who_and_what(kind: str, holder: bool, language: str) -> None:
    row = NoticeRow(uuid4(), kind, "Budi Santoso", "Kepala pengadaan, Surabaya.", holder, NOW, False)
    with translation.override(language):
        said = notice_words.sentence(row)
    assert "Budi Santoso" in said
    # Of whole sets and first steps no door is named, nor between a mentor and their newcomer.
    doorless = {"sets", "step", "meet", "mentor", "mentor_yes", "mentor_end", "draft", "noted"}
    assert ("Kepala pengadaan, Surabaya" in said) == (kind not in doorless)
    assert ".." not in said
    assert ("Anda" in said or "Kontaknya" in said or "jadinya" in said.lower()) == (language == "id")
