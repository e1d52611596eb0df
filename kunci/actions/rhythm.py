"""Whom I would rather be reminded of later. Nobody else learns of it."""

from __future__ import annotations

from uuid import UUID

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import PutOff, Tie


@verb("partner.put_off")
def put_off(act: Act, partner: UUID) -> Done:
    """A partner is not brought up for two weeks (core/rhythm.py)."""
    if not Tie.objects.filter(partner_id=partner).exists():
        raise Refused("gone")
    if not PutOff.objects.filter(partner=partner, at=act.now).exists():
        PutOff.objects.create(member=act.member, partner=partner, at=act.now)
    return Done(partner)


@verb("partner.put_back")
def put_back(act: Act, partner: UUID) -> Done:
    """Takes the last of these back."""
    last = PutOff.objects.filter(partner=partner).order_by("-at").first()
    if last is None:
        raise Refused("gone")
    PutOff.objects.filter(partner=partner, at=last.at).delete()
    return Done(partner)
