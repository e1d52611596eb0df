"""Of an archive (archive.py): my calendars' addresses, and what they and my mail told of."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Calendar, Proposed
from kunci.reveal.calendars import whole_address
from kunci.reveal.people import Person

Values = dict[str, object]
TIMES = ("added_at", "tried_at", "read_at", "failing_since", "stopped_at", "outcome")
COLUMNS = ("kind", "happened_on", "title", "source", "calendar", "state", "evidence", "found_at", "answered_at")


def calendars_of(known: Mapping[UUID, Person]) -> Values:
    """To be called inside `looking`; `known` is everybody I know of."""
    return {
        "addresses": [
            {"id": row.id, "address": whole_address(row), **{name: getattr(row, name) for name in TIMES}}
            for row in Calendar.objects.order_by("added_at", "id")
        ],
        "proposed": [
            {"partner": known[row.partner_id].name, **{name: getattr(row, name) for name in COLUMNS}}
            for row in Proposed.objects.order_by("happened_on", "partner", "id")
            if row.partner_id in known
        ],
    }
