"""Why a standing is what it is: values only, no words. Pages put them into a language.

Every reason lists the ids of the evidence it rests on, by day and id, so that a person can open and correct the rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, cast

import numpy as np

from kunci.core.evidence import ENCOUNTERS, Evidence, Kind, Often, in_force
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rows import DAY, HEAD_START, UNIX_EPOCH, EvidenceBatch
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import (
    Measure,
    Standing,
    instant_of,
    second_of,
    standings,
)


class ReasonCode(StrEnum):
    """Which reason a value is, for whoever puts it into words."""

    PRIOR = "prior"
    MEETINGS = "meetings"
    REGULARITY = "regularity"
    PROMISES = "promises"
    HELP = "help"
    OUTCOMES = "outcomes"
    VOUCHES = "vouches"
    WARNINGS = "warnings"
    WORDS = "words"
    MEDIATIONS = "mediations"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Prior:
    """Acquainted before, as last stated on `stated`."""

    code: ClassVar[ReasonCode] = ReasonCode.PRIOR
    since: date
    often: Often
    stated: date
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """`count` encounters in `weeks` different weeks; only one a week counts."""

    code: ClassVar[ReasonCode] = ReasonCode.MEETINGS
    count: int
    weeks: int
    last: date
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regularity:
    """Months with anything done together, out of the months from the first such to the instant, both included."""

    code: ClassVar[ReasonCode] = ReasonCode.REGULARITY
    months: int
    of: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    code: ClassVar[ReasonCode] = ReasonCode.PROMISES
    kept: int
    of: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    code: ClassVar[ReasonCode] = ReasonCode.HELP
    given: int
    received: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    code: ClassVar[ReasonCode] = ReasonCode.OUTCOMES
    good: int
    unfit: int
    broken: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vouches:
    """The strongest of them counts nothing by itself; the others confirm it."""

    code: ClassVar[ReasonCode] = ReasonCode.VOUCHES
    count: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warnings:
    """Each of them counts, by its weight."""

    code: ClassVar[ReasonCode] = ReasonCode.WARNINGS
    count: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """`failed`: so often did their own word for somebody not hold."""

    code: ClassVar[ReasonCode] = ReasonCode.WORDS
    failed: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mediations:
    """So often did they bring me and somebody together, and how it went."""

    code: ClassVar[ReasonCode] = ReasonCode.MEDIATIONS
    good: int
    broken: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Trust was last broken on `on`; `set_aside` good rows up to that day no longer count towards trust."""

    code: ClassVar[ReasonCode] = ReasonCode.BREAK
    on: date
    set_aside: int
    evidence: tuple[str, ...]


Reason = Prior | Meetings | Regularity | Promises | Help | Outcomes | Vouches | Warnings | Words | Mediations | Break


