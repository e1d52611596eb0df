"""What somebody says of their character, and what they think of that of others, in a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunci.actions import character
from kunci.core.character import ITEMS
from kunci.core.rungs import Rung
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def character_set(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Answers, and shows what came of it from some rung on, or deletes it; who stands there may know."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    rung = pick.of((None, Rung.KNOWN, Rung.UNHESITATING, Rung.TRUSTED))
    answers = pick.of(((5, 2) * (len(ITEMS) // 2), (1, 1, 5, 5) * (len(ITEMS) // 4)))

    def run(w: World) -> None:
        character.answer(w.act(member), answers)
        character.show(w.act(member), rung)

    return Call(member, f"says what they are like, from {rung}", run, secret is None or rung is None)


def impression_kept(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    with everything_seen():
        rows = execute("select member, partner from vault.tie order by member, partner")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, about = pick.of(rows)
    first = pick.of(("choleric", "phlegmatic", None))

    def run(w: World) -> None:
        if first is None:
            character.keep_impression(w.act(member), about, "sanguine")
            character.forget_impression(w.act(member), about)
        else:
            character.keep_impression(w.act(member), about, first, "melancholic")

    return Call(member, f"thinks of {world.name(about)} as {first}", run)
