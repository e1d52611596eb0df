"""Of an archive (archive.py): what I set aside for partners, and my side of exchanges of whole sets."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Ready, SetChoice, SetExchange, SetOwn, SetShown
from kunci.reveal.people import Person

Values = dict[str, object]
STEPS = ("told_at", "expires_at", "opened_at", "shown_at", "said_at", "agreed_at", "ended_at")


def sets_of(known: Mapping[UUID, Person]) -> list[Values]:
    """To be called inside `looking`; `known` is everybody I know of. `chosen`: as long as the other does not know it;
    then it is asks, of each of us."""
    chosen: dict[UUID, list[UUID]] = {}
    for one in SetChoice.objects.order_by("id", "key"):
        chosen.setdefault(one.id, []).append(one.key)
    asks: dict[UUID, list[UUID]] = {}
    for key in (*SetOwn.objects.order_by("id", "key"), *SetShown.objects.order_by("id", "key")):
        if key.request is not None:
            asks.setdefault(key.id, []).append(key.request)
    return [
        {
            "id": row.id,
            "partner": known[row.partner_id].name,
            **{name: getattr(row, name) for name in STEPS},
            "sentence": row.sentence,
            "chosen": chosen.get(row.id, []),
            "asks": asks.get(row.id, []),
        }
        for row in SetExchange.objects.order_by("told_at", "id")
        if row.partner_id in known
    ]


def set_aside_of(known: Mapping[UUID, Person]) -> list[Values]:
    """To be called inside `looking`; `known` is everybody I know of."""
    return [
        {"partner": known[row.partner].name, "key": row.key, "since": row.since}
        for row in Ready.objects.order_by("since", "partner", "key")
        if row.partner in known
    ]
