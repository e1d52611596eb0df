"""The page one opens with, and the journal."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from kunci.actions import accounts
from kunci.core.rhythm import HORIZONS
from kunci.reveal import journal as seen_journal
from kunci.reveal import today as seen
from kunci.reveal.rhythm import met
from kunci.web import journal_words, words
from kunci.web.labels import ONE_TAP
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import pager, show

GREET = 12  # partners on one page
CONTACTS = 40


@page("GET", case="own")
def today(request: KunciRequest) -> HttpResponse:
    horizon = request.account.horizon
    found = seen.today(request.viewer, request.now, timedelta(days=horizon))
    shown = accounts.shown(request.account.hidden)
    waiting = _waiting(found, shown)
    greet = [one for one in found.greet if one.why in shown]
    promises = found.promises if "promises" in shown else ()
    context = {
        "now": request.now,
        "this_day": request.today,
        "part_of_day": _part_of_day(timezone.localtime(request.now).hour),
        "waiting": waiting,
        "promises": promises,
        "greet": greet[:GREET],
        "more": max(len(greet) - GREET, 0),
        "wants": found.wants if "wants" in shown else (),
        "thanks": found.thanks if "thanks" in shown else (),
        "proposed": found.proposed,
        "nothing": not (waiting or promises or greet),
        "one_tap": [(kind.value, words) for kind, words in ONE_TAP.items()],
        "horizon": horizon,
        "horizons": HORIZONS,
        "has_keys": found.has_keys,
        "has_partners": found.has_partners,
    }
    return show(request, "today", context)


def _waiting(found: seen.Today, shown: Container[str]) -> list[dict[str, object]]:
    """What somebody waits for, as the page lists it; only of the kinds that are to be shown."""
    decide: list[dict[str, object]] = [
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
    tell: list[dict[str, object]] = [
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
    confirm: list[dict[str, object]] = [
        {"kind": "confirm", "id": row.id, "until": row.until, "words": words.noted_by(row.person, row.kind, row.on)}
        for row in found.confirm
    ]
    told: list[dict[str, object]] = [
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
    offered: list[dict[str, object]] = [
        {
            "kind": row.kind,
            "id": row.id,
            "person": row.person,
            "hint": row.hint,
            "sentence": row.words,
            "until": row.until,
        }
        for row in found.offered
    ]
    meet = [row for row in offered if str(row["kind"]).startswith("meet_")]
    offered = [row for row in offered if row not in meet]
    parts = {"decide": decide, "offered": offered, "meet": meet, "tell": tell, "confirm": confirm, "words": told}
    return [row for name, rows in parts.items() if name in shown for row in rows]


@page("GET", case="own")
def today_contacts(request: KunciRequest) -> HttpResponse:
    """Every partner, whom I was last in touch with first: a contact of today in one tap."""
    q = request.GET.get("q", "").strip()
    rows = [one for one in met(request.viewer, request.now) if q.casefold() in one.partner.name.casefold()]
    context = {
        "rows": rows[:CONTACTS],
        "more": len(rows) > CONTACTS,
        "q": q,
        "one_tap": [(kind.value, words) for kind, words in ONE_TAP.items()],
    }
    return show(request, "today_contacts", context)


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
