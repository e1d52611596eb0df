"""Doors that somebody looks for leave in their archive, and nobody else's with them."""

from __future__ import annotations

import json

import pytest

from kunci.actions import heard_wants, wants
from kunci.actions.wants import Hearers
from tests.actions.test_archive import taken
from tests.actions.test_wants import DOOR, lets, offers, writes
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def test_wants_are_taken_along_with_who_was_named_and_thanked_and_not_with_who_let_them_be(cast: Cast) -> None:
    lets(cast, cast.sari, cast.budi)
    lets(cast, cast.budi, cast.sari)
    key = cast.key(cast.budi)
    want = writes(cast, cast.sari, hearers=Hearers(None, frozenset({cast.budi})))
    offers(cast, cast.budi, want, key)
    heard_wants.no_match(cast.act(cast.budi), want, key)
    heard_wants.put_aside(cast.act(cast.budi), want)
    theirs = writes(cast, cast.budi, "Notaris, Bandung")
    heard_wants.mute(cast.act(cast.sari), cast.budi)
    wants.close(cast.act(cast.sari), want, frozenset({cast.budi}), "Terima kasih!", ADDRESS)
    mine, budis = taken(cast, cast.sari)["wants"], taken(cast, cast.budi)
    (row,) = mine["mine"]
    assert (row["text"], row["rung"], row["named"]) == (DOOR, None, ["Budi Santoso"])
    assert [(one["helper"], one["words"]) for one in row["thanked"]] == [("Budi Santoso", "Terima kasih!")]
    assert [one["name"] for one in mine["muted"]] == ["Budi Santoso"]
    assert (mine["put_aside"], mine["no_match"], mine["thanked_me"]) == ([], [], [])
    assert "Notaris" not in json.dumps(mine)
    assert [one["id"] for one in budis["wants"]["mine"]] == [str(theirs)]
    assert [(one["want"], one["key"]) for one in budis["wants"]["no_match"]] == [(str(want), str(key))]
    assert [one["want"] for one in budis["wants"]["put_aside"]] == [str(want)]
    assert [(one["author"], one["text"]) for one in budis["wants"]["thanked_me"]] == [("Sari Wulandari", DOOR)]
    assert [one["want"] for one in budis["offers"]["made"]] == [str(want)]
    assert budis["wants"]["muted"] == []
