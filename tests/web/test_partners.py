"""What the pages say of a partner: what was noted, what was put right, who confirmed it, and one sentence always."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from kunci.actions import ties
from kunci.actions.keyring import RungChoice
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal.partners import relation
from kunci.reveal.today import today
from kunci.web import clock
from tests import cast as casting
from tests.actions.steps import face
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db

MAYBE = {"id": "Rekan ini mungkin memegang kunci yang belum Anda lihat.", "en": "This partner may hold keys you don"}
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
ASK = "Minta konfirmasi"


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    def make(id: UUID, language: str = "id") -> Client:
        Account.objects.filter(id=id).update(language=language)
        session = SessionStore()
        session[SESSION_KEY] = str(id)
        session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
        session[HASH_SESSION_KEY] = Account.objects.get(id=id).get_session_auth_hash()
        session.save()
        client = Client(raise_request_exception=True)
        client.cookies["sessionid"] = str(session.session_key)
        return client

    return make


def main(client: Client, route: str, *args: object) -> str:
    """A page without what is drawn anew each time: keys of forms and tokens."""
    text = client.get(reverse(route, args=args)).content.decode()
    return re.sub(r'name="(once|csrfmiddlewaretoken)" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text)


def note(cast: Cast, kind: Kind = Kind.MET, words: str = "") -> UUID:
    """Sari notes something about Budi."""
    day = cast.now.date()
    done = ties.add_evidence(cast.act(cast.sari), cast.budi, kind, day, day, words)
    return UUID(str(done.detail["evidence"]))


def question(cast: Cast) -> UUID:
    (asked,) = today(cast.budi, cast.now).confirm
    return asked.id


@LANGUAGES
def test_the_page_of_a_partner_with_hidden_keys_is_that_of_one_without(
    cast: Cast, signed_in: Callable[..., Client], language: str
) -> None:
    budi = signed_in(cast.budi, language)
    without = main(budi, "partner", cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    for n in range(3):
        cast.key(cast.sari, f"Direktur bank {n}", rungs=RungChoice(Rung.UNHESITATING, Rung.UNHESITATING, None))
    assert main(budi, "partner", cast.sari) == without
    assert without.count(MAYBE[language]) == 1
    shared = cast.key(cast.sari, "Kepala pengadaan")
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, {face(cast, cast.sari, shared, FaceKind.HINT)})
    shown = main(budi, "partner", cast.sari)
    assert "Kepala pengadaan" in shown
    assert shown.count(MAYBE[language]) == 1


def test_everything_that_happens_between_two_can_be_noted(cast: Cast, signed_in: Callable[..., Client]) -> None:
    sari = signed_in(cast.sari)
    offered = set(re.findall(r'name="kind" value="(\w+)"', main(sari, "partner", cast.budi)))
    assert offered == {
        "met", "one_to_one", "call", "chat", "visit", "event",
        "promise_kept", "promise_broken", "help_given", "help_received",
    }  # fmt: skip
    for kind in sorted(offered):
        sari.post(
            reverse("evidence_add", args=[cast.budi]),
            {"kind": kind, "date": "2026-11-20", "note": f"catatan {kind}"},
        )
    sari.post(reverse("evidence_prior", args=[cast.budi]), {"since": "2012-05-01", "often": "yearly"})
    page = main(sari, "partner", cast.budi)
    assert all(f"catatan {kind}" in page for kind in offered)
    assert "Sudah kenal sejak 2012" in page


def test_a_note_of_yesterday_is_corrected_on_a_page_that_shows_what_it_said(
    cast: Cast, signed_in: Callable[..., Client]
) -> None:
    wrong = note(cast, words="di pasar <b>")
    sari = signed_in(cast.sari)
    assert "Perbaiki" not in main(sari, "partner", cast.budi)
    cast.later(2)
    assert reverse("evidence_correct", args=[cast.budi, wrong]) in main(sari, "partner", cast.budi)
    form = main(sari, "evidence_correct", cast.budi, wrong)
    assert "di pasar &lt;b&gt;" in form
    assert re.search(r'value="met" required checked', form)
    path = reverse("evidence_correct", args=[cast.budi, wrong])
    said = {"kind": "call", "date": "2026-11-24", "note": "lewat telepon", "once": str(cast.once())}
    assert "Tanggalnya belum tiba" in sari.post(path, {**said, "date": "2031-01-01"}).content.decode()
    assert "Pilih apa yang terjadi" in sari.post(path, {**said, "kind": "vouch?"}).content.decode()
    # A finger that taps twice corrects once and is told nothing else.
    assert [sari.post(path, said).status_code for _ in range(2)] == [302, 302]
    page = main(sari, "partner", cast.budi)
    assert "diganti: Bertelepon, 24 November 2026" in page
    assert "menggantikan catatan yang tercoret" in page
    assert page.count("lewat telepon") == 1
    assert sari.get(path).status_code == 404
    assert sari.post(path, {**said, "once": str(cast.once())}).status_code == 404


def test_what_never_happened_is_struck_with_the_reason(cast: Cast, signed_in: Callable[..., Client]) -> None:
    wrong = note(cast, Kind.PROMISE_BROKEN)
    cast.later(2)
    sari = signed_in(cast.sari)
    path = reverse("evidence_correct", args=[cast.budi, wrong])
    sari.post(path, {"kind": "nothing", "date": "2026-11-23", "note": "salah orang"})
    page = main(sari, "partner", cast.budi)
    assert "ditarik kembali: salah orang" in page
    assert page.count('<li class="gone">') == 1


def test_prior_acquaintance_is_corrected_by_the_year_and_how_often(
    cast: Cast, signed_in: Callable[..., Client]
) -> None:
    ties.add_prior(cast.act(cast.sari), cast.budi, TODAY.replace(year=2012), Often.WEEKLY, TODAY, "")
    cast.later(2)
    found = relation(cast.sari, cast.now, cast.budi)
    assert found is not None
    sari = signed_in(cast.sari)
    path = reverse("evidence_correct", args=[cast.budi, found.evidence[0].id])
    form = sari.get(path).content.decode()
    assert 'value="2012-11-23"' in form
    assert re.search(r'value="weekly" required checked', form)
    sari.post(path, {"kind": "prior", "since": "2021-11-23", "often": "monthly"})
    page = main(sari, "partner", cast.budi)
    assert "diganti: Sudah kenal sejak 2021" in page


def test_asking_confirming_and_what_either_side_reads(cast: Cast, signed_in: Callable[..., Client]) -> None:
    sari, budi = signed_in(cast.sari), signed_in(cast.budi)
    met = note(cast, words="rahasia sari")
    note(cast, Kind.PROMISE_KEPT)
    assert main(sari, "partner", cast.budi).count(f">{ASK}<") == 1  # a promise is nobody's to confirm
    sari.post(reverse("confirmation_ask", args=[cast.budi, met]))
    page = main(sari, "partner", cast.budi)
    assert f">{ASK}<" not in page
    assert "konfirmasi diminta; tanpa jawaban, hilang sendiri 7 Desember" in page
    asked = main(budi, "today")
    assert "Sari Wulandari mencatat: bertemu pada 23 November 2026. Benar?" in asked
    assert "rahasia" not in asked
    answer = reverse("confirmation_answer", args=[question(cast)])
    assert "Pilih salah satu jawaban." in budi.post(answer, {"answer": "?"}, follow=True).content.decode()
    assert "mencatat: bertemu" in main(budi, "today")
    budi.post(answer, {"answer": "both"})
    assert "mencatat: bertemu" not in main(budi, "today")
    assert "dikonfirmasi Budi Santoso, 23 November 2026" in main(sari, "partner", cast.budi)
    mine = main(budi, "partner", cast.sari)
    assert "Bertemu" in mine
    assert "rahasia" not in mine


@LANGUAGES
def test_looked_at_put_aside_or_away_is_one_to_whoever_asked_and_time_leaves_no_mark(
    cast: Cast, signed_in: Callable[..., Client], language: str
) -> None:
    sari, budi = signed_in(cast.sari, language), signed_in(cast.budi, language)
    met = note(cast)
    cast.later(2)
    never_asked = main(sari, "partner", cast.budi)
    sari.post(reverse("confirmation_ask", args=[cast.budi, met]))
    sari.get(reverse("partner", args=[cast.budi]))  # the bar that says it was asked is gone afterwards
    away = main(sari, "partner", cast.budi)
    assert away != never_asked
    asked = question(cast)
    budi.get(reverse("today"))
    assert main(sari, "partner", cast.budi) == away
    budi.post(reverse("confirmation_answer", args=[asked]), {"answer": "aside"})
    assert today(cast.budi, cast.now).confirm == ()
    assert main(sari, "partner", cast.budi) == away
    cast.later(14)
    lapsed = main(sari, "partner", cast.budi)
    assert lapsed.count(reverse("confirmation_ask", args=[cast.budi, met])) == 1
    # On the same day, a question that has lapsed and one never put are the same row.
    rows = [re.search(r'<ol class="timeline">.*?</ol>', page, re.DOTALL) for page in (never_asked, lapsed)]
    assert rows[0] is not None
    assert rows[1] is not None
    assert rows[0].group() == rows[1].group()


def test_the_story_is_narrowed_to_what_one_asks_for(cast: Cast, signed_in: Callable[..., Client]) -> None:
    for kind in (Kind.MET, Kind.PROMISE_KEPT):
        ties.add_evidence(cast.act(cast.sari), cast.budi, kind, TODAY, TODAY, f"catatan {kind}")
    client = signed_in(cast.sari)
    pages = {
        show: client.get(reverse("partner", args=[cast.budi]), {"show": show}).content.decode()
        for show in ("", "met", "kept", "keys", "?")
    }
    told = {
        show: [kind for kind in ("met", "promise_kept") if f"catatan {kind}" in page] for show, page in pages.items()
    }
    assert told == {
        "": ["met", "promise_kept"], "met": ["met"], "kept": ["promise_kept"], "keys": [], "?": ["met", "promise_kept"],
    }  # fmt: skip
    assert "Tidak ada yang seperti itu di antara Anda berdua." in pages["keys"]
    assert "Kira-kira 2 jam bersama dalam 1 pertemuan" in pages["met"]
