"""The rows of the table of routes (test_routes.py) for meeting face to face and for the calendar to subscribe to.

The code is one that Sari shows to nobody in particular: whoever has its address sees whose it is, and reads it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.actions import encounters
from kunci.models import links
from kunci.models.models import Account
from tests.secrecy.worlds import World

FEED = UUID("7e0f7f0a-52b0-4d40-8f3a-0a1c9e2d4b11")
TABLE = """
GET    encounter_show      -           302     200      200     200     200     200
POST   encounter_show      -           302     302      302     302     302     302
GET    encounter_read      code        302     200      200     200     200     404
POST   encounter_read      code        302     302      302     302     302     302
GET    encounter_read      junk        302     404      404     404     404     404
POST   encounter_read      junk        302     404      404     404     404     404
POST   calendar_subscribe  -           302     302      302     302     302     302
GET    calendar_feed       feed        200     200      200     200     200     200
GET    calendar_feed       junk        404     404      404     404     404     404
"""
DATA: dict[str, Mapping[str, object]] = {"encounter_show": {"do": "make"}, "calendar_subscribe": {"do": "start"}}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about."""
    made = encounters.show_code(world.act(world.sari)).subject
    if made is None:
        raise AssertionError("no code")
    Account.objects.filter(id=world.sari).update(feed=FEED)
    return {"code": (links.code_word(made),), "feed": (links.feed_word(FEED),)}
