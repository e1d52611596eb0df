"""The calendar of what is due: turned on, read by its owner's programs, renewed and turned off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from kunci.actions import closing, promises
from kunci.core.rungs import Rung
from kunci.models import links
from kunci.models.models import Account
from tests.actions.steps import hand_over, trusts
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db
NewReader = Callable[..., Reader]


def address(cast: Cast, language: str = "id") -> str:
    Account.objects.filter(id=cast.sari).update(feed=uuid4(), language=language)
    feed = Account.objects.get(id=cast.sari).feed
    assert feed is not None
    return f"/kalender/langganan/{links.feed_word(feed)}.ics"


def entries(path: str) -> dict[str, date]:
    """As a program without a session reads it: what stands on which day."""
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    return {str(one["SUMMARY"]): one.decoded("DTSTART") for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_it_holds_what_is_due_and_of_others_words_nothing(exchange_cast: Cast) -> None:
    cast, day = exchange_cast, exchange_cast.now.date()
    asked, told = cast.key(cast.sari), cast.key(cast.sari, "Pemilik vila, Ubud")
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, told)
    cast.ask(cast.budi, asked)
    promises.make(cast.act(cast.sari), cast.budi, "Mengirim contoh; kain, \nputih", day, day, mine=True)
    promises.make(cast.act(cast.sari), cast.budi, "Menelepon", day + timedelta(days=40), day, mine=False)
    found = entries(address(cast))
    assert found["Janji Anda kepada Budi Santoso: Mengirim contoh; kain, \nputih"] == day
    assert found["Janji Budi Santoso kepada Anda: Menelepon"] == day + timedelta(days=40)
    assert found["Hari terakhir menjawab sebuah permintaan"] > day
    assert found["Hari terakhir menceritakan sebuah hasil"] > day
    assert found["Kedekatan dengan Budi Santoso berakhir; sapa sebelumnya"] > day
    assert len(found) == 5
    assert not any("Ubud" in title for title in found)
    assert "Budi Santoso promised you: Menelepon" in entries(address(cast, "en"))


def test_it_leaves_out_what_today_leaves_out(exchange_cast: Cast) -> None:
    cast, day = exchange_cast, exchange_cast.now.date()
    trusts(cast, cast.sari, cast.budi)
    promises.make(cast.act(cast.sari), cast.budi, "Menelepon", day, day, mine=True)
    path = address(cast)
    Account.objects.filter(id=cast.sari).update(hidden="promises cooling")
    assert entries(path) == {}


def test_a_partner_who_is_lowered_ends_nowhere(exchange_cast: Cast) -> None:
    cast = exchange_cast
    trusts(cast, cast.sari, cast.budi)
    path = address(cast)
    assert len(entries(path)) == 1
    cast.lower(cast.sari, cast.budi, Rung.STRANGER)
    assert entries(path) == {}


def test_a_new_address_ends_the_old_one_and_closing_ends_all(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    sari = reader(cast.sari)
    assert "Buat alamat langganan" in sari.reads("calendar")
    assert "Alamatnya siap" in sari.says("calendar_subscribe", do="start")
    first = _shown(sari)
    entries(first)
    assert "Alamatnya siap" in sari.says("calendar_subscribe", do="start")
    second = _shown(sari)
    assert Client().get(first).status_code == 404
    entries(second)
    assert "tidak bisa dibaca lagi" in sari.says("calendar_subscribe", do="stop")
    assert Client().get(second).status_code == 404

    last = address(cast)
    entries(last)
    closing.close_account(cast.act(cast.sari))
    assert Client().get(last).status_code == 404


@pytest.mark.parametrize("word", ["x", "0" * 32, f"{'7' * 32}:abc"])
def test_what_is_no_address_shows_nothing(exchange_cast: Cast, word: str) -> None:
    address(exchange_cast)
    answer = Client().get(f"/kalender/langganan/{word}.ics")
    assert answer.status_code == 404
    assert b"BEGIN:VCALENDAR" not in answer.content


def _shown(reader: Reader) -> str:
    """The address as the member reads it, without the host."""
    page = reader.get("calendar")
    return "/kalender" + page.partition('id="alamat-langganan" value="')[2].partition('"')[0].partition("/kalender")[2]
