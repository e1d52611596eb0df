"""The demonstration network."""

from __future__ import annotations

from kunci.models.models import Account
from kunci.reveal.demonstration import Role

PEOPLE: tuple[Role, ...] = ()


def account(id: str) -> Account | None:
    """The account of one of the fictional people."""
    if id not in {person.id for person in PEOPLE}:
        return None
    return Account.objects.filter(email=f"{id}@contoh.kunci").first()
