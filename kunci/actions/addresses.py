"""Another e-mail address: it counts once a code that was mailed there is typed in the account's own session.

A link in that mail would give the account to whoever owns a mistyped address. The address before is told at once, and
has a link that stops the change, or takes it back when it is done: who holds an open browser does not hold the mailbox.
Nobody else's address is ever looked at: addresses need not be unique.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from kunci.actions import codes, mail, sessions
from kunci.actions.accounts import check_email
from kunci.actions.verb import Act, Done, Refused, step, verb
from kunci.models.models import Account, AddressChange
from kunci.reveal.signing import ADDRESS_WAITS

MAILS = 5  # to new addresses, in an hour
STOPPABLE = timedelta(days=7)
TAKEN_ALONG = timedelta(days=1)  # stopping also undoes ways to sign in that were made so long before the change
_links = Signer(salt="kunci.link.address")


@verb("address.ask")
def ask(act: Act, email: str, address: str) -> Done:
    """Mails a code to another address; one that waited before is left. `address`: of this installation, for links."""
    account = Account.objects.get(id=act.member)
    new = check_email(email)
    if not new:
        raise Refused("email")
    if new.lower() == account.email.lower():
        raise Refused("email_same")
    _room(act)
    _waiting(act).update(left_at=act.now)
    change = AddressChange(
        id=uuid4(),
        account=account,
        address=new,
        before=account.email,
        ask=mail.post_new_address(account.id, new, address + reverse("profile"), act.now),
        mailed=[act.now.timestamp()],
        asked_at=act.now,
    )
    change.save(force_insert=True)
    _tell("address_changing", account, change, address, act.now)
    return Done()


@verb("address.again")
def again(act: Act, address: str) -> Done:
    """A fresh code to the address that waits; the one before is over. Refused('address_over') where none waits."""
    change = _one_that_waits(act)
    _room(act)
    change.ask = mail.post_new_address(act.member, change.address, address + reverse("profile"), act.now)
    change.mailed = [*change.mailed, act.now.timestamp()]
    change.save(update_fields=["ask", "mailed"])
    return Done()


@verb("address.leave")
def leave(act: Act) -> Done:
    """The address stays as it is; nothing happens where none waits."""
    _waiting(act).update(left_at=act.now)
    return Done()


def confirm(act: Act, typed: str, address: str) -> Done:
    """The waiting address counts from now on, if this is its code; Refused('code') where it is not.

    A try has to count although it is refused, so it is no part of the verb's transaction.
    """
    change = _one_that_waits(act)
    if not codes.fits(change.ask, act.member, typed, act.now, ADDRESS_WAITS):
        raise Refused("code")
    return _change(act, change.id, address)


@verb("address.change")
def _change(act: Act, id: UUID, address: str) -> Done:
    change = _one_that_waits(act)
    if change.id != id:
        raise Refused("address_over")
    account = Account.objects.get(id=act.member)
    _waiting(act).update(confirmed_at=act.now)
    _tell("address_changed", account, change, address, act.now)
    account.email = change.address
    account.save(update_fields=["email"])
    return Done()


def stop_word(id: UUID) -> str:
    """The word in the link that stops a change: its id, signed."""
    return _links.sign(id.hex)


def stoppable(token: str, now: datetime) -> UUID | None:
    """The change that a link from a mail may still stop or take back; None for all other words."""
    try:
        id = UUID(hex=_links.unsign(token))
    except (BadSignature, ValueError):
        return None
    good = AddressChange.objects.filter(id=id, asked_at__gt=now - STOPPABLE, stopped_at=None)
    return id if good.exists() else None


def stop(id: UUID, now: datetime) -> bool:
    """Whoever reads the address before says that it was not them: it counts again, and everybody is out.

    Sessions, sign-in links, later changes (with their own links: they must not turn this back), and passkeys and
    recovery codes that were made since shortly before. False where that was done already.
    """
    account = AddressChange.objects.values_list("account", flat=True).get(id=id)
    with step(Act(account, now, id)):
        change = AddressChange.objects.filter(id=id, stopped_at=None).first()
        if change is None:
            return False
        later = AddressChange.objects.filter(account=account, asked_at__gte=change.asked_at)
        later.update(stopped_at=now)
        # Every session and every sign-in link is signed with the password that nobody has; a new one ends them.
        Account.objects.filter(id=account).update(email=change.before, password=make_password(None))
        sessions.end_all(account)
        Authenticator.objects.filter(user_id=account, created_at__gt=change.asked_at - TAKEN_ALONG).delete()
    return True


def _tell(name: str, account: Account, change: AddressChange, address: str, now: datetime) -> None:
    link = address + reverse("address_stop", args=[stop_word(change.id)])
    mail.post(mail.write(name, change.before, account.language, link=link), now)


def _waiting(act: Act) -> QuerySet[AddressChange]:
    mine = AddressChange.objects.filter(account=act.member, asked_at__gt=act.now - ADDRESS_WAITS)
    return mine.filter(confirmed_at=None, left_at=None, stopped_at=None)


def _one_that_waits(act: Act) -> AddressChange:
    change = _waiting(act).order_by("asked_at").last()
    if change is None:
        raise Refused("address_over")
    return change


def _room(act: Act) -> None:
    """Own mails alone are counted; what an address gets from others too is counted at delivery, where nobody waits."""
    mine = AddressChange.objects.filter(account=act.member).values_list("mailed", flat=True)
    hour_ago = (act.now - codes.HOUR).timestamp()
    if sum(at > hour_ago for times in mine for at in times) >= MAILS:
        raise Refused("too_often", most=MAILS)
