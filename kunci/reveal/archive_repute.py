"""Of an archive (archive.py): which of my tellings may be counted, since when, and what is said of me."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Allowed, Outcome
from kunci.reveal.repute import said_of

Values = dict[str, object]


def allowed_of(viewer: UUID) -> Mapping[UUID, Values]:
    """Beside each telling of mine by its id. To be called inside `looking`."""
    stretches: dict[tuple[UUID, int], list[Values]] = {}
    for row in Allowed.objects.order_by("since", "id"):
        stretches.setdefault((row.handover, row.round), []).append({"since": row.since, "until": row.until})
    mine = Outcome.objects.filter(teller_id=viewer).values_list("id", "handover", "round")
    return {id: {"may_be_counted": stretches.get((handover, round), [])} for id, handover, round in mine}


def repute_of(viewer: UUID) -> Values:
    """What all who know of me read, None where nothing is known. To be called inside `looking`."""
    return {"members_of_long_standing": said_of(viewer) or None}
