"""Signing in and out, the language, and links that were passed on."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from kunci.actions.exchanges import consent_path
from kunci.core.rungs import Rung
from kunci.models.models import Consent
from kunci.models.viewer import looking, member
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.installation import Installation
from tests.browser.person import DESKTOP, NARROW, PHONE
from tests.browser.watch import Watch
from tests.cast import Cast


def test_a_link_by_mail_signs_in_once(person: NewPerson, installation: Installation, cast: Cast, watch: Watch) -> None:
    watch.expect(404)
    sari = person(PHONE, "id")
    for address in ("nobody@kunci.test", "Sari@Kunci.test"):
        sari.go("welcome")
        sari.fill("Alamat e-mail", address)
        sari.press("Kirim kode masuk")
        sari.arrives("sign_in_sent", "Periksa e-mail Anda")
    letters = installation.deliver()
    assert len(letters) == 1
    link = re.search(rf"{re.escape(installation.address)}/masuk/\S+", letters[0].replace("=\n", "").replace("=3D", "="))
    assert link is not None
    for _ in range(2):  # a scanner that follows links does not use it up
        sari.open(link[0])
        sari.arrives("sign_in_confirm", "Satu langkah lagi")
    sari.press("Masuk ke Kunci")
    expect(sari.page.get_by_role("heading", level=1)).to_contain_text("Sari Wulandari")
    assert sari.open(link[0]) == 404
    sari.arrives("link_used", "Tautan ini tidak berlaku")


def test_after_signing_out_the_way_back_shows_nothing(signed_in: NewMember, cast: Cast) -> None:
    cast.key(cast.sari, "Direktur rumah sakit rahasia")
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.go("today")
    sari.go("keyring")
    sari.reads("Direktur rumah sakit rahasia")
    sari.fill("Cari di gantungan kunci", "rahas")
    expect(sari.page).to_have_url(re.compile(r"q=rahas"))
    assert sari.page.evaluate("localStorage.length + sessionStorage.length") == 0
    sari.press("Keluar")
    sari.arrives("welcome", "Setiap orang memegang kunci")
    assert [cookie for cookie in sari.context.cookies() if cookie.get("name") == "sessionid"] == []
    for _ in ("keyring", "today"):
        sari.page.go_back()
        sari.arrives("welcome", "Setiap orang memegang kunci")
        sari.reads_nothing_of("Direktur rumah sakit rahasia", "Sari Wulandari")
    assert sari.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_private_page_is_never_stored(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(DESKTOP, "id", cast.sari)
    for path in ("/hari-ini/", "/kunci/", "/rekan/", "/pintu/", "/serah-terima/", "/jurnal/", "/profil/"):
        answer = sari.page.goto(sari.address + path)
        assert answer is not None
        assert answer.headers["cache-control"] == "no-store"
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_typing_in_a_search_field_narrows_the_list_and_the_address_keeps_it(signed_in: NewMember, cast: Cast) -> None:
    cast.key(cast.sari, "Kepala pengadaan, Surabaya")
    cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    sari = signed_in(PHONE, "id", cast.sari)
    sari.go("keyring")
    sari.field("Cari di gantungan kunci").press_sequentially("notar")
    expect(sari.page.get_by_role("link", name="Kepala pengadaan, Surabaya")).to_have_count(0)
    expect(sari.page.get_by_role("link", name="Notaris, Bandung")).to_be_visible()
    sari.page.reload()
    expect(sari.page.get_by_role("link", name="Kepala pengadaan, Surabaya")).to_have_count(0)


def test_the_language_is_switched_in_place_and_stays(person: NewPerson, signed_in: NewMember, cast: Cast) -> None:
    visitor = person(NARROW, "id")
    visitor.go("welcome")
    visitor.page.get_by_role("button", name="English").click()
    visitor.language = "en"
    visitor.arrives("welcome", "Setiap orang memegang kunci")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    visitor.page.reload()
    visitor.arrives("welcome", "Setiap orang memegang kunci")
    sari = signed_in(NARROW, "en", cast.sari)
    sari.go("keyring")
    sari.page.get_by_role("button", name="Bahasa Indonesia").click()
    sari.language = "id"
    sari.arrives("keyring", "Gantungan kunci")
    sari.context.clear_cookies(name="language")
    sari.page.reload()
    sari.arrives("keyring", "Gantungan kunci")


@pytest.mark.parametrize("forged", ["", "x", "c0ffee", "last"])
def test_a_forged_consent_link_leads_nowhere(person: NewPerson, cast: Cast, watch: Watch, forged: str) -> None:
    watch.expect(404)
    _, link = _asked(cast)
    hendra = person(PHONE, "en")
    word = link.split("/")[-2]
    other = {"last": word[:-1] + ("A" if word[-1] != "A" else "B"), "": word[: len(word) // 2]}.get(forged, forged)
    assert hendra.open(link.replace(word, other)) == 404
    hendra.arrives("consent_gone", "Tautan ini tidak berlaku")
    hendra.reads_nothing_of("Sari", "Budi", "Hendra")


def test_a_consent_link_speaks_the_language_it_is_asked_in(person: NewPerson, cast: Cast) -> None:
    _, link = _asked(cast)
    hendra = person(PHONE, "id")
    hendra.open(link)
    hendra.arrives("consent", "Halo, %(contact)s", contact="Hendra Gunawan")
    hendra.page.get_by_role("link", name="English").click()
    hendra.language = "en"
    hendra.arrives("consent", "Halo, %(contact)s", contact="Hendra Gunawan")
    hendra.press("Tidak, terima kasih")
    hendra.arrives("consent_no", "Terima kasih")


def test_saying_nothing_looks_to_the_holder_like_waiting(person: NewPerson, signed_in: NewMember, cast: Cast) -> None:
    request, link = _asked(cast)
    hendra, sari = person(PHONE, "id"), signed_in(DESKTOP, "id", cast.sari)
    sari.go("decide", request)
    before = sari.page.get_by_role("main").inner_text()
    hendra.open(link)
    hendra.press("Tidak menjawab")
    hendra.sees("Baik. Tidak seorang pun diberi tahu.")
    hendra.arrives("consent_silent", "Terima kasih")
    sari.page.reload()
    assert sari.page.get_by_role("main").inner_text() == before


def test_a_consent_link_that_is_over_asks_for_nothing_and_still_tells_what_is_kept(
    person: NewPerson, cast: Cast
) -> None:
    _, link = _asked(cast)
    cast.later(days=22)
    hendra = person(NARROW, "id")
    hendra.open(link)
    hendra.arrives("consent_over", "Halo, %(contact)s", contact="Hendra Gunawan")
    hendra.sees("Pertanyaan ini sudah berakhir. Anda tidak perlu menjawab apa-apa.")
    expect(hendra.page.get_by_role("button", name=hendra.t("Ya, boleh"))).to_have_count(0)
    hendra.reads("hendra@rs.example")


def _asked(cast: Cast) -> tuple[UUID, str]:
    """Budi asked, Sari said yes: the request, and the path that Hendra was sent."""
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    with looking(member(cast.sari), cast.now):
        return request, consent_path(Consent.objects.get(request=request).id)
