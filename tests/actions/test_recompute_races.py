"""A member, or a partner of theirs, acts while their passes are recomputed: it ends as one order would have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

import pytest

from kunci.actions import closing, ties
from kunci.actions.recompute import recompute
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.policy import Policy
from kunci.core.rungs import Rung
from kunci.reveal import audience, partners
from kunci.reveal.partners import Partner
from tests.actions.steps import face, trusts, verbs
from tests.actions.test_verb import at_once, outcome
from tests.cast import Cast, join
from tests.policies import MILDER, STRICTER, scaled

RACES = 5  # of each kind
HARSH = scaled(1.9, 1.0)
Step = Callable[[], object]
Pair = tuple[UUID, UUID, UUID]


def pair(cast: Cast) -> Pair:
    """A holder who trusts somebody, both new, and the key that is open to them."""
    holder = join(cast.act(cast.sari), "Wati", f"wati{cast.once.used}@kunci.test")
    viewer = join(cast.act(holder), "Yusuf", f"yusuf{cast.once.used}@kunci.test")
    key = cast.key(holder)
    trusts(cast, holder, viewer)
    return holder, viewer, key


def note(cast: Cast, pair: Pair, kind: Kind) -> Step:
    today = cast.now.date()
    return partial(ties.add_evidence, cast.act(pair[0]), pair[1], kind, today, today, "")


def grant(cast: Cast, pair: Pair) -> Step:
    holder, viewer, key = pair
    today, reason = cast.now.date(), (date(2015, 1, 1), Often.WEEKLY)
    ticked = {face(cast, holder, key, FaceKind.HINT)}
    return partial(ties.grant, cast.act(holder), viewer, Rung.TRUSTED, ticked, reason, today, "")


KINDS: dict[str, tuple[Callable[[Cast, Pair], Step], Policy]] = {
    "a good note": (partial(note, kind=Kind.PROMISE_KEPT), HARSH),
    "a bad note": (partial(note, kind=Kind.PROMISE_BROKEN), MILDER),
    "a rung granted": (grant, HARSH),
    "lowered": (lambda cast, pair: partial(ties.lower, cast.act(pair[0]), pair[1], Rung.KNOWN), MILDER),
    "the partner's account closed": (lambda cast, pair: partial(closing.close_account, cast.act(pair[1])), MILDER),
    "the member's account closed": (lambda cast, pair: partial(closing.close_account, cast.act(pair[0])), HARSH),
    "recomputed twice": (lambda cast, pair: partial(recompute, pair[0], cast.now, STRICTER), MILDER),
}


def came_of_it(cast: Cast, pair: Pair) -> list[object]:
    """What the holder sees afterwards, in words without ids; entries of one instant in no order."""
    holder, viewer, key = pair
    known: list[Partner] = [one for one in partners.partners(holder, cast.now) if one.id == viewer]
    told = [
        (one.kind, one.rung, one.over, one.lapsed, one.until) for one in audience.history(holder, cast.now, key=key)
    ]
    ends = [(one.rung, one.until, one.former) for one in known]
    return [ends, sorted(map(str, told)), sorted(verbs(cast, holder)), len(audience.eyes_of(holder, cast.now, viewer))]


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_member_who_acts_and_the_recomputing_one_comes_first(committed: Cast, kind: str) -> None:
    cast = committed
    act, policy = KINDS[kind]
    orders = []
    for turned in (False, True):
        made = pair(cast)
        steps: list[Step] = [act(cast, made), partial(recompute, made[0], cast.now, policy)]
        for step in reversed(steps) if turned else steps:
            step()
        orders.append(came_of_it(cast, made))
    for _ in range(RACES):
        made = pair(cast)
        both: list[Step] = [act(cast, made), partial(recompute, made[0], cast.now, policy)]
        done = at_once(both)
        assert [outcome(one) for one in done] == ["done", "done"]
        assert came_of_it(cast, made) in orders
