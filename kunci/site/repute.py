"""The job that draws, once a month, what members of long standing have experienced with whom."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from kunci.actions import repute


# Every night, so that an installation that stood still on the first draws as soon as it is back: what is drawn already
# is not drawn again, and a late drawing counts what an early one would have.
@app.periodic(cron="23 2 * * *")
@app.task(name=repute.DRAW, queue="repute")
def draw(timestamp: int) -> None:
    """The current month's, if it is not drawn yet: one transaction."""
    close_old_connections()
    repute.draw(timezone.now())
