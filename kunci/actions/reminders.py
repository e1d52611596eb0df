"""Reminders of what waits on a member: a notice each, once, however often the round is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kunci.actions import notices
from kunci.actions.verb import Act, step
from kunci.models.models import Account, Consent, ConsentAnswer, Decision, Handover, Notice, Outcome, Received

REMIND = "reminders.round"  # the name of the job
ASKED_FOR = timedelta(days=7)  # an ask has waited so long
AGREED_FOR = timedelta(days=3)  # the contact agreed so long ago, and nothing was handed over
BEFORE_THE_END = timedelta(days=3)
_AT_ONCE = 500
_ROUND = UUID("5a0c1a0b-7c53-4a0e-9f64-2f6d3f0f7d10")


@dataclass(frozen=True)
class Due:
    """Something that waits, and the last instant at which it was to be said; what was said since is enough."""

    kind: str
    subject: UUID
    since: datetime


def everybody(after: UUID | None = None) -> Iterator[UUID]:
    """All who have an account, in one order. Not only those on whom something waits: nobody may see that of all at
    once."""
    last = after
    while True:
        rows = Account.objects.filter(is_active=True).order_by("id")
        found = list((rows.filter(id__gt=last) if last else rows).values_list("id", flat=True)[:_AT_ONCE])
        yield from found
        if len(found) < _AT_ONCE:
            return
        last = found[-1]


def remind(member: UUID, now: datetime, address: str) -> int:
    """Writes what is due for one member, in one transaction as themselves; how many. Done again it writes nothing."""
    with step(Act(member, now, uuid5(_ROUND, str(member)))):
        if not Account.objects.filter(id=member, is_active=True).exists():
            return 0  # closed meanwhile
        due = [*_decide(now), *_tell(member, now)]
        said = {
            (row.kind, row.subject): row.created_at
            for row in Notice.objects.filter(subject__in=[one.subject for one in due], kind__startswith="reminder")
        }
        left = [one for one in due if (at := said.get((one.kind, one.subject))) is None or at < one.since]
        for one in left:
            notices.notify(now, one.kind, member, one.subject, address)
        return len(left)


def _decide(now: datetime) -> list[Due]:
    """Asks that nobody has decided: once after a week, once before they end. And what the contact agreed to some days
    ago, and was not handed over: once."""
    rows = list(Received.objects.filter(withdrawn_at=None).order_by("asked_at", "id"))
    ids = [row.id for row in rows]
    decided: dict[UUID, str] = {}
    for one in Decision.objects.filter(request__in=ids).order_by("decided_at", "-answer"):
        decided[one.request] = one.answer
    handed = set(Handover.objects.filter(request__in=ids).values_list("request", flat=True))
    agreed = _agreed([id for id, answer in decided.items() if answer == "yes" and id not in handed])
    waiting = [row for row in rows if row.id not in decided and row.id not in handed]
    return [
        *(
            Due("reminder_decide", row.id, max(at for at in _times(row) if at <= now))
            for row in waiting
            if row.asked_at + ASKED_FOR <= now < row.expires_at
        ),
        *(Due("reminder_decide", id, at + AGREED_FOR) for id, at in agreed.items() if at + AGREED_FOR <= now),
    ]


def _agreed(requests: list[UUID]) -> dict[UUID, datetime]:
    """Of these, those to which the contact has agreed, and when."""
    asked = dict(Consent.objects.filter(request__in=requests).order_by("id").values_list("id", "request"))
    said: dict[UUID, tuple[str, datetime]] = {}
    for one in ConsentAnswer.objects.filter(consent__in=list(asked)).order_by("answered_at", "-id"):
        said[asked[one.consent]] = (one.answer, one.answered_at)
    return {id: at for id, (answer, at) in said.items() if answer == "yes"}


def _times(row: Received) -> tuple[datetime, datetime]:
    return row.asked_at + ASKED_FOR, max(row.expires_at - BEFORE_THE_END, row.asked_at + ASKED_FOR)


def _tell(member: UUID, now: datetime) -> list[Due]:
    """Handovers of which the member has not told, shortly before nobody may any more; and again after half a year."""
    rows = list(Handover.objects.order_by("id"))
    due = [
        (row, 1, Due("reminder_tell", row.id, row.tell_until - BEFORE_THE_END))
        for row in rows
        if row.tell_until - BEFORE_THE_END <= now < row.tell_until
    ]
    due += [
        (row, 2, Due("reminder_again", row.id, row.again_from))
        for row in rows
        if row.again_from <= now < row.again_until
    ]
    told = set(Outcome.objects.filter(teller_id=member).values_list("handover", "round")) if due else set()
    return [one for row, round, one in due if (row.id, round) not in told]
