"""What I gave and what came of it, what I asked and how I treated it. Mine alone; there is nothing to compare with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kunci.models.models import Asked, Face, Felt, Handover, Member, Offered, Outcome, Received
from kunci.models.viewer import looking, member
from kunci.reveal.handovers import FeltView, OutcomeView, as_felt, as_outcome
from kunci.reveal.people import called
from kunci.reveal.repute import said_beside


@dataclass(frozen=True)
class RecordRow:
    """A handover: what I told last, what the other did (as far as I may read it), and, of a key of mine, what the
    contact felt. `kept_silent`: the time to tell is over and I never did."""

    id: UUID
    contact: str
    hint_line: str
    other: str
    at: datetime
    mine: OutcomeView | None
    theirs: OutcomeView | None
    felt: FeltView | None
    kept_silent: bool


@dataclass(frozen=True)
class Record:
    """`worth`: what was told to have come of what I gave, and of what I was given, by currency. `repute`: what members
    of long standing experienced with me, as all who know of me read it; '' where that is not known."""

    given: tuple[RecordRow, ...]
    received: tuple[RecordRow, ...]
    asked: int
    asked_of_me: int
    offered: int
    thanks: int
    worth_given: tuple[tuple[str, Decimal], ...]
    worth_received: tuple[tuple[str, Decimal], ...]
    repute: str


def record(viewer: UUID, now: datetime) -> Record:
    """My handovers from both sides, newest first."""
    with looking(member(viewer), now):
        rows = list(Handover.objects.order_by("-handed_at", "id"))
        asked, of_me = list(Asked.objects.all()), list(Received.objects.all())
        shown = {one.id: one for one in [*asked, *of_me]}
        others = {one for row in rows for one in (row.holder_id, row.asker_id)}
        members = {one.id: one for one in said_beside(Member.objects.filter(id__in={viewer, *others}))}
        named = Face.objects.filter(kind="name", key__in=[row.key for row in rows])
        names = dict(named.values_list("key", "name"))
        told: dict[tuple[UUID, bool], OutcomeView] = {}
        for one in Outcome.objects.order_by("round"):  # the later telling says more
            told[one.handover, one.teller_id == viewer] = as_outcome(one, "")
        felt = {one.handover: as_felt(one) for one in Felt.objects.order_by("round")}
        made = [
            RecordRow(
                id=row.id,
                contact=names.get(row.key, "") or shown[row.request].shown_name or shown[row.request].shown_hint,
                hint_line=shown[row.request].shown_hint,
                other=called(members[row.asker_id if row.holder_id == viewer else row.holder_id].name),
                at=row.handed_at,
                mine=told.get((row.id, True)),
                theirs=told.get((row.id, False)),
                felt=felt.get(row.id),
                kept_silent=row.tell_until <= now and (row.id, True) not in told,
            )
            for row in rows
        ]
        given = {row.id for row in rows if row.holder_id == viewer}
        gave, got = [one for one in made if one.id in given], [one for one in made if one.id not in given]
        return Record(
            given=tuple(gave),
            received=tuple(got),
            asked=len(asked),
            asked_of_me=len(of_me),
            offered=Offered.objects.count(),
            thanks=sum(bool(one.theirs and one.theirs.thanks) for one in made),
            worth_given=_worth(gave),
            worth_received=_worth(got),
            repute=getattr(members.get(viewer), "repute", None) or "",
        )


def _worth(rows: Iterable[RecordRow]) -> tuple[tuple[str, Decimal], ...]:
    """By currency: of one handover what I told counts, else what the other did, never both."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        said = next((one for one in (row.mine, row.theirs) if one and one.amount is not None), None)
        if said is not None and said.amount is not None:
            sums[said.currency] += said.amount
    return tuple(sorted(sums.items()))
