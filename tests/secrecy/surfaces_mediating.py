"""The surfaces of bringing two together: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.secrecy.surfaces import ABSENT, Ask, Known, case, get, post

WORDS = {"sentence": "Seseorang yang saya jamin mencari pintu ini."}


@case("mediations")
def _mediations(known: Known, _: UUID) -> list[Ask]:
    return [get("mediations")]


@case("mediate_among", "heard_want")
def _mediate_among(known: Known, id: UUID) -> list[Ask]:
    return [get("mediate_among", id), get("mediate_among", id, query="?q=a")]


@case("mediate", "heard_want")
def _mediate(known: Known, id: UUID) -> list[Ask]:
    """Each key that they see for it, one of their own, and none."""
    keys = [*known.ids.get("door", [])[:2], known.first("own_key"), ABSENT]
    asks = [get("mediate", id, key) for key in keys]
    for key in keys:
        path = reverse("mediate", args=[id, key])
        asks += [Ask("mediate", path, {**WORDS, **named}, follow=True) for named in ({}, {"named": "yes"})]
    return [*asks, post("mediate", id, keys[0], sentence="")]


@case("mediate", "door")
def _mediate_key(known: Known, id: UUID) -> list[Ask]:
    path = reverse("mediate", args=[known.first("heard_want"), id])
    return [Ask("mediate", path), Ask("mediate", path, dict(WORDS), follow=True)]


@case("mediation", "mediation")
def _mediation(known: Known, id: UUID) -> list[Ask]:
    return [get("mediation", id)]


@case("mediation_withdraw", "mediation")
def _mediation_withdraw(known: Known, id: UUID) -> list[Ask]:
    return [Ask("mediation_withdraw", reverse("mediation_withdraw", args=[id]), {}, follow=True)]


@case("mediation_tell", "mediation")
def _mediation_tell(known: Known, id: UUID) -> list[Ask]:
    path = reverse("mediation_tell", args=[id])
    return [
        Ask("mediation_tell", path),
        Ask("mediation_tell", path, dict(WORDS), follow=True),
        Ask("mediation_tell", path, {}),
    ]


@case("proposal", "proposal")
def _proposal(known: Known, id: UUID) -> list[Ask]:
    return [get("proposal", id)]


@case("proposal_answer", "proposal")
def _proposal_answer(known: Known, id: UUID) -> list[Ask]:
    path = reverse("proposal_answer", args=[id])
    return [Ask("proposal_answer", path, {"answer": one}, follow=True) for one in ("yes", "leave", "back", "?")]


@case("brought", "brought")
def _brought(known: Known, id: UUID) -> list[Ask]:
    return [get("brought", id)]


@case("step_new", "heard_want")
def _step_new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("step_new", args=[id])
    return [
        get("step_new", id),
        *(Ask("step_new", path, {**WORDS, **said}, follow=True) for said in ({}, {"named": "y"})),
    ]


@case("step", "step")
def _step(known: Known, id: UUID) -> list[Ask]:
    return [get("step", id), get("step", id, query="?q=a")]


@case("step_do", "step")
def _step_do(known: Known, id: UUID) -> list[Ask]:
    path, key = reverse("step_do", args=[id]), str(known.first("own_key"))
    moves = ("yes", "leave", "back", "withdraw", "tell", "note", "note_asker", "pair", "agree", "disagree", "end", "?")
    asks = [Ask("step_do", path, {"do": one, **WORDS}, follow=True) for one in moves]
    return [*asks, Ask("step_do", path, {"do": "key", "key": key}, follow=True), Ask("step_do", path, {"do": "tell"})]


@case("want_new", "partner")
def _want_for(known: Known, id: UUID) -> list[Ask]:
    path = f"{reverse('want_new')}?person={id}"
    wish: dict[str, object] = {"text": "Ingin kenal.", "rung": "1", "days": "90", "may_name": "yes"}
    return [Ask("want_new", path), Ask("want_new", path, wish, follow=True)]
