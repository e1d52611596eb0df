"""Whether a telling of mine may be counted, and the monthly drawing of what is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import Allowed, Outcome
from kunci.models.viewer import Principal, looking

DRAW = "repute.draw"  # the name of the job
_ROUND = Principal("r", UUID("3e6c1a52-7d0b-4b57-9f0e-5a4c8d2b6e91"))


def allow(act: Act, handover: UUID, round: int) -> None:
    """Of a telling that was just written: it may be counted. Part of the verb that tells."""
    Allowed.objects.create(teller=act.member, handover=handover, round=round, since=act.now)


@verb("tell.count")
def set_counted(act: Act, handover: UUID, round: int, counted: bool) -> Done:
    """Lets what I told be counted without my name, or takes that back; either holds from the next drawing on."""
    if not Outcome.objects.filter(teller_id=act.member, handover=handover, round=round).exists():
        raise Refused("gone")
    now = Allowed.objects.filter(teller=act.member, handover=handover, round=round, until=None)
    if counted and not now.exists():
        allow(act, handover, round)
    if not counted:
        now.update(until=act.now)
    return Done(handover, {"round": round, "counted": counted})


def draw(now: datetime) -> bool:
    """Draws the month of this instant, from the record as it stood when it began; False if it is drawn already.

    Nobody looks: the database counts, and nothing of what it counted comes back. No entry: it is no member's act.
    """
    with looking(_ROUND, now), connection.cursor() as cursor:
        cursor.execute("select clerk.draw_repute()")
        return bool(cursor.fetchone()[0])
