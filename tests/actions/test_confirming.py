"""An encounter is confirmed, put aside or forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from kunci.actions import closing, confirming, correcting, ties
from kunci.actions.confirming import LASTS
from kunci.core.evidence import Kind
from kunci.models.models import Question
from kunci.models.viewer import looking, member
from kunci.reveal.partners import EvidenceView
from kunci.reveal.today import Asked, today
from tests.actions.steps import refused, relation
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


def test_what_is_confirmed_is_not_asked_again_however_late(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    confirming.confirm(cast.act(cast.budi), ask(cast, evidence), TODAY, note_too=False)
    cast.now += 2 * LASTS
    assert row(cast, evidence).confirmed_at is not None
    assert not row(cast, evidence).can_ask
    with refused("asked_to_confirm"):
        ask(cast, evidence)


def test_after_putting_one_aside_another_question_is_shown(cast: Cast) -> None:
    first, second = note(cast, cast.sari, cast.budi), note(cast, cast.sari, cast.budi, Kind.CALL)
    confirming.put_aside(cast.act(cast.budi), ask(cast, first))
    kept = ask(cast, second)
    assert [one.id for one in asked(cast)] == [kept]
    cast.now += LASTS
    again = ask(cast, first)
    assert [one.id for one in asked(cast)] == [again]


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


def test_a_yes_that_crosses_the_withdrawal_finds_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    question = ask(cast, evidence)
    with looking(member(cast.budi), cast.now):
        read_before = Question.objects.get(id=question)
    ties.take_back(cast.act(cast.sari), cast.budi, evidence, TODAY)
    as_it_was = SimpleNamespace(filter=lambda **_: SimpleNamespace(first=lambda: read_before))
    monkeypatch.setattr(confirming, "Question", SimpleNamespace(objects=as_it_was))
    with refused("gone"):
        confirming.confirm(cast.act(cast.budi), question, TODAY, note_too=True)
    assert relation(cast, cast.budi, cast.sari).evidence == ()


def test_an_account_that_is_closed_takes_its_questions_along_and_is_asked_none(cast: Cast) -> None:
    evidence = note(cast, cast.sari, cast.budi)
    confirming.ask(cast.act(cast.sari), cast.ratna, note(cast, cast.sari, cast.ratna, Kind.CALL))
    assert len(today(cast.ratna, cast.now).confirm) == 1
    closing.close_account(cast.act(cast.budi))
    assert not row(cast, evidence).can_ask
    closing.close_account(cast.act(cast.sari))
    assert today(cast.ratna, cast.now).confirm == ()


def test_taking_back_or_correcting_withdraws_the_question(cast: Cast) -> None:
    taken, corrected = note(cast, cast.sari, cast.budi), note(cast, cast.sari, cast.budi, Kind.CALL)
    for evidence in (taken, corrected):
        ask(cast, evidence)
    ties.take_back(cast.act(cast.sari), cast.budi, taken, TODAY)
    correcting.correct(cast.act(cast.sari), cast.budi, corrected, Kind.CHAT, TODAY, TODAY, "")
    assert asked(cast) == ()
