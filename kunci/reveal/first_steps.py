"""Mediated first steps, from each of the three sides; and whom I could bring together, the surest first.

The mediator reads what each says to them. Who has agreed to the exchange, nobody reads but their own, until both have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value

from kunci.core.first_steps import Sure, sure_of
from kunci.core.gates import Pass
from kunci.models import values
from kunci.models.models import (
    FirstStep,
    HeardWant,
    Key,
    OwnFace,
    StepAgreed,
    StepForMe,
    StepKey,
    StepLeft,
    StepNote,
    StepSide,
    StepToMe,
    StepYes,
)
from kunci.models.viewer import looking, member
from kunci.reveal.heard_wants import Looking, heard_rows, who, whom
from kunci.reveal.mediations import evidence_on
from kunci.reveal.people import Person, called, name_of, person
from kunci.reveal.waiting import waits
from kunci.reveal.words import query

MOST = 20  # keys to choose from on one page, and wishes to rank; a search finds the others


@dataclass(frozen=True)
class Between:
    """Somebody who would like to get to know a person whom I know as well, and how sure I am of both. `step`: the first
    step that I proposed for it, where one of them is read alone."""

    want: UUID
    author: Person
    person: Person
    text: str
    sure: Sure
    step: UUID | None = None

    @property
    def weaker(self) -> Person | None:
        """Of whom I am less sure; None where of both alike."""
        return None if self.sure.weaker is None else (self.author, self.person)[self.sure.weaker]


@dataclass(frozen=True)
class Note:
    """`mine`: I wrote it; `with_whom`: the other end of it."""

    mine: bool
    with_whom: Person | None
    text: str
    at: datetime


@dataclass(frozen=True)
class Side:
    """A key that one of the two named, or that stands in the exchange. `until`: so long its hint is open to the other,
    None before that."""

    holder: Person | None
    key: UUID
    line: str
    until: datetime | None = None


@dataclass(frozen=True)
class Step:
    """A first step. `role`: mediator, other (who is asked) or asker. `asker`: None while I may not know; `asker_name`:
    what to call them, '' for not at all. `running`: all three know of it, and it is not over. `named`: keys that were
    named to me or by me; `sides`: of the exchange that was proposed, as far as I may see; `agreed`: I have."""

    id: UUID
    role: str
    mediator: Person | None
    asker: Person | None
    asker_name: str
    other: Person | None
    sentence: str
    words: str
    may_name: bool
    proposed_at: datetime | None
    expires_at: datetime | None
    withdrawn: bool
    told_at: datetime | None
    until: datetime | None
    over: bool
    yes: bool
    left: bool
    can_tell: bool
    notes: tuple[Note, ...] = ()
    named: tuple[Side, ...] = ()
    sides: tuple[Side, ...] = ()
    agreed: bool = False

    @property
    def running(self) -> bool:
        return self.told_at is not None and not self.over

    @property
    def open(self) -> bool:
        """Both have agreed."""
        return any(one.until is not None for one in self.sides)


@dataclass(frozen=True)
class Heard:
    """Partners who look for something that I may hear of, muted ones too, by name; and whom I could bring together:
    the surer I am of both, the earlier."""

    who: tuple[Looking, ...]
    between: tuple[Between, ...]


def heard(viewer: UUID, now: datetime, held: Mapping[UUID, Pass]) -> Heard:
    """`held`: passes, as the page has read them."""
    with looking(member(viewer), now):
        rows = list(heard_rows().order_by("-created_at", "id"))
        return Heard(who(rows, held, now), _ranked(_for_people(rows), viewer, now))


def between(viewer: UUID, now: datetime) -> tuple[Between, ...]:
    """Wishes for a person whom I know, of partners who let me hear them: the surer I am of both, the earlier."""
    with looking(member(viewer), now):
        return _ranked(_for_people(heard_rows().order_by("-created_at", "id").exclude(person=None)), viewer, now)


def sure_about(viewer: UUID, now: datetime, want: UUID) -> Between | None:
    """One of them; None for a want that is for no person."""
    with looking(member(viewer), now):
        mine = FirstStep.objects.filter(want=OuterRef("id")).values("id")
        rows = heard_rows().filter(id=want).exclude(person=None).annotate(step=Subquery(mine[:1]))
        return next(iter(_ranked(rows, viewer, now)), None)


def steps(viewer: UUID, now: datetime) -> tuple[Step, ...]:
    """All that I have part in, the newest first."""
    with looking(member(viewer), now):
        found = [_mine(row, now) for row in _proposed()]
        found += [_to_me(row, now) for row in _asked()]
        found += [_for_me(row, now) for row in StepForMe.objects.select_related("mediator", "other")]
        return tuple(sorted(found, key=lambda one: (_since(one), one.id), reverse=True))


def step(viewer: UUID, now: datetime, id: UUID) -> Step | None:
    """One of them, whole."""
    with looking(member(viewer), now):
        found = next((_mine(row, now) for row in _proposed().filter(id=id)), None)
        found = found or next((_to_me(row, now) for row in _asked().filter(id=id)), None)
        if found is None:
            rows = StepForMe.objects.select_related("mediator", "other").filter(id=id)
            found = next((_for_me(row, now) for row in rows), None)
        return None if found is None else _whole(found, viewer)


def own_keys(viewer: UUID, now: datetime, q: str = "") -> tuple[tuple[Side, ...], bool]:
    """Keys of mine that I could name, the newest first, and whether there are more."""
    with looking(member(viewer), now):
        rows = OwnFace.objects.filter(kind="hint")
        if words := query(q):
            rows = rows.filter(key__in=set(OwnFace.objects.filter(words=words).values_list("key", flat=True)))
        there = Key.objects.filter(id=OuterRef("key"), archived_at=None, merged_into=None)
        rows = rows.filter(Exists(there)).order_by("-created_at", "id")
        found = [Side(None, row.key, row.line) for row in rows[: MOST + 1]]
        return tuple(found[:MOST]), len(found) > MOST


def waiting(now: datetime) -> tuple[QuerySet[Any, Any], ...]:
    """What waits for me, as rows of a union (today.py). To be called inside `looking`."""
    yes, left = (Exists(rows.filter(step=OuterRef("id"))) for rows in (StepYes.objects, StepLeft.objects))
    told = Exists(HeardWant.objects.filter(id=OuterRef("want")))
    mine = FirstStep.objects.filter(yes, told, told_at=None, withdrawn_at=None, expires_at__gt=now)
    to_me = StepToMe.objects.filter(~yes, ~left, told_at=None, withdrawn_at=None, expires_at__gt=now)
    idle = ~Exists(StepKey.objects.filter(step=OuterRef("id"), holder=OuterRef("asker")))
    for_me = StepForMe.objects.filter(idle, ended_at=None, until__gt=now)
    return (
        waits(to_me, "step", "mediator", Value(""), "sentence", "expires_at", "proposed_at"),
        waits(mine, "step_yes", "other", Value(""), name_of("asker"), "expires_at", "proposed_at"),
        waits(for_me, "step_told", "mediator", Value(""), name_of("other"), "until", "told_at"),
    )


def _for_people(rows: Iterable[HeardWant]) -> list[HeardWant]:
    """The newest that are for a person and were not put away."""
    found = [row for row in rows if row.person is not None]
    return [row for row in found if not (getattr(row, "aside", False) or getattr(row, "muted", False))][:MOST]


def _ranked(rows: Iterable[HeardWant], viewer: UUID, now: datetime) -> tuple[Between, ...]:
    of = [(row, person(row.author), whom(row)) for row in rows]
    ids = {one.id for _, author, other in of for one in (author, other) if one is not None}
    if not ids:
        return ()
    noted = {id: [values.as_evidence(row) for row in found] for id, found in evidence_on(viewer, ids).items()}
    found = [
        Between(
            row.id,
            author,
            other,
            row.text,
            sure_of(noted[author.id], noted[other.id], now),
            getattr(row, "step", None),
        )
        for row, author, other in of
        if other is not None
    ]
    # Of those that are alike the newest first, as they came.
    return tuple(sorted(found, key=lambda one: one.sure.order, reverse=True))


def _proposed() -> QuerySet[FirstStep]:
    return FirstStep.objects.select_related("asker", "other").annotate(
        yes=Exists(StepYes.objects.filter(step=OuterRef("id"))),
        hears=Exists(HeardWant.objects.filter(id=OuterRef("want"))),
    )


def _asked() -> QuerySet[StepToMe]:
    return StepToMe.objects.select_related("mediator").annotate(
        yes=Exists(StepYes.objects.filter(step=OuterRef("id"))),
        left=Exists(StepLeft.objects.filter(step=OuterRef("id"))),
        known=name_of("asker"),
    )


def _mine(row: FirstStep, now: datetime) -> Step:
    yes, hears = bool(getattr(row, "yes", False)), bool(getattr(row, "hears", False))
    over = _over(row, now)
    return Step(
        id=row.id,
        role="mediator",
        mediator=None,
        asker=person(row.asker),
        asker_name=person(row.asker).name,
        other=person(row.other),
        sentence=row.sentence,
        words=row.words,
        may_name=row.named,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
        told_at=row.told_at,
        until=row.until,
        over=over,
        yes=yes,
        left=False,
        can_tell=yes and hears and not over and row.withdrawn_at is None and row.told_at is None,
    )


def _to_me(row: StepToMe, now: datetime) -> Step:
    known: str | None = getattr(row, "known", None)
    asker = None
    if row.asker is not None and known is not None:
        asker = Person(row.asker, called(known), "", "", not known)
    return Step(
        id=row.id,
        role="other",
        mediator=person(row.mediator),
        asker=asker,
        asker_name="" if row.asker is None else called(row.asker_name, known),
        other=None,
        sentence=row.sentence,
        words="",
        may_name=row.named,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
        told_at=row.told_at,
        until=row.until,
        over=_over(row, now),
        yes=bool(getattr(row, "yes", False)),
        left=bool(getattr(row, "left", False)),
        can_tell=False,
    )


def _for_me(row: StepForMe, now: datetime) -> Step:
    return Step(
        id=row.id,
        role="asker",
        mediator=person(row.mediator),
        asker=None,
        asker_name="",
        other=person(row.other),
        sentence="",
        words=row.words,
        may_name=True,
        proposed_at=None,
        expires_at=None,
        withdrawn=False,
        told_at=row.told_at,
        until=row.until,
        over=row.ended_at is not None or row.until <= now,
        yes=True,
        left=False,
        can_tell=False,
    )


def _over(row: FirstStep | StepToMe, now: datetime) -> bool:
    if row.told_at is None:
        return row.expires_at <= now
    return row.ended_at is not None or row.until is None or row.until <= now


def _since(one: Step) -> datetime:
    found = one.proposed_at or one.told_at
    if found is None:
        raise AssertionError("a first step was proposed, or told of")
    return found


def _whole(one: Step, viewer: UUID) -> Step:
    if one.told_at is None:
        return one
    people = {each.id: each for each in (one.mediator, one.asker, one.other) if each is not None}
    notes = StepNote.objects.filter(step=one.id).order_by("written_at", "id")
    named = StepKey.objects.filter(step=one.id).order_by("named_at", "holder")
    sides = StepSide.objects.filter(step=one.id).order_by("paired_at", "member")
    return replace(
        one,
        notes=tuple(_note(row, viewer, people) for row in notes),
        named=tuple(Side(people.get(row.holder), row.key, row.line) for row in named),
        sides=tuple(Side(people.get(row.member), row.key, row.line, row.until) for row in sides),
        agreed=StepAgreed.objects.filter(step=one.id).exists(),
    )


def _note(row: StepNote, viewer: UUID, people: Mapping[UUID, Person]) -> Note:
    mine = row.author == viewer
    return Note(mine, people.get(row.reader if mine else row.author), row.text, row.written_at)
