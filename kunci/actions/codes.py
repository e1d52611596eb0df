"""Codes by mail: asked for by a browser, worked out at delivery, good in that browser's session alone.

Asking makes the same row whoever has the address. Delivery, where nobody waits, notes the accounts in it; a try counts
in the row before anything is compared. So neither asking nor trying reads a row that only a known address has.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from kunci.models.models import Account, AddressChange, SignInAsk
from kunci.models.sealing import mac

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so no words; none that looks like another
LENGTH = 8
LASTS = timedelta(minutes=10)  # from delivery on
TRIES = 5
MAILS = 5  # with a code, to one address in an hour
LINKS = 20  # mails in all: past the codes they hold a link alone, so that nobody can lock its owner out by asking
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
CHANGES_KEPT = timedelta(days=8)  # a day longer than a change can be undone (addresses.py)
_NOBODY = UUID(int=0)


def begin(address: str, now: datetime) -> UUID:
    """Somebody asks for a code for an address."""
    ask = SignInAsk(id=uuid4(), address=_mark(address), asked_at=now)
    ask.save(force_insert=True)
    return ask.id


def due(ask: UUID, address: str, now: datetime, only: UUID | None = None) -> list[tuple[Account, str]]:
    """The accounts that an ask is to be mailed to, with the code of each ('' past the hour's number of codes).

    Without a code an ask has no accounts and can't be guessed at: an hour allows MAILS times TRIES guesses.
    """
    mine = {} if only is None else {"id": only}
    found = Account.objects.filter(email__iexact=address.strip(), is_active=True, **mine)
    return _noted(ask, found, now)


def due_new(ask: UUID, account: UUID, now: datetime) -> str:
    """The code that proves an address which an account wants to have; '' where the wish is over, or past the limit.

    Whoever else has this address makes no difference.
    """
    AddressChange.objects.filter(asked_at__lt=now - CHANGES_KEPT).delete()
    if not AddressChange.objects.filter(ask=ask, confirmed_at=None, left_at=None, stopped_at=None).exists():
        return ""
    return next((code for _, code in _noted(ask, Account.objects.filter(id=account, is_active=True), now)), "")


def _noted(ask: UUID, accounts: QuerySet[Account], now: datetime) -> list[tuple[Account, str]]:
    SignInAsk.objects.filter(asked_at__lt=now - KEPT).delete()
    row = SignInAsk.objects.filter(id=ask).first()
    if row is None:
        return []
    recent = SignInAsk.objects.filter(address=row.address, sent_at__gt=now - HOUR).exclude(id=ask)
    before = recent.count()
    if before >= LINKS:
        return []
    found = list(accounts.order_by("id"))
    with_code = before < MAILS
    row.accounts, row.sent_at = [account.id.hex for account in found if with_code], now
    row.save(update_fields=["accounts", "sent_at"])
    return [(account, shown(_code(ask, account.id)) if with_code else "") for account in found]


def take(ask: UUID, typed: str, now: datetime) -> Account | None:
    """Who signs in with a code typed in the session of an ask; it is over then. None for all that does not fit."""
    said = _plain(typed)
    with transaction.atomic():
        open_ = SignInAsk.objects.filter(id=ask, sent_at__gt=now - LASTS, tries__lt=TRIES)
        if not open_.update(tries=F("tries") + 1):
            return None
        address, listed = SignInAsk.objects.values_list("address", "accounts").get(id=ask)
        right = None
        for id in (*(UUID(hex=one) for one in listed), _NOBODY):  # never nothing to compare
            if hmac.compare_digest(_code(ask, id).encode(), said) and id != _NOBODY:
                right = id
        if right is None or not SignInAsk.objects.filter(id=ask).delete()[0]:
            return None
        account = Account.objects.filter(id=right, is_active=True).first()
        return account if account is not None and _mark(account.email) == bytes(address) else None


def fits(ask: UUID, account: UUID, typed: str, now: datetime, lasts: timedelta) -> bool:
    """Whether this is the code that was mailed for an account with an ask. A try counts before anything is compared."""
    open_ = SignInAsk.objects.filter(id=ask, sent_at__gt=now - lasts, tries__lt=TRIES)
    if not open_.update(tries=F("tries") + 1):
        return False
    listed = SignInAsk.objects.values_list("accounts", flat=True).get(id=ask)
    return account.hex in listed and hmac.compare_digest(_code(ask, account).encode(), _plain(typed))


def shown(code: str) -> str:
    """In two halves, as it stands in the mail."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def _plain(typed: str) -> bytes:
    return "".join(typed.split()).replace("-", "").upper().encode()


def _code(ask: UUID, account: UUID) -> str:
    number = int.from_bytes(mac(account, "code", str(ask)), "big")
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def _mark(address: str) -> bytes:
    return mac(_NOBODY, "address", address.strip().lower())
