"""What happens to passes in a world once the constants of trust have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunci.actions import recompute
from kunci.core.policy import FIRST_POLICY
from tests.policies import MILDER, SHORTER, STRICTER
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

NAMES = {"stricter": STRICTER, "milder": MILDER, "shorter": SHORTER, "first": FIRST_POLICY}


def recomputed(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The passes that one member gave, under other constants. Whoever has one of them may see things go."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    name = pick.of(tuple(NAMES))
    with everything_seen():
        partners = [row[0] for row in execute("select partner from vault.tie where member = %(m)s", {"m": member})]
    return Call(
        member,
        f"is recomputed under {name} constants",
        lambda w: recompute.recompute(member, w.now, NAMES[name]),
        secret is None or (secret.sure and secret.me not in partners),
    )
