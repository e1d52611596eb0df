"""What goes wrong at a browser: nothing typed is lost, nothing is said that should not be."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kunci.core.addressbook import ProblemCode
from kunci.reveal import today
from kunci.web import labels
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.person import DESKTOP, NARROW, PHONE, Person
from tests.browser.watch import Watch
from tests.cast import Cast

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@LANGUAGES
def test_a_key_that_can_not_be_saved_keeps_all_that_was_typed(signed_in: NewMember, cast: Cast, language: str) -> None:
    sari = signed_in(PHONE, language, cast.sari)
    sari.go("key_new")
    typed = {
        "Yang dibaca orang": "Kepala gudang, Gresik",
        "Kota": "Gresik",
        "Nama orangnya": "Rudi “Rud” <Hartono>",
        "Jabatan": "Kepala gudang",
        "Telepon": "0812 0000 777; 031 555",
        "E-mail": "rudi@gudang.example",
        "Catatan pribadi": "Baris satu\nBaris dua",
    }
    for label, value in typed.items():
        sari.fill(label, value)
    sari.field("Bidang").select_option("logistics")
    sari.choose("tanpa ragu", group="Siapa yang boleh tahu pintu ini ada?")
    sari.choose("sejak kenal", group="Siapa yang boleh tahu namanya?")
    sari.press("Simpan")
    sari.sees("Nama tidak dapat terbuka lebih awal daripada petunjuk, dan kontak tidak lebih awal daripada nama.")
    for label, value in typed.items():
        expect(sari.field(label)).to_have_value(value)
    expect(sari.field("Bidang")).to_have_value("logistics")
    sari.arrives("key_new_mistake", "Kunci baru")
    sari.choose("tanpa ragu", group="Siapa yang boleh tahu namanya?")
    sari.press("Simpan")
    sari.finds("key_new_done", "Kepala gudang, Gresik")
    sari.reads("Rudi “Rud” <Hartono>")


@LANGUAGES
def test_what_the_browser_would_have_stopped_is_stopped_by_the_server_too(
    signed_in: NewMember, cast: Cast, language: str
) -> None:
    sari = signed_in(DESKTOP, language, cast.sari)
    sari.go("partner", cast.budi)
    _let_everything_through(sari)
    sari.field("Kapan?").fill("2031-01-01")
    sari.fill("Catatan", "Besok lusa.")
    sari.press("Catat")
    sari.sees("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya.")
    expect(sari.field("Kapan?")).to_have_value("2031-01-01")
    expect(sari.field("Catatan")).to_have_value("Besok lusa.")
    sari.finds("partner_mistake", "Budi Santoso")
    sari.go("import_cards")
    _let_everything_through(sari)
    sari.press("Baca berkas")
    sari.sees("Ini belum diisi.")
    sari.field("Berkas kontak (.vcf atau .csv)").set_input_files(
        {"name": "a.vcf", "mimeType": "text/vcard", "buffer": b"a,b\n1"}
    )
    sari.press("Baca berkas")
    sari.sees(str(labels.PROBLEMS[ProblemCode.NOT_AN_ADDRESS_BOOK]))
    sari.finds("import_mistake", "a.vcf")


def test_joining_with_half_an_address_keeps_the_name(person: NewPerson, signed_in: NewMember, cast: Cast) -> None:
    sari, nita = signed_in(DESKTOP, "id", cast.sari), person(NARROW, "en")
    sari.go("invite")
    sari.fill("Untuk siapa?", "Nita")
    sari.press("Buat tautan")
    nita.open(sari.field("Tautan undangan").input_value())
    nita.fill("Nama Anda", "Nita Paramita")
    nita.fill("Alamat e-mail", "nita@rumah")
    nita.press("Terima undangan")
    nita.sees("Alamat e-mail itu tampaknya tidak lengkap.")
    expect(nita.field("Nama Anda")).to_have_value("Nita Paramita")
    nita.arrives("join_mistake", "%(name)s mengundang Anda", name="Sari Wulandari")


@LANGUAGES
def test_nothing_there_is_one_calm_page(signed_in: NewMember, cast: Cast, watch: Watch, language: str) -> None:
    watch.expect(404)
    budi = signed_in(PHONE, language, cast.budi)
    key = cast.key(cast.sari)
    pages = []
    for route in ("door", "key", "partner", "handover"):
        assert budi.go(route, key) == 404
        budi.arrives("missing", "Tidak ada apa-apa di sini")
        pages.append(budi.page.locator("main").inner_text())
    assert budi.open("/tidak/ada/") == 404
    assert {*pages, budi.page.locator("main").inner_text()} == {pages[0]}


def test_a_fault_of_ours_says_so_and_nothing_else(
    signed_in: NewMember, cast: Cast, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret word")

    watch.expect(500)
    sari = signed_in(DESKTOP, "en", cast.sari)
    monkeypatch.setattr(today, "today", fail)
    assert sari.go("today") == 500
    sari.arrives("broken", "Ada yang tidak beres di pihak kami")
    sari.reads_nothing_of("a secret word", "RuntimeError")


def test_a_form_without_its_token_is_refused_kindly(signed_in: NewMember, cast: Cast, watch: Watch) -> None:
    watch.expect(403)
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.go("invite")
    sari.fill("Untuk siapa?", "Nita")
    sari.context.clear_cookies(name="csrftoken")
    sari.press("Buat tautan")
    sari.arrives("refused", "Belum bisa diteruskan")


def test_an_inline_script_does_not_run_and_is_noticed(signed_in: NewMember, cast: Cast, watch: Watch) -> None:
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.go("today")
    ran = sari.page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = true';"
        " document.head.append(one); return window.ran === true; }"
    )
    assert ran is False
    sari.page.wait_for_timeout(50)
    assert any("Content Security Policy" in one for one in watch.complaints)
    watch.complaints.clear()


def _let_everything_through(someone: Person) -> None:
    """As a browser without checks of its own would."""
    someone.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
