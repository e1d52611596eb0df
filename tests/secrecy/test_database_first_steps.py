"""First steps in raw SQL: who reads which side, and what nobody can do in another's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

DAYS = timedelta(days=21)
PROPOSE = (
    "insert into door.first_step (mediator, want, asker, other, sentence, named, proposed_at, expires_at) "
    "values (%(mediator)s, %(want)s, %(asker)s, %(other)s, 'Salam.', %(named)s, %(at)s, %(ends)s) returning id"
)
YES = "insert into door.step_yes (step, other, mediator, said_at) values (%s, %s, %s, %s) returning step"
TELL = "select clerk.tell_first_step(%s, 'Sari bersedia.', %s)"
NOTE = "insert into door.step_note (step, author, reader, text, written_at) values (%s, %s, %s, 'x', %s) returning id"
KEY = "insert into door.step_key (step, holder, mediator, key, line, named_at) values (%s, %s, %s, %s, %s, %s)"
WISH = (
    "insert into door.want (member, text, rung, person, created_at, expires_at) "
    "values (%s, 'Kenal', 1, %s, %s, %s) returning id"
)


@pytest.fixture
def wish(ground: Ground, both: Hand) -> dict[str, Any]:
    """Ratna would like to get to know Sari, and lets Budi and Joko hear; Joko does not know Sari."""
    cast = ground.cast
    with both.everything():
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.budi, cast.ratna, NOW])
        both.rows(
            "update vault.pass set known_until = 'infinity' where holder = %s and viewer <> %s returning viewer",
            [cast.ratna, cast.sari],
        )
    both.as_member(cast.ratna)
    want = both.one(WISH, [cast.ratna, cast.sari, NOW, NOW + DAYS])
    return {
        "mediator": cast.budi, "want": want, "asker": cast.ratna, "other": cast.sari, "named": False, "at": NOW,
        "ends": NOW + DAYS,
    }  # fmt: skip


def told(both: Hand, wish: dict[str, Any]) -> UUID:
    both.as_member(wish["mediator"])
    made: UUID = both.one(PROPOSE, wish)
    both.as_member(wish["other"])
    both.rows(YES, [made, wish["other"], wish["mediator"], NOW])
    both.as_member(wish["mediator"])
    assert both.one(TELL, [made, NOW + DAYS])
    return made


def test_a_wish_is_heard_by_those_who_know_the_person_and_never_by_them(
    ground: Ground, both: Hand, wish: dict[str, Any]
) -> None:
    cast, hears = ground.cast, {}
    with both.everything():
        both.rows("update vault.pass set known_until = 'infinity' where holder = %s returning viewer", [cast.ratna])
    for name in ("sari", "budi", "joko", "ratna"):
        both.as_member(getattr(cast, name))
        hears[name] = bool(both.rows("select from door.heard_want where id = %s", [wish["want"]]))
    assert hears == {"sari": False, "budi": True, "joko": False, "ratna": False}
    both.as_member(cast.joko)
    for person in (cast.sari, cast.joko, uuid4()):  # whom he does not know, himself, nobody
        refused = both.refusal(WISH, [cast.joko, person, NOW, NOW + DAYS])
        assert refused is not None
        assert refused.state in {"42501", "23514"}


@pytest.mark.parametrize(
    "wrong",
    [{"mediator": "joko"}, {"mediator": "sari"}, {"asker": "joko"}, {"other": "joko"}, {"want": "absent"},
     {"named": True}, {"at": NOW - DAYS}, {"ends": NOW + 2 * DAYS}],
)  # fmt: skip
def test_nobody_proposes_what_they_do_not_hear_or_in_another_way_than_it_is_said(
    ground: Ground, both: Hand, wish: dict[str, Any], wrong: dict[str, Any]
) -> None:
    both.as_member(ground.cast.budi)
    assert both.refusal(PROPOSE, wish) is None
    people = ("mediator", "asker", "other")
    changed = {
        name: getattr(ground.cast, value) if name in people else uuid4() if value == "absent" else value
        for name, value in wrong.items()
    }
    refused = both.refusal(PROPOSE, {**wish, **changed})
    assert refused is not None
    assert refused.state in {"42501", "23514"}


def test_each_reads_their_side_and_what_is_said_stays_between_one_and_the_mediator(
    ground: Ground, both: Hand, wish: dict[str, Any]
) -> None:
    cast, step = ground.cast, told(both, wish)
    views = {"first_step": cast.budi, "step_to_me": cast.sari, "step_for_me": cast.ratna}
    for view, reader in views.items():
        for who in (cast.sari, cast.budi, cast.ratna, cast.joko):
            both.as_member(who)
            assert bool(both.rows(f"select from door.{view} where id = %s", [step])) == (who == reader), view
    both.as_member(cast.ratna)
    note = both.one(NOTE, [step, cast.ratna, cast.budi, NOW])
    read = {}
    for name in ("sari", "budi", "ratna", "joko"):
        both.as_member(getattr(cast, name))
        read[name] = bool(both.rows("select from door.step_note where id = %s", [note]))
    assert read == {"sari": False, "budi": True, "ratna": True, "joko": False}
    # Not to the other of the two, not by somebody outside, not in another's name, and no key of somebody else.
    both.as_member(cast.ratna)
    for words in ([step, cast.ratna, cast.sari, NOW], [step, cast.budi, cast.ratna, NOW]):
        assert both.refusal(NOTE, words) is not None
    assert both.refusal(KEY, [step, cast.ratna, cast.budi, ground.shown, "x", NOW]) is not None
    both.as_member(cast.joko)
    assert both.refusal(NOTE, [step, cast.joko, cast.budi, NOW]) is not None


def test_who_may_not_end_or_open_it_changes_nothing(ground: Ground, both: Hand, wish: dict[str, Any]) -> None:
    cast, step = ground.cast, told(both, wish)
    both.as_member(cast.joko)
    both.rows("select clerk.end_first_steps(%s, null)", [step])
    both.rows("select clerk.end_first_steps(null, %s)", [cast.sari])
    assert not both.one("select clerk.open_first_step(%s, %s)", [step, NOW + DAYS])
    both.as_member(cast.budi)
    assert both.rows("select ended_at from door.first_step where id = %s", [step]) == [(None,)]
    assert both.refusal("update door.first_step set ended_at = now() where id = %s", [step]) is not None
    both.as_member(cast.ratna)
    both.rows("select clerk.end_first_steps(%s, null)", [step])
    both.as_member(cast.budi)
    assert both.rows("select ended_at from door.first_step where id = %s", [step]) == [(NOW,)]


def test_a_mediator_whom_the_asker_shut_out_tells_nobody(ground: Ground, both: Hand, wish: dict[str, Any]) -> None:
    cast = ground.cast
    both.as_member(cast.budi)
    step = both.one(PROPOSE, wish)
    both.as_member(cast.sari)
    both.rows(YES, [step, cast.sari, cast.budi, NOW])
    with both.everything():
        both.rows(
            "update vault.pass set known_until = null where holder = %s and viewer = %s returning viewer",
            [cast.ratna, cast.budi],
        )
    both.as_member(cast.budi)
    assert not both.one(TELL, [step, NOW + DAYS])
