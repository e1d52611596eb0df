"""Which encounters that a calendar or a mail archive tells of are proposed, and which need no asking."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kunci.core.calendars import Meeting
from kunci.core.evidence import Kind
from kunci.core.mailarchive import Written

LOOK_BACK = timedelta(days=3_652)  # ten years
MOST_EACH = 300  # with one partner that wait at the same time
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """`event`: what it is known by, the same whenever it is read; `by_week`: one in a week is enough."""

    partner: str
    kind: Kind
    day: date
    title: str
    event: str
    by_week: bool = False


def of_meetings(meetings: Iterable[Meeting]) -> Iterator[Candidate]:
    for one in meetings:
        for partner in sorted(one.partners):
            yield Candidate(partner, one.kind, one.day, one.title, f"{one.uid}|{one.day.isoformat()}")


def of_mail(weeks: Iterable[Written]) -> Iterator[Candidate]:
    for one in weeks:
        yield Candidate(one.partner, Kind.CHAT, one.day, "", f"mail|{_week(one.day).isoformat()}", by_week=True)


def choose(
    found: Iterable[Candidate],
    taken: Mapping[str, Iterable[date]],
    waiting: Mapping[str, int],
    answered: Callable[[Candidate], bool],
) -> tuple[Candidate, ...]:
    """Of what was found, the latest first: one a day with each partner, and none of a day that is noted or proposed.

    `taken`: those days by partner; `waiting`: how many of each wait already; `answered`: whether this very one was
    proposed before, asked only of what would be proposed.
    """
    days = {partner: set(those) for partner, those in taken.items()}
    weeks = {partner: {_week(day) for day in those} for partner, those in days.items()}
    counts = dict(waiting)
    total = sum(counts.values())
    chosen = []
    for one in found:
        if total >= MOST:
            break
        theirs, in_weeks = days.setdefault(one.partner, set()), weeks.setdefault(one.partner, set())
        week = _week(one.day)
        if counts.get(one.partner, 0) >= MOST_EACH or (week in in_weeks if one.by_week else one.day in theirs):
            continue
        if answered(one):
            continue
        theirs.add(one.day)
        in_weeks.add(week)
        counts[one.partner] = counts.get(one.partner, 0) + 1
        total += 1
        chosen.append(one)
    return tuple(chosen)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())
