"""How far, why, and what next on the page of a partner: by pointer, by thumb, by keyboard and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from playwright.sync_api import Locator, expect

from kunci.actions import ties
from kunci.core.evidence import Kind, Often
from kunci.core.nextsteps import next_steps
from kunci.web import carrying_words, labels
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, NARROW, WITHOUT_SCRIPTS, Device, Person
from tests.cast import Cast

SCREENS = [(DESKTOP, "id"), (DESKTOP, "en"), (NARROW, "id"), (NARROW, "en")]
BOTH = pytest.mark.parametrize(
    ("device", "language"), SCREENS, ids=["desktop-id", "desktop-en", "phone-id", "phone-en"]
)
LEAST = 24  # pixels of a target, WCAG 2.2 AA


@pytest.fixture
def notes(cast: Cast) -> int:
    """Three quarters of a year of Sari and Budi, dense towards the end; how many notes."""
    today = cast.now.date()
    ties.add_prior(cast.act(cast.sari), cast.budi, today.replace(year=2016), Often.YEARLY, today, "")
    facts = [(Kind.MET, day) for day in (270, 200, 140, 90, 40, 12, 11, 10, 2)]
    facts += [(Kind.PROMISE_KEPT, 60), (Kind.PROMISE_BROKEN, 20), (Kind.CALL, 1)]
    for kind, ago in facts:
        ties.add_evidence(cast.act(cast.sari), cast.budi, kind, today - timedelta(days=ago), today, "")
    return len(facts) + 1


@BOTH
def test_the_picture_says_what_each_note_was_and_leads_to_it(
    signed_in: NewMember, cast: Cast, notes: int, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("partner", cast.budi)
    sari.finds(f"standing_{device.width}_{language}", "Budi Santoso")
    columns = in_view(sari)
    expect(columns.locator("circle")).to_have_count(notes)
    for column in columns.all():
        box = column.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST
    if not device.touch:
        columns.first.hover()
        expect(told(sari)).to_contain_text("26 Februari 2026" if language == "id" else "26 February 2026")
        told(sari).hover()
        expect(told(sari)).to_be_visible()
        columns.nth(2).hover()
        expect(told(sari)).to_have_count(1)
    sari.page.locator("main h1").click()
    columns.first.focus()
    sari.page.keyboard.press("Tab")
    expect(columns.nth(1)).to_be_focused()
    assert told(sari).count() == 1  # at once: what the column before held is not still there
    expect(told(sari)).to_contain_text("2026")
    newest = (columns.nth(1).get_attribute("aria-label") or "").split("; ")[-1]
    sari.page.keyboard.press("Enter")
    expect(target(sari)).to_be_in_viewport()
    expect(target(sari)).to_contain_text(newest.split(", ")[-1])
    if device.touch:
        columns.last.tap()
        expect(target(sari)).to_be_in_viewport()
        expect(target(sari)).to_contain_text(sari.t("Sudah kenal sejak %(year)d", year=2016))


@BOTH
def test_the_same_as_a_table_and_the_notes_behind_each_reason(
    signed_in: NewMember, cast: Cast, notes: int, device: Device, language: str
) -> None:
    sari = signed_in(device, language, cast.sari)
    sari.go("partner", cast.budi)
    sari.unfold("Lihat sebagai tabel")
    sari.page.locator("details.rests > summary").first.click()
    table = sari.page.get_by_role("region", name=sari.t("Kedudukan dari waktu ke waktu"))
    expect(table.get_by_role("link")).to_have_count(notes)
    expect(table).to_contain_text(sari.t("hari ini"))
    sari.look(f"standing_unfolded_{device.width}_{language}", sari.page)
    sari.page.locator("details.rests[open]").get_by_role("link").last.click()
    expect(target(sari)).to_be_in_viewport()
    heading = sari.page.get_by_role("heading", level=3, name=sari.t("Mengapa begitu"), exact=True)
    expect(heading).to_be_visible()


@pytest.mark.parametrize("device", [DESKTOP, NARROW, WITHOUT_SCRIPTS], ids=["desktop", "phone", "no-script"])
def test_what_would_carry_the_next_rung_is_told_and_doing_it_carries(
    signed_in: NewMember, cast: Cast, device: Device
) -> None:
    sari = signed_in(device, "id", cast.sari)
    sari.go("partner", cast.budi)
    sari.sees("Yang akan mengantar ke “kenal”")
    steps = next_steps((), cast.now)
    assert steps is not None
    with translation.override("id"):
        lines = carrying_words.carrying(steps, cast.now).ways
    for line in lines:
        expect(sari.page.get_by_role("listitem").filter(has_text=line.sentence)).to_be_visible()
    way = next(way for way in steps.ways if {step.kind for step in way.steps} == {Kind.MET})
    for day in sorted(day for step in way.steps for day in step.days):
        sari.sees("Yang akan mengantar ke “kenal”")
        cast.later((day - cast.now.date()).days)
        sari.go("partner", cast.budi)
        sari.choose(str(labels.KINDS[Kind.MET]))
        sari.press("Catat")
        sari.sees("Tercatat.")
    sari.sees("Pengalaman Anda sudah cukup untuk kenal; Anda belum memberikannya, dan itu tidak apa-apa.")
    sari.sees("Yang akan mengantar ke “percaya”")


def test_without_scripts_the_picture_is_followed_by_thumb(signed_in: NewMember, cast: Cast, notes: int) -> None:
    sari = signed_in(WITHOUT_SCRIPTS, "id", cast.sari)
    sari.go("partner", cast.budi)
    in_view(sari).last.tap()
    expect(target(sari)).to_be_in_viewport()
    expect(target(sari)).to_contain_text("Sudah kenal sejak 2016")
    sari.unfold("Lihat sebagai tabel")
    expect(sari.page.locator("figure.curve table a")).to_have_count(notes)


def in_view(sari: Person) -> Locator:
    """The columns of the picture on this screen: the other, for narrower or wider ones, is not there for anybody."""
    columns = sari.page.locator(".stretches:visible a")
    expect(sari.page.locator(".stretches:visible")).to_have_count(1)
    return columns


def told(sari: Person) -> Locator:
    return sari.page.locator(".stretches foreignObject:visible")


def target(sari: Person) -> Locator:
    return sari.page.locator(".timeline :target")
