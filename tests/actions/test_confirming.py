"""An encounter is confirmed, put aside or forgotten; and a wrong note is put right by a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from kunci.actions import confirming, ties
from kunci.actions.confirming import LASTS
from kunci.core.evidence import Kind, Often
from kunci.core.rungs import Rung
from kunci.reveal.partners import EvidenceView
from kunci.reveal.today import Asked, today
from tests.actions.steps import refused, relation, trusts
from tests.cast import TODAY, Cast


def note(cast: Cast, member: UUID, partner: UUID, kind: Kind = Kind.MET, on: date | None = None) -> UUID:
    day = cast.now.date()
    done = ties.add_evidence(cast.act(member), partner, kind, on or day, day, "rahasia saya")
    return UUID(str(done.detail["evidence"]))


def ask(cast: Cast, evidence: UUID) -> UUID:
    made = confirming.ask(cast.act(cast.sari), cast.budi, evidence).subject
    assert made is not None
    return made


def row(cast: Cast, evidence: UUID) -> EvidenceView:
    return next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.id == evidence)


def asked(cast: Cast) -> tuple[Asked, ...]:
    return today(cast.budi, cast.now).confirm


def test_the_other_learns_the_kind_and_the_day_and_nothing_else(cast: Cast) -> None:
    question = ask(cast, note(cast, cast.sari, cast.budi, on=date(2026, 11, 20)))
    (shown,) = asked(cast)
    assert shown == Asked(question, "Sari Wulandari", Kind.MET, date(2026, 11, 20), cast.now + LASTS)
    assert today(cast.ratna, cast.now).confirm == ()
    assert today(cast.sari, cast.now).confirm == ()


@pytest.mark.parametrize("both", [False, True])
def test_a_yes_stands_on_the_askers_row_and_on_mine_if_i_like(cast: Cast, both: bool) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    question = ask(cast, evidence)
    before = relation(cast, cast.sari, cast.budi).standing
    confirming.confirm(cast.act(cast.budi), question, TODAY, note_too=both)
    assert row(cast, evidence).confirmed_at == cast.now
    assert row(cast, evidence).asked_until is None
    assert asked(cast) == ()
    assert relation(cast, cast.sari, cast.budi).standing == before
    mine = [(one.kind, one.on) for one in relation(cast, cast.budi, cast.sari).evidence]
    assert mine == ([(Kind.MET, TODAY)] if both else [])
    with refused("gone"):
        confirming.confirm(cast.act(cast.budi), question, TODAY, note_too=False)


def test_put_aside_looks_to_the_asker_as_if_it_had_never_been_seen(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    question = ask(cast, evidence)
    before = row(cast, evidence)
    confirming.put_aside(cast.act(cast.budi), question)
    assert asked(cast) == ()
    assert row(cast, evidence) == before
    with refused("gone"):
        confirming.put_aside(cast.act(cast.budi), question)


def test_not_confirmed_in_time_it_lapses_without_a_mark(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    never_asked = row(cast, evidence)
    question = ask(cast, evidence)
    assert row(cast, evidence).asked_until == cast.now + LASTS
    cast.now += LASTS
    assert asked(cast) == ()
    assert row(cast, evidence) == replace(never_asked, can_take_back=False)
    with refused("gone"):
        confirming.confirm(cast.act(cast.budi), question, cast.now.date(), note_too=False)
    ask(cast, evidence)
    assert len(asked(cast)) == 1


def test_one_question_at_a_time_and_of_encounters_only(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    ask(cast, evidence)
    with refused("asked_to_confirm"):
        ask(cast, evidence)
    with refused("not_to_confirm"):
        ask(cast, note(cast, cast.sari, cast.budi, Kind.PROMISE_KEPT))
    for partner in (cast.ratna, cast.joko):
        with refused("gone"):
            confirming.ask(cast.act(cast.sari), partner, evidence)


def test_nobody_but_who_was_asked_can_answer(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    question = ask(cast, evidence)
    for somebody in (cast.ratna, cast.sari):
        with refused("gone"):
            confirming.confirm(cast.act(somebody), question, TODAY, note_too=False)
        with refused("gone"):
            confirming.put_aside(cast.act(somebody), question)
    assert row(cast, evidence).confirmed_at is None


def test_taking_back_or_correcting_withdraws_the_question(cast: Cast) -> None:
    taken, corrected = note(cast, cast.sari, cast.budi), note(cast, cast.sari, cast.budi, Kind.CALL)
    for evidence in (taken, corrected):
        ask(cast, evidence)
    ties.take_back(cast.act(cast.sari), cast.budi, taken, TODAY)
    confirming.correct(cast.act(cast.sari), cast.budi, corrected, Kind.CHAT, TODAY, TODAY, "")
    assert asked(cast) == ()


# --- correcting ---


def test_a_corrected_standing_is_the_one_without_the_wrong_row(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    before = relation(cast, cast.sari, cast.budi)
    wrong = note(cast, cast.sari, cast.budi, Kind.PROMISE_BROKEN)
    cast.later(3)
    assert relation(cast, cast.sari, cast.budi).standing != before.standing
    day = cast.now.date()
    confirming.correct(cast.act(cast.sari), cast.budi, wrong, None, day, day, "salah orang")
    after = relation(cast, cast.sari, cast.budi)
    cast.now -= timedelta(days=3)
    assert relation(cast, cast.sari, cast.budi).standing == before.standing
    assert (row(cast, wrong).counts, row(cast, wrong).can_correct) == (False, False)
    assert after.partner.rung == Rung.KNOWN  # what the wrong note had closed stays closed: opening takes a person


def test_a_correction_says_what_it_really_was_and_the_earlier_note_stays_struck(cast: Cast) -> None:
    wrong = note(cast, cast.sari, cast.budi, on=date(2026, 10, 1))
    cast.later(2)
    day = cast.now.date()
    confirming.correct(cast.act(cast.sari), cast.budi, wrong, Kind.ONE_TO_ONE, date(2026, 10, 3), day, "di kantornya")
    rows = relation(cast, cast.sari, cast.budi).evidence
    assert [(one.kind, one.on, one.counts, one.corrects) for one in rows] == [
        (Kind.ONE_TO_ONE, date(2026, 10, 3), True, True),
        (Kind.MET, date(2026, 10, 1), False, False),
    ]
    with refused("gone"):
        confirming.correct(cast.act(cast.sari), cast.budi, wrong, None, day, day, "")


def test_prior_acquaintance_can_be_put_right_and_an_outcome_or_a_day_ahead_not(cast: Cast) -> None:
    done = ties.add_prior(cast.act(cast.sari), cast.budi, date(2010, 1, 1), Often.WEEKLY, TODAY, "")
    prior = UUID(str(done.detail["evidence"]))
    with refused("date_ahead"):
        confirming.correct(cast.act(cast.sari), cast.budi, prior, Kind.MET, TODAY + timedelta(days=1), TODAY, "")
    with refused("kind"):
        confirming.correct(cast.act(cast.sari), cast.budi, prior, Kind.OUTCOME_GOOD, TODAY, TODAY, "")
    with refused("gone"):
        confirming.correct(cast.act(cast.budi), cast.sari, prior, None, TODAY, TODAY, "")
    confirming.correct(cast.act(cast.sari), cast.budi, prior, None, TODAY, TODAY, "")
    assert not row(cast, prior).counts
