"""Cards: how somebody who would like to meet can be reached, for whoever the row rules let read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.models.models import OwnCard, RequestCard
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.sealed import Bytes


@dataclass(frozen=True)
class Card:
    """As its owner wrote it; '' where there is nothing."""

    phone: str = ""
    email: str = ""
    website: str = ""
    about: str = ""

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is, a line each."""
        return tuple(one for one in (self.phone, self.email, self.website, self.about) if one)


def own_card(viewer: UUID, now: datetime) -> Card:
    """My own card; an empty one where I keep none."""
    with looking(member(viewer), now):
        row = OwnCard.objects.filter(member=viewer).first()
        return card(row.sealed, row.wrapped_key, Place("own_card", viewer, "sealed", viewer)) if row else Card()


def card_of(request: UUID, asker: UUID) -> Card:
    """The card that came along with an ask; an empty one where none did. Part of another reading."""
    row = RequestCard.objects.filter(request=request).first()
    return sent_card(request, asker, row.sealed, row.wrapped_key) if row else Card()


def sent_card(request: UUID, asker: UUID, sealed: Bytes, wrapped_key: Bytes) -> Card:
    """The same from its columns."""
    return card(sealed, wrapped_key, Place("request_card", request, "sealed", asker))


def card(sealed: Bytes, wrapped_key: Bytes, place: Place) -> Card:
    try:
        said = unseal(Sealed(bytes(sealed), bytes(wrapped_key)), place)
    except SealBroken:
        return Card()
    return Card(*(str(said.get(name, "")) for name in ("phone", "email", "website", "about")))
