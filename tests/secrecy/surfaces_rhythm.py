"""The surfaces of keeping in touch: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.cast import NOW
from tests.secrecy.surfaces import Ask, Known, case, get, post

PROMISE: dict[str, object] = {"whose": "theirs", "words": "Mengirim daftar harga", "due": NOW.date().isoformat()}


@case("today_log", "partner")
def _log(known: Known, id: UUID) -> list[Ask]:
    path = reverse("today_log", args=[id])
    return [Ask("today_log", path, {"kind": "call"}, follow=True), post("today_log", id, kind="prior", back="partner")]


@case("instinct")
def _instinct(known: Known, _: UUID) -> list[Ask]:
    return [get("instinct"), Ask("instinct", reverse("instinct"), {}, follow=True)]


@case("instinct_practice")
def _practice(known: Known, _: UUID) -> list[Ask]:
    path = reverse("instinct_practice")
    said: list[dict[str, object]] = [{"number": "0", "chance": "70"}, {"number": "99", "chance": "x"}, {"do": "anew"}]
    seen = [get("instinct_practice"), Ask("instinct_practice", f"{path}?case=0")]
    return [*seen, *(Ask("instinct_practice", path, one) for one in said)]


@case("character")
def _character(known: Known, _: UUID) -> list[Ask]:
    path = reverse("character")
    said: list[dict[str, object]] = [{"do": "show", "rung": "2"}, {"do": "show", "rung": "9"}, {"do": "forget"}]
    return [get("character"), *(Ask("character", path, one) for one in said)]


@case("character_questions")
def _questions(known: Known, _: UUID) -> list[Ask]:
    path, same = reverse("character_questions"), {f"q{number}": "3" for number in range(20)}
    return [
        get("character_questions"),
        Ask("character_questions", path, dict(same)),
        Ask("character_questions", path, {**same, "q0": "5"}, follow=True),
    ]


@case("character_partner", "partner")
def _approach(known: Known, id: UUID) -> list[Ask]:
    path = reverse("character_partner", args=[id])
    kept: dict[str, object] = {"do": "keep", "first": "choleric", "second": "sanguine"}
    return [
        get("character_partner", id),
        Ask("character_partner", path, {"do": "forget"}),
        Ask("character_partner", path, {**kept, "second": "choleric"}),
        Ask("character_partner", path, kept, follow=True),
    ]


@case("today_contacts")
def _contacts(known: Known, _: UUID) -> list[Ask]:
    return [get("today_contacts"), Ask("today_contacts", reverse("today_contacts") + "?q=a")]


@case("today_write", "partner")
def _write(known: Known, id: UUID) -> list[Ask]:
    return [get("today_write", id)]


@case("today_later", "partner")
def _later(known: Known, id: UUID) -> list[Ask]:
    return [Ask("today_later", reverse("today_later", args=[id]), {}, follow=True)]


@case("today_sooner", "partner")
def _sooner(known: Known, id: UUID) -> list[Ask]:
    return [post("today_sooner", id)]


@case("today_horizon")
def _horizon(known: Known, _: UUID) -> list[Ask]:
    return [Ask("today_horizon", reverse("today_horizon"), {"horizon": "90"}, follow=True)]


@case("promise_new", "partner")
def _promise_new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("promise_new", args=[id])
    wrong = {**PROMISE, "words": "", "due": "1999-01-01"}
    return [
        get("promise_new", id),
        Ask("promise_new", path, dict(PROMISE), follow=True),
        Ask("promise_new", path, wrong),
    ]


@case("promise_end", "promise")
def _promise_end(known: Known, id: UUID) -> list[Ask]:
    path = reverse("promise_end", args=[id])
    return [Ask("promise_end", path, {"how": how}, follow=how == "broken") for how in ("kept", "broken", "x")]


@case("promise_reopen", "promise")
def _promise_reopen(known: Known, id: UUID) -> list[Ask]:
    return [post("promise_reopen", id, back="partner")]
