"""An exchange of sets ends: whatever does it, for both alike."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from kunci.actions import keyring, offers, sets, tidying
from kunci.actions.closing import close_account
from kunci.core.readiness import Stage
from kunci.core.rungs import Rung
from kunci.reveal import exchanges as seen_exchanges
from tests.actions.conftest import Deliver
from tests.actions.sets_steps import aside, chooses, opens, stages, told, view
from tests.actions.steps import opened, refused
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def ready(cast: Cast, holder: UUID, partner: UUID, keys: list[UUID], ticked: list[UUID]) -> None:
    offers.set_ready(cast.act(holder), partner, frozenset(keys), frozenset(ticked))


def withdrawn(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    sets.leave(cast.act(cast.sari), exchange)


def lowered(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    cast.lower(cast.sari, cast.budi, Rung.KNOWN)


def unticked(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    ready(cast, cast.sari, cast.budi, mine, mine[1:])


def archived(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    tidying.archive(cast.act(cast.sari), [mine[0]])


def dropped(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    keyring.drop_key(cast.act(cast.sari), mine[0])


def closed(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    keyring.close_key(cast.act(cast.sari), mine[0])


def shut_out(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    keyring.shut_out(cast.act(cast.sari), mine[0], cast.budi)


def expired(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    cast.later(14)


def left(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    close_account(cast.act(cast.sari))


def dropped_where_the_rung_shows_it(cast: Cast, exchange: UUID, mine: list[UUID]) -> None:
    """No grant of the exchange goes with it."""
    keyring.drop_key(cast.act(cast.sari), mine[2])


ENDS = (
    withdrawn,
    lowered,
    unticked,
    archived,
    dropped,
    closed,
    shut_out,
    expired,
    left,
    dropped_where_the_rung_shows_it,
)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_whatever_ends_it_ends_it_for_both_in_the_same_words_and_with_no_trace(
    cast: Cast, deliver: Deliver, end: Callable[[Cast, UUID, list[UUID]], None]
) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    mine = aside(cast, cast.sari, cast.budi)
    if end is dropped_where_the_rung_shows_it:
        cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    opens(cast, exchange, cast.sari, cast.budi)
    chooses(cast, cast.budi, exchange, mine[0])
    assert [one.key for one in view(cast, cast.budi, exchange).theirs if one.chosen] == [mine[0]]
    deliver()
    end(cast, exchange, mine)
    over = view(cast, cast.budi, exchange)
    assert (over.stage, over.mine, over.theirs, over.asked, over.asks) == (Stage.OVER, (), (), (), ())
    assert opened(cast, cast.budi) == [] or end is dropped_where_the_rung_shows_it
    assert deliver() == []
    with refused("set_over"):
        chooses(cast, cast.budi, exchange, mine[1])
    if end is not left:
        assert stages(cast, exchange, cast.sari) == [Stage.OVER]
        assert opened(cast, cast.sari) == []
        sets.make_round(cast.sari, cast.now, ADDRESS)
    sets.make_round(cast.budi, cast.now, ADDRESS)
    assert view(cast, cast.budi, exchange).sentence == ""
    assert seen_exchanges.exchanges(cast.budi, cast.now).asked == ()
    sets.leave(cast.act(cast.budi), exchange)  # says nothing of who was first
