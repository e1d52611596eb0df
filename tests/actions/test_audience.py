"""Who sees what of mine: as the holder is told, as the partner sees it, and as it is remembered."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

import pytest

from kunci.actions import keyring, merging, tidying, ties
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Face, Opening
from kunci.models.viewer import looking, member
from kunci.reveal import audience
from kunci.reveal import keyring as keys
from tests.actions.steps import hand_over, trusts
from tests.cast import Cast

WIDE = RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.TRUSTED)
NOBODY = RungChoice(None, None, None)


def told(cast: Cast, partner: UUID) -> set[tuple[UUID, str]]:
    """What the holder is told that a partner sees."""
    seen = audience.eyes_of(cast.sari, cast.now, partner)
    return {(key.id, face.sight.kind.value) for key in seen for face in key.faces}


def seen(cast: Cast, partner: UUID) -> set[tuple[UUID, str]]:
    """What the database lets that partner read."""
    with looking(member(partner), cast.now):
        return set(Face.objects.filter(holder_id=cast.sari).values_list("key", "kind"))


def remembered(cast: Cast, partner: UUID) -> set[tuple[UUID, str]]:
    history = audience.history(cast.sari, cast.now, partner=partner)
    return {(one.key, one.kind.value) for one in history if not one.over}


def test_a_reader_is_shown_with_what_through_what_and_until_when(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    (reader,) = audience.readers_of(cast.sari, cast.now, key)
    assert reader.person.name == "Budi Santoso"
    sight = reader.sights[0]
    assert (sight.kind, sight.rung) == (FaceKind.HINT, 2)
    assert sight.until is not None
    assert sight.until > cast.now
    (reach,) = audience.reach(cast.sari, cast.now)
    assert (reach.person.id, reach.hints, reach.names, reach.contacts) == (cast.budi, 1, 0, 0)
    cast.now = sight.until
    assert audience.readers_of(cast.sari, cast.now, key) == ()
    assert audience.reach(cast.sari, cast.now) == ()


def test_shutting_one_out_leaves_the_others(cast: Cast) -> None:
    key = cast.key(cast.sari, rungs=WIDE)
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    before = seen(cast, cast.ratna)
    assert before
    keyring.shut_out(cast.act(cast.sari), key, cast.budi)
    assert seen(cast, cast.budi) == told(cast, cast.budi) == set()
    assert seen(cast, cast.ratna) == told(cast, cast.ratna) == before


def test_shutting_out_takes_back_what_was_handed_over(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, key)
    assert (key, "contact") in told(cast, cast.budi)
    assert told(cast, cast.budi) == seen(cast, cast.budi) == remembered(cast, cast.budi)
    keyring.shut_out(cast.act(cast.sari), key, cast.budi)
    assert seen(cast, cast.budi) == remembered(cast, cast.budi) == set()


def test_what_lapses_is_remembered_as_lapsed_on_its_day(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    (opened,) = audience.history(cast.sari, cast.now, key=key)
    assert opened.until is not None
    assert (opened.over, opened.person.id) == (False, cast.budi)
    cast.now = ended = opened.until
    (opened,) = audience.history(cast.sari, cast.now, key=key)
    assert (opened.over, opened.lapsed, opened.until) == (True, True, ended)
    cast.later(3)
    trusts(cast, cast.sari, cast.budi)
    again, before = audience.history(cast.sari, cast.now, key=key)
    assert (before.over, before.lapsed, before.until) == (True, True, ended)
    assert (again.over, again.at) == (False, cast.now)


def test_what_a_note_closes_at_once_is_remembered_as_lapsed_at_that_instant(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    cast.later(2)
    closed, today = cast.now, cast.now.date()
    while seen(cast, cast.budi):
        ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.PROMISE_BROKEN, today, today, "")
    for _ in range(2):
        (opened,) = audience.history(cast.sari, cast.now, key=key)
        assert (opened.over, opened.lapsed, opened.until) == (True, True, closed)
        cast.later(3)
        cast.met(cast.sari, cast.budi)


def test_whoever_reads_on_by_another_rung_is_remembered_until_that_one_ends(cast: Cast) -> None:
    key = cast.key(cast.sari, rungs=RungChoice(Rung.KNOWN, Rung.TRUSTED, None))
    trusts(cast, cast.sari, cast.budi)
    hints = [one for one in audience.history(cast.sari, cast.now, key=key) if one.kind is FaceKind.HINT]
    assert [one.rung for one in hints] == [1]
    keyring.edit_key(cast.act(cast.sari), key, HintText("Pintu"), PersonText("Hendra"), USUAL, "")
    (hint,) = [one for one in audience.history(cast.sari, cast.now, key=key) if one.kind is FaceKind.HINT]
    (sight,) = [s for r in audience.readers_of(cast.sari, cast.now, key) for s in r.sights if s.kind is FaceKind.HINT]
    assert (hint.rung, hint.until) == (2, sight.until)
    assert hint.until is not None
    cast.now = hint.until
    (hint,) = [one for one in audience.history(cast.sari, cast.now, key=key) if one.kind is FaceKind.HINT]
    assert (hint.over, hint.lapsed, hint.until) == (True, True, cast.now)


def test_what_is_closed_by_hand_is_remembered_as_closed(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    cast.later(2)
    keyring.close_key(cast.act(cast.sari), key)
    (opened,) = audience.history(cast.sari, cast.now, key=key)
    assert (opened.over, opened.lapsed, opened.until) == (True, False, cast.now)


def test_what_ends_on_its_own_day_is_remembered_as_such_also_once_it_is_opened_again(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    end = cast.now + timedelta(days=5)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi], {cast.budi: end})
    (opened,) = audience.history(cast.sari, cast.now, key=key)
    assert (opened.over, opened.dated, opened.until) == (False, True, end)
    cast.later(9)
    ended = audience.history(cast.sari, cast.now, key=key)
    assert [(one.over, one.lapsed, one.dated, one.until) for one in ended] == [(True, False, True, end)]
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi])
    again, before = audience.history(cast.sari, cast.now, key=key)
    assert (before.over, before.lapsed, before.dated, before.until) == (True, False, True, end)
    assert (again.over, again.at, again.dated) == (False, cast.now, False)


def test_a_rung_granted_anew_opens_nothing_that_had_reached_its_day(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi], {cast.budi: cast.now + timedelta(days=5)})
    cast.later(6)
    cast.met(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    assert seen(cast, cast.budi) == set()


def test_what_was_handed_over_is_remembered_until_the_day_it_ended(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi], {cast.budi: cast.now + timedelta(days=30)})
    hand_over(cast, cast.sari, cast.budi, key)
    ends = {one.kind: one.until for one in audience.history(cast.sari, cast.now, key=key)}
    assert len(set(ends.values())) == 1
    (end,) = set(ends.values())
    assert end is not None
    assert end > cast.now + timedelta(days=300)
    cast.now = end + timedelta(days=3)
    assert seen(cast, cast.budi) == set()
    over = audience.history(cast.sari, cast.now, key=key)
    assert {(one.kind, one.over, one.lapsed, one.until) for one in over} == {(k, True, False, end) for k in FaceKind}


def test_the_memory_goes_with_the_key_and_is_nobody_elses(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    assert audience.history(cast.sari, cast.now, partner=cast.budi) != ()
    assert audience.history(cast.budi, cast.now, key=key) == ()
    assert audience.history(cast.budi, cast.now, partner=cast.budi) == ()
    keyring.drop_key(cast.act(cast.sari), key)
    assert audience.history(cast.sari, cast.now, partner=cast.budi) == ()


@pytest.mark.parametrize("seed", range(12))
def test_told_seen_and_remembered_agree_whatever_happens(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    partners = (cast.budi, cast.ratna)
    for partner in partners:
        cast.knows_for_years(cast.sari, partner)
    held = [cast.key(cast.sari, rungs=rungs) for rungs in (WIDE, USUAL, NOBODY)]
    for _ in range(25):
        _happen(cast, dice, held, partners)
        for partner in partners:
            assert told(cast, partner) == seen(cast, partner) == remembered(cast, partner)
    with looking(member(cast.sari), cast.now):
        open_rows = list(Opening.objects.filter(ended_at=None).values_list("key", "kind", "viewer_id"))
    assert len(open_rows) == len(set(open_rows))


def _happen(cast: Cast, dice: random.Random, held: list[UUID], partners: tuple[UUID, ...]) -> None:
    key, partner, rung = dice.choice(held), dice.choice(partners), Rung(dice.randint(1, 2))
    other = next(one for one in held if one != key)
    act, today = cast.act(cast.sari), cast.now.date()
    match dice.randrange(11):
        case 0 | 1:
            faces = [one.id for one in keys.openable(cast.sari, cast.now, partner, rung)]
            ticked = set(dice.sample(faces, dice.randint(0, len(faces))))
            cast.met(cast.sari, partner)
            ties.grant(act, partner, rung, ticked, (date(2018, 1, 1), Often.WEEKLY), today, "")
        case 2:
            ties.lower(act, partner, Rung(dice.randint(0, 1)))
        case 3:
            keyring.close_key(act, key)
        case 4:
            rungs = dice.choice((WIDE, USUAL, RungChoice(Rung.TRUSTED, Rung.TRUSTED, None)))
            keyring.edit_key(act, key, HintText("Pintu lain"), PersonText("Hendra"), rungs, "")
        case 5:
            keyring.shut_out(act, key, partner)
        case 6:
            verbs = (tidying.archive, tidying.bring_back, tidying.close)
            verbs[dice.randrange(3)](act, [key])
        case 7:
            cast.later(dice.choice((1, 40, 200)))
            cast.met(cast.sari, partner)
        case 9 | 10:
            kind = dice.choice(tuple(FaceKind))
            ends = {one: dice.choice((None, cast.now + timedelta(days=dice.choice((2, 30))))) for one in partners}
            with suppress(Refused):
                keyring.open_key(act, key, kind, [partner], ends, dice.choice((None, [partner])))
        case 8:
            merging.merge(act, key, other)
            merging.unmerge(cast.act(cast.sari), other)
