"""Showing that it is still you, another e-mail address, and recovery codes as a file; with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from kunci.models.models import Account
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.installation import Installation
from tests.browser.person import DESKTOP, NARROW, PHONE, Audit, Device, Person
from tests.browser.test_signing import code_of, with_device
from tests.browser.watch import Watch
from tests.cast import Cast

WITHOUT = Device(360, 740, scripts=False)
EVERYWHERE = [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT, "id")]
QUARTER = timedelta(minutes=15)


def mail_to(installation: Installation, address: str) -> str:
    return next(text for text in reversed(installation.deliver()) if f"To: {address}" in text)


def shows(person: Person, installation: Installation) -> None:
    """Types the code that the own address gets."""
    person.arrives("prove", "Pastikan ini Anda")
    person.press("Kirim kode")
    person.arrives("prove_sent", "Pastikan ini Anda")
    person.fill("Kode dari e-mail", code_of(installation))
    person.press("Lanjut")
    person.sees("Terima kasih. Silakan lanjutkan.")


@pytest.mark.parametrize(("device", "language"), EVERYWHERE)
def test_an_address_is_changed_by_the_code_that_the_new_one_gets(
    signed_in: NewMember, installation: Installation, cast: Cast, audit: Audit, device: Device, language: str
) -> None:
    audit.thorough = device.scripts
    sari = signed_in(device, language, cast.sari)
    cast.now += QUARTER
    sari.go("profile")
    sari.arrives("profile_address", "Profil saya")
    sari.follow("Ganti alamat e-mail")
    sari.arrives("address", "Ganti alamat e-mail")
    sari.fill("Alamat e-mail yang baru", "baru@kunci.test")
    sari.press("Kirim kode")
    shows(sari, installation)
    sari.arrives("address_filled", "Ganti alamat e-mail")
    expect(sari.field("Alamat e-mail yang baru")).to_have_value("baru@kunci.test")
    sari.press("Kirim kode")
    sari.arrives("profile_waiting", "Profil saya")
    sari.reads("baru@kunci.test")
    sari.fill("Kode dari e-mail", "BBBB-BBBB")
    sari.press("Pakai alamat baru")
    sari.sees("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru.")
    sari.press("Kirim lagi")
    sari.sees("Kode baru sedang dikirim. Kode yang lama tidak berlaku lagi.")
    assert Account.objects.get(id=cast.sari).email == "sari@kunci.test"
    code = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", mail_to(installation, "baru@kunci.test"))[0]
    sari.fill("Kode dari e-mail", code)
    sari.press("Pakai alamat baru")
    sari.sees("Alamat e-mail diganti. Mulai sekarang surat datang ke alamat yang baru.")
    sari.reads_nothing_of("sari@kunci.test")
    assert Account.objects.get(id=cast.sari).email == "baru@kunci.test"


@pytest.mark.parametrize(("device", "language"), EVERYWHERE)
def test_the_old_mailbox_takes_the_address_back_and_everybody_is_out(
    signed_in: NewMember,
    person: NewPerson,
    installation: Installation,
    cast: Cast,
    watch: Watch,
    audit: Audit,
    device: Device,
    language: str,
) -> None:
    audit.thorough = device.scripts
    thief = signed_in(device, language, cast.sari)
    thief.go("address")
    thief.fill("Alamat e-mail yang baru", "pencuri@jahat.test")
    thief.press("Kirim kode")
    thief.fill("Kode dari e-mail", code_of_mail(installation, "pencuri@jahat.test"))
    thief.press("Pakai alamat baru")
    thief.sees("Alamat e-mail diganti. Mulai sekarang surat datang ke alamat yang baru.")
    sari = person(device, language)
    link = re.search(r"/alamat/\S+", mail_to(installation, "sari@kunci.test"))
    assert link is not None
    sari.open(link[0])
    sari.arrives("address_stop", "Bukan Anda yang mengganti alamat ini?")
    sari.press("Bukan saya, hentikan")
    sari.arrives("address_stopped", "Sudah dihentikan")
    assert Account.objects.get(id=cast.sari).email == "sari@kunci.test"
    thief.go("keyring")
    expect(thief.page).to_have_url(thief.address + "/")
    watch.expect(404)
    sari.open(link[0])
    sari.arrives("address_stop_over", "Tautan ini tidak berlaku")


def code_of_mail(installation: Installation, address: str) -> str:
    return str(re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", mail_to(installation, address))[0])


def test_a_wish_for_another_address_is_left(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(PHONE, "id", cast.sari)
    sari.go("address")
    sari.fill("Alamat e-mail yang baru", "baru@kunci.test")
    sari.press("Kirim kode")
    sari.press("Biarkan yang lama")
    sari.sees("Alamat e-mail Anda tetap seperti semula.")
    sari.reads_nothing_of("baru@kunci.test")


@pytest.mark.parametrize(("device", "language"), EVERYWHERE)
def test_after_a_while_codes_archive_and_closing_ask_who_is_there_and_lead_back(
    signed_in: NewMember,
    installation: Installation,
    cast: Cast,
    audit: Audit,
    tmp_path: Path,
    device: Device,
    language: str,
) -> None:
    audit.thorough = device.scripts
    sari = signed_in(device, language, cast.sari)
    cast.now += QUARTER
    sari.go("recovery")
    sari.press("Buat kode cadangan")
    shows(sari, installation)
    sari.press("Buat kode cadangan")
    sari.sees("Unduh, cetak, atau salin sekarang")
    shown = sari.page.locator("code").all_inner_texts()
    for number in range(2):
        with sari.page.expect_download() as waiting:
            sari.press("Unduh sebagai berkas teks")
        waiting.value.save_as(tmp_path / f"{number}.txt")
        assert waiting.value.suggested_filename == f"{sari.t('kode-cadangan-kunci')}-2026-11-23.txt"
        text = (tmp_path / f"{number}.txt").read_text()
        assert [line for line in text.splitlines() if line in shown] == shown
        assert sari.address in text
    sari.sees("Unduh, cetak, atau salin sekarang")

    cast.now += QUARTER
    sari.go("mine")
    sari.follow("Unduh arsip")
    sari.arrives("prove_with_codes", "Pastikan ini Anda")
    sari.fill("Kode cadangan", shown[0])
    sari.press("Lanjut dengan kode cadangan")
    expect(sari.page.get_by_role("heading", level=1)).to_have_text(sari.t("Milik saya"))
    with sari.page.expect_download() as waiting:
        sari.follow("Unduh arsip")
    assert waiting.value.suggested_filename.endswith(".zip")

    cast.now += QUARTER
    sari.go("close_account")
    sari.page.get_by_role("checkbox").check()
    sari.press("Tutup akun saya")
    sari.fill("Kode cadangan", "0000 0000 0000 0000")
    sari.press("Lanjut dengan kode cadangan")
    sari.sees("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru.")
    sari.fill("Kode cadangan", shown[1])
    sari.press("Lanjut dengan kode cadangan")
    expect(sari.page.get_by_role("heading", level=1)).to_have_text(sari.t("Tutup akun"))
    expect(sari.page.get_by_role("checkbox")).to_be_checked()
    sari.press("Tutup akun saya")
    expect(sari.page.get_by_role("heading", level=1)).to_have_text(sari.t("Akun Anda sudah ditutup"))


@pytest.mark.parametrize(("device", "language"), [(DESKTOP, "en"), (NARROW, "id")])
def test_a_passkey_is_made_after_a_code_and_then_shows_who_is_there(
    signed_in: NewMember,
    installation: Installation,
    cast: Cast,
    watch: Watch,
    settings: Settings,
    device: Device,
    language: str,
) -> None:
    sari = signed_in(device, language, cast.sari)
    at_home = f"http://localhost:{urlsplit(installation.address).port}"
    (cookie,) = [one for one in sari.context.cookies() if one["name"] == "sessionid"]
    settings.KUNCI_ADDRESS = watch.address = sari.address = at_home
    sari.context.add_cookies([{"name": "sessionid", "value": cookie["value"], "url": at_home}])
    held = with_device(sari)
    cast.now += QUARTER
    sari.go("passkeys")
    sari.fill("Nama", "HP kantor")
    watch.expect(403)
    sari.press("Buat kunci sandi")
    shows(sari, installation)
    expect(sari.field("Nama")).to_have_value("HP kantor")
    sari.press("Buat kunci sandi")
    sari.sees("Kunci sandi disimpan. Lain kali Anda bisa masuk dengannya.")
    assert held() == 1
    assert sari.t("Ada cara masuk baru ke akun Kunci Anda") in mail_to(installation, "sari@kunci.test")
    cast.now += QUARTER
    sari.go("recovery")
    sari.press("Buat kode cadangan")
    sari.arrives("prove_with_passkey", "Pastikan ini Anda")
    sari.press("Pakai kunci sandi")
    sari.sees("Terima kasih. Silakan lanjutkan.")
    sari.press("Buat kode cadangan")
    sari.sees("Unduh, cetak, atau salin sekarang")
