"""The rows of the table of routes (test_routes.py) for calendars.

An encounter with Budi is proposed to Sari, she said no to another, and she has a calendar's address.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from kunci.actions import calendars, proposed
from kunci.models.models import Proposed
from kunci.models.viewer import looking, member
from tests.secrecy.surfaces_calendars import CALENDAR, MAIL, SECRET
from tests.secrecy.viewers import subject
from tests.secrecy.worlds import World

TABLE = """
GET    calendar            -           302     200      200     200     200     200
POST   calendar            -           302     302      302     302     302     302
GET    calendar_mail       -           302     302      302     302     302     302
POST   calendar_mail       -           302     302      302     302     302     302
GET    calendar_add        -           302     302      302     302     302     302
POST   calendar_add        -           302     302      302     302     302     302
POST   calendar_again      calendar    302     404      404     404     404     302
POST   calendar_remove     calendar    302     404      404     404     404     302
POST   calendar_answer     proposed    302     404      404     404     404     302
POST   calendar_answer_all budi        302     404      404     404     404     302
POST   calendar_undo       answered    302     404      404     404     404     302
"""
DATA: dict[str, Mapping[str, object]] = {
    "calendar_add": {"address": f"{SECRET}?lain"},
    "calendar_answer": {"answer": "no"},
    "calendar_answer_all": {"answer": "yes", "count": "1"},
}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about."""
    today = world.now.date()
    calendars.take_mail(world.act(world.sari), [MAIL], today)
    calendars.take_calendar(world.act(world.sari), CALENDAR, today)
    address = subject(calendars.add_address(world.act(world.sari), SECRET))
    with looking(member(world.sari), world.now):
        waits, refused = Proposed.objects.filter(partner=world.budi).order_by("happened_on")
    proposed.say_no(world.act(world.sari), refused.id)
    return {"proposed": (waits.id,), "answered": (refused.id,), "calendar": (address,)}


def files(route: str) -> dict[str, object]:
    """What a form of theirs brings along."""
    found: dict[str, tuple[str, bytes]] = {"calendar": ("calendar", CALENDAR), "calendar_mail": ("mail", MAIL)}
    return {name: SimpleUploadedFile(name, data) for name, data in [found[route]]} if route in found else {}
