"""What people do about signing in: nobody else's business, and nothing that a page of somebody else may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunci.actions import accounts, recovery, sessions
from kunci.models.models import Account
from tests.actions.steps import passkey
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def ways_in(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Recovery codes, one more passkey, a session in another browser, or what the settings say."""
    open_still = set(Account.objects.values_list("id", flat=True))  # a closed account is deleted
    member = pick.of([one for one in world.names if one in open_still and (secret is None or one != secret.me)])
    notices = pick.some(accounts.NOTICES)
    what, number = pick.of(("codes", "passkey", "session", "settings")), pick.of(range(1, 200))

    def run(w: World) -> None:
        if what == "codes":
            recovery.make(w.act(member))
        elif what == "passkey":
            passkey(member, f"HP {number}", number)
        elif what == "session":
            sessions.seen(member, f"elsewhere-{member.hex[:20]}-{number}", "Chrome/1 Android", w.now)
        else:
            account = Account.objects.get(id=member)
            accounts.set_appearance(account, "dark")
            accounts.set_notices(account, notices)

    return Call(member, f"changes a way in: {what} {number}", run)
