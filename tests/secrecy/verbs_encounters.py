"""What happens in a world between people who stand face to face, and to calendars to subscribe to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from kunci.actions import encounters
from kunci.models.models import Account
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def encounter_shown(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody shows a code, or puts it away."""
    member = pick.of(_others(world, secret))
    do = pick.of((encounters.show_code, encounters.show_code, encounters.hide_code))
    return Call(member, "shows a code", lambda w: do(w.act(member)))


def encounter_read(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Two who know each other meet: one shows a code, the other reads it, and the job notes it."""
    others = _others(world, secret)
    with everything_seen():
        rows = execute(
            "select member, partner from vault.tie where member = any(%(o)s) and partner = any(%(o)s) order by 1, 2",
            {"o": others},
        )
    if not rows:
        return None
    shower, reader = pick.of(rows)

    def run(w: World) -> None:
        code = encounters.show_code(w.act(shower)).subject
        if code is None:
            raise AssertionError("no code")
        encounters.read_code(w.act(reader), code, w.now.date())
        encounters.follow(shower, code, w.now)

    return Call(reader, f"meets {world.name(shower)}", run)


def feed_turned(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody's calendar to subscribe to is made, renewed or closed."""
    member, on = pick.of(_others(world, secret)), pick.of((True, True, False))
    feed = uuid5(member, "feed") if on else None
    return Call(member, "turns a calendar on or off", lambda w: Account.objects.filter(id=member).update(feed=feed))


def _others(world: World, secret: Secret | None) -> list[UUID]:
    return [one for one in world.names if secret is None or one != secret.me]
