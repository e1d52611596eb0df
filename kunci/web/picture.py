"""The credibility curve as coordinates: percent of the plot, y from the top.

One line is the standing on the ladder; two quiet ones are how far knowing and trusting alone would carry, on the same
bands. A rung takes all its measures, so the standing is never in a higher band than either of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils import timezone
from django.utils.formats import date_format

from kunci.core.policy import FIRST_POLICY
from kunci.core.reasons import CurvePoint
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import Measure
from kunci.reveal.partners import EvidenceView, Relation

TOP = 4.0  # rungs 0..3 and the room above the last threshold
MOST_ROWS = 40
# Evidence is opened by stretches of the picture rather than by dots, which lie upon each other: columns of 24 px or
# more each, on a plot of 240 px and, where there is the room (kunci.css), of 768 px.
NARROW, WIDE = 10, 32
TOLD = {NARROW: 2, WIDE: 3}  # what the line under the picture has room for
Across = Callable[[datetime], float]


@dataclass(frozen=True)
class Band:
    rung: int
    top: float
    height: float


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """`future` begins where `past` ends, today."""

    past: tuple[Point, ...]
    future: tuple[Point, ...]


@dataclass(frozen=True)
class Dot:
    """A piece of evidence; `id` is its place in the list of what happened."""

    x: float
    y: float
    id: str
    title: str


@dataclass(frozen=True)
class Stretch:
    """A column of the plot with evidence in it, oldest first; it leads to the newest, which the others follow."""

    x: float
    width: float
    dots: tuple[Dot, ...]
    told: tuple[Dot, ...]
    more: int

    @property
    def id(self) -> str:
        return self.dots[-1].id


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Expiry:
    """The day on which a rung ends; x is 100 where that lies beyond the picture."""

    x: float
    on: date
    rung: int
    beyond: bool


@dataclass(frozen=True)
class Row:
    """A day: the rung, how far knowing and trusting alone would carry (None: not in the picture), what happened.

    `id` is that of the evidence; a day without is today, or one on which a rung falls.
    """

    on: date
    rung: int
    know: int | None
    trust: int | None
    event: str
    id: str
    today: bool = False


@dataclass(frozen=True)
class Curve:
    bands: tuple[Band, ...]
    standing: Line
    know: Line
    trust: Line
    today: float
    ticks: tuple[Tick, ...]
    expiry: Expiry | None
    narrow: tuple[Stretch, ...]
    wide: tuple[Stretch, ...]
    rows: tuple[Row, ...]
    cut: bool


def height(point: CurvePoint) -> float:
    """Where a standing lies on the ladder: its rung, plus how much of the way to the next it has gone (0..4).

    The way is the mean over the measures that the next rung asks more of, so that each one that fades shows; above
    the last rung, towards a full measure.
    """
    ladder = _ladder()
    have = (point.know, point.trust, point.confidence, point.loyalty)
    low, high = ladder[point.rung], ladder[point.rung + 1]
    gone = [min(max((h - a) / (b - a), 0.0), 1.0) for h, a, b in zip(have, low, high, strict=True) if b > a]
    return point.rung + sum(gone) / len(gone)


def height_alone(measure: Measure, have: float) -> float:
    """How far one measure would carry if the others did not matter, on the same ladder (0..4)."""
    needs = [rung[tuple(Measure).index(measure)] for rung in _ladder()]
    rung = _carried_alone(measure, have)
    return rung + min((have - needs[rung]) / (needs[rung + 1] - needs[rung]), 1.0)


def curve(relation: Relation, now: datetime, titles: dict[str, str]) -> Curve | None:
    """The picture of one relation; None without evidence. `titles` says what each piece of evidence was, by id."""
    if not relation.curve:
        return None
    points = _with_today(relation, now)
    start, end = points[0].at, points[-1].at
    span = (end - start).total_seconds()

    def across(at: datetime) -> float:
        return round(100 * (at - start).total_seconds() / span, 2)

    def line(level: Callable[[CurvePoint], float]) -> Line:
        placed = [Point(across(point.at), _down(level(point))) for point in points]
        past = [one for one, point in zip(placed, points, strict=True) if point.at <= now]
        future = [one for one, point in zip(placed, points, strict=True) if point.at > now]
        return Line(tuple(past), (past[-1], *future))

    dots = sorted(_dots(relation.evidence, points, across, titles, now), key=lambda dot: dot.x)
    rows = _rows(relation, points, titles, now)
    return Curve(
        bands=tuple(Band(rung, _down(rung + 1), 100 / TOP) for rung in (3, 2, 1, 0)),
        standing=line(height),
        know=line(lambda point: height_alone(Measure.KNOW, point.know)),
        trust=line(lambda point: height_alone(Measure.TRUST, point.trust)),
        today=across(now),
        ticks=_ticks(start, end, across),
        expiry=_expiry(relation, end, across),
        narrow=tuple(_stretches(dots, NARROW)),
        wide=tuple(_stretches(dots, WIDE)),
        rows=rows[-MOST_ROWS:],
        cut=len(rows) > MOST_ROWS,
    )


def _with_today(relation: Relation, now: datetime) -> list[CurvePoint]:
    """The line's points with one at this very moment: what was noted today shows today."""
    of = relation.standing
    here = CurvePoint(now, of.know, of.trust, of.confidence, of.loyalty, of.rung)
    past = [point for point in relation.curve if point.at < now]
    return [*past, here, *(point for point in relation.curve if point.at > now)]


