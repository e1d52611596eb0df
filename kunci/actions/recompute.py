"""After the constants of the standing arithmetic change: every pass lasts as long as its evidence carries it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid5

from kunci.actions.ties import follow
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.recompute import Tally, tally
from kunci.models.models import Tie
from kunci.reveal.recompute import outlook

_ROUND = UUID("b7a3f0de-6d0c-4d55-9a53-0a1f5c2e8c47")


class _Unmoved(Exception):
    """Nothing moves: the verb is taken back before it is in the journal. `tally`: what was looked at."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


def recompute(member: UUID, now: datetime, policy: Policy = FIRST_POLICY) -> Tally:
    """One member's passes, in one transaction as that member; what became of them. Done again it changes nothing.

    A member for whom nothing changes has no entry in the journal.
    """
    once = uuid5(_ROUND, f"{member}|{now.isoformat()}")
    try:
        done = _recompute(Act(member, now, once), policy)
    except _Unmoved as unmoved:
        return unmoved.tally
    except Refused:
        return Tally(members=1)  # their account was closed meanwhile
    return Tally(**cast(dict[str, int], done.detail))


@verb("standing.recompute")
def _recompute(act: Act, policy: Policy) -> Done:
    """Under the member's lock nobody else writes what this reads, but for a partner who closes their account."""
    seen = outlook(act.member, act.now, policy)
    partners = [UUID(one.held.viewer) for one in seen.moved]
    ties = Tie.objects.select_for_update().filter(partner_id__in=partners).order_by("id") if partners else ()
    granted = {tie.partner_id: tie.granted for tie in ties}
    moved = [one for one in seen.moved if granted.get(UUID(one.held.viewer)) == one.granted]
    came = replace(tally(moved, act.now), members=1, ties=seen.tally.ties)
    if not moved:
        raise _Unmoved(came)
    follow(act, moved)
    return Done(None, {name: getattr(came, name) for name in Tally.__dataclass_fields__})
