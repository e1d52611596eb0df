"""What a vouch costs: where trust is broken a counted word failed, on the hearer's own tie with whoever gave it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from kunci.actions import correcting, ties, vouching
from kunci.core.evidence import Kind
from kunci.core.vouching import LASTS
from tests.actions.steps import refused, relation, verbs
from tests.actions.test_vouching import counts, kinds, meet, notes, outcome, says
from tests.cast import ADDRESS, Cast


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Budi knows Sari for years, and has met Ratna, whom Sari will speak of."""
    meet(cast, cast.budi, cast.ratna)
    cast.knows_for_years(cast.budi, cast.sari)
    return cast


def breaks(cast: Cast, member: UUID, partner: UUID, days_ago: int = 0) -> UUID:
    """A promise that was broken; the note of it."""
    day = cast.now.date()
    done = ties.add_evidence(cast.act(member), partner, Kind.PROMISE_BROKEN, day - timedelta(days_ago), day, "")
    return UUID(str(done.detail["evidence"]))


def test_a_vouch_that_failed_is_noted_on_the_tie_with_whoever_gave_it(known: Cast) -> None:
    cast = known
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    before, silent = relation(cast, cast.budi, cast.sari).standing, verbs(cast, cast.sari)
    breaks(cast, cast.budi, cast.ratna)
    after = relation(cast, cast.budi, cast.sari).standing
    assert after.trust < before.trust
    assert kinds(cast, cast.budi, cast.sari) == [Kind.PRIOR, Kind.WORD_FAILED]
    failed = next(row for row in notes(cast, cast.budi, cast.sari) if row.kind is Kind.WORD_FAILED)
    assert failed.rests_on is not None
    assert (failed.rests_on.kind, failed.rests_on.about) == (Kind.PROMISE_BROKEN, "Ratna Dewi")
    assert not failed.can_take_back
    assert not failed.can_correct
    with refused("word_rests"):
        ties.take_back(cast.act(cast.budi), cast.sari, failed.id, cast.now.date())
    assert verbs(cast, cast.sari) == silent
    assert verbs(cast, cast.budi).count("evidence.add") == 1  # one verb, one entry


def test_an_outcome_that_broke_trust_fails_the_word_too(known: Cast) -> None:
    cast = known
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    outcome(cast, cast.ratna, "broken")
    assert Kind.WORD_FAILED in kinds(cast, cast.budi, cast.sari)


def test_an_outcome_that_was_merely_unfit_fails_no_word(known: Cast) -> None:
    cast = known
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    outcome(cast, cast.ratna, "unfit")
    assert Kind.WORD_FAILED not in kinds(cast, cast.budi, cast.sari)


@pytest.mark.parametrize("how", ["not counted", "a warning", "withdrawn", "over", "taken back", "before", "shut out"])
def test_no_word_fails_that_was_not_counted_or_did_not_hold(known: Cast, how: str) -> None:
    cast = known
    made = says(cast, cast.sari, cast.ratna, cast.budi, Kind.WARNING if how == "a warning" else Kind.VOUCH)
    if how != "not counted":
        counts(cast, cast.budi, made)
    if how == "withdrawn":
        vouching.withdraw(cast.act(cast.sari), made, ADDRESS)
    if how == "over":
        cast.now += LASTS
    if how == "taken back":
        (row,) = notes(cast, cast.budi, cast.ratna)
        ties.take_back(cast.act(cast.budi), cast.ratna, row.id, cast.now.date())
    if how == "shut out":
        cast.lower(cast.sari, cast.budi)
    breaks(cast, cast.budi, cast.ratna, days_ago=1 if how == "before" else 0)
    assert kinds(cast, cast.budi, cast.sari) == [Kind.PRIOR]


def test_taking_the_bad_note_back_takes_back_what_rested_on_it(known: Cast) -> None:
    cast = known
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    before = relation(cast, cast.budi, cast.sari).standing
    bad = breaks(cast, cast.budi, cast.ratna)
    ties.take_back(cast.act(cast.budi), cast.ratna, bad, cast.now.date())
    assert kinds(cast, cast.budi, cast.sari) == [Kind.PRIOR]
    assert relation(cast, cast.budi, cast.sari).standing == before


@pytest.mark.parametrize(
    ("right", "stays"), [(Kind.CALL, False), (None, False), (Kind.PROMISE_BROKEN, True), (Kind.PROMISE_KEPT, False)]
)
def test_correcting_the_bad_note_corrects_what_rested_on_it(known: Cast, right: Kind | None, stays: bool) -> None:
    cast = known
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    bad = breaks(cast, cast.budi, cast.ratna)
    cast.later(3)
    day = cast.now.date()
    correcting.correct(cast.act(cast.budi), cast.ratna, bad, right, day, day, "")
    assert (Kind.WORD_FAILED in kinds(cast, cast.budi, cast.sari)) == stays
    assert kinds(cast, cast.budi, cast.sari).count(Kind.WORD_FAILED) == int(stays)
