"""The keyboard alone gets everywhere, and whoever uses it sees where they are."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kunci.actions.exchanges import consent_path
from kunci.core.rungs import Rung
from kunci.models.models import Consent
from kunci.models.viewer import looking, member
from tests.browser import audit
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.person import DESKTOP, NARROW, Device, Person
from tests.cast import Cast

MOST_STOPS = 60
DEVICES = pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop", "narrow"])


@DEVICES
def test_the_main_action_of_each_page_is_reached_and_every_stop_is_seen(
    signed_in: NewMember, cast: Cast, device: Device
) -> None:
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    sari, budi = signed_in(device, "id", cast.sari), signed_in(device, "en", cast.budi)
    main_actions = (
        ("keyring", (), "Kunci baru"),
        ("key_edit", (key,), "Simpan"),
        ("import_cards", (), "Baca berkas"),
        ("calendar", (), "Baca setiap hari"),
        ("partner", (cast.budi,), "Naikkan ke percaya"),
        ("invite", (), "Buat tautan"),
        ("profile", (), "Ganti alamat e-mail"),
        ("address", (), "Kirim kode"),
    )
    for route, args, words in main_actions:
        sari.go(route, *args)
        assert _walk_to(sari, words) == []
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    budi.go("door", key)
    assert _walk_to(budi, "Kirim permintaan") == []


@DEVICES
def test_the_skip_link_comes_first_shows_itself_and_leads_to_the_main_part(
    signed_in: NewMember, cast: Cast, device: Device
) -> None:
    sari = signed_in(device, "id", cast.sari)
    sari.go("partners")
    sari.page.keyboard.press("Tab")
    skip = sari.page.get_by_role("link", name=sari.t("Langsung ke isi"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    sari.page.keyboard.press("Enter")
    sari.page.keyboard.press("Tab")
    expect(sari.page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_a_contact_answers_by_keyboard(person: NewPerson, cast: Cast) -> None:
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    with looking(member(cast.sari), cast.now):
        link = consent_path(Consent.objects.get(request=request).id)
    hendra = person(DESKTOP, "id")
    hendra.open(link)
    assert _walk_to(hendra, "Lain waktu") == []
    hendra.page.keyboard.press("Enter")
    hendra.arrives("consent_later", "Terima kasih")
    hendra.sees("Baik, lain waktu. Hanya %(holder)s yang tahu.", holder="Sari Wulandari")


def test_an_exchange_by_keyboard_alone(signed_in: NewMember, person: NewPerson, cast: Cast) -> None:
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    sari, budi, hendra = signed_in(DESKTOP, "id", cast.sari), signed_in(DESKTOP, "en", cast.budi), person(NARROW, "id")
    budi.go("door", key)
    _type(budi, "sentence", "We supply linen.")
    _do(budi, "Tambahkan alasan, tenggat, atau kartu Anda")
    _type(budi, "why", "Half an hour is enough.")
    _do(budi, "Kirim permintaan")
    budi.sees("Kunci mana yang akan Anda serahkan kepada %(name)s tanpa ragu?", name="Sari Wulandari")
    sari.go("today")
    _do(sari, "Pertimbangkan")
    sari.reads("Half an hour is enough.")
    assert _walk_to(sari, "by") == []
    sari.page.keyboard.press("ArrowRight")
    _do(sari, "Ya, untuk kunci ini")
    sari.sees("Keputusan Anda disimpan. Yang meminta tidak melihatnya.")
    hendra.open(sari.field("Tautan izin").input_value())
    _do(hendra, "Ya, boleh")
    hendra.arrives("consent_yes", "Terima kasih")
    sari.go("today")
    _do(sari, "Serahkan kuncinya")
    sari.arrives("hand_over", "Perkenalkan %(name)s dan %(contact)s", name="Budi Santoso", contact="Hendra Gunawan")
    _type(sari, "to_contact", " Salam!")
    _do(sari, "Serahkan, dan kirim e-mail kepada keduanya")
    sari.sees("Kuncinya sudah diserahkan.")
    budi.go("exchanges")
    _do(budi, "Hendra Gunawan")
    budi.finds("handover", "Hendra Gunawan")
    assert _walk_to(budi, "verdict") == []
    budi.page.keyboard.press("Space")
    _do(budi, "Ceritakan")
    budi.sees("Terima kasih sudah bercerita.")


def test_after_a_mistake_the_first_thing_read_out_is_what_is_wrong(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.open(reverse("address"))
    sari.fill("Alamat e-mail yang baru", "sari@kunci")
    sari.press("Kirim kode")
    expect(sari.page.get_by_role("alert")).to_be_focused()


def _do(someone: Person, words: str) -> None:
    assert _walk_to(someone, words) == []
    someone.page.keyboard.press("Enter")


def _type(someone: Person, name: str, text: str) -> None:
    assert _walk_to(someone, name) == []
    someone.page.keyboard.type(text)


def _walk_to(someone: Person, words: str) -> list[str]:
    """Tabs until what has these words is in focus; every stop that can't be told apart, or lies under something."""
    bad = []
    for _ in range(MOST_STOPS):
        someone.page.keyboard.press("Tab")
        at = audit.focus(someone.page)
        if not (at["outlined"] and at["uncovered"]):
            bad.append(f"{at} on {someone.page.url}")
        if at["words"] == someone.t(words):
            return bad
    return [*bad, f"{someone.t(words)!r} is out of reach on {someone.page.url}"]
