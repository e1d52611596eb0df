"""Encounters from a calendar and a mail archive, by mouse and by thumb, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kunci.actions import calendars
from kunci.actions.verb import Act, Done
from kunci.core.calendarfile import Limits
from kunci.reveal import calendars as seen
from tests.actions.test_calendars import WEEKLY, calendar, meets
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import Cast

ICS = calendar(meets("Budi Santoso", WEEKLY, "Kopi pagi"), meets("Ratna Dewi", title="Makan siang"))
HEAD = "From x\nFrom: Budi Santoso <b@y.example>\nDate: 5 Oct 2026 10:00:00 +0700\nSubject: rahasia\n\n"
BUDI, RATNA = "Budi Santoso", "Ratna Dewi"


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _takes(person: Person, label: str, file: Path, button: str) -> None:
    person.field(label).set_input_files(file)
    person.press(button)


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "en")],
    ids=["desktop", "phone", "no scripts"],
)
def test_a_calendar_is_read_and_its_encounters_are_answered(
    signed_in: NewMember, cast: Cast, tmp_path: Path, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    if not device.scripts:
        sari.look = _unseen
    sari.go("partners")
    sari.follow("Dari kalender")
    sari.arrives("calendar_empty", "Kalender")
    _takes(sari, "Berkas kalender (.ics)", _file(tmp_path, "bukan.ics", b"x"), "Baca kalender")
    sari.sees("Berkas itu tampaknya bukan kalender. Ekspor kalender Anda sebagai berkas iCalendar (.ics).")
    sari.look("calendar_wrong", sari.page)
    _takes(sari, "Berkas kalender (.ics)", _file(tmp_path, "kalender.ics", ICS), "Baca kalender")
    sari.reads("Kopi pagi")
    sari.arrives("calendar_proposed", "Kalender")
    sari.go("today")
    sari.page.get_by_role("link", name=sari.t("%(n)s pertemuan diusulkan dari kalender atau surat Anda", n=4)).click()
    ratna = sari.page.get_by_role("region", name=RATNA)
    ratna.get_by_role("combobox").select_option(label=sari.t("Bertelepon"))
    sari.press("Ya, catat", ratna)
    sari.sees("%(n)d pertemuan dicatat.", n=1)
    sari.press("Batalkan")
    sari.sees("Dikembalikan. Usulannya menunggu lagi.")
    sari.press("Tidak", ratna)
    sari.look("calendar_undo", sari.page)
    budi = sari.page.get_by_role("region", name=BUDI)
    sari.press("Catat semua %(n)s", budi, n=3)
    sari.sees("%(n)d pertemuan dicatat.", n=3)
    sari.sees("Belum ada yang diusulkan. Beri Kunci kalender Anda dengan salah satu cara di bawah.")
    sari.go("partner", cast.budi)
    sari.reads("Kopi pagi")


def test_of_a_mail_archive_only_dates_and_addresses_leave_the_computer(
    signed_in: NewMember, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[bytes] = []
    take = calendars.take_mail

    def noting(act: Act, pieces: Iterable[bytes], today: date) -> Done:
        came.append(b"".join(pieces))
        return take(act, came[-1:], today)

    monkeypatch.setattr(calendars, "take_mail", noting)
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("calendar")
    label, button = "Arsip surat (.mbox)", "Baca arsip surat"
    _takes(sari, label, _file(tmp_path, "bukan.mbox", b"rahasia"), button)
    field = sari.field(label)
    assert field.evaluate("one => one.validationMessage") == sari.t(
        "Berkas itu tampaknya bukan arsip surat. Ekspor surat Anda sebagai berkas .mbox."
    )
    later = HEAD.replace("5 Oct", "13 Oct")
    # Larger than what the server would take.
    body = "rahasia " * 8 + "\n"
    whole = f"{HEAD}{body * (Limits().bytes // len(body) + 100)}\n{later}{body}"
    _takes(sari, label, _file(tmp_path, "surat.mbox", whole.encode()), button)
    expect(sari.page.get_by_role("region", name=BUDI).get_by_role("listitem")).to_have_count(2)
    sari.sees("Surat-menyurat")
    (sent,) = came
    assert sent == "".join(head.replace("Subject: rahasia\n", "") for head in (HEAD, later)).encode()


def test_a_mail_archive_is_read_without_scripts_too(signed_in: NewMember, cast: Cast, tmp_path: Path) -> None:
    sari = signed_in(WITHOUT_SCRIPTS, "id", cast.sari)
    sari.go("calendar")
    _takes(sari, "Arsip surat (.mbox)", _file(tmp_path, "surat.mbox", HEAD.encode()), "Baca arsip surat")
    sari.reads("1 surat dibaca. 1 pertemuan baru diusulkan.")


def test_an_address_is_given_told_about_and_removed(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("calendar")
    sari.fill("Alamat rahasia kalender", "https://kalender.example/rahasia.ics")
    sari.press("Baca setiap hari")
    sari.sees("Sedang dibaca untuk pertama kali. Ini bisa makan waktu semenit.")
    sari.look("calendar_address", sari.page)
    (one,) = seen.calendars(cast.sari, cast.now).addresses
    calendars.arrived(cast.sari, one.id, cast.now, ICS)
    sari.reads("Kopi pagi")  # without anybody's asking
    sari.reads_nothing_of("rahasia.ics")
    sari.press("Hapus alamat ini")
    sari.sees("Alamat itu dihapus, juga usulan darinya yang belum dijawab.")
    sari.reads("Belum ada yang diusulkan.")
