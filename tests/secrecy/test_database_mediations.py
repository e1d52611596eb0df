"""Bringing two together in raw SQL: who reads it, who writes what, and what nobody can do in another's name."""

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
    "insert into door.mediation (mediator, want, key, holder, asker, want_text, shown_hint, sentence, named, "
    "proposed_at, expires_at, withdrawn_at, told_at, until, words) values (%(mediator)s, %(want)s, %(key)s, "
    "%(holder)s, %(asker)s, %(text)s, %(hint)s, 'Saya jamin.', %(named)s, %(at)s, %(ends)s, %(withdrawn)s, "
    "%(told)s, %(told)s, '') returning id"
)
YES = "insert into door.own_yes (mediation, holder, mediator, said_at) values (%s, %s, %s, %s) returning mediation"
LEAVE = "insert into door.mediation_left (mediation, holder, left_at) values (%s, %s, %s) returning mediation"
TELL = "select clerk.tell_mediation(%s, 'Sari bersedia.', %s)"


@pytest.fixture
def match(ground: Ground, both: Hand) -> dict[str, Any]:
    """What Budi may propose: a key of Sari's that he sees, for what Ratna looks for; he hears of it by name."""
    cast = ground.cast
    with both.everything():
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.budi, cast.ratna, NOW])
        want = both.one(
            "insert into vault.want (member, text, travels, created_at, expires_at) "
            "values (%s, 'Pintu', true, %s, %s) returning id",
            [cast.ratna, NOW, NOW + DAYS],
        )
        both.rows(
            'insert into vault."grant" (gate, viewer, holder, until) values (%s, %s, %s, %s) returning id',
            [want, cast.budi, cast.ratna, NOW + DAYS],
        )
        hint = both.one("select line from vault.face where key = %s and kind = 'hint'", [ground.shown])
    return {
        "mediator": cast.budi, "want": want, "key": ground.shown, "holder": cast.sari, "asker": cast.ratna,
        "text": "Pintu", "hint": hint, "named": False, "at": NOW, "ends": NOW + DAYS, "withdrawn": None, "told": None,
    }  # fmt: skip


def proposed(both: Hand, match: dict[str, Any], **more: object) -> UUID:
    both.as_member(match["mediator"])
    made: UUID = both.one(PROPOSE, {**match, **more})
    return made


def said_yes(both: Hand, match: dict[str, Any], id: UUID) -> None:
    both.as_member(match["holder"])
    both.rows(YES, [id, match["holder"], match["mediator"], NOW])


def readers(ground: Ground, both: Hand, view: str, id: UUID, column: str = "id") -> list[str]:
    found = []
    for who in ("sari", "budi", "ratna", "joko"):
        both.as_member(getattr(ground.cast, who))
        if both.rows(f"select from door.{view} where {column} = %s", [id]):
            found.append(who)
    return found


def test_each_side_reads_its_own_and_the_asker_nothing_before_they_are_told(
    ground: Ground, both: Hand, match: dict[str, Any]
) -> None:
    id = proposed(both, match)
    said_yes(both, match, id)
    assert readers(ground, both, "mediation", id) == ["budi"]
    assert readers(ground, both, "proposal", id) == ["sari"]
    assert readers(ground, both, "mediation_yes", id, "mediation") == ["budi"]
    assert readers(ground, both, "own_yes", id, "mediation") == ["sari"]
    assert readers(ground, both, "brought_me", id) == []
    both.as_member(ground.cast.sari)
    assert both.rows("select asker, asker_name from door.proposal where id = %s", [id]) == [(None, "")]
    assert str(ground.cast.ratna) not in str(both.rows("select * from door.proposal where id = %s", [id]))
    assert str(match["want"]) not in str(both.rows("select * from door.proposal where id = %s", [id]))
    both.as_member(match["mediator"])
    assert both.one(TELL, [id, NOW + DAYS])
    assert readers(ground, both, "brought_me", id) == ["ratna"]
    both.as_member(ground.cast.sari)
    assert both.rows("select asker from door.proposal where id = %s", [id]) == [(ground.cast.ratna,)]


