"""A face is visible exactly while its gate is open: the rule in SQL against the three forms in the core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.gates import NO_END, Face, FaceKind, Grant, OwnGate, Pass, RungGate, audience, gate_of, may, opened
from kunci.core.rungs import Rung
from kunci.models.values import gate_uuid
from tests.core.strategies import MEMBERS, NOW, faces, grants, passes
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

DAY = timedelta(days=1)
_NAMES = UUID("0e1c3a0e-7a1c-4b7e-8d0a-3a1f5f0f9c11")


def named(word: str) -> str:
    """The id in the database of what the strategies call by a word."""
    return str(uuid5(_NAMES, word))


@pytest.fixture(scope="module")
def referee(ground: Ground) -> Iterator[Hand]:
    with ground.connect("superuser") as connection:
        hand = Hand(connection)
        people = [(named(one), one, NOW) for one in MEMBERS]
        connection.cursor().executemany("insert into vault.member (id, name, joined_at) values (%s, %s, %s)", people)
        yield hand
        connection.rollback()


def arrange(
    connection: psycopg.Connection[tuple[object, ...]],
    all_faces: Sequence[Face],
    all_passes: Sequence[Pass],
    all_grants: Sequence[Grant],
) -> None:
    """Writes faces, passes and grants as they are, past all rules, and each holder's grant of a face to themselves."""
    cursor = connection.cursor()
    for_oneself = [Grant(face.gate, face.holder, NO_END) for face in all_faces if isinstance(face.gate, OwnGate)]
    to_others = [one for one in all_grants if one.viewer != one.gate.holder]
    for face in all_faces:
        rung = face.gate.rung or None if isinstance(face.gate, RungGate) else face.rung
        own = isinstance(face.gate, OwnGate)
        gate = named(face.id) if own else gate_uuid(gate_of(named(face.holder), _rung(face)))
        row = {"id": named(face.id), "key": named(face.key), "holder": named(face.holder), "kind": str(face.kind)}
        cursor.execute(
            "with k as (insert into vault.key (holder, created_at) values (%(holder)s, %(now)s) returning id, holder) "
            "insert into vault.face (key, holder, kind, rung, created_at) "
            "select id, holder, %(kind)s, %(rung)s, %(now)s from k returning id",
            {**row, "rung": rung, "now": NOW},
        )
        made = cursor.fetchone()
        assert made is not None
        if face.kind is not FaceKind.CONTACT:  # it says what door
            cursor.execute(
                "insert into vault.meaning (face, gate, key, holder, marks, version) "
                "select id, gate, key, holder, '{}', 1 from vault.face where id = %s",
                [made[0]],
            )
        cursor.execute("update vault.face set id = %s, gate = %s where id = %s", [row["id"], gate, made[0]])
    cursor.executemany(
        "insert into vault.pass values (%s, %s, %s, %s, %s)",
        [
            (named(one.viewer), named(one.holder), one.known_until, one.trusted_until, one.unhesitating_until)
            for one in all_passes
        ],
    )
    cursor.executemany(
        "insert into vault.grant (gate, viewer, holder, follows, until) values (%s, %s, %s, %s, %s)",
        [
            (named(one.gate.face), named(one.viewer), named(one.gate.holder), one.follows, one.until)
            for one in (*to_others, *for_oneself)
        ],
    )


def _rung(face: Face) -> Rung:
    assert isinstance(face.gate, RungGate)
    return face.gate.rung


def visible(hand: Hand, viewer: str, view: str, now: datetime) -> set[str]:
    """Ids of the faces that a member sees in a view, asked as the application."""
    hand.rows("set local role kunci_app")
    hand.as_member(UUID(named(viewer)), now)
    column = "face" if view.endswith("meaning") else "id"
    found = {str(id) for (id,) in hand.rows(f"select {column} from door.{view}")}
    hand.rows("set local role none")
    return found


@settings(max_examples=60)
@given(st.data())
def test_the_rule_in_the_database_is_the_rule_of_the_core(referee: Hand, data: st.DataObject) -> None:
    all_faces, all_passes = data.draw(faces()), data.draw(passes())
    # The table holds one grant for a gate and a viewer.
    all_grants = tuple({(one.gate, one.viewer): one for one in data.draw(grants(all_faces))}.values())
    now = NOW + data.draw(st.sampled_from((-DAY, timedelta(0), timedelta(microseconds=1), DAY, 40 * DAY)))
    with referee.connection.transaction(force_rollback=True):
        arrange(referee.connection, all_faces, all_passes, all_grants)
        seen = {viewer: visible(referee, viewer, "face", now) for viewer in MEMBERS}
        saying = {named(face.id) for face in all_faces if face.kind is not FaceKind.CONTACT}
        for viewer in MEMBERS:
            assert seen[viewer] == {named(face.id) for face in opened(viewer, all_faces, all_passes, all_grants, now)}
            own = {named(face.id) for face in all_faces if face.holder == viewer}
            assert visible(referee, viewer, "own_face", now) == own
            # What a face says moved with it, and is seen by whoever sees the face.
            assert visible(referee, viewer, "meaning", now) == seen[viewer] & saying
            assert visible(referee, viewer, "own_meaning", now) == own & saying
        for face in all_faces:
            who = {viewer for viewer in MEMBERS if named(face.id) in seen[viewer]}
            assert who == {v for v in MEMBERS if may(v, face, all_passes, all_grants, now).allowed}
            assert who - {face.holder} == audience(face, all_passes, all_grants, now)


