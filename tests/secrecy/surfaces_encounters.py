"""The surfaces of meeting face to face, and of the calendar to subscribe to: see surfaces.py.

A code and a calendar are for whoever holds their address; nobody can make up the address of another's.
"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from kunci.models import links
from kunci.models.models import Account
from tests.secrecy.surfaces import ABSENT, Ask, Known, case, get, post


@case("encounter_show")
def _show(known: Known, _: UUID) -> list[Ask]:
    path = reverse("encounter_show")
    return [
        get("encounter_show"),
        Ask("encounter_show", path, {"do": "make"}, follow=True),
        Ask("encounter_show", path, {"do": "hide"}, follow=True),
    ]


@case("encounter_read", "encounter")
def _read(known: Known, id: UUID) -> list[Ask]:
    """One's own by its address; and any by its id, signed by nobody."""
    own = [links.code_word(id)] if id in known.ids.get("encounter", ()) else []
    words = [*own, id.hex, f"{id.hex}:x"]
    paths = [reverse("encounter_read", args=[word]) for word in words]
    posted: list[dict[str, object] | None] = [None, {}]
    return [Ask("encounter_read", path, data, follow=data is not None) for path in paths for data in posted]


@case("encounter_read")
def _read_none(known: Known, _: UUID) -> list[Ask]:
    word = links.code_word(ABSENT)
    return [get("encounter_read", word), post("encounter_read", word), get("encounter_read", "x")]


@case("calendar_subscribe")
def _subscribe(known: Known, _: UUID) -> list[Ask]:
    return [Ask("calendar_subscribe", reverse("calendar_subscribe"), {"do": do}, follow=True) for do in ("stop", "?")]


@case("calendar_feed")
def _feed(known: Known, _: UUID) -> list[Ask]:
    """One's own; and what is none, of an account or of nobody."""
    me = known.viewer.account
    feed = Account.objects.filter(id=me).values_list("feed", flat=True).first() if me is not None else None
    own = [links.feed_word(feed)] if feed is not None else []
    ids = [ABSENT, *known.ids.get("partner", ()), *([me] if me is not None else [])]
    return [get("calendar_feed", word) for word in (*own, ABSENT.hex, *(links.feed_word(id) for id in ids))]
