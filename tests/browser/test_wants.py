"""A door that somebody looks for, by thumb and without scripts: written, heard, answered, closed with thanks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kunci.core.rungs import Rung
from tests.actions.test_wants import lets
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, Device, Person
from tests.cast import Cast

WITHOUT_SCRIPTS = Device(360, 740, touch=True, scripts=False)
DOOR = "Manajer pembelian di sebuah rumah sakit milik yayasan, Surabaya"
WHY = "Kami memasok linen ke sebelas rumah sakit di Jawa Timur, dan ingin mendengar apa yang paling menyulitkan mereka."
HINT = "Kepala pengadaan, rumah sakit, Surabaya"


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])
def test_a_want_is_heard_answered_and_closed_with_thanks(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    _walk(signed_in(device, language, cast.sari), signed_in(device, language, cast.budi), cast)


def test_all_of_it_works_without_scripts(signed_in: NewMember, cast: Cast) -> None:
    sari, budi = signed_in(WITHOUT_SCRIPTS, "id", cast.sari), signed_in(WITHOUT_SCRIPTS, "id", cast.budi)
    sari.look = budi.look = _unseen
    _walk(sari, budi, cast)


def _walk(sari: Person, budi: Person, cast: Cast) -> None:
    lets(cast, cast.sari, cast.budi)
    lets(cast, cast.sari, cast.ratna, Rung.KNOWN)
    cast.key(cast.budi)

    sari.go("today")
    sari.to("Dicari")
    sari.arrives("wants_empty", "Pintu yang dicari")
    sari.follow("Tulis pintu yang Anda cari")
    sari.arrives("want_new", "Pintu apa yang Anda cari?")
    sari.fill("Dalam satu kalimat", "?!")
    sari.fill("Mengapa?", WHY)
    sari.press("Simpan")
    sari.sees("Tulis dengan kata-kata, supaya rekan Anda tahu pintu mana yang dimaksud.")
    sari.arrives("want_new_mistake", "Pintu apa yang Anda cari?")
    expect(sari.field("Mengapa?")).to_have_value(WHY)
    sari.fill("Dalam satu kalimat", DOOR)
    sari.unfold("Rekan yang saya sebut")
    sari.page.get_by_role("checkbox", name="Ratna Dewi").check()
    sari.press("Simpan")
    sari.finds("want", DOOR)
    within = sari.inside("Yang boleh mendengarnya sekarang")
    expect(within).to_contain_text("Budi Santoso")
    expect(within).to_contain_text("Ratna Dewi")
    before = sari.page.locator("main section").first.inner_text()

    budi.go("today")
    expect(budi.inside("Yang dicari rekan")).to_contain_text(DOOR)
    budi.look("today_wants", budi.page)
    budi.to("Dicari")
    budi.arrives("wants_heard", "Pintu yang dicari")
    budi.page.get_by_role("link", name=DOOR).click()
    budi.finds("heard_want", DOOR)
    budi.reads(WHY)
    budi.page.get_by_role("searchbox").fill("pengadaan")
    budi.page.get_by_role("searchbox").press("Enter")
    expect(budi.page.get_by_role("heading", name=HINT)).to_be_visible()
    budi.look("heard_want_found", budi.page)
    sari.page.reload()
    assert sari.page.locator("main section").first.inner_text() == before  # looking changes nothing for her
    budi.page.get_by_role("link", name=f"{budi.t('Tawarkan')} Hendra Gunawan").click()
    budi.arrives("want_offer", "Tawarkan kepada %(name)s", name="Sari Wulandari")
    budi.fill("Satu kalimat untuknya", "Saya kenal orangnya, dan dengan senang hati memperkenalkan Anda.")
    budi.press("Tawarkan")
    budi.sees("Tawaran Anda disampaikan. Kalau ia mau, permintaannya akan datang kepada Anda.")
    budi.finds("heard_want_answered", DOOR)

    sari.go("wants")
    sari.sees("%(n)s kunci ditawarkan", n=1)
    sari.page.get_by_role("link", name=DOOR).click()
    sari.finds("want_answered", DOOR)
    expect(sari.inside("Kunci yang ditawarkan untuk ini")).to_contain_text(HINT)
    sari.follow("Tutup pintu ini")
    sari.arrives("want_close", "Tutup pintu ini")
    sari.page.get_by_role("checkbox", name="Budi Santoso").check()
    sari.fill("Kata untuk mereka", "Terima kasih, pertemuannya hangat.")
    sari.press("Tutup pintu ini")
    sari.sees("Pintu ini ditutup. Tidak ada lagi yang mendengarnya.")
    sari.look("want_closed", sari.page)

    budi.go("wants")
    budi.reads_nothing_of(DOOR)
    budi.go("notices")
    budi.look("notices_thanked", budi.page)
    budi.page.get_by_role("button", name="Sari Wulandari").first.click()
    budi.arrives("want_thanks", "%(name)s berterima kasih kepada Anda", name="Sari Wulandari")
    budi.reads("Terima kasih, pertemuannya hangat.")
