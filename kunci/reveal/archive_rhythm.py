"""Of an archive (archive.py): promises, and whom I would rather be reminded of later."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Promise, PutOff
from kunci.reveal.people import Person

Values = dict[str, object]
SAID = ("id", "mine", "words", "due", "made_at", "ended", "ended_at", "evidence")


def promises_of(known: Mapping[UUID, Person]) -> list[Values]:
    """To be called inside `looking`; `known` is everybody I know of."""
    return [
        {"partner": known[row.partner_id].name, **{name: getattr(row, name) for name in SAID}}
        for row in Promise.objects.order_by("made_at", "id")
        if row.partner_id in known
    ]


def put_off_of(known: Mapping[UUID, Person]) -> list[Values]:
    rows = PutOff.objects.order_by("at", "partner")
    return [{"partner": known[row.partner].name, "at": row.at} for row in rows if row.partner in known]
