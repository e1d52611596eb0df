"""What holders and contacts read: what an ask waits for, what came of it, and in a refusal what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from kunci.actions import limits
from kunci.actions.exchanges import WHY_LENGTH
from kunci.actions.verb import Refused
from kunci.core.rungs import Rung
from kunci.web.refusals import refusal
from tests.actions.steps import agreed, answers, asked_for, close_for_months, link, tell
from tests.cast import Cast
from tests.web.conftest import Reader, consent_word, whatsapp, words

pytestmark = pytest.mark.django_db

NewReader = Callable[..., Reader]
HENDRA = "Hendra Gunawan"


# What holders read before and after deciding


def test_a_refused_yes_keeps_what_was_chosen(
    exchange_cast: Cast, reader: NewReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ask = asked_for(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    sari = reader(exchange_cast.sari)
    fresh = sari.get("decide", ask)
    assert 'value="id" checked' in fresh
    assert 'value="mail" checked' in fresh
    monkeypatch.setattr(limits, "CONSENTS", 0)
    page = sari.sends("decide", ask, answer="yes", language="en", by="self")
    assert refusal(Refused("consents_enough", most=0)) in words(page)
    assert 'value="en" checked' in page
    assert 'value="self" checked' in page
    assert 'value="id" checked' not in page
    assert 'value="mail" checked' not in page


def test_who_decides_reads_what_the_evidence_carries_and_what_it_does_not(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    sari = reader(cast.sari)
    page = sari.reads("decide", ask)
    for said in (
        "Budi Santoso ingin bertemu Hendra Gunawan",
        "“Kami memasok linen rumah sakit.”",
        "Percaya, sampai",
        "kenal sejak 2018, bertemu tiap minggu",
        "Belum sampai tanpa ragu: Belum cukup janji yang ditepati atau serah terima yang berjalan baik.",
        "Baru setelah ia setuju, Anda menyerahkan kontaknya.",
        "Anda juga boleh diam; permintaan ini berakhir sendiri 14 Desember 2026.",
        "Belum sekarang, jangan lagi, dan diam tampak sama baginya.",
    ):
        assert said in page
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.UNHESITATING)
    page = sari.reads("decide", ask)
    assert "Pengalaman Anda cukup untuk menyerahkan kunci kepadanya tanpa ragu." in page
    assert "Belum sampai tanpa ragu" not in page


def test_the_evidence_comes_before_the_buttons(exchange_cast: Cast, reader: NewReader) -> None:
    _, ask = asked_for(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    page = reader(exchange_cast.sari).reads("decide", ask)
    assert page.index("Belum sampai tanpa ragu") < page.index("Bagaimana menurut Anda?")


def test_each_decision_says_what_it_means_and_how_to_change_it(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    sari = reader(cast.sari)
    page = sari.says("decide", ask, answer="not_now")
    assert "Keputusan Anda disimpan. Yang meminta tidak melihatnya." in page
    assert "Berubah pikiran? Anda memilih belum sekarang. Ia tidak diberi tahu" in page
    cast.later(0.1)
    page = sari.says("decide", ask, answer="never")
    assert "Anda memilih jangan lagi. Ia tidak diberi tahu; permintaannya berakhir sendiri, dan yang berikut" in page
    assert "jangan lagi" in sari.reads("exchanges")
    cast.later(0.1)
    page = sari.says("decide", ask, answer="yes", language="id", by="mail")
    assert "Pertanyaannya sudah dikirim ke hendra@rs.example, berlaku sampai 14 Desember 2026." in page
    assert "Anda mengiyakan" in sari.reads("exchanges")
    assert "Pilih salah satu jawaban." in sari.says("decide", ask, answer="perhaps")
    cast.later(0.1)
    cast.decide(cast.sari, ask, "never")
    cast.later(22)
    page = sari.reads("decide", ask)
    assert "Permintaan ini sudah berakhir sendiri. Diam tidak berarti apa-apa." in page
    assert "Permintaan Budi Santoso untuk kunci ini tidak lagi sampai kepada Anda. Ia tidak tahu." in page
    assert "Biarkan ia meminta lagi" in page
    assert "Permintaan ini sudah berakhir. Tidak ada lagi yang perlu dilakukan." in sari.says(
        "decide", ask, answer="yes"
    )
    page = sari.says("decide", ask, answer="not_now")
    assert "Tidak ingin Budi Santoso meminta kunci ini lagi?" in page


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("id", "Halo Hendra Gunawan, kenalan saya Budi"), ("en", "Hello Hendra Gunawan, Budi Santoso, whom I know")],
)
def test_whatsapp_brings_along_words_in_the_language_of_the_contact_whatever_the_holder_reads(
    exchange_cast: Cast, reader: NewReader, language: str, greeting: str
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    sari = reader(cast.sari, "en" if language == "id" else "id")
    page = sari.sends("decide", ask, answer="yes", language=language, by="self")
    ((number, text),) = whatsapp(page)
    assert number == "628120000001"
    assert text.startswith(greeting)
    assert "“Kami memasok linen rumah sakit.”" in text
    assert text.endswith(f"/izin/{consent_word(cast, ask)}/")
    assert "hendra@rs.example" not in words(page)


def test_a_contact_without_an_address_is_asked_by_the_holder(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key = cast.key(cast.sari, email="")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    ask = cast.ask(cast.budi, key)
    sari = reader(cast.sari)
    assert "Lewat mana ditanyakan" not in sari.reads("decide", ask)
    page = sari.says("decide", ask, answer="yes", language="id")
    assert "Kirimkan tautan ini sendiri kepada Hendra Gunawan, dengan sapaan Anda." in page
    answers(cast, link(cast, cast.sari, ask), "yes")
    assert "Alamat e-mail Hendra Gunawan tidak Anda catat, jadi kepadanya kirimlah sendiri." in sari.reads(
        "hand_over", ask
    )


def test_the_holder_reads_what_the_contact_answered_and_what_is_next(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    contact = link(cast, cast.sari, ask)
    sari = reader(cast.sari)
    said = {
        "later": "minta ditanya lain waktu. Yang meminta tidak diberi tahu. Kalau waktunya tepat, kirimkan tautan yang",
        "no": "tidak berkenan kali ini. Yang meminta tidak diberi tahu.",
        "never": "tidak ingin ditanya seperti ini lagi. Mohon dihormati.",
        "yes": "setuju. Kata-katanya sudah disiapkan; bacalah dulu, lalu serahkan.",
    }
    for answer, sentence in said.items():
        cast.later(0.1)
        answers(cast, contact, answer)
        page = sari.get("decide", ask)
        assert f"{HENDRA} {sentence}" in words(page)
        assert ("/izin/" in page) == (answer == "later")
    assert "Kontaknya sudah setuju bertemu Budi Santoso" in sari.reads("today")
    assert "siap diserahkan" in sari.reads("exchanges")


def test_a_link_that_ended_unanswered_says_so(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    cast.later(22)
    assert "Tautan izinnya sudah berakhir tanpa jawaban." in reader(cast.sari).reads("decide", ask)
    page = reader().reads("consent", consent_word(cast, ask))
    assert "Pertanyaan ini sudah berakhir. Anda tidak perlu menjawab apa-apa." in page
    assert "Boleh?" not in page


def test_after_twenty_contacts_a_day_the_next_is_for_tomorrow(
    exchange_cast: Cast, reader: NewReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONSENTS", 0)
    _, ask = asked_for(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    page = reader(exchange_cast.sari).says("decide", ask, answer="yes")
    assert "Hari ini Anda sudah meminta izin 0 kontak. Lanjutkan besok." in page
    assert "Bagaimana menurut Anda?" in page


# What the contact reads


def test_the_contact_reads_who_and_why_and_what_is_kept_and_five_answers(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    page = reader().reads("consent", consent_word(cast, ask))
    for said in (
        "Halo, Hendra Gunawan",
        "Sari Wulandari mengenal Anda dan ingin memperkenalkan Budi Santoso. Boleh?",
        "“Kami memasok linen rumah sakit.”",
        "Semua jawaban sama baiknya.",
        *("Ya, boleh", "Tidak, terima kasih", "Lain waktu", "Tidak menjawab", "Jangan tanya lagi"),
        "siapa Anda: Hendra Gunawan, Kepala Pengadaan, RS Harapan",
        "nomor telepon: +62 812 0000 001",
    ):
        assert said in page
    assert "catatan" not in page.replace("catatan pribadi", "")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("yes", "Sari Wulandari kini boleh memperkenalkan Anda berdua. Kabarnya akan datang darinya."),
        ("no", "Baik. Hanya Sari Wulandari yang tahu jawaban Anda."),
        ("later", "Baik, lain waktu. Hanya Sari Wulandari yang tahu."),
        ("never", "Baik. Sari Wulandari diminta tidak menanyakan hal seperti ini lagi kepada Anda."),
        ("silent", "Baik. Tidak seorang pun diberi tahu."),
    ],
)
def test_each_answer_is_thanked_for(exchange_cast: Cast, reader: NewReader, answer: str, sentence: str) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    page = reader().says("consent", consent_word(cast, ask), answer=answer)
    assert sentence in page
    assert "Kalau berubah pikiran, pakai tautan yang sama." in page
    assert "Ubah jawaban Anda" in reader().reads("consent", consent_word(cast, ask))


def test_the_contact_tells_how_it_went_and_may_still_withdraw(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    handover = agreed(cast, cast.sari, ask)
    token, hendra = consent_word(cast, ask), reader()
    page = hendra.reads("consent", token)
    assert "Sari Wulandari sudah memperkenalkan Anda dengan Budi Santoso." in page
    assert "Kalau Anda bercerita sebelum 7 Desember 2026, hanya Sari Wulandari yang membacanya" in page
    missing = hendra.sends("consent_tell", token, words="Hangat sekali.")
    assert 'class="wrong">Pilih bagaimana jadinya.' in missing
    assert "Hangat sekali.</textarea>" in missing
    said = hendra.says("consent_tell", token, verdict="unfit", came="meeting", words="Belum cocok.")
    assert "Cerita Anda disimpan. Hanya Sari Wulandari yang akan membacanya." in said
    assert "Cerita Anda Kurang cocok" in hendra.reads("consent", token)
    again = hendra.says("consent_tell", token, verdict="good")
    assert "Anda sudah bercerita tentang serah terima ini." in again
    sari, budi = reader(cast.sari), reader(cast.budi)
    assert "Belum cocok." not in sari.reads("handover", handover) + sari.reads("key", key)
    tell(cast, cast.sari, handover, "good")
    assert "Yang dirasakan Hendra Gunawan; hanya Anda yang membacanya Kurang cocok Kami bertemu" in sari.reads(
        "handover", handover
    )
    assert "Yang dirasakan Hendra Gunawan Hanya Anda yang membacanya. dengan Budi Santoso" in sari.reads("key", key)
    tell(cast, cast.budi, handover, "good")
    assert "Belum cocok." not in budi.reads("handover", handover) + budi.reads("record")
    cast.later(0.1)
    hendra.says("consent", token, answer="no")
    page = budi.reads("handover", handover)
    assert "Cara menghubunginya tidak terbuka bagi Anda sekarang. Kalau perlu, tanyakan kepada Sari Wulandari." in page
    assert "hendra@rs.example" not in page
    assert "Simpan ke buku alamat" not in page


def test_empty_pages_say_what_will_be_there(exchange_cast: Cast, reader: NewReader) -> None:
    sari = reader(exchange_cast.sari)
    page = sari.reads("exchanges")
    assert "Belum ada yang meminta." in page
    assert "Setiap serah terima akan diingat di sini, lengkap dengan hasilnya." in page
    page = sari.reads("record")
    assert "Belum ada kunci yang Anda serahkan." in page
    assert "0 kunci" not in page


CODES = (
    "amount", "answer", "asked_already", "asks_enough", "by_when", "came", "consents_enough", "contact_not_agreed",
    "gone", "handed_already", "introduction_missing", "never_again", "not_decided", "offered_already", "offers_enough",
    "request_over", "request_withdrawn", "sentence_missing", "telling_later", "telling_over", "told_already",
    "too_long", "verdict",
)  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_refusal_is_a_sentence(language: str) -> None:
    with translation.override(language):
        sentences = {code: refusal(Refused(code, most=WHY_LENGTH)) for code in CODES}
    for code, sentence in sentences.items():
        assert sentence[0].isupper(), code
        assert sentence.endswith("."), code
        assert len(sentence.split()) > 2, code
    assert len(set(sentences.values())) == len(CODES)
