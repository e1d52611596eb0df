"""Mentors in raw SQL: who reads it, who writes what, and what nobody can do in another's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kunci.core.mentoring import Telling, ends
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

DAYS = timedelta(days=21)
PROPOSE = (
    "insert into door.as_newcomer (newcomer, mentor, proposed_by, words, proposed_at, expires_at, withdrawn_at, "
    "agreed_at, ended_at, ended_by, farewell) values (%(newcomer)s, %(mentor)s, %(by)s, %(words)s, %(at)s, %(ends)s, "
    "%(withdrawn)s, %(agreed)s, null, null, '') returning id"
)
DRAFT = (
    "insert into door.draft (newcomer, key, sentence, changed_at, shown_at) "
    "values (%(newcomer)s, %(key)s, 'Kami memasok linen.', %(at)s, %(shown)s) returning id"
)
NOTE = (
    "insert into door.note_given (draft, newcomer, mentor, words, noted_at) "
    "values (%(draft)s, %(newcomer)s, %(mentor)s, 'Bagus.', %(at)s) returning id"
)


@pytest.fixture
def joko(ground: Ground, both: Hand) -> dict[str, Any]:
    """Joko would accompany Budi; the two know each other, and Joko told three outcomes well. Nothing else of the two
    is there."""
    cast = ground.cast
    with both.everything():
        both.rows(
            "with a as (delete from vault.mentorship where newcomer = %s returning id) select from a", [cast.budi]
        )
        both.rows("with a as (delete from vault.draft where newcomer = %s returning id) select from a", [cast.budi])
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.budi, cast.joko, NOW])
        told(both, cast.joko, NOW - timedelta(days=90), NOW - timedelta(days=60), NOW - timedelta(days=30))
    return {
        "newcomer": cast.budi, "mentor": cast.joko, "by": cast.budi, "words": "Boleh?", "at": NOW, "ends": NOW + DAYS,
        "withdrawn": None, "agreed": None,
    }  # fmt: skip


def told(both: Hand, teller: UUID, *days: Any, verdict: str = "good", handover: UUID | None = None) -> None:
    for at in days:
        both.rows(
            "insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
            "values (%s, %s, %s, %s, %s, %s) returning id",
            [handover or uuid4(), teller, teller, verdict, at + timedelta(days=10), at],
        )


def agreed(both: Hand, joko: dict[str, Any]) -> UUID:
    both.as_member(joko["newcomer"])
    made: UUID = both.one(PROPOSE, joko)
    both.as_member(joko["mentor"])
    assert both.changed("update door.as_mentor set agreed_at = %s where id = %s", [NOW, made]) == 1
    return made


def until(both: Hand, id: UUID) -> Any:
    with both.everything():
        return both.one("select until from vault.mentorship where id = %s", [id])


def readers(ground: Ground, both: Hand, view: str, id: UUID, column: str = "id", at: Any = NOW) -> list[str]:
    found = []
    for who in ("sari", "budi", "ratna", "joko"):
        both.as_member(getattr(ground.cast, who), at)
        if both.rows(f"select from door.{view} where {column} = %s", [id]):
            found.append(who)
    return found


def test_each_reads_their_own_side_and_those_whom_the_newcomer_deals_with_one_line(
    ground: Ground, both: Hand, joko: dict[str, Any]
) -> None:
    """Sari holds an ask of Budi's; Ratna knows of neither of the two what they agreed."""
    id = agreed(both, joko)
    assert readers(ground, both, "as_newcomer", id) == ["budi"]
    assert readers(ground, both, "as_mentor", id) == ["joko"]
    assert readers(ground, both, "accompanied", id, "mentorship") == ["sari", "budi"]
    both.as_member(ground.cast.joko)
    assert both.one("select until from door.as_mentor where id = %s", [id]) is None
    over = NOW + timedelta(days=365)
    assert readers(ground, both, "accompanied", id, "mentorship", over - timedelta(seconds=1)) == ["budi"]
    assert readers(ground, both, "accompanied", id, "mentorship", over) == []
    both.as_member(ground.cast.joko, over)
    assert both.one("select until from door.as_mentor where id = %s", [id]) == over


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "joko"},
        {"newcomer": "joko"},
        {"newcomer": "ratna"},
        {"mentor": "ratna", "absent": True},
        {"words": ""},
        {"at": NOW - timedelta(days=1)},
        {"ends": NOW + DAYS + timedelta(seconds=1)},
        {"withdrawn": NOW},
        {"agreed": NOW},
    ],
)
def test_nobody_proposes_for_another_or_in_another_way_than_it_is_said(
    ground: Ground, both: Hand, joko: dict[str, Any], wrong: dict[str, Any]
) -> None:
    both.as_member(ground.cast.budi)
    assert both.refusal(PROPOSE, joko) is None
    people = {"joko": ground.cast.joko, "ratna": uuid4() if wrong.pop("absent", False) else ground.cast.ratna}
    refused = both.refusal(PROPOSE, joko | {name: people.get(str(value), value) for name, value in wrong.items()})
    assert refused is not None
    assert refused.state in {"42501", "23514"}


