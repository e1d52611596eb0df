"""What waits for me, and which relation is cooling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kunci.models.models import Key
from kunci.models.viewer import looking, member
from kunci.reveal.exchanges import HandoverRow, ReceivedRow, exchanges
from kunci.reveal.partners import Partner, partners

HORIZON = timedelta(days=45)


@dataclass(frozen=True)
class Today:
    """`cooling`: partners whose rung ends within the horizon, soonest first."""

    decide: tuple[ReceivedRow, ...]
    tell: tuple[HandoverRow, ...]
    cooling: tuple[Partner, ...]
    has_keys: bool
    has_partners: bool


def today(viewer: UUID, now: datetime) -> Today:
    with looking(member(viewer), now):
        mine = exchanges(viewer, now)
        known = partners(viewer, now)
        cooling = [one for one in known if one.until is not None and one.until <= now + HORIZON]
        return Today(
            decide=tuple(row for row in mine.received if not row.answered and not row.over),
            tell=tuple(row for row in mine.handovers if row.can_tell),
            cooling=tuple(sorted(cooling, key=lambda one: (one.until, one.id))),
            has_keys=Key.objects.exists(),
            has_partners=bool(known),
        )
