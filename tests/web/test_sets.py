"""The pages of whole sets: the best place to ask, told, opened, chosen, ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from kunci.actions import offers
from tests.actions.sets_steps import WHY, aside, shown, told
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
NewReader = Callable[..., Reader]


@pytest.fixture
def cast(exchange_cast: Cast) -> Cast:
    return exchange_cast


def says(language: str, indonesian: str, english: str) -> str:
    return indonesian if language == "id" else english


@LANGUAGES
def test_the_best_place_to_ask_rests_on_ones_own_side_alone(cast: Cast, reader: NewReader, language: str) -> None:
    sari = reader(cast.sari, language)
    best = says(language, "Anda dalam posisi terbaik untuk meminta", "You are in the best place to ask")
    keys = aside(cast, cast.sari, cast.budi, 2)
    aside(cast, cast.budi, cast.sari, 3)
    assert best not in sari.reads("partner", cast.budi)
    keys.append(cast.key(cast.sari, "Pintu lain", "Orang lain"))
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset(keys), frozenset(keys))
    cast.met(cast.sari, cast.budi)
    page = sari.reads("partner", cast.budi)
    assert best in page
    assert says(language, "menyisihkan 3 kunci", "set aside 3 keys") in page
    assert says(language, "bersandar pada 1 catatan", "rests on 1 note") in page


@LANGUAGES
def test_a_choice_that_can_not_be_keeps_what_was_typed(cast: Cast, reader: NewReader, language: str) -> None:
    exchange, _, theirs = shown(cast, cast.sari, cast.budi)
    sari = reader(cast.sari, language)
    nothing = sari.sends("sets_choose", exchange, sentence=WHY, by="self")
    assert says(language, "Belum ada yang dicentang.", "Nothing is ticked yet.") in nothing
    assert WHY in nothing
    empty = sari.sends("sets_choose", exchange, key=[str(key) for key in theirs], sentence="")
    assert empty.count(" checked") == 5  # three keys, the language and the way
    assert says(language, "Ini belum diisi.", "This is still empty.") in empty


def test_what_is_not_there_and_what_is_others_is_not_found(cast: Cast, reader: NewReader) -> None:
    exchange, *_ = shown(cast, cast.sari, cast.budi)
    for route in ("sets", "sets_open", "sets_choose", "sets_back", "sets_leave"):
        path = reverse(route, args=[exchange])
        client = reader(cast.ratna).client
        answer = client.get(path) if route == "sets" else client.post(path, {"sentence": WHY, "key": str(exchange)})
        assert answer.status_code == 404


def test_an_open_that_comes_too_late_says_that_it_was_ended(cast: Cast, reader: NewReader) -> None:
    aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    cast.later(14)
    page = reader(cast.sari).says("sets_open", exchange)
    assert page.count("Pertukaran ini sudah diakhiri.") == 2
    assert "Pintu" not in page
