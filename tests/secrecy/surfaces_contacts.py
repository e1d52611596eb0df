"""The surfaces of contacts and keys: see surfaces.py."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kunci.core.packing import pack
from tests.secrecy.surfaces import ABSENT, CARD, KEY_FORM, Ask, Known, case, get, post


@case("import_cards")
def _import_cards(known: Known, _: UUID) -> list[Ask]:
    """One of the files is an archive that calls itself this viewer's, with notes on everybody they can name: what of it
    would come back hangs on their own ties alone."""
    files = [SimpleUploadedFile(f"{len(data)}.vcf", data) for data in (CARD, b"not a card", _archive(known))]
    path = reverse("import_cards")
    return [get("import_cards"), *(Ask("import_cards", path, {"cards": file}, follow=True) for file in files)]


def _archive(known: Known) -> bytes:
    people = [*known.ids.get("partner", []), ABSENT]
    notes = [
        {
            "id": str(one),
            "evidence": [
                {"id": str(UUID(int=n)), "kind": "met", "happened_on": "2026-01-02"},
                {"id": str(UUID(int=n + 99)), "kind": "vouch", "happened_on": "2026-01-03", "weight": 0.5,
                 "word_of_id": str(people[n - 1]), "vouch": str(known.first("heard"))},
            ],
        }
        for n, one in enumerate(people)
    ]  # fmt: skip
    said = {"format": "kunci", "version": 1, "contacts": [], "partners": notes, "profile": {"id": str(known.viewer.me)}}
    return pack([("kunci.json", [json.dumps(said).encode()])], datetime(2026, 1, 4, tzinfo=UTC))


@case("import_plan", "batch")
def _import_plan(known: Known, id: UUID) -> list[Ask]:
    return [get("import_plan", id)]


@case("import_bring", "batch")
def _import_bring(known: Known, id: UUID) -> list[Ask]:
    return [post("import_bring", id, together=["1", "x"])]


@case("import_cancel", "batch")
def _import_cancel(known: Known, id: UUID) -> list[Ask]:
    return [post("import_cancel", id)]


@case("import_undo", "batch")
def _import_undo(known: Known, id: UUID) -> list[Ask]:
    return [post("import_undo", id)]


@case("import_done", "batch")
def _import_done(known: Known, id: UUID) -> list[Ask]:
    return [get("import_done", id), get("import_done", id, query="?page=2")]


@case("tidy", "own_key")
def _tidy(known: Known, id: UUID) -> list[Ask]:
    return [
        post("tidy", key=str(id), what=what, **more)
        for what, more in (
            ("tag", {"tag": "lama"}), ("untag", {"tag": "lama"}), ("archive", {}), ("bring_back", {}), ("drop", {}),
            ("drop", {"sure": "yes"}), ("close", {}), ("make", {}),
            ("archive", {"all": "yes", "sure": "yes"}), ("?", {}),
        )
    ]  # fmt: skip


@case("tidy_undo")
def _tidy_undo(known: Known, _: UUID) -> list[Ask]:
    return [post("tidy_undo")]


@case("key_history", "own_key")
def _key_history(known: Known, id: UUID) -> list[Ask]:
    return [get("key_history", id)]


@case("key_shut_out", "own_key")
def _key_shut_out(known: Known, id: UUID) -> list[Ask]:
    return [post("key_shut_out", id, partner=str(known.first("partner")))]


@case("key_shut_out", "partner")
def _key_shut_out_to(known: Known, id: UUID) -> list[Ask]:
    return [post("key_shut_out", known.first("own_key"), partner=str(id))]


@case("eyes", "partner")
def _eyes(known: Known, id: UUID) -> list[Ask]:
    return [get("eyes", id)]


@case("merge", "own_key")
def _merge(known: Known, id: UUID) -> list[Ask]:
    other = next((one for one in known.ids.get("own_key", []) if one != id), ABSENT)
    return [
        get("merge", id, query="?q=lia"),
        post("merge", id, other=str(other)),
        post("merge", other, other=str(id), duplicates="yes"),
    ]


@case("unmerge", "own_key")
def _unmerge(known: Known, id: UUID) -> list[Ask]:
    return [post("unmerge", id)]


@case("keep_apart", "own_key")
def _keep_apart(known: Known, id: UUID) -> list[Ask]:
    other = next((one for one in known.ids.get("own_key", []) if one != id), ABSENT)
    return [post("keep_apart", id, other=str(other)), post("keep_apart", other, other=str(id))]


@case("make_keys", "own_key")
def _make_keys(known: Known, id: UUID) -> list[Ask]:
    return [post("make_keys", make=str(id), **{f"line-{id}": "Notaris"})]


@case("key_new")
def _key_new(known: Known, _: UUID) -> list[Ask]:
    return [get("key_new"), post("key_new", **KEY_FORM), post("key_new", **{**KEY_FORM, "name_rung": "1"})]


@case("key", "own_key")
def _key(known: Known, id: UUID) -> list[Ask]:
    return [get("key", id)]


@case("key_edit", "own_key")
def _key_edit(known: Known, id: UUID) -> list[Ask]:
    return [get("key_edit", id), post("key_edit", id, **KEY_FORM), post("key_edit", id, name="")]


@case("key_open", "own_key")
def _key_open(known: Known, id: UUID) -> list[Ask]:
    return [
        get("key_open", id, query="?face=name"),
        post("key_open", id, face="hint", partner=[str(one) for one in known.ids.get("partner", [])]),
        post("key_open", id, face="hint", q="a", search="yes"),
        post("key_open", id, face="hint", everybody="yes", last_day="2026-12-31"),
        post("key_open", id, face="hint", last_day="1999-12-31"),
    ]


@case("key_open", "partner")
def _key_open_to(known: Known, id: UUID) -> list[Ask]:
    said = {"face": "hint", "shown": str(id), "partner": str(id), f"last-{id}": "2026-12-31", f"had-{id}": ""}
    mine = known.first("own_key")
    return [
        post("key_open", mine, face="hint", partner=str(id)),
        post("key_open", mine, face="hint", partner=str(id), last_day="2026-12-31"),
        post("key_open", mine, **said),
        post("key_open", mine, **said, search="yes"),
    ]


@case("key_close", "own_key")
def _key_close(known: Known, id: UUID) -> list[Ask]:
    return [post("key_close", id)]


@case("key_drop", "own_key")
def _key_drop(known: Known, id: UUID) -> list[Ask]:
    return [post("key_drop", id)]
