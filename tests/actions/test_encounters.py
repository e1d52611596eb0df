"""Two who meet confirm it: one shows a code, the other reads it, and both have it noted and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from kunci.actions import closing, confirming, encounters, ties
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.models import links
from kunci.models.models import Account, Confirmed, EncounterCode, Journal
from kunci.models.viewer import looking, member
from kunci.reveal import encounters as seen
from kunci.reveal.partners import EvidenceView, partners
from kunci.reveal.people import Person
from tests.actions.steps import refused, relation
from tests.actions.test_verb import at_once
from tests.cast import TODAY, Cast

RACES = 5
Step = Callable[[], object]


def code(cast: Cast, who: UUID) -> UUID:
    made = encounters.show_code(cast.act(who)).subject
    assert made is not None
    return made


def met(cast: Cast, me: UUID, other: UUID) -> list[EvidenceView]:
    return [one for one in relation(cast, me, other).evidence if one.kind is Kind.MET]


def test_the_code_names_nobody_and_whoever_reads_it_sees_who_shows_it(cast: Cast) -> None:
    made = code(cast, cast.sari)
    shown = seen.shown(cast.sari, cast.now)
    assert shown is not None
    assert shown.path == f"/bertemu/{links.code_word(made)}/"
    assert seen.code(links.code_word(made)) == made
    assert seen.code(links.code_word(made) + "x") is None
    assert seen.shower(cast.joko, cast.now, made) == Person(cast.sari, "Sari Wulandari", "", "")
    assert seen.shower(cast.sari, cast.now, made) is None
    assert seen.shower(cast.joko, cast.now, uuid4()) is None


def test_read_it_is_noted_and_confirmed_on_both_sides(cast: Cast) -> None:
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    (theirs,) = met(cast, cast.budi, cast.sari)
    assert (theirs.on, theirs.confirmed_at) == (TODAY, None)
    assert met(cast, cast.sari, cast.budi) == []
    waiting = seen.shown(cast.sari, cast.now)
    assert waiting is not None
    assert waiting.path == ""
    assert waiting.reader is not None
    assert (waiting.reader.name, waiting.noted) == ("Budi Santoso", False)

    encounters.follow(cast.sari, made, cast.now)
    (mine,), (theirs,) = met(cast, cast.sari, cast.budi), met(cast, cast.budi, cast.sari)
    assert (mine.on, mine.confirmed_at) == (TODAY, cast.now)
    assert theirs.confirmed_at == cast.now
    noted = seen.shown(cast.sari, cast.now)
    assert noted is not None
    assert noted.noted


def test_done_again_the_job_does_nothing(cast: Cast) -> None:
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    for hours in range(3):
        encounters.follow(cast.sari, made, cast.now + timedelta(hours=hours))
    assert len(met(cast, cast.sari, cast.budi)) == 1
    with looking(member(cast.sari), cast.now):
        assert Confirmed.objects.count() == 2
        assert Journal.objects.filter(verb="encounter.noted").count() == 1


def test_two_who_did_not_know_each_other_do_now_and_nothing_opens(cast: Cast) -> None:
    assert cast.joko not in {one.id for one in partners(cast.sari, cast.now)}
    encounters.read_code(cast.act(cast.joko), code(cast, cast.sari), TODAY)
    (found,) = [one for one in partners(cast.sari, cast.now) if one.id == cast.joko]
    assert (found.name, found.rung) == ("Joko Susilo", 0)
    assert relation(cast, cast.joko, cast.sari).granted == 0


def test_a_code_is_good_once(cast: Cast) -> None:
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    for again in (cast.budi, cast.joko):
        with refused("encounter_over"):
            encounters.read_code(cast.act(again), made, TODAY)
        assert seen.shower(again, cast.now, made) is None


def test_two_minutes_later_it_is_over(cast: Cast) -> None:
    made = code(cast, cast.sari)
    late = replace(cast.act(cast.budi), now=cast.now + timedelta(minutes=2))
    assert seen.shower(cast.budi, cast.now + timedelta(minutes=1, seconds=59), made) is not None
    assert seen.shower(cast.budi, late.now, made) is None
    with refused("encounter_over"):
        encounters.read_code(late, made, TODAY)
    shown = seen.shown(cast.sari, late.now)
    assert shown is not None
    assert (shown.path, shown.reader) == ("", None)


def test_one_put_away_or_replaced_or_ones_own_is_good_no_more(cast: Cast) -> None:
    first = code(cast, cast.sari)
    second = code(cast, cast.sari)
    encounters.hide_code(cast.act(cast.sari))
    third = code(cast, cast.sari)
    for who, which in ((cast.budi, first), (cast.budi, second), (cast.sari, third), (cast.budi, uuid4())):
        with refused("encounter_over"):
            encounters.read_code(cast.act(who), which, TODAY)
    with looking(member(cast.sari), cast.now):
        assert list(EncounterCode.objects.values_list("id", "used_by")) == [(third, None)]


def test_what_was_noted_by_hand_already_is_confirmed_and_not_noted_twice(cast: Cast) -> None:
    ties.add_evidence(cast.act(cast.budi), cast.sari, Kind.MET, TODAY, TODAY, "di pameran")
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    encounters.follow(cast.sari, made, cast.now)
    (only,) = met(cast, cast.budi, cast.sari)
    assert (only.note, only.confirmed_at) == ("di pameran", cast.now)


def test_each_has_the_day_that_it_is_where_they_are(cast: Cast) -> None:
    """20.00 UTC on the 23rd is the 24th in Jakarta, and still the 23rd in London."""
    there = cast.now.replace(day=23, hour=20, minute=0)
    Account.objects.filter(id=cast.sari).update(timezone="Europe/London")
    made = encounters.show_code(replace(cast.act(cast.sari), now=there)).subject
    assert made is not None
    encounters.read_code(replace(cast.act(cast.budi), now=there), made, date(2026, 11, 24))
    encounters.follow(cast.sari, made, there)
    (mine,), (theirs,) = met(cast, cast.sari, cast.budi), met(cast, cast.budi, cast.sari)
    assert (mine.on, theirs.on) == (date(2026, 11, 23), date(2026, 11, 24))
    assert mine.confirmed_at == theirs.confirmed_at == there


def test_a_question_about_another_day_is_not_answered_along(cast: Cast) -> None:
    last = TODAY - timedelta(days=5)
    noted = ties.add_evidence(cast.act(cast.budi), cast.sari, Kind.MET, last, TODAY, "")
    confirming.ask(cast.act(cast.budi), cast.sari, UUID(str(noted.detail["evidence"])))
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    encounters.follow(cast.sari, made, cast.now)
    confirmed = {one.on: one.confirmed_at for one in met(cast, cast.budi, cast.sari)}
    assert confirmed == {last: None, TODAY: cast.now}


def test_whoever_closes_their_account_in_between_has_nothing_noted(cast: Cast) -> None:
    made = code(cast, cast.sari)
    encounters.read_code(cast.act(cast.budi), made, TODAY)
    closing.close_account(cast.act(cast.sari))
    encounters.follow(cast.sari, made, cast.now)
    (only,) = met(cast, cast.budi, cast.sari)
    assert only.confirmed_at is None

    other = code(cast, cast.ratna)
    closing.close_account(cast.act(cast.ratna))
    with refused("encounter_over"):
        encounters.read_code(cast.act(cast.budi), other, TODAY)


def test_of_two_who_read_it_at_once_one_is_first(committed: Cast) -> None:
    for _ in range(RACES):
        made = code(committed, committed.sari)
        read: list[Step] = [
            partial(encounters.read_code, committed.act(who), made, TODAY) for who in (committed.budi, committed.joko)
        ]
        done = at_once(read)
        (late,) = [one for one in done if isinstance(one, Refused)]
        assert late.code == "encounter_over"


def test_read_and_put_away_at_once_it_is_one_or_the_other(committed: Cast) -> None:
    for _ in range(RACES):
        made = code(committed, committed.sari)
        read = partial(encounters.read_code, committed.act(committed.budi), made, TODAY)
        outcome, put_away = at_once([read, partial(encounters.hide_code, committed.act(committed.sari))])
        assert not isinstance(put_away, Refused)
        with looking(member(committed.sari), committed.now):
            used = EncounterCode.objects.filter(id=made).exclude(used_at=None).exists()
        assert used != isinstance(outcome, Refused)


def test_two_who_read_each_others_code_at_once_have_both_met(committed: Cast) -> None:
    """Each waits for the other: PostgreSQL gives one up, and it goes through at the next try."""
    for _ in range(RACES):
        one, two = code(committed, committed.sari), code(committed, committed.budi)
        done = at_once([
            partial(encounters.read_code, committed.act(committed.budi), one, TODAY),
            partial(encounters.read_code, committed.act(committed.sari), two, TODAY),
        ])  # fmt: skip
        assert not any(isinstance(outcome, Refused) for outcome in done)
