"""The surfaces of whole sets: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.secrecy.surfaces import ABSENT, Ask, Known, case, get, post

# Who gets which answer (test_routes.py): Sari and Budi are in an exchange in which both sets show.
SETS_TABLE = """
GET    sets                sets        302     404      404     200     200     200
POST   sets_open           sets        302     404      404     302     302     302
GET    sets_choose         sets        302     302      302     302     302     302
POST   sets_choose         sets        302     404      404     200     200     200
POST   sets_back           sets        302     404      404     302     302     302
POST   sets_leave          sets        302     404      404     302     302     302"""


@case("sets", "sets")
def _sets(known: Known, id: UUID) -> list[Ask]:
    return [get("sets", id)]


# Not followed: whoever has opened, or said yes, reads what the other did.
@case("sets_open", "sets")
def _sets_open(known: Known, id: UUID) -> list[Ask]:
    return [post("sets_open", id)]


@case("sets_choose", "sets")
def _sets_choose(known: Known, id: UUID) -> list[Ask]:
    """What shows, or no key at all."""
    keys = [str(key) for key in known.ids.get("set_key", [])] or [str(ABSENT)]
    return [
        get("sets_choose", id),
        post("sets_choose", id, sentence="Kami memasok linen.", key=keys[0], language="en", by="self"),
        post("sets_choose", id, sentence="", key=keys),
        post("sets_choose", id, sentence="Kami memasok linen.", key=str(ABSENT)),
    ]


@case("sets_back", "sets")
def _sets_back(known: Known, id: UUID) -> list[Ask]:
    return [Ask("sets_back", reverse("sets_back", args=[id]), {}, follow=True)]


@case("sets_leave", "sets")
def _sets_leave(known: Known, id: UUID) -> list[Ask]:
    return [Ask("sets_leave", reverse("sets_leave", args=[id]), {}, follow=True)]
