"""What holders, askers and contacts read when a key goes over, and when they tell what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kunci.actions import exchanges
from kunci.reveal import exchanges as seen
from tests.actions.steps import agreed, answers, asked_for, hands, link, tell
from tests.cast import ADDRESS, Cast
from tests.web.conftest import Reader, consent_word, whatsapp, words

pytestmark = pytest.mark.django_db

NewReader = Callable[..., Reader]
LETTERS = {
    "subject_contact": "Perkenalan",
    "to_contact": "Pak Hendra, ini Budi <linen>.",
    "subject_asker": "Perkenalan",
    "to_asker": "Budi, ini Pak Hendra.",
}


def test_words_are_proposed_to_each_in_their_language_and_a_slip_keeps_what_was_written(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    exchanges.decide(cast.act(cast.sari), ask, "yes", "en", ADDRESS)
    sari = reader(cast.sari)
    answers(cast, link(cast, cast.sari, ask), "yes", "en")
    page = sari.reads("hand_over", ask)
    assert "Begitu diserahkan, Budi Santoso bisa menghubungi Hendra Gunawan; sebelum itu tidak." in page
    assert "Hello Hendra Gunawan," in page
    assert "Halo Budi Santoso," in page
    wrong = sari.sends("hand_over", ask, **{**LETTERS, "to_asker": " "}, by="mail")
    assert "Pak Hendra, ini Budi &lt;linen&gt;.</textarea>" in wrong
    assert re.search(r'id="f-to_asker-wrong">Ini belum diisi\.', wrong)
    assert not seen.exchanges(cast.budi, cast.now).handovers
    page = sari.sends("hand_over", ask, **LETTERS, by="self")
    assert "Kuncinya sudah diserahkan." in words(page)
    assert ("628120000001", "Pak Hendra, ini Budi <linen>.") in whatsapp(page)
    assert "Kunci ini sudah diserahkan. Lihat di Serah terima." in sari.says("hand_over", ask, **LETTERS, by="self")


def test_a_consent_withdrawn_meanwhile_keeps_the_words_and_says_why_nothing_was_sent(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    contact = link(cast, cast.sari, ask)
    answers(cast, contact, "yes")
    cast.later(0.1)
    answers(cast, contact, "no")
    page = reader(cast.sari).says("hand_over", ask, **LETTERS, by="mail")
    assert "Kontak ini belum, atau tidak lagi, memberi izin. Tunggu sampai ia mengiyakan." in page
    assert "Pak Hendra, ini Budi <linen>." in page
    assert not seen.exchanges(cast.budi, cast.now).handovers


def test_the_contact_is_saved_as_a_card_by_whoever_may_reach_them(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    answers(cast, link(cast, cast.sari, ask), "yes")
    handover = hands(cast, cast.sari, ask)
    card = reader(cast.budi).get("handover_card", handover)
    for said in ("FN:Hendra Gunawan", "EMAIL", "hendra@rs.example", "TITLE:Kepala Pengadaan"):
        assert said in card
    assert "Tidak ada apa-apa di sini" in reader(cast.joko).reads("handover_card", handover)
    cast.later(0.1)
    answers(cast, link(cast, cast.sari, ask), "no")
    assert "Tidak ada apa-apa di sini" in reader(cast.budi).reads("handover_card", handover)


@pytest.mark.parametrize(
    ("typed", "currency", "shown"),
    [("15.000.000", "IDR", "senilai Rp 15.000.000"), ("1,250.50", "USD", "senilai USD 1.250,50")],
)
def test_an_amount_is_read_in_either_way_of_writing(
    exchange_cast: Cast, reader: NewReader, typed: str, currency: str, shown: str
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    handover = agreed(cast, cast.sari, ask)
    said = {"verdict": "good", "came": "business", "amount": typed, "currency": currency, "thanks": "Terima kasih!"}
    page = reader(cast.budi).says("tell", handover, **said)
    assert f"Cerita Anda Berjalan baik Jadi usaha, {shown}" in page
    assert "Anda dan Sari Wulandari bercerita tanpa melihat cerita satu sama lain." in page
    assert "setelah 7 Desember 2026" in page
    assert shown not in reader(cast.sari).reads("handover", handover)
    tell(cast, cast.sari, handover, "good")
    page = reader(cast.sari).reads("record")
    assert f"Cerita Budi Santoso: Berjalan baik Jadi usaha, {shown}" in page
    assert "“Terima kasih!”" in page
    assert "Usaha yang lahir darinya, menurut cerita Anda berdua:" in page


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"came": "business", "amount": "banyak"}, "amount", "Tulis nilainya dengan angka, misalnya 15.000.000."),
        ({"came": "meeting", "amount": "15.000"}, "amount", "Nilai hanya bisa dicatat bila jadi usaha"),
        ({"came": "business", "amount": "9" * 20}, "amount", "di bawah seribu triliun"),
        ({"thanks": "x" * 501}, "thanks", "Terlalu panjang: paling banyak 500 huruf."),
    ],
)
def test_a_telling_that_cannot_be_says_why_at_its_field_and_keeps_the_rest(
    exchange_cast: Cast, reader: NewReader, said: dict[str, str], field: str, sentence: str
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    handover = agreed(cast, cast.sari, ask)
    page = reader(cast.budi).sends("tell", handover, verdict="unfit", note="Ia ramah.", currency="SGD", **said)
    assert re.search(rf'id="f-{field}-wrong">[^<]*{re.escape(sentence)}', page)
    assert "Ia ramah.</textarea>" in page
    assert re.search(r'value="unfit" checked', page)
    assert '<option value="SGD" selected>' in page
    assert said[field] in page


def test_tellings_have_their_times_and_the_second_comes_after_half_a_year(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, ask)
    handover = agreed(cast, cast.sari, ask)
    tell(cast, cast.budi, handover, "good", thanks="Hangat.")
    sari, budi = reader(cast.sari), reader(cast.budi)
    assert "Anda sudah bercerita tentang serah terima ini." in budi.says("tell", handover, verdict="good")
    cast.later(15)
    page = sari.reads("handover", handover)
    assert "Waktu bercerita sudah lewat pada 7 Desember 2026." in page
    assert "“Hangat.”" in page
    assert "Mulai Mei 2027 Anda bisa menceritakan apa jadinya setelah setengah tahun." in page
    assert "Setengah tahun sesudah serah terima Anda bisa bercerita lagi." in sari.says(
        "tell", handover, verdict="good"
    )
    assert "Sari Wulandari tidak bercerita. Diam tidak berarti apa-apa." in budi.reads("handover", handover)
    assert "Anda tidak bercerita." in sari.reads("record")
    cast.later(170)
    assert "Setengah tahun sejak perkenalan dengan Hendra Gunawan: apa jadinya?" in sari.reads("today")
    page = sari.says("tell", handover, verdict="good", came="business")
    assert "Apa jadinya setelah setengah tahun? Cerita Anda Berjalan baik Jadi usaha" in page
    assert "Bagaimana pertemuannya?" not in reader().reads("consent", consent_word(cast, ask))
    assert "Apa jadinya setelah setengah tahun?" in reader().reads("consent", consent_word(cast, ask))
