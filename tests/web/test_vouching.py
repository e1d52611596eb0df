"""The pages of words about a third: said on a form that shows nothing of others, read, counted, left and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from kunci.actions import ties, vouching
from kunci.core.evidence import Kind
from kunci.core.vouching import MOST
from kunci.reveal import vouching as seen
from tests.actions.test_vouching import meet, says
from tests.cast import Cast, join
from tests.web.conftest import Reader, words

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@pytest.fixture
def cast(exchange_cast: Cast) -> Cast:
    """Budi knows Sari for years, and has met Ratna."""
    meet(exchange_cast, exchange_cast.budi, exchange_cast.ratna)
    exchange_cast.knows_for_years(exchange_cast.budi, exchange_cast.sari)
    return exchange_cast


NewReader = Callable[..., Reader]


def tell(reader: Reader, cast: Cast, **said: object) -> str:
    form = {"hearer": cast.budi, "kind": "vouch", "sentence": "Jujur orangnya."} | said
    return reader.says("vouch_new", cast.ratna, **form)


@LANGUAGES
def test_a_word_is_said_on_the_page_of_whom_it_is_about_and_listed_with_its_end(
    cast: Cast, reader: NewReader, language: str
) -> None:
    sari = reader(cast.sari, language)
    assert reverse("vouch_new", args=[cast.ratna]) in sari.get("partner", cast.ratna)
    page = tell(sari, cast)
    assert ("Tersampaikan." if language == "id" else "Told.") in page
    assert "Jujur orangnya." in page
    listed = sari.reads("vouches")
    assert "Ratna Dewi" in listed
    assert "Budi Santoso" in listed
    assert "2027" in listed
    (one,) = seen.said(cast.sari, cast.now)
    gone = sari.says("vouch_withdraw", one.id)
    assert "Jujur" not in gone


@LANGUAGES
def test_a_word_waits_is_read_counted_and_counted_no_more(cast: Cast, reader: NewReader, language: str) -> None:
    budi = reader(cast.budi, language)
    word = says(cast, cast.sari, cast.ratna, cast.budi)
    assert "Ratna Dewi" in budi.reads("today")
    assert "Ratna Dewi" in budi.reads("notices")
    page = budi.reads("vouch", word)
    assert "50" in page
    assert ("Bobotnya paling tinggi 50" if language == "id" else "It weighs 50 at most") in page
    counted = budi.says("vouch_answer", word, answer="count")
    assert ("Anda memperhitungkannya" if language == "id" else "You count it") in counted
    about = budi.reads("partner", cast.ratna)
    assert "Sari Wulandari" in about
    assert ("dengan bobot 50 dari 100" if language == "id" else "with a weight of 50 of 100") in about
    row = seen.about(cast.budi, cast.now, cast.ratna)[0].counted
    budi.says("evidence_take_back", cast.ratna, row)
    assert ("belum Anda perhitungkan" if language == "id" else "you don't count it") in budi.reads(
        "partner", cast.ratna
    )


def test_leaving_leads_to_what_else_waits(cast: Cast, reader: NewReader) -> None:
    budi = reader(cast.budi, "id")
    word = says(cast, cast.sari, cast.ratna, cast.budi, Kind.WARNING)
    assert "berhati-hati dengan Ratna Dewi" in budi.reads("today")
    assert "berhati-hati" not in budi.says("vouch_answer", word, answer="leave")
    assert "Biarkan saja" not in budi.reads("vouch", word)
    assert "Pilih salah satu jawaban." in budi.says("vouch_answer", word, answer="?")


def test_who_is_not_trusted_or_not_known_is_said_kindly_and_there_is_nothing_to_press(
    cast: Cast, reader: NewReader
) -> None:
    budi = reader(cast.budi, "id")
    stranger = join(cast.act(cast.sari), "Tamu Baru", "tamu@kunci.test")
    unknown = budi.reads("vouch", says(cast, cast.sari, stranger, cast.budi))
    assert "Tamu Baru belum menjadi rekan Anda di Kunci" in unknown
    assert "Perhitungkan" not in unknown.replace("Perhitungkan jaminan ini?", "")
    ratnas = budi.reads("vouch", says(cast, cast.ratna, cast.sari, cast.budi))
    assert "belum berbobot" in ratnas
    assert "Perhitungkan" not in ratnas.replace("Perhitungkan jaminan ini?", "")


@LANGUAGES
def test_what_follows_a_broken_promise_is_said_and_explained_on_the_speakers_page(
    cast: Cast, reader: NewReader, language: str
) -> None:
    budi = reader(cast.budi, language)
    vouching.count(cast.act(cast.budi), says(cast, cast.sari, cast.ratna, cast.budi), cast.now.date())
    day = cast.now.date().isoformat()
    page = budi.says("evidence_add", cast.ratna, kind="promise_broken", date=day, note="")
    assert ("1 rekan menjaminnya kepada Anda." if language == "id" else "1 partner vouched for them to you.") in page
    about = budi.get("partner", cast.sari)
    assert reverse("partner", args=[cast.ratna]) in about
    said = words(about)
    assert ("Ia tidak menepati janji, 23 November 2026" if language == "id" else "November 2026") in said
    assert ("mengecewakan Anda 1 kali" if language == "id" else "let you down 1 time") in said
    # Nothing of it on any page of Sari's.
    sari = reader(cast.sari, language)
    assert not re.search("mengecewakan|let you down", sari.reads("partner", cast.budi) + sari.reads("today"))


def test_the_form_is_byte_for_byte_the_same_whether_those_two_know_each_other(
    exchange_cast: Cast, reader: NewReader
) -> None:
    sari = reader(exchange_cast.sari, "id")
    before = sari.get("vouch_new", exchange_cast.ratna)
    meet(exchange_cast, exchange_cast.budi, exchange_cast.ratna)
    exchange_cast.knows_for_years(exchange_cast.budi, exchange_cast.ratna)
    assert sari.get("vouch_new", exchange_cast.ratna) == before


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"sentence": ""}, "Ini belum diisi."),
        ({"kind": "met"}, "Pilih: menjamin, atau memperingatkan."),
        ({"hearer": ""}, "Pilih satu rekan."),
        ({"hearer": "x"}, "Pilih satu rekan."),
        ({"sentence": "x" * 501}, "Terlalu panjang"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, reader: NewReader, said: dict[str, object], answer: str
) -> None:
    page = tell(reader(cast.sari, "id"), cast, **said)
    assert answer in page
    assert seen.said(cast.sari, cast.now) == ()


def test_more_than_ten_is_refused_with_the_number(cast: Cast, reader: NewReader) -> None:
    for number in range(MOST):
        says(cast, cast.sari, join(cast.act(cast.sari), f"Tamu {number}", f"t{number}@kunci.test"), cast.budi)
    assert "Anda punya 10 jaminan yang masih berlaku." in tell(reader(cast.sari, "id"), cast)
    assert "Anda sudah menyampaikan" not in tell(reader(cast.sari, "id"), cast, kind="warning")


def test_nobody_else_finds_a_word(cast: Cast, reader: NewReader) -> None:
    word = says(cast, cast.sari, cast.ratna, cast.budi)
    for who in (cast.sari, cast.ratna, cast.joko):
        browser = reader(who, "id").client
        absent = browser.get(reverse("vouch", args=[uuid4()])).status_code
        assert browser.get(reverse("vouch", args=[word])).status_code == absent == 404
        assert browser.post(reverse("vouch_answer", args=[word]), {"answer": "count"}).status_code == 404
    assert reader(cast.budi, "id").client.post(reverse("vouch_withdraw", args=[word])).status_code == 404
    assert "Ratna" not in reader(cast.joko, "id").reads("today")


def test_a_correction_says_too_that_a_word_failed(cast: Cast, reader: NewReader) -> None:
    budi = reader(cast.budi, "id")
    vouching.count(cast.act(cast.budi), says(cast, cast.sari, cast.ratna, cast.budi), cast.now.date())
    day = cast.now.date()
    noted = ties.add_evidence(cast.act(cast.budi), cast.ratna, Kind.PROMISE_KEPT, day, day, "")
    evidence = UUID(str(noted.detail["evidence"]))
    page = budi.says("evidence_correct", cast.ratna, evidence, kind="promise_broken", date=day.isoformat(), note="")
    assert "1 rekan menjaminnya kepada Anda." in page
