"""What happens around notices in a world: they are looked at, quiet hours are set, a round of reminders is made."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kunci.actions import accounts, notices, reminders
from kunci.models.models import Account
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def notices_seen(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    with everything_seen():
        rows = execute("select member, id from vault.notice order by member, kind, subject")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, notice = pick.of(rows)
    if pick.of((True, False)):
        return Call(member, "has read a notice", lambda w: notices.see(w.act(member), notice))
    return Call(member, "has read all notices", lambda w: notices.see_all(w.act(member), w.now))


def quiet_hours(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    hours = pick.of(((9, 17), (21, 7), (None, None)))

    def run(w: World) -> None:
        account = Account.objects.filter(id=member).first()
        if account is not None:
            accounts.set_quiet(account, *hours)

    return Call(member, f"has quiet hours {hours}", run)


def reminders_round(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """For one member, as it is made now or will be in some days: a job may come late."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    days = pick.of((0, 8, 12, 19))
    return Call(
        member,
        f"is reminded, {days} days on",
        lambda w: reminders.remind(member, w.now + timedelta(days=days), ADDRESS),
    )
