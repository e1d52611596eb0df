"""A wrong note is put right by a new one; what follows from the notes is as if the wrong one had never been."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from kunci.actions import confirming, correcting, ties
from kunci.core.evidence import Kind, Often
from kunci.core.rungs import Rung
from kunci.models.models import Evidence as Row
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal.partners import EvidenceView, Instead
from tests.actions.steps import hand_over, refused, relation, tell, trusts, verbs
from tests.cast import TODAY, Cast


def note(cast: Cast, kind: Kind = Kind.MET, on: date | None = None, words: str = "") -> UUID:
    day = cast.now.date()
    done = ties.add_evidence(cast.act(cast.sari), cast.budi, kind, on or day, day, words)
    return UUID(str(done.detail["evidence"]))


def correct(
    cast: Cast, evidence: UUID, kind: Kind | None, on: date | None = None, words: str = "", often: Often | None = None
) -> None:
    day = cast.now.date()
    correcting.correct(cast.act(cast.sari), cast.budi, evidence, kind, on or day, day, words, often)


def row(cast: Cast, evidence: UUID) -> EvidenceView:
    return next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.id == evidence)


def ends(cast: Cast) -> tuple[object, ...]:
    """Until when Budi stands on each rung of Sari's."""
    with looking(member(cast.sari), cast.now):
        held = PassRow.objects.get(viewer_id=cast.budi)
        return held.known_until, held.trusted_until, held.unhesitating_until


@pytest.mark.parametrize("kind", [Kind.MET, Kind.PROMISE_KEPT, Kind.PROMISE_BROKEN, Kind.HELP_RECEIVED, Kind.CHAT])
def test_a_standing_and_its_pass_are_afterwards_those_without_the_wrong_row(cast: Cast, kind: Kind) -> None:
    trusts(cast, cast.sari, cast.budi)
    cast.later(1)
    before, open_until = relation(cast, cast.sari, cast.budi).standing, ends(cast)
    wrong = note(cast, kind)
    assert relation(cast, cast.sari, cast.budi).standing != before
    correct(cast, wrong, None, words="salah orang")
    assert relation(cast, cast.sari, cast.budi).standing == before
    if kind is not Kind.PROMISE_BROKEN:  # what a broken promise has shut stays shut: opening takes a person
        assert ends(cast) == open_until
    assert not row(cast, wrong).counts


def test_a_pass_that_a_wrong_row_carried_ends_with_it(cast: Cast) -> None:
    first = note(cast, Kind.PROMISE_KEPT, TODAY - timedelta(days=15))
    for days in (8, 1):
        note(cast, Kind.PROMISE_KEPT, TODAY - timedelta(days=days))
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    assert relation(cast, cast.sari, cast.budi).partner.rung == Rung.TRUSTED
    cast.later(20)
    correct(cast, first, None)
    assert relation(cast, cast.sari, cast.budi).partner.rung == Rung.KNOWN


def test_a_broken_promise_taken_for_a_kept_one_counts_as_the_right_one_alone(cast: Cast) -> None:
    day = TODAY - timedelta(days=5)
    wrong = note(cast, Kind.PROMISE_BROKEN, day)
    cast.later(2)
    correct(cast, wrong, Kind.PROMISE_KEPT, day)
    corrected = relation(cast, cast.sari, cast.budi).standing
    done = ties.add_evidence(cast.act(cast.sari), cast.ratna, Kind.PROMISE_KEPT, day, cast.now.date(), "")
    assert done.subject == cast.ratna
    assert corrected == relation(cast, cast.sari, cast.ratna).standing


def test_the_earlier_note_stays_and_says_what_replaced_it(cast: Cast) -> None:
    wrong = note(cast, on=date(2026, 10, 1), words="di pasar")
    cast.later(2)
    correct(cast, wrong, Kind.ONE_TO_ONE, date(2026, 10, 3), "di kantornya")
    right, struck = relation(cast, cast.sari, cast.budi).evidence
    assert (right.kind, right.on, right.note, right.counts, right.corrects) == (
        Kind.ONE_TO_ONE, date(2026, 10, 3), "di kantornya", True, True,
    )  # fmt: skip
    assert (struck.id, struck.kind, struck.note, struck.counts) == (wrong, Kind.MET, "di pasar", False)
    assert struck.instead == Instead(Kind.ONE_TO_ONE, date(2026, 10, 3), None, "di kantornya")
    assert (struck.can_correct, struck.can_take_back, struck.can_ask) == (False, False, False)
    assert verbs(cast, cast.sari)[0] == "evidence.correct"