@cache
def _ladder() -> tuple[tuple[float, float, float, float], ...]:
    """What each rung needs, from a stranger's nothing to the full measure above the last."""
    return ((0.0, 0.0, 0.0, 0.0), *(needs.measures() for needs in FIRST_POLICY.ladder()), (1.0, 1.0, 1.0, 1.0))


def _carried_alone(measure: Measure, have: float) -> int:
    at = tuple(Measure).index(measure)
    return max(rung for rung, needs in enumerate(_ladder()[:-1]) if have >= needs[at])


def _down(level: float) -> float:
    return round(100 * (1 - level / TOP), 2)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def _nearest(points: Sequence[CurvePoint], at: datetime) -> CurvePoint:
    """Of points in time order; the earlier of two as near."""
    after = bisect_left(points, at, key=lambda point: point.at)
    around = points[max(after - 1, 0) : after + 1]
    return min(around, key=lambda point: abs((point.at - at).total_seconds()))


def _dots(
    evidence: Sequence[EvidenceView],
    points: Sequence[CurvePoint],
    across: Across,
    titles: dict[str, str],
    now: datetime,
) -> Iterator[Dot]:
    for row in reversed(evidence):
        if not row.counts:
            continue
        at = min(_at(row.on), now)
        title = f"{titles[str(row.id)]}, {date_format(row.on, 'j F Y')}"
        yield Dot(across(at), _down(height(_nearest(points, at))), str(row.id), title)


def _stretches(dots: Sequence[Dot], columns: int) -> Iterator[Stretch]:
    """The columns that have evidence in them; `dots` from left to right."""
    width = 100 / columns
    inside: dict[int, list[Dot]] = {}
    for dot in dots:
        inside.setdefault(min(int(dot.x / width), columns - 1), []).append(dot)
    for column, held in inside.items():
        told = tuple(held[: TOLD[columns]])
        yield Stretch(round(column * width, 3), width, tuple(held), told, len(held) - len(told))


def _ticks(start: datetime, end: datetime, across: Across) -> tuple[Tick, ...]:
    days = (end - start).days
    step = 1 if days <= 150 else 3 if days <= 450 else 12
    months = range(start.year * 12 + start.month, end.year * 12 + end.month)
    marks = [datetime(m // 12, m % 12 + 1, 1, tzinfo=start.tzinfo) for m in months if m % step == 0]
    return tuple(Tick(across(at), date_format(at, "Y" if step == 12 else "M Y")) for at in marks if start <= at <= end)


def _expiry(relation: Relation, end: datetime, across: Across) -> Expiry | None:
    """When the rung that was given ends; where none was, the one that the evidence carries."""
    rung, until = Rung(relation.partner.rung), relation.partner.until
    if rung is Rung.STRANGER and relation.standing.rung is not Rung.STRANGER:
        rung = relation.standing.rung
        until = relation.standing.until(rung)
    if until is None:
        return None
    return Expiry(min(across(until), 100.0), timezone.localdate(until), rung - 1, until > end)


def _rows(relation: Relation, points: Sequence[CurvePoint], titles: dict[str, str], now: datetime) -> tuple[Row, ...]:
    """The same as a table: each piece of evidence, today, and the days on which a rung falls."""

    def row(on: date, at: datetime, event: str = "", id: str = "", rung: int | None = None, today: bool = False) -> Row:
        point = _nearest(points, at)
        seen = at <= points[-1].at
        know = _carried_alone(Measure.KNOW, point.know) if seen else None
        trust = _carried_alone(Measure.TRUST, point.trust) if seen else None
        return Row(on, int(point.rung) if rung is None else rung, know, trust, event, id, today)

    rows = [
        row(one.on, min(_at(one.on), now), titles[str(one.id)], str(one.id))
        for one in reversed(relation.evidence)
        if one.counts
    ]
    rows.append(row(timezone.localdate(now), now, today=True))
    ends = {rung: relation.standing.until(rung) for rung in LADDER}
    for until in sorted({until for until in ends.values() if until is not None}):
        left = max((rung for rung, end in ends.items() if end is not None and end > until), default=Rung.STRANGER)
        rows.append(row(timezone.localdate(until), until, rung=int(left)))
    return tuple(sorted(rows, key=lambda one: one.on))
