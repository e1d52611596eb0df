"""How good my feeling about people is: what I said beforehand against what I told afterwards. Mine alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.core.instinct import ENOUGH, Instinct, Said, instinct
from kunci.models.models import Guess, Handover, Outcome
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


def _case(row: Guess, well: bool) -> Said:
    return Said(row.chance / 100, well, row.forecast, row.new, row.warm, row.sector)
