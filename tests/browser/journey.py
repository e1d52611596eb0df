"""The way from an address book to an outcome, step by step, as two people and a contact walk it in their browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser import cards
from tests.browser.exchange import BUDI, LANGUAGE, SARI, Exchange


@dataclass
class Journey(Exchange):
    """Who walks: Sari holds the keys, Budi asks, Hendra is the contact. Each step begins where the last one ended."""

    # 1. The first member, and a keyring out of an address book

    def sign_in_for_the_first_time(self) -> None:
        sari, link = self.sari, self.installation.first_link()
        sari.go("welcome")
        sari.arrives("welcome", "Setiap orang memegang kunci")
        sari.open(link)
        sari.arrives("sign_in_confirm", "Satu langkah lagi")
        sari.press("Masuk ke Kunci")
        sari.arrives("profile_first", "Kenalkan diri Anda")
        sari.fill("Nama", SARI)
        sari.fill("Usaha atau pekerjaan", "Alat kesehatan")
        sari.fill("Kota", "Surabaya")
        sari.fill("Alamat e-mail", "sari@kunci.example")
        sari.press("Lanjut")
        expect(sari.page.get_by_role("heading", level=1)).to_contain_text(SARI)
        sari.look("today_first", sari.page)

    def import_an_address_book(self) -> None:
        sari = self.sari
        sari.follow("Ambil dari buku alamat")
        sari.arrives("import", "Ambil dari buku alamat")
        sari.field("Berkas kontak (.vcf atau .csv)").set_input_files(cards.write(self.folder))
        sari.press("Baca berkas")
        sari.reads(cards.HENDRA)
        sari.unfold("%(n)s hal tidak terbaca", n=cards.UNREAD)
        sari.reads(sari.t("Tidak ada nama, e-mail, atau telepon untuk menyebut kontak ini."))
        sari.look("import_plan", sari.page)
        sari.press("Ambil %(n)s kontak", n=cards.READ)
        sari.arrives("import_done", "%(n)s kontak baru", n=cards.READ)
        assert sari.field("Kota", self._draft(cards.HENDRA)).input_value() == "Surabaya"
        expect(self._tick(cards.DEWI)).not_to_be_checked()

    def make_keys(self) -> None:
        sari = self.sari
        for name, hint in ((cards.HENDRA, self.hint), (cards.LIA, self.lias_hint)):
            self._tick(name).check()
            assert sari.field("Petunjuknya", self._draft(name)).input_value() != ""
            sari.fill("Petunjuknya", hint, self._draft(name))
        sari.press("Jadikan kunci")
        sari.sees("%(n)d kunci baru. Belum terlihat siapa pun.", n=2)
        sari.arrives("keyring", "Gantungan kunci")
        expect(sari.page.get_by_text(sari.t("tidak terlihat siapa pun"), exact=True)).to_have_count(2)
        expect(sari.page.get_by_text(sari.t("kontak biasa"), exact=True)).to_have_count(1)

    def set_rungs(self) -> None:
        sari = self.sari
        sari.page.get_by_role("link", name=self.hint, exact=True).click()
        sari.finds("key", self.hint)
        sari.sees("Tidak terlihat siapa pun.")
        sari.follow("Ubah")
        sari.arrives("key_form", "Ubah kunci")
        sari.choose("sejak percaya", group="Siapa yang boleh tahu namanya?")
        sari.press("Simpan")
        sari.sees("Kunci disimpan.")
        expect(sari.page.get_by_text(sari.t("sejak percaya"), exact=True)).to_have_count(2)

    # 2. The second member, and a relation

    def invite(self) -> None:
        sari, budi = self.sari, self.budi
        sari.to("Rekan")
        sari.arrives("partners_first", "Rekan")
        sari.page.get_by_role("link", name=sari.t("Undang seseorang"), exact=True).first.click()
        sari.arrives("invite", "Undang seseorang")
        sari.fill("Untuk siapa?", "Budi")
        sari.fill("Pesan", "Ayo, Bud.")
        sari.press("Buat tautan")
        sari.arrives("invite_made", "Undangan untuk %(name)s", name="Budi")
        link = sari.field("Tautan undangan").input_value()
        self._copy(link)
        budi.open(link)
        budi.arrives("join", "%(name)s mengundang Anda", name=SARI)
        budi.reads("Ayo, Bud.")
        budi.fill("Nama Anda", BUDI)
        budi.fill("Alamat e-mail", "budi@kunci.example")
        budi.page.get_by_role("radio", name=LANGUAGE[budi.language], exact=True).check()
        budi.press("Terima undangan")
        expect(budi.page.get_by_role("heading", level=1)).to_contain_text(BUDI)
        sari.to("Rekan")
        expect(sari.page.get_by_text(sari.t("Undangan yang masih terbuka"), exact=True)).to_have_count(0)

    def note_what_happened(self) -> None:
        sari = self.sari
        sari.follow(BUDI)
        sari.finds("partner_first", BUDI)
        sari.sees("Belum ada yang Anda berikan. Kenalan dulu.")
        sari.sees("Rekan ini mungkin memegang kunci yang belum Anda lihat.")
        sari.fill("Sejak kapan?", "2018-03-01")
        sari.choose("tiap minggu")
        sari.fill("Bagaimana Anda mengenalnya?", "Teman kuliah.")
        sari.press("Catat perkenalan lama")
        sari.sees("Tercatat.")
        sari.choose("Bertemu", group="Apa yang terjadi?")
        sari.fill("Catatan", "Makan siang di Tunjungan.")
        sari.press("Catat")
        sari.reads("Makan siang di Tunjungan.")
        sari.look("partner_undo", sari.page)
        sari.press("Batalkan")
        sari.sees("Catatan ditarik kembali.")
        sari.sees("ditarik kembali")
        sari.choose("Bertemu empat mata", group="Apa yang terjadi?")
        sari.fill("Catatan", "Di kantornya.")
        sari.press("Catat")
        sari.reads("Di kantornya.")

    def see_the_standing(self) -> None:
        sari = self.sari
        standing = sari.inside("Kedudukannya di mata Anda")
        expect(standing).to_contain_text(
            sari.t("kenal sejak %(year)d, bertemu %(often)s", year=2018, often=sari.t("tiap minggu"))
        )
        expect(standing).to_contain_text(
            sari.t("Pengalaman Anda sudah cukup untuk percaya; Anda belum memberikannya, dan itu tidak apa-apa.")
        )
        picture = sari.t(
            "Kepercayaan Anda kepada %(name)s dari waktu ke waktu; isinya ada dalam tabel di bawah", name=BUDI
        )
        expect(standing.get_by_role("img", name=picture, exact=True)).to_be_visible()
        sari.unfold("Lihat sebagai tabel")
        expect(standing.get_by_role("row")).not_to_have_count(1)
        sari.look("partner", sari.page)

    def grant_a_rung(self) -> None:
        sari = self.sari
        sari.follow("Naikkan ke percaya")
        sari.arrives("grant", "Percaya kepada %(name)s?", name=BUDI)
        opens = sari.page.get_by_role("group", name=sari.t("Yang ikut terbuka baginya")).get_by_role("checkbox")
        expect(opens).to_have_count(3)
        sari.page.get_by_role("checkbox", name=self.lias_hint).uncheck()
        sari.press("Naikkan ke percaya")
        sari.sees("Disimpan. Yang Anda centang kini terbuka baginya.")
        expect(sari.inside("Kedudukannya di mata Anda").locator(".lead")).to_have_text(
            re.compile(sari.t("Percaya, sampai %(day)s", day=r"\d+ \w+ 20\d\d"))
        )
        sari.look("partner_granted", sari.page)

    # 3. and 4. What is open, a request, an answer, consent

    def see_what_was_opened(self) -> None:
        budi = self.budi
        budi.to("Pintu")
        budi.arrives("doors", "Pintu yang terbuka bagi saya")
        expect(budi.page.locator("main").get_by_role("heading", level=2)).to_have_text([self.hint])
        budi.reads(cards.HENDRA)
        budi.reads_nothing_of(self.lias_hint, cards.LIA, cards.DEWI, cards.HENDRAS_PHONE, cards.HENDRAS_EMAIL)

    def close(self) -> None:
        """Lowered, the handed key stays; revoked, nothing does."""
        sari, budi = self.sari, self.budi
        sari.to("Rekan")
        sari.follow(BUDI)
        sari.press("Turunkan ke kenal")
        sari.sees("Sudah diturunkan. Ia tidak diberi tahu.")
        budi.to("Pintu")
        expect(budi.page.locator("main").get_by_role("heading", level=2)).to_have_text([self.hint])
        budi.follow(self.hint)
        budi.finds("door_open", self.hint)
        budi.reads(cards.HENDRAS_EMAIL)
        door = budi.page.url
        sari.press("Tutup semua baginya")
        expect(sari.inside("Kedudukannya di mata Anda").locator(".lead")).to_have_text(sari.t("Asing"))
        budi.to("Pintu")
        budi.arrives("doors_empty", "Pintu yang terbuka bagi saya")
        budi.reads_nothing_of(self.hint, cards.HENDRA, cards.HENDRAS_EMAIL)
        assert budi.open(door) == 404
        budi.arrives("missing", "Tidak ada apa-apa di sini")
        budi.go("exchanges")
        budi.reads_nothing_of(cards.HENDRAS_EMAIL, cards.HENDRAS_PHONE)
        budi.follow(cards.HENDRA)
        budi.finds("handover_closed", cards.HENDRA)
        budi.reads_nothing_of(cards.HENDRAS_EMAIL, cards.HENDRAS_PHONE)

    def look_around(self) -> None:
        """The pages that lie beside the way."""
        sari = self.sari
        sari.go("profile")
        sari.arrives("profile", "Profil saya")
        sari.follow("Jurnal saya")
        sari.arrives("journal", "Jurnal saya")
        sari.go("key_new")
        sari.arrives("key_new", "Kunci baru")
        sari.go("exchanges")
        sari.arrives("exchanges_holder", "Serah terima")
        sari.to("Rekan")
        sari.arrives("partners", "Rekan")
        sari.go("keyring")
        sari.fill("Cari di gantungan kunci", "notar")
        sari.press("Cari")
        expect(sari.page.get_by_role("link", name=self.hint, exact=True)).to_have_count(0)
        sari.follow(self.lias_hint)
        sari.finds("key", self.lias_hint)
        sari.follow("Buka petunjuk ini bagi…")
        sari.arrives("key_open", "Buka bagi siapa?")

    def _draft(self, name: str) -> Locator:
        return self.sari.page.locator("li.draft").filter(has_text=name)

    def _tick(self, name: str) -> Locator:
        return self.sari.page.get_by_role("checkbox", name=self.sari.t("Jadikan %(name)s sebuah kunci", name=name))

    def _copy(self, link: str) -> None:
        """Where scripts run, one touch copies the link."""
        button = self.sari.page.get_by_role("button", name=self.sari.t("Salin"), exact=True)
        if button.is_visible():
            button.click()
            self.sari.sees("Tersalin")
            assert self.sari.page.evaluate("navigator.clipboard.readText()") == link


def walk(journey: Journey) -> None:
    """All of it."""
    journey.sign_in_for_the_first_time()
    journey.import_an_address_book()
    journey.make_keys()
    journey.set_rungs()
    journey.invite()
    journey.note_what_happened()
    journey.see_the_standing()
    journey.grant_a_rung()
    journey.see_what_was_opened()
    journey.write_a_card()
    journey.ask()
    journey.set_keys_aside()
    journey.consent(journey.decide())
    journey.hand_over()
    journey.reach_the_contact()
    journey.tell()
    journey.remember()
    journey.look_around()
    journey.close()
