"""What happens in a world around one-to-ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kunci.actions import one_to_ones
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def meeting_match(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Sari suggests a one-to-one to Budi, Budi one to her, or one of them with Ratna is fixed; for both worlds."""
    pairs = ((world.sari, world.budi), (world.budi, world.sari), (world.sari, world.ratna))
    proposer, partner = pick.of(pairs)
    fixed = pick.of((True, False))

    def run(w: World) -> None:
        start = w.now + timedelta(days=3)
        made = one_to_ones.propose(w.act(proposer), partner, [start], 60, "Kopi", "Kabar", ADDRESS).subject
        if fixed and made is not None:
            one_to_ones.accept(w.act(partner), made, start, ADDRESS)

    return Call(proposer, f"agrees on a one-to-one with {world.name(partner)}", run)


def meeting_left(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A suggestion is put aside, or brought back."""
    rows = _rows(world, secret, "slots <> '{}' and expires_at > %(now)s and slots_by = other")
    if not rows:
        return None
    member, meeting = pick.of(rows)
    do = pick.of((one_to_ones.put_aside, one_to_ones.put_aside, one_to_ones.put_back))
    return Call(member, "puts a suggestion aside", lambda w: do(w.act(member), meeting))


def meeting_prepared(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Notes for one, with somebody or (in secret, above all) with the viewer."""
    rows = _rows(world, secret, "cancelled_at is null")
    if not rows:
        return None
    member, meeting = pick.of(rows)
    notes = pick.of(("Tanya soal harga", "Jangan bicara soal Joko"))
    return Call(member, "prepares a one-to-one", lambda w: one_to_ones.prepare(w.act(member), meeting, notes))


def meeting_noted(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Days later somebody notes how it was; the clock goes back to where it was."""
    rows = _rows(world, secret, "at is not null and cancelled_at is null")
    if not rows:
        return None
    member, meeting = pick.of(rows)
    happened = pick.of((True, False))

    def run(w: World) -> None:
        before = w.now
        w.later(timedelta(days=10))
        one_to_ones.note(w.act(member), meeting, w.now.date(), happened=happened)
        w.later(before - w.now)

    return Call(member, "notes a one-to-one", run)


def others_meet_up(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Two who know each other agree on one, or only suggest it; in secret without the viewer."""
    with everything_seen():
        rows = execute("select member, partner from vault.tie order by member, partner")
    rows = [row for row in rows if secret is None or secret.me not in row]
    if not rows:
        return None
    proposer, partner = pick.of(rows)
    far = pick.of((False, True))

    def run(w: World) -> None:
        start = w.now + timedelta(days=5)
        made = one_to_ones.propose(w.act(proposer), partner, [start], 60, "Rahasia", "Rahasia", ADDRESS).subject
        if far and made is not None:
            one_to_ones.accept(w.act(partner), made, start, ADDRESS)

    return Call(proposer, f"meets {world.name(partner)} one to one", run)


def _rows(world: World, secret: Secret | None, where: str) -> list[tuple[Any, ...]]:
    """(member, meeting) of either side of each, without the viewer's own."""
    with everything_seen():
        rows = execute(
            "select m.member, m.id from (select proposer as member, partner as other, o.* from vault.one_to_one o "
            "union all select partner, proposer, o.* from vault.one_to_one o) m "
            f"where {where} order by m.id, m.member",
            {"now": world.now},
        )
    return [row for row in rows if secret is None or row[0] != secret.me]
