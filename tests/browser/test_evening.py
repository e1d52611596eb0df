"""A group comes together on one evening: it is pasted, invited, comes in, and everybody marks everybody."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from kunci.actions import circles, invitations
from kunci.actions.circles import Guest
from kunci.models.viewer import Principal
from kunci.reveal import circles as seen
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.person import DESKTOP, NARROW, Audit, Device, Person
from tests.browser.watch import Watch
from tests.cast import Cast

BOTH = pytest.mark.parametrize(("device", "language"), [(DESKTOP, "id"), (NARROW, "en")], ids=["desktop", "phone"])
PASTED = "Anggota:\n1. Tono Hadi 0812-1111-2222\n2. Wati, wati@contoh.example\nEko 0812\n"
# What one press, one tap or swipe, and reading one name take an ordinary person, in seconds (docs/proof.md).
KEY, TAP, NAME = 0.28, 0.8, 1.2
FIVE_MINUTES = 300


def row(person: Person, name: str) -> Locator:
    """Somebody on the list of invitations."""
    return person.page.locator("li.invitee").filter(has_text=name)


@BOTH
def test_a_list_is_pasted_checked_invited_and_somebody_comes(
    signed_in: NewMember, person: NewPerson, watch: Watch, cast: Cast, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("partners")
    sari.follow("Lingkar")
    sari.arrives("circles_empty", "Lingkar")
    sari.follow("Mulai lingkar")
    sari.arrives("circle_new", "Mulai lingkar")
    sari.fill("Nama lingkarnya", "Kopi Selasa")
    sari.fill("Nama dan nomornya", PASTED)
    sari.press("Periksa dulu")
    sari.arrives("circle_check", "Periksa daftarnya")
    names = sari.page.locator("input[name^='name-']")
    expect(names).to_have_count(3)
    assert [names.nth(n).input_value() for n in range(3)] == ["Tono Hadi", "Wati", "Eko"]
    sari.sees("Nomornya tampaknya tidak lengkap.")
    sari.page.locator("input[name='reach-2']").fill("satu dua tiga")
    names.nth(1).fill("Wati Ayu")
    sari.press("Buat undangan")
    # Nothing is lost where a row can't be.
    expect(names.nth(1)).to_have_value("Wati Ayu")
    expect(sari.page.locator("input[name='reach-2']")).to_have_value("satu dua tiga")
    sari.arrives("circle_check_mistake", "Periksa daftarnya")
    sari.page.locator("input[name='use-2']").uncheck()
    if language == "en":
        sari.page.get_by_role("radio", name="English").check()
    sari.press("Buat undangan")
    sari.arrives("invitees", "Undangan")
    expect(row(sari, "Eko")).to_have_count(0)

    _opens_whatsapp(sari, watch, language)
    row(sari, "Tono Hadi").get_by_role("button", name=sari.t("Belum jadi terkirim")).click()
    expect(row(sari, "Tono Hadi")).to_contain_text(sari.t("belum dikirim"))
    row(sari, "Wati Ayu").get_by_role("button", name=sari.t("Kirim e-mail")).click()
    expect(row(sari, "Wati Ayu")).to_contain_text(sari.t("dikirim lewat e-mail"))
    sari.look("invitees_sent", sari.page)
    row(sari, "Wati Ayu").locator("summary").click()
    link = row(sari, "Wati Ayu").locator("input[readonly]").input_value()

    wati = person(device, language)
    wati.open(link)
    wati.arrives("join_circle", "%(name)s mengundang Anda", name="Sari Wulandari")
    wati.reads(wati.t("Undangan ini untuk lingkar %(circle)s.", circle="Kopi Selasa"))
    wati.sees(
        "Yang lain di lingkar ini akan melihat nama, bidang usaha, dan kota Anda, begitu pula Anda melihat milik "
        "mereka; juga mereka yang masuk sesudah Anda. Tidak ada kunci yang terbuka karenanya."
    )
    wati.fill("Nama Anda", "Wati Ayu")
    wati.fill("Alamat e-mail", "wati@contoh.example")
    wati.press("Terima undangan")
    wati.finds("circle", "Kopi Selasa")
    wati.reads("Sari Wulandari")
    wati.reads_nothing_of("Tono", "Eko", "628121111", wati.t("Undang lagi"))

    sari.page.reload()
    expect(row(sari, "Wati Ayu")).to_contain_text(sari.t("sudah bergabung"))
    expect(row(sari, "Wati Ayu")).not_to_contain_text("wati@contoh.example")
    row(sari, "Tono Hadi").locator("summary").click()
    row(sari, "Tono Hadi").get_by_role("button", name=sari.t("Tarik undangan")).click()
    row(sari, "Tono Hadi").get_by_role("button", name=sari.t("Buat undangan baru")).click()
    expect(row(sari, "Tono Hadi")).to_contain_text(sari.t("belum dikirim"))
    sari.follow("Undang lagi")
    sari.arrives("circle_invite", "Undang lagi")
    sari.fill("Nama dan nomornya", "Tono Hadi 0812 1111 2222\nYusuf 0813 1111 3333")
    sari.press("Periksa dulu")
    sari.sees("Sudah ada di daftar undangan Anda.")
    expect(sari.page.locator("input[name='use-0']")).not_to_be_checked()
    sari.press("Buat undangan")
    expect(row(sari, "Yusuf")).to_have_count(1)

    wati.page.locator("summary").click()
    wati.press("Keluar dari lingkar")
    wati.sees("Anda sudah keluar dari lingkar itu.")


def _opens_whatsapp(sari: Person, watch: Watch, language: str) -> None:
    """One tap opens the conversation with the words written out, and the row says so."""
    watch.elsewhere = ("https://wa.me/",)
    sari.context.route("https://wa.me/**", lambda route: route.fulfill(body="ok", content_type="text/plain"))
    with sari.context.expect_page() as opening:
        row(sari, "Tono Hadi").get_by_role("link", name="WhatsApp").click()
    chat = urlsplit(opening.value.url)
    opening.value.close()
    (text,) = parse_qs(chat.query)["text"]
    assert (chat.netloc, chat.path) == ("wa.me", "/6281211112222")
    assert text.startswith("Hello Tono Hadi" if language == "en" else "Halo Tono Hadi")
    assert "Kopi Selasa" in text
    assert f"{sari.address}/gabung/" in text
    expect(row(sari, "Tono Hadi")).to_contain_text(sari.t("dibuka di WhatsApp"))


def test_the_evening_works_without_scripts(signed_in: NewMember, cast: Cast, audit: Audit) -> None:
    audit.thorough = False  # axe is a script
    circle, _ = _gathered(cast, 2)
    sari = signed_in(Device(360, 740, scripts=False), "id", cast.sari)
    sari.go("circle_invite", circle)
    sari.fill("Nama dan nomornya", "Yusuf 0813 1111 3333")
    sari.press("Periksa dulu")
    sari.press("Buat undangan")
    # WhatsApp opens by the link alone; that it was sent is then said by hand.
    expect(row(sari, "Yusuf").get_by_role("link", name="WhatsApp")).to_have_attribute("target", "_blank")
    row(sari, "Yusuf").get_by_role("button", name="Sudah saya kirim").click()
    expect(row(sari, "Yusuf")).to_contain_text("sudah dikirim")
    sari.go("circle_mark", circle)
    _of(sari.page, "Tamu 01").get_by_role("radio", name="2021").check()
    _of(sari.page, "Tamu 01").get_by_role("radio", name="kenal").check()
    sari.press("Simpan")
    sari.arrives("circle_next", "Setelah ini")


def test_marks_that_cannot_be_stay_with_what_was_chosen(signed_in: NewMember, cast: Cast) -> None:
    circle, _ = _gathered(cast, 3)
    sari = signed_in(NARROW, "en", cast.sari)
    sari.go("circle_mark", circle)
    sari.arrives("circle_mark", "Tandai siapa yang sudah Anda kenal")
    for name, year, often, rung in (
        ("Tamu 01", "2016", "tiap minggu", "percaya"), ("Tamu 02", "2026", "sesekali", "percaya"),
    ):  # fmt: skip
        for choice in (year, sari.t(often), sari.t(rung)):
            _of(sari.page, name).get_by_role("radio", name=choice, exact=True).check()
    _of(sari.page, "Tamu 03").get_by_role("radio", name=sari.t("lain"), exact=True).check()
    _of(sari.page, "Tamu 03").get_by_label(sari.t("Tahunnya")).fill("1066")
    sari.press("Simpan")
    sari.sees("Yang di bawah ini belum tersimpan; pilihannya masih seperti yang Anda buat.")
    sari.look("circle_mark_mistake", sari.page)
    expect(sari.page.locator("fieldset.mark").filter(has_text="Tamu 01")).to_have_count(0)
    expect(_of(sari.page, "Tamu 02").get_by_role("radio", name=sari.t("percaya"), exact=True)).to_be_checked()
    expect(_of(sari.page, "Tamu 03").get_by_label(sari.t("Tahunnya"))).to_have_value("1066")
    _of(sari.page, "Tamu 03").get_by_label(sari.t("Tahunnya")).fill("1999")
    _of(sari.page, "Tamu 02").get_by_role("radio", name=sari.t("catat saja"), exact=True).check()
    sari.press("Simpan")
    sari.arrives("circle_next_marked", "Setelah ini")
    sari.page.get_by_role("link", name="Kopi Selasa").click()
    sari.finds("circle_marked", "Kopi Selasa")


# Twenty-five people as a member may know them: for how many years, how often, how far.
@dataclass(frozen=True)
class Told:
    year: int  # place among the years offered; 0: not known yet
    often: int = 1  # place among the four; 1 is chosen already
    rung: int = 0  # place among the three


def _told(n: int) -> Told:
    """Every fifth is not known yet, every fifth met weekly, every fifth yearly; half of who can be is trusted."""
    if n % 5 == 4:
        return Told(0)
    year, often = 1 + n % 4, (1, 1, 0, 2)[n % 5]
    return Told(year, often, 2 if year > 1 and often < 2 and n % 2 else 1)


PLAN = [_told(n) for n in range(25)]


def test_twenty_five_people_are_marked_by_keyboard_in_under_five_minutes(signed_in: NewMember, cast: Cast) -> None:
    circle, people = _gathered(cast, 25)
    sari = signed_in(DESKTOP, "id", cast.sari)
    sari.go("circle_mark", circle)
    pressed = 0

    def press(key: str, times: int = 1) -> None:
        nonlocal pressed
        for _ in range(times):
            sari.page.keyboard.press(key)
            pressed += 1

    while not _focused(sari.page).startswith("since-"):
        press("Tab")
        assert pressed < 25, "the first person is not reached"
    for told, id in zip(PLAN, people, strict=True):
        assert _focused(sari.page) == f"since-{id}"
        press("ArrowRight", told.year)
        press("Tab")
        if told.year:
            press("ArrowRight" if told.often > 1 else "ArrowLeft", abs(told.often - 1))
            press("Tab")
            press("ArrowRight", told.rung)
            press("Tab")
    press("Enter")
    sari.arrives("circle_next_keyboard", "Setelah ini")
    _all_as_told(cast, circle, people)
    seconds = pressed * KEY + len(people) * NAME
    print(f"by keyboard: {pressed} presses, {seconds:.0f} s")  # noqa: T201  # the figures of docs/proof.md
    assert pressed <= 220
    assert seconds < FIVE_MINUTES / 2


def test_twenty_five_people_are_marked_by_thumb_in_under_five_minutes(signed_in: NewMember, cast: Cast) -> None:
    circle, people = _gathered(cast, 25)
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("circle_mark", circle)
    taps, most = 0, 0
    for told, id in zip(PLAN, people, strict=True):
        wanted = [("since", told.year, 0), ("often", told.often, 1), ("rung", told.rung, 0)]
        needed = [(what, place) for what, place, given in wanted if place != given] if told.year else []
        for what, place in needed:
            choice = sari.page.locator(f"input[name='{what}-{id}']").nth(place)
            box = choice.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44, "too small for a thumb"
            choice.tap()
        taps, most = taps + len(needed), max(most, len(needed))
    swipes = int(sari.page.evaluate("document.documentElement.scrollHeight / innerHeight")) + 1
    sari.page.get_by_role("button", name="Simpan", exact=True).tap()
    taps += 1
    sari.arrives("circle_next_thumb", "Setelah ini")
    _all_as_told(cast, circle, people)
    seconds = (taps + swipes) * TAP + len(people) * NAME
    print(f"by thumb: {taps} taps, {swipes} swipes, {seconds:.0f} s")  # noqa: T201  # the figures of docs/proof.md
    assert most <= 3
    assert taps <= 60
    assert seconds < FIVE_MINUTES / 2


def _gathered(cast: Cast, many: int) -> tuple[UUID, list[UUID]]:
    """Sari's circle with so many others in it, in the order in which the page lists them."""
    guests = tuple(Guest(f"Tamu {n + 1:02}") for n in range(many))
    circle = circles.begin(cast.act(cast.sari), "Kopi Selasa", guests, "id").subject
    assert circle is not None
    people = []
    for invitee in seen.invitees(cast.sari, cast.now, circle):
        link = Principal("i", invitee.invitation)
        address = f"{invitee.name.replace(' ', '')}@baru.test"
        people.append(invitations.join(link, invitee.name, address, "id", cast.now).id)
    return circle, people


def _all_as_told(cast: Cast, circle: UUID, people: list[UUID]) -> None:
    found = seen.marking(cast.sari, cast.now, circle)
    assert found is not None
    rungs = {one.partner.id: one.partner.rung for one in found.done}
    assert rungs == {id: told.rung for told, id in zip(PLAN, people, strict=True) if told.year}
    assert len(found.todo) == sum(not told.year for told in PLAN)


def _of(page: Page, name: str) -> Locator:
    return page.locator("fieldset.mark").filter(has_text=name)


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || ''"))
