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
    id = _id(kind, word)
    return Principal(kind, id) if id is not None else None


def code_word(code: UUID) -> str:
    """The word of a code that one shows to another face to face (actions/encounters.py)."""
    return _signer("e").sign(code.hex)


def code(word: str) -> UUID | None:
    """The code that such a word names; None where it is none."""
    return _id("e", word)


def feed_word(feed: UUID) -> str:
    """The word in the address of a member's calendar."""
    return _signer("f").sign(feed.hex)


def feed(word: str) -> UUID | None:
    """The calendar that such a word names; None where it is none."""
    return _id("f", word)


def _id(kind: str, word: str) -> UUID | None:
    try:
        return UUID(hex=_signer(kind).unsign(word))
    except (BadSignature, ValueError):
        return None


def _signer(kind: str) -> Signer:
    return Signer(salt=f"kunci.link.{kind}")
