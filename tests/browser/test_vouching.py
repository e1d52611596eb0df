"""Speaking of a third by thumb and without scripts: told, read, counted, failed, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kunci.core.evidence import Kind
from kunci.web import labels
from tests.actions.test_vouching import meet
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import Cast

WHY = "Tiga tahun kami bekerja sama, dan setiap kali selesai tepat waktu."


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])
def test_a_word_is_said_counted_fails_and_is_taken_back(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    _walk(signed_in(device, language, cast.sari), signed_in(device, language, cast.budi), cast)


def test_all_of_it_works_without_scripts(signed_in: NewMember, cast: Cast) -> None:
    sari, budi = signed_in(WITHOUT_SCRIPTS, "id", cast.sari), signed_in(WITHOUT_SCRIPTS, "id", cast.budi)
    sari.look = budi.look = _unseen
    _walk(sari, budi, cast)


def _walk(sari: Person, budi: Person, cast: Cast) -> None:
    meet(cast, cast.budi, cast.ratna)
    cast.knows_for_years(cast.budi, cast.sari)

    sari.go("partner", cast.ratna)
    sari.follow("Sampaikan pandangan Anda tentangnya")
    sari.arrives("vouch_new", "Pandangan Anda tentang %(name)s", name="Ratna Dewi")
    sari.choose("Saya menjaminnya")
    sari.page.get_by_role("radio", name="Budi Santoso").check()
    sari.fill("Mengapa Anda berpendapat begitu?", WHY)
    sari.press("Sampaikan")
    sari.sees("Tersampaikan. Apakah ia memperhitungkannya, tidak akan Anda ketahui.")
    sari.look("partner_spoken_of", sari.page)
    sari.go("vouches")
    sari.arrives("vouches", "Yang saya katakan tentang orang lain")
    before = sari.page.locator("main").inner_text()

    budi.go("today")
    expect(budi.inside("Menunggu Anda").get_by_role("heading", level=3)).to_contain_text("Ratna Dewi")
    budi.look("today_word", budi.page)
    budi.follow("Lihat", budi.inside("Menunggu Anda"))
    heading = "%(speaker)s menjamin %(about)s kepada Anda"
    budi.arrives("vouch", heading, speaker="Sari Wulandari", about="Ratna Dewi")
    budi.reads(WHY)
    budi.press("Perhitungkan")
    budi.sees("Diperhitungkan. Hanya Anda yang tahu.")
    budi.look("vouch_counted", budi.page)

    budi.go("partner", cast.ratna)
    budi.look("partner_vouched_for", budi.page)
    budi.choose(str(labels.KINDS[Kind.PROMISE_BROKEN]))
    budi.press("Catat")
    budi.sees("%(n)d rekan menjaminnya kepada Anda. Itu tercatat juga pada hubungan Anda dengan yang menjamin.", n=1)
    budi.go("partner", cast.sari)
    expect(budi.page.locator(".timeline > .bad")).to_contain_text("Ratna Dewi")
    budi.look("partner_whose_word_failed", budi.page)

    # Of all that Sari sees nothing, and takes her word back.
    sari.go("vouches")
    assert sari.page.locator("main").inner_text() == before
    sari.page.get_by_role("button").filter(has_text=sari.t("Tarik kembali")).click()
    sari.sees("Ditarik kembali. Yang mendengarnya diberi tahu.")
    budi.go("notices")
    taken_back = "%(who)s menarik kembali perkataannya kepada Anda tentang %(hint)s."
    budi.reads(budi.t(taken_back, who="Sari Wulandari", hint="Ratna Dewi"))
    budi.look("notices_withdrawn", budi.page)
