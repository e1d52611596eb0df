"""Whom I accompany and who accompanies me, drafts, and what was said to them: each side as far as it may know.

A mentor reads the newcomer's words; which door they are for, and whose, comes along as far as the mentor's own gates
show it. Nobody else reads any of it, but that somebody they deal with is accompanied, and by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kunci.core.mentoring import LASTS, SHOWN_FOR, Counts, Reason, Role, Why, in_the_way, learnt, role_of
from kunci.models.models import (
    Asked,
    AsMentor,
    AsNewcomer,
    Draft,
    Face,
    Invitation,
    Journal,
    Member,
    MentorshipLeft,
    NoteGiven,
    NoteHad,
    Outcome,
    ShownDraft,
)
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, person
from kunci.reveal.waiting import waits

OVER_SHOWS = timedelta(days=7)  # that it is over stands among what waits


@dataclass(frozen=True)
class MentorRow:
    """One of mine, as mentor or newcomer. `mine`: I proposed it; `lasts`: until when it goes on by itself, as far as
    both know beforehand; `let_go`: who said so, None where nobody did."""

    id: UUID
    role: Role
    other: Person
    mine: bool
    words: str
    proposed_at: datetime
    expires_at: datetime
    withdrawn: bool
    over: bool
    left: bool
    agreed_at: datetime | None
    lasts: datetime | None
    ended_at: datetime | None
    let_go: UUID | None
    farewell: str

    @property
    def waits(self) -> bool:
        """Proposed, and neither agreed nor over."""
        return self.agreed_at is None and not self.withdrawn and not self.over

    @property
    def runs(self) -> bool:
        return self.agreed_at is not None and self.ended_at is None


@dataclass(frozen=True)
class Note:
    words: str
    at: datetime


@dataclass(frozen=True)
class DraftRow:
    """A draft of mine. `hint_line`: '' once the door is not open to me any more; `heard`: how much was said to it."""

    id: UUID
    key: UUID
    hint_line: str
    holder: str
    sentence: str
    why: str
    by_when: date | None
    card: bool
    changed_at: datetime
    shown_at: datetime
    mentor: Person
    request: UUID | None
    heard: int


@dataclass(frozen=True)
class WholeDraft:
    """With what was said to it, the oldest first. `reader`: who accompanies me now and reads it; `asked`: an ask of
    mine for this door that is open already."""

    draft: DraftRow
    notes: tuple[Note, ...]
    reader: Person | None
    asked: UUID | None


@dataclass(frozen=True)
class ShownRow:
    """A draft of somebody I accompany. `key`, `holder` and `hint_line`: None and '' where I do not see that door."""

    id: UUID
    mentorship: UUID
    newcomer: Person
    sentence: str
    why: str
    by_when: date | None
    shown_at: datetime
    sent: bool
    key: UUID | None
    hint_line: str
    holder: Person | None
    noted_at: datetime | None

    @property
    def waits(self) -> bool:
        """Nothing was said since it was shown last."""
        return not self.sent and (self.noted_at is None or self.noted_at < self.shown_at)


@dataclass(frozen=True)
class Mentors:
    """All of mine, the newest first. `drafts`: mine that are not sent; `shown`: to me."""

    rows: tuple[MentorRow, ...]
    drafts: tuple[DraftRow, ...]
    shown: tuple[ShownRow, ...]
    role: Role


@dataclass(frozen=True)
class Whole:
    """One of them. `learnt`: once it is over, for a while; `learnt_until`: until then."""

    row: MentorRow
    drafts: tuple[DraftRow, ...]
    shown: tuple[ShownRow, ...]
    learnt: tuple[Reason, ...]
    learnt_until: datetime | None


@dataclass(frozen=True)
class Proposing:
    """What I could propose to somebody. `open`: one between us that waits or runs; `why`: what stands in the way."""

    partner: Person
    role: Role
    why: Why | None
    open: UUID | None


@dataclass(frozen=True)
class ForAsk:
    """For the page where a key is asked for: who would read a draft, and the draft that there is."""

    mentor: str
    draft: UUID | None


def mentors(viewer: UUID, now: datetime) -> Mentors:
    with looking(member(viewer), now):
        rows = [*_rows(viewer, now, Role.MENTOR), *_rows(viewer, now, Role.NEWCOMER)]
        rows.sort(key=lambda row: (-row.proposed_at.timestamp(), row.id))
        return Mentors(tuple(rows), _drafts(sent_at=None), _shown(sent_at=None), role_of(_told_well(viewer)))


def mentorship(viewer: UUID, now: datetime, id: UUID) -> Whole | None:
    with looking(member(viewer), now):
        row = next((row for role in Role for row in _rows(viewer, now, role, id)), None)
        if row is None:
            return None
        newcomer = row.role is Role.NEWCOMER
        counts = _counts(id) if row.ended_at is not None else None
        return Whole(
            row,
            _drafts(mentorship=id) if newcomer else (),
            () if newcomer else _shown(mentorship=id),
            () if counts is None else learnt(counts),
            None if counts is None else counts.ended + SHOWN_FOR,
        )


def proposing(viewer: UUID, now: datetime, partner: UUID) -> Proposing | None:
    """None for oneself, for whom I know nothing of, and for whose account is closed."""
    with looking(member(viewer), now):
        who = Member.objects.filter(id=partner).exclude(id=viewer).exclude(name="").first()
        if who is None:
            return None
        told = _told_well(viewer)
        role = role_of(told)
        rows = [row for side in Role for row in _rows(viewer, now, side) if row.waits or row.runs]
        taken = [row for row in rows if row.role is role and (row.runs or row.mine)]
        if role is Role.MENTOR:
            invited = Journal.objects.filter(verb="joined", subject=partner).exists()
        else:
            invited = Invitation.objects.filter(used_by=partner).exists()
        between = next((row.id for row in rows if row.other.id == partner), None)
        return Proposing(person(who), role, in_the_way(role, told, len(taken), invited=invited), between)


def draft(viewer: UUID, now: datetime, id: UUID) -> WholeDraft | None:
    """A draft of mine, with what my mentor said to it."""
    with looking(member(viewer), now):
        row = next(iter(_drafts(id=id)), None)
        if row is None:
            return None
        notes = NoteHad.objects.filter(draft=id).order_by("noted_at", "id")
        reader = AsNewcomer.objects.filter(until__gt=now).select_related("mentor").first()
        asked = Asked.objects.filter(key=row.key, expires_at__gt=now, withdrawn_at=None).values_list("id", flat=True)
        return WholeDraft(
            row,
            tuple(Note(one.words, one.noted_at) for one in notes),
            None if reader is None else person(reader.mentor),
            asked.first(),
        )


def shown_draft(viewer: UUID, now: datetime, id: UUID) -> tuple[ShownRow, tuple[Note, ...]] | None:
    """A draft of somebody I accompany, and what I said to it."""
    with looking(member(viewer), now):
        row = next(iter(_shown(id=id)), None)
        if row is None:
            return None
        notes = NoteGiven.objects.filter(draft=id).order_by("noted_at", "id")
        return row, tuple(Note(one.words, one.noted_at) for one in notes)


def for_ask(viewer: UUID, now: datetime, key: UUID) -> ForAsk:
    """To whom a draft of an ask for this key could be shown; '' where nobody accompanies me."""
    with looking(member(viewer), now):
        mine = Draft.objects.filter(key=key, sent_at=None).values("id")[:1]
        row = (
            Member.objects.filter(id=viewer).annotate(draft=Subquery(mine), guide=Subquery(_running_name(now))).first()
        )
        return ForAsk(getattr(row, "guide", None) or "", getattr(row, "draft", None))


def waiting(now: datetime) -> tuple[QuerySet[Any, Any], ...]:
    """What waits for me, as rows of a union (today.py: Waiting). To be called inside `looking`."""
    left = ~Exists(MentorshipLeft.objects.filter(mentorship=OuterRef("id")))
    open_ones = Q(agreed_at=None, withdrawn_at=None, expires_at__gt=now)
    asked = AsMentor.objects.filter(left, open_ones, proposed_by=F("newcomer"))
    offered = AsNewcomer.objects.filter(left, open_ones, proposed_by=F("mentor"))
    said = NoteGiven.objects.filter(draft=OuterRef("id"), noted_at__gte=OuterRef("shown_at"))
    drafts = ShownDraft.objects.filter(~Exists(said), sent_at=None)
    heard = NoteHad.objects.filter(draft=OuterRef("id"), noted_at__gte=OuterRef("changed_at"))
    noted = Draft.objects.filter(Exists(heard), sent_at=None)
    over = {"ended_at": None, "until__lte": now, "until__gt": now - OVER_SHOWS}
    return (
        waits(asked, "mentor_asked", "newcomer", "words", "words", "expires_at", "proposed_at"),
        waits(offered, "mentor_offered", "mentor", "words", "words", "expires_at", "proposed_at"),
        waits(drafts, "draft", "newcomer", "sentence", "sentence", "shown_at", "shown_at"),
        waits(noted, "noted", "mentor", "sentence", "sentence", "changed_at", "changed_at"),
        waits(AsMentor.objects.filter(**over), "mentor_over", "newcomer", "words", "words", "until", "until"),
        waits(AsNewcomer.objects.filter(**over), "mentor_over", "mentor", "words", "words", "until", "until"),
    )


def _rows(viewer: UUID, now: datetime, role: Role, id: UUID | None = None) -> list[MentorRow]:
    left = Exists(MentorshipLeft.objects.filter(mentorship=OuterRef("id")))
    rows: QuerySet[Any] = (AsMentor if role is Role.MENTOR else AsNewcomer).objects.annotate(left=left)
    other = "newcomer" if role is Role.MENTOR else "mentor"
    if id is not None:
        rows = rows.filter(id=id)
    found = rows.select_related(other).order_by("-proposed_at", "id")
    return [_row(viewer, now, role, row, person(getattr(row, other))) for row in found]


def _row(viewer: UUID, now: datetime, role: Role, row: AsMentor | AsNewcomer, other: Person) -> MentorRow:
    return MentorRow(
        id=row.id,
        role=role,
        other=other,
        mine=row.proposed_by == viewer,
        words=row.words,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
        over=row.agreed_at is None and row.expires_at <= now,
        left=bool(getattr(row, "left", False)),
        agreed_at=row.agreed_at,
        lasts=None if row.agreed_at is None else row.agreed_at + LASTS,
        ended_at=row.until if row.until is not None and row.until <= now else None,
        let_go=row.ended_by,
        farewell=row.farewell,
    )


def _drafts(**which: object) -> tuple[DraftRow, ...]:
    hint = Face.objects.filter(key=OuterRef("key"), kind="hint")
    rows = Draft.objects.filter(**which).select_related("mentor").order_by("-changed_at", "id")
    rows = rows.annotate(line=Subquery(hint.values("line")[:1]), whose=Subquery(hint.values("holder__name")[:1]))
    found = list(rows)
    heard: dict[UUID, int] = {}
    for id in NoteHad.objects.filter(draft__in=[row.id for row in found]).values_list("draft", flat=True):
        heard[id] = heard.get(id, 0) + 1
    return tuple(
        DraftRow(
            id=row.id,
            key=row.key,
            hint_line=getattr(row, "line", None) or "",
            holder=getattr(row, "whose", None) or "",
            sentence=row.sentence,
            why=row.why,
            by_when=row.by_when,
            card=row.card,
            changed_at=row.changed_at,
            shown_at=row.shown_at,
            mentor=person(row.mentor),
            request=row.request,
            heard=heard.get(row.id, 0),
        )
        for row in found
    )


def _shown(**which: object) -> tuple[ShownRow, ...]:
    said = NoteGiven.objects.filter(draft=OuterRef("id")).order_by("-noted_at", "id").values("noted_at")
    rows = ShownDraft.objects.filter(**which).select_related("newcomer", "holder").order_by("-shown_at", "id")
    return tuple(
        ShownRow(
            id=row.id,
            mentorship=row.mentorship,
            newcomer=person(row.newcomer),
            sentence=row.sentence,
            why=row.why,
            by_when=row.by_when,
            shown_at=row.shown_at,
            sent=row.sent_at is not None,
            key=row.key,
            hint_line=row.line or "",
            holder=None if row.holder is None else person(row.holder),
            noted_at=getattr(row, "noted", None),
        )
        for row in rows.annotate(noted=Subquery(said[:1]))
    )


def _counts(id: UUID) -> Counts | None:
    with connection.cursor() as cursor:
        cursor.execute("select * from clerk.learnt(%s, %s)", [id, SHOWN_FOR.days])
        row = cursor.fetchone()
    return None if row is None else Counts(*row)


def _told_well(viewer: UUID) -> int:
    return Outcome.objects.filter(teller_id=viewer, round=1, verdict="good").count()


def _running_name(now: datetime) -> QuerySet[Any, Any]:
    return AsNewcomer.objects.filter(until__gt=now).values("mentor__name")[:1]
