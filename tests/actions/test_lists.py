"""A list is what can be looked at one by one, cut into pages: at every size, with every filter, in one order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from kunci.actions import heard_wants as hearing
from kunci.actions import keyring, wants
from kunci.actions.keyring import RungChoice
from kunci.actions.verb import Refused
from kunci.actions.wants import Hearers, WantText
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import doors, heard_wants
from kunci.reveal.finding import Wanted
from kunci.reveal.keyring import keyring as keyring_of
from kunci.reveal.keyring import openable, own_key
from kunci.reveal.pages import Page
from tests.cast import Cast
from tests.secrecy.snapshot import pages_of

pytestmark = pytest.mark.django_db
SIZES = (1, 5, 16, 53, 100)
WORDS = ("rumah sakit", "hotel", "pelabuhan")
RUNGS = (
    RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING),
    RungChoice(Rung.TRUSTED, Rung.UNHESITATING, None),
    RungChoice(None, None, None),
)


def whole(page: Callable[..., Page[Any]], size: int, **filters: object) -> list[UUID]:
    """All pages of a list, one after another."""
    found: list[UUID] = []
    after = ""
    for _ in range(1_000):
        rows = page(after=after, size=size, **filters)
        assert len(rows.rows) <= size
        found += [row.id for row in rows.rows]
        after = rows.older
        if not after:
            return found
    raise AssertionError("a list without an end")


def same_at_every_size(page: Callable[..., Page[Any]], wanted: Sequence[UUID], **filters: object) -> None:
    """All that is wanted, each once, and in the same order whatever the size."""
    lists = [whole(page, size, **filters) for size in SIZES]
    assert set(lists[0]) == set(wanted)
    assert len(lists[0]) == len(set(lists[0]))
    assert lists.count(lists[0]) == len(SIZES)


@pytest.fixture
def opened(cast: Cast) -> list[UUID]:
    """Budi and Ratna hold 110 keys between them; to Sari some are open by her rung, some by name, some for a day."""
    draw = Random(20261201)
    holders = (cast.budi, cast.ratna)
    keys: list[tuple[UUID, UUID]] = []
    for holder in holders:
        cast.knows_for_years(holder, cast.sari)
        cast.grant(holder, cast.sari, Rung.TRUSTED, set())
    for number in range(110):
        holder = holders[number % 3 == 0]
        line = f"Kepala {draw.choice(WORDS)} nomor {number}, Surabaya"
        keys.append((holder, cast.key(holder, line, f"Orang {number}", draw.choice(RUNGS))))
        cast.now += timedelta(minutes=draw.choice((0, 1)))  # some are of one moment
    for holder in holders:
        faces = [one.id for one in openable(holder, cast.now, cast.sari, Rung.TRUSTED)]
        cast.grant(holder, cast.sari, Rung.TRUSTED, set(draw.sample(faces, len(faces) // 2)))
    for holder, key in draw.sample(keys, 40):
        end = draw.choice((None, cast.now + timedelta(days=3)))
        try:
            keyring.open_key(cast.act(holder), key, FaceKind.HINT, [cast.sari], {cast.sari: end})
        except Refused:
            continue  # not for somebody on her rung
    return [key for _, key in keys]


def test_the_list_of_doors_is_every_door_that_opens(cast: Cast, opened: list[UUID]) -> None:
    """Now, after the dated ones have closed, and after her rungs have ended."""
    for days in (0, 4, 900):
        cast.later(days)
        _doors_are_listed(cast, opened, days)


def _doors_are_listed(cast: Cast, opened: list[UUID], days: int) -> None:
    found = {key: one for key in opened if (one := doors.door(cast.sari, cast.now, key)) is not None}
    assert (0 < len(found) < len(opened)) is (days < 900)
    assert {key for key in opened if doors.door(cast.joko, cast.now, key)} == set()
    listed = partial(doors.doors, cast.sari, cast.now)
    same_at_every_size(listed, list(found))
    for holder in (cast.budi, cast.ratna, cast.joko):
        same_at_every_size(listed, [key for key, one in found.items() if one.holder.id == holder], holder=holder)
    for word in WORDS:
        same_at_every_size(listed, [key for key, one in found.items() if word in one.hint_line], q=word)
    for row in doors.doors(cast.sari, cast.now, size=100).rows:
        assert row.name == found[row.id].name, "a name stands in the list where it stands on the page"


@pytest.mark.parametrize("days", [0, 45])
def test_the_list_of_wants_is_every_want_that_may_be_heard(cast: Cast, days: int) -> None:
    draw = Random(20261202)
    made: list[UUID] = []
    for author in (cast.budi, cast.ratna):
        cast.knows_for_years(author, cast.sari)
        cast.grant(author, cast.sari, draw.choice((Rung.KNOWN, Rung.TRUSTED)), set())
        for number in range(14):
            rung = draw.choice((None, Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING))
            named = frozenset({cast.sari}) if rung is None or draw.random() < 0.3 else frozenset()
            text = WantText(f"Cari {draw.choice(WORDS)} nomor {number} {author.hex[:4]}")
            hearers = Hearers(rung, named)
            lasts = draw.choice((30, 90))
            try:
                done = wants.write(cast.act(author), text, hearers, lasts, cast.now.date())
            except Refused:
                continue
            assert done.subject is not None
            made.append(done.subject)
            cast.now += timedelta(minutes=draw.choice((0, 1)))
    heard = [want for want in made if heard_wants.heard_want(cast.sari, cast.now, want) is not None]
    aside = set(draw.sample(heard, 5))
    for want in sorted(aside):
        hearing.put_aside(cast.act(cast.sari), want)
    cast.later(days)
    heard = [want for want in made if heard_wants.heard_want(cast.sari, cast.now, want) is not None]
    assert 5 < len(heard) < len(made)

    listed = partial(heard_wants.heard, cast.sari, cast.now)
    same_at_every_size(listed, [want for want in heard if want not in aside])
    same_at_every_size(listed, [want for want in heard if want in aside], show="aside")
    rows = {want: one.want for want in heard if (one := heard_wants.heard_want(cast.sari, cast.now, want))}
    for author in (cast.budi, cast.ratna):
        same_at_every_size(listed, [want for want, row in rows.items() if row.author.id == author], partner=author)
    for rung in (Rung.KNOWN, Rung.TRUSTED):
        on_rung = [want for want, row in rows.items() if row.rung >= rung and want not in aside]
        same_at_every_size(listed, on_rung, rung=rung)


def test_my_keyring_is_every_key_of_mine_at_every_size(cast: Cast, opened: list[UUID]) -> None:
    mine = {key: one for key in opened if (one := own_key(cast.budi, cast.now, key)) is not None}
    assert 0 < len(mine) < len(opened)

    def listed(after: str, size: int, **filters: Any) -> Page[Any]:
        with pages_of(size):
            return keyring_of(cast.budi, cast.now, Wanted(**filters), after)

    same_at_every_size(listed, list(mine))
    for word in WORDS:
        same_at_every_size(listed, [key for key, one in mine.items() if word in one.hint_line], q=word)
    seen = [key for key in mine if doors.door(cast.sari, cast.now, key) is not None]
    same_at_every_size(listed, seen, opened="yes")
    same_at_every_size(listed, [key for key in mine if key not in seen], opened="no")
