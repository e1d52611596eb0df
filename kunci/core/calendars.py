"""A calendar's file into meetings with people whom its owner knows; nothing in a file makes the reader raise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kunci.core.acquainted import Named, Whom
from kunci.core.calendarfile import CalendarEvent, CalendarFile, Limits, has_more_events, is_calendar
from kunci.core.calendarzones import Clock, Clocks
from kunci.core.contentline import normal_bytes
from kunci.core.evidence import Kind
from kunci.core.recurrence import Budget, Moment, TooMuch, recurs


class Refusal(StrEnum):
    """Why nothing of a file was read."""

    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    NOT_A_CALENDAR = "not_a_calendar"
    TOO_MUCH = "too_much"  # what recurs in it recurs without end


@dataclass(frozen=True, slots=True)
class Meeting:
    """That I met these partners of mine, on which day of mine. `uid`: of the event, the same whenever it is read."""

    uid: str
    day: date
    title: str
    kind: Kind
    partners: frozenset[str]


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """`events` were read, `unread` could not be."""

    meetings: tuple[Meeting, ...] = ()
    events: int = 0
    unread: int = 0
    refused: Refusal | None = None


_DEFAULT_LIMITS = Limits()
_LINK = re.compile(r"https?://\S+|\b(?:zoom|google meet|microsoft teams|teams|webex|skype|whatsapp)\b", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:telepon|telpon|call|zoom|video ?call|vc|anruf)\b", re.IGNORECASE)
_MANY = 12  # more in one room are not all met


def read_calendar(
    data: bytes, whom: Whom, own: ZoneInfo, first: date, last: date, limits: Limits = _DEFAULT_LIMITS
) -> CalendarReading:
    """The meetings from `first` to `last`, days on the clock `own`, with partners of `whom`; the latest first.

    Nothing is raised; a refused file has `refused` set.
    """
    if len(data) > limits.bytes:
        return CalendarReading(refused=Refusal.TOO_BIG)
    data = normal_bytes(data)
    if not is_calendar(data):
        return CalendarReading(refused=Refusal.NOT_A_CALENDAR)
    if has_more_events(data, limits.events):
        return CalendarReading(refused=Refusal.TOO_MANY)
    file = CalendarFile(whom.mine, limits)
    file.take_all(data)
    budget = Budget(limits.days)
    try:
        clocks = Clocks(file.zones, own, last, budget)
        found = sorted(_meetings(file, whom, clocks, first, last, budget, limits), key=_latest_first)
    except TooMuch:
        return CalendarReading(refused=Refusal.TOO_MUCH)
    return CalendarReading(tuple(found), file.read, file.unread)


def _latest_first(meeting: Meeting) -> tuple[int, str]:
    return (-meeting.day.toordinal(), meeting.uid)


def _meetings(
    file: CalendarFile, whom: Whom, clocks: Clocks, first: date, last: date, budget: Budget, limits: Limits
) -> Iterator[Meeting]:
    latest: dict[str, CalendarEvent] = {}
    replaced: dict[str, list[tuple[Moment, str]]] = {}
    for number, event in enumerate(file.events):
        event.uid = event.uid or f"{event.title}|{event.start and event.start.day}|{number}"
        if event.replaces is not None:
            replaced.setdefault(event.uid, []).append(event.replaces)
        elif event.uid not in latest or event.sequence >= latest[event.uid].sequence:
            latest[event.uid] = event
    count = 0
    for event in file.events:
        if event.replaces is None and latest[event.uid] is not event:
            continue
        if event.cancelled or event.declined or file.all_cancelled or event.start is None:
            continue
        people = [one for one in dict.fromkeys(event.people) if one not in event.away]
        partners = whom.of(people, event.title) - whom.of(event.away)
        if not partners:
            continue
        zone = event.zone or file.floating
        clock = clocks.named(zone)
        gone = [] if event.replaces is not None else [*event.without, *replaced.get(event.uid, [])]
        for day in sorted(set(_days(event, event.start, clock, clocks, gone, first, last, budget))):
            count += 1
            if count > limits.meetings:
                raise TooMuch
            yield Meeting(event.uid, day, event.title, _kind(event, people), partners)


def _days(
    event: CalendarEvent,
    begins: Moment,
    clock: Clock,
    clocks: Clocks,
    gone: list[tuple[Moment, str]],
    first: date,
    last: date,
    budget: Budget,
) -> Iterator[date]:
    """The member's own days on which it took place."""
    start = clocks.on(begins, clock)
    without = {clocks.on(moment, clocks.named(zone) if zone else clock).day for moment, zone in gone}
    budget.spend(len(gone) + len(event.more) + 1)
    days = [start.day, *(clocks.on(moment, clock).day for moment in event.more)]
    if event.rule is not None and event.replaces is None:
        # On other clocks it may be the day before or after.
        until, around = last + timedelta(days=2), first - timedelta(days=2)
        if event.rule.until is not None:
            until = min(until, _until(event.rule.until, start, clock, clocks))
        days += recurs(event.rule, start.day, until, around, budget)
    for day in days:
        if day not in without:
            moment = start if start.at is None else Moment(day, start.at.replace(day.year, day.month, day.day))
            mine = clocks.day(Moment(day) if start.at is None else moment, clock)
            if first <= mine <= last:
                yield mine


def _until(until: Moment, start: Moment, clock: Clock, clocks: Clocks) -> date:
    """The last day on which it may begin."""
    ends = clocks.on(until, clock)
    if ends.at is not None and start.at is not None and start.at.time() > ends.at.time():
        return ends.day - timedelta(days=1)
    return ends.day


def _kind(event: CalendarEvent, people: list[Named]) -> Kind:
    """What sort of encounter it was, as far as a calendar tells; a person says it better."""
    together = len(people)
    if together > _MANY:
        return Kind.EVENT
    by_link = _LINK.search(event.place) is not None
    if _CALLED.search(event.title) or by_link or (event.online and not event.place):
        return Kind.CALL
    return Kind.ONE_TO_ONE if together == 1 else Kind.MET
