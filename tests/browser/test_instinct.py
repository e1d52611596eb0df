"""Instinct: a feeling noted with a handover, and what became of ten of them."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kunci.core.instinct import ENOUGH
from kunci.core.practice import CASES, WELL
from kunci.models.models import Guess, Handover
from kunci.models.viewer import looking, member
from tests.actions.steps import trusts
from tests.actions.test_instinct import agreed, hand_over, tell
from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device
from tests.cast import Cast


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (NARROW, "en"), (WITHOUT_SCRIPTS, "id")],
    ids=["desktop", "phone", "without scripts"],
)
def test_a_feeling_is_said_or_skipped_and_ten_outcomes_show_how_good_it_is(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    keys = [cast.key(cast.sari, f"Pintu {n}, Surabaya") for n in range(ENOUGH + 1)]
    trusts(cast, cast.sari, cast.budi)
    sari = signed_in(device, language, cast.sari)
    if not device.scripts:
        sari.look = audit.fits
    sari.go("instinct")
    sari.arrives("instinct_empty", "Insting")
    for n, key in enumerate(keys[2:]):
        tell(cast, cast.sari, hand_over(cast, key, (90, 60)[n % 2]), "good" if n < 6 else "unfit")

    sari.go("hand_over", agreed(cast, keys[0]))
    slider = sari.page.get_by_role("slider", name=sari.t("Kemungkinan berjalan baik, dari 0 sampai 100 persen"))
    expect(slider).to_have_value("70")
    sari.look("hand_over_instinct", sari.page)
    sari.press("Serahkan; saya kirim sendiri lewat WhatsApp")
    with looking(member(cast.sari), cast.now):
        assert Guess.objects.count() == ENOUGH - 1  # skipped

    request = agreed(cast, keys[1])
    sari.go("hand_over", request)
    sari.page.get_by_role("checkbox", name=sari.t("Ingat perkiraan saya")).check()
    slider.focus()
    for _ in range(4):
        sari.page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("90")
    sari.press("Serahkan; saya kirim sendiri lewat WhatsApp")
    with looking(member(cast.sari), cast.now):
        assert Guess.objects.get(subject=request).chance == 90
    sari.go("instinct")
    sari.reads(str(ENOUGH - 1))
    tell(cast, cast.sari, _handover(cast, request), "good")

    sari.go("record")
    sari.follow("Insting")
    sari.arrives("instinct", "Insting")
    expect(sari.page.get_by_role("img", name=sari.t("Yang Anda katakan, dan yang kemudian terjadi"))).to_be_visible()
    expect(sari.inside("Dibandingkan").get_by_role("row")).to_have_count(4)
    sari.press("Hapus semua perkiraan saya")
    sari.sees("Semua perkiraan Anda dihapus.")


@pytest.mark.parametrize(
    ("device", "language"), [(NARROW, "id"), (WITHOUT_SCRIPTS, "en")], ids=["phone", "without scripts"]
)
def test_a_feeling_is_said_where_a_key_is_opened_or_offered_and_where_somebody_is_let_up(
    signed_in: NewMember, cast: Cast, device: Device, language: str
) -> None:
    trusts(cast, cast.sari, cast.budi)
    cast.knows_for_years(cast.sari, cast.ratna)
    key, offered = cast.key(cast.sari, "Pintu satu, Surabaya"), cast.key(cast.sari, "Pintu dua, Surabaya")
    sari = signed_in(device, language, cast.sari)
    if not device.scripts:
        sari.look = audit.fits

    def feels(chance: str) -> None:
        sari.page.get_by_role("checkbox", name=sari.t("Ingat perkiraan saya")).check()
        slider = sari.page.get_by_role("slider", name=sari.t("Kemungkinan berjalan baik, dari 0 sampai 100 persen"))
        slider.fill(chance)
        sari.look("reveal_instinct", sari.page)

    def kept() -> dict[tuple[UUID, UUID], int]:
        with looking(member(cast.sari), cast.now):
            assert set(Guess.objects.values_list("kind", flat=True)) <= {"reveal"}
            return {(row.subject, row.partner): row.chance for row in Guess.objects.all()}

    sari.open(reverse("key_open", args=[key]) + "?face=hint")
    sari.page.get_by_role("checkbox", name="Budi Santoso").check()
    feels("55")
    sari.press("Simpan")
    assert kept() == {(key, cast.budi): 55}
    sari.go("offer_new", offered)
    sari.page.get_by_role("radio", name="Budi Santoso").check()
    sari.page.locator("textarea[name=sentence]").fill("Pintu ini mungkin cocok.")
    feels("80")
    sari.press("Tawarkan")
    assert kept() == {(key, cast.budi): 55, (offered, cast.budi): 80}
    sari.open(reverse("grant", args=[cast.ratna]) + "?rung=2")
    feels("30")
    sari.press("Naikkan ke percaya")
    assert kept() == {
        (key, cast.budi): 55, (offered, cast.budi): 80, (key, cast.ratna): 30, (offered, cast.ratna): 30,
    }  # fmt: skip


def _handover(cast: Cast, request: UUID) -> UUID:
    with looking(member(cast.sari), cast.now):
        return Handover.objects.get(request=request).id


@pytest.mark.parametrize(
    ("device", "language"), [(NARROW, "id"), (WITHOUT_SCRIPTS, "en")], ids=["phone", "without scripts"]
)
def test_cases_are_practised_one_after_another(signed_in: NewMember, cast: Cast, device: Device, language: str) -> None:
    sari = signed_in(device, language, cast.sari)
    if not device.scripts:
        sari.look = audit.fits
    sari.go("instinct")
    sari.follow("Ke ruang latihan")
    sari.arrives("practice", "Ruang latihan")
    for number in range(ENOUGH):
        expect(sari.page.get_by_role("heading", level=2).first).to_have_text(
            sari.t("Kasus %(place)s dari %(total)s", place=number + 1, total=CASES)
        )
        sari.press("Lihat jadinya")
        sari.reads(sari.t("Berjalan baik.") if WELL[number] else sari.t("Tidak berjalan baik."))
        if number == 0:
            sari.look("practice_seen", sari.page)
        if number < ENOUGH - 1:
            sari.follow("Kasus berikutnya")
    expect(sari.page.get_by_role("img", name=sari.t("Yang Anda katakan, dan yang kemudian terjadi"))).to_be_visible()
    sari.look("practice_measured", sari.page)
    sari.press("Mulai dari awal")
    expect(sari.page.get_by_role("heading", level=2)).to_have_text(
        [sari.t("Kasus %(place)s dari %(total)s", place=1, total=CASES)]
    )
