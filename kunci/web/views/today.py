"""The page one opens with, and the journal."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from kunci.reveal import journal as seen_journal
from kunci.reveal import today as seen
from kunci.web import journal_words, words
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import pager, show


@page("GET", case="own")
def today(request: KunciRequest) -> HttpResponse:
    found = seen.today(request.viewer, request.now)
    waiting: list[dict[str, object]] = [
        {
            "kind": "hand_over" if row.agreed else "decide",
            "id": row.id,
            "person": row.asker,
            "hint": row.hint_line,
            "sentence": row.sentence,
            "until": row.expires_at,
        }
        for row in found.decide
    ]
    waiting += [
        {
            "kind": "offer",
            "id": row.id,
            "person": row.other,
            "hint": row.hint_line,
            "sentence": row.sentence,
            "until": row.expires_at,
        }
        for row in found.offered
    ]
    waiting += [
        {
            "kind": "tell",
            "again": row.again,
            "id": row.id,
            "person": row.other,
            "mine": row.role,
            "hint": row.hint_line,
            "until": row.tell_until,
            "contact": row.contact,
        }
        for row in found.tell
    ]
    waiting += [
        {"kind": "confirm", "id": row.id, "until": row.until, "words": words.noted_by(row.person, row.kind, row.on)}
        for row in found.confirm
    ]
    waiting += [
        {
            "kind": "word",
            "id": row.id,
            "person": row.speaker.name,
            "about": row.about,
            "word": row.kind,
            "sentence": row.sentence,
        }
        for row in found.told
    ]
    waiting += [
        {
            "kind": row.kind,
            "id": row.id,
            "person": row.person,
            "hint": row.hint,
            "sentence": row.words,
            "until": row.until,
        }
        for row in found.mediated
    ]
    context = {
        "now": request.now,
        "part_of_day": _part_of_day(timezone.localtime(request.now).hour),
        "waiting": waiting,
        "cooling": found.cooling,
        "wants": found.wants,
        "proposed": found.proposed,
        "has_keys": found.has_keys,
        "has_partners": found.has_partners,
    }
    return show(request, "today", context)


@page("GET", case="own")
def journal(request: KunciRequest) -> HttpResponse:
    rows = seen_journal.journal(request.viewer, request.now, request.GET.get("after", ""))
    entries = [{"at": row.at, "words": journal_words.verb_words(row.verb, row.detail)} for row in rows.rows]
    return show(request, "journal", {"rows": entries, "pager": pager(request, rows.older)})


def _part_of_day(hour: int) -> str:
    """As people say it in Indonesia: pagi until eleven, siang until three, sore until six, malam."""
    if 4 <= hour < 11:
        return "pagi"
    if 11 <= hour < 15:
        return "siang"
    return "sore" if 15 <= hour < 18 else "malam"
