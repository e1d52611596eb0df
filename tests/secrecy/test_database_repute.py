"""What is said of members once a month, in raw SQL: drawn as the core draws it, read by few, counted by nobody else."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from kunci.core.repute import NAMES, Drawn, Member, Telling, branches, draw, voices
from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

ROUND = Principal("r", UUID(int=7))
DRAW = "select clerk.draw_repute()"
DAYS = timedelta(days=1)
FIRST = datetime(2027, 3, 1, tzinfo=UTC)
MONTHS = (FIRST, datetime(2027, 4, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC))
ALLOW = "insert into door.allowed (teller, handover, round, since) values (%s, %s, 1, %s) returning id"


def drawn(hand: Hand, at: datetime) -> Any:
    hand.look(ROUND, at)
    return hand.one(DRAW)


def bands(hand: Hand) -> dict[UUID, str]:
    with hand.everything():
        return dict(hand.rows("select member, band from vault.repute"))


def history(hand: Hand, random: Random) -> tuple[dict[UUID, Member], dict[UUID, list[Telling]]]:
    """Many who tell of many, as rows, and the same as values of the core. As everything."""
    people = [uuid4() for _ in range(60)]
    founder = hand.one("select id from vault.member where founder")
    joined = {one: MONTHS[0] - random.choice((30, 85, 89, 400)) * DAYS for one in people}
    inviter: dict[str, str] = {}
    for number, one in enumerate(people):
        hand.rows(
            "insert into vault.member (id, name, joined_at) values (%s, 'x', %s) returning id", [one, joined[one]]
        )
        by = random.choice([founder, founder, founder, *people[:number]])
        if random.random() < 0.9:  # of the others nobody knows who brought them in
            inviter[str(one)] = str(by)
            made = hand.one(
                "insert into vault.invitation (inviter, created_at, expires_at) values (%s, %s, %s) returning id",
                [by, joined[one], joined[one]],
            )
            hand.rows(
                "update vault.invitation set used_at = %s, used_by = %s where id = %s returning id",
                [joined[one], one, made],
            )
    found = branches(inviter, [str(founder)])
    members = {str(one): Member(found.get(str(one)), joined[one]) for one in people}
    tellings: dict[UUID, list[Telling]] = defaultdict(list)
    for one in people:
        mood = random.choice((("good",) * 8 + ("unfit",), ("good", "unfit", "broken"), ("broken",) * 5 + ("good",)))
        for teller in random.sample(people, random.choice((3, 5, 6, 9, 14, 25))):
            if teller != one:
                tellings[one].append(told(hand, random, teller, one, random.choice(mood)))
    return {UUID(one): member for one, member in members.items()}, tellings


def told(hand: Hand, random: Random, teller: UUID, other: UUID, verdict: str) -> Telling:
    at = MONTHS[0] + random.choice((-1200, -1096, -200, -30, -1, 0, 3, 31, 40)) * DAYS
    since = at + random.choice((0, 0, 20)) * DAYS
    until = random.choice((None, None, None, since, since + 45 * DAYS))
    handover = uuid4()
    hand.rows(
        "with o as (insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
        "values (%s, %s, %s, %s, %s, %s) returning handover) select from o",
        [handover, teller, other, verdict, at + 14 * DAYS, at],
    )
    hand.rows(
        "insert into vault.allowed (teller, handover, round, since, until) values (%s, %s, 1, %s, %s) returning id",
        [teller, handover, since, until],
    )
    return Telling(str(teller), verdict, at, since, until)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_draws_what_the_core_draws(ground: Ground, both: Hand, seed: int) -> None:
    with both.everything():
        members, tellings = history(both, Random(seed))
        both.rows("with d as (delete from vault.repute returning member) select from d")
    core = {str(id): member for id, member in members.items()}
    before: dict[UUID, Drawn] = {}
    said, lost = set(), 0
    for start in MONTHS:
        now: dict[UUID, Drawn] = {}
        for one, told in tellings.items():
            found = draw(voices(told, core, start), before.get(one), start.date())
            if found is not None:
                now[one] = found
        assert drawn(both, start + 9 * DAYS) is True
        assert bands(both) == {one: NAMES[found.word] for one, found in now.items()}
        said |= {found.word for found in now.values()}
        lost += len(before.keys() - now.keys())
        before = now
    assert said == set(NAMES)
    assert lost


def test_a_month_is_drawn_once_by_the_round_alone_and_none_before_it_is_drawn_later(ground: Ground, both: Hand) -> None:
    for principal in (None, Principal("m", ground.cast.sari), Principal("c", ground.consent), Principal("i", uuid4())):
        both.look(principal, FIRST)
        assert both.one(DRAW) is False
    assert drawn(both, FIRST) is True
    for at in (FIRST, FIRST + 30 * DAYS, FIRST - DAYS):
        assert drawn(both, at) is False
    with both.everything():
        assert both.rows("select month from vault.repute_month") == [(date(2027, 3, 1),)]


def test_the_round_sees_no_row(ground: Ground, both: Hand) -> None:
    both.look(ROUND)
    for view in ("repute", "allowed", "outcome", "member", "pass"):
        assert both.rows(f"select from door.{view}") == []


def test_a_word_is_read_by_those_who_know_of_them_and_by_themselves_and_says_no_more(
    ground: Ground, both: Hand
) -> None:
    cast = ground.cast
    with both.everything():
        both.rows(
            "insert into vault.repute (member, month, band) values (%s, '2026-11-01', 'good') returning member",
            [cast.joko],
        )
    for who, reads in ((cast.joko, True), (cast.ratna, True), (cast.sari, False), (cast.budi, False)):
        both.as_member(who)
        rows = both.rows("select * from door.repute where member = %s", [cast.joko])
        assert rows == ([(cast.joko, "good")] if reads else [])
    for verb in ("insert into door.repute (member, band) values ('{0}', 'bad')", "update door.repute set band = 'bad'",
                 "delete from door.repute"):  # fmt: skip
        both.as_member(cast.joko)
        refused = both.refusal(verb.format(cast.joko))
        assert refused is not None
        assert refused.state == "42501"


def test_only_a_telling_of_ones_own_is_allowed_from_now_on_and_taken_back_once(ground: Ground, both: Hand) -> None:
    cast = ground.cast
    both.as_member(cast.budi)
    absent, hidden = (
        both.refusal(ALLOW, [cast.budi, uuid4(), NOW]),
        both.refusal(ALLOW, [cast.budi, ground.handover, NOW]),
    )
    assert hidden is not None
    assert hidden == absent, "what Sari told is not Budi's"
    both.as_member(cast.sari)
    with both.everything():
        both.rows("with d as (delete from vault.allowed returning id) select from d")
    assert both.refusal(ALLOW, [cast.sari, ground.handover, NOW - DAYS]) is not None
    assert both.refusal(ALLOW, [cast.budi, ground.handover, NOW]) is not None
    made = both.one(ALLOW, [cast.sari, ground.handover, NOW])
    assert both.refusal(ALLOW, [cast.sari, ground.handover, NOW]) is not None, "it is allowed already"
    both.as_member(cast.budi)
    assert both.rows("select from door.allowed") == []
    assert both.changed("update door.allowed set until = %s", [NOW]) == 0
    later = NOW + DAYS
    both.as_member(cast.sari, later)
    assert both.refusal("update door.allowed set until = %s", [NOW]) is not None
    assert both.changed("update door.allowed set until = %s where id = %s", [later, made]) == 1
    assert both.changed("update door.allowed set until = %s where id = %s", [later, made]) == 0
    assert both.refusal(ALLOW, [cast.sari, ground.handover, later]) is None


def test_whoever_comes_by_an_invitation_belongs_to_the_branch_of_whoever_invited_them(
    ground: Ground, both: Hand
) -> None:
    """Sari founded, Budi and Ratna came by her, Joko by Ratna; what they accept later moves them no more."""
    cast = ground.cast
    branch = "select head from vault.branch where member = %s"
    with both.everything():
        heads = {one: both.rows(branch, [one]) for one in (cast.sari, cast.budi, cast.ratna, cast.joko)}
    assert heads == {
        cast.sari: [], cast.budi: [(cast.budi,)], cast.ratna: [(cast.ratna,)], cast.joko: [(cast.ratna,)],
    }  # fmt: skip
    both.as_member(cast.budi)
    made = both.one(
        "insert into door.invitation (inviter, created_at, expires_at) values (%s, %s, %s) returning id",
        [cast.budi, NOW, NOW + DAYS],
    )
    both.look(Principal("i", made))
    assert both.one("select clerk.accept_invitation(%s, 'Joko', '', '')", [cast.joko]) == cast.budi
    with both.everything():
        assert both.rows(branch, [cast.joko]) == [(cast.ratna,)]
        both.as_member(cast.ratna)
        both.rows("select clerk.close_account()")
        assert both.rows(branch, [cast.joko]) == [(cast.ratna,)], "whoever brought them in may go"
        assert both.rows(branch, [cast.ratna]) == []
