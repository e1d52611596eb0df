"""What is written is read again by our own reader and by the library's, and holds no more than it was given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kunci.core.appointments import Appointment, icalendar

START = datetime(2026, 7, 1, 2, 30, tzinfo=UTC)
NOW = datetime(2026, 6, 20, 1, 0, tzinfo=UTC)
MEETING = Appointment("a@kunci", START, START + timedelta(hours=1), "Ngopi dengan Sari", NOW, "Kopi Tugu", sequence=2)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


def lines(written: bytes) -> list[str]:
    return written.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_says_when_where_and_which_version() -> None:
    written = lines(icalendar([MEETING], method="REQUEST", organizer="kunci@a.test", attendee="joko@a.test"))
    for line in (
        "METHOD:REQUEST",
        "UID:a@kunci",
        "SEQUENCE:2",
        "DTSTART:20260701T023000Z",
        "DTEND:20260701T033000Z",
        "DTSTAMP:20260620T010000Z",
        "SUMMARY:Ngopi dengan Sari",
        "LOCATION:Kopi Tugu",
        "STATUS:CONFIRMED",
        "ORGANIZER:mailto:kunci@a.test",
        "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:joko@a.test",
    ):
        assert line in written


def test_a_time_in_another_zone_is_the_same_instant() -> None:
    there = START.astimezone(timezone(timedelta(hours=7)))
    moved = Appointment("a@kunci", there, there + timedelta(hours=1), "Ngopi dengan Sari", NOW, "Kopi Tugu", sequence=2)
    assert icalendar([moved]) == icalendar([MEETING])


def test_a_day_has_no_hours_and_keeps_nobody_busy() -> None:
    written = lines(
        icalendar([Appointment("b@kunci", date(2026, 7, 2), None, "Janji", NOW)], refresh=timedelta(hours=6))
    )
    assert "DTSTART;VALUE=DATE:20260702" in written
    assert "TRANSP:TRANSPARENT" in written
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in written
    assert not any(line.startswith(("DTEND", "ORGANIZER", "ATTENDEE")) for line in written)


@given(WORDS, WORDS, WORDS)
def test_no_words_become_another_line(title: str, place: str, words: str) -> None:
    said = Appointment("c@kunci", START, START, title, NOW, place, f"{words}\nEND:VEVENT\r\nATTENDEE:mailto:x@y.test")
    written = icalendar([said, MEETING])
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (first, second) = Calendar.from_ical(written).walk("VEVENT")
    assert str(first.get("summary", "")).strip() == title.strip()
    assert "ATTENDEE" not in first
    assert second["uid"] == "a@kunci"
