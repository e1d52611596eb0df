"""An account is closed in a world: by somebody who is nobody's viewer, for a viewer needs an account to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunci.actions import closing
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def close_account(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Ratna, whom Sari and Joko know, or Maya, whom Joko does. A secret only from who never knew of them."""
    with everything_seen():
        open_still = {row[0] for row in execute("select id from vault.member where closed_at is null")}
    closing_now = [one for one in (world.ratna, world.maya) if one in open_still]
    if not closing_now:
        return None
    member = pick.of(closing_now)
    return Call(member, "closes their account", lambda w: closing.close_account(w.act(member)), False)
