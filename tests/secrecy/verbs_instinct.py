"""What somebody thinks of a handover, in a world: theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunci.actions import instinct
from kunci.actions.verb import step
from kunci.core.instinct import Of
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def practised(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody is in the practice room."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    number, chance = pick.of((0, 1, 2)), pick.of((90, 10))
    return Call(member, "practises", lambda w: instinct.practise(w.act(member), number, chance))


def feeling_said(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Of keys that somebody opens to a partner."""
    with everything_seen():
        rows = execute(
            "select k.holder, k.id, t.partner from vault.key k join vault.tie t on t.member = k.holder "
            "order by k.id, t.id"
        )
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    holder, key, partner = pick.of(rows)
    chance = pick.of((90, 10))
    return Call(
        holder,
        "has a feeling about a key that they open",
        lambda w: instinct.say_of_keys(w.act(holder), [key], [partner], chance),
    )


def guess_said(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """As if it had been said at the handover, or all of it deleted."""
    with everything_seen():
        rows = execute("select holder, request, asker, key from vault.handover order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    holder, request, asker, key = pick.of(rows)
    chance = pick.of((90, 10, None))

    def run(w: World) -> None:
        act = w.act(holder)
        if chance is None:
            instinct.forget(act)
            return
        with step(act):
            instinct.remember(act, Of.HANDOVER, request, asker, key, chance)

    return Call(holder, "has a feeling about a handover", run)
