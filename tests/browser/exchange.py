"""An exchange, step by step: ask with a card and a date, decide, consent on a phone, hand over, tell, remember."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, expect

from kunci.core.addressbook import phone_digits
from kunci.web import clock
from tests.browser import cards
from tests.browser.installation import Installation
from tests.browser.person import Person

SARI, BUDI = "Sari Wulandari", "Budi Santoso"
HINT = {"id": "Kepala pengadaan rumah sakit, Surabaya", "en": "Head of purchasing at a hospital, Surabaya"}
LIAS_HINT = {"id": "Notaris di Bandung", "en": "A notary in Bandung"}
SENTENCE = {"id": "Kami memasok linen rumah sakit.", "en": "We supply linen to hospitals."}
WHY = {"id": "Yang kami cari masukan, bukan pesanan.", "en": "We look for advice, not for orders."}
LANGUAGE = {"id": "Bahasa Indonesia", "en": "English"}
BUDIS_PHONE = "+62 811 7654 321"
GREETING = "Ini Bu Sari dari RSIA."
THANKS = "Pertemuannya hangat."
SARIS_NOTE, BUDIS_NOTE = "Semoga langgeng.", "Bawa contoh kain."
HENDRAS_WORDS = "Terima kasih, Bu."
AMOUNT = {"id": "Rp 15.000.000", "en": "Rp 15,000,000"}


@dataclass
class Exchange:
    """Who walks: Sari holds the key, Budi asks, Hendra is the contact. Each step begins where the last one ended."""

    sari: Person
    budi: Person
    hendra: Person
    installation: Installation
    folder: Path

    @property
    def hint(self) -> str:
        return HINT[self.sari.language]

    @property
    def lias_hint(self) -> str:
        return LIAS_HINT[self.sari.language]

    @property
    def sentence(self) -> str:
        return SENTENCE[self.sari.language]

    @property
    def why(self) -> str:
        return WHY[self.sari.language]

    # 3. and 4. A request, an answer, consent

    def write_a_card(self) -> None:
        budi = self.budi
        budi.follow(self.hint)
        budi.finds("door", self.hint)
        budi.unfold("Tambahkan alasan, tenggat, atau kartu Anda")
        budi.page.locator("details").get_by_role("link").click()
        budi.arrives("card", "Kartu saya")
        budi.fill("Telepon atau WhatsApp", BUDIS_PHONE)
        budi.fill("Tentang saya, dalam satu baris", "Linen Nusantara")
        budi.press("Simpan")
        budi.sees("Kartu Anda disimpan. Ia hanya ikut bila Anda melampirkannya.")

    def ask(self) -> None:
        """In a sentence, with all there may be besides; the page says beforehand how it ends."""
        budi = self.budi
        budi.to("Pintu")
        budi.follow(self.hint)
        budi.finds("door_card", self.hint)
        budi.reads_nothing_of(cards.HENDRAS_PHONE, cards.HENDRAS_EMAIL)
        expect(budi.inside("Minta kunci ini")).to_contain_text(str((clock.now() + timedelta(days=21)).year))
        budi.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", self.sentence)
        budi.unfold("Tambahkan alasan, tenggat, atau kartu Anda")
        budi.fill("Ceritakan lebih lengkap", self.why)
        budi.fill("Harapannya sebelum", (clock.now() + timedelta(days=30)).date().isoformat())
        budi.page.get_by_role("checkbox", name=budi.t("Lampirkan kartu saya")).check()
        budi.look("door_more", budi.page)
        budi.press("Kirim permintaan")
        budi.finds("ask", self.hint)
        budi.reads(self.sentence)
        budi.reads(self.why)

    def set_keys_aside(self) -> None:
        """Offered after asking; nothing comes of leaving it."""
        budi = self.budi
        asked = budi.page.url
        budi.follow("Sisihkan kunci")
        budi.arrives("ready_empty", "Yang akan saya serahkan kepada %(name)s tanpa ragu", name=SARI)
        budi.sees("Gantungan kunci Anda masih kosong.")
        budi.open(asked)
        budi.to("Pintu")
        budi.sees("sudah diminta")

    def decide(self) -> str:
        """Yes, and Sari asks the contact herself: the contact's link, which the page shows and WhatsApp carries."""
        sari = self.sari
        sari.to("Hari ini")
        sari.reads(self.sentence)
        sari.look("today", sari.page)
        sari.follow("Pertimbangkan")
        sari.arrives("decide", "%(name)s ingin bertemu %(contact)s", name=BUDI, contact=cards.HENDRA)
        for words in (
            self.sentence,
            self.why,
            BUDIS_PHONE,
            sari.t("Belum cukup hasil serah terima yang Anda alami sendiri."),
        ):
            sari.reads(words)
        sari.choose("Saya sendiri, misalnya lewat WhatsApp", group="Lewat mana ditanyakan")
        sari.press("Ya, untuk kunci ini")
        sari.sees("Keputusan Anda disimpan. Yang meminta tidak melihatnya.")
        sari.look("decided", sari.page)
        link = sari.field("Tautan izin").input_value()
        written = whatsapp(sari.page.get_by_role("link", name=sari.t("Kirim lewat WhatsApp")))
        for words in (cards.HENDRA, BUDI, self.sentence, link):
            assert words in written
        assert not any(f"To: {cards.HENDRAS_EMAIL}" in mail for mail in self.installation.deliver())
        return link

    def consent(self, link: str) -> None:
        """Opening changes nothing for anybody; the answer does, and not for Budi."""
        sari, hendra = self.sari, self.hendra
        hendra.open(link)
        hendra.arrives("consent", "Halo, %(contact)s", contact=cards.HENDRA)
        for words in (self.sentence, self.why, BUDIS_PHONE, cards.HENDRAS_PHONE):
            hendra.reads(words)
        sari.page.reload()
        expect(sari.field("Tautan izin")).to_have_value(link)
        before = self._what_budi_sees()
        hendra.press("Ya, boleh")
        hendra.arrives("consent_done", "Terima kasih")
        hendra.open(link)
        hendra.arrives("consent_changed", "Halo, %(contact)s", contact=cards.HENDRA)
        hendra.sees("Ubah jawaban Anda")
        assert self._what_budi_sees() == before

    def hand_over(self) -> None:
        """The words are there, and Sari's to change; with them the key goes over."""
        sari, budi = self.sari, self.budi
        before = self._what_budi_sees()
        sari.to("Hari ini")
        sari.sees("Kontaknya sudah setuju bertemu %(name)s", name=BUDI)
        sari.look("today_agreed", sari.page)
        sari.follow("Serahkan kuncinya")
        sari.arrives("hand_over", "Perkenalkan %(name)s dan %(contact)s", name=BUDI, contact=cards.HENDRA)
        to_hendra = sari.inside("Untuk %(contact)s", contact=cards.HENDRA)
        proposed = sari.field("Isi", to_hendra).input_value()
        for words in (cards.HENDRA, BUDI, self.sentence, self.why, BUDIS_PHONE, SARI):
            assert words in proposed
        assert self._what_budi_sees() == before
        sari.fill("Isi", f"{GREETING}\n\n{proposed}", to_hendra)
        sari.press("Serahkan, dan kirim e-mail kepada keduanya")
        sari.sees("Kuncinya sudah diserahkan.")
        sari.finds("handover_holder", cards.HENDRA)
        letters = {mail["To"]: mail for mail in self._letters()}
        for words in (GREETING, self.sentence):
            assert words in plain(letters[cards.HENDRAS_EMAIL])
        introduced = [mail for mail in self._letters() if mail["To"] == "budi@kunci.example"]
        assert any(cards.HENDRA in plain(mail) for mail in introduced)
        assert cards.HENDRAS_PHONE not in "".join(map(plain, introduced))
        asked = self._asked()
        assert asked == before[1]
        budi.reads_nothing_of(cards.HENDRAS_EMAIL)

    def reach_the_contact(self) -> None:
        budi = self.budi
        budi.to("Serah terima")
        budi.reads(cards.HENDRA)
        budi.arrives("exchanges", "Serah terima")
        budi.follow(cards.HENDRA)
        budi.finds("handover", cards.HENDRA)
        expect(budi.page.get_by_role("link", name=cards.HENDRAS_PHONE, exact=True)).to_have_attribute(
            "href", f"tel:+{phone_digits(cards.HENDRAS_PHONE)}"
        )
        expect(budi.page.get_by_role("link", name=cards.HENDRAS_EMAIL, exact=True)).to_be_visible()
        with budi.page.expect_download() as download:
            budi.follow("Simpan ke buku alamat")
        saved = download.value.path().read_text()
        assert download.value.suggested_filename == f"{cards.HENDRA}.vcf"
        assert f"FN:{cards.HENDRA}" in saved
        assert cards.HENDRAS_EMAIL in saved

    # 5. The outcome, and what it moved

    def tell(self) -> None:
        """All three, none of whom has read another's before; what Hendra felt is Sari's alone to read."""
        sari, budi, hendra = self.sari, self.budi, self.hendra
        self._tell(budi, SARI, BUDIS_NOTE, amount="15.000.000")
        budi.look("told_blind", budi.page)
        expect(budi.inside("Bagaimana jadinya?")).not_to_contain_text(budi.t("Cerita %(name)s", name=SARI))
        hendra.page.reload()
        hendra.arrives("consent_handed", "Halo, %(contact)s", contact=cards.HENDRA)
        hendra.page.get_by_role("radio", name=hendra.t("Kurang cocok")).check()
        hendra.page.get_by_label(hendra.t("Pesan untuk %(holder)s", holder=SARI)).fill(HENDRAS_WORDS)
        hendra.press("Ceritakan")
        hendra.arrives("consent_told", "Terima kasih")
        sari.to("Hari ini")
        sari.follow("Ceritakan")
        sari.finds("handover_due", cards.HENDRA)
        sari.reads_nothing_of(THANKS, AMOUNT[sari.language], HENDRAS_WORDS)
        self._tell(sari, BUDI, SARIS_NOTE)
        sari.sees("Cerita %(name)s", name=BUDI)
        for words in (THANKS, AMOUNT[sari.language], HENDRAS_WORDS):
            sari.reads(words)
        sari.reads_nothing_of(BUDIS_NOTE)
        sari.look("told", sari.page)
        budi.page.reload()
        budi.sees("Cerita %(name)s", name=SARI)
        budi.reads_nothing_of(SARIS_NOTE, HENDRAS_WORDS)

    def remember(self) -> None:
        """Each in a record of their own."""
        sari, budi = self.sari, self.budi
        for one, other in ((sari, BUDI), (budi, SARI)):
            one.to("Serah terima")
            one.follow("Rekam jejak saya")
            one.arrives(f"record_{other}", "Rekam jejak saya")
            one.reads(cards.HENDRA)
            one.reads(AMOUNT[one.language])
        expect(sari.inside("Yang saya beri")).to_contain_text(THANKS)
        expect(budi.inside("Yang saya minta")).to_contain_text(cards.HENDRA)
        budi.reads_nothing_of(HENDRAS_WORDS)
        sari.to("Gantungan kunci")
        sari.follow(self.hint)
        sari.finds("key_felt", self.hint)
        expect(sari.inside("Yang dirasakan %(name)s", name=cards.HENDRA)).to_contain_text(HENDRAS_WORDS)

    def _asked(self) -> str:
        """What Budi's ask says; its page stays as first shown."""
        budi = self.budi
        budi.to("Serah terima")
        budi.inside("Saya minta").get_by_role("link", name=self.hint).click()
        budi.finds("ask_again", self.hint)
        return budi.page.locator("main").inner_text()

    def _what_budi_sees(self) -> list[str]:
        """His list, and the page of his ask: the same before and after what others do."""
        self.budi.go("exchanges")
        return [self.budi.page.locator("main").inner_text(), self._asked()]

    def _letters(self) -> list[EmailMessage]:
        return [message_from_string(mail, policy=default) for mail in self.installation.deliver()]

    def _tell(self, teller: Person, other: str, note: str, amount: str = "") -> None:
        """With an amount: a slip first, which keeps what was typed."""
        teller.page.get_by_role("radio", name=teller.t("Berjalan baik")).check()
        teller.fill("Catatan Anda", note)
        if amount:
            teller.page.get_by_label(teller.t("Terima kasih untuk %(name)s", name=other)).fill(THANKS)
            teller.fill("Nilai usahanya", amount)
            teller.press("Ceritakan")
            expect(teller.field("Nilai usahanya")).to_have_attribute("aria-invalid", "true")
            expect(teller.field("Nilai usahanya")).to_have_value(amount)
            expect(teller.field("Catatan Anda")).to_have_value(note)
            expect(teller.page.get_by_role("radio", name=teller.t("Berjalan baik"))).to_be_checked()
            teller.look("tell_wrong", teller.page)
            teller.choose("Jadi usaha")
        teller.press("Ceritakan")
        teller.sees("Terima kasih sudah bercerita.")
        teller.sees("Kedudukan %(name)s di mata Anda:", name=other)
        told = teller.inside("Bagaimana jadinya?")
        expect(told.locator(".points > li")).not_to_have_count(0)


def whatsapp(link: Locator) -> str:
    """What would stand in WhatsApp, ready to be sent."""
    address = urlsplit(link.get_attribute("href") or "")
    assert (address.scheme, address.netloc) == ("https", "wa.me")
    assert re.fullmatch(r"/\d*", address.path)
    return parse_qs(address.query)["text"][0]


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
