"""How I can sign in and where I am signed in: my passkeys, my sessions, how many recovery codes are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session

from kunci.models.models import AddressChange, SignedIn
from kunci.models.sealing import mac
from kunci.models.vapid import public_key

ADDRESS_WAITS = timedelta(days=1)  # for its code


@dataclass(frozen=True)
class Passkey:
    id: UUID
    name: str
    since: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class MySession:
    """`browser`: what it says of itself. `this`: the one that asks. `rung`: told when something waits."""

    id: UUID
    browser: str
    since: datetime
    seen_at: datetime
    this: bool
    rung: bool


@dataclass(frozen=True)
class Codes:
    left: int
    of: int
    since: datetime


@dataclass(frozen=True)
class Waiting:
    """An e-mail address that does not count yet."""

    address: str
    until: datetime


def passkey_id(row: Authenticator) -> UUID:
    """A name for it that tells nothing: allauth's own ids are counted over all members."""
    return UUID(bytes=mac(row.user_id, "passkey", row.data["credential"]["id"]))


def passkeys(viewer: UUID) -> list[Passkey]:
    rows = Authenticator.objects.filter(user_id=viewer, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    return [Passkey(passkey_id(row), row.data["name"], row.created_at, row.last_used_at) for row in rows]


def sessions(viewer: UUID, now: datetime, key: str) -> list[MySession]:
    """Those that still live: this one first, then by when they were last seen."""
    rows = list(SignedIn.objects.filter(account=viewer).order_by("-seen_at", "id"))
    alive = set(
        Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    shown = [
        MySession(row.id, row.browser, row.since, row.seen_at, row.session_key == key, bool(row.push))
        for row in rows
        if row.session_key in alive
    ]
    return sorted(shown, key=lambda one: not one.this)


def push_key() -> str:
    """What a browser needs to subscribe to this installation: the same for everybody."""
    return public_key()


def recovery_codes(viewer: UUID) -> Codes | None:
    row = Authenticator.objects.filter(user_id=viewer, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        return None
    codes = RecoveryCodes(row)
    return Codes(len(codes.get_unused_codes()), len(codes.generate_codes()), row.created_at)


def waiting_address(viewer: UUID, now: datetime) -> Waiting | None:
    mine = AddressChange.objects.filter(account=viewer, asked_at__gt=now - ADDRESS_WAITS)
    row = mine.filter(confirmed_at=None, left_at=None, stopped_at=None).order_by("asked_at").last()
    return None if row is None else Waiting(row.address, row.asked_at + ADDRESS_WAITS)
