"""Passkeys: made and used by allauth and fido2, for this installation's name, under words of our own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from kunci.actions import mail
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import Account, Member
from kunci.models.sealing import WRAPPED, Place, Sealed, seal_bytes, unseal_bytes
from kunci.reveal.signing import passkey_id

NAME_LENGTH = 60
MOST = 20
# What an authenticator may send that is none: allauth and fido2 read it without looking first.
_UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """What allauth asks us: for which name passkeys are, who somebody is, and how a secret is kept."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": domain(), "name": "Kunci"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        name = Member.objects.filter(id=user.pk).values_list("name", flat=True).first() or "Kunci"
        return {"id": user.pk.hex.encode(), "display_name": name, "name": getattr(user, "email", "") or name}

    def encrypt(self, text: str) -> str:
        row = uuid4()
        sealed = seal_bytes(text.encode(), Place("authenticator", row, "seed", None))
        return (row.bytes + sealed.wrapped_key + sealed.sealed).hex()

    def decrypt(self, encrypted_text: str) -> str:
        whole = bytes.fromhex(encrypted_text)
        row, sealed = UUID(bytes=whole[:16]), Sealed(whole[16 + WRAPPED :], whole[16 : 16 + WRAPPED])
        return unseal_bytes(sealed, Place("authenticator", row, "seed", None)).decode()


def domain() -> str:
    """The name that passkeys are for (RP id): the host of this installation's address.

    No passkey can be for a bare number: on one's own machine they are for `localhost`.
    """
    host = urlsplit(settings.KUNCI_ADDRESS).hostname or ""
    return "localhost" if host in ("127.0.0.1", "::1") else host


def possible(host: str) -> bool:
    """Whether a browser that came by this host can use passkeys here: over HTTPS, or on its own machine."""
    name, ours = host.rsplit(":", 1)[0], domain()
    safe = settings.KUNCI_ADDRESS.startswith("https:") or ours == "localhost"
    return safe and (name == ours or name.endswith("." + ours))


def begin_adding(account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge stays in the session."""
    options: dict[str, Any] = auth.begin_registration(account, passwordless=True)
    return options


@verb("passkey.add")
def add(act: Act, name: str, credential: dict[str, Any]) -> Done:
    """Keeps a passkey that the browser made, for the challenge in its session; Refused('passkey') where it is none."""
    account = Account.objects.get(id=act.member)
    mine = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    if mine.count() >= MOST:
        raise Refused("passkeys_many", most=MOST)
    named = _named(name)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
        made = auth.WebAuthn.add(account, named, credential).instance
    except _UNREADABLE as wrong:
        raise Refused("passkey") from wrong
    Authenticator.objects.filter(pk=made.pk).update(created_at=act.now)
    mail.tell_of_way_in(account, act.now, passkey=True)
    return Done()


@verb("passkey.rename")
def rename(act: Act, id: UUID, name: str) -> Done:
    row = _mine(act, id)
    row.data["name"] = _named(name)
    row.save(update_fields=["data"])
    return Done()


@verb("passkey.remove")
def remove(act: Act, id: UUID) -> Done:
    """Removes a passkey, unless it is the last way in: without an address neither code nor recovery code helps."""
    row = _mine(act, id)
    others = Authenticator.objects.filter(user_id=act.member, type=Authenticator.Type.WEBAUTHN).exclude(pk=row.pk)
    if not others.exists() and not Account.objects.filter(id=act.member).exclude(email="").exists():
        raise Refused("last_way_in")
    row.delete()
    return Done()


def begin_sign_in() -> dict[str, Any]:
    """A challenge for whoever has a passkey for this installation: no address is asked for."""
    options: dict[str, Any] = auth.begin_authentication(None)
    return options


def sign_in(credential: dict[str, Any], now: datetime) -> Account | None:
    """Whose passkey answered the challenge of this session; None for all that does not fit.

    Looked up by account and credential together: whoever knows a member's id must not learn whether they have one.
    """
    try:
        account = auth.extract_user_from_response(credential)
        known = Authenticator.objects.filter(
            user_id=account.pk, type=Authenticator.Type.WEBAUTHN, data__credential__id=str(credential["id"])
        ).first()
        if known is None or not account.is_active:
            return None
        used = auth.complete_authentication(account, credential)
    except _UNREADABLE:
        return None
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=now)
    return Account.objects.get(pk=account.pk)


def _mine(act: Act, id: UUID) -> Authenticator:
    rows = Authenticator.objects.filter(user_id=act.member, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    for row in rows:
        if passkey_id(row) == id:
            return row
    raise Refused("gone")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("name_missing")
    if len(name) > NAME_LENGTH:
        raise Refused("too_long", most=NAME_LENGTH)
    return name
