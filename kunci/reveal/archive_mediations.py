"""Of an archive (archive.py): what I proposed, was proposed to me and found for me, and handovers that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import BroughtMe, Mediated, Mediation, MediationLeft, MediationYes, OwnYes, Proposal
from kunci.reveal.archive_first_steps import first_steps_of
from kunci.reveal.people import Person, called

Values = dict[str, object]
MINE = (
    "id", "want", "want_text", "key", "shown_hint", "sentence", "named", "proposed_at", "expires_at", "withdrawn_at",
    "told_at", "words", "until",
)  # fmt: skip
TO_ME = ("id", "key", "shown_hint", "sentence", "proposed_at", "expires_at", "withdrawn_at", "told_at")
FOR_ME = ("id", "want", "want_text", "key", "shown_hint", "words", "told_at", "until")


def mediations_of(viewer: UUID, known: Mapping[UUID, Person]) -> Values:
    """To be called inside `looking`; `known` is everybody I know of."""
    had = dict(MediationYes.objects.values_list("mediation", "said_at"))
    said, left = (set(model.objects.values_list("mediation", flat=True)) for model in (OwnYes, MediationLeft))
    return {
        "mine": [
            {
                **{name: getattr(row, name) for name in MINE},
                "holder": known[row.holder_id].name,
                "asker": known[row.asker_id].name,
                "yes_at": had.get(row.id),
            }
            for row in Mediation.objects.order_by("proposed_at", "id")
        ],
        "proposed_to_me": [
            {
                **{name: getattr(row, name) for name in TO_ME},
                "mediator": known[row.mediator_id].name,
                "asker": _for_whom(row, known),
                "answer": "yes" if row.id in said else "left" if row.id in left else "",
            }
            for row in Proposal.objects.order_by("proposed_at", "id")
        ],
        "found_for_me": [
            {
                **{name: getattr(row, name) for name in FOR_ME},
                "mediator": known[row.mediator_id].name,
                "holder": known[row.holder_id].name,
            }
            for row in BroughtMe.objects.order_by("told_at", "id")
        ],
        "handed_over": [
            {"mediation": row.mediation, "handed_at": row.handed_at}
            for row in Mediated.objects.filter(mediator=viewer).order_by("handed_at", "handover")
        ],
        "first_steps": first_steps_of(viewer, known),
    }


def _for_whom(row: Proposal, known: Mapping[UUID, Person]) -> str:
    if row.asker is None:
        return ""
    return called(row.asker_name, known[row.asker].name if row.asker in known else None)
