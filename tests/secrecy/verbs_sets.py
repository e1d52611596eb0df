"""What can happen in a world around whole sets: told, opened, chosen, taken back, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import sets
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def sets_round(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A round for one member: whoever is told with them may know."""
    member = pick.of(list(world.names))
    return Call(
        member,
        "has the weekly moment come",
        lambda w: sets.make_round(member, w.now, ADDRESS),
        secret is None,
    )


def sets_open(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody opens; the other may know once they have opened as well."""
    rows = _rows("opened_at is null", secret)
    if not rows:
        return None
    member, exchange = pick.of(rows)

    def do(w: World) -> None:
        sets.open_set(w.act(member), exchange)
        sets.follow(member, exchange, w.now, ADDRESS)

    return Call(member, "opens their set", do, secret is None)


def sets_choose(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody chooses and says yes; the other may know once they have said yes as well."""
    rows = _rows("shown_at is not null", secret)
    if not rows:
        return None
    member, exchange = pick.of(rows)
    with everything_seen():
        keys = execute("select key from vault.set_key where shown_to = %s and id = %s order by key", [member, exchange])
    chosen = frozenset({pick.of(keys)[0]})

    def do(w: World) -> None:
        sets.choose(w.act(member), exchange, chosen, "Kami memasok linen.", "id")
        sets.follow(member, exchange, w.now, ADDRESS)

    return Call(member, "chooses of a set", do, secret is None)


def sets_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A step is taken back, which nobody learns, or all is ended, which both do."""
    rows = _rows("true", secret)
    if not rows:
        return None
    member, exchange = pick.of(rows)
    if pick.of((True, True, False)):
        return Call(
            member,
            "takes a step in an exchange of sets back",
            lambda w: sets.step_back(w.act(member), exchange),
            secret is None or secret.sure,
        )
    return Call(member, "ends an exchange of sets", lambda w: sets.leave(w.act(member), exchange), secret is None)


def _rows(condition: str, secret: Secret | None) -> list[tuple[UUID, UUID]]:
    """Whose exchange runs and is at that step; in secret never the viewer's row."""
    with everything_seen():
        rows = execute(
            "select member, id from vault.set_exchange where ended_at is null and agreed_at is null "
            f"and {condition} order by member, id"
        )
    return [row for row in rows if secret is None or row[0] != secret.me]
