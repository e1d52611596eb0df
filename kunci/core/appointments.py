"""Appointments as iCalendar (RFC 5545) and as invitations by mail (RFC 5546).

A program that reads calendars knows an appointment by its `uid`, and takes the highest `sequence` for what holds now.
Times are written in UTC, which every calendar shows in its reader's own time; so no zone has to be described.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//Kunci//Kunci//ID"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An instant with an end, or (`until` None and `start` a date) a whole day, in which nobody counts as busy."""

    uid: str
    start: datetime | date
    until: datetime | None
    title: str
    stamp: datetime  # when this was written down as it now is
    place: str = ""
    words: str = ""
    link: str = ""
    sequence: int = 0
    cancelled: bool = False


def icalendar(
    appointments: Iterable[Appointment],
    name: str = "",
    method: Method = "PUBLISH",
    organizer: str = "",
    attendee: str = "",
    refresh: timedelta | None = None,
) -> bytes:
    """A calendar file. For an invitation `organizer` and `attendee` are addresses; whoever else takes part is named in
    the title alone. `refresh`: how often whoever subscribes may ask again."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", vText(name))
    if refresh is not None:
        calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    for one in appointments:
        calendar.add_component(_event(one, organizer, attendee))
    return bytes(calendar.to_ical())


def _event(one: Appointment, organizer: str, attendee: str) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.stamp.astimezone(UTC))
    event.add("sequence", one.sequence)
    if isinstance(one.start, datetime):
        event.add("dtstart", one.start.astimezone(UTC))
        event.add("dtend", (one.until or one.start).astimezone(UTC))
    else:
        event.add("dtstart", one.start)
        event.add("transp", "TRANSPARENT")
    event.add("summary", one.title)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    for name, words in (("location", one.place), ("description", one.words), ("url", one.link)):
        if words:
            event.add(name, words)
    if organizer:
        event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    if attendee:
        who = vCalAddress(f"mailto:{attendee}")
        who.params.update({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        event.add("attendee", who)
    return event
