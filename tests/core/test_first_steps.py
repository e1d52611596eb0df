"""How sure one is of two people: no more than of the lesser of them."""

from __future__ import annotations

from datetime import timedelta

from kunci.core.evidence import Evidence, Kind
from kunci.core.first_steps import sure_of
from kunci.core.rungs import Rung
from tests.core.strategies import NOW, TODAY
from tests.core.test_mediating import PARTNER

MET = [Evidence(f"m{day}", Kind.MET, TODAY - timedelta(days=day)) for day in (1, 30, 60)]


def test_of_two_the_lesser_decides_whichever_comes_first() -> None:
    one, other = sure_of(PARTNER, MET, NOW), sure_of(MET, PARTNER, NOW)
    assert (one.rung, one.order, one.weaker) == (Rung.KNOWN, other.order, 1)
    assert other.weaker == 0
    assert sure_of(PARTNER, PARTNER, NOW).order > one.order > sure_of(PARTNER, [], NOW).order
    assert sure_of(PARTNER, PARTNER, NOW).weaker is None
