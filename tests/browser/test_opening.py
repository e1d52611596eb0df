"""Opening a face until a day, and finding one partner among many: with scripts and without, wide and narrow."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from kunci.actions import keyring
from kunci.actions.keyring import RungChoice
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.web.views import opening
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, Audit, Device, Person
from tests.cast import Cast, join

BARE = Device(360, 740, touch=True, scripts=False)
EACH = pytest.mark.parametrize(
    ("device", "language"), [(DESKTOP, "id"), (NARROW, "en"), (BARE, "id")], ids=["desktop", "phone", "no scripts"]
)


def stands(cast: Cast, *partners: UUID) -> None:
    for partner in partners:
        cast.knows_for_years(cast.sari, partner)
        cast.grant(cast.sari, partner, Rung.TRUSTED, set())


def tick(sari: Person, name: str) -> None:
    sari.page.get_by_role("checkbox", name=name).check()


@EACH
def test_a_face_is_opened_until_a_day_which_moves_and_goes(
    signed_in: NewMember, cast: Cast, audit: Audit, device: Device, language: str
) -> None:
    audit.thorough = device.scripts  # axe is a script
    stands(cast, cast.budi, cast.ratna)
    key = cast.key(cast.sari, rungs=RungChoice(None, None, None))
    sari = signed_in(device, language, cast.sari)
    sari.go("key", key)
    sari.follow("Buka petunjuk ini bagi…")
    sari.arrives("key_open_named", "Buka bagi siapa?")
    day = cast.now.date() + timedelta(days=90)
    expect(sari.field("Hari terakhir bagi yang baru dicentang")).to_have_value(day.isoformat())
    tick(sari, "Budi Santoso")
    sari.fill("Hari terakhir bagi yang baru dicentang", "2026-12-24")
    sari.press("Simpan")
    sari.sees("Siapa yang melihatnya sekarang")
    sari.reads({"id": "sampai 24 Desember 2026", "en": "until 24 December 2026"}[language])
    sari.follow("Buka petunjuk ini bagi…")
    sari.arrives("key_open_until", "Buka bagi siapa?")
    last = sari.page.get_by_label(f"{sari.t('Hari terakhir')} Budi Santoso", exact=True)
    expect(last).to_have_value("2026-12-24")
    last.fill("2026-11-01")
    sari.press("Simpan")
    sari.finds("key_open_wrong", sari.t("Buka bagi siapa?"))
    sari.reads(sari.t("Hari itu sudah lewat. Pilih hari ini atau sesudahnya."))
    last.fill("")
    sari.press("Simpan")
    sari.sees("Siapa yang melihatnya sekarang")
    expect(sari.page.get_by_text({"id": "seperti yang Anda pilih", "en": "as you chose"}[language])).to_have_count(0)
    sari.follow("Buka petunjuk ini bagi…")
    sari.page.get_by_role("checkbox", name="Budi Santoso").uncheck()
    if device.scripts:
        expect(last).to_be_hidden()
    sari.press("Simpan")
    sari.sees("Tidak terlihat siapa pun.")


@EACH
def test_one_partner_is_found_among_many_and_what_was_ticked_stays(
    signed_in: NewMember, cast: Cast, audit: Audit, device: Device, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.thorough = device.scripts
    monkeypatch.setattr(opening, "LISTED", 4)
    names = ("Agus", "Bayu", "Citra", "Dian", "Eka")
    crowd = [join(cast.act(cast.sari), f"{name} Widodo", f"{name.lower()}@kunci.test") for name in names]
    stands(cast, cast.budi, cast.ratna, *crowd)
    key = cast.key(cast.sari)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [crowd[4]])
    sari = signed_in(device, language, cast.sari)
    sari.go("key_open", key)
    expect(sari.page.get_by_role("checkbox").first).to_be_checked()
    expect(sari.page.get_by_role("checkbox", name="Ratna Dewi")).to_have_count(0)
    tick(sari, "Bayu Widodo")
    sari.fill("Cari rekan", "ratna")
    sari.field("Cari rekan").press("Enter")
    sari.finds("key_open_found", sari.t("Buka bagi siapa?"))
    sari.reads(sari.t("%(n)s rekan lain yang dicentang tidak tampil di sini dan tetap dicentang.", n=2))
    tick(sari, "Ratna Dewi")
    sari.press("Simpan")
    for name in ("Bayu Widodo", "Eka Widodo", "Ratna Dewi"):
        sari.reads(name)
    sari.go("key_open", key)
    sari.page.get_by_role("checkbox", name=sari.t("Buka bagi semuanya, %(n)s rekan", n=7)).check()
    sari.press("Simpan")
    sari.reads("Citra Widodo")
