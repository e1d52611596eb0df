"""Marking the others of a circle on one page: since when, how often, how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions import marking as actions
from kunci.actions.marking import Mark
from kunci.actions.verb import Refused
from kunci.core.evidence import FIRST_DAY, Often
from kunci.core.rungs import Rung
from kunci.reveal import circles as seen
from kunci.reveal.circles import Marking
from kunci.reveal.people import Person
from kunci.web import words
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, say, show

YEARS_AGO = (0, 2, 5, 10)
OTHER = "other"
# Unhesitating takes months and promises kept: nothing that is said on one evening carries it.
RUNGS = {"0": Rung.STRANGER, "1": Rung.KNOWN, "2": Rung.TRUSTED}


@dataclass
class MarkRow:
    """One person, and what is chosen of them. `since`: '' (left alone), a year, or OTHER with `year` typed."""

    person: Person
    since: str = ""
    year: str = ""
    often: str = Often.MONTHLY.value
    rung: str = "0"
    wrong: str = ""


@page("GET", "POST", case="circle")
def circle_mark(request: KunciRequest, id: UUID) -> HttpResponse:
    """Whoever is marked leaves the page; whoever can't be marked as chosen stays on it, with what was chosen."""
    with reading(request):
        marking: Marking = found(seen.marking(request.viewer, request.now, id))
    if request.method != "POST":
        return _page(request, id, marking, [MarkRow(person) for person in marking.todo])
    rows = [_typed(request, person) for person in marking.todo]
    marks = [mark for row in rows if (mark := _mark(row, request.today)) is not None]
    refused: object = {}
    if marks:
        try:
            refused = actions.mark(act(request), id, tuple(marks), request.today).detail["refused"]
        except Refused as none:
            if none.code == "gone":
                found(None)
            refused = none.data["rows"]
        _tell(rows, refused)
    count = sum(bool(row.since and not row.wrong) for row in rows)
    if count:
        said = ngettext(
            "%(n)d orang ditandai. Belum ada kunci yang terbuka.",
            "%(n)d orang ditandai. Belum ada kunci yang terbuka.",
            count,
        )
        say(request, said % {"n": count})
    if not any(row.wrong for row in rows):
        return redirect("circle_next", id)
    with reading(request):
        marking = found(seen.marking(request.viewer, request.now, id))
    left = {person.id for person in marking.todo}
    return _page(request, id, marking, [row for row in rows if row.person.id in left])


def _page(request: KunciRequest, id: UUID, marking: Marking, rows: list[MarkRow]) -> HttpResponse:
    context = {
        "id": id,
        "name": marking.name,
        "rows": rows,
        "wrong": any(row.wrong for row in rows),
        "done": marking.done,
        "years": [str(request.today.year - ago) for ago in YEARS_AGO],
        "oldest": FIRST_DAY.year,
        "this_year": request.today.year,
    }
    return show(request, "circle_mark", context)


def _typed(request: KunciRequest, person: Person) -> MarkRow:
    said = request.POST
    row = MarkRow(person, said.get(f"since-{person.id}", ""), said.get(f"year-{person.id}", "").strip())
    often, rung = said.get(f"often-{person.id}", ""), said.get(f"rung-{person.id}", "")
    row.often = often if often in set(Often) else row.often
    row.rung = rung if rung in RUNGS else row.rung
    return row


def _mark(row: MarkRow, today: date) -> Mark | None:
    """What is chosen of somebody; None where they are left alone, or the year is none (then the row says so)."""
    if not row.since:
        return None
    year = row.year if row.since == OTHER else row.since
    if not (year.isascii() and year.isdigit() and FIRST_DAY.year <= int(year) <= today.year):
        row.wrong = _("Tulis tahunnya dengan empat angka, misalnya %(year)d.") % {"year": today.year - 3}
        return None
    return Mark(row.person.id, date(int(year), 1, 1), Often(row.often), RUNGS[row.rung])


def _tell(rows: list[MarkRow], refused: object) -> None:
    codes = refused if isinstance(refused, dict) else {}
    for row in rows:
        if code := codes.get(str(row.person.id)):
            year = row.year if row.since == OTHER else row.since
            row.wrong = words.mark_refusal(code, int(year))
