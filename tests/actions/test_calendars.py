"""Encounters are proposed from a calendar's file, and become evidence by a yes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from kunci.actions import calendars, closing, correcting, proposed, ties
from kunci.actions.calendars import GIVE_UP, MOST_ADDRESSES, UNDO
from kunci.core.evidence import Kind
from kunci.models.models import Proposed
from kunci.models.viewer import looking, member
from kunci.reveal import calendars as seen
from kunci.reveal.calendars import ProposedView, Together
from kunci.reveal.today import today
from tests.actions.steps import archived, refused, relation, verbs
from tests.cast import TODAY, Cast

WEEKLY = "DTSTART;TZID=Asia/Jakarta:20261102T090000\nRRULE:FREQ=WEEKLY;COUNT=3"
SECRET = "https://kalender.example/rahasia/basic.ics"


def calendar(*events: str) -> bytes:
    made = (f"BEGIN:VEVENT\nUID:{number}\n{one}\nEND:VEVENT\n" for number, one in enumerate(events))
    return f"BEGIN:VCALENDAR\n{''.join(made)}END:VCALENDAR\n".encode()


def meets(name: str, when: str = "DTSTART:20261110T030000Z", title: str = "Kopi", address: str = "x@y.example") -> str:
    return f"{when}\nSUMMARY:{title}\nATTENDEE;CN={name}:mailto:{address}"


def take(cast: Cast, *events: str) -> dict[str, object]:
    return calendars.take_calendar(cast.act(cast.sari), calendar(*events), TODAY).detail


def waiting(cast: Cast, viewer: UUID | None = None) -> tuple[Together, ...]:
    return seen.calendars(viewer or cast.sari, cast.now).proposed


def rows(cast: Cast) -> list[ProposedView]:
    return [row for one in waiting(cast) for row in one.rows]


def noted(cast: Cast, partner: UUID) -> list[tuple[Kind, date, str]]:
    return [(one.kind, one.on, one.note) for one in relation(cast, cast.sari, partner).evidence if one.counts]


def test_meetings_with_partners_are_proposed_and_nothing_is_noted(cast: Cast) -> None:
    detail = take(
        cast, meets("Budi Santoso", WEEKLY), meets("Ratna Dewi"), meets("Joko Susilo"), "DTSTART:gestern", meets("Eko")
    )
    assert detail == {"source": "file", "read": 4, "unread": 1, "proposed": 4}
    ratna, budi = sorted(waiting(cast), key=lambda one: one.total)
    assert (budi.partner, budi.name, [one.on.day for one in budi.rows]) == (cast.budi, "Budi Santoso", [16, 9, 2])
    (one,) = ratna.rows
    assert (one.kind, one.on, one.title, one.source) == (Kind.ONE_TO_ONE, date(2026, 11, 10), "Kopi", "file")
    assert (today(cast.sari, cast.now).proposed, today(cast.budi, cast.now).proposed) == (4, 0)
    assert noted(cast, cast.budi) == []
    assert waiting(cast, cast.budi) == ()
    assert "calendar.found" in verbs(cast, cast.sari)


def test_a_partner_is_known_by_addresses_on_my_own_contacts_and_by_no_account(cast: Cast) -> None:
    take(cast, meets("?", address="budi@kunci.test"), meets("?", address="b@kantor.example"))
    assert waiting(cast) == ()
    cast.key(cast.sari, name="Budi Santoso", email="B@Kantor.example")
    cast.key(cast.ratna, name="Budi Santoso", email="budi@kunci.test")  # what others noted is theirs
    take(cast, meets("?", address="budi@kunci.test"), meets("?", address="b@kantor.example"))
    assert [(one.partner, one.total) for one in waiting(cast)] == [(cast.budi, 1)]


def test_a_yes_notes_it_of_the_kind_that_i_say_and_can_be_taken_back(cast: Cast) -> None:
    take(cast, meets("Budi Santoso"))
    (one,) = rows(cast)
    done = proposed.say_yes(cast.act(cast.sari), one.id, Kind.MET, TODAY)
    assert noted(cast, cast.budi) == [(Kind.MET, date(2026, 11, 10), "Kopi")]
    assert done.detail["moved"]
    assert waiting(cast) == ()
    with refused("gone"):
        proposed.say_yes(cast.act(cast.sari), one.id, Kind.MET, TODAY)
    proposed.undo(cast.act(cast.sari), one.id, TODAY)
    assert noted(cast, cast.budi) == []
    assert rows(cast) == [one]
    with refused("kind"):
        proposed.say_yes(cast.act(cast.sari), one.id, Kind.PROMISE_KEPT, TODAY)


def test_all_of_a_partner_at_once_stand_as_if_noted_one_by_one(cast: Cast) -> None:
    take(cast, meets("Budi Santoso", WEEKLY), meets("Ratna Dewi", WEEKLY))
    (of_budi,) = [one for one in waiting(cast) if one.partner == cast.budi]
    with refused("proposed_changed"):
        proposed.say_yes_to_all(cast.act(cast.sari), cast.budi, 2, TODAY)
    proposed.say_yes_to_all(cast.act(cast.sari), cast.budi, 3, TODAY)
    for one in rows(cast):
        proposed.say_yes(cast.act(cast.sari), one.id, one.kind, TODAY)
    assert sorted(noted(cast, cast.budi)) == sorted(noted(cast, cast.ratna))
    budi, ratna = (relation(cast, cast.sari, who) for who in (cast.budi, cast.ratna))
    assert budi.standing == ratna.standing
    assert len(noted(cast, cast.budi)) == 3
    proposed.undo(cast.act(cast.sari), of_budi.rows[0].id, TODAY)
    assert [(one.partner, one.total) for one in waiting(cast)] == [(cast.budi, 3)]
    assert noted(cast, cast.budi) == []
    cast.lower(cast.sari, cast.budi)
    proposed.say_no_to_all(cast.act(cast.sari), cast.budi, 3)
    assert waiting(cast) == ()
    with refused("gone"):
        proposed.say_no_to_all(cast.act(cast.sari), cast.budi, 0)


def test_a_no_is_final_for_this_event_and_leaves_no_title(cast: Cast) -> None:
    take(cast, meets("Budi Santoso"))
    (one,) = rows(cast)
    proposed.say_no(cast.act(cast.sari), one.id)
    proposed.undo(cast.act(cast.sari), one.id, TODAY)
    proposed.say_no(cast.act(cast.sari), one.id)
    take(cast, meets("Budi Santoso"))
    assert waiting(cast) == ()
    cast.now += UNDO
    with refused("too_late_to_take_back"):
        proposed.undo(cast.act(cast.sari), one.id, TODAY)
    # Another event on that day is another question.
    take(cast, meets("Budi Santoso"), meets("Budi Santoso", title="Makan siang"))
    assert [row.title for row in rows(cast)] == ["Makan siang"]
    with looking(member(cast.sari), cast.now):
        assert list(Proposed.objects.filter(state="no").values_list("title", flat=True)) == [""]


def test_what_is_noted_already_is_not_proposed_and_what_was_taken_back_is(cast: Cast) -> None:
    cast.met(cast.sari, cast.budi, date(2026, 11, 10))
    take(cast, meets("Budi Santoso"), meets("Budi Santoso", "DTSTART:20261111T030000Z"))
    assert [one.on.day for one in rows(cast)] == [11]
    (met,) = relation(cast, cast.sari, cast.budi).evidence
    correcting.correct(cast.act(cast.sari), cast.budi, met.id, Kind.MET, date(2026, 11, 9), TODAY, "")
    take(cast, meets("Budi Santoso"))
    assert [one.on.day for one in rows(cast)] == [11, 10]


def test_a_file_that_can_not_be_read_says_why(cast: Cast) -> None:
    for data, code in ((b"BEGIN:VCARD\n", "calendar_not_a_calendar"), (b"x" * 30_000_001, "calendar_too_big")):
        with refused(code):
            calendars.take_calendar(cast.act(cast.sari), data, TODAY)
    daily = "DTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;COUNT=999999"
    with refused("calendar_too_much"):
        take(cast, *(meets("Budi Santoso", daily) for _ in range(120)))
    with refused("mail_no_archive"):
        calendars.take_mail(cast.act(cast.sari), [b"PK\3\4"], TODAY)
    assert waiting(cast) == ()


def test_mail_proposes_one_chat_a_week_with_each_partner(cast: Cast) -> None:
    cast.key(cast.sari, name="Budi Santoso", email="b@kantor.example")
    cast.met(cast.sari, cast.ratna, date(2026, 11, 12))
    days = (2, 3, 5, 10)
    mails = [
        f"From x\nFrom: {who}\nTo: sari@kunci.test\nDate: {day} Nov 2026 10:00:00 +0700\nSubject: rahasia\n\nrahasia\n"
        for who in ("b@kantor.example", "Ratna Dewi <r@y.example>", "sari@kunci.test")
        for day in days
    ]
    detail = calendars.take_mail(cast.act(cast.sari), ["".join(mails).encode()], TODAY).detail
    assert detail == {"source": "mail", "read": 12, "unread": 0, "proposed": 3}
    found = [(one.partner, row.kind, row.on.day, row.source) for one in waiting(cast) for row in one.rows]
    chats = [(cast.budi, 10), (cast.budi, 5), (cast.ratna, 5)]
    assert found == [(who, Kind.CHAT, day, "mail") for who, day in chats]
    assert "rahasia" not in archived(cast, cast.sari).decode().replace("Wibisono Rahasia", "")


@pytest.fixture
def address(cast: Cast) -> UUID:
    made = calendars.add_address(cast.act(cast.sari), "webcal://kalender.example/rahasia/basic.ics").subject
    assert made is not None
    return made


def arrives(cast: Cast, address: UUID, data: bytes | None, problem: str = "") -> None:
    calendars.arrived(cast.sari, address, cast.now, data, problem)


def test_an_address_is_kept_sealed_and_read_and_removed_with_what_waits_of_it(cast: Cast, address: UUID) -> None:
    assert calendars.address_of(cast.sari, address, cast.now) == SECRET
    assert calendars.address_of(cast.budi, address, cast.now) is None
    assert calendars.due(cast.sari, cast.now) == (address,)
    arrives(cast, address, calendar(meets("Budi Santoso", WEEKLY)))
    (view,) = seen.calendars(cast.sari, cast.now).addresses
    assert (view.host, view.outcome, view.read_at, view.stopped) == ("kalender.example", "read", cast.now, False)
    assert calendars.due(cast.sari, cast.now) == ()
    assert len(rows(cast)) == 3
    proposed.say_no(cast.act(cast.sari), rows(cast)[0].id)
    proposed.say_yes(cast.act(cast.sari), rows(cast)[0].id, Kind.MET, TODAY)
    assert json.loads(archived(cast, cast.sari))["calendars"]["addresses"][0]["address"] == SECRET
    calendars.remove(cast.act(cast.sari), address)
    assert (waiting(cast), seen.calendars(cast.sari, cast.now).addresses) == ((), ())
    assert len(noted(cast, cast.budi)) == 1
    arrives(cast, address, calendar(meets("Budi Santoso")))  # it was on its way
    assert waiting(cast) == ()
    with refused("gone"):
        calendars.try_again(cast.act(cast.sari), address)
    # What was refused stays refused, from wherever it comes.
    take(cast, meets("Budi Santoso", WEEKLY))
    assert [one.on.day for one in rows(cast)] == [2]


def test_after_seven_days_of_failing_an_address_is_left_alone_until_it_is_wanted_again(
    cast: Cast, address: UUID
) -> None:
    for problem in ("unreachable", "too_slow"):
        arrives(cast, address, None, problem)
        assert not seen.calendars(cast.sari, cast.now).addresses[0].stopped
        cast.now += GIVE_UP / 2
    assert calendars.due(cast.sari, cast.now) == (address,)
    arrives(cast, address, b"<html>")
    (view,) = seen.calendars(cast.sari, cast.now).addresses
    assert (view.outcome, view.stopped) == ("not_a_calendar", True)
    assert calendars.due(cast.sari, cast.now + timedelta(days=9)) == ()
    calendars.try_again(cast.act(cast.sari), address)
    assert calendars.due(cast.sari, cast.now + timedelta(days=9)) == (address,)


def test_addresses_are_https_and_few(cast: Cast, address: UUID) -> None:
    for written in (
        "http://x.example/a",
        "file:///etc/passwd",
        "https://",
        "https://x.example/a b",
        "x",
        "https://" + "a" * 2_001,
    ):
        with refused("calendar_address"):
            calendars.add_address(cast.act(cast.sari), written)
    with refused("calendar_there"):
        calendars.add_address(cast.act(cast.sari), SECRET)
    for number in range(MOST_ADDRESSES - 1):
        calendars.add_address(cast.act(cast.sari), f"https://x.example/{number}")
    with refused("calendars_enough"):
        calendars.add_address(cast.act(cast.sari), "https://x.example/9")


def test_nobody_else_answers_and_a_closed_account_leaves_nothing(cast: Cast, address: UUID) -> None:
    take(cast, meets("Budi Santoso"), meets("Ratna Dewi"))
    one = next(iter(rows(cast)))
    for act_out in (proposed.say_no, lambda act, id: proposed.say_yes(act, id, Kind.MET, TODAY)):
        with refused("gone"):
            act_out(cast.act(cast.budi), one.id)
    closing.close_account(cast.act(cast.budi))
    assert [group.partner for group in waiting(cast)] == [cast.ratna]
    closing.close_account(cast.act(cast.sari))
    assert calendars.address_of(cast.sari, address, cast.now) is None


def test_the_same_file_twice_acts_once(cast: Cast) -> None:
    act, data = cast.act(cast.sari), calendar(meets("Budi Santoso"))
    first = calendars.take_calendar(act, data, TODAY)
    ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.CALL, TODAY, TODAY, "")
    assert calendars.take_calendar(act, data, TODAY).detail == first.detail
    assert len(rows(cast)) == 1
