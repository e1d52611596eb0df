"""The code that I show, and whose code I have just read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kunci.models import links
from kunci.models.models import EncounterCode
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, people


@dataclass(frozen=True)
class Shown:
    """My latest code: where it leads, until when; and who has read it. `path` is '' once it can't be read any more."""

    path: str
    until: datetime
    reader: Person | None
    noted: bool


def shown(viewer: UUID, now: datetime) -> Shown | None:
    """None where the latest was put away, or there is none."""
    with looking(member(viewer), now):
        row = EncounterCode.objects.filter(made_at__lte=now).order_by("-made_at", "id").first()
        if row is None:
            return None
        reader = people(viewer, now, [row.used_by]).get(row.used_by) if row.used_by else None
        live = row.used_at is None and row.expires_at > now
        path = reverse("encounter_read", args=[links.code_word(row.id)]) if live else ""
        return Shown(path, row.expires_at, reader, row.noted_at is not None)


def shower(viewer: UUID, now: datetime, code: UUID) -> Person | None:
    """Who shows this code; None for one that is no good, or one's own."""
    with looking(member(viewer), now), connection.cursor() as cursor:
        cursor.execute("select member, name, trade, city from clerk.encounter(%s)", [code])
        row = cursor.fetchone()
    return Person(*row) if row else None


def code(word: str) -> UUID | None:
    """The code that a word names; None where it is none."""
    return links.code(word)
