"""The surfaces of one-to-ones: see surfaces.py."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from tests.cast import NOW
from tests.secrecy.surfaces import Ask, Known, case, get, post

START = NOW + timedelta(days=20)
DATES: dict[str, object] = {"slot1": START.strftime("%Y-%m-%dT%H:%M"), "slot2": "", "slot3": "", "place": "Kopi Tugu"}
NEW: dict[str, object] = {**DATES, "minutes": "60", "words": "Soal hotel"}


@case("one_to_ones")
def _all(known: Known, _: UUID) -> list[Ask]:
    return [get("one_to_ones")]


@case("one_to_one_new", "partner")
def _new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("one_to_one_new", args=[id])
    return [
        get("one_to_one_new", id),
        Ask("one_to_one_new", path, dict(NEW), follow=True),
        Ask("one_to_one_new", path, {**NEW, "slot1": "kapan-kapan"}),
    ]


@case("one_to_one", "one_to_one")
def _one(known: Known, id: UUID) -> list[Ask]:
    path = reverse("one_to_one", args=[id])
    ways: list[dict[str, object]] = [
        {"do": do} for do in ("withdraw", "cancel", "aside", "back", "prepare", "accept", "x")
    ]
    ways += [{"do": "accept", "slot": START.isoformat()}, {"do": "accept", "slot": "x"}]
    return [get("one_to_one", id), *(Ask("one_to_one", path, way, follow=True) for way in ways)]


@case("one_to_one_dates", "one_to_one")
def _dates(known: Known, id: UUID) -> list[Ask]:
    return [get("one_to_one_dates", id), post("one_to_one_dates", id, **DATES)]


@case("one_to_one_note", "one_to_one")
def _note(known: Known, id: UUID) -> list[Ask]:
    return [post("one_to_one_note", id, do=do) for do in ("yes", "no", "undo", "x")]


@case("one_to_one_calendar", "one_to_one")
def _calendar(known: Known, id: UUID) -> list[Ask]:
    return [get("one_to_one_calendar", id)]
