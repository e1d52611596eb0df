"""Cards as real programs write them go all the way to keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP
from tests.cast import Cast

REAL_CARDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vcards"


def test_cards_of_real_programs_become_contacts_and_then_keys(signed_in: NewMember, cast: Cast) -> None:
    if not REAL_CARDS.is_dir():
        pytest.skip("the cards of real programs are not beside this repository")
    sari = signed_in(DESKTOP, "id", cast.sari)
    for file in sorted(REAL_CARDS.glob("*.vcf")):
        sari.go("import_cards")
        sari.field("Berkas kontak (.vcf atau .csv)").set_input_files(file)
        sari.press("Baca berkas")
        sari.finds(file.stem, file.name)
        sari.page.get_by_role("button", name=re.compile(r"^Ambil [1-9]\d* kontak$")).click()
        expect(sari.page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^[1-9]\d* kontak baru$"))
    first = sari.page.get_by_role("checkbox").first
    first.check()
    sari.page.get_by_role("textbox", name=sari.t("Petunjuknya")).first.fill("Penulis berkas contoh")
    sari.press("Jadikan kunci")
    sari.follow("Penulis berkas contoh")
    sari.finds("key_of_real_card", "Penulis berkas contoh")