def test_that_it_was_left_is_read_by_its_holder_alone(ground: Ground, both: Hand, match: dict[str, Any]) -> None:
    id = proposed(both, match)
    both.as_member(ground.cast.sari)
    both.rows(LEAVE, [id, ground.cast.sari, NOW])
    assert readers(ground, both, "mediation_left", id, "mediation") == ["sari"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mediator": "sari"},
        {"mediator": "joko"},
        {"asker": "joko"},
        {"asker": "sari"},
        {"holder": "ratna"},
        {"holder": "joko"},
        {"key": "hidden"},
        {"key": "absent"},
        {"want": "absent"},
        {"text": "Pintu lain"},
        {"hint": "Petunjuk lain"},
        {"named": True},
        {"at": NOW - timedelta(days=1)},
        {"ends": NOW + DAYS + timedelta(seconds=1)},
        {"withdrawn": NOW},
        {"told": NOW},
    ],
)
def test_nobody_proposes_what_they_do_not_hear_or_see_or_in_another_way_than_it_is_said(
    ground: Ground, both: Hand, match: dict[str, Any], wrong: dict[str, Any]
) -> None:
    both.as_member(ground.cast.budi)
    assert both.refusal(PROPOSE, match) is None
    places = {"hidden": ground.hidden, "absent": uuid4()}
    changed = {
        name: getattr(ground.cast, value) if name in ("mediator", "asker", "holder") else places.get(str(value), value)
        for name, value in wrong.items()
    }
    refused = both.refusal(PROPOSE, {**match, **changed})
    assert refused is not None
    assert refused.state in {"42501", "23514"}


def test_a_want_that_stays_is_proposed_by_nobody_and_named_only_where_it_may(
    ground: Ground, both: Hand, match: dict[str, Any]
) -> None:
    for travels, may_name, named, ok in ((False, False, False, False), (True, True, True, True)):
        with both.everything():
            both.rows(
                "with a as (update vault.want set travels = %s, may_name = %s where id = %s returning id) "
                "select from a",
                [travels, may_name, match["want"]],
            )
        both.as_member(ground.cast.budi)
        assert (both.refusal(PROPOSE, {**match, "named": named}) is None) == ok
    made = proposed(both, match, named=True)
    both.as_member(ground.cast.sari)
    shown = both.rows("select asker, asker_name from door.proposal where id = %s", [made])
    assert shown == [(ground.cast.ratna, "Ratna Dewi")]


def test_a_hidden_key_and_an_absent_one_are_refused_alike(ground: Ground, both: Hand, match: dict[str, Any]) -> None:
    both.as_member(ground.cast.budi)
    hidden, absent = (both.refusal(PROPOSE, {**match, "key": one}) for one in (ground.hidden, uuid4()))
    assert hidden is not None
    assert hidden == absent
    for entry in (YES, LEAVE):
        words = [ground.cast.budi, ground.cast.ratna, NOW] if entry == YES else [ground.cast.budi, NOW]
        with both.everything():
            theirs = both.one(
                "select id from vault.mediation where mediator = %s order by id limit 1", [ground.cast.ratna]
            )
        refusals = [both.refusal(entry, [one, *words]) for one in (theirs, uuid4())]
        assert refusals[0] is not None
        assert refusals[0] == refusals[1]


