"""How good my feeling about people is: what I said beforehand against what I told afterwards. Mine alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kunci.core.instinct import ENOUGH, Instinct, Of, Said, instinct
from kunci.core.practice import CASES, WELL
from kunci.models.models import Guess, Handover, Mediated, Mediation, Outcome, Practice
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
    """Of one exchange what was said first counts, and once."""
    with looking(member(viewer), now):
        said = list(Guess.objects.order_by("said_at", "kind", "subject", "partner"))
        well = {**_told(viewer, said), **_brought_together(said, now)} if said else {}
    cases, counted = [], set()
    for row in said:
        found = well.get((row.kind, row.subject, row.partner))
        if found is not None and found[0] not in counted:
            counted.add(found[0])
            cases.append(_case(row, found[1]))
    return MyInstinct(len(said), len(cases), max(ENOUGH - len(cases), 0), instinct(cases))


# What was said of what, and for whom -> the exchange that came of it, and whether that went well.
Outcomes = dict[tuple[str, UUID, UUID], tuple[UUID, bool]]


def _told(viewer: UUID, said: Sequence[Guess]) -> Outcomes:
    """By my own telling of the first handover that came of it; of what the other tells nothing is read here."""
    requests = [row.subject for row in said if row.kind == Of.HANDOVER]
    opened = {(row.subject, row.partner): row.said_at for row in said if row.kind == Of.REVEAL}
    mine = Handover.objects.filter(holder=viewer)
    keys = Q(key__in=[key for key, _ in opened]) if opened else Q(pk__in=[])
    handed = list(mine.filter(Q(request__in=requests) | keys).order_by("handed_at", "id"))
    tellings = Outcome.objects.filter(handover__in=[row.id for row in handed], teller_id=viewer, round=1)
    verdicts = dict(tellings.values_list("handover", "verdict")) if handed else {}
    found: Outcomes = {}
    for row in handed:
        asker = UUID(str(row.asker_id))
        if row.id in verdicts:
            result = row.id, verdicts[row.id] == "good"
            found[Of.HANDOVER, row.request, asker] = result
            if (row.key, asker) in opened and opened[row.key, asker] <= row.handed_at:
                found.setdefault((Of.REVEAL, row.key, asker), result)
    return found


def _brought_together(said: Sequence[Guess], now: datetime) -> Outcomes:
    """A mediation went well where it came to a handover; a mediator learns no more."""
    asked = [row.subject for row in said if row.kind == Of.MEDIATION]
    if not asked:
        return {}
    came = Exists(Mediated.objects.filter(mediation=OuterRef("id")))
    rows = Mediation.objects.filter(id__in=asked, withdrawn_at=None).annotate(came=came)
    over = Q(came=True) | Q(told_at=None, expires_at__lte=now) | Q(until__lte=now)
    return {
        (Of.MEDIATION, row.id, UUID(str(row.asker_id))): (row.id, bool(getattr(row, "came", False)))
        for row in rows.filter(over)
    }


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
