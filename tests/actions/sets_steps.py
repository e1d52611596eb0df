"""The way of an exchange of sets, in one line each."""

from __future__ import annotations

from uuid import UUID

from kunci.actions import offers, sets
from kunci.core.readiness import Stage
from kunci.reveal import sets as seen
from kunci.reveal.sets import SetView
from tests.cast import ADDRESS, Cast

WHY = "Kami memasok linen hotel."


def aside(cast: Cast, holder: UUID, partner: UUID, count: int = 3, name: str = "Orang") -> list[UUID]:
    """So many keys of the holder's, set aside for the partner."""
    keys = [cast.key(holder, f"Pintu {number}, Surabaya", f"{name} {number}") for number in range(count)]
    offers.set_ready(cast.act(holder), partner, frozenset(keys), frozenset(keys))
    return keys


def told(cast: Cast, one: UUID, other: UUID) -> UUID:
    """The next weekly moment comes for two who have keys set aside: the exchange that they are told of."""
    cast.later(14)
    sets.make_round(one, cast.now, ADDRESS)
    return next(row.id for row in seen.running(one, cast.now) if row.partner.id == other)


def opens(cast: Cast, exchange: UUID, *members: UUID) -> None:
    """One after the other, a minute apart."""
    for member in members:
        cast.later(1 / 1440)
        sets.open_set(cast.act(member), exchange)
        sets.follow(member, exchange, cast.now, ADDRESS)


def shown(cast: Cast, one: UUID, other: UUID, count: int = 3) -> tuple[UUID, list[UUID], list[UUID]]:
    """An exchange in which both sets show, with the keys of either."""
    mine, theirs = aside(cast, one, other, count), aside(cast, other, one, count)
    exchange = told(cast, one, other)
    opens(cast, exchange, one, other)
    return exchange, mine, theirs


def chooses(cast: Cast, member: UUID, exchange: UUID, *keys: UUID, by_mail: bool = True) -> None:
    sets.choose(cast.act(member), exchange, frozenset(keys), WHY, "id", by_mail=by_mail)
    sets.follow(member, exchange, cast.now, ADDRESS)


def view(cast: Cast, member: UUID, exchange: UUID) -> SetView:
    found = seen.exchange(member, cast.now, exchange)
    assert found is not None
    return found


def stages(cast: Cast, exchange: UUID, *members: UUID) -> list[Stage]:
    return [view(cast, member, exchange).stage for member in members]