def test_what_did_not_happen_is_struck_with_the_reason(cast: Cast) -> None:
    wrong = note(cast)
    cast.later(2)
    correct(cast, wrong, None, words="salah orang")
    assert row(cast, wrong).instead == Instead(Kind.WITHDRAWAL, cast.now.date(), None, "salah orang")


def test_a_note_is_put_right_once_and_its_correction_again(cast: Cast) -> None:
    first = note(cast)
    correct(cast, first, Kind.CALL)
    with refused("gone"):
        correct(cast, first, Kind.CHAT)
    second = next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.counts)
    assert second.can_correct
    correct(cast, second.id, Kind.CHAT)
    assert [one.kind for one in relation(cast, cast.sari, cast.budi).evidence if one.counts] == [Kind.CHAT]


def test_a_withdrawal_is_nothing_to_correct(cast: Cast) -> None:
    correct(cast, note(cast), None)
    with looking(member(cast.sari), cast.now):
        withdrawal = Row.objects.get(kind=Kind.WITHDRAWAL)
    with refused("gone"):
        correct(cast, withdrawal.id, Kind.MET)


def test_prior_acquaintance_keeps_the_day_it_was_stated_when_it_is_put_right(cast: Cast) -> None:
    done = ties.add_prior(cast.act(cast.sari), cast.budi, date(2010, 1, 1), Often.WEEKLY, TODAY, "")
    prior = UUID(str(done.detail["evidence"]))
    cast.later(60)
    with refused("kind"):
        correct(cast, prior, Kind.MET)
    with refused("kind"):
        correct(cast, prior, Kind.PRIOR, date(2019, 1, 1))
    correct(cast, prior, Kind.PRIOR, date(2019, 1, 1), often=Often.MONTHLY)
    right = next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.counts)
    assert (right.kind, right.on, right.since, right.often) == (Kind.PRIOR, TODAY, date(2019, 1, 1), "monthly")
    correct(cast, right.id, None)
    assert not any(one.counts for one in relation(cast, cast.sari, cast.budi).evidence)


def test_a_day_ahead_another_kind_and_a_stranger_to_the_note_are_refused(cast: Cast) -> None:
    met = note(cast)
    with refused("date_ahead"):
        correct(cast, met, Kind.MET, TODAY + timedelta(days=1))
    with refused("too_long"):
        correct(cast, met, Kind.MET, words="x" * 1001)
    for kind in (Kind.OUTCOME_GOOD, Kind.VOUCH, Kind.WITHDRAWAL, Kind.PRIOR):
        with refused("kind"):
            correct(cast, met, kind)
    with refused("gone"):
        correcting.correct(cast.act(cast.budi), cast.sari, met, None, TODAY, TODAY, "")
    with refused("gone"):
        correcting.correct(cast.act(cast.sari), cast.ratna, met, None, TODAY, TODAY, "")
    assert row(cast, met).counts


def test_what_an_exchange_left_can_not_be_put_right_here(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    handover = hand_over(cast, cast.sari, cast.budi, key)
    tell(cast, cast.sari, handover, "good")
    outcome = next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.kind is Kind.OUTCOME_GOOD)
    assert not outcome.can_correct
    with refused("not_to_correct"):
        correct(cast, outcome.id, None)
    assert row(cast, outcome.id).counts


def test_a_confirmed_note_that_is_put_right_is_confirmed_no_more(cast: Cast) -> None:
    met = note(cast)
    question = confirming.ask(cast.act(cast.sari), cast.budi, met).subject
    assert question is not None
    confirming.confirm(cast.act(cast.budi), question, TODAY, note_too=True)
    correct(cast, met, Kind.CALL)
    assert [one.confirmed_at for one in relation(cast, cast.sari, cast.budi).evidence] == [None, None]
    assert [one.kind for one in relation(cast, cast.budi, cast.sari).evidence] == [Kind.MET]
