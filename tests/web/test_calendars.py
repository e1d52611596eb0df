"""The page of calendars: a file, an archive or an address comes in, and what is proposed is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kunci.actions import calendars
from kunci.reveal import calendars as seen
from kunci.web import uploads
from tests.actions.steps import relation
from tests.actions.test_calendars import WEEKLY, calendar, meets
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

NewReader = Callable[..., Reader]


@pytest.fixture
def cast(exchange_cast: Cast) -> Cast:
    return exchange_cast


def ics(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("kalender.ics", data, "text/calendar")


def ids(page: str) -> list[str]:
    return re.findall(r'action="/kalender/usulan/([0-9a-f-]+)/"', page)


def test_a_file_is_read_and_its_encounters_are_answered(cast: Cast, reader: NewReader) -> None:
    sari = reader(cast.sari)
    assert "Belum ada yang diusulkan." in sari.reads("calendar")
    data = calendar(meets("Budi Santoso", WEEKLY), meets("Ratna Dewi", title="<b>Makan</b>"))
    said = sari.says("calendar", calendar=ics(data))
    assert "2 acara dibaca. 4 pertemuan baru diusulkan." in said
    assert "Ratna Dewi" in said
    assert "<b>Makan" in said  # escaped: it is read as it was written
    assert "4 pertemuan diusulkan dari kalender atau surat Anda" in sari.reads("today")
    first, *_ = ids(sari.get("calendar"))
    assert "1 pertemuan dicatat." in sari.sends("calendar_answer", first, answer="yes", kind="met")
    back = sari.says("calendar_undo", first)
    assert "Dikembalikan. Usulannya menunggu lagi." in back
    page = sari.get("calendar")
    form = re.search(r'action="/kalender/rekan/([^/]+)/".*?name="first" value="([^"]+)"', page, re.DOTALL)
    assert form is not None
    partner, about = form.groups()
    assert partner == str(cast.budi)
    assert "Usulannya sudah berubah" in sari.says("calendar_answer_all", partner, answer="yes", count="1", first=about)
    assert "3 pertemuan dicatat." in sari.sends("calendar_answer_all", partner, answer="yes", count="3", first=about)
    assert sum(one.counts for one in relation(cast, cast.sari, cast.budi).evidence) == 3
    (last,) = ids(sari.get("calendar"))
    assert "tidak akan muncul lagi" in sari.sends("calendar_answer", last, answer="no")
    assert "Pilih salah satu jawaban." in sari.says("calendar_answer", last, answer="?", kind="met")
    assert "Anda mencatat 3 pertemuan yang diusulkan." in sari.reads("journal")


def test_what_is_wrong_with_a_file_is_said_beside_it(
    cast: Cast, reader: NewReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sari = reader(cast.sari, "en")
    assert "does not look like a calendar" in sari.says("calendar", calendar=ics(b"x"))
    assert "Choose the file first." in sari.says("calendar")
    assert "does not look like a mail archive" in sari.says("calendar_mail", mail=ics(b"x"))
    mail = SimpleUploadedFile(
        "a.mbox", b"From x\nFrom: Budi Santoso <b@y.example>\nDate: 2 Nov 2026 10:00:00 +0700\n\n"
    )
    assert "1 mail read. 1 new encounter proposed." in sari.says("calendar_mail", mail=mail)
    monkeypatch.setattr(uploads, "MOST", 0)
    monkeypatch.setattr(uploads, "FORM_BYTES", 10)
    assert "larger than 30 MB" in sari.says("calendar", calendar=ics(calendar()))
    assert "Without JavaScript" in sari.says("calendar_mail", mail=ics(b"From x"))
    for route in ("calendar_mail", "calendar_add"):
        assert sari.client.get(reverse(route)).status_code == 302


def test_an_address_is_never_shown_again_and_its_troubles_are_told(cast: Cast, reader: NewReader) -> None:
    sari = reader(cast.sari)
    assert "https:// atau webcal://" in sari.says("calendar_add", address="http://x.example/rahasia.ics")
    page = sari.sends("calendar_add", address="https://kalender.example/rahasia.ics")
    assert "kalender.example" in page
    assert "rahasia.ics" not in page
    assert "Sedang dibaca untuk pertama kali." in page
    (one,) = seen.calendars(cast.sari, cast.now).addresses
    for problem, words in (
        ("private", "jaringan tertutup"),
        ("too_slow", "terlalu lambat"),
        ("?", "tidak dapat dibaca"),
    ):
        calendars.arrived(cast.sari, one.id, cast.now, None, problem)
        assert words in sari.reads("calendar")
    cast.later(8)
    calendars.arrived(cast.sari, one.id, cast.now, None, "refused")
    assert "Sudah tujuh hari tidak berhasil" in sari.reads("calendar")
    assert "Kalendernya dibaca sebentar lagi." in sari.says("calendar_again", one.id)
    assert "Alamat itu dihapus" in sari.says("calendar_remove", one.id)
    assert "kalender.example" not in sari.reads("calendar")


def test_what_is_anothers_is_not_there(cast: Cast, reader: NewReader) -> None:
    calendars.take_calendar(cast.act(cast.sari), calendar(meets("Budi Santoso")), cast.now.date())
    address = calendars.add_address(cast.act(cast.sari), "https://kalender.example/a").subject
    one = seen.calendars(cast.sari, cast.now).proposed[0].rows[0].id
    budi = reader(cast.budi)

    def status(route: str, id: UUID | None, **said: str) -> int:
        return budi.client.post(reverse(route, args=[id]), said).status_code

    for answer in ({"answer": "yes", "kind": "met"}, {"answer": "no"}):
        assert status("calendar_answer", one, **answer) == 404
    assert status("calendar_answer_all", cast.sari, answer="yes", count="1") == 404
    assert status("calendar_undo", one) == 404
    assert status("calendar_again", address) == status("calendar_remove", address) == 404
    assert "Belum ada yang diusulkan." in budi.reads("calendar")
