"""Calendars as programs write them, into meetings with partners; and files that mean harm."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.acquainted import whom
from kunci.core.calendarfile import Limits
from kunci.core.calendars import CalendarReading, Refusal, read_calendar
from kunci.core.evidence import Kind

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST, LAST = date(2016, 11, 30), date(2026, 11, 30)
WHOM = whom(
    [
        ("sari", "Sari Wulandari"),
        ("budi", "Budi Santoso"),
        ("tono", "Tono"),
        ("one", "Eko Putra"),
        ("two", "eko putra"),
    ],
    [
        ("Sari Wulandari", ["Sari@Rumah.example"]),
        ("Budi Santoso", ["budi@kantor.example", "kantor@kantor.example"]),
        ("Tono", ["kantor@kantor.example"]),
        ("Eko Putra", ["eko@kantor.example"]),
    ],
    ["saya@kunci.test"],
)
SARI = "ATTENDEE;CN=Sari:mailto:sari@rumah.example"
WINDOWS = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(parts) + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


def read(*parts: str, limits: Limits | None = None) -> CalendarReading:
    return read_calendar(calendar(*parts), WHOM, JAKARTA, FIRST, LAST, limits or Limits())


def days(*parts: str) -> list[str]:
    return sorted(f"{one.day:%Y-%m-%d}" for one in read(*parts).meetings)


def test_a_meeting_says_who_when_and_what_and_nobody_else() -> None:
    (one,) = read(
        event(
            "DTSTART:20261110T030000Z", "SUMMARY:Kopi\\, sore", "DESCRIPTION:rahasia", "LOCATION:Kopi Tuku",
            SARI, "ATTENDEE;CN=Orang Lain:mailto:lain@contoh.example", "ORGANIZER:mailto:saya@kunci.test",
        )
    ).meetings  # fmt: skip
    assert (one.day, one.title, one.kind) == (date(2026, 11, 10), "Kopi, sore", Kind.MET)
    assert one.partners == {"sari"}


@pytest.mark.parametrize(
    ("lines", "partners"),
    [
        ([SARI], {"sari"}),
        (['ATTENDEE;CN="Wulandari, Sari":mailto:lain@contoh.example'], {"sari"}),
        (["ORGANIZER;CN=SARI  WULANDARI:mailto:baru@contoh.example"], {"sari"}),
        (['ATTENDEE;EMAIL="sari@rumah.example":urn:uuid:1234'], {"sari"}),
        (["SUMMARY:Makan siang dengan Budi Santoso (kantor)"], {"budi"}),
        (["SUMMARY:Budi Santosoaji"], set()),
        (["SUMMARY:Tono"], set()),  # one word is too little in a title
        (["ATTENDEE;CN=Tono:mailto:t@contoh.example"], {"tono"}),
        (["ATTENDEE:mailto:kantor@kantor.example"], set()),  # an address of two
        (["ATTENDEE;CN=Eko Putra:mailto:eko@kantor.example"], set()),  # a name of two
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:sari@rumah.example"], set()),
        ([SARI, "ATTENDEE;PARTSTAT=DECLINED:mailto:saya@kunci.test"], set()),
        ([SARI, "STATUS:CANCELLED"], set()),
        ([SARI, "BEGIN:VALARM", "ATTENDEE;CN=Tono:mailto:t@contoh.example", "SUMMARY:x", "END:VALARM"], {"sari"}),
    ],
)
def test_partners_are_known_by_name_or_by_an_address_noted_on_their_contact(
    lines: list[str], partners: set[str]
) -> None:
    found = read(event("DTSTART:20261110T030000Z", *lines)).meetings
    assert [one.partners for one in found] == ([partners] if partners else [])


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([SARI], Kind.ONE_TO_ONE),
        ([SARI, "LOCATION:https://meet.example/x"], Kind.CALL),
        ([SARI, "X-GOOGLE-CONFERENCE:https://meet.google.com/x"], Kind.CALL),
        ([SARI, "X-GOOGLE-CONFERENCE:https://meet.google.com/x", "LOCATION:Kopi Tuku"], Kind.ONE_TO_ONE),
        (["SUMMARY:Telepon Budi Santoso"], Kind.CALL),
        ([SARI, *(f"ATTENDEE:mailto:{n}@x.example" for n in range(20))], Kind.EVENT),
    ],
)
def test_what_sort_of_encounter_it_was_is_a_guess(lines: list[str], kind: Kind) -> None:
    assert [one.kind for one in read(event("DTSTART:20261110T030000Z", *lines)).meetings] == [kind]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;VALUE=DATE:20261110", "2026-11-10"),
        ("DTSTART:20261109T180000Z", "2026-11-10"),  # one in the morning in Jakarta
        ("DTSTART:20261109T235900", "2026-11-09"),  # on whichever clock they wear
        ("DTSTART;TZID=Asia/Jakarta:20261109T235900", "2026-11-09"),
        ("DTSTART;TZID=America/New_York:20261109T130000", "2026-11-10"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20261109T130000", "2026-11-10"),
        # 18.30 there is half past midnight here in winter, and before it in summer.
        ("DTSTART;TZID=W. Europe Standard Time:20260110T183000", "2026-01-11"),
        ("DTSTART;TZID=W. Europe Standard Time:20260710T183000", "2026-07-10"),
        ("DTSTART;TZID=Nirgendwo:20261109T235900", "2026-11-09"),
    ],
)
def test_the_day_is_the_members_own(start: str, day: str) -> None:
    assert days(WINDOWS, event(start, SARI)) == [day]
    # The calendar's own zone, where times name none.
    assert days("X-WR-TIMEZONE:America/New_York\n", event("DTSTART:20261109T130000", SARI)) == ["2026-11-10"]


def test_what_recurs_is_read_with_its_exceptions_inside_the_window() -> None:
    weekly = ["DTSTART;TZID=Asia/Jakarta:20261102T090000", "RRULE:FREQ=WEEKLY", SARI]
    assert days(event(*weekly)) == ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"]
    apart = event(
        *weekly, "EXDATE;TZID=Asia/Jakarta:20261109T090000", "RDATE;TZID=Asia/Jakarta:20261112T090000",
    )  # fmt: skip
    moved = event("RECURRENCE-ID:20261116T020000Z", "DTSTART:20261118T020000Z", SARI)
    dropped = event(
        "RECURRENCE-ID;TZID=Asia/Jakarta:20261123T090000", "DTSTART:20261123T020000Z", "STATUS:CANCELLED", SARI
    )
    for order in ([apart, moved, dropped], [dropped, moved, apart]):
        assert days(*order) == ["2026-11-02", "2026-11-12", "2026-11-18", "2026-11-30"]
    ends = event(*weekly[::2], "RRULE:FREQ=WEEKLY;UNTIL=20261116T015959Z")
    assert days(ends) == ["2026-11-02", "2026-11-09"]
    from_afar = read(event("DTSTART:19990101T090000Z", "RRULE:FREQ=MONTHLY", SARI)).meetings
    assert (len(from_afar), from_afar[0].day, from_afar[-1].day) == (120, date(2026, 11, 1), date(2016, 12, 1))
    assert days(event("DTSTART:20270101T090000Z", SARI)) == []


def test_a_newer_version_of_an_event_takes_the_place_of_an_older() -> None:
    older = event("DTSTART:20261110T030000Z", SARI)
    newer = event("DTSTART:20261111T030000Z", "SEQUENCE:2", SARI)
    for order in ([older, newer], [newer, older]):
        assert days(*order) == ["2026-11-11"]
    assert days(older, event("DTSTART:20261110T030000Z", "SEQUENCE:1", "STATUS:CANCELLED", SARI)) == []
    assert days("METHOD:CANCEL\n", older) == []


def test_what_can_not_be_read_is_counted_and_costs_nothing_else() -> None:
    broken = read(
        event("DTSTART:gestern", SARI, uid="a"), event(SARI, uid="b"), event("DTSTART:20261110T030000Z", SARI, uid="c"),
        event("DTSTART:20261111T030000Z", "RRULE:FREQ=HOURLY", SARI, uid="d"), "BEGIN:VEVENT\nDTSTART:20261112\n",
    )  # fmt: skip
    assert (broken.events, broken.unread) == (2, 4)
    assert [one.uid for one in broken.meetings] == ["d", "c"]
    lines = (
        b"begin:vcalendar\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:2026\n 1110\n"
        b'ATTENDEE;CN="Sa\n ri Wulan\n\tdari":x\nEND:VEVENT\n'
    )
    assert len(read_calendar(lines, WHOM, JAKARTA, FIRST, LAST).meetings) == 1
    utf16 = calendar(event("DTSTART:20261110T030000Z", SARI)).decode().encode("utf-16")
    assert len(read_calendar(utf16, WHOM, JAKARTA, FIRST, LAST).meetings) == 1


def test_a_file_over_a_limit_is_refused_with_its_reason() -> None:
    one = event("DTSTART:20261110T030000Z", SARI)
    assert read(one, limits=Limits(bytes=20)).refused is Refusal.TOO_BIG
    assert read(one, one, limits=Limits(events=1)).refused is Refusal.TOO_MANY
    assert read(one, limits=Limits(events=1)).refused is None
    for data in (b"", b"\x89PNG\r\n", b"BEGIN:VCARD\nEND:VCARD\n", b"\0" * 99, b"<html>BEGIN:VCALENDAR"):
        assert read_calendar(data, WHOM, JAKARTA, FIRST, LAST).refused is Refusal.NOT_A_CALENDAR


BOMBS = {
    "every day, very often": "".join(
        event("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY;COUNT=99999999", SARI, uid=str(n)) for n in range(500)
    ),
    "many days, very often": "".join(
        event("DTSTART:20170101T000000Z", "RRULE:FREQ=DAILY", SARI, uid=str(n)) for n in range(5_000)
    ),
    "all clocks change daily": "".join(
        f"BEGIN:VTIMEZONE\nTZID:Z{n}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=DAILY\n"
        "END:STANDARD\nEND:VTIMEZONE\n" + event(f"DTSTART;TZID=Z{n}:20261110T000000", SARI, uid=str(n))
        for n in range(100)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_calendar_without_end_is_refused(name: str) -> None:
    assert read(BOMBS[name], limits=Limits(days=200_000)).refused is Refusal.TOO_MUCH


def test_that_takes_no_longer_than_any_calendar_may() -> None:
    begins = time.process_time()
    assert read(BOMBS["every day, very often"]).refused is Refusal.TOO_MUCH
    assert time.process_time() - begins < 20


HARM = {
    "never true": "".join(
        event("DTSTART:20170101T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", SARI, uid=str(n))
        for n in range(300)
    ),
    "a nest": "BEGIN:VEVENT\nBEGIN:X\n" * 20_000,
    "one long line": event(
        "DTSTART:20261110T030000Z", "SUMMARY:" + "a\\;" * 300_000, "ATTENDEE" + ";A=" * 300_000 + ":x"
    ),
    "quotes": event("DTSTART:20261110T030000Z", *['ATTENDEE;CN="' * 3_000] * 30),
    "dates without": event("DTSTART:20261110T030000Z", *["EXDATE:" + "20261110," * 5_000] * 50, SARI),
    "folds": "BEGIN:VEVENT\nSUMMARY:a\n" + " a\n" * 300_000,
    "a crowd": event("DTSTART:20261110T030000Z", *[f"ATTENDEE;CN=A{n}:mailto:a{n}@x.example" for n in range(50_000)]),
}


@pytest.mark.parametrize("name", HARM)
def test_no_file_takes_long(name: str) -> None:
    begins = time.process_time()
    read(HARM[name])
    assert time.process_time() - begins < 5


def test_a_calendar_of_ten_years_is_read_in_time_and_memory() -> None:
    """A quarter of it; all of it takes four times as long (docs/proof.md)."""
    data, start = [], date(2016, 12, 1)
    people = [f"ATTENDEE;CN=Orang {n};PARTSTAT=ACCEPTED:mailto:orang{n}@contoh.example" for n in range(400)]
    for number in range(5_000):
        on = start + timedelta(days=number * 0.7)
        lines = [f"DTSTART;TZID=W. Europe Standard Time:{on:%Y%m%d}T183000", SARI, *people[number % 397 :][:2]]
        lines += ["DESCRIPTION:" + "kata " * 60, "STATUS:CANCELLED" if number % 9 == 0 else "STATUS:CONFIRMED"]
        lines += ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE"] if number % 50 == 0 else []
        data.append(event(*lines, uid=str(number)))
    whole = calendar(WINDOWS, *data)
    begins = time.process_time()
    reading = read_calendar(whole, WHOM, JAKARTA, FIRST, LAST)
    spent = time.process_time() - begins
    assert (reading.refused, reading.events, reading.unread) == (None, 5_000, 0)
    assert len(reading.meetings) > 20_000
    assert spent < 5
    tracemalloc.start()
    read_calendar(whole[: len(whole) // 4], WHOM, JAKARTA, FIRST, LAST)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300_000_000 / 16


FRAGMENTS = st.sampled_from(
    [
        "BEGIN:VEVENT\n", "END:VEVENT\n", "END:VCALENDAR\n", "BEGIN:VTIMEZONE\n", "TZID:Z\n", "BEGIN:STANDARD\n",
        "END:STANDARD\n", "END:VTIMEZONE\n", "TZOFFSETTO:+0100\n", "TZOFFSETTO:+9999\n", "DTSTART:20261110T000000Z\n",
        "DTSTART;TZID=Z:20261110T000000\n", "DTSTART:19000101T000000\n", "DTSTART:22001231\n", "RRULE:FREQ=DAILY\n",
        "RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=3\n", "EXDATE:20261110\n", "RDATE:20261111T000000Z/PT1H,x\n",
        "RECURRENCE-ID:20261110\n", f"{SARI}\n", "ATTENDEE;CN=", '"', "\\", "^n", "UID:1\n", "SEQUENCE:9\n", " ", ":",
        "SUMMARY:Budi Santoso\n", "X-WR-TIMEZONE:America/New_York\n", "X-WR-TIMEZONE:../../etc\n", "\0", "\r", "\n",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=60).map("".join), st.binary(max_size=20))
def test_no_bytes_raise_and_none_take_long(words: str, more: bytes) -> None:
    begins = time.process_time()
    data = b"BEGIN:VCALENDAR\n" + words.encode("utf-8", "replace") + more
    reading = read_calendar(data, WHOM, JAKARTA, FIRST, LAST)
    assert time.process_time() - begins < 5
    for one in reading.meetings:
        assert FIRST <= one.day <= LAST
        assert one.partners
        assert "\0" not in one.title
