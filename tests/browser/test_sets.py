"""Whole sets, by thumb and without scripts: two exchange theirs, and another exchange is withdrawn."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from kunci.actions import sets
from tests.actions.sets_steps import WHY, aside, told
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import ADDRESS, Cast

SARI, BUDI = "Sari Wulandari", "Budi Santoso"
TITLE = "Bertukar kunci dengan %(name)s"


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


def _told(cast: Cast) -> UUID:
    aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari, 2, "Rahasia")
    cast.met(cast.sari, cast.budi)
    return told(cast, cast.sari, cast.budi)


def _both_open(cast: Cast, exchange: UUID, sari: Person, budi: Person) -> None:
    sari.go("notices")
    sari.page.get_by_role("button", name=BUDI).first.click()
    sari.arrives("sets_told", TITLE, name=BUDI)
    sari.sees("Anda berdua saling menyisihkan kunci")
    budi.go("sets", exchange)
    before = budi.page.locator("main").inner_text()
    sari.press("Buka")
    sari.sees("Anda sudah membuka")
    sari.look("sets_opened", sari.page)
    cast.later(0.01)
    budi.page.reload()
    assert budi.page.locator("main").inner_text() == before  # that she has, he does not learn
    budi.press("Buka")
    budi.sees("Pilih dari kunci %(name)s", name=SARI)
    sets.follow(cast.budi, exchange, cast.now, ADDRESS)


def _choose(person: Person, *hints: str) -> None:
    for hint in hints:
        person.page.get_by_role("checkbox", name=hint).check()
    person.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", WHY)
    person.press("Ya, kita bertukar")


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])
def test_two_exchange_their_sets(signed_in: NewMember, cast: Cast, device: Device, language: str) -> None:
    _exchange(cast, signed_in(device, language, cast.sari), signed_in(device, language, cast.budi))


def _exchange(cast: Cast, sari: Person, budi: Person) -> None:
    exchange = _told(cast)
    sari.go("partner", cast.budi)
    expect(sari.page.get_by_role("heading", name=sari.t(TITLE, name=BUDI))).to_be_visible()
    sari.look("partner_best_place", sari.page)
    _both_open(cast, exchange, sari, budi)
    sari.go("notices")
    sari.look("notices_sets_shown", sari.page)
    sari.page.get_by_role("button", name=BUDI).first.click()
    sari.arrives("sets_shown", TITLE, name=BUDI)
    sari.reads_nothing_of("Rahasia")
    _choose(sari, "Pintu 1")
    sari.sees("Anda sudah memilih")
    sari.look("sets_said", sari.page)
    sari.press("Batalkan pilihan saya")
    sari.sees("Langkah terakhir Anda dibatalkan. Tidak ada yang tahu.")
    _choose(sari, "Pintu 0")
    budi.page.reload()
    budi.sees("Pilih dari kunci %(name)s", name=SARI)  # what she chose, he does not learn
    _choose(budi, "Pintu 1", "Pintu 2")
    budi.arrives("sets_agreed", TITLE, name=SARI)
    budi.sees("Anda berdua setuju")
    expect(budi.page.locator("main").get_by_role("link", name="Pintu 0")).to_be_visible()
    sets.follow(cast.budi, exchange, cast.now, ADDRESS)
    sari.go("sets", exchange)
    sari.page.locator("main").get_by_role("link", name="Pintu 2").click()
    sari.reads(WHY)
    sari.look("decide_of_sets", sari.page)


@pytest.mark.parametrize(
    ("device", "language"), [(DESKTOP, "en"), (WITHOUT_SCRIPTS, "id")], ids=["desktop", "without scripts"]
)
def test_one_is_withdrawn_and_nothing_of_it_is_left(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)
    if not device.scripts:
        sari.look = budi.look = _unseen
    exchange = _told(cast)
    sari.go("exchanges")
    expect(sari.inside("Bertukar kunci")).to_contain_text(BUDI)
    sari.look("exchanges_sets", sari.page)
    _both_open(cast, exchange, sari, budi)
    sari.go("sets", exchange)
    _choose(sari, "Pintu 0")
    budi.unfold("Akhiri pertukaran ini")
    budi.press("Akhiri")
    budi.sees("Pertukaran ini sudah diakhiri.")
    over = budi.page.locator("main").inner_text().replace(SARI, BUDI)
    sari.go("sets", exchange)
    sari.arrives("sets_over", TITLE, name=BUDI)
    assert sari.page.locator("main").inner_text() == over  # in the same words for both
    sari.go("doors")
    sari.reads_nothing_of("Pintu 0, Surabaya")
