"""The surfaces of words about a third: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.secrecy.surfaces import Ask, Known, case, get, post

WORD = {"kind": "vouch", "sentence": "Selalu tepat waktu."}


@case("vouches")
def _vouches(known: Known, _: UUID) -> list[Ask]:
    return [get("vouches")]


@case("vouch_new", "partner")
def _vouch_new(known: Known, id: UUID) -> list[Ask]:
    """About this person to each of the others, for one of them may know of that person and another not."""
    path = reverse("vouch_new", args=[id])
    others = [one for one in known.ids.get("partner", []) if one != id][:3] or [known.first("partner")]
    told = [
        Ask("vouch_new", path, {**WORD, "kind": kind, "hearer": str(one)}, follow=True)
        for one, kind in zip(others, ("vouch", "warning", "vouch"), strict=False)
    ]
    return [
        get("vouch_new", id),
        get("vouch_new", id, query="?q=a"),
        post("vouch_new", id, hearer=str(others[0]), kind="?", sentence="x"),
        *told,
    ]


@case("vouch_new")
def _vouch_new_to(known: Known, id: UUID) -> list[Ask]:
    """To somebody who is nobody."""
    return [post("vouch_new", known.first("partner"), kind="vouch", sentence="Kepada siapa?", hearer=str(id))]


@case("vouch", "heard")
def _vouch(known: Known, id: UUID) -> list[Ask]:
    return [get("vouch", id)]


@case("vouch_answer", "heard")
def _vouch_answer(known: Known, id: UUID) -> list[Ask]:
    path = reverse("vouch_answer", args=[id])
    return [Ask("vouch_answer", path, {"answer": answer}, follow=True) for answer in ("count", "leave", "?")]


@case("vouch_withdraw", "said")
def _vouch_withdraw(known: Known, id: UUID) -> list[Ask]:
    return [Ask("vouch_withdraw", reverse("vouch_withdraw", args=[id]), {}, follow=True)]