def test_only_its_holder_says_yes_now_and_while_it_waits(ground: Ground, both: Hand, match: dict[str, Any]) -> None:
    cast, id = ground.cast, proposed(both, match)
    assert both.refusal(YES, [id, cast.budi, cast.budi, NOW]) is not None
    assert both.refusal(YES, [id, cast.sari, cast.budi, NOW]) is not None
    both.as_member(cast.sari)
    for mediator, at in ((cast.ratna, NOW), (cast.budi, NOW - timedelta(days=1))):
        assert both.refusal(YES, [id, cast.sari, mediator, at]) is not None
    assert both.refusal(YES, [id, cast.sari, cast.budi, NOW]) is None
    both.as_member(cast.sari, NOW + DAYS)
    assert both.refusal(YES, [id, cast.sari, cast.budi, NOW + DAYS]) is not None
    both.as_member(cast.budi)
    assert both.changed("update door.mediation set withdrawn_at = %s where id = %s", [NOW, id]) == 1
    both.as_member(cast.sari)
    assert both.refusal(YES, [id, cast.sari, cast.budi, NOW]) is not None


def test_the_clerk_tells_nobody_without_a_standing_yes_or_for_whoever_is_shut_out(
    ground: Ground, both: Hand, match: dict[str, Any]
) -> None:
    cast, id = ground.cast, proposed(both, match)
    assert not both.one(TELL, [id, NOW + DAYS])
    said_yes(both, match, id)
    for who, at in ((cast.sari, NOW), (cast.ratna, NOW), (cast.joko, NOW), (cast.budi, NOW + DAYS)):
        both.as_member(who, at)
        assert not both.one(TELL, [id, NOW + DAYS])
    both.as_member(cast.budi)
    assert not both.one(TELL, [uuid4(), NOW + DAYS])
    # Neither where he hears the want no more, nor where he does not see the key.
    for shut in (
        'delete from vault."grant" where gate = %(want)s returning id',
        "update vault.pass set known_until = null, trusted_until = null, unhesitating_until = null "
        "where viewer = %(mediator)s and holder = %(holder)s returning viewer",
    ):
        with both.connection.transaction(force_rollback=True):
            with both.everything():
                both.rows(f"with a as ({shut}) select from a", match)
                both.rows(
                    'with a as (delete from vault."grant" where viewer = %(mediator)s and holder = %(holder)s '
                    "and %(want)s::uuid is not null and exists (select from vault.pass p where p.viewer = %(mediator)s "
                    "and p.holder = %(holder)s and p.known_until is null) returning id) select from a",
                    match,
                )
            both.as_member(cast.budi)
            assert not both.one(TELL, [id, NOW + DAYS])
    both.as_member(cast.budi)
    assert both.one(TELL, [id, NOW + DAYS])
    assert not both.one(TELL, [id, NOW + DAYS])


def test_notices_reach_whom_the_step_is_for_and_nobody_else(ground: Ground, both: Hand, match: dict[str, Any]) -> None:
    cast, id = ground.cast, proposed(both, match)
    said_yes(both, match, id)
    both.as_member(cast.budi)
    both.one(TELL, [id, NOW + DAYS])
    told = {"mediate": (cast.budi, "sari"), "mediate_yes": (cast.sari, "budi"), "brought": (cast.budi, "ratna")}
    for kind, (writer, _) in told.items():
        for reader in (cast.sari, cast.budi, cast.ratna, cast.joko):
            both.as_member(writer)
            both.rows("select clerk.notify(%s, %s, %s)", [reader, kind, id])
    for kind, (_, whose) in told.items():
        for who in ("sari", "budi", "ratna", "joko"):
            both.as_member(getattr(cast, who))
            found = both.rows("select from door.notice where kind = %s and subject = %s", [kind, id])
            assert len(found) == (who == whose), (kind, who)


def test_ten_stakes_hold_at_a_time_vouches_and_mediations_together(
    ground: Ground, both: Hand, match: dict[str, Any]
) -> None:
    cast = ground.cast
    with both.everything():
        for _ in range(10):
            both.rows(
                "insert into vault.vouch (speaker, hearer, about, kind, about_name, sentence, given_at, expires_at) "
                "values (%s, %s, %s, 'vouch', 'x', 'x', %s, %s) returning id",
                [cast.budi, cast.sari, cast.ratna, NOW, NOW + DAYS],
            )
    both.as_member(cast.budi)
    refused = both.refusal(PROPOSE, match)
    assert refused is not None
    assert refused.state == "23514"
