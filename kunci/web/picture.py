"""The credibility curve as coordinates: percent of the plot, y from the top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format

from kunci.core.policy import FIRST_POLICY
from kunci.core.reasons import CurvePoint
from kunci.reveal.partners import EvidenceView, Relation

TOP = 4.0  # rungs 0..3 and the room above the last threshold
MOST_ROWS = 40
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
class Dot:
    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Expiry:
    x: float
    on: date
    rung: int


@dataclass(frozen=True)
class Row:
    on: date
    rung: int
    event: str


@dataclass(frozen=True)
class Curve:
    bands: tuple[Band, ...]
    past: tuple[Point, ...]
    future: tuple[Point, ...]
    today: float
    ticks: tuple[Tick, ...]
    expiry: Expiry | None
    dots: tuple[Dot, ...]
    rows: tuple[Row, ...]


def height(point: CurvePoint) -> float:
    """Where a standing lies on the ladder: its rung, plus how much of the way to the next it has gone (0..4).

    The way is the mean over the measures that the next rung asks more of, so that each one that fades shows; above
    the last rung, towards a full measure.
    """
    ladder = [(0.0, 0.0, 0.0, 0.0), *(needs.measures() for needs in FIRST_POLICY.ladder()), (1.0, 1.0, 1.0, 1.0)]
    have = (point.know, point.trust, point.confidence, point.loyalty)
    low, high = ladder[point.rung], ladder[point.rung + 1]
    gone = [min(max((h - a) / (b - a), 0.0), 1.0) for h, a, b in zip(have, low, high, strict=True) if b > a]
    return point.rung + sum(gone) / len(gone)


def curve(relation: Relation, now: datetime, titles: dict[str, str]) -> Curve | None:
    """The picture of one relation; None without evidence. `titles` says what each piece of evidence was, by id."""
    points = relation.curve
    if not points:
        return None
    start, end = points[0].at, points[-1].at
    span = (end - start).total_seconds()

    def across(at: datetime) -> float:
        return round(100 * (at - start).total_seconds() / span, 2)

    placed = [Point(across(point.at), round(100 * (1 - height(point) / TOP), 2)) for point in points]
    past = [one for one, point in zip(placed, points, strict=True) if point.at <= now]
    future = [one for one, point in zip(placed, points, strict=True) if point.at > now]
    until = relation.partner.until
    dots = _dots(relation.evidence, points, across, titles, now)
    return Curve(
        bands=tuple(Band(rung, round(100 * (1 - (rung + 1) / TOP), 2), 100 / TOP) for rung in (3, 2, 1, 0)),
        past=tuple(past),
        future=(*past[-1:], *future),
        today=across(now),
        ticks=_ticks(start, end, across),
        expiry=_expiry(until, end, across, relation),
        dots=tuple(dots),
        rows=_rows(points, relation.evidence, titles, now),
    )


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def _nearest(points: Sequence[CurvePoint], at: datetime) -> CurvePoint:
    return min(points, key=lambda point: abs((point.at - at).total_seconds()))


def _dots(
    evidence: Sequence[EvidenceView],
    points: Sequence[CurvePoint],
    across: Across,
    titles: dict[str, str],
    now: datetime,
) -> Iterator[Dot]:
    for row in evidence:
        if not row.counts:
            continue
        at = min(_at(row.on), now)
        y = round(100 * (1 - height(_nearest(points, at)) / TOP), 2)
        yield Dot(across(at), y, f"{titles[str(row.id)]}, {date_format(row.on, 'j F Y')}")


def _ticks(start: datetime, end: datetime, across: Across) -> tuple[Tick, ...]:
    days = (end - start).days
    step = 1 if days <= 150 else 3 if days <= 450 else 12
    months = range(start.year * 12 + start.month, end.year * 12 + end.month)
    marks = [datetime(m // 12, m % 12 + 1, 1, tzinfo=start.tzinfo) for m in months if m % step == 0]
    return tuple(Tick(across(at), date_format(at, "Y" if step == 12 else "M Y")) for at in marks if start <= at <= end)


def _expiry(until: datetime | None, end: datetime, across: Across, relation: Relation) -> Expiry | None:
    if until is None or until > end:
        return None
    return Expiry(across(until), timezone.localdate(until), relation.partner.rung - 1)


def _rows(
    points: Sequence[CurvePoint], evidence: Sequence[EvidenceView], titles: dict[str, str], now: datetime
) -> tuple[Row, ...]:
    """The same as a table: each piece of evidence, today, and the days on which a rung falls."""
    rows = [
        Row(row.on, int(_nearest(points, min(_at(row.on), now)).rung), titles[str(row.id)])
        for row in evidence
        if row.counts
    ]
    for before, after in pairwise(points):
        if after.at > now and after.rung != before.rung:
            rows.append(Row(timezone.localdate(after.at), int(after.rung), ""))
    return tuple(sorted(rows, key=lambda row: row.on)[-MOST_ROWS:])
