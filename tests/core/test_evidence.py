from datetime import date, timedelta

import pytest

from kunci.core.evidence import Evidence, Kind, Often, in_force
from tests.core.strategies import TODAY


def met(id: str, voids: str | None = None) -> Evidence:
    return Evidence(id, Kind.MET, TODAY, voids=voids)


def withdrawal(id: str, voids: str) -> Evidence:
    return Evidence(id, Kind.WITHDRAWAL, TODAY, voids=voids)


def test_a_withdrawal_takes_a_row_back_and_says_nothing_itself() -> None:
    assert in_force([met("a"), met("b"), withdrawal("c", "a")]) == (met("b"),)


def test_a_row_that_replaces_another_counts_as_itself() -> None:
    call = Evidence("b", Kind.CALL, TODAY, voids="a")
    assert in_force([met("a"), call]) == (call,)


def test_a_withdrawn_row_does_not_come_back_when_the_withdrawal_is_voided() -> None:
    assert in_force([met("a"), withdrawal("b", "a"), withdrawal("c", "b")]) == ()


def test_a_replacement_of_a_replacement_is_the_one_in_force() -> None:
    assert in_force([met("a"), met("b", voids="a"), met("c", voids="b")]) == (met("c", voids="b"),)


def test_rows_in_force_are_listed_by_day_and_id_whatever_the_order_of_entry() -> None:
    early = Evidence("z", Kind.MET, TODAY - timedelta(days=1))
    assert in_force([met("b"), met("a"), early]) == (early, met("a"), met("b"))


@pytest.mark.parametrize(
    ("kind", "on", "more", "says"),
    [
        (Kind.PRIOR, TODAY, {"since": TODAY}, "how often"),
        (Kind.PRIOR, TODAY, {"often": Often.WEEKLY}, "since when"),
        (Kind.PRIOR, TODAY, {"since": TODAY + timedelta(days=1), "often": Often.WEEKLY}, "cannot begin after"),
        (Kind.MET, TODAY, {"often": Often.WEEKLY}, "only prior acquaintance"),
        (Kind.MET, TODAY, {"since": TODAY}, "only prior acquaintance"),
        (Kind.MET, date(1969, 12, 31), {}, "must be dated"),
        (Kind.MET, date(2100, 1, 1), {}, "must be dated"),
        (Kind.MET, TODAY, {"voids": "x"}, "cannot void itself"),
        (Kind.WITHDRAWAL, TODAY, {}, "names the row"),
        (Kind.VOUCH, TODAY, {"weight": 1.1}, "between 0 and 1"),
        (Kind.WARNING, TODAY, {"weight": -0.1}, "between 0 and 1"),
        (Kind.MET, TODAY, {"weight": 0.5}, "only a vouch"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(kind: Kind, on: date, more: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Evidence("x", kind, on, **more)  # type: ignore[arg-type]  # one table for several fields
