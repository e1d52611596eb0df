"""What happens in a world around keeping in touch: promises, reminders put off, the week's mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import promises, rhythm, weekly
from kunci.models.models import Account
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def promise_make(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """To or by a partner: in secret, above all, of the viewer."""
    pair = _tie(world, pick, secret)
    if pair is None:
        return None
    member, partner = pair
    words, days, mine = (
        pick.of(("Mengirim contoh kain", "Menelepon pak lurah")),
        pick.of((0, 5, 30)),
        pick.of((True, False)),
    )
    return Call(
        member,
        f"notes a promise with {world.name(partner)}",
        lambda w: promises.make(
            w.act(member), partner, words, w.now.date() + timedelta(days=days), w.now.date(), mine=mine
        ),
    )


def promise_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """One that the other broke moves the standing, and so may close what they see."""
    with everything_seen():
        rows = execute("select member, id, mine from vault.promise order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, promise, mine = pick.of(rows)
    how = pick.of(("kept", "broken", "dropped", "reopen"))
    if how == "reopen":
        return Call(member, "reopens a promise", lambda w: promises.reopen(w.act(member), promise, w.now.date()), mine)
    return Call(
        member, f"says {how} of a promise", lambda w: promises.end(w.act(member), promise, how, w.now.date()), mine
    )


def put_off(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    pair = _tie(world, pick, secret)
    if pair is None:
        return None
    member, partner = pair
    do = pick.of((rhythm.put_off, rhythm.put_off, rhythm.put_back))
    return Call(member, f"would be reminded of {world.name(partner)} later", lambda w: do(w.act(member), partner))


def week_written(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """For one member, as it is made now or on a later day."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    days = pick.of((0, 3, 7, 12))

    def run(w: World) -> None:
        Account.objects.filter(id=member, weekly_on=None).update(weekly_on=w.now.date() - timedelta(days=30))
        weekly.send(member, w.now + timedelta(days=days), ADDRESS)

    return Call(member, f"gets the mail of the week, {days} days on", run)


def _tie(world: World, pick: Pick, secret: Secret | None) -> tuple[UUID, UUID] | None:
    with everything_seen():
        rows = execute("select member, partner from vault.tie order by member, partner")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    about = [row for row in rows if secret is not None and row[1] == secret.me]
    if not rows:
        return None
    member, partner = pick.of(about or rows)
    return member, partner
