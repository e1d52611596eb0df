"""Nobody writes what is not theirs, and no refusal tells whether what was named exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.owners import OWNER
from tests.secrecy.raw import Hand, Refusal
from tests.secrecy.rights import RIGHTS
from tests.secrecy.test_database import tables

# No right to it, a generated column, a view that takes no writes at all.
NOT_ALLOWED = {"0A000", "42501", "428C9", "55000"}  # no right, no such column to write, no such view to write
# One row that Budi may put in, by view; the first column is the owner's.
ENTRIES = {
    "apart": "(holder, one, other) values (%(owner)s, least(%(mine)s::uuid, %(mine_too)s::uuid), "
    "greatest(%(mine)s::uuid, %(mine_too)s::uuid))",
    "import": "(holder, bytes, state, began_at) values (%(owner)s, 1, 'ready', %(now)s)",
    "import_part": "(holder, import, number, sealed, wrapped_key) values (%(owner)s, %(batch)s, 0, 'x', 'x')",
    "mark": "(holder, mark, kind, key, layer) values (%(owner)s, 'x', 'phone', %(mine)s, %(layer)s)",
    "layer": "(holder, key, at, sealed, wrapped_key) values (%(owner)s, %(mine)s, %(now)s, 'x', 'x')",
    "asked": "(asker, key, holder, sentence, shown_hint, asked_at, expires_at) values "
    "(%(owner)s, %(shown)s, %(sari)s, 'Salam', 'x', %(now)s, %(now)s)",
    "evidence": "(member, tie, kind, happened_on, created_at) values (%(owner)s, %(tie)s, 'met', %(now)s, %(now)s)",
    "brought": "(member, tie, kind, happened_on, created_at, batch) values "
    "(%(owner)s, %(tie)s, 'met', %(now)s, %(now)s, %(batch)s)",
    "confirmation": "(asker, partner, evidence, kind, happened_on, asked_at, expires_at) values "
    "(%(owner)s, %(sari)s, %(noted)s, 'met', %(now)s, %(now)s, %(until)s)",
    "confirmed": "(partner, asker, confirmation, at) values (%(owner)s, %(sari)s, %(question)s, %(now)s)",
    "put_aside": "(partner, confirmation, at) values (%(owner)s, %(question)s, %(now)s)",
    "calendar": "(member, sealed, wrapped_key, added_at) values (%(owner)s, 'x', 'x', %(now)s)",
    "proposed": "(member, partner, kind, happened_on, mark, source, found_at) values "
    "(%(owner)s, %(sari)s, 'met', %(now)s, 'x', 'file', %(now)s)",
    "grant": "(holder, gate, viewer, until) values (%(owner)s, %(face)s, %(sari)s, 'infinity')",
    "invitation": "(inviter, created_at, expires_at) values (%(owner)s, %(now)s, %(now)s)",
    "invitee": "(inviter, circle, invitation, name, language, place, created_at) values "
    "(%(owner)s, gen_random_uuid(), %(invitation)s, 'Eko', 'id', 0, %(now)s)",
    "journal": "(member, verb, at, once) values (%(owner)s, 'met', %(now)s, gen_random_uuid())",
    "key": "(holder, created_at) values (%(owner)s, %(now)s)",
    "opening": "(holder, key, kind, viewer, rung, at) values (%(owner)s, %(mine)s, 'hint', %(sari)s, 1, %(now)s)",
    "outcome": "(teller, handover, other, verdict, tell_until, told_at) values "
    "(%(owner)s, %(handover)s, %(sari)s, 'good', %(until)s, %(now)s)",
    "own_face": "(holder, key, kind, created_at) values (%(owner)s, %(mine)s, 'hint', %(now)s)",
    "own_meaning": "(holder, face, gate, key, marks, version) "
    "values (%(owner)s, %(face)s, %(gate)s, %(mine)s, '{}', 1)",
    "decision": "(holder, request, answer, decided_at) values (%(owner)s, %(received)s, 'yes', %(now)s)",
    "consent": "(holder, request, language, created_at, expires_at) values "
    "(%(owner)s, %(received)s, 'id', %(now)s, %(now)s)",
    "offered": "(holder, key, partner, sentence, shown_hint, offered_at, expires_at) values "
    "(%(owner)s, %(mine)s, %(sari)s, 'Mau?', 'x', %(now)s, %(now)s)",
    "offer_left": "(partner, offer, left_at) values (%(owner)s, %(offer)s, %(now)s)",
    "own_card": "(member, sealed, wrapped_key) values (%(owner)s, 'x', 'x')",
    "request_card": "(asker, request, sealed, wrapped_key) values (%(owner)s, %(ask)s, 'x', 'x')",
    "turned_away": "(holder, asker, key, since) values (%(owner)s, %(sari)s, %(mine)s, %(now)s)",
    "vouch": "(speaker, hearer, about, about_name, kind, sentence, given_at, expires_at) values "
    "(%(owner)s, %(sari)s, %(ratna)s, 'Ratna Dewi', 'vouch', 'x', %(now)s, %(until)s)",
    "vouch_left": "(hearer, vouch, left_at) values (%(owner)s, %(word)s, %(now)s)",
    "ready": "(holder, partner, key, since) values (%(owner)s, %(sari)s, %(mine)s, %(now)s)",
    "introduction": "(holder, handover, by_mail, sealed, wrapped_key) values (%(owner)s, %(gave)s, true, 'x', 'x')",
}
NO_ID = {"offer_left", "own_card", "request_card", "turned_away", "ready", "introduction", "vouch_left", "own_meaning"}


@pytest.fixture
def budi(ground: Ground, both: Hand) -> dict[str, Any]:
    """What Budi may name: a key, a face, a tie of his own, a handover, and a request of Sari's for his key."""
    cast = ground.cast
    both.as_member(cast.budi)
    words: dict[str, Any] = {"owner": cast.budi, "sari": cast.sari, "now": NOW, "shown": ground.shown}
    words["ratna"] = cast.ratna  # whom he knows here
    words["mine"] = both.one("insert into door.key" + ENTRIES["key"] + " returning id", words)
    words["mine_too"] = both.one("insert into door.key" + ENTRIES["key"] + " returning id", words)
    words["face"] = both.one("insert into door.own_face" + ENTRIES["own_face"] + " returning id", words)
    words["gate"] = both.one("select gate from door.own_face where id = %s", [words["face"]])
    words["batch"] = both.one("insert into door.import" + ENTRIES["import"] + " returning id", words)
    words["layer"] = both.one("insert into door.layer" + ENTRIES["layer"] + " returning id", words)
    words["invitation"] = both.one("insert into door.invitation" + ENTRIES["invitation"] + " returning id", words)
    words["tie"] = both.one("select id from door.tie where partner = %s", [cast.sari])
    words["handover"] = ground.handover
    words["noted"] = both.one("insert into door.evidence" + ENTRIES["evidence"] + " returning id", words)
    words["question"] = both.one("select id from door.question where asker = %s", [cast.sari])
    words["until"] = both.one("select tell_until from door.handover where id = %s", [ground.handover])
    with both.everything():
        words["received"] = both.one(
            "insert into vault.request (key, holder, asker, sentence, shown_hint, asked_at, expires_at) "
            "values (%s, %s, %s, 'x', 'x', %s, %s) returning id",
            [words["mine"], cast.budi, cast.sari, NOW, NOW],
        )
        words["offer"] = both.one(
            "insert into vault.offer (key, holder, partner, sentence, shown_hint, offered_at, expires_at) "
            "values (%s, %s, %s, 'x', 'x', %s, %s) returning id",
            [ground.shown, cast.sari, cast.budi, NOW, NOW],
        )
        both.rows("select vault.acquaint(%s, %s, %s)", [cast.budi, cast.ratna, NOW])
        words["word"] = both.one(
            "insert into vault.vouch (speaker, hearer, about, kind, about_name, sentence, given_at, expires_at) "
            "values (%s, %s, %s, 'vouch', 'x', 'x', %s, %s) returning id",
            [cast.sari, cast.budi, cast.ratna, NOW, NOW],
        )
        words["gave"] = _handover(both, words["mine"], cast.budi, cast.sari)
    both.rows("delete from door.own_card")
    words["ask"] = both.one("insert into door.asked" + ENTRIES["asked"] + " returning id", words)
    return words


