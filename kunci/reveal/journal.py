"""My journal: what I did here, and what was done that is mine to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from kunci.models.models import Journal
from kunci.models.viewer import looking, member
from kunci.reveal.pages import Page, cut


@dataclass(frozen=True)
class Entry:
    at: datetime
    verb: str
    subject: UUID | None
    detail: dict[str, Any]


def journal(viewer: UUID, now: datetime, after: str = "") -> Page[Entry]:
    """My entries, newest first."""
    with looking(member(viewer), now):
        found, older = cut(Journal.objects.annotate(created_at=F("at")), after)
        return Page([Entry(row.at, row.verb, row.subject, row.detail) for row in found], older)
