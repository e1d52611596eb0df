"""Many keys at once: tags, archive, closing, deleting; and finding them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest

from kunci.actions import keyring, tidying
from kunci.actions.verb import Act, Done
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import doors
from kunci.reveal import keyring as keys
from kunci.reveal.finding import Wanted, choices, ids
from tests.actions.steps import mine, readers, refused
from tests.cast import Cast

Tidy = Callable[[Act, Sequence[UUID]], Done]


@pytest.fixture
def three(cast: Cast) -> list[UUID]:
    lines = ("Kepala pengadaan, rumah sakit, Surabaya", "Notaris, Bandung", "Direktur bank, Jakarta")
    return [cast.key(cast.sari, line, name) for line, name in zip(lines, ("Ari", "Bela", "Cici"), strict=True)]


def shown(cast: Cast, wanted: Wanted) -> set[UUID]:
    return {row.id for row in keys.keyring(cast.sari, cast.now, wanted).rows}


def test_a_tag_is_found_again_however_it_is_written_the_second_time(cast: Cast, three: list[UUID]) -> None:
    tidying.tag(cast.act(cast.sari), three[:2], " Teman  SMA ")
    done = tidying.tag(cast.act(cast.sari), three[2:], "teman sma")
    assert done.detail == {"count": 1, "tag": "Teman SMA", "keys": [str(three[2])]}
    assert shown(cast, Wanted(tag="Teman SMA")) == set(three)
    tidying.untag(cast.act(cast.sari), [three[0]], "Teman SMA")
    assert shown(cast, Wanted(tag="Teman SMA")) == set(three[1:])
    assert choices(cast.sari, cast.now).tags == ("Teman SMA",)


@pytest.mark.parametrize(("word", "code"), [("  ", "tag_missing"), ("x" * 50, "too_long")])
def test_a_tag_needs_a_few_letters(cast: Cast, three: list[UUID], word: str, code: str) -> None:
    with refused(code):
        tidying.tag(cast.act(cast.sari), three, word)


def test_the_archive_closes_hides_and_gives_back(cast: Cast, three: list[UUID]) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    assert len(doors.doors(cast.budi, cast.now).rows) == 3
    tidying.archive(cast.act(cast.sari), three[:2])
    assert [row.id for row in doors.doors(cast.budi, cast.now).rows] == [three[2]]
    assert shown(cast, Wanted()) == {three[2]}
    assert shown(cast, Wanted(show="archive")) == set(three[:2])
    assert {one.key for one in keys.openable(cast.sari, cast.now, cast.budi, Rung.TRUSTED)} == {three[2]}
    with refused("archived"):
        keyring.open_key(cast.act(cast.sari), three[0], FaceKind.HINT, [cast.budi])
    assert tidying.bring_back(cast.act(cast.sari), three).detail == {"count": 2}
    assert shown(cast, Wanted()) == set(three)
    assert [row.id for row in doors.doors(cast.budi, cast.now).rows] == [three[2]]


def test_closing_many_says_how_many_stood_open(cast: Cast, three: list[UUID]) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    hints = {one.id for one in keys.openable(cast.sari, cast.now, cast.budi, Rung.TRUSTED) if one.key in three[:2]}
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, hints)
    assert shown(cast, Wanted(opened="yes")) == set(three[:2])
    assert shown(cast, Wanted(opened="no")) == {three[2]}
    assert tidying.close(cast.act(cast.sari), three).detail == {"count": 2}
    assert all(not readers(cast, cast.sari, key, FaceKind.HINT) for key in three)


def test_deleting_many_takes_what_is_mine_and_nothing_else(cast: Cast, three: list[UUID]) -> None:
    other = cast.key(cast.budi)
    assert tidying.drop(cast.act(cast.sari), [*three[:2], other]).detail == {"count": 2}
    assert shown(cast, Wanted()) == {three[2]}
    assert mine(cast, cast.budi, other).name == "Hendra Gunawan"


@pytest.mark.parametrize("verb", [tidying.archive, tidying.bring_back, tidying.close, tidying.drop])
def test_keys_of_others_are_passed_over_as_if_they_had_never_been(cast: Cast, verb: Tidy) -> None:
    other = cast.key(cast.budi)
    nothing = verb(cast.act(cast.sari), [UUID(int=9)]).detail
    assert verb(cast.act(cast.sari), [other]).detail == nothing
    assert not mine(cast, cast.budi, other).archived


def test_keys_are_found_by_words_kind_and_place(cast: Cast, three: list[UUID]) -> None:
    assert shown(cast, Wanted(q="notar")) == {three[1]}
    assert shown(cast, Wanted(q="cici", show="keys")) == {three[2]}
    assert shown(cast, Wanted(city="Surabaya")) == set(three)
    assert shown(cast, Wanted(city="Medan")) == set()
    assert set(ids(cast.sari, cast.now, Wanted(q="bela"))) == {three[1]}
    assert choices(cast.sari, cast.now).cities == ("Surabaya",)
    assert choices(cast.budi, cast.now).cities == ()