def test_whoever_does_not_know_somebody_is_refused_as_for_somebody_absent(
    ground: Ground, both: Hand, joko: dict[str, Any]
) -> None:
    with both.everything():
        both.rows(
            "with a as (delete from vault.pass where (viewer, holder) = (%s, %s) returning 1) select from a",
            [ground.cast.budi, ground.cast.ratna],
        )
    both.as_member(ground.cast.budi)
    refusals = [both.refusal(PROPOSE, joko | {"mentor": one}) for one in (ground.cast.ratna, uuid4())]
    assert refusals[0] is not None
    assert refusals[0] == refusals[1]


def test_only_the_other_agrees_once_in_time_and_as_experienced_as_it_takes(
    ground: Ground, both: Hand, joko: dict[str, Any]
) -> None:
    cast = ground.cast
    both.as_member(cast.budi)
    id = both.one(PROPOSE, joko)
    agree = "update door.{} set agreed_at = %s where id = %s"
    assert both.refusal(agree.format("as_newcomer"), [NOW, id]) is not None
    both.as_member(cast.joko)
    assert both.refusal(agree.format("as_mentor"), [NOW - timedelta(days=1), id]) is not None
    assert both.refusal("update door.as_mentor set withdrawn_at = %s where id = %s", [NOW, id]) is not None
    both.as_member(cast.joko, NOW + DAYS)
    assert both.refusal(agree.format("as_mentor"), [NOW + DAYS, id]) is not None
    for who in (cast.sari, cast.ratna):
        both.as_member(who)
        assert both.changed(agree.format("as_mentor"), [NOW, id]) == 0
    for verdict in ("unfit", "good"):
        with both.everything():
            both.rows(
                "with a as (update vault.outcome set verdict = %s where teller = %s returning id) select from a",
                [verdict, cast.joko],
            )
        both.as_member(cast.joko)
        assert (both.refusal(agree.format("as_mentor"), [NOW, id]) is None) == (verdict == "good")
    with both.everything():  # came by an invitation of Budi's
        both.rows(
            "insert into vault.journal (member, verb, at, subject, once) "
            "values (%s, 'joined', %s, %s, %s) returning id",
            [cast.joko, NOW, cast.budi, uuid4()],
        )
    both.as_member(cast.joko)
    refused = both.refusal(agree.format("as_mentor"), [NOW, id])
    assert refused is not None
    assert refused.state == "23514"


def test_three_newcomers_and_one_mentor_at_a_time(ground: Ground, both: Hand, joko: dict[str, Any]) -> None:
    agreed(both, joko)
    both.as_member(ground.cast.budi)
    again = both.refusal(PROPOSE, joko)
    assert again is not None
    assert again.state == "23514"
    both.look(None)
    with both.everything():
        for number in range(2):
            other = uuid4()
            both.rows("insert into vault.member (id, name, joined_at) values (%s, %s, %s)", [other, f"N{number}", NOW])
            both.rows(
                "insert into vault.mentorship (newcomer, mentor, proposed_by, words, proposed_at, expires_at, "
                "agreed_at, until) values (%s, %s, %s, 'x', %s, %s, %s, 'infinity') returning id",
                [other, ground.cast.joko, other, NOW, NOW, NOW],
            )
    both.as_member(ground.cast.joko)
    fourth = joko | {"newcomer": ground.cast.ratna, "by": ground.cast.joko}
    refused = both.refusal(PROPOSE.replace("as_newcomer", "as_mentor"), fourth)
    assert refused is not None
    assert refused.state == "23514"


def test_it_is_over_when_the_core_says_so(ground: Ground, both: Hand, joko: dict[str, Any]) -> None:
    """Two told well before, one after another since; one does not count that the mentor brought about."""
    cast, id = ground.cast, agreed(both, joko)
    days = [NOW + timedelta(days=n) for n in (1, 5, 9, 30)]
    mediated = uuid4()
    with both.everything():
        both.rows(
            "insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until) "
            "values (%s, %s, %s, %s, %s, %s, %s) returning handover",
            [mediated, uuid4(), cast.joko, cast.sari, cast.budi, NOW, NOW],
        )
    both.as_member(cast.budi)
    seen: list[Telling] = []
    for day in days:
        assert until(both, id) == ends(NOW, seen) == NOW + timedelta(days=365)
        if day == days[1]:
            with both.everything():
                told(both, cast.budi, day, handover=mediated)
            continue
        with both.everything():
            told(both, cast.budi, day)
            told(both, cast.budi, day, verdict="unfit")
        seen.append(Telling(day, day + timedelta(days=10)))
    assert until(both, id) == ends(NOW, seen) == days[-1] + timedelta(days=10)


