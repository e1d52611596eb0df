"""What waits for me, and which relation is cooling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Value

from kunci.core.evidence import Kind
from kunci.core.exchange import AGAIN_AFTER
from kunci.core.rhythm import USUAL_HORIZON, mailed
from kunci.models.models import Asked as Taken
from kunci.models.models import Key, Pass, Question
from kunci.models.viewer import looking, member
from kunci.reveal import calendars, exchanges, first_steps, mediations, mentors, one_to_ones, partners, vouching
from kunci.reveal.answering import Answerable, answerable
from kunci.reveal.exchanges import HandoverRow, ReceivedRow
from kunci.reveal.people import called
from kunci.reveal.people import people as people_of
from kunci.reveal.rhythm import Greet, Owed, Rhythm, Thanked, rhythm
from kunci.reveal.vouching import HeardRow
from kunci.reveal.waiting import waits

HORIZON = timedelta(days=USUAL_HORIZON)
DATES = ("meet_soon", "meet_note")  # appointments, which nobody offers
WANTS = 4  # that partners look for; the others are on their own page


@dataclass(frozen=True)
class Asked:
    """Somebody noted that we met, and asks whether that is right."""

    id: UUID
    person: str
    kind: Kind
    on: date
    until: datetime


@dataclass(frozen=True)
class Offered:
    """What was brought to me. `kind`: offer (a key, by its holder), proposal (of a key of mine), mediation (its holder
    said yes, and I have to tell the asker, who stands in `words`), brought (a door was found for me); of first steps
    step (I am asked), step_yes (they agreed, and I have to tell the one in `words`) or step_told (the one in `words`
    agreed); of mentors mentor_asked or mentor_offered, draft (shown to me), noted (my mentor said something to one of
    mine), and mentor_over; of one-to-ones meet_asked (starts are suggested to me), meet_soon (it is at `until`, in
    `words` the place) and meet_note (it was then)."""

    kind: str
    id: UUID
    person: str
    hint: str
    words: str
    until: datetime


@dataclass(frozen=True)
class Today:
    """`decide`: to be decided, or handed over now; `greet`: partners to be in touch with again;
    `wants`: the newest that partners look for, first those that a key of mine may answer."""

    decide: tuple[ReceivedRow, ...]
    tell: tuple[HandoverRow, ...]
    confirm: tuple[Asked, ...]
    told: tuple[HeardRow, ...]
    offered: tuple[Offered, ...]
    promises: tuple[Owed, ...]
    greet: tuple[Greet, ...]
    wants: tuple[Answerable, ...]
    thanks: tuple[Thanked, ...]
    proposed: int  # encounters that my calendar or my mail tells of
    has_keys: bool
    has_partners: bool


@dataclass(frozen=True)
class Week:
    """Numbers where it is others' words, which are read on the page alone; `due`: what is the member's own."""

    decide: int
    tell: int
    other: int
    due: Rhythm
    wants: int


def today(viewer: UUID, now: datetime, horizon: timedelta = HORIZON) -> Today:
    """What the page opens with. `horizon`: how far ahead partners come up whose rung ends."""
    with looking(member(viewer), now):
        # That there is any key at all comes along with the passes, which whoever has much on this page has; and how
        # many encounters wait for a yes: without partners there are none.
        held = list(Pass.objects.annotate(keys=Exists(Key.objects.all()), proposed=calendars.waiting()))
        passes, steps = partners.by_viewer(held), exchanges.rows(viewer, now, waiting=True)
        people = people_of(viewer, now, {*passes, *steps.people})  # once for both
        mine = exchanges.told(viewer, now, steps, people)
        known = partners.by_name(passes, people, now)
        due = rhythm(viewer, now, known, horizon)
        confirm, offered = _asked_of_me(viewer, now)
        return Today(
            decide=tuple(row for row in mine.received if row.waits),
            tell=tuple(row for row in mine.handovers if row.can_tell),
            confirm=confirm,
            told=vouching.waiting(viewer, now),
            offered=offered,
            promises=due.promises,
            greet=due.greet,
            wants=answerable(viewer, now, WANTS),
            thanks=due.thanks,
            proposed=(getattr(held[0], "proposed", None) or 0) if held else 0,
            has_keys=bool(getattr(held[0], "keys", False)) if held else Key.objects.exists(),
            has_partners=bool(known),
        )


def week(viewer: UUID, now: datetime, horizon: timedelta, mail: datetime) -> Week:
    """What the mail of the week says that is to go at `mail`: of what waits and what comes up, only what it is time to
    mention (core/rhythm.py)."""
    with looking(member(viewer), now):
        passes, steps = partners.passes_held(), exchanges.rows(viewer, now, waiting=True)
        people = people_of(viewer, now, {*passes, *steps.people})
        mine = exchanges.told(viewer, now, steps, people)
        said = [row[6] for row in _union(viewer, now) if row[0] not in DATES] + [
            row.given_at for row in vouching.waiting(viewer, now)
        ]
        wanted = (one for one in answerable(viewer, now, WANTS) if one.key is not None)
        return Week(
            decide=sum(row.waits and mailed(row.asked_at, mail) for row in mine.received),
            tell=sum(row.can_tell and mailed(row.at + row.again * AGAIN_AFTER, mail) for row in mine.handovers),
            other=sum(mailed(since, mail) for since in said),
            due=rhythm(viewer, now, partners.by_name(passes, people, now), horizon, mail),
            wants=sum(mailed(one.created_at, mail) for one in wanted),
        )


def _union(viewer: UUID, now: datetime) -> list[tuple[Any, ...]]:
    """Questions of partners, offers, what waits of one-to-ones, mediations, first steps and mentors: one statement."""
    questions = waits(Question.objects.all(), "", "asker", "kind", Value(""), "expires_at", "asked_at", "happened_on")
    open_offers = exchanges.not_left().filter(~Exists(Taken.objects.filter(offer=OuterRef("id"))), expires_at__gt=now)
    offers = waits(open_offers, "offer", "holder", "shown_hint", "sentence", "expires_at", "offered_at")
    parts = (
        offers,
        *one_to_ones.waiting(viewer, now),
        *mediations.waiting(now),
        *first_steps.waiting(now),
        *mentors.waiting(now),
    )
    return sorted(questions.union(*parts, all=True), key=lambda row: (row[6], row[1]))


def _asked_of_me(viewer: UUID, now: datetime) -> tuple[tuple[Asked, ...], tuple[Offered, ...]]:
    """The same as values: what a partner asks, and the rest."""
    found = _union(viewer, now)
    asked = [row for row in found if not row[0] and row[2] is not None]
    rest = [row for row in found if row[0]]
    return (
        tuple(Asked(id, called(who), Kind(kind), on, until) for _, id, who, kind, _, until, _, on in asked),
        tuple(
            Offered(kind, id, called(who or ""), hint, words or "", until)
            for kind, id, who, hint, words, until, _, _ in rest
        ),
    )
