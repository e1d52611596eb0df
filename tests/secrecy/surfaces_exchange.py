"""The surfaces of an exchange after the decision, of offers and of what is set aside: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from kunci.models import links
from kunci.models.viewer import Principal
from tests.secrecy.surfaces import ABSENT, Ask, Known, case, get, post

LETTERS = {
    "subject_contact": "Perkenalan", "to_contact": "Pak, ini Budi.", "subject_asker": "Perkenalan",
    "to_asker": "Budi, ini Pak Hendra.", "by": "mail",
}  # fmt: skip
TOLD = {"verdict": "good", "came": "business", "amount": "1.500.000", "currency": "IDR", "thanks": "terima kasih"}


@case("ask_withdraw", "asked")
def _ask_withdraw(known: Known, id: UUID) -> list[Ask]:
    return [Ask("ask_withdraw", reverse("ask_withdraw", args=[id]), {}, follow=True)]


@case("hand_over", "received")
def _hand_over(known: Known, id: UUID) -> list[Ask]:
    return [
        get("hand_over", id),
        post("hand_over", id, **{**LETTERS, "to_contact": ""}),
        Ask("hand_over", reverse("hand_over", args=[id]), dict(LETTERS), follow=True),
        post("hand_over", id, **{**LETTERS, "felt": "yes", "chance": "80"}),
    ]


@case("handover", "handover")
def _handover(known: Known, id: UUID) -> list[Ask]:
    return [get("handover", id)]


@case("handover_card", "handover")
def _handover_card(known: Known, id: UUID) -> list[Ask]:
    return [get("handover_card", id)]


@case("tell", "handover")
def _tell(known: Known, id: UUID) -> list[Ask]:
    path = reverse("tell", args=[id])
    said: list[dict[str, object]] = [{"verdict": "broken", "note": "kata"}, {"verdict": "?"}, {"amount": "x"}, {**TOLD}]
    # Not followed: whoever has told reads what the other told.
    return [get("tell", id), *(Ask("tell", path, one) for one in said)]


@case("tell_count", "handover")
def _tell_count(known: Known, id: UUID) -> list[Ask]:
    path = reverse("tell_count", args=[id])
    said: list[dict[str, object]] = [{"counted": "yes"}, {"counted": "no", "round": "2"}, {}]
    return [Ask("tell_count", path, one, follow=True) for one in said]


@case("offer_new", "own_key")
def _offer_new(known: Known, id: UUID) -> list[Ask]:
    partner = str(known.first("partner"))
    return [
        get("offer_new", id),
        get("offer_new", id, query="?q=a"),
        post("offer_new", id, partner=partner, sentence=""),
        Ask("offer_new", reverse("offer_new", args=[id]), {"partner": partner, "sentence": "Mau?"}, follow=True),
    ]


@case("offer_new", "partner")
def _offer_new_to(known: Known, id: UUID) -> list[Ask]:
    return [post("offer_new", known.first("own_key"), partner=str(id), sentence="Mau juga?")]


@case("offer", "offer")
def _offer(known: Known, id: UUID) -> list[Ask]:
    return [get("offer", id)]


@case("offer_leave", "offer")
def _offer_leave(known: Known, id: UUID) -> list[Ask]:
    return [Ask("offer_leave", reverse("offer_leave", args=[id]), {}, follow=True)]


@case("ready", "partner")
def _ready(known: Known, id: UUID) -> list[Ask]:
    mine = str(known.first("own_key"))
    return [
        get("ready", id),
        get("ready", id, query="?q=rahasia"),
        Ask("ready", reverse("ready", args=[id]), {"shown": mine, "key": mine}, follow=True),
    ]


@case("ready", "own_key")
def _ready_key(known: Known, id: UUID) -> list[Ask]:
    return [post("ready", known.first("partner"), key=str(id), shown=str(id))]


@case("card")
def _card(known: Known, _: UUID) -> list[Ask]:
    return [get("card"), post("card", email="x"), Ask("card", reverse("card"), {"phone": "0812"}, follow=True)]


@case("consent_tell")
def _consent_tell(known: Known, _: UUID) -> list[Ask]:
    words = (links.word(Principal("c", ABSENT)), "x:y")
    paths = [reverse("consent_tell", args=[word]) for word in words]
    said: list[dict[str, object] | None] = [None, {"verdict": "?"}, {"verdict": "broken", "words": "kata"}]
    asks = [Ask("consent_tell", path, data) for path in paths for data in said]
    if known.viewer.kind == "contact":
        path = f"{known.viewer.path}cerita/"
        asks += [Ask("consent_tell", path, one) for one in said]
    return asks
