"""My own card: how somebody I would like to meet can reach me. Kept sealed, and copied along with an ask."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import OwnCard, RequestCard
from kunci.models.sealing import Place, Sealed, seal, unseal

TEXT_LENGTH = 200


@dataclass(frozen=True)
class CardText:
    """As written; '' where there is nothing."""

    phone: str = ""
    email: str = ""
    website: str = ""
    about: str = ""


@verb("card.set")
def set_card(act: Act, card: CardText) -> Done:
    """Keeps my card for later asks; an empty one is forgotten. What went along with earlier asks stays as it was."""
    said = asdict(card)
    if max(map(len, said.values())) > TEXT_LENGTH:
        raise Refused("too_long", most=TEXT_LENGTH)
    OwnCard.objects.filter(member=act.member).delete()
    if any(said.values()):
        sealed = seal(said, _own(act.member))
        OwnCard.objects.create(member=act.member, sealed=sealed.sealed, wrapped_key=sealed.wrapped_key)
    return Done(act.member)


def attach(act: Act, request: UUID) -> None:
    """Copies my card to an ask of mine, if I have one. Part of another verb."""
    row = OwnCard.objects.filter(member=act.member).first()
    if row is None:
        return
    said = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), _own(act.member))
    sealed = seal(said, Place("request_card", request, "sealed", act.member))
    RequestCard.objects.create(request=request, asker=act.member, sealed=sealed.sealed, wrapped_key=sealed.wrapped_key)


def _own(member: UUID) -> Place:
    return Place("own_card", member, "sealed", member)
