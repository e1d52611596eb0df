"""Working the keyring: an import that is undone, contacts merged, many keys at once, and who sees what."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kunci.core.rungs import Rung
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, Device
from tests.cast import Cast

BOTH = pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])
CARDS = (
    b"BEGIN:VCARD\nVERSION:3.0\nFN:Galih Pratama\nORG:Bank Sejahtera\nTEL:+62 812 7777 777\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:3.0\nFN:Pak Galih\nTEL:0812-7777-777\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:3.0\nNOTE:siapa ini\nEND:VCARD\n"
)


@BOTH
def test_a_file_is_looked_at_brought_in_merged_and_undone(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("import_cards")
    sari.field("Berkas kontak (.vcf atau .csv)").set_input_files(
        {"name": "ponsel.vcf", "mimeType": "text/vcard", "buffer": CARDS}
    )
    sari.press("Baca berkas")
    sari.finds("import_plan", "ponsel.vcf")
    sari.reads(sari.t("mirip %(name)s: %(reason)s", name="Galih Pratama", reason=sari.t("nomor telepon sama")))
    sari.press("Ambil %(n)s kontak", n=2)
    sari.arrives("import_done", "%(n)s kontak baru", n=2)
    sari.go("duplicates")
    sari.arrives("duplicates", "Mungkin orang yang sama")
    sari.press("Gabung ke %(name)s", name="Galih Pratama")
    sari.sees("Digabung. Tidak ada yang hilang.")
    sari.sees("Tidak ada kontak Anda yang tampak kembar.")
    sari.press("Batalkan")
    sari.finds("unmerged", "Pak Galih")
    sari.follow("Gabung dengan kontak lain")
    sari.field("Cari kontak").fill("galih")
    sari.press("Cari")
    sari.arrives("merge", "Gabung ke %(name)s", name="Pak Galih")
    sari.page.get_by_role("button", name="Galih Pratama").click()
    sari.finds("merged", "Pak Galih")
    sari.sees("Digabung ke sini")
    sari.go("import_cards")
    sari.follow("ponsel.vcf")
    sari.press("Tarik kembali seluruhnya")
    sari.sees("Pengambilan ini ditarik kembali")
    sari.finds("import_undone", "ponsel.vcf")
    sari.go("keyring")
    expect(sari.page.get_by_text("Galih")).to_have_count(0)


@BOTH
def test_many_keys_are_tagged_put_away_and_brought_back_by_keyboard(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    for line in ("Notaris, Bandung", "Direktur bank, Jakarta", "Kepala pengadaan, rumah sakit, Surabaya"):
        cast.key(cast.sari, line, "Orang " + line[:3])
    sari = signed_in(device, language, cast.sari)
    sari.go("keyring")
    for name in ("Orang Not", "Orang Dir"):
        box = sari.page.get_by_role("checkbox", name=sari.t("Centang %(name)s", name=name), exact=True)
        box.focus()
        sari.page.keyboard.press("Space")
        expect(box).to_be_checked()
    sari.unfold("Untuk banyak sekaligus")
    sari.look("keyring_many", sari.page)
    tag = sari.page.locator("#tanda")
    tag.focus()
    sari.page.keyboard.type("alumni")
    sari.page.keyboard.press("Tab")
    sari.page.keyboard.press("Enter")
    sari.sees("Tanda %(tag)s diberikan kepada %(n)d kontak.", n=2, tag="alumni")
    expect(sari.page.get_by_role("link", name="alumni", exact=True)).to_have_count(2)
    sari.page.get_by_role("link", name="alumni", exact=True).first.click()
    expect(sari.page.get_by_text("Orang Kep")).to_have_count(0)
    sari.unfold("Untuk banyak sekaligus")
    sari.page.get_by_label(sari.t("Semua yang cocok dengan pencarian ini, juga di halaman lain")).check()
    sari.press("Pindahkan ke arsip")
    sari.arrives("tidy", "Pindahkan %(n)s kontak ke arsip?", n=2)
    sari.press("Pindahkan ke arsip")
    sari.sees("%(n)d dipindahkan ke arsip.", n=2)
    sari.press("Batalkan")
    sari.sees("Dikembalikan seperti semula.")
    expect(sari.page.get_by_role("checkbox", name="Orang Not")).to_have_count(1)


@BOTH
def test_the_holder_looks_with_a_partners_eyes_and_shuts_them_out(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    sari = signed_in(device, language, cast.sari)
    sari.go("audience")
    sari.arrives("audience_empty", "Siapa melihat apa")
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    sari.go("audience")
    sari.look("audience", sari.page)
    sari.follow("Budi Santoso")
    sari.arrives("eyes", "Di mata %(name)s", name="Budi Santoso")
    sari.page.get_by_role("link", name="Kepala pengadaan, rumah sakit, Surabaya").first.click()
    sari.sees("Siapa yang melihatnya sekarang")
    sari.look("key_with_readers", sari.page)
    sari.page.get_by_role("button", name=sari.t("Tutup baginya")).click()
    sari.sees("Ditutup baginya. Ia tidak diberi tahu.")
    sari.sees("Tidak terlihat siapa pun.")
    sari.follow("Riwayat: apa yang pernah dibuka")
    sari.arrives("key_history", "Riwayat")
    sari.reads("Budi Santoso")
