"""Passkeys with a real browser and a virtual device; codes, recovery codes and settings as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from kunci.models.models import Account
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.installation import Installation
from tests.browser.person import DESKTOP, NARROW, PHONE, Audit, Device, Person
from tests.browser.watch import Watch
from tests.cast import Cast

BY_SCRIPT_AND_WITHOUT = [(PHONE, "id"), (Device(1280, 900, scripts=False), "en")]


@pytest.fixture
def by_name(installation: Installation, watch: Watch, settings: Settings) -> str:
    """The same Kunci by a name instead of a number: no passkey can be for a number."""
    address = f"http://localhost:{urlsplit(installation.address).port}"
    settings.KUNCI_ADDRESS = watch.address = address
    return address


def with_device(person: Person) -> Callable[[], int]:
    """Gives the browser an authenticator that always says yes; tells how many passkeys it holds."""
    protocol = person.context.new_cdp_session(person.page)
    protocol.send("WebAuthn.enable")
    made = protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    authenticator = {"authenticatorId": made["authenticatorId"]}
    return lambda: len(protocol.send("WebAuthn.getCredentials", authenticator)["credentials"])


def code_of(installation: Installation) -> str:
    found = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", installation.deliver()[-1])
    return str(found[0])


@pytest.mark.parametrize(("device", "language"), BY_SCRIPT_AND_WITHOUT)
def test_a_code_from_the_mail_signs_in(
    person: NewPerson, installation: Installation, cast: Cast, audit: Audit, device: Device, language: str
) -> None:
    audit.thorough = device.scripts
    Account.objects.filter(id=cast.sari).update(language=language)
    sari = person(device, language)
    sari.go("welcome")
    sari.fill("Alamat e-mail", "sari@kunci.test")
    sari.press("Kirim kode masuk")
    sari.arrives("sign_in_sent", "Periksa e-mail Anda")
    code = code_of(installation)
    sari.fill("Kode dari e-mail", "BBBB BBBB")
    sari.press("Masuk")
    sari.sees("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru.")
    sari.fill("Kode dari e-mail", code.lower())
    sari.press("Masuk")
    expect(sari.page.get_by_role("heading", level=1)).to_contain_text("Sari Wulandari")


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")])
def test_a_passkey_is_made_named_used_and_removed(
    person: NewPerson, installation: Installation, cast: Cast, watch: Watch, by_name: str, device: Device, language: str
) -> None:
    Account.objects.filter(id=cast.sari).update(language=language)
    sari = person(device, language)
    sari.address = by_name
    held = with_device(sari)
    sari.go("welcome")
    sari.fill("Alamat e-mail", "sari@kunci.test")
    sari.press("Kirim kode masuk")
    sari.fill("Kode dari e-mail", code_of(installation))
    sari.press("Masuk")
    expect(sari.page.get_by_role("heading", level=1)).to_contain_text("Sari Wulandari")

    sari.go("profile")
    sari.follow("Pengaturan")
    sari.arrives("settings", "Pengaturan")
    sari.follow("Kunci sandi")
    sari.arrives("passkeys_none", "Kunci sandi")
    sari.fill("Nama", "Telepon merah")
    sari.press("Buat kunci sandi")
    sari.sees("Kunci sandi disimpan. Lain kali Anda bisa masuk dengannya.")
    sari.arrives("passkeys", "Kunci sandi")
    sari.reads("Telepon merah")
    assert held() == 1

    sari.press("Keluar")
    sari.arrives("welcome", "Setiap orang memegang kunci")
    sari.press("Masuk dengan kunci sandi")
    expect(sari.page.get_by_role("heading", level=1)).to_contain_text("Sari Wulandari")

    sari.go("passkeys")
    sari.unfold("Ubah atau hapus %(name)s", name="Telepon merah")
    sari.press("Hapus kunci sandi ini")
    sari.sees("Kunci sandi dihapus. Hapus juga dari perangkatnya, supaya tidak ditawarkan lagi.")
    sari.reads_nothing_of("Telepon merah")
    sari.press("Keluar")
    sari.arrives("welcome", "Setiap orang memegang kunci")
    watch.expect(403)
    sari.press("Masuk dengan kunci sandi")
    sari.arrives("passkey_unknown", "Kunci sandi itu tidak dikenal di sini")


def test_by_a_number_the_page_says_why_there_can_be_no_passkey(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.go("passkeys")
    sari.sees(
        "Kunci sandi hanya bisa dibuat lewat HTTPS pada alamat Kunci ini, atau di komputernya sendiri lewat localhost."
    )
    expect(sari.page.get_by_role("button", name="Buat kunci sandi")).to_have_count(0)


@pytest.mark.parametrize(("device", "language"), BY_SCRIPT_AND_WITHOUT)
def test_recovery_codes_are_shown_once_and_sign_in(
    signed_in: NewMember, cast: Cast, audit: Audit, device: Device, language: str
) -> None:
    audit.thorough = device.scripts
    sari = signed_in(device, language, cast.sari)
    sari.go("recovery")
    sari.press("Buat kode cadangan")
    sari.sees("Unduh, cetak, atau salin sekarang")
    sari.arrives("recovery_fresh", "Kode cadangan")
    shown = sari.page.locator("code").all_inner_texts()
    assert len(set(shown)) == 10
    sari.go("recovery")
    sari.arrives("recovery", "Kode cadangan")
    sari.reads_nothing_of(*shown)
    sari.press("Keluar")
    sari.follow("Masuk dengan kode cadangan")
    sari.arrives("sign_in_recovery", "Masuk dengan kode cadangan")
    sari.fill("Alamat e-mail", "sari@kunci.test")
    sari.fill("Kode cadangan", shown[3])
    sari.press("Masuk")
    expect(sari.page.get_by_role("heading", level=2)).to_contain_text("9")


def test_a_session_that_is_ended_elsewhere_is_at_the_front_page(signed_in: NewMember, cast: Cast) -> None:
    laptop, phone = signed_in(DESKTOP, "id", cast.sari), signed_in(PHONE, "id", cast.sari)
    phone.go("today")
    laptop.go("sessions")
    laptop.arrives("sessions", "Sedang masuk di mana")
    expect(laptop.page.locator("main li")).to_have_count(2)
    laptop.press("Akhiri semua yang lain")
    laptop.arrives("sessions_one", "Sedang masuk di mana")
    expect(laptop.page.locator("main li")).to_have_count(1)
    phone.go("keyring")
    phone.arrives("welcome", "Setiap orang memegang kunci")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_appearance_is_chosen_whatever_the_device_says(signed_in: NewMember, cast: Cast, scripts: bool) -> None:
    sari = signed_in(Device(360, 740, scripts=scripts), "id", cast.sari)
    ground = {"light": "rgb(250, 246, 239)", "dark": "rgb(25, 23, 19)"}
    for device, choice, seen in (
        ("light", "Gelap", "dark"),
        ("dark", "Terang", "light"),
        ("dark", "Ikut perangkat", "dark"),
    ):
        sari.page.emulate_media(color_scheme=device)  # type: ignore[arg-type]  # one of the two words
        sari.go("settings")
        sari.choose(choice)
        sari.press("Simpan")
        sari.sees("Pengaturan disimpan.")
        expect(sari.page.locator("body")).to_have_css("background-color", ground[seen])
