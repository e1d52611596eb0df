"""After the constants of the standing arithmetic change, passes follow: in bulk, as single writes would have it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kunci.actions import closing, keyring, ties
from kunci.actions.recompute import recompute
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.policy import FIRST_POLICY
from kunci.core.recompute import Tally
from kunci.core.rungs import Rung
from kunci.reveal import audience
from kunci.reveal.journal import journal
from kunci.reveal.recompute import outlook
from kunci.web.journal_words import verb_words
from tests.actions.recomputing import (
    branch,
    everybody,
    live,
    live_through,
    recompute_all,
    remembered,
    rows,
    seen,
    written_singly,
)
from tests.actions.steps import close_for_months, opened, relation, trusts, verbs
from tests.cast import Cast, join
from tests.policies import LONGER, MILDER, OTHERS, SHORTER, STRICTER, scaled

pytestmark = pytest.mark.django_db

VERB = "standing.recompute"
# A transaction of its own has no such statements: it begins, it commits, and the viewer goes with it.
TRANSACTIONS = re.compile("SAVEPOINT|set_config")


@pytest.mark.parametrize("seed", range(3))
def test_it_comes_row_by_row_to_what_single_writes_would_have_written(cast: Cast, seed: int) -> None:
    live_through(cast, random.Random(seed))
    for policy in (*OTHERS, FIRST_POLICY):
        with branch(cast):
            wanted = written_singly(cast, policy)
            recompute_all(cast, policy)
            assert rows(cast) == wanted
    for policy in random.Random(seed).sample([*OTHERS, FIRST_POLICY], 5):
        cast.later(5)
        wanted = written_singly(cast, policy)
        recompute_all(cast, policy)
        assert rows(cast) == wanted


def test_it_leaves_what_a_note_on_every_tie_would_and_the_same_history(cast: Cast) -> None:
    """A note and taking it back again, by the same actions as a page's, under the constants that are in force again."""
    total = Tally()
    for seed in range(4):
        with branch(cast):
            dice = random.Random(seed)
            live_through(cast, dice)
            recompute_all(cast, dice.choice((MILDER, LONGER, STRICTER)))
            cast.later(dice.choice((1, 20, 45)))
            with branch(cast):
                _write_on_every_tie(cast)
                wanted = {pair: live(ends, cast.now) for pair, ends in rows(cast).items()}, remembered(cast)
                cast.later(2)
                later = remembered(cast)
            total += recompute_all(cast)
            assert ({pair: live(ends, cast.now) for pair, ends in rows(cast).items()}, remembered(cast)) == wanted
            cast.later(2)
            assert remembered(cast) == later
    assert min(total.closed, total.shortened, total.lengthened) > 0


def _write_on_every_tie(cast: Cast) -> None:
    today = cast.now.date()
    for holder, partner in rows(cast):
        done = ties.add_evidence(cast.act(holder), partner, Kind.CHAT, today, today, "")
        ties.take_back(cast.act(holder), partner, UUID(str(done.detail["evidence"])), today)


@pytest.mark.parametrize("seed", range(2))
def test_a_second_run_changes_nothing_whenever_it_comes(cast: Cast, seed: int) -> None:
    live_through(cast, random.Random(seed))
    for policy in OTHERS:
        with branch(cast):
            first = recompute_all(cast, policy)
            assert first.moved > 0
            state = _state(cast)
            for wait in (0.3, 1, 3600, 86_400):
                cast.now += timedelta(seconds=wait)
                assert recompute_all(cast, policy) == Tally(first.members, first.ties)
                assert _state(cast) == state


def test_where_the_constants_are_as_before_nothing_moves(cast: Cast) -> None:
    live_through(cast, random.Random(7))
    state = _state(cast)
    assert recompute_all(cast).moved == 0
    assert _state(cast) == state


@pytest.mark.parametrize("seed", range(2))
def test_nothing_opens(cast: Cast, seed: int) -> None:
    live_through(cast, random.Random(seed))
    for policy in OTHERS:
        before, over = seen(cast), rows(cast)
        tally = recompute_all(cast, policy)
        assert seen(cast) <= before
        for pair, ends in rows(cast).items():
            for was, now in zip(live(over[pair], cast.now), live(ends, cast.now), strict=True):
                assert now is None or was is not None
        if not tally.closed:
            assert seen(cast) == before


def test_a_rung_that_is_shut_stays_shut_however_much_would_be_carried(cast: Cast) -> None:
    for partner in (cast.budi, cast.ratna):
        close_for_months(cast, cast.sari, partner)
        cast.grant(cast.sari, partner, Rung.UNHESITATING)
    cast.lower(cast.sari, cast.budi, Rung.KNOWN)
    cast.lower(cast.sari, cast.ratna)
    recompute_all(cast, MILDER)
    assert relation(cast, cast.sari, cast.budi).partner.rung == Rung.KNOWN
    assert relation(cast, cast.sari, cast.ratna).partner.rung == Rung.STRANGER


