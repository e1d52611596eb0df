"""A one-to-one from the first suggestion to its promises: by mouse, on a narrow phone, and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device
from tests.cast import Cast

FIELD = "%Y-%m-%dT%H:%M"


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "id")],
    ids=["desktop", "phone", "without scripts"],
)
def test_dates_are_suggested_taken_moved_and_the_meeting_is_noted(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)
    if not device.scripts:
        sari.look = budi.look = audit.fits
    soon = cast.now + timedelta(days=2, hours=7)  # as it is written where they live
    sari.go("one_to_ones")
    sari.arrives("one_to_ones_empty", "Temu empat mata")
    sari.go("partner", cast.budi)
    sari.page.locator("main").get_by_role("link", name=sari.t("Temu empat mata")).click()
    sari.arrives("one_to_one_new", "Ajak %(name)s bertemu empat mata", name="Budi Santoso")
    sari.fill("Waktu pertama", (cast.now - timedelta(days=1)).strftime(FIELD))
    sari.page.locator("form.card").evaluate("form => { form.noValidate = true; }")
    sari.press("Usulkan")
    sari.reads(sari.t("Pilih waktu mulai satu jam lagi sampai setengah tahun ke depan."))
    sari.look("one_to_one_wrong", sari.page)
    sari.fill("Waktu pertama", soon.strftime(FIELD))
    sari.fill("Waktu kedua", (soon + timedelta(days=1)).strftime(FIELD))
    sari.fill("Di mana?", "Kopi Tugu")
    sari.fill("Tentang apa?", "Soal pintu hotel")
    sari.press("Usulkan")
    sari.sees("Usulan tersampaikan. Bila tidak dijawab, ia berakhir sendiri tanpa bekas.")
    sari.look("one_to_one_waits", sari.page)

    budi.go("today")
    budi.reads(budi.t("%(name)s mengusulkan tanggal untuk temu empat mata", name="Sari Wulandari"))
    budi.look("today_meet_asked", budi.page)
    budi.follow("Lihat tanggalnya")
    budi.arrives("one_to_one_asked", "Temu empat mata dengan %(name)s", name="Sari Wulandari")
    budi.press("Jangan tampilkan lagi")
    budi.sees("Tidak akan ditampilkan lagi. Ia tidak diberi tahu.")
    budi.press("Tampilkan lagi")
    budi.inside("Waktunya").get_by_role("button").first.click()
    budi.sees("Disepakati. Undangan kalender dikirim kepada Anda berdua.")
    budi.look("one_to_one_coming", budi.page)

    sari.go("today")
    sari.follow("Bersiap")
    sari.fill("Yang ingin diingat", "Tanya soal anaknya")
    sari.press("Simpan")
    sari.sees("Catatan disimpan.")
    sari.follow("Pindahkan")
    sari.arrives("one_to_one_dates", "Tanggal lain dengan %(name)s", name="Budi Santoso")
    sari.fill("Waktu pertama", (soon + timedelta(days=2)).strftime(FIELD))
    sari.press("Usulkan")
    sari.sees("Tanggal lain diusulkan.")
    sari.look("one_to_one_moving", sari.page)
    budi.page.reload()
    budi.inside("Waktunya").get_by_role("button").first.click()
    budi.sees("Disepakati. Undangan kalender dikirim kepada Anda berdua.")

    cast.now += timedelta(days=5)
    sari.go("one_to_ones")
    sari.look("one_to_ones", sari.page)
    sari.inside("Bagaimana jadinya?").get_by_role("link", name="Budi Santoso").click()
    sari.arrives("one_to_one_past", "Temu empat mata dengan %(name)s", name="Budi Santoso")
    expect(sari.field("Yang ingin diingat")).to_have_value("Tanya soal anaknya")
    sari.press("Jadi, catat")
    sari.sees("Tercatat: temu empat mata.")
    sari.press("Batalkan")
    sari.press("Jadi, catat")
    sari.follow("Catat janji")
    sari.arrives("promise_of_a_meeting", "Janji antara Anda dan %(name)s", name="Budi Santoso")
    sari.go("partner", cast.budi)
    expect(sari.inside("Yang terjadi di antara Anda berdua")).to_contain_text(sari.t("Bertemu empat mata"))
    budi.go("one_to_ones")
    budi.reads(budi.t("Bagaimana jadinya?"))
