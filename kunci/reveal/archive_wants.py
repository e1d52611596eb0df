"""Of an archive (archive.py): the doors that I look for, thanks, and what I did with those that others look for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Grant, ThanksGiven, ThanksHad, Want, WantAside, WantMuted, WantNoMatch
from kunci.reveal.people import Person

Values = dict[str, object]
TEXT = (
    "id", "text", "why", "by_when", "rung", "travels", "may_name", "relays", "created_at",
    "expires_at", "closed_at",
)  # fmt: skip


def wants_of(known: Mapping[UUID, Person]) -> Values:
    """To be called inside `looking`; `known` is everybody I know of."""
    rows = list(Want.objects.order_by("created_at", "id"))
    named: dict[UUID, list[str]] = {}
    for one in Grant.objects.filter(gate__in=[row.id for row in rows]).order_by("viewer"):
        if one.viewer_id in known:
            named.setdefault(one.gate, []).append(known[one.viewer_id].name)
    thanked: dict[UUID, list[Values]] = {}
    for given in ThanksGiven.objects.order_by("given_at", "id"):
        said = {"helper": known[given.helper_id].name, "words": given.words, "given_at": given.given_at}
        thanked.setdefault(given.want, []).append(said)
    return {
        "mine": [
            {
                **{name: getattr(row, name) for name in TEXT},
                "person": known[row.person].name if row.person is not None and row.person in known else None,
                "named": sorted(named.get(row.id, [])),
                "thanked": thanked.get(row.id, []),
            }
            for row in rows
        ],
        "thanked_me": [
            {"author": known[row.author_id].name, "text": row.text, "words": row.words, "given_at": row.given_at}
            for row in ThanksHad.objects.order_by("given_at", "id")
        ],
        "put_aside": list(WantAside.objects.order_by("since", "want").values("want", "since")),
        "no_match": list(WantNoMatch.objects.order_by("since", "want", "key").values("want", "key", "since")),
        "muted": [
            {"name": known[row.author].name, "since": row.since}
            for row in WantMuted.objects.order_by("since", "author")
            if row.author in known
        ],
    }
