"""Two phones on the same page: one shows a code, the other opens what its camera read; with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kunci.actions import encounters
from kunci.reveal import encounters as seen
from tests.browser.conftest import NewMember
from tests.browser.person import NARROW, PHONE, WITHOUT_SCRIPTS, Device
from tests.browser.watch import Watch
from tests.cast import Cast


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


@pytest.mark.parametrize(
    ("device", "language"),
    [(PHONE, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "id")],
    ids=["phone", "narrow", "without scripts"],
)
def test_one_shows_a_code_and_the_other_reads_it(
    signed_in: NewMember, cast: Cast, watch: Watch, device: Device, language: str
) -> None:
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)
    if not device.scripts:
        sari.look = budi.look = _unseen
    sari.go("today")
    sari.follow("Sedang bertemu?")
    sari.arrives("encounter_none", "Sedang bertemu?")
    sari.press("Perlihatkan kode")
    picture = sari.page.get_by_role("img", name=sari.t("Kode untuk dipindai dengan kamera ponsel"))
    expect(picture).to_be_visible()
    sari.look("encounter_code", sari.page)
    box = picture.locator("svg").bounding_box()
    assert box is not None
    assert 240 <= box["width"] <= 340
    assert abs(box["width"] - box["height"]) < 1

    shown = seen.shown(cast.sari, cast.now)
    assert shown is not None
    budi.open(shown.path)  # as the camera does
    budi.arrives("encounter_read", "Sedang bertemu %(name)s?", name="Sari Wulandari")
    budi.press("Ya, kami bertemu")
    budi.sees("Tercatat dan terkonfirmasi: bertemu hari ini.")
    if not device.scripts:
        sari.follow("Sudah dipindai?")
    expect(
        sari.page.get_by_role("heading", name=sari.t("%(name)s memindai kode Anda", name="Budi Santoso"))
    ).to_be_visible()
    code = seen.code(shown.path.split("/")[2])
    assert code is not None
    encounters.follow(cast.sari, code, cast.now)
    sari.go("encounter_show")
    sari.sees("Pertemuannya sudah tercatat, juga di sisi Anda.")
    sari.look("encounter_done", sari.page)

    watch.expect(404)
    budi.open(shown.path)
    budi.arrives("encounter_over", "Kode ini tidak berlaku")


def test_the_calendar_to_subscribe_to_is_made_and_closed(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "en", cast.sari)
    sari.go("calendar")
    sari.press("Buat alamat langganan")
    address = sari.field("Alamat langganan")
    sari.look("calendar_subscribed", sari.page)
    first = address.input_value()
    assert first.endswith(".ics")
    sari.press("Ganti alamat")
    expect(address).not_to_have_value(first)
    assert sari.page.request.get(first).status == 404
    assert sari.page.request.get(address.input_value()).text().startswith("BEGIN:VCALENDAR")
    sari.press("Tutup langganan")
    expect(sari.page.get_by_role("button", name=sari.t("Buat alamat langganan"))).to_be_visible()