ON_TRUSTED = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, gate_of("sari", Rung.TRUSTED))
ON_TOP = Face("f", "k", "sari", FaceKind.HINT, Rung.UNHESITATING, gate_of("sari", Rung.UNHESITATING))
ON_KNOWN = Face("f", "k", "sari", FaceKind.HINT, Rung.KNOWN, gate_of("sari", Rung.KNOWN))
NAMED = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, OwnGate("sari", "f"))
NOBODY = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, gate_of("sari", Rung.STRANGER))
AHEAD, PAST = NOW + DAY, NOW - DAY


@pytest.mark.parametrize(
    ("who", "face", "ends", "grant", "sees"),
    [
        ("a stranger", ON_KNOWN, None, None, False),
        ("somebody whose pass is shut", ON_KNOWN, (), None, False),
        ("known, at known", ON_KNOWN, (AHEAD,), None, True),
        ("known, at trusted", ON_TRUSTED, (AHEAD,), None, False),
        ("trusted, at trusted", ON_TRUSTED, (AHEAD, AHEAD), None, True),
        ("trusted, at unhesitating", ON_TOP, (AHEAD, AHEAD), None, False),
        ("unhesitating, at unhesitating", ON_TOP, (AHEAD, AHEAD, AHEAD), None, True),
        ("unhesitating, at nobody's", NOBODY, (AHEAD, AHEAD, AHEAD), None, False),
        ("revoked", ON_TRUSTED, (PAST, PAST), None, False),
        ("lapsed at this very instant", ON_TRUSTED, (AHEAD, NOW), None, False),
        ("a microsecond before", ON_TRUSTED, (AHEAD, NOW + timedelta(microseconds=1)), None, True),
        ("unhesitating, but not named", NAMED, (AHEAD, AHEAD, AHEAD), None, False),
        ("named", NAMED, None, (AHEAD, None), True),
        ("named, over", NAMED, (AHEAD, AHEAD), (NOW, None), False),
        ("named while trusted", NAMED, (AHEAD, AHEAD), (AHEAD, Rung.TRUSTED), True),
        ("named while trusted, and lapsed", NAMED, (AHEAD, NOW), (AHEAD, Rung.TRUSTED), False),
        ("named while trusted, without a pass", NAMED, None, (AHEAD, Rung.TRUSTED), False),
        ("named, where the face hangs elsewhere", ON_TRUSTED, None, (AHEAD, None), False),
    ],
)
def test_who_sees_a_face(
    referee: Hand,
    who: str,
    face: Face,
    ends: tuple[datetime, ...] | None,
    grant: tuple[datetime, Rung | None] | None,
    sees: bool,
) -> None:
    given_passes = [Pass("sari", "budi", *ends)] if ends is not None else []
    # Whoever Budi trusts himself opens nothing to him.
    given_passes.append(Pass("budi", "sari", AHEAD, AHEAD, AHEAD))
    given_grants = [Grant(OwnGate("sari", "f"), "budi", *grant)] if grant else []
    with referee.connection.transaction(force_rollback=True):
        arrange(referee.connection, [face], given_passes, given_grants)
        assert visible(referee, "budi", "face", NOW) == ({named("f")} if sees else set())
        assert visible(referee, "dewi", "face", NOW) == set()
        assert visible(referee, "sari", "face", NOW) == {named("f")}


def test_what_the_viewer_may_not_see_is_in_no_view(ground: Ground, both: Hand) -> None:
    both.as_member(ground.cast.budi)
    views = ("face", "key", "own_face", "asked", "evidence", "journal", "invitation", "consent", "decision", "member")
    for view in views:
        text = both.one(f"select coalesce(string_agg(v::text, ' '), '') from door.{view} v")
        for marker in ("Rahasia", "rahasia", "catatan", "Joko", "Tamu"):
            assert marker not in text, view
    assert both.rows("select from door.face where key = %s", [ground.hidden]) == []
    assert both.rows("select from door.pass") != []
    assert {str(row[0]) for row in both.rows("select holder from door.pass")} == {str(ground.cast.budi)}


def test_a_condition_that_fails_on_hidden_rows_is_never_tried_on_them(ground: Ground, hand: Hand) -> None:
    hand.as_member(ground.cast.joko)
    assert hand.rows("select from door.face") == []
    for column in ("line", "name", "title", "organisation", "city"):
        assert hand.rows(f"select from door.face where (coalesce({column}, '') || 'x')::int > 0") == []
        assert hand.rows(f"select from door.face where 1 / length(repeat('', length({column}))) > 0") == []
    assert hand.rows("select from door.face where words @@ 'rahasia'::tsquery or 1 / (length(line) * 0) > 0") == []


def test_the_other_telling_shows_only_once_one_has_told_or_nobody_may_any_more(ground: Ground, both: Hand) -> None:
    told = "select verdict from door.outcome where teller = %s"
    both.as_member(ground.cast.budi)
    assert both.rows(told, [ground.cast.sari]) == []
    assert both.one("select count(*) from door.outcome") == 0
    over = both.one("select tell_until from door.handover where id = %s", [ground.handover])
    both.as_member(ground.cast.budi, over - timedelta(microseconds=1))
    assert both.rows(told, [ground.cast.sari]) == []
    both.as_member(ground.cast.budi, over)
    assert both.rows(told, [ground.cast.sari]) == [("good",)]
    both.as_member(ground.cast.budi)
    both.rows(
        "insert into door.outcome (handover, teller, other, verdict, tell_until, told_at) "
        "select id, asker, holder, 'unfit', tell_until, handed_at from door.handover where id = %s",
        [ground.handover],
    )
    assert both.rows(told, [ground.cast.sari]) == [("good",)]
