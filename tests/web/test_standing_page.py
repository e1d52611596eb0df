"""What the page of a partner answers: how far, why, and what would carry the next rung; for its holder alone."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from kunci.actions import ties
from kunci.core.evidence import Kind, Often
from kunci.core.nextsteps import NextSteps, Pace, Step, Way, next_steps
from kunci.core.rungs import Rung
from kunci.reveal.partners import Relation, relation
from kunci.web import carrying_words
from tests.cast import NOW, TODAY, Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

NewReader = Callable[..., Reader]
CARRY = {"id": "Yang akan mengantar", "en": "What would carry"}
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@LANGUAGES
def test_each_reason_leads_to_the_very_notes_it_rests_on(exchange_cast: Cast, reader: NewReader, language: str) -> None:
    cast = exchange_cast
    found = known(cast)
    page = reader(cast.sari, language).get("partner", cast.budi)
    rows = re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)
    assert [re.findall(r'href="#catatan-([^"]+)"', row) for row in rows] == [
        list(one.evidence) for one in found.reasons
    ]
    assert all(page.count(f'id="catatan-{row.id}"') == 1 for row in found.evidence)


@LANGUAGES
def test_every_way_from_the_picture_leads_to_a_note_and_says_what_it_was(
    exchange_cast: Cast, reader: NewReader, language: str
) -> None:
    cast = exchange_cast
    found = known(cast)
    page = reader(cast.sari, language).get("partner", cast.budi)
    for kind in ("narrow", "wide"):
        part = re.search(rf'<svg class="stretches {kind}".*?\n', page)
        assert part is not None
        names = [html.unescape(name) for name in re.findall(r'<a href="#catatan-[^"]+" aria-label="([^"]+)"', part[0])]
        told = "; ".join(names).split("; ")
        assert len(told) == sum(row.counts for row in found.evidence)
        assert {"id": "Bertemu, 23 November 2026", "en": "Met, 23 November 2026"}[language] in told


def test_the_steps_are_those_of_the_arithmetic_and_only_the_holder_reads_them(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    found = known(cast)
    steps = next_steps(found.rows, cast.now)
    assert steps is not None
    page = reader(cast.sari).reads("partner", cast.budi)
    with translation.override("id"):
        lines = carrying_words.carrying(steps, cast.now)
    assert all(line in page for line in lines.before)
    assert all(way.sentence in page for way in lines.ways)
    assert CARRY["id"] in page
    # Budi reads what his own notes say of Sari, which is nothing yet: whatever she wrote about him.
    his = reader(cast.budi).get("partner", cast.sari)
    note(cast, Kind.PROMISE_BROKEN, 0)
    assert reader(cast.budi).get("partner", cast.sari) == his


@LANGUAGES
def test_nothing_is_said_of_a_next_rung_where_there_is_none(
    exchange_cast: Cast, reader: NewReader, language: str
) -> None:
    cast = exchange_cast
    sari = reader(cast.sari, language)
    assert CARRY[language] in sari.reads("partner", cast.budi)
    for week in range(60):
        note(cast, Kind.PROMISE_KEPT, 7 * week)
        note(cast, Kind.MET, 7 * week)
    assert seen(cast).standing.rung is Rung.UNHESITATING
    assert CARRY[language] not in sari.reads("partner", cast.budi)


@pytest.fixture
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def test_where_only_time_can_or_nothing_does_it_says_so(indonesian: None) -> None:
    way = Way((Step(Kind.MET, Pace.MONTH, tuple(TODAY + timedelta(days=28 * n) for n in range(3))),))
    steps = NextSteps(Rung.UNHESITATING, (way,), TODAY + timedelta(days=56), True)
    assert carrying_words.carrying(steps, NOW).before == (
        "Ini perlu waktu. Sesering apa pun Anda berdua bersua, paling cepat sekitar Januari 2027.",
        "Ini sudah cukup:",
    )
    assert carrying_words.carrying(replace(steps, ways=(way, way), only_time=False), NOW).before == (
        "Salah satu dari ini sudah cukup:",
    )
    assert carrying_words.carrying(replace(steps, ways=()), NOW).before[1].startswith("Tidak ada satu langkah")
    none = carrying_words.carrying(replace(steps, ways=(), earliest=None), NOW)
    assert len(none.before) == 1
    assert none.before[0].startswith("Dalam setahun ke depan belum ada yang cukup")


@pytest.mark.parametrize(
    ("kind", "pace", "many", "id", "en"),
    [
        (Kind.MET, Pace.WEEK, 1, "Sekali bertemu", "One meeting"),
        (Kind.MET, Pace.MONTH, 1, "Sekali bertemu", "One meeting"),
        (Kind.CALL, Pace.WEEK, 2, "Dua kali bertelepon, di minggu yang berbeda", "Two calls, in different weeks"),
        (Kind.MET, Pace.MONTH, 3, "Bertemu sebulan sekali selama tiga bulan", "Meeting once a month for three months"),
        (Kind.PROMISE_KEPT, Pace.WEEK, 12, "Dua belas janji yang ia tepati, di minggu yang berbeda",
         "Twelve promises kept, in different weeks"),
        (Kind.HELP_RECEIVED, Pace.WEEK, 2, "Dua kali ia membantu Anda, di minggu yang berbeda",
         "Their help two times, in different weeks"),
        (Kind.OUTCOME_GOOD, Pace.MONTH, 1, "Satu serah terima yang berjalan baik", "One handover that goes well"),
    ],
)  # fmt: skip
def test_a_step_is_a_plain_sentence_without_figures(kind: Kind, pace: Pace, many: int, id: str, en: str) -> None:
    days = tuple(TODAY + timedelta(days=31 * n) for n in range(many))
    steps = NextSteps(Rung.TRUSTED, (Way((Step(kind, pace, days),)),), TODAY, False)
    for language, sentence in (("id", id), ("en", en)):
        with translation.override(language):
            (line,) = carrying_words.carrying(steps, NOW).ways
        assert line.sentence == sentence
        assert line.day == (None if many == 1 else days[-1])


def test_two_steps_are_one_sentence(indonesian: None) -> None:
    both = Way((Step(Kind.MET, Pace.MONTH, (TODAY, TODAY + timedelta(days=28))), Step(Kind.CALL, Pace.WEEK, (TODAY,))))
    (line,) = carrying_words.carrying(NextSteps(Rung.TRUSTED, (both,), TODAY, False), NOW).ways
    assert line.sentence == "Bertemu sebulan sekali selama dua bulan, dan sekali bertelepon"


def known(cast: Cast) -> Relation:
    ties.add_prior(cast.act(cast.sari), cast.budi, TODAY.replace(year=2012), Often.MONTHLY, TODAY, "")
    for kind, ago in (
        (Kind.MET, 90),
        (Kind.MET, 60),
        (Kind.PROMISE_KEPT, 50),
        (Kind.PROMISE_BROKEN, 45),
        (Kind.MET, 0),
    ):
        note(cast, kind, ago)
    for kind, ago in ((Kind.CALL, 3), (Kind.CHAT, 2), (Kind.HELP_GIVEN, 1), (Kind.MET, 0)):
        note(cast, kind, ago)
    return seen(cast)


def note(cast: Cast, kind: Kind, ago: int) -> None:
    ties.add_evidence(cast.act(cast.sari), cast.budi, kind, TODAY - timedelta(days=ago), TODAY, "")


def seen(cast: Cast) -> Relation:
    found = relation(cast.sari, cast.now, cast.budi)
    assert found is not None
    return found
