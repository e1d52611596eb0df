"""Links for people without an account: an id, signed. A link names a principal and nothing else."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kunci.models.viewer import Principal


def word(principal: Principal) -> str:
    """The word that stands in the link; unguessable, good for one kind of principal."""
    return _signer(principal.kind).sign(principal.id.hex)


def principal(word: str, kind: Literal["c", "i"]) -> Principal | None:
    """Whom a link names; None where it was not made by us or for something else."""
    try:
        return Principal(kind, UUID(hex=_signer(kind).unsign(word)))
    except (BadSignature, ValueError):
        return None


def _signer(kind: str) -> Signer:
    return Signer(salt=f"kunci.link.{kind}")
