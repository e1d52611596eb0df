"""A yes or a no to encounters that my calendar or my mail told of; a yes is evidence like any noted by hand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kunci.actions.calendars import AT_ONCE, UNDO
from kunci.actions.returning import let_follow
from kunci.actions.staking import standing
from kunci.actions.ties import add_row, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import ENCOUNTERS, Kind
from kunci.models.models import Confirmation, Evidence, Proposed


@verb("calendar.yes")
def say_yes(act: Act, proposed: UUID, kind: Kind, today: date) -> Done:
    """Notes one encounter, of the kind that I say it was, with its title as the note."""
    if kind not in ENCOUNTERS:
        raise Refused("kind")
    row = _waiting(proposed)
    tie = tie_with(row.partner_id)
    done = add_row(act, tie, Evidence(kind=kind, happened_on=min(row.happened_on, today), note=row.title))
    row.state, row.evidence, row.answered_at = "yes", UUID(str(done.detail["evidence"])), act.now
    row.save(update_fields=["state", "evidence", "answered_at"])
    return Done(row.partner_id, {**done.detail, "count": 1})


@verb("calendar.yes_all")
def say_yes_to_all(act: Act, partner: UUID, seen: int, today: date) -> Done:
    """Notes all that wait with one partner, each of the kind that was proposed; `seen`: how many the page said."""
    tie = tie_with(partner)
    rows = _of(partner, seen)
    made = Evidence.objects.bulk_create(
        [
            Evidence(
                tie=tie, member_id=act.member, kind=row.kind, happened_on=min(row.happened_on, today), note=row.title,
                created_at=act.now,
            )
            for row in rows
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    for row, noted in zip(rows, made, strict=True):
        row.state, row.evidence, row.answered_at = "yes", noted.id, act.now
    Proposed.objects.bulk_update(rows, ["state", "evidence", "answered_at"], batch_size=AT_ONCE)
    let_follow(act, {tie.id})
    return Done(partner, {"count": len(rows)})


@verb("calendar.no")
def say_no(act: Act, proposed: UUID) -> Done:
    """Does not note it, and never proposes it again."""
    row = _waiting(proposed)
    Proposed.objects.filter(id=row.id).update(state="no", answered_at=act.now)
    return Done(row.partner_id, {"count": 1})


@verb("calendar.no_all")
def say_no_to_all(act: Act, partner: UUID, seen: int) -> Done:
    """The same for all that wait with one partner."""
    rows = _of(partner, seen)
    Proposed.objects.filter(id__in=[row.id for row in rows]).update(state="no", answered_at=act.now)
    return Done(partner, {"count": len(rows)})


@verb("calendar.undo")
def undo(act: Act, proposed: UUID, today: date) -> Done:
    """Takes the last answer back, with all that were answered by it: they wait again, and what was noted is void."""
    row = Proposed.objects.filter(id=proposed).exclude(state="waiting").first()
    if row is None:
        raise Refused("gone")
    if row.answered_at is None or row.answered_at <= act.now - UNDO:
        raise Refused("too_late_to_take_back")
    tie = tie_with(row.partner_id)
    rows = Proposed.objects.filter(partner_id=row.partner_id, answered_at=row.answered_at)
    noted = standing(act.member).filter(id__in=[one.evidence for one in rows if one.evidence is not None])
    void = list(noted.order_by("id").values_list("id", flat=True))
    Confirmation.objects.filter(evidence__in=void).delete()
    Evidence.objects.bulk_create(
        [
            Evidence(
                tie=tie, member_id=act.member, kind=Kind.WITHDRAWAL, happened_on=today, voids=id, created_at=act.now
            )
            for id in void
        ],
        batch_size=AT_ONCE,
    )
    count = rows.update(state="waiting", evidence=None, answered_at=None)
    let_follow(act, {tie.id} if void else set())
    return Done(row.partner_id, {"count": count})


def _waiting(id: UUID) -> Proposed:
    row = Proposed.objects.select_for_update().filter(id=id, state="waiting").first()
    if row is None:
        raise Refused("gone")
    return row


def _of(partner: UUID, seen: int) -> list[Proposed]:
    """All that wait with a partner. Refused where others came since the page was shown: nobody has seen those."""
    rows: QuerySet[Proposed] = Proposed.objects.select_for_update().filter(partner_id=partner, state="waiting")
    found = list(rows.order_by("-happened_on", "id"))
    if not found:
        raise Refused("gone")
    if len(found) != seen:
        raise Refused("proposed_changed")
    return found
