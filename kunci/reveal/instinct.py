"""How good my feeling about people is: what I said beforehand against what I told afterwards. Mine alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.core.instinct import ENOUGH, Instinct, Said, instinct
from kunci.core.practice import CASES, WELL
from kunci.models.models import Guess, Handover, Outcome, Practice
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class MyInstinct:
    """`said`: times that I said something beforehand; `told`: of those that I have told the outcome of; `more`: how
    many more are needed before anything can be claimed; `found`: None until then."""

    said: int
    told: int
    more: int
    found: Instinct | None


def my_instinct(viewer: UUID, now: datetime) -> MyInstinct:
    with looking(member(viewer), now):
        guesses = {row.request: row for row in Guess.objects.order_by("said_at", "request")}
        handed = dict(Handover.objects.filter(request__in=guesses).values_list("id", "request")) if guesses else {}
        mine = Outcome.objects.filter(handover__in=handed, teller_id=viewer, round=1).order_by("told_at", "id")
        verdicts = dict(mine.values_list("handover", "verdict")) if handed else {}
        cases = [_case(guesses[handed[id]], verdict == "good") for id, verdict in verdicts.items()]
        return MyInstinct(len(guesses), len(cases), max(ENOUGH - len(cases), 0), instinct(cases))


@dataclass(frozen=True)
class MyPractice:
    """`number`: of the case that is next, None after the last; `chance`, `well`: of the one that was asked for."""

    said: int
    number: int | None
    chance: int | None
    well: bool | None
    found: Instinct | None


def my_practice(viewer: UUID, now: datetime, number: int | None = None) -> MyPractice:
    """`number`: of a case that I have said something of, to see how it went."""
    with looking(member(viewer), now):
        chances = {row.number: row.chance for row in Practice.objects.filter(number__lt=CASES).order_by("number")}
    following = next((n for n in range(CASES) if n not in chances), None)
    well = sum(WELL[n] for n in chances) / len(chances) if chances else 0.0
    cases = [Said(chance / 100, WELL[n], well) for n, chance in chances.items()]
    seen = number is not None and number in chances
    return MyPractice(
        said=len(chances),
        number=following,
        chance=chances[number] if seen and number is not None else None,
        well=WELL[number] if seen and number is not None else None,
        found=instinct(cases),
    )


def _case(row: Guess, well: bool) -> Said:
    return Said(row.chance / 100, well, row.forecast, row.new, row.warm, row.sector)
