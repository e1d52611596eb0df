"""Doors that members look for in raw SQL: who reads them, who writes what, and what nobody can do in another's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

DAYS = timedelta(days=180)
WRITE = (
    "insert into door.want (member, text, rung, created_at, expires_at, closed_at) "
    "values (%(member)s, 'Pintu', %(rung)s, %(at)s, %(until)s, %(closed)s) returning id"
)
AWAY = {
    "want_aside": "insert into door.want_aside (member, want, since) values (%(me)s, %(want)s, now())",
    "want_no_match": "insert into door.want_no_match (member, want, key, since) values "
    "(%(me)s, %(want)s, (select id from door.key limit 1), now())",
}
THANK = (
    "insert into door.thanks_given (want, author, helper, text, words, given_at) "
    "values (%s, %s, %s, 'x', 'terima kasih', %s) returning id"
)
OFFER = (
    "insert into door.offered (key, holder, partner, sentence, shown_hint, offered_at, expires_at, want) "
    "values ((select id from door.key limit 1), %s, %s, 'x', 'x', now(), now(), %s)"
)


@pytest.fixture
def want(ground: Ground) -> dict[str, Any]:
    """What Sari may write."""
    return {"member": ground.cast.sari, "rung": 2, "at": NOW, "until": NOW + DAYS, "closed": None}


def written(both: Hand, want: dict[str, Any], **more: object) -> UUID:
    both.as_member(want["member"])
    made: UUID = both.one(WRITE, {**want, **more})
    return made


def heard(hand: Hand, member: UUID, at: Any = NOW) -> list[UUID]:
    hand.as_member(member, at)
    return [row[0] for row in hand.rows("select id from door.heard_want where text = 'Pintu' order by id")]


def test_its_author_reads_the_want_and_whoever_stands_there_what_it_says(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    cast, made = ground.cast, written(both, want)
    assert [heard(both, who) for who in (cast.budi, cast.ratna, cast.joko, cast.sari)] == [[made], [], [], []]
    both.as_member(cast.budi)
    assert both.rows("select from door.want") == []
    assert both.rows("select from door.heard_want where id = %s", [uuid4()]) == []
    assert heard(both, cast.budi, NOW + DAYS) == []
    both.as_member(cast.sari)
    both.rows("with a as (update door.want set closed_at = %s where id = %s returning id) select from a", [NOW, made])
    assert heard(both, cast.budi) == []
    with both.everything():
        assert both.rows("select from vault.want_face where want = %s", [made]) == []


def test_named_it_is_heard_as_long_as_the_grant_and_heard_both_ways_it_is_there_once(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    cast, made = ground.cast, written(both, want, rung=None)
    assert heard(both, cast.budi) == []
    grant = 'insert into door."grant" (gate, viewer, holder, follows, until) values (%s, %s, %s, 1, %s)'
    both.as_member(cast.sari)
    both.rows(f"with a as ({grant} returning id) select from a", [made, cast.budi, cast.sari, NOW + DAYS])
    assert heard(both, cast.budi) == [made]
    both.as_member(cast.sari)
    both.rows("with a as (update door.want set rung = 1 where id = %s returning id) select from a", [made])
    assert heard(both, cast.budi) == [made]
    # Nobody opens the gate of another's want, not even to whoever hears of it.
    both.as_member(cast.budi)
    refused = both.refusal(grant, [made, cast.sari, cast.budi, NOW + DAYS])
    assert refused is not None
    assert refused.state == "42501"


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": "budi"},
        {"at": NOW - timedelta(days=1)},
        {"until": NOW},
        {"until": NOW + DAYS + timedelta(seconds=1)},
        {"closed": NOW},
        {"rung": 0},
        {"rung": 4},
    ],
)
def test_a_want_is_written_by_oneself_now_for_half_a_year_at_most(
    ground: Ground, both: Hand, want: dict[str, Any], wrong: dict[str, Any]
) -> None:
    both.as_member(ground.cast.sari)
    assert both.refusal(WRITE, want) is None
    changed = {name: getattr(ground.cast, value) if name == "member" else value for name, value in wrong.items()}
    refused = both.refusal(WRITE, {**want, **changed})
    assert refused is not None
    assert refused.state in {"42501", "23514"}


def test_it_is_changed_by_its_author_alone_and_never_for_longer_than_half_a_year(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    cast, made = ground.cast, written(both, want)
    for instant in (NOW + 2 * DAYS,):
        refused = both.refusal("update door.want set expires_at = %s", [instant])
        assert refused is not None
        assert refused.state == "42501"
    for column in ("id", "member", "created_at"):
        assert both.refusal(f"update door.want set {column} = {column}") is not None
    both.as_member(cast.budi)
    assert both.changed("update door.want set text = 'x' where id = %s", [made]) == 0
    for view in ("heard_want", "want"):
        assert both.refusal(f"delete from door.{view}") is not None
    assert both.refusal("update door.heard_want set text = 'x'") is not None


def test_ten_are_open_at_a_time_and_nobody_learns_how_many_another_has(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    for _ in range(10):
        last = written(both, want)
    refused = both.refusal(WRITE, want)
    assert refused is not None
    assert refused.state == "23514"
    both.as_member(ground.cast.budi)
    in_her_name, in_nobodys = both.refusal(WRITE, want), both.refusal(WRITE, {**want, "member": uuid4()})
    assert in_her_name is not None
    assert in_her_name == in_nobodys
    both.as_member(ground.cast.sari)
    both.rows("with a as (update door.want set closed_at = %s where id = %s returning id) select from a", [NOW, last])
    assert both.refusal(WRITE, want) is None
    both.rows(WRITE, want)
    assert both.refusal("update door.want set closed_at = null where id = %s", [last]) is not None


@pytest.mark.parametrize("view", AWAY)
def test_only_what_one_hears_is_put_away_and_what_is_hidden_is_refused_like_what_is_not_there(
    ground: Ground, both: Hand, want: dict[str, Any], view: str
) -> None:
    cast = ground.cast
    open_to_budi, hidden = written(both, want), written(both, want, rung=3)
    both.as_member(cast.budi)
    assert both.refusal(AWAY[view], {"me": cast.budi, "want": open_to_budi}) is None or view == "want_no_match"
    refusals = [both.refusal(AWAY[view], {"me": cast.budi, "want": one}) for one in (hidden, uuid4())]
    assert refusals[0] is not None
    assert refusals[0] == refusals[1]
    assert both.refusal(AWAY[view], {"me": cast.sari, "want": open_to_budi}) is not None
    # Nor one's own.
    both.as_member(cast.sari)
    assert both.refusal(AWAY[view], {"me": cast.sari, "want": open_to_budi}) is not None


def test_a_key_is_offered_for_a_want_of_theirs_that_one_hears_and_for_no_other(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    cast = ground.cast
    budis = written(both, {**want, "member": cast.budi}, rung=None)
    both.as_member(cast.sari)
    hidden, absent = (both.refusal(OFFER, [cast.sari, cast.budi, one]) for one in (budis, uuid4()))
    assert hidden is not None
    assert hidden == absent
    both.as_member(cast.budi)
    with both.everything():
        both.rows('insert into vault."grant" (gate, viewer, holder, until) values (%s, %s, %s, %s) returning id',
                  [budis, cast.sari, cast.budi, NOW + DAYS])  # fmt: skip
    both.as_member(cast.sari)
    assert both.refusal(OFFER, [cast.sari, cast.ratna, budis]) is not None  # Ratna does not look for it
    both.rows(f"with a as ({OFFER} returning id) select from a", [cast.sari, cast.budi, budis])
    twice = both.refusal(OFFER, [cast.sari, cast.budi, budis])
    assert twice is not None
    assert twice.state == "23505"


def test_thanks_go_to_whoever_may_hear_or_offered_and_are_read_by_them_alone(
    ground: Ground, both: Hand, want: dict[str, Any]
) -> None:
    cast, made = ground.cast, written(both, want)
    for who in (cast.ratna, cast.joko, uuid4()):
        assert both.refusal(THANK, [made, cast.sari, who, NOW]) is not None
    assert both.refusal(THANK, [made, cast.sari, cast.budi, NOW - timedelta(days=1)]) is not None
    assert both.refusal(THANK, [made, cast.budi, cast.sari, NOW]) is not None
    given = both.one(THANK, [made, cast.sari, cast.budi, NOW])
    both.rows("select clerk.notify(%s, 'thanked', %s)", [cast.ratna, given])
    both.rows("select clerk.notify(%s, 'thanked', %s)", [cast.budi, given])
    for who, had in ((cast.budi, [(given,)]), (cast.ratna, []), (cast.sari, [])):
        both.as_member(who)
        assert both.rows("select id from door.thanks_had where want = %s", [made]) == had
        assert both.rows("select subject from door.notice where kind = 'thanked' and subject = %s", [given]) == had
    both.as_member(cast.budi)
    assert both.rows("select from door.thanks_given") == []


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_a_closing_account_takes_its_wants_along(ground: Ground, both: Hand, want: dict[str, Any], who: str) -> None:
    """Sari looks for a door, has thanked Budi, and he has put it aside."""
    cast, made = ground.cast, written(both, want)
    both.rows(THANK, [made, cast.sari, cast.budi, NOW])
    both.as_member(cast.budi)
    both.rows(f"with a as ({AWAY['want_aside']} returning want) select from a", {"me": cast.budi, "want": made})
    both.as_member(getattr(cast, who), NOW + timedelta(hours=1))
    assert both.one("select clerk.close_account()")
    with both.everything():
        left = [
            both.one(f"select count(*) from vault.{table} where want = %s", [made])
            for table in ("want_face", "want_thanks", "want_aside")
        ]
    assert left == ([0, 0, 1] if who == "sari" else [2, 1, 0])


RELAY = (
    "insert into door.want (member, text, rung, travels, relays, created_at, expires_at) "
    "values (%s, 'Pintu', 1, true, %s, %s, %s) returning id"
)


@pytest.fixture
def passed_on(ground: Ground, both: Hand, want: dict[str, Any]) -> tuple[UUID, UUID]:
    """What Sari looks for, and by what Budi passes it on; he lets both Sari and Ratna hear."""
    cast, made = ground.cast, written(both, want)
    both.rows("update door.want set travels = true where id = %s returning id", [made])
    with both.everything():
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.budi, cast.ratna, NOW])
        both.rows(
            "update vault.pass set known_until = 'infinity' where holder = %s and viewer in (%s, %s) returning viewer",
            [cast.budi, cast.sari, cast.ratna],
        )
    both.as_member(cast.budi)
    return made, both.one(RELAY, [cast.budi, made, NOW, NOW + DAYS])


def test_whom_a_relay_comes_from_never_hears_it_and_nobody_reads_from_whom(
    ground: Ground, both: Hand, passed_on: tuple[UUID, UUID]
) -> None:
    cast, (first, second) = ground.cast, passed_on
    assert [second in heard(both, who) for who in (cast.sari, cast.ratna, cast.budi)] == [False, True, False]
    both.as_member(cast.ratna)
    (row,) = both.rows("select * from door.heard_want where id = %s", [second])
    assert {str(first), str(cast.sari)}.isdisjoint(map(str, row))
    assert both.rows("select from door.heard_meaning where want = %s", [first]) == []
    # Passed on once more it reaches neither of them, whoever may hear; and says that it goes no further.
    third = both.one(RELAY, [cast.ratna, second, NOW, NOW + DAYS])
    with both.everything():
        both.rows("update vault.pass set known_until = 'infinity' where holder = %s returning viewer", [cast.ratna])
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.ratna, cast.budi, NOW])
    assert [third in heard(both, who) for who in (cast.sari, cast.budi, cast.joko)] == [False, False, True]
    both.as_member(cast.joko)
    assert both.rows("select travels from door.heard_want where id = %s", [third]) == [(False,)]
    both.as_member(cast.ratna)
    assert both.rows("select travels, relays from door.want where id = %s", [third]) == [(True, second)]


def test_nobody_passes_on_what_they_do_not_hear_or_what_stays(
    ground: Ground, both: Hand, passed_on: tuple[UUID, UUID]
) -> None:
    cast, (first, second) = ground.cast, passed_on
    for who, what in ((cast.ratna, first), (cast.sari, second), (cast.budi, second), (cast.ratna, uuid4())):
        both.as_member(who)
        refused = both.refusal(RELAY, [who, what, NOW, NOW + DAYS])
        assert refused is not None
        assert refused.state == "42501"
    both.as_member(cast.budi)
    refused = both.refusal("update door.want set relays = null where id = %s", [second])
    assert refused is not None
    both.as_member(cast.budi)
    both.rows("update door.want set travels = false where id = %s returning id", [second])
    both.as_member(cast.ratna)
    assert both.refusal(RELAY, [cast.ratna, second, NOW, NOW + DAYS]) is not None
