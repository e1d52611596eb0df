"""Lists in pages: newest first, cut by what the viewer may see and nothing else."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

SIZE = 50


class Dated(Protocol):
    id: UUID
    created_at: datetime


T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows, and the word that asks for the next page ('' at the end)."""

    rows: Sequence[T]
    older: str


def cut(rows: QuerySet[M], after: str, size: int = SIZE) -> tuple[list[M], str]:
    """`size` rows by (created_at, id), newest first, after the row that `after` names; and the word for the next."""
    place = _read(after)
    if place is not None:
        rows = rows.filter(Q(created_at__lt=place[0]) | Q(created_at=place[0], id__gt=place[1]))
    found = list(rows.order_by("-created_at", "id")[: size + 1])
    if len(found) <= size:
        return found, ""
    last: Dated = found[size - 1]  # type: ignore[assignment]  # every model that comes here has both columns
    return found[:size], base64.urlsafe_b64encode(f"{last.created_at.isoformat()} {last.id}".encode()).decode()


def _read(word: str) -> tuple[datetime, UUID] | None:
    """The place a word names; None where it is none of ours (the first page, then)."""
    try:
        instant, _, id = base64.urlsafe_b64decode(word.encode()).decode().partition(" ")
        return datetime.fromisoformat(instant), UUID(id)
    except (ValueError, binascii.Error):
        return None
