"""Of an archive (archive.py): who accompanied me and whom I did, my drafts, and what was said to drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kunci.models.models import AsMentor, AsNewcomer, Draft, MentorshipLeft, NoteGiven, NoteHad
from kunci.reveal.people import Person

Values = dict[str, object]
AGREED = ("id", "words", "proposed_at", "expires_at", "withdrawn_at", "agreed_at", "ended_at", "farewell")
DRAFT = ("id", "key", "sentence", "why", "by_when", "card", "changed_at", "shown_at", "sent_at", "request")


def mentors_of(viewer: UUID, now: datetime, known: Mapping[UUID, Person]) -> Values:
    """To be called inside `looking`; `known` is everybody I know of."""
    left = set(MentorshipLeft.objects.values_list("mentorship", flat=True))
    notes: dict[UUID, list[Values]] = {}
    for had in NoteHad.objects.order_by("noted_at", "id"):
        notes.setdefault(had.draft, []).append({"words": had.words, "noted_at": had.noted_at})
    return {
        "accompany_me": [
            _agreed(viewer, now, row, known[row.mentor_id], left)
            for row in AsNewcomer.objects.order_by("proposed_at", "id")
        ],
        "accompanied": [
            _agreed(viewer, now, row, known[row.newcomer_id], left)
            for row in AsMentor.objects.order_by("proposed_at", "id")
        ],
        "drafts": [
            {
                **{name: getattr(row, name) for name in DRAFT},
                "mentor": known[row.mentor_id].name,
                "notes": notes.get(row.id, []),
            }
            for row in Draft.objects.order_by("changed_at", "id")
        ],
        "notes": [
            {"draft": row.draft, "newcomer": known[row.newcomer].name, "words": row.words, "noted_at": row.noted_at}
            for row in NoteGiven.objects.order_by("noted_at", "id")
        ],
    }


def _agreed(viewer: UUID, now: datetime, row: AsMentor | AsNewcomer, other: Person, left: set[UUID]) -> Values:
    """`over_at`: since when it is over, not when it will be."""
    return {
        **{name: getattr(row, name) for name in AGREED},
        "with": other.name,
        "proposed_by_me": row.proposed_by == viewer,
        "left": row.id in left,
        "over_at": row.until if row.until is not None and row.until <= now else None,
        "let_go_by_me": row.ended_by == viewer,
    }
