"""A holder's yes is a grant as well, to whoever asks and to a mediator: whatever closes a key or shuts somebody out
takes it back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kunci.actions.verb import Act
from kunci.models.models import Decision, OwnYes, Proposal, Received


def take_back_yeses(act: Act, requests: QuerySet[Received]) -> None:
    """Turns every standing yes among these requests into not now, so that no later answer of a contact opens anything.

    Part of another verb. Those already handed over as well: the contact's link lives on.
    """
    last: dict[UUID, str] = {}
    for one in Decision.objects.filter(request__in=requests.values("id")).order_by("decided_at", "-answer", "request"):
        last[one.request] = one.answer
    Decision.objects.bulk_create(
        Decision(request=request, holder_id=act.member, answer="not_now", decided_at=act.now)
        for request, answer in last.items()
        if answer == "yes"
    )


def take_back_proposed(proposals: QuerySet[Proposal]) -> None:
    """Takes back every yes to these proposals that its mediator has told nobody of. Part of another verb."""
    untold = list(proposals.filter(told_at=None).order_by("id").values_list("id", flat=True))
    OwnYes.objects.filter(mediation__in=untold).delete()
