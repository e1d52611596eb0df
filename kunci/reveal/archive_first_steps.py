"""Of an archive (archive.py): first steps that I mediated, was asked for and wished for, and what I wrote in them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import (
    FirstStep,
    StepAgreed,
    StepForMe,
    StepKey,
    StepLeft,
    StepNote,
    StepSide,
    StepToMe,
    StepYes,
)
from kunci.reveal.people import Person, called

Values = dict[str, object]
MINE = ("id", "want", "sentence", "named", "proposed_at", "withdrawn_at", "told_at", "words", "until", "ended_at")
TO_ME = ("id", "sentence", "proposed_at", "withdrawn_at", "told_at", "until", "ended_at")
FOR_ME = ("id", "want", "words", "told_at", "until", "ended_at")


def first_steps_of(viewer: UUID, known: Mapping[UUID, Person]) -> Values:
    """To be called inside `looking`; `known` is everybody I know of."""

    def name(id: UUID, said: str = "") -> str:
        return called(said, known[id].name if id in known else None)

    said, left = (set(model.objects.values_list("step", flat=True)) for model in (StepYes, StepLeft))
    notes = StepNote.objects.order_by("written_at", "id")
    return {
        "mine": [
            {**{one: getattr(row, one) for one in MINE}, "asker": name(row.asker_id), "other": name(row.other_id)}
            for row in FirstStep.objects.order_by("proposed_at", "id")
        ],
        "proposed_to_me": [
            {
                **{one: getattr(row, one) for one in TO_ME},
                "mediator": name(row.mediator_id),
                "asker": "" if row.asker is None else name(row.asker, row.asker_name),
                "answer": "yes" if row.id in said else "left" if row.id in left else "",
            }
            for row in StepToMe.objects.order_by("proposed_at", "id")
        ],
        "found_for_me": [
            {
                **{one: getattr(row, one) for one in FOR_ME},
                "mediator": name(row.mediator_id),
                "other": name(row.other_id),
            }
            for row in StepForMe.objects.order_by("told_at", "id")
        ],
        "notes": [
            {
                "step": row.step,
                "from": name(row.author),
                "to": name(row.reader),
                "text": row.text,
                "written_at": row.written_at,
            }
            for row in notes
        ],
        "keys_i_named": list(
            StepKey.objects.filter(holder=viewer).order_by("step").values("step", "key", "line", "named_at")
        ),
        "my_sides": list(
            StepSide.objects.filter(member=viewer).order_by("step").values("step", "key", "line", "paired_at", "until")
        ),
        "agreed": list(StepAgreed.objects.order_by("step").values("step", "said_at")),
    }
