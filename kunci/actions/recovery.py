"""Recovery codes: for when neither passkey nor mail is at hand. Their seed is sealed (passkeys.Adapter)."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models.functions import JSONObject

from kunci.actions import mail
from kunci.actions.verb import Act, Done, verb
from kunci.models.models import Account

_KIND = Authenticator.Type.RECOVERY_CODES


@verb("recovery.make")
def make(act: Act) -> Done:
    """Fresh codes; those before are over."""
    Authenticator.objects.filter(user_id=act.member, type=_KIND).delete()
    account = Account.objects.get(id=act.member)
    made = RecoveryCodes.activate(account).instance
    Authenticator.objects.filter(pk=made.pk).update(created_at=act.now)
    mail.tell_of_way_in(account, act.now, passkey=False)
    return Done()


def codes(account: Account, made_at: datetime) -> list[str]:
    """The codes, in groups of four, if they were made at this very instant: they are shown once, and a form that is
    sent again makes none."""
    row = Authenticator.objects.filter(user=account, type=_KIND, created_at=made_at).first()
    return [] if row is None else [_shown(code) for code in RecoveryCodes(row).get_unused_codes()]


def sign_in(address: str, typed: str, now: datetime) -> Account | None:
    """Who signs in with an address and an unused code of theirs; None for all that does not fit.

    One statement that gives one row whoever has the address. No counting of tries: a code has sixteen digits, and
    a count for an address is a lock that anybody could turn on its owner.
    """
    said = "".join(typed.split()).replace("-", "")
    rows = Authenticator.objects.filter(user__email__iexact=address.strip(), user__is_active=True, type=_KIND)
    found = rows.aggregate(all=JSONBAgg(JSONObject(pk="pk", data="data"), default=[]))["all"] if address.strip() else []
    # Where there is none, as much work for nothing.
    for one in found or [{"pk": None, "data": {"seed": _nothing(), "used_mask": 0}}]:
        if said not in RecoveryCodes(Authenticator(type=_KIND, data=one["data"])).get_unused_codes() or not found:
            continue
        row = Authenticator.objects.get(pk=one["pk"])
        if RecoveryCodes(row).validate_code(said):
            Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
            return Account.objects.get(pk=row.user_id)
    return None


def prove(account: Account, typed: str, now: datetime) -> bool:
    """Whether this is an unused code of the account, which it is no longer."""
    row = Authenticator.objects.filter(user=account, type=_KIND).first()
    if row is None or not RecoveryCodes(row).validate_code("".join(typed.split()).replace("-", "")):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
    return True


def made_at(account: Account, shown: list[str]) -> datetime | None:
    """When these codes were made, if they are all of the account's and none is used; None where they are not."""
    row = Authenticator.objects.filter(user=account, type=_KIND).first()
    if row is None or not shown or [_shown(code) for code in RecoveryCodes(row).get_unused_codes()] != shown:
        return None
    made: datetime = row.created_at
    return made


@cache
def _nothing() -> str:
    """A sealed seed that is nobody's, to be opened where there is none."""
    return str(encrypt(RecoveryCodes.generate_seed()))


def _shown(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
