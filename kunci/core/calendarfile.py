"""The lines of a calendar's file (iCalendar, RFC 5545) as programs write them: its events, and the clocks it describes.

Only lines that say when, who and what are looked at. A reader of our own: the known libraries take longer and more
memory than a calendar of ten years may (docs/decisions.md).
"""

import re
from dataclasses import dataclass, field

from kunci.core.acquainted import Named
from kunci.core.addressbook import clean, email_normal
from kunci.core.calendarzones import MOST_OBSERVANCES, MOST_ZONES, Described, Observance, offset
from kunci.core.recurrence import SINCE_EVER, Moment, Rule, parse_moment, parse_rule

TITLE_LENGTH = 120
_UID_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Limits:
    bytes: int = 30_000_000
    events: int = 50_000
    people: int = 500  # of one event
    moments: int = 5_000  # of one event: days on which it does not take place, or besides
    days: int = 3_000_000  # looked at, of everything that recurs
    meetings: int = 300_000


_BEGINS = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VEVENT[ \t]*$", re.IGNORECASE | re.MULTILINE)
_IS_ONE = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\n[ \t]")
# Everything else in a calendar is passed over without being taken apart, and so is the rest of a line that is too long.
_LINE = re.compile(
    rb"^[ \t]*(BEGIN|END|UID|SEQUENCE|DTSTART|RRULE|RDATE|EXDATE|RECURRENCE-ID|SUMMARY|STATUS|ATTENDEE|ORGANIZER|"
    rb"LOCATION|CONFERENCE|X-GOOGLE-CONFERENCE|X-MICROSOFT-ONLINEMEETINGEXTERNALLINK|TZID|TZOFFSETTO|TZOFFSETFROM"
    rb"|X-WR-TIMEZONE|METHOD)([;:][^\n]{0,65000})",
    re.IGNORECASE | re.MULTILINE,
)
_VALUE = re.compile(r'((?:;(?:[^":;]++|"[^"]*+")*+)*+):(.*)', re.DOTALL)
_UNQUOTED = re.compile(r"((?:;[^:]*+)?+):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:[^";]++|"[^"]*+")*+)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_CARET = re.compile(r"\^([n^'])")


@dataclass(slots=True)
class CalendarEvent:
    uid: str = ""
    sequence: int = 0
    start: Moment | None = None
    zone: str = ""
    rule: Rule | None = None
    more: list[Moment] = field(default_factory=list)
    without: list[tuple[Moment, str]] = field(default_factory=list)
    replaces: tuple[Moment, str] | None = None
    title: str = ""
    place: str = ""
    online: bool = False
    cancelled: bool = False
    declined: bool = False  # by its owner
    people: list[Named] = field(default_factory=list)
    away: set[Named] = field(default_factory=set)
    broken: bool = False  # its rule was not understood: only its first day is


def is_calendar(data: bytes) -> bool:
    return _IS_ONE.search(data[:5_000]) is not None


def has_more_events(data: bytes, most: int) -> bool:
    return any(number >= most for number, _ in enumerate(_BEGINS.finditer(data)))


class CalendarFile:
    """Takes a file's lines, one at a time, and keeps its events and zones."""

    def __init__(self, mine: frozenset[str], limits: Limits) -> None:
        self.mine = mine
        self.limits = limits
        self.events: list[CalendarEvent] = []
        self.zones: dict[str, Described] = {}
        self.read = self.unread = 0
        self.floating = ""  # the zone of times that name none
        self.all_cancelled = False
        self.event: CalendarEvent | None = None
        self.zone: Described | None = None
        self.zone_name = ""
        self.observance: Observance | None = None
        self.deeper = 0  # components inside the open one

    def take_all(self, data: bytes) -> None:
        """All lines of `normal_bytes`."""
        for line in _LINE.finditer(_FOLD.sub(b"", data)):
            self.take(line[1].upper(), line[2])
        self.end_event(whole=False)

    def take(self, name: bytes, rest: bytes) -> None:
        if name == b"BEGIN":
            self.begin(rest[1:].strip().upper())
        elif name == b"END":
            self.end(rest[1:].strip().upper())
        elif self.event is not None:
            if not self.deeper:
                self.of_event(self.event, name, rest)
        elif self.zone is not None:
            self.of_zone(name, rest)
        elif name == b"X-WR-TIMEZONE":
            self.floating = _read(rest)[1].strip()
        elif name == b"METHOD" and _read(rest)[1].strip().upper() == "CANCEL":
            self.all_cancelled = True

    def begin(self, what: bytes) -> None:
        if what == b"VEVENT":
            self.end_event(whole=False)
            self.event, self.deeper = CalendarEvent(), 0
        elif self.event is not None:
            self.deeper += 1
        elif what == b"VTIMEZONE":
            self.zone, self.zone_name, self.observance = Described(), "", None
        elif what in (b"STANDARD", b"DAYLIGHT") and self.zone is not None:
            self.observance = Observance()

    def end(self, what: bytes) -> None:
        if self.event is not None:
            if what == b"VEVENT":
                self.end_event(whole=True)
            elif what == b"VCALENDAR":
                self.end_event(whole=False)
            else:
                self.deeper = max(self.deeper - 1, 0)
        elif self.zone is not None and what == b"VTIMEZONE":
            if self.zone_name and len(self.zones) < MOST_ZONES:
                self.zones.setdefault(self.zone_name, self.zone)
            self.zone = None
        elif self.zone is not None and self.observance is not None:
            if len(self.zone.observances) < MOST_OBSERVANCES:
                self.zone.observances.append(self.observance)
            self.observance = None

    def end_event(self, *, whole: bool) -> None:
        """Keeps the open event; one that never ended is not what it was."""
        event, self.event, self.deeper = self.event, None, 0
        if event is None:
            return
        if not whole or event.start is None:
            self.unread += 1
            return
        self.read += 1
        self.unread += event.broken
        self.events.append(event)

    def of_zone(self, name: bytes, rest: bytes) -> None:
        value = _read(rest)[1]
        one = self.observance
        if name == b"TZID" and one is None:
            self.zone_name = value.strip()[:_UID_LENGTH]
        elif one is None:
            return
        elif name == b"DTSTART":
            one.start = parse_moment(value, SINCE_EVER)
        elif name == b"TZOFFSETTO":
            one.after = offset(value)
        elif name == b"TZOFFSETFROM":
            one.before = offset(value)
        elif name == b"RRULE":
            one.rule = parse_rule(value)
        elif name == b"RDATE" and len(one.more) < MOST_OBSERVANCES:
            one.more += [moment for text in value.split(",")[:MOST_OBSERVANCES] if (moment := parse_moment(text))]

    def of_event(self, event: CalendarEvent, name: bytes, rest: bytes) -> None:
        params, value = _read(rest)
        if name in (b"ATTENDEE", b"ORGANIZER"):
            self.person(event, params, value, organises=name == b"ORGANIZER")
        elif name == b"DTSTART":
            event.start, event.zone = parse_moment(value), _zone(params)
        elif name == b"UID":
            event.uid = value.strip()[:_UID_LENGTH]
        elif name == b"SEQUENCE":
            event.sequence = int(value) if value.isdecimal() and len(value) < 10 else 0
        elif name == b"SUMMARY":
            event.title = clean(_text(value), TITLE_LENGTH).text
        elif name == b"STATUS":
            event.cancelled = value.strip().upper() == "CANCELLED"
        elif name == b"LOCATION":
            event.place = clean(_text(value), TITLE_LENGTH).text
        elif name == b"RRULE":
            event.rule = parse_rule(value)
            event.broken = event.broken or event.rule is None
        elif name == b"RDATE":
            event.more += _moments(value, self.limits.moments - len(event.more))
        elif name == b"EXDATE":
            zone = _zone(params)
            found = _moments(value, self.limits.moments - len(event.without))
            event.without += [(moment, zone) for moment in found]
        elif name == b"RECURRENCE-ID":
            moment = parse_moment(value)
            event.replaces = (moment, _zone(params)) if moment else None
        elif name not in (b"TZID", b"METHOD", b"X-WR-TIMEZONE"):
            event.online = True

    def person(self, event: CalendarEvent, params: dict[str, str], value: str, *, organises: bool) -> None:
        address = _address(params.get("EMAIL", "")) or _address(value)
        state = params.get("PARTSTAT", "").upper()
        if address and address in self.mine:
            event.declined = event.declined or state == "DECLINED"
            return
        if params.get("CUTYPE", "").upper() in ("ROOM", "RESOURCE"):
            return
        person = Named(clean(params.get("CN", ""), TITLE_LENGTH).text, address)
        if state == "DECLINED":
            event.away.add(person)
        elif len(event.people) < self.limits.people:
            event.people.append(person)


def _read(rest: bytes) -> tuple[dict[str, str], str]:
    """Parameters and value of a line behind its name."""
    text = rest.decode("utf-8", "replace")
    found = _VALUE.match(text) or _UNQUOTED.match(text)
    if found is None:
        return {}, ""
    if not found[1]:
        return {}, found[2]
    params = {
        name.upper(): _CARET.sub(_uncaret, value.replace('"', "")) for name, value in _PARAMETER.findall(found[1])
    }
    return params, found[2]


def _uncaret(found: re.Match[str]) -> str:
    return {"n": " ", "^": "^", "'": '"'}[found[1]]


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)


def _zone(params: dict[str, str]) -> str:
    return params.get("TZID", "").strip()[:_UID_LENGTH]


def _address(value: str) -> str:
    scheme, colon, rest = value.strip().partition(":")
    return email_normal(rest.strip() if colon and scheme.lower() == "mailto" else value.strip())


def _moments(value: str, most: int) -> list[Moment]:
    """Of a list of dates, times or periods."""
    texts = value.split(",")[: max(most, 0)]
    return [moment for text in texts if (moment := parse_moment(text.partition("/")[0]))]
