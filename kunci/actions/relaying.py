"""Passing on what a partner looks for: a want of my own for it, in my words, with hearers and an end of its own.

Whoever looks for it does not hear mine, and reads nowhere that there is one. Who else it comes from, the database alone
knows (sql/relays.sql).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import ProgrammingError

from kunci.actions.exchanges import RULE
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.actions.wants import Hearers, WantText, make
from kunci.models.models import HeardWant, Want


@verb("want.relay")
def relay(act: Act, want: UUID, said: WantText, hearers: Hearers, days: int, today: date) -> Done:
    """Writes a want of mine for one that I hear and that travels; one at a time for the same."""
    heard = HeardWant.objects.filter(id=want).first()
    if heard is None:
        raise Refused("gone")
    if not heard.travels:
        raise Refused("want_stays")
    earlier = Want.objects.filter(relays=want, closed_at=None, expires_at__gt=act.now).first()
    if earlier is not None:
        raise Refused("relayed_already", want=earlier.id)
    try:
        return Done(make(act, replace(said, person=heard.person), hearers, days, today, relays=want).id)
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused  # the rule looks once more: it was closed since it was seen
