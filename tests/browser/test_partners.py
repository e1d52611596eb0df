"""Knowing a partner by thumb and without scripts: noting, asking to confirm, answering, putting right."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kunci.core.evidence import Kind
from kunci.web import labels
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import Cast

BOTH = pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])


def _unseen(_name: str, _page: Page) -> None:
    """Axe needs scripts: these pages are looked at in the other tests."""


@BOTH
def test_a_meeting_is_noted_confirmed_and_put_right(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    _walk(signed_in(device, language, cast.sari), signed_in(device, language, cast.budi), cast)


def test_all_of_it_works_without_scripts(signed_in: NewMember, cast: Cast) -> None:
    sari, budi = signed_in(WITHOUT_SCRIPTS, "id", cast.sari), signed_in(WITHOUT_SCRIPTS, "id", cast.budi)
    sari.look = budi.look = _unseen
    _walk(sari, budi, cast)


def test_a_note_of_today_takes_three_taps_on_a_phone(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("partner", cast.budi)
    for tap in (
        sari.page.get_by_role("link", name="Catat sesuatu", exact=True),
        sari.page.locator("label").filter(has_text="Bertelepon"),
        sari.page.get_by_role("button", name="Catat", exact=True),
    ):
        tap.tap()
    sari.sees("Tercatat.")
    expect(sari.page.locator(".timeline")).to_contain_text("Bertelepon 23 November 2026")


def _walk(sari: Person, budi: Person, cast: Cast) -> None:
    sari.go("partner", cast.budi)
    sari.choose(str(labels.KINDS[Kind.MET]))
    sari.fill("Catatan", "di pasar", sari.inside("Catat sesuatu"))
    sari.press("Catat")
    sari.sees("Tercatat.")
    cast.later(2)
    sari.go("partner", cast.budi)
    sari.page.get_by_text(sari.t("Minta konfirmasi"), exact=True).click()
    sari.sees("Konfirmasi diminta. Bila tidak dijawab, permintaan ini hilang sendiri tanpa bekas.")
    sari.finds("partner_asked", "Budi Santoso")

    budi.go("today")
    expect(budi.inside("Menunggu Anda").get_by_role("heading", level=3)).to_contain_text("Sari Wulandari")
    budi.reads_nothing_of("pasar")
    budi.look("today_question", budi.page)
    budi.press("Benar, catat juga di sisi saya")
    budi.sees("Dikonfirmasi, dan tercatat juga di sisi Anda.")
    budi.go("partner", cast.sari)
    expect(budi.page.locator(".timeline > li")).to_have_count(1)
    budi.reads_nothing_of("pasar")

    sari.go("partner", cast.budi)
    expect(sari.page.locator(".timeline .tag")).to_contain_text("Budi Santoso")
    sari.look("partner_confirmed", sari.page)
    sari.page.locator(".timeline").get_by_role("link").click()
    sari.arrives("evidence_correct", "Perbaiki catatan")
    expect(sari.field("Catatan")).to_have_value("di pasar")
    sari.choose(str(labels.KINDS[Kind.CALL]))
    sari.fill("Catatan", "lewat telepon")
    sari.press("Simpan")
    sari.sees("Diperbaiki. Catatan lama tetap terbaca, tercoret.")
    expect(sari.page.locator(".timeline > .gone")).to_contain_text("di pasar")
    sari.sees("menggantikan catatan yang tercoret")
    expect(sari.page.locator(".timeline .tag")).to_have_count(0)
    sari.finds("partner_corrected", "Budi Santoso")
