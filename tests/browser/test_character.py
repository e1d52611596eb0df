"""Character: answered, shown to some partners, read by one of them, and an impression kept instead."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kunci.core.character import ITEMS
from kunci.web.character_items import ITEMS as WORDS
from tests.actions.steps import trusts
from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device
from tests.cast import Cast


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "id")],
    ids=["desktop", "phone", "without scripts"],
)
def test_a_card_is_made_shown_and_read_and_an_impression_goes_before_it(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    trusts(cast, cast.sari, cast.budi)
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)
    if not device.scripts:
        sari.look = budi.look = audit.fits
    budi.go("partner", cast.sari)
    budi.page.locator("main").get_by_role("link", name=budi.t("Watak"), exact=True).click()
    budi.arrives("character_partner_empty", "Cara mendekati %(name)s", name="Sari Wulandari")
    budi.reads(budi.t("Tidak ada kartu watak yang ia buka bagi Anda. Mungkin ia belum membuatnya."))

    sari.go("profile")
    sari.follow("Watak saya")
    sari.arrives("character_empty", "Watak saya")
    sari.follow("Mulai")
    sari.arrives("character_questions", "Seberapa cocok dengan Anda?")
    groups = sari.page.get_by_role("group")
    expect(groups).to_have_count(len(ITEMS))
    sari.page.locator("form.card").evaluate("form => { form.noValidate = true; }")
    for number in range(len(ITEMS) - 1):
        choice = ("sangat", "cukup", "tidak", "tidak")[number % 4]
        groups.nth(number).get_by_role("radio", name=sari.t(choice), exact=True).check()
    sari.press("Lihat hasilnya")
    sari.reads(sari.t("Yang ini belum dijawab."))
    sari.look("character_questions_wrong", sari.page)
    expect(groups.nth(0).get_by_role("radio", name=sari.t("sangat"), exact=True)).to_be_checked()
    last = sari.page.get_by_role("group", name=sari.t(str(WORDS[-1])))
    last.get_by_role("radio", name=sari.t("tidak"), exact=True).check()
    sari.press("Lihat hasilnya")
    sari.arrives("character", "Watak saya")
    expect(
        sari.page.get_by_role("img", name=sari.t("Condong ke %(first)s.", first=sari.t("Sanguinis")))
    ).to_be_visible()
    expect(sari.page.get_by_role("radio", name=sari.t("Hanya saya"))).to_be_checked()

    budi.page.reload()
    budi.reads(budi.t("Tidak ada kartu watak yang ia buka bagi Anda. Mungkin ia belum membuatnya."))
    sari.page.get_by_role("radio", name=sari.t("Rekan yang saya percaya"), exact=False).nth(1).check()
    sari.press("Simpan")
    sari.sees("Tersimpan. Yang tidak Anda pilih tidak melihatnya lagi, sejak saat ini.")
    budi.page.reload()
    budi.reads(budi.t("Menurut kartu %(name)s sendiri", name="Sari Wulandari"))
    budi.reads(budi.t("Berterima kasihlah segera dan dengan hangat; di depan orang lain pun ia senang."))
    budi.look("character_partner", budi.page)
    budi.page.get_by_role("radio", name=budi.t("Melankolis")).check()
    budi.page.get_by_label(budi.t("Lalu juga")).select_option("melancholic")
    budi.press("Simpan kesan")
    budi.reads(budi.t("Pilih dua yang berbeda, atau satu saja."))
    budi.page.get_by_label(budi.t("Lalu juga")).select_option("phlegmatic")
    budi.press("Simpan kesan")
    budi.sees("Kesan Anda tersimpan.")
    budi.reads(budi.t("Menurut kesan Anda"))
    budi.reads(budi.t("Sebutkan dengan rinci apa yang ia lakukan dengan baik; pujian umum terdengar kosong baginya."))
    budi.press("Hapus kesan saya")
    budi.sees("Kesan Anda dihapus.")

    sari.page.get_by_text(sari.t("Hapus kartu watak saya")).click()
    sari.press("Ya, hapus. Jawabannya harus diulang.")
    sari.sees("Kartu watak Anda dihapus.")
    budi.page.reload()
    budi.reads(budi.t("Tidak ada kartu watak yang ia buka bagi Anda. Mungkin ia belum membuatnya."))