def test_what_had_lapsed_stays_so_and_keeps_its_day(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    until = relation(cast, cast.sari, cast.budi).partner.until
    assert until is not None
    cast.now = until + timedelta(days=4)
    state = _state(cast)
    assert recompute(cast.sari, cast.now).moved == 0
    assert _state(cast) == state
    cast.later(0.1)
    assert recompute(cast.sari, cast.now, MILDER).lengthened == 1  # known goes on
    assert opened(cast, cast.budi) == []
    (told,) = audience.history(cast.sari, cast.now, key=key)
    assert (told.over, told.lapsed, told.until) == (True, True, until)
    cast.lower(cast.sari, cast.budi)
    (told,) = audience.history(cast.sari, cast.now, key=key)
    assert (told.over, told.lapsed, told.until) == (True, True, until)


def test_a_pass_that_is_over_is_left_as_it_is(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    (until,) = {ends[0] for ends in rows(cast).values()} - {None}
    assert until is not None
    cast.now = until
    state = _state(cast)
    assert recompute_all(cast, LONGER).moved == 0
    assert _state(cast) == state


def test_what_it_closes_is_remembered_as_lapsed_at_that_instant(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    keyring.open_key(
        cast.act(cast.sari), key, FaceKind.HINT, [cast.ratna], {cast.ratna: cast.now + timedelta(days=2)}, [cast.ratna]
    )
    cast.later(3)
    assert recompute(cast.sari, cast.now, scaled(1.9, 1.0)).closed == 2
    closed = cast.now
    for _ in range(2):
        told = {one.person.id: one for one in audience.history(cast.sari, cast.now, key=key)}
        budi, ratna = told[cast.budi], told[cast.ratna]
        assert (budi.over, budi.lapsed, budi.until) == (True, True, closed)
        assert (ratna.over, ratna.lapsed, ratna.dated) == (True, False, True)
        cast.later(3)
        cast.met(cast.sari, cast.budi)
    assert opened(cast, cast.budi) == []


def test_the_outlook_is_what_is_then_done_and_writes_nothing(cast: Cast) -> None:
    live_through(cast, random.Random(11))
    for policy in OTHERS:
        state = _state(cast)
        with branch(cast):
            with connection.cursor() as cursor:
                cursor.execute("set transaction read only")
            seen_before = {one: outlook(one, cast.now, policy) for one in everybody(cast)}
        assert _state(cast) == state
        with branch(cast):
            before = rows(cast)
            for one, found in seen_before.items():
                assert recompute(one, cast.now, policy) == found.tally
            for found in seen_before.values():
                for move in found.moved:
                    ends = move.after.known_until, move.after.trusted_until, move.after.unhesitating_until
                    before[UUID(move.held.holder), UUID(move.held.viewer)] = ends
            assert rows(cast) == before


class Killed(BaseException):
    """Nobody may catch it."""


def test_broken_off_at_any_statement_it_comes_to_the_same_and_does_nothing_twice(cast: Cast) -> None:
    live_through(cast, random.Random(2))
    cast.later(0.1)

    def state() -> tuple[object, ...]:
        return rows(cast), verbs(cast, cast.sari), remembered(cast, cast.sari)

    with branch(cast):
        with CaptureQueriesContext(connection) as sent:
            whole = recompute(cast.sari, cast.now, STRICTER)
        wanted = state()
    assert min(whole.closed, whole.shortened) > 0
    statements = [one for one in sent if not TRANSACTIONS.search(one["sql"])]
    assert len(statements) > 12
    for number in range(len(statements)):
        with branch(cast):
            with pytest.raises(Killed), connection.execute_wrapper(_kill_at(number)):
                recompute(cast.sari, cast.now, STRICTER)
            recompute(cast.sari, cast.now, STRICTER)
            assert state() == wanted


def _kill_at(number: int) -> Callable[..., Any]:
    left = [number]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if TRANSACTIONS.search(sql):
            return execute(sql, params, many, context)
        left[0] -= 1
        if left[0] == -1:
            raise Killed
        return execute(sql, params, many, context)

    return wrapper


def test_whoever_it_concerns_has_one_entry_in_plain_words_and_the_others_none(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    before = {one: verbs(cast, one) for one in everybody(cast)}
    cast.later(1)
    recompute_all(cast, SHORTER)
    after = {one: verbs(cast, one) for one in everybody(cast)}
    assert after == before | {cast.sari: [VERB, *before[cast.sari]]}
    entry = journal(cast.sari, cast.now).rows[0]
    assert (entry.at, entry.subject) == (cast.now, None)
    with translation.override("id"):
        assert verb_words(entry.verb, entry.detail) == (
            "Cara menghitung kepercayaan di Kunci ini berubah, dan yang Anda buka dihitung ulang dari catatan Anda: "
            f"bagi {entry.detail['closed']} rekan ada yang tertutup, bagi {entry.detail['shortened']} berakhir lebih "
            "cepat, bagi 0 berlaku lebih lama. Tidak ada yang terbuka tanpa Anda."
        )
    with translation.override("en"):
        assert verb_words(entry.verb, entry.detail) == (
            "The way trust is worked out in this Kunci has changed, and what you opened was worked out anew from your "
            f"notes: something closed for {entry.detail['closed']}, ends sooner for {entry.detail['shortened']} and "
            "lasts longer for 0 of your partners. Nothing opened without you."
        )
    assert entry.detail["closed"] + entry.detail["shortened"] == 2


def test_a_closed_account_is_passed_over_on_both_sides(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.budi, cast.sari)
    closing.close_account(cast.act(cast.budi))
    assert recompute(cast.budi, cast.now, LONGER) == Tally(members=1)
    assert recompute(cast.sari, cast.now, LONGER).moved == 0


def test_the_number_of_statements_does_not_grow_with_that_of_ties(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    counts = []
    for number in range(2):
        with branch(cast), CaptureQueriesContext(connection) as sent:
            tally = recompute(cast.sari, cast.now, STRICTER)
        counts.append(len(sent))
        assert tally.closed + tally.shortened == (2, 14)[number]
        if not number:
            for one in range(12):
                joined = join(cast.act(cast.sari), f"Anggota {one}", f"anggota{one}@kunci.test")
                trusts(cast, cast.sari, joined)
    assert counts[0] == counts[1]
    assert audience.history(cast.sari, cast.now, key=key) != ()


def _state(cast: Cast) -> tuple[object, ...]:
    """All that a run could write."""
    return rows(cast), {one: verbs(cast, one) for one in everybody(cast)}
