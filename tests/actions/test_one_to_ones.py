"""A one-to-one from its first suggestion to what was noted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from icalendar import Calendar

from kunci.actions import closing, offers, one_to_ones, promises, ties
from kunci.actions.verb import Done, Refused
from kunci.core.evidence import Kind
from kunci.models.models import Account
from kunci.reveal import one_to_ones as seen
from kunci.reveal.notices import notices
from kunci.reveal.one_to_ones import Meeting
from kunci.reveal.today import today, week
from tests.actions.conftest import Deliver
from tests.actions.steps import refused, relation, trusts
from tests.actions.test_verb import at_once
from tests.cast import ADDRESS, Cast

RACES = 4
SARI, BUDI = "sari@kunci.test", "budi@kunci.test"
Step = Callable[[], object]


def subject(done: Done) -> UUID:
    assert done.subject is not None
    return done.subject


def calendars(mails: Iterable[EmailMessage], to: str) -> list[str]:
    """What mails to somebody bring for their calendar, in order."""
    return [
        str(content)
        for one in mails
        if isinstance(one, EmailMultiAlternatives) and one.to == [to]
        for content, kind in one.alternatives
        if kind.startswith("text/calendar")
    ]


def start(cast: Cast, days: int, hour: int = 3) -> datetime:
    return (cast.now + timedelta(days=days)).replace(hour=hour, minute=0)


def propose(cast: Cast, *days: int, who: UUID | None = None, to: UUID | None = None) -> UUID:
    starts = [start(cast, day) for day in days or (3, 5)]
    return subject(
        one_to_ones.propose(
            cast.act(who or cast.sari), to or cast.budi, starts, 60, "Kopi Tugu", "Soal pintu hotel", ADDRESS
        )
    )


def fixed(cast: Cast, days: int = 3) -> UUID:
    meeting = propose(cast, days)
    one_to_ones.accept(cast.act(cast.budi), meeting, start(cast, days), ADDRESS)
    return meeting


def view(cast: Cast, who: UUID, meeting: UUID) -> Meeting:
    found = seen.one_to_one(who, cast.now, meeting)
    assert found is not None
    return found


def waits(cast: Cast, who: UUID) -> list[str]:
    return [one.kind for one in today(who, cast.now).offered if one.kind.startswith("meet_")]


# Suggested


def test_a_suggestion_is_read_by_the_two_and_by_nobody_else(cast: Cast) -> None:
    meeting = propose(cast)
    mine, theirs = view(cast, cast.sari, meeting), view(cast, cast.budi, meeting)
    assert (mine.state, mine.name, mine.mine) == ("waits", "Budi Santoso", True)
    assert (theirs.state, theirs.name, theirs.mine) == ("asked", "Sari Wulandari", False)
    assert mine.slots == theirs.slots == (start(cast, 3), start(cast, 5))
    assert (theirs.words, theirs.place, theirs.minutes) == ("Soal pintu hotel", "Kopi Tugu", 60)
    for other in (cast.ratna, cast.joko):
        assert seen.one_to_one(other, cast.now, meeting) is None
        assert seen.one_to_ones(other, cast.now) == ()
    assert (waits(cast, cast.budi), waits(cast, cast.sari)) == (["meet_asked"], [])
    assert [row.kind for row in notices(cast.budi, cast.now).rows] == ["meet"]


def test_its_mail_tells_nothing_of_it(cast: Cast, deliver: Deliver) -> None:
    propose(cast)
    (letter,) = deliver()
    assert letter.to == ["budi@kunci.test"]
    assert "Sari" not in letter.body
    assert "Kopi" not in letter.body
    assert calendars([letter], "budi@kunci.test") == []


@pytest.mark.parametrize(
    ("slots", "minutes", "code"),
    [
        ([], 60, "one_to_one_slots"),
        ([2, 3, 4, 5], 60, "one_to_one_slots"),
        ([-1], 60, "one_to_one_when"),
        ([0], 60, "one_to_one_when"),
        ([181], 60, "one_to_one_when"),
        ([3], 14, "one_to_one_minutes"),
        ([3], 481, "one_to_one_minutes"),
    ],
)
def test_what_can_not_be_is_refused(cast: Cast, slots: list[int], minutes: int, code: str) -> None:
    starts = [cast.now + timedelta(days=day) for day in slots]
    with refused(code):
        one_to_ones.propose(cast.act(cast.sari), cast.budi, starts, minutes, "", "", ADDRESS)


def test_only_a_partner_is_asked(cast: Cast) -> None:
    for nobody in (cast.joko, uuid4(), cast.sari):
        with refused("gone"):
            propose(cast, to=nobody)


def test_between_two_there_is_one_at_a_time(cast: Cast) -> None:
    propose(cast)
    for who, to in ((cast.sari, cast.budi), (cast.budi, cast.sari)):
        with refused("one_to_one_open"):
            propose(cast, 4, who=who, to=to)


def test_without_an_answer_it_ends_on_both_sides_and_a_next_one_waits(cast: Cast) -> None:
    meeting = propose(cast, 3)
    cast.now += timedelta(days=4)
    assert [view(cast, who, meeting).state for who in (cast.sari, cast.budi)] == ["over", "over"]
    assert waits(cast, cast.budi) == []
    with refused("one_to_one_over"):
        one_to_ones.accept(cast.act(cast.budi), meeting, start(cast, -1), ADDRESS)
    with refused("one_to_one_soon"):
        propose(cast, 3)
    cast.now += timedelta(days=11)
    propose(cast, 3)


def test_put_aside_looks_like_no_answer(cast: Cast) -> None:
    meeting = propose(cast)
    before = view(cast, cast.sari, meeting)
    one_to_ones.put_aside(cast.act(cast.budi), meeting)
    assert (waits(cast, cast.budi), view(cast, cast.budi, meeting).aside) == ([], True)
    assert view(cast, cast.sari, meeting) == before
    one_to_ones.put_back(cast.act(cast.budi), meeting)
    assert waits(cast, cast.budi) == ["meet_asked"]
    with refused("one_to_one_over"):
        one_to_ones.put_aside(cast.act(cast.sari), meeting)


def test_put_aside_the_next_dates_come_up_again(cast: Cast) -> None:
    meeting = propose(cast)
    one_to_ones.put_aside(cast.act(cast.budi), meeting)
    cast.now += timedelta(hours=5)
    one_to_ones.suggest(cast.act(cast.sari), meeting, [start(cast, 7)], "", ADDRESS)
    assert waits(cast, cast.budi) == ["meet_asked"]


def test_withdrawn_it_is_over_for_both(cast: Cast) -> None:
    meeting = propose(cast)
    with refused("one_to_one_over"):
        one_to_ones.withdraw(cast.act(cast.budi), meeting)
    one_to_ones.withdraw(cast.act(cast.sari), meeting)
    assert [view(cast, who, meeting).state for who in (cast.sari, cast.budi)] == ["over", "over"]


def test_the_mail_of_the_week_counts_what_is_suggested_and_no_appointment(cast: Cast) -> None:
    meeting = propose(cast)
    horizon = timedelta(days=45)
    assert week(cast.budi, cast.now, horizon, cast.now).other == 1
    one_to_ones.accept(cast.act(cast.budi), meeting, start(cast, 3), ADDRESS)
    assert week(cast.budi, cast.now, horizon, cast.now).other == 0


# Fixed, moved, cancelled


def test_taken_both_get_it_for_their_calendar_and_neither_the_others_address(cast: Cast, deliver: Deliver) -> None:
    meeting = fixed(cast)
    mails = deliver()
    for who, name, address in ((cast.sari, "Budi Santoso", SARI), (cast.budi, "Sari Wulandari", BUDI)):
        assert view(cast, who, meeting).state == "coming"
        assert waits(cast, who) == ["meet_soon"]
        (written,) = calendars(mails, address)
        (event,) = Calendar.from_ical(written).walk("VEVENT")
        assert event["SUMMARY"] == f"Temu empat mata dengan {name}"
        assert (event.decoded("DTSTART"), event["LOCATION"]) == (start(cast, 3), "Kopi Tugu")
        assert (event["UID"], event["SEQUENCE"]) == (f"{meeting}@kunci", 0)
        assert event["ATTENDEE"] == f"mailto:{address}"
        assert {SARI: BUDI, BUDI: SARI}[address] not in written
        assert "METHOD:REQUEST" in written


def test_only_the_other_takes_a_start_and_only_one_of_those(cast: Cast) -> None:
    meeting = propose(cast, 3)
    for who, slot in ((cast.sari, start(cast, 3)), (cast.budi, start(cast, 4))):
        with refused("one_to_one_slot"):
            one_to_ones.accept(cast.act(who), meeting, slot, ADDRESS)
    with refused("gone"):
        one_to_ones.accept(cast.act(cast.ratna), meeting, start(cast, 3), ADDRESS)


def test_moved_the_old_start_holds_until_the_other_takes_a_new_one(cast: Cast, deliver: Deliver) -> None:
    meeting = fixed(cast)
    one_to_ones.suggest(cast.act(cast.budi), meeting, [start(cast, 9)], "Kantor Budi", ADDRESS)
    assert [view(cast, who, meeting).state for who in (cast.sari, cast.budi)] == ["moving", "moving"]
    assert view(cast, cast.sari, meeting).at == start(cast, 3)
    one_to_ones.accept(cast.act(cast.sari), meeting, start(cast, 9), ADDRESS)
    mails = deliver()
    for address in (SARI, BUDI):
        (event,) = Calendar.from_ical(calendars(mails, address)[-1]).walk("VEVENT")
        assert (event["UID"], event["SEQUENCE"]) == (f"{meeting}@kunci", 1)
        assert (event.decoded("DTSTART"), event["LOCATION"]) == (start(cast, 9), "Kantor Budi")


def test_cancelled_by_either_it_goes_out_of_both_calendars(cast: Cast, deliver: Deliver) -> None:
    meeting = fixed(cast)
    one_to_ones.cancel(cast.act(cast.budi), meeting, ADDRESS)
    mails = deliver()
    for who, address in ((cast.sari, SARI), (cast.budi, BUDI)):
        assert view(cast, who, meeting).state == "cancelled"
        assert [one.subject for one in mails if one.to == [address]][-1] == "Temu empat mata dibatalkan"
        written = calendars(mails, address)[-1]
        assert "METHOD:CANCEL" in written
        (event,) = Calendar.from_ical(written).walk("VEVENT")
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    with refused("one_to_one_cancelled"):
        one_to_ones.cancel(cast.act(cast.sari), meeting, ADDRESS)
    with refused("one_to_one_cancelled"):
        one_to_ones.suggest(cast.act(cast.sari), meeting, [start(cast, 9)], "", ADDRESS)
    with refused("one_to_one_cancelled"):
        one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True)


def test_whoever_muted_it_gets_no_mail(cast: Cast, deliver: Deliver) -> None:
    Account.objects.filter(id=cast.budi).update(muted="meet")
    fixed(cast)
    assert [one.to for one in deliver()] == [[SARI]]


# Prepared and noted


def test_what_is_prepared_is_mine_alone(cast: Cast) -> None:
    meeting = fixed(cast)
    one_to_ones.prepare(cast.act(cast.sari), meeting, "Tanya soal anaknya")
    assert view(cast, cast.sari, meeting).notes == "Tanya soal anaknya"
    assert view(cast, cast.budi, meeting).notes == ""
    with refused("too_long"):
        one_to_ones.prepare(cast.act(cast.sari), meeting, "a" * 2001)


def test_to_prepare_it_shows_what_is_open_between_us(cast: Cast) -> None:
    key = cast.key(cast.sari)
    meeting = fixed(cast)
    trusts(cast, cast.sari, cast.budi)
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset({key}), frozenset({key}))
    day = cast.now.date()
    promises.make(cast.act(cast.sari), cast.budi, "Mengirim contoh", day, day, mine=True)
    found = seen.prepared(cast.sari, cast.now, meeting)
    assert found is not None
    assert [id for id, _ in found.aside] == [key]
    assert [one.words for one in found.promises] == ["Mengirim contoh"]
    theirs = seen.prepared(cast.budi, cast.now, meeting)
    assert theirs is not None
    assert (theirs.aside, theirs.promises) == ((), ())


def test_noted_it_is_evidence_of_its_day_on_my_side(cast: Cast) -> None:
    meeting = fixed(cast)
    with refused("one_to_one_not_yet"):
        one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True)
    cast.now = start(cast, 4)
    assert waits(cast, cast.sari) == ["meet_note"]
    one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True, ask=True)
    (row,) = [one for one in relation(cast, cast.sari, cast.budi).evidence if one.kind is Kind.ONE_TO_ONE]
    assert row.on == start(cast, -1).date()
    assert row.asked_until is not None
    assert waits(cast, cast.sari) == []
    assert waits(cast, cast.budi) == ["meet_note"]
    assert Kind.ONE_TO_ONE not in {one.kind for one in relation(cast, cast.budi, cast.sari).evidence}
    with refused("one_to_one_noted"):
        one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=False)


def test_the_day_is_that_of_where_i_live(cast: Cast) -> None:
    """20.00 UTC is the day after in Jakarta."""
    when = start(cast, 3, hour=20)
    meeting = subject(one_to_ones.propose(cast.act(cast.sari), cast.budi, [when], 60, "", "", ADDRESS))
    one_to_ones.accept(cast.act(cast.budi), meeting, when, ADDRESS)
    cast.now = when + timedelta(days=2)
    one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True)
    (row,) = [one for one in relation(cast, cast.sari, cast.budi).evidence if one.kind is Kind.ONE_TO_ONE]
    assert row.on == when.date() + timedelta(days=1)


def test_that_is_taken_back_within_a_day(cast: Cast) -> None:
    meeting = fixed(cast)
    cast.now = start(cast, 4)
    before = relation(cast, cast.sari, cast.budi).standing
    one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True, ask=True)
    one_to_ones.reopen(cast.act(cast.sari), meeting, cast.now.date())
    assert relation(cast, cast.sari, cast.budi).standing == before
    assert waits(cast, cast.sari) == ["meet_note"]
    assert today(cast.budi, cast.now).confirm == ()
    one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=False)
    assert view(cast, cast.sari, meeting).evidence is None
    cast.now += timedelta(days=1)
    with refused("too_late_to_take_back"):
        one_to_ones.reopen(cast.act(cast.sari), meeting, cast.now.date())


def test_what_was_noted_by_hand_before_is_not_taken_back_with_it(cast: Cast) -> None:
    meeting = fixed(cast)
    cast.now = start(cast, 4)
    day = start(cast, -1).date()
    ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.ONE_TO_ONE, day, cast.now.date(), "di Kopi Tugu")
    cast.now += timedelta(hours=1)
    one_to_ones.note(cast.act(cast.sari), meeting, cast.now.date(), happened=True, ask=True)
    one_to_ones.reopen(cast.act(cast.sari), meeting, cast.now.date())
    (row,) = [one for one in relation(cast, cast.sari, cast.budi).evidence if one.kind is Kind.ONE_TO_ONE]
    assert (row.note, row.counts, row.asked_until) == ("di Kopi Tugu", True, None)
    assert waits(cast, cast.sari) == ["meet_note"]


def test_after_two_weeks_nobody_is_asked_any_more(cast: Cast) -> None:
    fixed(cast)
    cast.now = start(cast, 3) + timedelta(days=14, hours=1)
    assert waits(cast, cast.sari) == []


# Ends


def test_a_closing_account_cancels_what_was_to_come_and_leaves_no_words(cast: Cast) -> None:
    coming = fixed(cast)
    closing.close_account(cast.act(cast.budi))
    found = view(cast, cast.sari, coming)
    assert (found.state, found.former, found.words, found.place) == ("cancelled", True, "", "")

    asked = propose(cast, to=cast.ratna)
    closing.close_account(cast.act(cast.ratna))
    assert seen.one_to_one(cast.sari, cast.now, asked) is None
    with refused("gone"):
        propose(cast, to=cast.ratna)


def test_taken_and_withdrawn_at_once_it_is_one_or_the_other(committed: Cast) -> None:
    for n in range(RACES):
        committed.now += timedelta(days=20)
        meeting = propose(committed, 3)
        take: Step = partial(one_to_ones.accept, committed.act(committed.budi), meeting, start(committed, 3), ADDRESS)
        steps: list[Step] = [take, partial(one_to_ones.withdraw, committed.act(committed.sari), meeting)]
        done = at_once(steps)
        assert sum(isinstance(one, Refused) for one in done) == 1, n
        state = view(committed, committed.sari, meeting).state
        assert state == ("over" if isinstance(done[0], Refused) else "coming")


def test_both_take_the_others_new_date_at_once_and_one_is_first(committed: Cast) -> None:
    for _ in range(RACES):
        committed.now += timedelta(days=20)
        meeting = fixed(committed)
        steps: list[Step] = [
            partial(one_to_ones.suggest, committed.act(who), meeting, [start(committed, days)], "", ADDRESS)
            for who, days in ((committed.sari, 7), (committed.budi, 8))
        ]
        at_once(steps)
        found = view(committed, committed.sari, meeting)
        assert (found.state, len(found.slots)) == ("moving", 1)