# A row that is either's: what one of the two may write is a row of their own.
BOTHS = {"one_to_one": "partner <> %(me)s"}


def of_others(hand: Hand, me: UUID) -> dict[str, object]:
    """Every row of others, with the marks that any write to it would change."""
    with hand.everything():
        assert set(OWNER) | {"outbox", "repute_month", "viewer_key"} == set(tables(hand))
        return {
            table: hand.one(
                "select array_agg(t.ctid || '/' || t.xmin order by t.ctid) "
                f'from vault."{table}" t where {owner} <> %(me)s and {BOTHS.get(table, "true")}',
                {"me": me},
            )
            for table, owner in OWNER.items()
        }


def columns(hand: Hand, view: str) -> list[str]:
    found = hand.rows(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", [f'door."{view}"']
    )
    return [str(name) for (name,) in found]


def test_no_update_and_no_delete_reaches_a_row_of_others(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    before, touched = of_others(both, ground.cast.budi), 0
    views = [
        str(name) for (name,) in both.rows("select relname from pg_class where relnamespace = 'door'::regnamespace")
    ]
    for view in views:
        for column in columns(both, view):
            change = f'update door."{view}" set {column} = {column}'
            refused = both.refusal(change)
            if refused is None:
                touched += both.changed(change)
            else:
                assert refused.state in NOT_ALLOWED, (view, column, refused)
        if "delete" in RIGHTS[view].split():
            touched += both.changed(f'delete from door."{view}"')
        else:
            refused = both.refusal(f'delete from door."{view}"')
            assert refused is not None
            assert refused.state in NOT_ALLOWED
    assert touched > 0
    assert of_others(both, ground.cast.budi) == before


@pytest.mark.parametrize("view", ["journal", "evidence", "asked", "received", "decision", "outcome", "consent"])
def test_what_is_written_once_is_never_changed_or_deleted(hand: Hand, ground: Ground, view: str) -> None:
    hand.as_member(ground.cast.sari)
    taken_back = {"asked": ["withdrawn_at"]}.get(view, [])  # an ask can be, until it is handed over
    kept = [column for column in columns(hand, view) if column not in taken_back]
    attempts = [f"update door.{view} set {column} = {column}" for column in kept]
    for attempt in (*attempts, f"delete from door.{view}", f"truncate door.{view}"):
        refused = hand.refusal(attempt)
        assert refused is not None
        assert refused.state in {*NOT_ALLOWED, "42809"}


@pytest.mark.parametrize("view", ENTRIES)
def test_a_row_is_entered_in_ones_own_name_only(ground: Ground, both: Hand, budi: dict[str, Any], view: str) -> None:
    entry = f'insert into door."{view}" {ENTRIES[view]}'
    assert both.refusal(entry, budi) is None
    refusals = [
        both.refusal(entry, {**budi, "owner": owner}) for owner in (ground.cast.sari, ground.cast.joko, uuid4())
    ]
    assert refusals[0] is not None
    assert refusals[0].state == "42501"
    assert len(set(refusals)) == 1


@pytest.mark.parametrize("view", sorted(set(ENTRIES) - NO_ID))
def test_an_id_that_a_client_sends_is_never_used(ground: Ground, both: Hand, budi: dict[str, Any], view: str) -> None:
    table = {"asked": "request", "own_face": "face", "offered": "offer", "brought": "evidence"}.get(view, view)
    with both.everything():
        hidden = both.rows(f'select id from vault."{table}" where "{OWNER[table]}" <> %s', [ground.cast.budi])
    entry = ENTRIES[view].replace("(", "(id, ", 1).replace("values (", "values (%(id)s, ", 1)
    for conflict in ("", " on conflict do nothing"):
        for id in (hidden[0][0], uuid4()):
            with both.connection.transaction(force_rollback=True):
                made = both.rows(f'insert into door."{view}" {entry}{conflict} returning id', {**budi, "id": id})
                assert len(made) == 1
                assert made[0][0] != id


# What can be named in a row, and of which each time one is hidden and one is absent.
NAMED = {
    "a key, asked for": ("asked", "shown", "key"),
    "a key, with a face put on it": ("own_face", "mine", "key"),
    "a tie, with evidence": ("evidence", "tie", "tie"),
    "a tie, with evidence of a file": ("brought", "tie", "tie"),
    "a file, with evidence": ("brought", "batch", "batch"),
    "a gate, granted": ("grant", "face", "face"),
    "a member, granted to": ("grant", "sari", "member"),
    "a request, decided": ("decision", "received", "request"),
    "a request, with a consent": ("consent", "received", "request"),
    "an invitation, of somebody invited": ("invitee", "invitation", "invitation"),
    "a handover, told": ("outcome", "handover", "handover"),
    "a key, offered": ("offered", "mine", "key"),
    "a member, offered to": ("offered", "sari", "member"),
    "a key, set aside": ("ready", "mine", "key"),
    "a member, keys set aside for": ("ready", "sari", "member"),
    "a member, turned away": ("turned_away", "sari", "member"),
    "a request, with a card": ("request_card", "ask", "ask"),
    "an offer, left": ("offer_left", "offer", "offer"),
    "a handover, introduced": ("introduction", "gave", "handover"),
    "a member, told about": ("vouch", "ratna", "member"),
    "a member, told": ("vouch", "sari", "member"),
    "a word, left": ("vouch_left", "word", "word"),
}


@pytest.mark.parametrize("what", NAMED)
def test_naming_what_is_hidden_is_refused_like_naming_what_is_absent(
    ground: Ground, both: Hand, budi: dict[str, Any], what: str
) -> None:
    view, word, table = NAMED[what]
    entry = f'insert into door."{view}" {ENTRIES[view]}'
    with both.everything():
        hidden = {
            "key": ground.hidden,
            "tie": both.one("select id from vault.tie where member = %s limit 1", [ground.cast.joko]),
            "batch": both.one(
                f"insert into vault.import {ENTRIES['import']} returning id", budi | {"owner": ground.cast.joko}
            ),
            "face": both.one("select id from vault.face where key = %s and kind = 'hint'", [ground.hidden]),
            "member": ground.cast.joko,
            "request": ground.request,
            "ask": both.one("select id from vault.request where asker <> %s limit 1", [ground.cast.budi]),
            "invitation": both.one("select id from vault.invitation where inviter = %s", [ground.cast.joko]),
            "handover": _handover(both, ground.hidden, ground.cast.sari, ground.cast.ratna),
            "word": both.one("select id from vault.vouch where hearer <> %s limit 1", [ground.cast.budi]),
            "offer": both.one("select id from vault.offer where holder = %s limit 1", [ground.cast.ratna]),
        }[table]
    for more in ("", " on conflict do nothing"):
        refusals = [both.refusal(entry + more, {**budi, word: id}) for id in (hidden, uuid4())]
        assert refusals[0] is not None
        assert refusals[0].state in {"42501", "23503"}
        assert refusals[0] == refusals[1]
        assert str(hidden) not in refusals[0].words
    assert both.refusal(entry, budi) is None


def _handover(hand: Hand, key: UUID, holder: UUID, asker: UUID) -> UUID:
    """A handover between two, with its request. The superuser's to make."""
    words = {"key": key, "holder": holder, "asker": asker, "now": NOW, "until": NOW + timedelta(days=14)}
    request = hand.one(
        "insert into vault.request (key, holder, asker, sentence, shown_hint, asked_at, expires_at) "
        "values (%(key)s, %(holder)s, %(asker)s, 'x', 'x', %(now)s, %(now)s) returning id",
        words,
    )
    id: UUID = hand.one(
        "insert into vault.handover (request, key, holder, asker, handed_at, tell_until, again_from, again_until) "
        "values (%(request)s, %(key)s, %(holder)s, %(asker)s, %(now)s, %(until)s, %(until)s, %(until)s) returning id",
        {**words, "request": request},
    )
    return id


def test_evidence_takes_back_only_what_is_ones_own(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    with both.everything():
        hidden = both.one("select id from vault.evidence where member = %s limit 1", [ground.cast.sari])
    entry = (
        "insert into door.evidence (member, tie, kind, happened_on, created_at, voids) "
        "values (%(owner)s, %(tie)s, 'withdrawal', %(now)s, %(now)s, %(voids)s)"
    )
    refusals = [both.refusal(entry, {**budi, "voids": id}) for id in (hidden, uuid4())]
    assert refusals[0] is not None
    assert refusals[0].state == "23503"
    assert refusals[0] == refusals[1]


def test_a_face_takes_no_other_id_key_or_holder(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    # With the id of a hidden face on one of my own I could grant myself whatever hangs behind that id.
    for column in ("id", "key", "holder", "kind", "created_at"):
        for column_of in (f"set {column} = {column}", f"set {column} = default"):
            refused = both.refusal(f"update door.own_face {column_of} where id = %(face)s", budi)
            assert refused is not None
            assert refused.state == "42501"


@pytest.mark.parametrize("rung", [None, 1, 2, 3])
def test_a_face_hangs_behind_no_gate_of_others(
    ground: Ground, both: Hand, budi: dict[str, Any], rung: int | None
) -> None:
    words = {**budi, "rung": rung}
    both.rows("update door.own_face set rung = %(rung)s where id = %(face)s", words)
    hang = "update door.own_face set gate = %(gate)s where id = %(face)s"
    gates = "select md5(%(holder)s || '/' || n)::uuid from generate_series(0, 3) n"
    foreign = [gate for (gate,) in both.rows(gates, {"holder": str(ground.cast.sari)})]
    own = [gate for (gate,) in both.rows(gates, {"holder": str(ground.cast.budi)})]
    # Also the gate of a rung that the face does not open from, and no gate at all.
    wrong = [gate for place, gate in enumerate(own) if place not in (0, rung)]
    for gate in (*foreign, *wrong, uuid4(), None):
        refused = both.refusal(hang, {**words, "gate": gate})
        assert refused is not None, gate
        assert refused.state in {"23514", "42501", "23502"}
    assert both.refusal(hang, {**words, "gate": own[rung or 0]}) is None


def test_a_grant_is_moved_to_nobody_else(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    both.rows("insert into door.grant" + ENTRIES["grant"], budi)
    for column, values in {"viewer": (ground.cast.joko, uuid4()), "gate": (ground.shown, uuid4())}.items():
        refusals = {both.refusal(f"update door.grant set {column} = %s", [value]) for value in values}
        assert len(refusals) == 1
        assert {refused.state if refused else "" for refused in refusals} == {"42501"}
    assert both.changed("update door.grant set until = %s", [NOW]) == 1


def test_nobody_tells_after_reading_what_the_other_told(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    entry = f"insert into door.outcome {ENTRIES['outcome']}"
    late = budi["until"] + timedelta(days=1)
    both.as_member(ground.cast.budi, late)
    assert both.one("select count(*) from door.outcome") == 1
    for told_at in (NOW, late):
        assert both.refusal(entry, {**budi, "now": told_at}) is not None
    both.as_member(ground.cast.budi)
    for changed in ({"until": "infinity"}, {"sari": ground.cast.ratna}, {"now": NOW - timedelta(seconds=1)}):
        assert both.refusal(entry, budi | changed) is not None
    assert both.refusal(entry, budi) is None


def test_no_error_says_anything_of_others(ground: Ground, both: Hand, budi: dict[str, Any]) -> None:
    faults = [
        "update door.own_face set rung = 9",
        "update door.own_face set sealed = ''",
        "update door.pass set trusted_until = 'infinity'",
        "update door.tie set granted = 7",
        "update door.member set name = ''",
        "insert into door.own_face (holder, key, kind, created_at) values (%(owner)s, %(mine)s, 'none', %(now)s)",
        "insert into door.asked (asker, key, holder, sentence, shown_hint, asked_at, expires_at) "
        "values (%(owner)s, %(shown)s, %(sari)s, '', '', %(now)s, %(now)s)",
        "select name::int from door.face where holder = %(sari)s",
        "select (id || '')::int from door.member",
    ]
    refusals = [both.refusal(fault, budi) for fault in faults]
    assert None not in refusals
    words = " ".join(refused.words for refused in refusals if isinstance(refused, Refusal)).lower()
    for marker in ("rahasia", "wahyu", "joko", "tuti", "catatan", str(ground.hidden)):
        assert marker not in words
