"""The surfaces of mentors and drafts: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.secrecy.surfaces import Ask, Known, case, get, post

WORDS = {"sentence": "Kami memasok handuk.", "why": "Sejak lama.", "by_when": "2026-12-01", "card": "yes"}


@case("mentors")
def _mentors(known: Known, _: UUID) -> list[Ask]:
    return [get("mentors")]


@case("mentor_new", "partner")
def _mentor_new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("mentor_new", args=[id])
    said = [Ask("mentor_new", path, {"words": "Boleh?", "role": one}, follow=True) for one in ("newcomer", "mentor")]
    return [get("mentor_new", id), *said, post("mentor_new", id, words="", role="?")]


@case("mentor", "mentorship")
def _mentor(known: Known, id: UUID) -> list[Ask]:
    return [get("mentor", id)]


@case("mentor_answer", "mentorship")
def _mentor_answer(known: Known, id: UUID) -> list[Ask]:
    path = reverse("mentor_answer", args=[id])
    return [Ask("mentor_answer", path, {"answer": one}, follow=True) for one in ("yes", "leave", "withdraw", "?")]


@case("mentor_end", "mentorship")
def _mentor_end(known: Known, id: UUID) -> list[Ask]:
    path = reverse("mentor_end", args=[id])
    return [get("mentor_end", id), Ask("mentor_end", path, {"farewell": "Terima kasih."}, follow=True)]


@case("draft_new", "door")
def _draft_new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("draft_new", args=[id])
    said = {**WORDS, "offer": str(known.first("offer"))}
    return [
        get("draft_new", id),
        Ask("draft_new", path, dict(WORDS), follow=True),
        Ask("draft_new", path, {**said, "by_when": "2001-01-01"}),
        post("draft_new", id, sentence=""),
    ]


@case("draft", "draft")
def _draft(known: Known, id: UUID) -> list[Ask]:
    path = reverse("draft", args=[id])
    asks = [Ask("draft", path, {**WORDS, "do": do}, follow=True) for do in ("save", "send", "drop", "?")]
    return [get("draft", id), *asks, post("draft", id, do="send")]


@case("draft_read", "shown_draft")
def _draft_read(known: Known, id: UUID) -> list[Ask]:
    path = reverse("draft_read", args=[id])
    return [
        get("draft_read", id),
        Ask("draft_read", path, {"words": "Lebih pendek."}, follow=True),
        post("draft_read", id, words=""),
    ]
