"""Whole sets in raw SQL: who is told when, who reads which row, and what nobody learns of the other's steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kunci.core.readiness import LASTS, both_told, moment_before
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

DAY = timedelta(days=1)
TELL = "select exchange, other from clerk.tell_sets()"
OPEN = "select clerk.open_set(%s)"
CHOOSE = "select clerk.choose_set(%s, %s::uuid[], 'Salam', 'id', 'id', false, %s, %s, %s)"
READY = "insert into door.ready (holder, partner, key, since) values (%s, %s, %s, %s) returning key"
LATER = NOW + 21 * DAY
# Minutes around the moment, days and weeks.
NEAR = st.sampled_from((0, 1, -1, 7, 6, 8, 14, 13, 30, 37, 44)).flatmap(
    lambda days: st.sampled_from((timedelta(), timedelta(microseconds=1), -timedelta(microseconds=1), DAY / 3)).map(
        lambda more: days * DAY + more
    )
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=st.none() | NEAR, theirs=st.none() | NEAR, over=st.none() | NEAR, later=NEAR)
def test_the_rule_in_the_database_is_the_rule_of_the_core(
    ground: Ground, both: Hand, mine: Any, theirs: Any, over: Any, later: Any
) -> None:
    cast, moment = ground.cast, moment_before(NOW)
    since = {cast.budi: mine, cast.sari: theirs}
    over_at = None if over is None else moment - over
    now = moment + later
    with both.connection.transaction(force_rollback=True):
        with both.everything():
            both.rows("delete from vault.ready_flag")
            for one, other in ((cast.budi, cast.sari), (cast.sari, cast.budi)):
                if since[one] is not None:
                    both.rows("insert into vault.ready_flag values (%s, %s, %s)", [one, other, moment - since[one]])
                if over_at is not None:
                    both.rows(
                        "insert into vault.set_exchange (id, member, partner, told_at, expires_at, ended_at) "
                        "values (%s, %s, %s, %s, 'infinity', %s)",
                        [UUID(int=1), one, other, over_at, over_at],
                    )
        both.as_member(cast.budi, now)
        told = [other for _, other in both.rows(TELL)]
        flags = [None if since[one] is None else moment - since[one] for one in (cast.budi, cast.sari)]
        assert told == ([cast.sari] if both_told(flags[0], flags[1], over_at, now) else [])
        assert both.rows(TELL) == []
        if told:
            ends = both.one(
                "select expires_at from door.set_exchange where ended_at is null order by told_at desc limit 1"
            )
            assert ends == now + LASTS


@pytest.fixture
def sets(ground: Ground, both: Hand) -> dict[str, Any]:
    """Sari and Budi have a key each set aside for the other, and were told."""
    cast = ground.cast
    both.as_member(cast.budi)
    mine = both.one("insert into door.key (holder, created_at) values (%s, %s) returning id", [cast.budi, NOW])
    both.one(
        "insert into door.own_face (holder, key, kind, line, created_at) values (%s, %s, 'hint', 'x', %s) returning id",
        [cast.budi, mine, NOW],
    )
    both.one(READY, [cast.budi, cast.sari, mine, NOW])
    with both.everything():
        both.rows("update vault.ready_flag set since = since - interval '14 days'")
    both.as_member(cast.budi)
    [(exchange, other)] = both.rows(TELL)
    assert other == cast.sari
    return {"exchange": exchange, "budis": mine, "saris": ground.shown}


def steps(both: Hand, member: UUID) -> tuple[Any, ...]:
    """All that a member reads of exchanges."""
    both.as_member(member)
    views = ("set_exchange", "set_own", "set_shown", "set_choice")
    return tuple(both.one(f"select coalesce(string_agg(v::text, ' '), '') from door.{view} v") for view in views)


def test_a_step_of_the_others_is_in_nothing_that_one_reads_until_both_took_it(
    ground: Ground, both: Hand, sets: dict[str, Any]
) -> None:
    sari, budi = ground.cast.sari, ground.cast.budi
    before = steps(both, budi)
    both.as_member(sari)
    assert both.one(OPEN, [sets["exchange"]]) is True
    assert steps(both, budi) == before
    both.as_member(budi)
    assert both.one(OPEN, [sets["exchange"]]) is True
    assert both.rows("select key from door.set_shown") == [(sets["saris"],)]
    before = steps(both, budi)
    both.as_member(sari)
    assert both.one(CHOOSE, [sets["exchange"], [sets["budis"]], LATER, LATER, LATER]) is True
    assert steps(both, budi) == before
    both.as_member(budi)
    assert both.rows("select from door.received where asker = %s", [sari]) == []
    assert both.one("select clerk.step_back(%s)", [sets["exchange"]]) is False
    assert both.one("select clerk.leave_set(%s)", [sets["exchange"]]) is True
    with both.everything():
        left = [both.one(f"select count(*) from vault.{table} where id = %s", [sets["exchange"]])
                for table in ("set_key", "set_choice")]  # fmt: skip
    assert left == [0, 0]


@pytest.mark.parametrize("who", ["ratna", "joko"])
def test_an_exchange_of_others_is_answered_like_one_that_is_not_there(
    ground: Ground, both: Hand, sets: dict[str, Any], who: str
) -> None:
    both.as_member(getattr(ground.cast, who))
    for call, more in (
        (OPEN, []),
        ("select clerk.leave_set(%s)", []),
        ("select clerk.step_back(%s)", []),
        (CHOOSE, [[sets["budis"]], LATER, LATER, LATER]),
    ):
        assert [both.one(call, [one, *more]) for one in (sets["exchange"], uuid4())] == [False, False]
    assert both.rows("select from door.set_exchange where id = %s", [sets["exchange"]]) == []


def test_only_what_shows_is_chosen_and_what_is_hidden_is_answered_like_what_is_absent(
    ground: Ground, both: Hand, sets: dict[str, Any]
) -> None:
    sari, budi = ground.cast.sari, ground.cast.budi
    for one in (sari, budi):
        both.as_member(one)
        both.one(OPEN, [sets["exchange"]])
    for keys in ([ground.hidden], [uuid4()], [sets["budis"]], [sets["saris"], ground.hidden], []):
        assert both.one(CHOOSE, [sets["exchange"], keys, LATER, LATER, LATER]) is False
    assert both.rows("select from door.set_choice") == []


def test_the_two_are_told_of_it_and_nobody_else(ground: Ground, both: Hand, sets: dict[str, Any]) -> None:
    cast = ground.cast
    notify = "select clerk.notify(%s, 'sets', %s)"
    both.as_member(cast.budi)
    for reader in (cast.budi, cast.sari, cast.ratna):
        both.rows(notify, [reader, sets["exchange"]])
    both.as_member(cast.ratna)
    both.rows(notify, [cast.ratna, sets["exchange"]])
    for reader, count in ((cast.budi, 1), (cast.sari, 1), (cast.ratna, 0)):
        both.as_member(reader)
        assert both.one("select count(*) from door.notice where subject = %s", [sets["exchange"]]) == count


def test_the_flags_are_nobodys_to_read_or_to_date(ground: Ground, both: Hand, hand: Hand) -> None:
    """Whoever dates what they set aside back has set it aside today."""
    cast = ground.cast
    both.as_member(cast.sari)
    both.one(READY, [cast.sari, cast.ratna, ground.shown, NOW - 300 * DAY])
    with both.everything():
        assert both.one("select since from vault.ready_flag where (holder, partner) = (%s, %s)",
                        [cast.sari, cast.ratna]) == NOW  # fmt: skip
    hand.as_member(cast.sari)
    for call in ("select from vault.ready_flag", "select vault.both_ready()", "select vault.set_aside(null, null)"):
        refused = hand.refusal(call)
        assert refused is not None
        assert refused.state == "42501"
