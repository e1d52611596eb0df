"""Offer a key unasked, leave an offer, and set keys aside that I would hand somebody without hesitation."""

from __future__ import annotations

from collections.abc import Set
from uuid import UUID

from kunci.actions import limits, notices
from kunci.actions.exchanges import check_sentence
from kunci.actions.keyring import mine
from kunci.actions.openings import remember
from kunci.actions.placing import hang, opening, seen_by
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.exchange import OFFER_LASTS
from kunci.core.gates import FaceKind
from kunci.models.models import (
    Grant,
    Member,
    Offered,
    OfferedMe,
    OfferLeft,
    OwnFace,
    Ready,
    Tie,
    TurnedAway,
)


@verb("offer")
def offer(act: Act, key: UUID, partner: UUID, sentence: str, address: str) -> Done:
    """Offers a key of mine to a partner. What door it is opens to them by name while the offer lasts; who is behind it
    and how to reach them stay as they are. What they do with it I learn only if they take it up: that is an ask.
    """
    return Done(make(act, key, partner, sentence, address).id)


def make(act: Act, key: UUID, partner: UUID, sentence: str, address: str, want: UUID | None = None) -> Offered:
    """Makes an offer; part of another verb. `want`: the partner's, that it answers."""
    check_sentence(sentence)
    row, faces = mine(key)
    if row.archived_at is not None:
        raise Refused("archived")
    if FaceKind.HINT not in faces:
        raise Refused("not_a_key")
    if not Tie.objects.filter(partner_id=partner).exists() or not Member.objects.filter(id=partner).exclude(name=""):
        raise Refused("gone")
    running = Offered.objects.filter(key=key, partner_id=partner, expires_at__gt=act.now).first()
    if running is not None:
        raise Refused("offered_already", offer=running.id)
    limits.enough(act, Offered, "offered_at", limits.OFFERS, "offers_enough")
    made = Offered.objects.create(
        key=key,
        holder_id=act.member,
        partner_id=partner,
        sentence=sentence.strip(),
        shown_hint=faces[FaceKind.HINT].line,
        offered_at=act.now,
        expires_at=act.now + OFFER_LASTS,
        want=want,
    )
    TurnedAway.objects.filter(holder=act.member, asker=partner, key=key).delete()
    _show_door(act, faces, partner, made)
    remember(act, [key])
    notices.notify(act.now, "offered", partner, made.id, address)
    return made


@verb("offer.leave")
def leave(act: Act, offer: UUID) -> Done:
    """Leaves an offer: it is in my lists no more. Whoever made it is not told, and sees no difference to silence."""
    if not OfferedMe.objects.filter(id=offer).exists():
        raise Refused("gone")
    if not OfferLeft.objects.filter(offer=offer).exists():
        OfferLeft.objects.create(offer=offer, partner=act.member, left_at=act.now)
    return Done(offer)


@verb("ready.set")
def set_ready(act: Act, partner: UUID, shown: Set[UUID], ticked: Set[UUID]) -> Done:
    """Of the keys that were `shown`, exactly the `ticked` ones are those I would hand this partner without hesitation.

    Nothing of it reaches anybody.
    """
    if not Tie.objects.filter(partner_id=partner).exists():
        raise Refused("gone")
    # A list in order, and no subquery: without statistics the planner would compare every key with every tick.
    keys = OwnFace.objects.filter(key__in=ticked & shown, kind=FaceKind.HINT).order_by("key")
    wanted = list(keys.values_list("key", flat=True))
    rows = Ready.objects.filter(partner=partner)
    there = set(rows.filter(key__in=wanted).values_list("key", flat=True))
    Ready.objects.bulk_create(
        Ready(holder=act.member, partner=partner, key=key, since=act.now) for key in wanted if key not in there
    )
    # Afterwards, so that somebody who changes all of them has something set aside all the time.
    rows.filter(key__in=shown - set(wanted)).delete()
    return Done(partner, {"count": len(wanted)})


def _show_door(act: Act, faces: dict[FaceKind, OwnFace], partner: UUID, made: Offered) -> None:
    """Opens the hint to the partner until the offer ends, unless they see it already."""
    hint = faces[FaceKind.HINT]
    ids = [face.id for face in faces.values()]
    state = opening(act.member, ids, act.now)
    seen = {kind: seen_by(face, state) for kind, face in faces.items()}
    if str(partner) in seen[FaceKind.HINT]:
        return
    Grant.objects.filter(gate=hint.id, viewer_id=partner).delete()
    Grant.objects.create(gate=hint.id, viewer_id=partner, holder_id=act.member, follows=None, until=made.expires_at)
    hang(faces, seen, opening(act.member, ids, act.now))
