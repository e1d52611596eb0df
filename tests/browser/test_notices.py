"""Notices: found by the bell, read one by one or all at once, by phone and at a desk, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from kunci.actions import reminders
from kunci.models.models import Account
from tests.actions.steps import answers, asked_for, link
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, Device, Person
from tests.cast import ADDRESS, Cast

NO_SCRIPTS = Device(360, 740, touch=True, scripts=False)
HINT = "Kepala pengadaan, rumah sakit, Surabaya"
WAYS = [(DESKTOP, "id"), (NARROW, "en"), (NO_SCRIPTS, "id")]


def bell(person: Person, *, new: bool) -> Locator:
    words = person.t("Kabar") + (f": {person.t('ada yang baru')}" if new else "")
    return person.page.get_by_role("banner").get_by_role("link", name=words, exact=True)


def arrives(person: Person, device: Device, name: str) -> None:
    if device.scripts:
        person.arrives(name, "Kabar")


@pytest.mark.parametrize(("device", "language"), WAYS)
def test_somebody_finds_what_is_new_and_reads_it(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("notices")
    arrives(sari, device, "notices_empty")
    sari.sees("Belum ada kabar.")
    asked_for(cast, cast.sari, cast.budi)
    _, other = asked_for(cast, cast.sari, cast.ratna)
    cast.decide(cast.sari, other)
    answers(cast, link(cast, cast.sari, other), "yes")
    cast.later(8)
    reminders.remind(cast.sari, cast.now, ADDRESS)
    sari.go("today")
    bell(sari, new=True).click()
    arrives(sari, device, "notices")
    asked = sari.t("Permintaan %(who)s masih menunggu Anda: %(hint)s.", who="Budi Santoso", hint=HINT)
    agreed = sari.t("Kontak Anda menjawab pertanyaan tentang %(who)s: %(hint)s.", who="Ratna Dewi", hint=HINT)
    for words in (asked, agreed):
        sari.reads(words)
    new = sari.page.get_by_text(sari.t("baru"), exact=True)
    expect(new).to_have_count(5)  # two asks, an answer, and what waits of both
    sari.page.get_by_role("button", name=f"{sari.t('Lihat')}: {asked}", exact=True).click()
    expect(sari.page).to_have_url(re.compile("/putuskan/$"))
    bell(sari, new=True).click()
    expect(new).to_have_count(4)
    sari.press("Tandai semua sudah dibaca")
    sari.sees("Semua kabar ditandai sudah dibaca.")
    expect(new).to_have_count(0)
    sari.reads(asked)
    expect(bell(sari, new=False)).to_be_visible()
    sari.go("exchanges")
    expect(bell(sari, new=False)).to_be_visible()


@pytest.mark.parametrize(("device", "language"), WAYS)
def test_somebody_wants_quiet_at_night_and_no_reminders(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("settings")
    sari.page.get_by_role("checkbox", name=sari.t("Permintaan masih menunggu keputusan saya"), exact=True).uncheck()
    quiet = sari.page.get_by_role("group", name=sari.t("Jam tenang"), exact=True)
    quiet.get_by_label(sari.t("Dari"), exact=True).select_option("21.00")
    quiet.get_by_label(sari.t("Sampai"), exact=True).select_option("07.00")
    sari.press("Simpan")
    sari.sees("Pengaturan disimpan.")
    expect(quiet.get_by_label(sari.t("Dari"), exact=True)).to_have_value("21")
    expect(quiet.get_by_label(sari.t("Sampai"), exact=True)).to_have_value("7")
    if device.scripts:
        sari.arrives("settings_quiet", "Pengaturan")
    account = Account.objects.get(id=cast.sari)
    assert (account.muted, account.quiet_from, account.quiet_until) == ("reminder_decide", 21, 7)
