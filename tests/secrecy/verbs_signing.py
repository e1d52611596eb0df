"""What people do about signing in: nobody else's business, and nothing that a page of somebody else may show."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import accounts, addresses, codes, mail, push, recovery, sessions
from kunci.actions.verb import Refused
from kunci.models.models import Account, AddressChange
from tests.actions.steps import passkey
from tests.cast import ADDRESS
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def ways_in(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Recovery codes, a passkey, a session elsewhere, settings, another address, or a proof of who it is."""
    open_still = set(Account.objects.values_list("id", flat=True))  # a closed account is deleted
    member = pick.of([one for one in world.names if one in open_still and (secret is None or one != secret.me)])
    notices = pick.some(accounts.NOTICES)
    what, number = pick.of(("codes", "passkey", "session", "settings", "address", "proof")), pick.of(range(1, 200))
    # An address that somebody has, perhaps the viewer: a mail goes there only where it is not theirs to read.
    wanted = pick.of(("sari@kunci.test", "maya@kunci.test", "nobody@kunci.test", f"baru{number}@kunci.test"))
    mine = Account.objects.get(id=member).email
    if secret is not None and (secret.reads(mine) or (what == "address" and secret.reads(wanted))):
        return None

    def run(w: World) -> None:
        if what == "codes":
            recovery.make(w.act(member))
        elif what == "passkey":
            passkey(member, f"HP {number}", number)
        elif what == "session":
            key = f"elsewhere-{member.hex[:20]}-{number}"
            sessions.seen(member, key, "Chrome/1 Android", w.now)
            if number % 2:
                push.on(w.act(member), key, f"https://push.example/{number}")
        elif what == "address":
            _change(w, member, wanted, number)
        elif what == "proof":
            mail.post_proof(Account.objects.get(id=member), w.now)
        else:
            account = Account.objects.get(id=member)
            accounts.set_appearance(account, "dark")
            accounts.set_notices(account, notices)

    return Call(member, f"changes a way in: {what} {number}", run)


def _change(world: World, member: UUID, wanted: str, number: int) -> None:
    """Asks for another address, and perhaps leaves it, has it stopped or types the code."""
    addresses.ask(world.act(member), wanted, ADDRESS)
    change = AddressChange.objects.filter(account=member).latest("asked_at")
    if number % 4 == 1:
        addresses.leave(world.act(member))
    elif number % 4 == 2:
        addresses.stop(change.id, world.now)
    elif number % 4 == 3:
        code = codes.due_new(change.ask, member, world.now)
        with suppress(Refused):  # past the hour's mails to one address there is no code
            addresses.confirm(world.act(member), code, ADDRESS)
