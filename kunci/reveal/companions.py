"""Who accompanies somebody I deal with, as far as I may know of it (mentors.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from kunci.models.models import Accompanied, Pass
from kunci.reveal.people import called, name_of


@dataclass(frozen=True)
class Companion:
    """Who accompanies somebody. `id`: None where I do not know of them; `mine`: it is I."""

    id: UUID | None
    name: str
    mine: bool


def with_companion(rows: QuerySet[Pass]) -> QuerySet[Pass]:
    """Beside each pass of mine who accompanies its viewer, in one statement: for `companion_of`."""
    found = Accompanied.objects.filter(newcomer=OuterRef("viewer_id")).order_by("mentorship")
    return rows.annotate(
        companion=Subquery(found.values("mentor")[:1]),
        companion_said=Subquery(found.values("mentor_name")[:1]),
        companion_known=Subquery(found.annotate(known=name_of("mentor")).values("known")[:1]),
    )


def companion_of(row: Any, viewer: UUID) -> Companion | None:
    """None where nobody accompanies them, or I may not know of it."""
    mentor: UUID | None = getattr(row, "companion", None)
    if mentor is None:
        return None
    known: str | None = getattr(row, "companion_known", None)
    return Companion(None if known is None else mentor, called(row.companion_said or "", known), mentor == viewer)
