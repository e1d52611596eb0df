"""What can happen between partners in a world: encounters to confirm, answers to that, notes put right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import confirming
from kunci.core.evidence import Kind
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


NOTED = "select e.member, t.partner, e.id from vault.evidence e join vault.tie t on t.id = e.tie order by e.id"


def confirmation_ask(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows(
        "select e.member, t.partner, e.id from vault.evidence e join vault.tie t on t.id = e.tie order by e.id"
    )
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, partner, evidence = pick.of(rows)
    return Call(
        member,
        f"asks {world.name(partner)} to confirm",
        lambda w: confirming.ask(w.act(member), partner, evidence),
        False,
    )


def confirmation_answer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select partner, id, asker from vault.confirmation order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    partner, question, _ = pick.of(rows)
    if pick.of((True, False)):
        return Call(partner, "puts a question aside", lambda w: confirming.put_aside(w.act(partner), question), False)
    both = pick.of((True, False))
    return Call(
        partner,
        f"confirms, and notes it too: {both}",
        lambda w: confirming.confirm(w.act(partner), question, w.now.date(), note_too=both),
        False,
    )


def evidence_correct(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows(
        "select e.member, t.partner, e.id from vault.evidence e join vault.tie t on t.id = e.tie order by e.id"
    )
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, partner, evidence = pick.of(rows)
    kind = pick.of((None, Kind.CALL, Kind.PROMISE_BROKEN))
    return Call(
        member,
        f"corrects a note on {world.name(partner)}: {kind}",
        lambda w: confirming.correct(w.act(member), partner, evidence, kind, w.now.date(), w.now.date(), ""),
        False,
    )


def _rows(sql: str) -> list[tuple[UUID, UUID, UUID]]:
    with everything_seen():
        return [(row[0], row[1], row[2]) for row in execute(sql)]
