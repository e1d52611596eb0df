"""What a mediator's word carries where a key is handed over: no further than they stand, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

from kunci.core.evidence import Evidence, Kind
from kunci.core.mediating import CARRIES, Why, carried
from kunci.core.standing import Measure, standing_of
from kunci.core.vouching import weigh
from tests.core.strategies import NOW, TODAY


def ago(kind: Kind, *days: int) -> list[Evidence]:
    return [Evidence(f"{kind}{day}", kind, TODAY - timedelta(days=day)) for day in days]


PARTNER = [
    *ago(Kind.ONE_TO_ONE, *range(0, 720, 30)),
    *ago(Kind.PROMISE_KEPT, *range(10, 370, 20)),
    *ago(Kind.OUTCOME_GOOD, 40, 80, 120, 160, 200),
]


def test_of_a_stranger_a_partner_carries_trust_and_confidence_and_not_how_well_one_knows_them() -> None:
    found = carried([], PARTNER, frozenset(), NOW)
    assert (found.why, found.carries) == (Why.CARRIES, CARRIES)
    assert [gap.measure for gap in found.short] == [Measure.KNOW, Measure.LOYALTY]


def test_nobody_is_carried_further_than_their_mediator_stands() -> None:
    lately = [*ago(Kind.MET, 1), *ago(Kind.PROMISE_KEPT, 0, 7, 14, 21)]
    found = carried([], lately, frozenset(), NOW)
    gap = next(gap for gap in found.short if gap.measure is Measure.TRUST)
    assert found.carries == ()
    assert gap.have == weigh(lately, NOW).value * standing_of(lately, NOW).trust


def test_whom_one_does_not_trust_carries_nothing_and_a_voice_that_was_counted_nothing_more() -> None:
    nothing = carried([], [], frozenset(), NOW).short
    stranger = carried([], ago(Kind.MET, 1), frozenset(), NOW)
    assert (stranger.why, stranger.carries, stranger.short) == (Why.NOT_TRUSTED, (), nothing)
    word = ago(Kind.VOUCH, 3)
    counted = carried(word, PARTNER, frozenset({word[0].id}), NOW)
    assert (counted.why, counted.carries) == (Why.COUNTED, ())
    taken_back = [*word, Evidence("w", Kind.WITHDRAWAL, TODAY, voids=word[0].id)]
    assert carried(taken_back, PARTNER, frozenset({word[0].id}), NOW).why is Why.CARRIES


def test_what_one_was_only_told_of_a_mediator_carries_nobody() -> None:
    """A ring in which each speaks for the others: met, and vouched for by as many as one likes."""
    met = ago(Kind.MET, *range(1, 60, 7))
    words = [Evidence(f"w{n}", Kind.VOUCH, TODAY - timedelta(days=7 * n)) for n in range(12)]
    assert standing_of([*met, *words], NOW).trust > standing_of(met, NOW).trust
    found = carried([], [*met, *words], frozenset(), NOW)
    assert (found.why, found.carries) == (Why.NOT_TRUSTED, ())
    # And of somebody trusted for what was seen, words lift nobody further.
    both = carried([], [*PARTNER, *words], frozenset(), NOW)
    assert both == carried([], PARTNER, frozenset(), NOW)


def test_whose_word_is_all_that_speaks_for_an_asker_carries_them_no_further() -> None:
    word = ago(Kind.VOUCH, 3)
    found = carried(word, PARTNER, frozenset({word[0].id}), NOW)
    own = standing_of(word, NOW)
    assert (found.why, found.carries) == (Why.COUNTED, ())
    assert [gap.have for gap in found.short] == [own.measure(gap.measure) for gap in found.short]