def explain(rows: Sequence[Evidence], at: datetime, policy: Policy = FIRST_POLICY) -> tuple[Reason, ...]:
    """The reasons behind a standing, in the order of `ReasonCode`; none that nothing speaks for."""
    second = second_of(at)
    counted = [row for row in in_force(rows) if (row.on - UNIX_EPOCH).days * DAY - HEAD_START <= second]
    today = UNIX_EPOCH.fromordinal(UNIX_EPOCH.toordinal() + second // DAY)
    found = (
        _prior(counted),
        _meetings(counted),
        _regularity(counted, today, policy),
        _promises(counted),
        _help(counted),
        _outcomes(counted),
        _vouches(counted),
        _warnings(counted),
        _words(counted),
        _mediations(counted),
        _break(counted, policy),
    )
    return tuple(reason for reason in found if reason is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """A measure that differs between two standings."""

    measure: Measure
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class RungMoved:
    """A rung whose end differs; None is shut."""

    rung: Rung
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Movement:
    """By what a standing moved. Empty tuples when nothing did."""

    measures: tuple[Change, ...]
    ends: tuple[RungMoved, ...]
    rung_before: Rung
    rung_after: Rung


def what_moved(before: Standing, after: Standing) -> Movement:
    """Compare two standings of one tie at one instant, say without and with the newest row.

    Taken at two instants, the fading in between shows as movement as well.
    """
    measures = (Change(m, before.measure(m), after.measure(m)) for m in Measure)
    ends = (RungMoved(rung, before.until(rung), after.until(rung)) for rung in LADDER)
    return Movement(
        measures=tuple(change for change in measures if change.before != change.after),
        ends=tuple(end for end in ends if end.before != end.after),
        rung_before=before.rung,
        rung_after=after.rung,
    )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A measure that a rung asks for and the evidence does not reach."""

    measure: Measure
    have: float
    need: float


def shortfall(standing: Standing, rung: Rung, policy: Policy = FIRST_POLICY) -> tuple[Shortfall, ...]:
    """Where the evidence falls short of a rung; empty when it carries it, and for STRANGER."""
    if rung is Rung.STRANGER:
        return ()
    needs = zip(Measure, policy.ladder()[rung - 1].measures(), strict=True)
    gaps = (Shortfall(measure, standing.measure(measure), need) for measure, need in needs)
    return tuple(gap for gap in gaps if gap.have < gap.need)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A standing on a picture's line."""

    at: datetime
    know: float
    trust: float
    confidence: float
    loyalty: float
    rung: Rung


def curve(
    rows: Sequence[Evidence], start: datetime, end: datetime, step_days: float, policy: Policy = FIRST_POLICY
) -> tuple[CurvePoint, ...]:
    """Standings every `step_days` from start on, up to and with end. What lies ahead is without new evidence."""
    if step_days <= 0:
        raise ValueError("a curve steps forward")
    step = max(1, round(step_days * DAY))
    seconds = np.arange(second_of(start), second_of(end) + 1, step, dtype=np.int64)
    points = standings(EvidenceBatch.of([rows]).repeated(len(seconds)), len(seconds), seconds, policy)
    return tuple(
        CurvePoint(
            at=cast(datetime, instant_of(int(second))),
            know=float(points.know[i]),
            trust=float(points.trust[i]),
            confidence=float(points.confidence[i]),
            loyalty=float(points.loyalty[i]),
            rung=Rung(int(points.rung[i])),
        )
        for i, second in enumerate(seconds)
    )


def _of_kind(rows: Sequence[Evidence], *kinds: Kind) -> list[Evidence]:
    return [row for row in rows if row.kind in kinds]


def _ids(rows: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)


def _count(rows: Sequence[Evidence], kind: Kind) -> int:
    return len(_of_kind(rows, kind))


def _different(rows: Sequence[Evidence], bucket: Callable[[date], tuple[int, int]]) -> int:
    return len({bucket(row.on) for row in rows})


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, int]:
    return (day.year, day.month)


def _prior(rows: Sequence[Evidence]) -> Prior | None:
    stated = _of_kind(rows, Kind.PRIOR)
    if not stated:
        return None
    last = stated[-1]
    # Evidence refuses a prior row without these two.
    return Prior(cast(date, last.since), cast(Often, last.often), last.on, _ids(stated))


def _meetings(rows: Sequence[Evidence]) -> Meetings | None:
    met = _of_kind(rows, *ENCOUNTERS)
    return Meetings(len(met), _different(met, _week), met[-1].on, _ids(met)) if met else None


def _regularity(rows: Sequence[Evidence], today: date, policy: Policy) -> Regularity | None:
    contact = {worth.kind for worth in policy.worths if worth.contact > 0} - {Kind.PRIOR}
    together = _of_kind(rows, *contact)
    if not together:
        return None
    first = together[0].on
    last = max(today, together[-1].on)
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    return Regularity(_different(together, _month), span, _ids(together))


def _promises(rows: Sequence[Evidence]) -> Promises | None:
    made = _of_kind(rows, Kind.PROMISE_KEPT, Kind.PROMISE_BROKEN)
    return Promises(_count(made, Kind.PROMISE_KEPT), len(made), _ids(made)) if made else None


def _help(rows: Sequence[Evidence]) -> Help | None:
    helped = _of_kind(rows, Kind.HELP_GIVEN, Kind.HELP_RECEIVED)
    given, received = (_count(helped, kind) for kind in (Kind.HELP_GIVEN, Kind.HELP_RECEIVED))
    return Help(given, received, _ids(helped)) if helped else None


def _outcomes(rows: Sequence[Evidence]) -> Outcomes | None:
    kinds = (Kind.OUTCOME_GOOD, Kind.OUTCOME_UNFIT, Kind.OUTCOME_BROKEN)
    told = _of_kind(rows, *kinds)
    good, unfit, broken = (_count(told, kind) for kind in kinds)
    return Outcomes(good, unfit, broken, _ids(told)) if told else None


def _vouches(rows: Sequence[Evidence]) -> Vouches | None:
    vouched = _of_kind(rows, Kind.VOUCH)
    return Vouches(len(vouched), _ids(vouched)) if vouched else None


def _warnings(rows: Sequence[Evidence]) -> Warnings | None:
    warned = _of_kind(rows, Kind.WARNING)
    return Warnings(len(warned), _ids(warned)) if warned else None


def _words(rows: Sequence[Evidence]) -> Words | None:
    failed = _of_kind(rows, Kind.WORD_FAILED)
    return Words(len(failed), _ids(failed)) if failed else None


def _mediations(rows: Sequence[Evidence]) -> Mediations | None:
    kinds = (Kind.MEDIATED_GOOD, Kind.MEDIATED_BROKEN)
    told = _of_kind(rows, *kinds)
    good, broken = (_count(told, kind) for kind in kinds)
    return Mediations(good, broken, _ids(told)) if told else None


def _break(rows: Sequence[Evidence], policy: Policy) -> Break | None:
    worths = {worth.kind: worth for worth in policy.worths}
    breaks = [row for row in rows if worths[row.kind].breaks]
    if not breaks:
        return None
    on = breaks[-1].on
    good = [row for row in rows if worths[row.kind].trust + worths[row.kind].confidence > 0]
    return Break(on, sum(row.on <= on for row in good), _ids(breaks))
