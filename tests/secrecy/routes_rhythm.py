"""The rows of the table of routes (test_routes.py) for keeping in touch. The promise is Sari's note, with Budi."""

from __future__ import annotations

from collections.abc import Mapping

from kunci.actions import promises
from tests.secrecy.surfaces_rhythm import PROMISE
from tests.secrecy.worlds import World

TABLE = """
POST   today_log           budi        302     404      404     404     404     302
POST   today_log           sari        302     404      302     302     302     404
GET    today_write         budi        302     404      404     404     404     200
POST   today_later         budi        302     404      404     404     404     302
POST   today_sooner        budi        302     404      404     404     404     404
GET    instinct            -           302     200      200     200     200     200
POST   instinct            -           302     302      302     302     302     302
GET    instinct_practice   -           302     200      200     200     200     200
POST   instinct_practice   -           302     302      302     302     302     302
GET    character           -           302     200      200     200     200     200
POST   character           -           302     404      404     404     404     404
GET    character_questions -           302     200      200     200     200     200
POST   character_questions -           302     200      200     200     200     200
GET    character_partner   budi        302     404      404     404     404     200
GET    character_partner   sari        302     404      200     200     200     404
POST   character_partner   ratna       302     302      404     404     404     302
GET    today_contacts      -           302     200      200     200     200     200
POST   session_push        -           302     302      302     302     302     302
GET    manifest            -           200     200      200     200     200     200
GET    worker              -           200     200      200     200     200     200
GET    offline             -           200     200      200     200     200     200
GET    network             -           302     200      200     200     200     200
POST   today_horizon       -           302     302      302     302     302     302
GET    promise_new         sari        302     404      200     200     200     404
POST   promise_new         budi        302     404      404     404     404     302
POST   promise_end         promise     302     404      404     404     404     302
POST   promise_reopen      promise     302     404      404     404     404     302
"""
DATA: dict[str, Mapping[str, object]] = {
    "today_log": {"kind": "met"},
    "today_horizon": {"horizon": "30"},
    "instinct_practice": {"number": "0", "chance": "60"},
    "session_push": {"endpoint": "https://push.example/a"},
    "character": {"do": "show", "rung": "2"},
    "character_partner": {"do": "keep", "first": "choleric"},
    "promise_new": PROMISE,
    "promise_end": {"how": "kept"},
}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about."""
    day = world.now.date()
    done = promises.make(world.act(world.sari), world.budi, "Menjemput contoh", day, day, mine=True)
    return {"promise": (done.detail["promise"],)}
