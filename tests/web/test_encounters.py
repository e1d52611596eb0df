"""The code on one phone, and what the other reads after the camera."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import segno
from django.conf import settings
from django.test import Client

from kunci.actions import encounters
from kunci.models import links
from kunci.models.viewer import Principal
from kunci.reveal import encounters as seen
from tests.cast import Cast
from tests.web.conftest import Reader, words

pytestmark = pytest.mark.django_db
NewReader = Callable[..., Reader]


def shown_path(cast: Cast) -> str:
    shown = seen.shown(cast.sari, cast.now)
    assert shown is not None
    return shown.path


def test_the_picture_is_of_the_address_and_nothing_else(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    sari = reader(cast.sari)
    assert "Tanpa dipindai, tidak ada yang tercatat" in sari.reads("encounter_show")
    page = sari.sends("encounter_show", do="make")
    path = shown_path(cast)
    modules = segno.make_qr(settings.KUNCI_ADDRESS + path, error="m")
    assert modules.svg_inline(dark="#000", light="#fff", border=3, omitsize=True) in page
    assert path not in page
    assert "Berlaku satu kali" in page
    assert "tidak berlaku lagi" not in page
    assert "Perlihatkan kode" in sari.sends("encounter_show", do="hide")


def test_whoever_reads_it_confirms_and_both_are_told(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    reader(cast.sari).sends("encounter_show", do="make")
    path = shown_path(cast)
    budi = reader(cast.budi, "en")
    assert "Meeting Sari Wulandari right now?" in budi.at(path)
    answer = budi.client.post(path, follow=True).content.decode()
    assert "Noted and confirmed: met today." in answer
    assert "Budi Santoso memindai kode Anda" in reader(cast.sari).reads("encounter_show")
    code = seen.code(path.split("/")[2])
    assert code is not None
    encounters.follow(cast.sari, code, cast.now)
    assert "sudah tercatat, juga di sisi Anda" in reader(cast.sari).reads("encounter_show")
    assert "dikonfirmasi" in reader(cast.sari).reads("partner", cast.budi).lower()


def test_what_is_no_good_says_the_same_whatever_it_is(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    reader(cast.sari).sends("encounter_show", do="make")
    path = shown_path(cast)
    ratna = reader(cast.ratna)
    ratna.client.post(path, follow=True)
    used, forged = words(ratna.at(path)), words(ratna.at("/bertemu/abc:def/"))
    own = reader(cast.sari).at(path)
    code = seen.code(path.split("/")[2])
    assert code is not None
    for word in (links.word(Principal("c", code)), links.feed_word(code), code.hex):  # signed for something else
        assert words(ratna.at(f"/bertemu/{word}/")) == forged
    assert "Kode ini tidak berlaku" in used
    assert used == forged
    assert "Kode ini tidak berlaku" in own
    again = ratna.client.post(path, follow=True).content.decode()
    assert "Kode itu tidak berlaku lagi." in again


def test_a_phone_that_is_not_signed_in_is_asked_to(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    reader(cast.sari).sends("encounter_show", do="make")
    page = Client().get(shown_path(cast), follow=True).content.decode()
    assert "lalu pindai kodenya sekali lagi" in page
    assert "Sari" not in page
