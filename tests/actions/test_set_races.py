"""Two take a step in one exchange at the very same moment: real threads and transactions. Both get a clear result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from kunci.actions import offers, sets
from kunci.actions.closing import close_account
from kunci.core.readiness import Stage
from kunci.core.rungs import Rung
from kunci.reveal import exchanges as seen_exchanges
from kunci.reveal import sets as seen
from tests.actions.sets_steps import WHY, aside, opens, stages, told, view
from tests.actions.steps import opened
from tests.actions.test_verb import at_once, outcome
from tests.cast import ADDRESS, Cast, join

ROUNDS = 2
Step = Callable[[], object]


def pair(cast: Cast) -> tuple[UUID, UUID, list[UUID], list[UUID]]:
    """Two who have a key set aside for each other, and have only just joined."""
    number = cast.once.used
    one = join(cast.act(cast.sari), "Wati", f"wati{number}@kunci.test")
    other = join(cast.act(one), "Yusuf", f"yusuf{number}@kunci.test")
    cast.knows_for_years(one, other)
    cast.grant(one, other, Rung.KNOWN, set())
    return one, other, aside(cast, one, other, 1), aside(cast, other, one, 1)


def opening(cast: Cast, member: UUID, exchange: UUID) -> Step:
    return partial(sets.open_set, cast.act(member), exchange)


def choosing(cast: Cast, member: UUID, exchange: UUID, key: UUID) -> Step:
    return partial(sets.choose, cast.act(member), exchange, frozenset({key}), WHY, "id")


def both_are_told_at_once(cast: Cast) -> None:
    """Two workers come to one pair: it is one exchange."""
    one, other, *_ = pair(cast)
    cast.later(14)
    steps: list[Step] = [partial(sets.make_round, who, cast.now, ADDRESS) for who in (one, other)]
    at_once(steps)
    (mine,), (theirs,) = (seen.running(who, cast.now) for who in (one, other))
    assert mine.id == theirs.id


def both_open(cast: Cast) -> None:
    one, other, mine, theirs = pair(cast)
    exchange = told(cast, one, other)
    done = at_once([opening(cast, one, exchange), opening(cast, other, exchange)])
    assert [outcome(came) for came in done] == ["done", "done"]
    assert stages(cast, exchange, one, other) == [Stage.SHOWN, Stage.SHOWN]
    assert (opened(cast, one), opened(cast, other)) == (theirs, mine)


def both_say_yes(cast: Cast) -> None:
    one, other, mine, theirs = pair(cast)
    exchange = told(cast, one, other)
    opens(cast, exchange, one, other)
    done = at_once([choosing(cast, one, exchange, theirs[0]), choosing(cast, other, exchange, mine[0])])
    assert [outcome(came) for came in done] == ["done", "done"]
    _agreed_once(cast, exchange, one, other)


def two_windows_say_the_last_yes(cast: Cast) -> None:
    """One of them finds it agreed; there is one ask each."""
    one, other, mine, theirs = pair(cast)
    exchange = told(cast, one, other)
    opens(cast, exchange, one, other)
    choosing(cast, one, exchange, theirs[0])()
    done = at_once([choosing(cast, other, exchange, mine[0]) for _ in range(2)])
    assert sorted(outcome(came) for came in done) == ["done", "set_agreed"]
    _agreed_once(cast, exchange, one, other)


def withdrawn_against_the_yes(cast: Cast) -> None:
    one, other, mine, theirs = pair(cast)
    exchange = told(cast, one, other)
    opens(cast, exchange, one, other)
    choosing(cast, one, exchange, theirs[0])()
    leaving: Step = partial(sets.leave, cast.act(one), exchange)
    done = [outcome(came) for came in at_once([leaving, choosing(cast, other, exchange, mine[0])])]
    if done == ["done", "set_over"]:
        _over_for_both(cast, exchange, one, other)
    else:
        assert done == ["set_agreed", "done"]
        _agreed_once(cast, exchange, one, other)


def ended_against_the_yes(cast: Cast, end: Callable[[UUID, UUID, list[UUID]], Step]) -> None:
    """The yes came first and stands as far as what ended it lets it, or it is over for both."""
    one, other, mine, theirs = pair(cast)
    exchange = told(cast, one, other)
    opens(cast, exchange, one, other)
    choosing(cast, one, exchange, theirs[0])()
    done = [outcome(came) for came in at_once([end(one, other, mine), choosing(cast, other, exchange, mine[0])])]
    assert done[0] == "done"
    assert done[1] in ("done", "set_over")
    found = view(cast, other, exchange)
    assert found.stage is (Stage.AGREED if done[1] == "done" else Stage.OVER)
    assert len(seen_exchanges.exchanges(other, cast.now).asked) == (done[1] == "done")


def unticked_against_the_yes(cast: Cast) -> None:
    def end(one: UUID, other: UUID, mine: list[UUID]) -> Step:
        return partial(offers.set_ready, cast.act(one), other, frozenset(mine), frozenset())

    ended_against_the_yes(cast, end)


def lowered_against_the_yes(cast: Cast) -> None:
    ended_against_the_yes(cast, lambda one, other, _: partial(cast.lower, one, other))


def gone_against_the_yes(cast: Cast) -> None:
    ended_against_the_yes(cast, lambda one, other, _: partial(close_account, cast.act(one)))


def _agreed_once(cast: Cast, exchange: UUID, one: UUID, other: UUID) -> None:
    assert stages(cast, exchange, one, other) == [Stage.AGREED, Stage.AGREED]
    for who in (one, other):
        rows = seen_exchanges.exchanges(who, cast.now)
        assert ([row.answered for row in rows.received], len(rows.asked)) == (["yes"], 1)


def _over_for_both(cast: Cast, exchange: UUID, one: UUID, other: UUID) -> None:
    assert stages(cast, exchange, one, other) == [Stage.OVER, Stage.OVER]
    for who in (one, other):
        rows = seen_exchanges.exchanges(who, cast.now)
        assert (rows.received, rows.asked, opened(cast, who)) == ((), (), [])


RACES = (
    both_are_told_at_once, both_open, both_say_yes, two_windows_say_the_last_yes, withdrawn_against_the_yes,
    unticked_against_the_yes, lowered_against_the_yes, gone_against_the_yes,
)  # fmt: skip


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_two_steps_in_one_exchange_at_once_both_have_a_clear_result(
    committed: Cast, race: Callable[[Cast], None]
) -> None:
    for _ in range(ROUNDS):
        race(committed)


@pytest.mark.heavy
@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_fifty_races_of_each_kind(committed: Cast, race: Callable[[Cast], None]) -> None:
    for _ in range(50):
        race(committed)
