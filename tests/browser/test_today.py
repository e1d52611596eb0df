"""What waits today, and a contact noted in one tap: by mouse, by thumb and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kunci.actions import promises
from kunci.core.rungs import Rung
from kunci.models.models import Account, PutOff
from kunci.models.viewer import looking, member
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device
from tests.cast import Cast


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "id")],
    ids=["desktop", "phone", "without scripts"],
)
def test_what_is_owed_is_settled_and_whom_to_greet_is_greeted(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    """Budi's rung ends soon; Sari owes him a call, and he owes her samples."""
    day = cast.now.date()
    for weeks in (8, 10):
        cast.met(cast.sari, cast.budi, day - timedelta(weeks=weeks))
    cast.grant(cast.sari, cast.budi, Rung.KNOWN)
    Account.objects.filter(id=cast.sari).update(horizon=90)
    promises.make(cast.act(cast.sari), cast.budi, "Menelepon soal harga", day, day, mine=True)
    promises.make(cast.act(cast.sari), cast.budi, "Mengirim contoh kain", day + timedelta(days=2), day, mine=False)
    sari = signed_in(device, language, cast.sari)
    if not device.scripts:
        sari.look = _unseen

    sari.go("today")
    sari.look("today_owed", sari.page)
    greet = sari.inside("Sapa lagi")
    expect(greet).to_contain_text("Budi Santoso")
    greet.get_by_role("button", name=sari.t("Nanti saja")).click()
    sari.sees("Baik, dua minggu lagi.")
    expect(greet).not_to_contain_text("Budi Santoso")
    with looking(member(cast.sari), cast.now):
        assert PutOff.objects.count() == 1
    sari.press("Batalkan")
    expect(greet).to_contain_text("Budi Santoso")

    greet.get_by_role("link", name=sari.t("Tulis pesan")).click()
    sari.arrives("today_write", "Menyapa %(name)s", name="Budi Santoso")
    whatsapp = sari.page.get_by_role("link", name=sari.t("Buka WhatsApp"))
    assert str(whatsapp.get_attribute("href")).startswith("https://wa.me/?text=H")
    sari.press("Ya, catat")
    sari.sees("Semua rekan masih dekat.")
    sari.press("Batalkan")
    greet.get_by_role("button", name=sari.t("Telepon")).click()
    sari.sees("Semua rekan masih dekat.")

    due = sari.inside("Janji yang jatuh tempo")
    expect(due.get_by_role("heading", level=3)).to_have_text(["Menelepon soal harga", "Mengirim contoh kain"])
    due.get_by_role("button", name=sari.t("Sudah saya tepati")).click()
    sari.sees("Janji ditepati.")
    sari.press("Batalkan")
    due.get_by_role("button", name=sari.t("Sudah saya tepati")).click()
    due.get_by_role("button", name=sari.t("Ditepati"), exact=True).click()
    expect(sari.page.get_by_role("heading", name=sari.t("Janji yang jatuh tempo"))).to_have_count(0)
    sari.sees("Tidak ada yang menunggu. Hari yang baik.")

    greet.get_by_label(sari.t("Yang kedekatannya berakhir dalam")).select_option("30")
    sari.press("Pakai")
    expect(greet.get_by_label(sari.t("Yang kedekatannya berakhir dalam"))).to_have_value("30")


def test_a_promise_is_noted_on_the_partners_page(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("partner", cast.budi)
    sari.follow("Catat janji")
    sari.arrives("promise_new", "Janji antara Anda dan %(name)s", name="Budi Santoso")
    sari.fill("Apa janjinya?", "Mengirim contoh kain")
    sari.page.get_by_role("radio", name="Budi Santoso").check()
    sari.fill("Sampai kapan?", (cast.now.date() + timedelta(days=3)).isoformat())
    sari.press("Catat janji")
    kept = sari.inside("Janji")
    expect(kept).to_contain_text("janji Budi Santoso kepada Anda")
    sari.look("partner_promise", sari.page)
    kept.get_by_role("button", name="Tidak ditepati").click()
    expect(kept).to_contain_text("tidak ditepati")
    expect(sari.inside("Yang terjadi di antara Anda berdua")).to_contain_text("Ia tidak menepati janji")
    kept.get_by_role("button", name="Buka lagi").click()
    expect(kept.get_by_role("button", name="Ditepati", exact=True)).to_be_visible()
