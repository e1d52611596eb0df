"""The rows of the table of routes (test_routes.py) for one-to-ones. The meeting is Sari's suggestion to Budi."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from kunci.actions import one_to_ones
from tests.cast import ADDRESS, NOW
from tests.secrecy.surfaces_one_to_ones import DATES, NEW
from tests.secrecy.worlds import World

TABLE = """
GET    one_to_ones         -           302     200      200     200     200     200
GET    one_to_one_new      budi        302     404      404     404     404     200
GET    one_to_one_new      sari        302     404      200     200     200     404
POST   one_to_one_new      ratna       302     302      404     404     404     200
GET    one_to_one          meeting     302     404      404     200     200     200
GET    one_to_one          meets_ratna 302     404      200     404     404     200
POST   one_to_one          meeting     302     404      404     302     302     302
POST   one_to_one          meets_ratna 302     404      302     404     404     302
GET    one_to_one_dates    meeting     302     404      404     200     200     200
POST   one_to_one_dates    meeting     302     404      404     302     302     302
GET    one_to_one_calendar meeting     302     404      404     404     404     404
GET    one_to_one_calendar meets_ratna 302     404      200     404     404     200
POST   one_to_one_note     meeting     302     404      404     302     302     302
POST   one_to_one_note     meets_ratna 302     404      302     404     404     302
"""
DATA: dict[str, Mapping[str, object]] = {
    "one_to_one_new": NEW,
    "one_to_one": {"do": "prepare", "notes": "Tanya kabarnya"},
    "one_to_one_dates": DATES,
    "one_to_one_note": {"do": "yes"},
}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about: one suggested to Budi, and one fixed with Ratna."""
    start = NOW + timedelta(days=20)
    made: dict[str, tuple[UUID, ...]] = {}
    for name, other in (("meeting", world.budi), ("meets_ratna", world.ratna)):
        done = one_to_ones.propose(world.act(world.sari), other, [start], 60, "Kopi", "Kabar", ADDRESS)
        if done.subject is None:
            raise AssertionError("no meeting")
        made[name] = (done.subject,)
    one_to_ones.accept(world.act(world.ratna), made["meets_ratna"][0], start, ADDRESS)
    return {name: tuple(ids) for name, ids in made.items()}
