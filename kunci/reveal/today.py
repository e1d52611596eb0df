"""What waits for me, and which relation is cooling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Value

from kunci.core.evidence import Kind
from kunci.models.models import Key, Pass, Question
from kunci.models.viewer import looking, member
from kunci.reveal import exchanges, first_steps, heard_wants, mediations, partners, vouching
from kunci.reveal.exchanges import HandoverRow, OfferRow, ReceivedRow
from kunci.reveal.heard_wants import WantRow
from kunci.reveal.partners import Partner
from kunci.reveal.people import called
from kunci.reveal.people import people as people_of
from kunci.reveal.vouching import HeardRow
from kunci.reveal.waiting import waits

HORIZON = timedelta(days=45)
WANTS = 3  # that partners look for; the others are on their own page


@dataclass(frozen=True)
class Asked:
    """Somebody noted that we met, and asks whether that is right."""

    id: UUID
    person: str
    kind: Kind
    on: date
    until: datetime


@dataclass(frozen=True)
class Mediated:
    """What waits of bringing two together. `kind`: proposal (of a key of mine), mediation (its holder said yes, and I
    have to tell the asker, who stands in `words`), or brought (a door was found for me); and of first steps: step (I am
    asked), step_yes (they agreed, and I have to tell the one in `words`), step_told (the one in `words` agreed)."""

    kind: str
    id: UUID
    person: str
    hint: str
    words: str
    until: datetime


@dataclass(frozen=True)
class Today:
    """`decide`: to be decided, or handed over now; `cooling`: whose rung ends within the horizon, soonest first;
    `wants`: the newest that partners look for."""

    decide: tuple[ReceivedRow, ...]
    offered: tuple[OfferRow, ...]
    tell: tuple[HandoverRow, ...]
    confirm: tuple[Asked, ...]
    told: tuple[HeardRow, ...]
    cooling: tuple[Partner, ...]
    wants: tuple[WantRow, ...]
    mediated: tuple[Mediated, ...]
    has_keys: bool
    has_partners: bool


def today(viewer: UUID, now: datetime) -> Today:
    with looking(member(viewer), now):
        # That there is any key at all comes along with the passes, which whoever has much on this page has.
        held = list(Pass.objects.annotate(keys=Exists(Key.objects.all())))
        passes, steps = partners.by_viewer(held), exchanges.rows(viewer, now, waiting=True)
        people = people_of(viewer, now, {*passes, *steps.people})  # once for both
        mine = exchanges.told(viewer, now, steps, people)
        known = partners.by_name(passes, people, now)
        cooling = [one for one in known if one.until is not None and one.until <= now + HORIZON]
        confirm, mediated = _asked_of_me(now)
        return Today(
            decide=tuple(row for row in mine.received if row.waits),
            offered=tuple(row for row in mine.offered_me if not row.over and row.asked is None),
            tell=tuple(row for row in mine.handovers if row.can_tell),
            confirm=confirm,
            told=vouching.waiting(viewer, now),
            cooling=tuple(sorted(cooling, key=lambda one: (one.until, one.id))),
            wants=heard_wants.latest(viewer, now, WANTS),
            mediated=mediated,
            has_keys=bool(getattr(held[0], "keys", False)) if held else Key.objects.exists(),
            has_partners=bool(known),
        )


def _asked_of_me(now: datetime) -> tuple[tuple[Asked, ...], tuple[Mediated, ...]]:
    """Questions of partners, and what waits of bringing two together: of each a few, so all in one statement."""
    questions = waits(Question.objects.all(), "", "asker", "kind", Value(""), "expires_at", "asked_at", "happened_on")
    rows = questions.union(*mediations.waiting(now), *first_steps.waiting(now), all=True)
    found = sorted(rows, key=lambda row: (row[6], row[1]))
    asked = [row for row in found if not row[0] and row[2] is not None]
    rest = [row for row in found if row[0]]
    return (
        tuple(Asked(id, called(who), Kind(kind), on, until) for _, id, who, kind, _, until, _, on in asked),
        tuple(
            Mediated(kind, id, called(who or ""), hint, words or "", until)
            for kind, id, who, hint, words, until, _, _ in rest
        ),
    )
