"""What can happen to openings with an end in a world: a face is opened until a day, the day moves or is taken away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import keyring
from kunci.core.gates import FaceKind
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

DAYS = (None, 2, 20, 400)


def open_until(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Opens one face to some until a day; of the others some keep what they have, or all. In secret the viewer does."""
    with everything_seen():
        keys = execute(
            "select k.holder, k.id from vault.key k join vault.face f on f.key = k.id and f.kind = 'hint' "
            "where k.merged_into is null order by k.id"
        )
        ties = execute("select member, partner from vault.tie order by member, partner")
    keys = [row for row in keys if secret is None or row[0] != secret.me]
    if not keys:
        return None
    holder, key = pick.of(keys)
    kind = pick.of(tuple(FaceKind))
    partners: list[UUID] = [row[1] for row in ties if row[0] == holder and (secret is None or row[1] != secret.me)]
    chosen, apart = pick.some(partners), pick.of((True, False))
    ends: dict[UUID, datetime | None] = {}
    for one in chosen:
        if (days := pick.of(DAYS)) != 400:
            ends[one] = world.now + timedelta(days=days) if days else None
    among = None
    if apart or (secret is not None and secret.me is not None):
        among = partners
    return Call(
        holder,
        f"opens {kind} of {key} to {[world.name(one) for one in chosen]} until {sorted(map(str, ends.values()))}",
        lambda w: keyring.open_key(w.act(holder), key, kind, chosen, ends, among),
        secret is None or secret.sure,
    )
