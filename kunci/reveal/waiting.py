"""What waits for somebody on several tables, as one shape, so that a page reads all of it in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable

from kunci.reveal.people import name_of

Column = str | Combinable


def waits(
    rows: QuerySet[Any],
    kind: str,
    who: str,
    what: Column,
    words: Column,
    until: str,
    since: str,
    day: str | None = None,
) -> QuerySet[Any, Any]:
    """One part of that union."""
    none = Value(None, output_field=DateField())
    said = Value(kind, output_field=TextField())
    return rows.values_list(said, "id", name_of(who), what, words, until, since, none if day is None else day)
