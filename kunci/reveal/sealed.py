"""Contact details, unsealed for whoever the row rules let read the face."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kunci.models.keyring import FaceBase
from kunci.models.sealing import Place, SealBroken, Sealed, unseal

Bytes = bytes | memoryview


@dataclass(frozen=True)
class Details:
    """How to reach somebody. `broken`: the seal does not open here; the rest is empty then."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    note: str = ""
    broken: bool = False


def of_face(face: FaceBase | None) -> Details:
    """How to reach the person behind a key, from its contact face."""
    if face is None:
        return Details()
    return details(face.id, face.holder_id, face.sealed, face.wrapped_key)


def details(face: UUID, holder: UUID, sealed: Bytes | None, wrapped_key: Bytes | None) -> Details:
    """The same from the columns of the row."""
    if not sealed or not wrapped_key:
        return Details()
    try:
        found = unseal(Sealed(bytes(sealed), bytes(wrapped_key)), Place("face", face, "sealed", holder))
    except SealBroken:
        return Details(broken=True)
    return Details(
        phones=_values(found.get("phones")),
        emails=_values(found.get("emails")),
        addresses=_texts(found.get("addresses")),
        urls=_texts(found.get("urls")),
        note="\n\n".join(_texts(found.get("notes"))),
    )


def _values(items: object) -> tuple[str, ...]:
    return tuple(str(item["value"]) for item in items) if isinstance(items, list) else ()


def _texts(items: object) -> tuple[str, ...]:
    return tuple(str(item) for item in items) if isinstance(items, list) else ()
