"""The pages of doors that members look for: written with a look at who hears, heard, answered, closed with thanks."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.urls import reverse

from kunci.actions import imports
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.reveal import wants as seen
from kunci.web.views import wants as views
from tests.actions.test_wants import DOOR, lets, offers, writes
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
NewReader = Callable[..., Reader]


@pytest.fixture
def cast(exchange_cast: Cast) -> Cast:
    """Sari trusts Budi, knows Ratna, and holds a key."""
    lets(exchange_cast, exchange_cast.sari, exchange_cast.budi)
    lets(exchange_cast, exchange_cast.sari, exchange_cast.ratna, Rung.KNOWN)
    return exchange_cast


def write(reader: Reader, **said: object) -> str:
    return reader.says("want_new", **({"text": DOOR, "rung": "2", "days": "90"} | said))


@LANGUAGES
def test_the_form_says_who_would_hear_of_it_now_on_each_rung(cast: Cast, reader: NewReader, language: str) -> None:
    page = reader(cast.sari, language).reads("want_new")
    now = "Sekarang" if language == "id" else "Now"
    assert f"{now}: Budi Santoso, Ratna Dewi" in page  # known
    assert f"{now}: Budi Santoso " in page  # trusted
    assert ("Sekarang belum ada siapa-siapa" if language == "id" else "Nobody yet") in page  # without hesitation
    assert ("Pintu yang langka menyebut orangnya" if language == "id" else "A rare door names the person") in page


@LANGUAGES
def test_a_want_is_written_found_by_its_hearer_and_answered(cast: Cast, reader: NewReader, language: str) -> None:
    sari, budi = reader(cast.sari, language), reader(cast.budi, language)
    page = write(sari, why="Kami memasok linen.", by_when="2026-12-24", named=str(cast.ratna), travels="yes")
    for words in (DOOR, "Kami memasok linen.", "24", "2026", "Budi Santoso", "Ratna Dewi"):
        assert words in page
    (want,) = seen.wants(cast.sari, cast.now)
    assert DOOR in budi.reads("today")
    assert DOOR in budi.reads("wants")
    heard = budi.reads("heard_want", want.id)
    assert "Sari Wulandari" in heard
    assert ("boleh diteruskan satu langkah" if language == "id" else "may travel one step") in heard
    key = cast.key(cast.budi)
    found = budi.at(reverse("heard_want", args=[want.id]) + "?q=pengadaan")
    assert reverse("want_offer", args=[want.id, key]) in found
    told = budi.says("want_offer", want.id, key, sentence="Saya kenal orangnya.")
    assert ("Tawaran Anda disampaikan." if language == "id" else "Your offer is delivered.") in told or "Kepala" in told
    mine = sari.reads("want", want.id)
    assert "Kepala pengadaan, rumah sakit, Surabaya" in mine
    assert "Budi Santoso" in mine
    (offer,) = re.findall(r"/tawaran/([0-9a-f-]{36})/", sari.get("want", want.id))
    assert DOOR in sari.reads("offer", offer)


@LANGUAGES
def test_closing_thanks_whoever_is_ticked_and_can_be_taken_back(cast: Cast, reader: NewReader, language: str) -> None:
    sari, ratna = reader(cast.sari, language), reader(cast.ratna, language)
    want = writes(cast, cast.sari)
    assert "Budi Santoso" in sari.reads("want_close", want)
    wrong = sari.says("want_close", want, helper=str(cast.ratna), words="Terima kasih!")
    assert ("Ucapan terima kasih hanya" if language == "id" else "Thanks are for whoever offered") in wrong
    assert "Terima kasih!" in wrong
    closed = sari.says("want_close", want, helper=str(cast.budi), words="Terima kasih!")
    assert ("Pintu ini ditutup" if language == "id" else "This door is closed") in closed
    budi = reader(cast.budi, language)
    assert DOOR not in budi.reads("wants")
    line = "Sari Wulandari berterima kasih kepada Anda" if language == "id" else "Sari Wulandari thanks you"
    assert line in budi.reads("notices")
    found = seen.want(cast.sari, cast.now, want)
    assert found is not None
    page = budi.reads("want_thanks", found.thanked[0].id)
    for words in (line, "Terima kasih!", DOOR):
        assert words in page
    assert ratna.client.get(reverse("want_thanks", args=[found.thanked[0].id])).status_code == 404
    assert ("Dibuka lagi" if language == "id" else "Reopened") in sari.says("want_reopen", want)
    assert DOOR in budi.reads("wants")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Ini belum diisi."),
        ("a", "Tulis dengan kata-kata"),
        ("🗝️🙏", "Tulis dengan kata-kata"),
        ("a" * 10_000, "paling banyak 200 huruf"),
    ],
)
def test_a_text_that_says_nothing_or_too_much_gets_a_sentence_and_loses_nothing(
    cast: Cast, reader: NewReader, text: str, sentence: str
) -> None:
    page = reader(cast.sari, "id").sends("want_new", text=text, rung="0", days="30", why="Sebab ini", named=cast.ratna)
    assert sentence in page
    assert "Sebab ini" in page
    assert text in page
    assert re.search(rf'value="{cast.ratna}" checked', page)
    assert seen.wants(cast.sari, cast.now) == ()


def test_a_near_copy_is_named_and_markup_is_text(cast: Cast, reader: NewReader) -> None:
    sari = reader(cast.sari, "id")
    write(sari, text="<b>Direktur</b> pabrik, Gresik")
    page = sari.sends("want_new", text="pabrik di Gresik: <b>direktur</b>", rung="2", days="30")
    assert "hampir sama dengan yang sudah Anda cari: “&lt;b&gt;Direktur&lt;/b&gt; pabrik, Gresik”" in page
    assert "<b>Direktur" not in sari.get("wants")


def test_without_a_rung_or_a_name_or_with_nonsense_the_form_says_so(cast: Cast, reader: NewReader) -> None:
    sari = reader(cast.sari, "id")
    assert "Pilih siapa yang boleh mendengarnya" in write(sari, rung="0")
    assert "Pilih salah satu." in write(sari, rung="7")
    assert "Pilih tenggat antara hari ini" in write(sari, by_when="2020-01-01")
    assert "Ada yang tidak lagi berdiri" in write(sari, named=str(cast.joko))
    want = writes(cast, cast.sari)
    assert "Pilih berapa lama" in sari.says("want_extend", want, days="7000")
    assert "Pilih apa yang akan dilakukan." in reader(cast.budi, "id").says("heard_want_do", want, do="?")


def test_changing_keeps_what_was_chosen_and_a_search_loses_no_tick(
    cast: Cast, reader: NewReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LISTED", 1)
    sari = reader(cast.sari, "id")
    write(sari, rung="0", named=str(cast.ratna))
    (want,) = seen.wants(cast.sari, cast.now)
    page = sari.get("want_change", want.id)
    assert re.search(rf'value="{cast.ratna}" checked', page)
    assert f'value="{cast.budi}"' not in page  # one partner is listed, and the others are found by name
    form = {"text": "Lain", "rung": "0", "named": str(cast.ratna)}
    page = sari.sends("want_change", want.id, **form, search="yes", q="budi")
    assert re.search(rf'name="named" value="{cast.budi}">', page)
    assert f'<input type="hidden" name="named" value="{cast.ratna}">' in page
    assert ">Lain</textarea>" in page
    assert sari.says("want_change", want.id, **{**form, "rung": "1", "named": ""}).startswith("Tersimpan.")
    assert seen.wants(cast.sari, cast.now)[0].rung == Rung.KNOWN


def test_a_contact_is_offered_with_the_hint_that_the_page_proposes(cast: Cast, reader: NewReader) -> None:
    want = writes(cast, cast.sari)
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Lia Kusuma\nTITLE:Manajer Pembelian\nORG:RS Harapan\nEND:VCARD\n"
    imports.import_cards(cast.act(cast.budi), read_vcards(card).cards, "kontak.vcf")
    budi = reader(cast.budi, "id")
    found = budi.at(reverse("heard_want", args=[want]) + "?q=lia")
    (key,) = {UUID(one) for one in re.findall(r"tawarkan/([0-9a-f-]{36})/", found)}
    page = budi.get("want_offer", want, key)
    assert "Kontak ini belum menjadi kunci" in page
    assert re.search(r'name="line" type="text" value="Manajer, Pengadaan', page)
    assert "Ini belum diisi" in budi.says("want_offer", want, key, line="Manajer pembelian")
    assert "Tulis petunjuknya" in budi.says("want_offer", want, key, line="", sentence="Ini orangnya.")
    budi.says("want_offer", want, key, line="Manajer pembelian", sentence="Ini orangnya.")
    assert "Manajer pembelian" in reader(cast.sari, "id").reads("want", want)
    assert "Sekali saja cukup" in budi.reads("want_offer", want, key)


def test_letting_it_be_takes_it_off_the_list_and_the_author_sees_the_same_page(cast: Cast, reader: NewReader) -> None:
    want, sari, budi = writes(cast, cast.sari), reader(cast.sari, "id"), reader(cast.budi, "id")
    before = [sari.get("want", want), sari.get("wants"), sari.get("today")]
    assert "Disisihkan. Hanya Anda yang tahu." in budi.says("heard_want_do", want, do="aside")
    assert DOOR not in budi.reads("today")
    assert DOOR in budi.at(reverse("wants") + "?show=aside")
    budi.says("want_mute", cast.sari, do="mute")
    assert [sari.get("want", want), sari.get("wants"), sari.get("today")] == before
    budi.says("want_mute", cast.sari, do="unmute")
    budi.says("heard_want_do", want, do="back")
    assert DOOR in budi.reads("wants")


def test_the_list_is_narrowed_by_partner_and_by_how_far_they_are_trusted(cast: Cast, reader: NewReader) -> None:
    writes(cast, cast.sari)
    budi = reader(cast.budi, "id")
    where = reverse("wants")
    assert DOOR in budi.at(f"{where}?partner={cast.sari}")
    assert "Tidak ada yang cocok." in budi.at(f"{where}?rung=2")
    assert "Tidak ada yang cocok." in budi.at(f"{where}?partner={cast.joko}")
    lets(cast, cast.budi, cast.sari)
    assert DOOR in budi.at(f"{where}?rung=2")


def test_letting_somebody_up_says_what_they_will_hear(cast: Cast, reader: NewReader) -> None:
    writes(cast, cast.sari)
    sari = reader(cast.sari, "id")
    page = sari.at(reverse("grant", args=[cast.ratna]) + "?rung=2")
    assert "Ia juga akan mendengar pintu yang Anda cari:" in page
    assert DOOR in page


def test_offers_show_on_the_list_until_they_are_left(cast: Cast, reader: NewReader) -> None:
    want = writes(cast, cast.sari)
    made = offers(cast, cast.budi, want, cast.key(cast.budi))
    sari = reader(cast.sari, "id")
    assert "1 kunci ditawarkan" in sari.reads("wants")
    sari.says("offer_leave", made)
    assert "kunci ditawarkan" not in sari.reads("wants")
