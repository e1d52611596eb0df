"""Sealed contact details and mails: AES-256-GCM, a data key per row, wrapped by a versioned master key.

The master keys live in a file outside the database. Authenticated data binds a ciphertext to its table, row, field
and owner, so that a row copied elsewhere does not open there. Forgetting a row's wrapped key forgets its content.
Layout of a wrapped key: version (2 bytes, big endian), nonce (12), ciphertext; of sealed data: nonce (12), ciphertext.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

WRAPPED = 2 + 12 + 32 + 16  # bytes of a wrapped key: version, nonce, key, tag


class SealBroken(Exception):
    """The sealed bytes, their key or their place are not what was sealed."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives."""

    table: str
    row: UUID
    field: str
    owner: UUID | None

    def bytes(self) -> bytes:
        return f"{self.table}|{self.row}|{self.field}|{self.owner or ''}".encode()


@dataclass(frozen=True)
class Sealed:
    sealed: bytes
    wrapped_key: bytes


def seal(value: dict[str, object], place: Place) -> Sealed:
    """Seals a JSON-able value under a fresh data key."""
    return seal_bytes(json.dumps(value, ensure_ascii=False).encode(), place)


def seal_bytes(value: bytes, place: Place) -> Sealed:
    """Seals bytes as they are: a piece of a file."""
    data_key = AESGCM.generate_key(256)
    sealed = _encrypt(data_key, value, place.bytes())
    return Sealed(sealed, _wrap(data_key, place))


def unseal(sealed: Sealed, place: Place) -> dict[str, object]:
    """Opens what `seal` made at the same place; SealBroken otherwise."""
    value = json.loads(unseal_bytes(sealed, place))
    if not isinstance(value, dict):
        raise SealBroken("not a sealed value")
    return value


def unseal_bytes(sealed: Sealed, place: Place) -> bytes:
    """Opens what `seal_bytes` made at the same place; SealBroken otherwise."""
    return _decrypt(_data_key(sealed.wrapped_key, place), sealed.sealed, place.bytes())


def wrapped_with(wrapped_key: bytes) -> int:
    """The version of the master key that wraps a data key."""
    return int.from_bytes(wrapped_key[:2], "big")


def rewrap(wrapped_key: bytes, place: Place) -> bytes:
    """The same data key under the current master key; what it seals stays as it is. SealBroken as in `unseal`."""
    return _wrap(_data_key(wrapped_key, place), place)


def mac(holder: UUID, kind: str, text: str) -> bytes:
    """16 bytes that are the same for the same text of one holder, and tell nothing of it without the key file.

    HMAC-SHA-256 (RFC 2104), cut. A phone number is short enough to be guessed from a plain hash.
    """
    body = f"kunci.mark|{holder}|{kind}|{text}".encode()
    return hmac.digest(settings.KUNCI_KEYS.secret.encode(), body, "sha256")[:16]


def _wrap(data_key: bytes, place: Place) -> bytes:
    version = settings.KUNCI_KEYS.current
    wrapped = _encrypt(settings.KUNCI_KEYS.master[version], data_key, place.bytes() + b"|key")
    return bytes(version.to_bytes(2, "big") + wrapped)


def _data_key(wrapped_key: bytes, place: Place) -> bytes:
    version = wrapped_with(wrapped_key)
    if version not in settings.KUNCI_KEYS.master:  # changed since this process began, perhaps
        settings.KUNCI_KEYS = settings.KUNCI_KEYS.anew()
    master = settings.KUNCI_KEYS.master.get(version)
    if master is None:
        raise SealBroken(f"master key version {version} is not in the key file")
    return _decrypt(master, wrapped_key[2:], place.bytes() + b"|key")


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound)
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("the seal does not fit its place") from broken
