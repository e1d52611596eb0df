"""What whoever asks reads: how an ask ends, before and after it is sent, and nothing of what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.urls import reverse

from kunci.actions import cards, limits, offers
from kunci.actions.cards import CardText
from kunci.reveal import exchanges as seen
from tests.actions.steps import agreed, answers, asked_for, link, trusts
from tests.cast import ADDRESS, Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

NewReader = Callable[..., Reader]
SENTENCE = "Kami memasok linen rumah sakit."
# What anybody might do with an ask, by name.
DONE: dict[str, Callable[[Cast, UUID], object]] = {
    "nothing": lambda cast, ask: None,
    "yes": lambda cast, ask: cast.decide(cast.sari, ask),
    "not now": lambda cast, ask: cast.decide(cast.sari, ask, "not_now"),
    "never": lambda cast, ask: cast.decide(cast.sari, ask, "never"),
    "the contact's yes": lambda cast, ask: _contact(cast, ask, "yes"),
    "the contact's no": lambda cast, ask: _contact(cast, ask, "no"),
    "the contact's never": lambda cast, ask: _contact(cast, ask, "never"),
    "closed to everybody": lambda cast, ask: cast.lower(cast.sari, cast.budi),
}


def _contact(cast: Cast, ask: UUID, answer: str) -> None:
    cast.decide(cast.sari, ask)
    answers(cast, link(cast, cast.sari, ask), answer)


def _card(cast: Cast) -> None:
    cards.set_card(cast.act(cast.budi), CardText("+62 811 7654 321", "budi@linen.example"))


@pytest.mark.parametrize(
    ("language", "closes", "again"),
    [("id", "14 Desember 2026", "13 Januari 2027"), ("en", "14 December 2026", "13 January 2027")],
)
def test_the_door_says_beforehand_when_an_ask_closes_and_when_there_may_be_another(
    exchange_cast: Cast, reader: NewReader, language: str, closes: str, again: str
) -> None:
    key = exchange_cast.key(exchange_cast.sari)
    trusts(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    page = reader(exchange_cast.budi, language).reads("door", key)
    assert closes in page
    assert again in page


def test_the_form_keeps_all_that_was_typed_and_says_at_each_field_what_is_wrong(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    _card(cast)
    page = reader(cast.budi).sends("ask", key, sentence="", why="Kami <baru>.", by_when="2027-01-05", card="yes")
    assert re.search(r'id="f-sentence-wrong">Ini belum diisi\.', page)
    assert "Kami &lt;baru&gt;.</textarea>" in page
    assert 'value="2027-01-05"' in page
    assert '<details class="more" open>' in page
    assert re.search(r'name="card" value="yes" checked', page)
    assert not seen.exchanges(cast.budi, cast.now).asked


@pytest.mark.parametrize("day", ["2020-01-01", "2031-01-01"])
def test_a_day_that_cannot_be_is_said_at_its_field(exchange_cast: Cast, reader: NewReader, day: str) -> None:
    key = exchange_cast.key(exchange_cast.sari)
    trusts(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    page = reader(exchange_cast.budi).sends("ask", key, sentence=SENTENCE, by_when=day)
    assert re.search(r'id="f-by_when-wrong">Pilih tenggat antara hari ini dan setahun ke depan\.', page)
    assert f"{SENTENCE}</textarea>" in page


def test_whoever_asked_twenty_times_today_is_told_to_go_on_tomorrow(
    exchange_cast: Cast, reader: NewReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ASKS", 1)
    cast = exchange_cast
    keys = [cast.key(cast.sari, line) for line in ("Kepala pengadaan, Surabaya", "Notaris di Bandung")]
    trusts(cast, cast.sari, cast.budi)
    cast.ask(cast.budi, keys[0])
    page = reader(cast.budi).says("ask", keys[1], sentence=SENTENCE)
    assert "Hari ini Anda sudah meminta 1 kunci. Lanjutkan besok." in page


def test_the_ask_is_shown_with_all_that_went_along_and_offers_to_set_keys_aside(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    page = reader(cast.budi).says("ask", key, sentence=SENTENCE, why="Masukan saja.", by_when="2027-01-05")
    for words in (
        f"“{SENTENCE}”",
        "Masukan saja.",
        "Harapannya sebelum 5 Januari 2027.",
        "berakhir sendiri pada 14 Desember 2026. Diam tidak berarti apa-apa.",
        "bisa diminta lagi mulai 13 Januari 2027; permintaan yang lebih awal tidak sampai ke siapa pun.",
        "Kunci mana yang akan Anda serahkan kepada Sari Wulandari tanpa ragu?",
        "Boleh dilewati.",
    ):
        assert words in page


@pytest.mark.parametrize("done", DONE)
def test_the_page_of_an_ask_and_the_list_say_nothing_of_what_others_did(
    exchange_cast: Cast, reader: NewReader, done: str
) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    budi = reader(cast.budi)
    pages = [reverse("request", args=[ask]), *map(reverse, ("exchanges", "today", "notices", "record"))]
    before = [budi.at(page) for page in pages]
    DONE[done](cast, ask)
    assert [budi.at(page) for page in pages] == before


def test_an_ask_that_was_handed_over_keeps_its_page(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    _, ask = asked_for(cast, cast.sari, cast.budi)
    budi = reader(cast.budi)
    before = budi.reads("request", ask)
    cast.decide(cast.sari, ask)
    agreed(cast, cast.sari, ask)
    assert budi.reads("request", ask) == before


def test_an_ask_that_is_over_says_so_kindly_and_from_when_there_may_be_another(
    exchange_cast: Cast, reader: NewReader
) -> None:
    _, ask = asked_for(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    budi = reader(exchange_cast.budi)
    exchange_cast.later(22)
    page = budi.reads("request", ask)
    assert "sudah berakhir pada 14 Desember 2026. Itu tidak berarti apa-apa: orang bisa sibuk" in page
    assert "bisa diminta lagi mulai 13 Januari 2027" in page
    assert "Tarik permintaan ini" not in page
    assert "tetap seperti saat Anda mengirimnya" not in page
    exchange_cast.later(60)
    assert "bisa diminta lagi" not in budi.reads("request", ask)


def test_an_ask_is_taken_back_by_a_button_and_says_so(exchange_cast: Cast, reader: NewReader) -> None:
    _, ask = asked_for(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    exchange_cast.decide(exchange_cast.sari, ask)
    page = reader(exchange_cast.budi).says("ask_withdraw", ask)
    assert "Permintaan Anda ditarik kembali." in page
    assert "Permintaan ini sudah Anda tarik kembali." in page
    page = reader(exchange_cast.sari).reads("decide", ask)
    assert "Budi Santoso sudah menarik permintaan ini kembali. Tidak ada yang perlu Anda lakukan." in page
    assert "Kirim lewat WhatsApp" not in page


def test_inside_the_pause_the_door_says_from_when_and_an_ask_looks_like_any_other(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    key, first = asked_for(cast, cast.sari, cast.budi)
    budi = reader(cast.budi)
    looked = budi.reads("request", first)
    cast.later(25)
    page = budi.reads("door", key)
    assert "bisa diminta lagi mulai 13 Januari 2027; yang lebih awal tidak sampai ke siapa pun." in page
    assert page.count("bisa diminta lagi") == 1
    second = budi.says("ask", key, sentence=SENTENCE)
    dates = re.compile(r"\d+ \w+ 20\d\d")
    assert dates.sub("", second) == dates.sub("", looked)
    assert len(seen.exchanges(cast.sari, cast.now).received) == 1


def test_the_answer_to_an_offer_is_not_said_to_go_nowhere(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key, _ = asked_for(cast, cast.sari, cast.budi)
    cast.later(25)
    offers.offer(cast.act(cast.sari), key, cast.budi, "Sekarang waktunya tepat.", ADDRESS)
    page = reader(cast.budi).reads("door", key)
    assert "tidak sampai ke siapa pun" not in page
    assert "Sari Wulandari menawarkan kunci ini kepada Anda." in page
    reader(cast.budi).says("ask", key, sentence=SENTENCE, offer=seen.exchanges(cast.budi, cast.now).offered_me[0].id)
    assert len(seen.exchanges(cast.sari, cast.now).received) == 2


def test_an_offer_is_taken_up_or_left_and_its_maker_reads_nothing_of_a_leave(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    cast.knows_for_years(cast.sari, cast.budi)
    keys = [cast.key(cast.sari, line) for line in ("Kepala pengadaan, Surabaya", "Notaris di Bandung")]
    sari, budi = reader(cast.sari), reader(cast.budi)
    said = sari.says("offer_new", keys[0], partner=cast.budi, sentence="Saya teringat Anda.")
    assert "Tawaran Anda disampaikan." in said
    sari.says("offer_new", keys[1], partner=cast.budi, sentence="Yang ini juga.")
    made = {one.key: one.id for one in seen.exchanges(cast.budi, cast.now).offered_me}
    page = budi.reads("offer", made[keys[0]])
    assert "“Saya teringat Anda.”" in page
    assert "Tawaran ini berakhir sendiri 14 Desember 2026. Anda tidak perlu menjawab; diam dan melewatkan" in page
    before = sari.get("exchanges")
    assert "Yang menawarkan tidak diberi tahu." in budi.says("offer_leave", made[keys[1]])
    assert "Notaris di Bandung" not in budi.reads("exchanges")
    assert sari.get("exchanges") == before
    budi.says("ask", keys[0], sentence="Saya mau.", offer=made[keys[0]])
    assert "Anda sudah menerima tawaran ini." in budi.reads("offer", made[keys[0]])
    assert "oleh Sari Wulandari, sudah Anda minta" in budi.reads("exchanges")
    assert "kepada Budi Santoso · ia meminta" in sari.reads("exchanges")


def test_an_offer_says_to_whom_it_went_already_and_keeps_what_was_typed(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key = cast.key(cast.sari)
    sari = reader(cast.sari)
    assert "Yang terbuka baginya hanya petunjuk pintunya, sampai 14 Desember 2026" in sari.reads("offer_new", key)
    page = sari.sends("offer_new", key, sentence="Saya teringat Anda.")
    assert 'class="wrong">Pilih satu rekan.' in page
    assert "Saya teringat Anda.</textarea>" in page
    offers.offer(cast.act(cast.sari), key, cast.budi, "Untuk Anda.", ADDRESS)
    assert "asing · sudah ditawari" in sari.reads("offer_new", key)
    again = sari.says("offer_new", key, partner=cast.budi, sentence="Sekali lagi.")
    assert "Kunci ini sudah Anda tawarkan kepadanya. Tawaran itu masih berjalan." in again


def test_keys_set_aside_are_ticked_again_and_nobody_else_reads_of_it(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key, other = cast.key(cast.budi), cast.key(cast.budi, "Notaris di Bandung")
    trusts(cast, cast.budi, cast.sari)
    sari, budi = reader(cast.sari), reader(cast.budi)
    pages = [reverse("partner", args=[cast.budi]), *map(reverse, ("doors", "today", "notices"))]
    before = [sari.at(page) for page in pages]
    assert "Hanya Anda yang tahu." in budi.says("ready", cast.sari, shown=[key, other], key=[key])
    page = budi.get("ready", cast.sari)
    assert re.findall(r'name="key" value="([^"]+)" checked', page) == [str(key)]
    assert [sari.at(page) for page in pages] == before


def test_the_card_keeps_what_was_typed_and_goes_along_only_where_it_is_ticked(
    exchange_cast: Cast, reader: NewReader
) -> None:
    cast = exchange_cast
    budi = reader(cast.budi)
    page = budi.sends("card", phone="+62 811", email="budi@linen", about="Linen")
    assert "Alamat e-mail itu tampaknya tidak lengkap." in page
    assert 'value="+62 811"' in page
    assert "Ia hanya ikut bila Anda melampirkannya." in budi.says("card", phone="+62 811 7654", email="b@linen.example")
    first, second = cast.key(cast.sari), cast.key(cast.sari, "Notaris di Bandung")
    trusts(cast, cast.sari, cast.budi)
    budi.says("ask", first, sentence=SENTENCE, card="yes")
    budi.says("ask", second, sentence=SENTENCE)
    sari = reader(cast.sari)
    shown = {row.hint_line: sari.reads("decide", row.id) for row in seen.exchanges(cast.sari, cast.now).received}
    assert "Kartunya +62 811 7654 b@linen.example" in shown["Kepala pengadaan, rumah sakit, Surabaya"]
    assert "+62 811 7654" not in shown["Notaris di Bandung"]


def test_a_reader_elsewhere_finds_no_ask_and_no_offer(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key, ask = asked_for(cast, cast.sari, cast.budi)
    made = offers.offer(cast.act(cast.sari), key, cast.budi, "Untuk Anda.", ADDRESS).subject
    joko = reader(cast.joko)
    for route, id in (("request", ask), ("decide", ask), ("hand_over", ask), ("offer", made)):
        assert "Tidak ada apa-apa di sini" in joko.reads(route, id)
