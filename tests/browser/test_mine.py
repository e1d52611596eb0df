"""Taking everything along, and closing the account: with a phone and with a desk, with scripts and without."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kunci.core.rungs import Rung
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, PHONE, Device, Person
from tests.browser.watch import Watch
from tests.cast import Cast

NO_SCRIPTS = Device(360, 740, touch=True, scripts=False)
ASKED = "Kepala pengadaan, rumah sakit, Surabaya"


def taken(person: Person, to: Path) -> Path:
    """What the button downloads."""
    with person.page.expect_download() as waiting:
        person.follow("Unduh arsip")
    assert waiting.value.suggested_filename == "kunci-2026-11-23.zip"
    waiting.value.save_as(to)
    return to


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (PHONE, "en"), (NO_SCRIPTS, "id")])
def test_somebody_takes_everything_along_and_brings_it_into_another_keyring(
    signed_in: NewMember, cast: Cast, tmp_path: Path, device: Device, language: str
) -> None:
    cast.key(cast.sari)
    sari = signed_in(device, language, cast.sari)
    sari.go("today")
    sari.follow("Milik saya")
    if device.scripts:
        sari.arrives("mine", "Milik saya")
    file = taken(sari, tmp_path / "kunci.zip")
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["README.txt", "kunci.json", "contacts.vcf"]
        assert {one.date_time for one in archive.infolist()} == {(2026, 11, 23, 9, 0, 0)}
        assert json.loads(archive.read("kunci.json"))["contacts"][0]["person"]["name"] == "Hendra Gunawan"
        assert b"FN:Hendra Gunawan" in archive.read("contacts.vcf")
        readme = archive.read("README.txt").decode()
    assert readme.index("Arsip Kunci") < readme.index("Kunci archive")
    joko = signed_in(device, language, cast.joko)
    joko.go("import_cards")
    joko.page.locator("input[type=file]").set_input_files(file)
    joko.press("Baca berkas")
    joko.press("Ambil %(n)s kontak", n=1)
    joko.go("keyring")
    joko.follow(ASKED)
    joko.reads("Hendra Gunawan")
    joko.reads("hendra@rs.example")


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en"), (NO_SCRIPTS, "en")])
def test_somebody_closes_their_account_and_others_keep_what_they_noted(
    signed_in: NewMember, cast: Cast, watch: Watch, device: Device, language: str
) -> None:
    watch.expect(404)
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.knows_for_years(cast.budi, cast.sari)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    asked = cast.ask(cast.budi, key)
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)
    sari.go("mine")
    sari.follow("Lihat apa yang terjadi")
    if device.scripts:
        sari.arrives("close_account", "Tutup akun")
        sari.page.locator("main form").evaluate("form => { form.noValidate = true; }")
        sari.press("Tutup akun saya")
        sari.sees("Centang dulu kotak di atas tombol ini.")
        sari.look("close_account_unticked", sari.page)
    sari.page.get_by_role("checkbox").check()
    sari.press("Tutup akun saya")
    expect(sari.page.get_by_role("heading", level=1)).to_have_text(sari.t("Akun Anda sudah ditutup"))
    if device.scripts:
        sari.look("account_closed", sari.page)
    sari.go("today")
    expect(sari.page).to_have_url(sari.address + "/")
    budi.go("partner", cast.sari)
    expect(budi.page.get_by_role("heading", level=1)).to_have_text(budi.t("Mantan anggota"))
    if device.scripts:
        budi.arrives("former_partner", "Mantan anggota")
    budi.sees("Akun ini sudah ditutup. Kuncinya tidak ada lagi; yang Anda catat sendiri tetap milik Anda.")
    budi.reads_nothing_of("Sari Wulandari")
    assert budi.go("door", key) == 404
    budi.go("request", asked)
    expect(budi.page.get_by_role("heading", level=1)).to_have_text(ASKED)
    budi.reads(budi.t("Mantan anggota"))
    for route in ("today", "partners", "doors", "exchanges", "journal", "mine"):
        assert budi.go(route) == 200
        budi.reads_nothing_of("Sari Wulandari")
