"""A door that somebody looks for, by thumb and without scripts: written, heard, answered, closed with thanks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kunci.actions import keyring
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from tests.actions.test_wants import lets, writes
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import Cast

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
    matches = budi.inside("Kunci Anda yang mungkin menjawabnya")
    proposed = matches.get_by_role("listitem").filter(has=budi.page.get_by_role("heading", name=HINT))
    in_common = ("purchasing, hospital, Surabaya", "pengadaan, rumah sakit, Surabaya")[budi.language == "id"]
    expect(proposed).to_contain_text(budi.t("Sama-sama: %(what)s", what=in_common))
    proposed.get_by_role("button", name=f"{budi.t('Tidak cocok')} Hendra Gunawan").click()
    budi.sees("Tidak akan diusulkan lagi untuk pintu ini. Hanya Anda yang tahu.")
    expect(proposed).to_have_count(0)
    budi.look("heard_want_nothing_fits", budi.page)
    budi.press("Batalkan")
    budi.sees("Bisa diusulkan lagi untuk pintu ini.")
    expect(proposed).to_have_count(1)
    proposed.get_by_role("link", name=f"{budi.t('Tawarkan')} Hendra Gunawan").click()
    budi.arrives("want_offer", "Tawarkan kepada %(name)s", name="Sari Wulandari")
    budi.follow("Tidak jadi")
    budi.page.get_by_role("searchbox").fill("pengadaan")
    budi.page.get_by_role("searchbox").press("Enter")
    expect(budi.page.locator("#hasil").get_by_role("heading", name=HINT)).to_be_visible()
    budi.look("heard_want_found", budi.page)
    sari.page.reload()
    assert sari.page.locator("main section").first.inner_text() == before  # looking changes nothing for her
    found = budi.page.locator("#hasil").get_by_role("link", name=f"{budi.t('Tawarkan')} Hendra Gunawan")
    found.click()
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


@pytest.mark.parametrize(("device", "language"), [(NARROW, "id"), (DESKTOP, "en")], ids=["phone", "desktop"])
def test_whoever_knows_both_sides_is_shown_both_and_the_holder_finds_it_on_the_key(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    """Ratna hears what Sari looks for, and Joko opened to her the key that answers it; she holds another herself."""
    lets(cast, cast.sari, cast.ratna)
    lets(cast, cast.joko, cast.ratna)
    want, mine = writes(cast, cast.sari, DOOR, why=WHY), cast.key(cast.ratna, "Pembelian, klinik, Gresik", "Tono Adi")
    theirs = cast.key(cast.joko, HINT)
    ratna = signed_in(device, language, cast.ratna)
    ratna.go("heard_want", want)
    ratna.finds("heard_want_one_side", DOOR)
    ratna.reads_nothing_of(HINT, ratna.t("Anda mengenal kedua sisi"))
    keyring.open_key(cast.act(cast.joko), theirs, FaceKind.HINT, [cast.ratna])
    ratna.page.reload()
    both = ratna.inside("Anda mengenal kedua sisi")
    expect(both.get_by_role("link", name=HINT)).to_be_visible()
    expect(both).to_contain_text("Joko Susilo")
    ratna.reads_nothing_of("Hendra Gunawan")
    ratna.look("heard_want_both_sides", ratna.page)
    ratna.follow(HINT, both)
    ratna.finds("door_wanted", HINT)
    ratna.go("key", mine)
    wanted = ratna.inside("Pintu yang mungkin dijawabnya")
    ratna.look("key_wanted", ratna.page)
    ratna.follow(DOOR, wanted)
    ratna.finds("heard_want_both_sides", DOOR)
