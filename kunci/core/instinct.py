"""How good somebody's feeling about people is: what they said beforehand against how it went.

The Brier score is the mean squared distance between the two (Brier, 1950): 0 is perfect, lower is better. Whether what
is said at 80% happens in eight of ten is read from groups of what was said, each with the share that came true and a
95% interval for it (Wilson, 1927). Nothing is claimed from fewer than `ENOUGH` outcomes. No gate, forecast or match
reads any of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

ENOUGH = 10
BINS = 5
Z = 1.959964  # of the normal distribution, for 95%


class Of(StrEnum):
    """What a chance is said of."""

    REVEAL = "reveal"
    HANDOVER = "handover"
    MEDIATION = "mediation"


@dataclass(frozen=True, slots=True)
class Said:
    """One outcome: the chance that was said (0..1), whether it went well, and what the standing said then (0..1).
    `new`: of somebody known for less than a year; `warm`: whom others had vouched for; `sector`: of the door, or ''."""

    chance: float
    well: bool
    forecast: float
    new: bool = False
    warm: bool = False
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `n`, and the interval in which the truth lies 95 times of 100."""

    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Outcomes of which about the same was said: the mean of it, and the share that went well."""

    said: float
    came: Share


@dataclass(frozen=True, slots=True)
class Lean:
    """What was said on average, less how often it went well: above 0 too hopeful, below too wary. `clear`: the interval
    does not hold 0."""

    n: int
    by: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Instinct:
    """`brier`: of what was said; `standing`: of the forecast of then; `always`: of saying the share that went well each
    time. `new`, `warm` and `sectors` only where there are enough outcomes of that kind."""

    n: int
    brier: float
    standing: float
    always: float
    bins: tuple[Bin, ...]
    lean: Lean
    new: Lean | None
    warm: Lean | None
    sectors: tuple[tuple[str, Lean], ...]


def instinct(said: Sequence[Said]) -> Instinct | None:
    """None for fewer than ENOUGH outcomes: of those nothing is claimed."""
    if len(said) < ENOUGH:
        return None
    well = sum(one.well for one in said) / len(said)
    sectors = sorted({one.sector for one in said if one.sector})
    of_sector = ((sector, _lean_of([one for one in said if one.sector == sector])) for sector in sectors)
    return Instinct(
        n=len(said),
        brier=brier([one.chance for one in said], [one.well for one in said]),
        standing=brier([one.forecast for one in said], [one.well for one in said]),
        always=brier([well] * len(said), [one.well for one in said]),
        bins=bins(said),
        lean=lean(said),
        new=_lean_of([one for one in said if one.new]),
        warm=_lean_of([one for one in said if one.warm]),
        sectors=tuple((sector, found) for sector, found in of_sector if found is not None),
    )


def brier(chances: Sequence[float], well: Sequence[bool]) -> float:
    """ValueError where nothing was said."""
    if not chances:
        raise ValueError("of nothing there is no score")
    return sum((chance - came) ** 2 for chance, came in zip(chances, well, strict=True)) / len(chances)


def bins(said: Sequence[Said], count: int = BINS) -> tuple[Bin, ...]:
    """Groups of equal width by what was said, without the empty ones; an edge belongs to the group below it."""
    groups: dict[int, list[Said]] = {}
    for one in said:
        groups.setdefault(_group(one.chance, count), []).append(one)
    return tuple(
        Bin(sum(one.chance for one in group) / len(group), share(sum(one.well for one in group), len(group)))
        for _, group in sorted(groups.items())
    )


def share(well: int, n: int) -> Share:
    """Wilson's interval: good for few, and never outside of 0..1. ValueError for none."""
    if n < 1:
        raise ValueError("of nothing there is no share")
    p, z2 = well / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(n, p, max(0.0, middle - half), min(1.0, middle + half))


def lean(said: Sequence[Said]) -> Lean:
    """Its interval is that of the share that went well."""
    mean, came = sum(one.chance for one in said) / len(said), share(sum(one.well for one in said), len(said))
    return Lean(len(said), mean - came.share, mean - came.high, mean - came.low)


def _lean_of(some: Sequence[Said]) -> Lean | None:
    return lean(some) if len(some) >= ENOUGH else None


def _group(chance: float, count: int) -> int:
    """As scikit-learn's calibration_curve puts them."""
    edges = [n / count for n in range(1, count)]
    return sum(chance > edge for edge in edges)
