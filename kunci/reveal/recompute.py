"""What a change of the arithmetic's constants would do to the passes that a member gave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kunci.core import evidence
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.recompute import Carried, Moved, Tally, moved, tally
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Evidence, Tie
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class Outlook:
    """The passes that would move, and how many were looked at."""

    moved: tuple[Moved, ...]
    tally: Tally


def outlook(viewer: UUID, now: datetime, policy: Policy = FIRST_POLICY) -> Outlook:
    """All ties of a member at once. Of those of which nothing is open no evidence is read: it can open nothing."""
    with looking(member(viewer), now):
        ties = list(Tie.objects.order_by("id").values_list("id", "partner_id", "granted"))
        live = {UUID(one.viewer): one for one in values.live_passes(now)} if ties else {}
        open_ties = [(id, live[partner], Rung(granted)) for id, partner, granted in ties if partner in live]
        rows = _evidence(viewer, [id for id, _, _ in open_ties])
        found = moved([Carried(held, granted, rows[id]) for id, held, granted in open_ties], now, policy)
        return Outlook(found, replace(tally(found, now), members=1, ties=len(ties)))


def _evidence(viewer: UUID, ties: list[UUID]) -> dict[UUID, list[evidence.Evidence]]:
    rows: dict[UUID, list[evidence.Evidence]] = defaultdict(list)
    if ties:
        for row in Evidence.objects.filter(member_id=viewer, tie__in=ties).defer("note"):
            rows[row.tie_id].append(values.as_evidence(row))
    return rows