def test_a_draft_is_read_by_whoever_accompanies_now_and_its_door_by_their_own_gates(
    ground: Ground, both: Hand, joko: dict[str, Any]
) -> None:
    cast = ground.cast
    words = joko | {"key": ground.shown, "shown": NOW}
    both.as_member(cast.budi)
    assert both.refusal(DRAFT, words) is not None  # nobody accompanies him
    id = agreed(both, joko)
    both.as_member(cast.budi)
    for wrong in ({"key": ground.hidden}, {"key": uuid4()}, {"newcomer": cast.sari}, {"shown": NOW - DAYS}):
        assert both.refusal(DRAFT, words | wrong) is not None
    assert both.refusal(DRAFT, words | {"key": ground.hidden}) == both.refusal(DRAFT, words | {"key": uuid4()})
    draft = both.one(DRAFT, words)
    assert both.refusal(DRAFT, words) is not None
    assert readers(ground, both, "draft", draft) == ["budi"]
    assert readers(ground, both, "shown_draft", draft) == ["joko"]
    both.as_member(cast.joko)
    assert both.rows("select key, holder, line from door.shown_draft") == [(None, None, None)]
    assert str(ground.shown) not in str(both.rows("select * from door.shown_draft"))
    with both.everything():
        both.rows(
            'insert into vault."grant" (gate, viewer, holder, until) select f.gate, %s, f.holder, %s from vault.face f '
            "where f.key = %s and f.kind = 'hint' returning id",
            [cast.joko, NOW + DAYS, ground.shown],
        )
    both.as_member(cast.joko)
    assert both.rows("select key, holder from door.shown_draft") == [(ground.shown, cast.sari)]
    assert both.changed("update door.as_mentor set ended_at = %s where id = %s", [NOW, id]) == 1
    assert readers(ground, both, "shown_draft", draft) == []
    assert readers(ground, both, "draft", draft) == ["budi"]
    assert readers(ground, both, "accompanied", id, "mentorship") == []


def test_only_the_mentor_says_something_to_a_draft_and_only_the_two_read_it(
    ground: Ground, both: Hand, joko: dict[str, Any]
) -> None:
    cast = ground.cast
    agreed(both, joko)
    both.as_member(cast.budi)
    draft = both.one(DRAFT, joko | {"key": ground.shown, "shown": NOW})
    words = joko | {"draft": draft}
    for who in (cast.budi, cast.sari, cast.ratna):
        both.as_member(who)
        assert both.refusal(NOTE, words) is not None
        assert both.refusal(NOTE, words | {"mentor": who}) is not None
    both.as_member(cast.joko)
    for wrong in ({"newcomer": cast.ratna}, {"at": NOW - DAYS}, {"draft": uuid4()}):
        assert both.refusal(NOTE, words | wrong) is not None
    note = both.one(NOTE, words)
    assert readers(ground, both, "note_given", note) == ["joko"]
    assert readers(ground, both, "note_had", note) == ["budi"]


def test_what_was_learnt_is_told_to_the_two_once_it_is_over(ground: Ground, both: Hand, joko: dict[str, Any]) -> None:
    cast, id = ground.cast, agreed(both, joko)
    learnt, later = "select asked, told from clerk.learnt(%s, 90)", NOW + timedelta(days=2)
    with both.everything():
        told(both, cast.budi, NOW + timedelta(hours=1))
    both.as_member(cast.joko)
    assert both.rows(learnt, [id]) == []
    both.as_member(cast.joko, later)
    assert both.changed("update door.as_mentor set ended_at = %s where id = %s", [later, id]) == 1
    asked = both.rows(learnt, [id])
    assert [told for _, told in asked] == [0]  # it can still be answered
    for who, at, rows in (
        (cast.budi, later, asked),
        (cast.sari, later, []),
        (cast.ratna, later, []),
        (cast.joko, later + timedelta(days=90), []),
    ):
        both.as_member(who, at)
        assert both.rows(learnt, [id]) == rows
    both.as_member(cast.joko, NOW + timedelta(days=11))
    assert [told for _, told in both.rows(learnt, [id])] == [1]


def test_notices_reach_the_other_of_the_two_and_nobody_else(ground: Ground, both: Hand, joko: dict[str, Any]) -> None:
    cast, id = ground.cast, agreed(both, joko)
    both.as_member(cast.budi)
    draft = both.one(DRAFT, joko | {"key": ground.shown, "shown": NOW})
    for kind, subject, writer, whose in (
        ("mentor", id, cast.budi, "joko"),
        ("mentor_yes", id, cast.joko, "budi"),
        ("draft", draft, cast.budi, "joko"),
        ("noted", draft, cast.joko, "budi"),
    ):
        for reader in (cast.sari, cast.budi, cast.ratna, cast.joko):
            both.as_member(writer)
            both.rows("select clerk.notify(%s, %s, %s)", [reader, kind, subject])
        for who in ("sari", "budi", "ratna", "joko"):
            both.as_member(getattr(cast, who))
            found = both.rows("select from door.notice where kind = %s and subject = %s", [kind, subject])
            assert len(found) == (who == whose), (kind, who)
