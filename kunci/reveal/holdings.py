"""How much there is of what is mine: what an archive would hold, and a closed account lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.models.models import Asked, Evidence, Invitation, Journal, Key, OwnFace, Received, Tie
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class Holdings:
    """How much there is of what is mine."""

    contacts: int
    keys: int
    partners: int
    evidence: int
    exchanges: int
    invitations: int
    entries: int


def holdings(viewer: UUID, now: datetime) -> Holdings:
    with looking(member(viewer), now):
        return Holdings(
            contacts=Key.objects.filter(merged_into=None).count(),
            keys=OwnFace.objects.filter(kind="hint").count(),
            partners=Tie.objects.count(),
            evidence=Evidence.objects.filter(member_id=viewer).count(),
            exchanges=Asked.objects.count() + Received.objects.count(),
            invitations=Invitation.objects.count(),
            entries=Journal.objects.count(),
        )
