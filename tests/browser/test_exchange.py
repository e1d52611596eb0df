"""The pages of an exchange in all their states, and the two refusals that look like nothing: never, and the pause."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.actions.steps import asked_for
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.person import DESKTOP, NARROW, Audit, Device, Person
from tests.browser.scenes import told
from tests.browser.watch import Watch
from tests.cast import Cast

SENTENCE = "Kami memasok linen rumah sakit."


# Axe looks at all of them on the narrowest screen, in light and dark; the wide one is measured.
@pytest.mark.parametrize(
    ("device", "language", "thorough"),
    [(NARROW, "id", True), pytest.param(DESKTOP, "en", False, marks=pytest.mark.heavy)],
    ids=["narrow-id", "desktop-en"],
)
def test_every_page_of_an_exchange_keeps_what_every_page_must_keep(
    signed_in: NewMember,
    person: NewPerson,
    cast: Cast,
    audit: Audit,
    device: Device,
    language: str,
    thorough: bool,
) -> None:
    audit.thorough = thorough
    people: dict[UUID | None, Person] = {}
    for scene in told(cast):
        if scene.who not in people:
            people[scene.who] = signed_in(device, language, scene.who) if scene.who else person(device, language)
        someone = people[scene.who]
        path = scene.path if scene.who else f"{scene.path}?language={language}"
        assert someone.open(path) == 200, scene.name
        expect(someone.page.get_by_role("heading", level=1)).to_have_count(1)
        audit(scene.name, someone.page)


@pytest.mark.parametrize(
    ("device", "language"),
    [(DESKTOP, "id"), (Device(360, 740, touch=True, scripts=False), "en")],
    ids=["desktop-id", "narrow-en-no-scripts"],
)
def test_an_ask_after_a_never_or_inside_the_pause_reaches_nobody_and_looks_like_any_other(
    signed_in: NewMember, cast: Cast, audit: Audit, watch: Watch, device: Device, language: str
) -> None:
    audit.thorough = False
    key, first = asked_for(cast, cast.sari, cast.budi)
    sari, budi = signed_in(device, language, cast.sari), signed_in(device, language, cast.budi)

    def ask() -> str:
        budi.go("door", key)
        budi.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", SENTENCE)
        budi.press("Kirim permintaan")
        budi.page.wait_for_url("**/permintaan/**")
        budi.reads(SENTENCE)
        return re.sub(r"\d+ \w+ 20\d\d", "", budi.page.locator("main").inner_text())

    sari.go("decide", first)
    sari.press("Jangan lagi untuk kunci ini")
    sari.sees("Keputusan Anda disimpan. Yang meminta tidak melihatnya.")
    budi.go("request", first)
    budi.reads(SENTENCE)
    budi.reads_nothing_of(budi.t("Jangan lagi untuk kunci ini"))
    cast.later(22)
    budi.go("door", key)
    expect(budi.inside("Minta kunci ini").locator(".note")).to_contain_text("2027")
    inside_the_pause = ask()
    sari.go("today")
    sari.sees("Tidak ada yang menunggu. Hari yang baik.")
    cast.later(60)
    budi.go("door", key)
    expect(budi.inside("Minta kunci ini").locator(".note")).to_have_count(0)
    after_a_never = ask()
    sari.go("today")
    sari.sees("Tidak ada yang menunggu. Hari yang baik.")
    sari.go("decide", first)
    sari.press("Biarkan ia meminta lagi")
    sari.sees("Keputusan Anda disimpan. Yang meminta tidak melihatnya.")
    cast.later(60)
    heard = ask()
    sari.go("today")
    sari.reads(SENTENCE)
    sari.follow("Pertimbangkan")
    sari.arrives("decide_again", "%(name)s ingin bertemu %(contact)s", name="Budi Santoso", contact="Hendra Gunawan")
    assert inside_the_pause == after_a_never == heard
