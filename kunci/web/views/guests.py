"""Inviting a whole circle: paste, check, make the invitations, send each, and see who came."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kunci.actions import accounts, invitations
from kunci.actions import circles as actions
from kunci.actions.circles import Guest
from kunci.actions.verb import Refused
from kunci.core.roster import MOST_PEOPLE, NAME_LENGTH, Roster, Row, Trouble, reach, read_roster
from kunci.reveal import circles as seen
from kunci.reveal.circles import CircleView, InviteeView
from kunci.web import labels
from kunci.web.forms import CircleForm, RosterForm
from kunci.web.labels import Label
from kunci.web.refusals import refusal
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import absolute, complain, found, say, show

SHORTEST_WHATSAPP = 9  # digits


@dataclass
class Line:
    """One person on the page where the list is checked; `wrong`: what stands in the way, or is worth a look."""

    number: int
    use: bool
    name: str
    reach: str
    wrong: list[Label] = field(default_factory=list)


@dataclass(frozen=True)
class InviteeRow:
    of: InviteeView
    link: str
    whatsapp: str


@page("GET", "POST", case="own")
def circle_new(request: KunciRequest) -> HttpResponse:
    """First the name and the people as pasted, then the same page with a row for each, then the act."""
    if request.method != "POST":
        return show(request, "circle_new", {"form": CircleForm()})
    form = CircleForm(request.POST)
    if request.POST.get("do") == "make":
        return _make(request, None, form)
    if not form.is_valid():
        return show(request, "circle_new", {"form": form})
    return _check(request, None, form, "circle_new")


@page("GET", "POST", case="circle")
def circle_invite(request: KunciRequest, id: UUID) -> HttpResponse:
    """The same for more people, later."""
    with reading(request):
        mine = _founded(request, id)
    if request.method != "POST":
        return show(request, "circle_new", {"form": RosterForm(), "circle": mine})
    form = RosterForm(request.POST)
    if request.POST.get("do") == "make":
        return _make(request, mine, form)
    if not form.is_valid():
        return show(request, "circle_new", {"form": form, "circle": mine})
    return _check(request, mine, form, "circle_new")


@page("GET", case="circle")
def invitees(request: KunciRequest, id: UUID) -> HttpResponse:
    mine = _founded(request, id)
    rows = [_row(request, mine, one) for one in seen.invitees(request.viewer, request.now, id)]
    joined = sum(row.of.joined is not None for row in rows)
    return show(request, "invitees", {"circle": mine, "rows": rows, "joined": joined, "kept": seen.KEPT.days})


@page("POST", case="invitee")
def invitee(request: KunciRequest, id: UUID) -> HttpResponse:
    """What became of one invitation: sent by some way, not sent after all, made anew, taken back."""
    do = request.POST.get("do", "")
    try:
        if do == "renew":
            actions.renew(act(request), id)
        elif do == "revoke":
            actions.revoke(act(request), id)
        else:
            actions.sent(act(request), id, "" if do == "unsent" else do, settings.KUNCI_ADDRESS)
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
    with reading(request):
        circle, row = found(seen.invitee(request.viewer, request.now, id))
        mine = seen.circle(request.viewer, request.now, circle)
        if request.htmx and mine is not None:
            return render(request, "parts/invitee.html", {"row": _row(request, mine, row)})
    return redirect(f"{reverse('invitees', args=[circle])}#i-{id}")


def _founded(request: KunciRequest, id: UUID) -> CircleView:
    """A circle that I began; anybody else finds nothing."""
    mine: CircleView = found(seen.circle(request.viewer, request.now, id))
    return found(mine if mine.founded else None)  # type: ignore[no-any-return]  # what goes in comes out


def _check(request: KunciRequest, circle: CircleView | None, form: CircleForm | RosterForm, back: str) -> HttpResponse:
    text = form.cleaned_data["people"]
    roster = read_roster(text)
    if not roster.rows:
        told = next((labels.TROUBLES[one.code] for one in roster.problems if one.code is Trouble.TOO_BIG), None)
        form.add_error("people", str(told or _("Tidak ada nama atau nomor yang terbaca.")))
        return show(request, back, {"form": form, "circle": circle})
    lines = _lines(roster)
    if circle is not None:
        with reading(request):
            already = seen.invitees(request.viewer, request.now, circle.id)
        _note_already(lines, roster.rows, already)
    return _check_page(request, circle, form, lines, roster)


def _check_page(
    request: KunciRequest, circle: CircleView | None, form: CircleForm | RosterForm, lines: list[Line], roster: Roster
) -> HttpResponse:
    told = [
        {"line": one.line, "words": labels.TROUBLES[one.code], "detail": one.detail}
        for one in roster.problems
        if one.code is not Trouble.NO_NAME
    ]
    context = {
        "circle": circle,
        "form": form,
        "lines": lines,
        "problems": told,
        "people": request.POST.get("people", ""),
        "language": request.POST.get("language") or request.account.language,
    }
    return show(request, "circle_check", context)


def _make(request: KunciRequest, circle: CircleView | None, form: CircleForm | RosterForm) -> HttpResponse:
    lines = _typed(request)
    guests = _guests(lines)
    language = request.POST.get("language", "id")
    named = circle is not None or "name" not in form.errors
    if guests is not None and named:
        try:
            if circle is None:
                done = actions.begin(act(request), form.cleaned_data["name"], guests, language)
            else:
                done = actions.invite(act(request), circle.id, guests, language)
            say(request, _("Undangannya siap. Kirim satu per satu; setiap tautan hanya untuk satu orang."))
            return redirect("invitees", done.subject)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    return _check_page(request, circle, form, lines, Roster())


def _lines(roster: Roster) -> list[Line]:
    notes: dict[int, list[Label]] = {}
    for one in roster.problems:
        if one.code in (Trouble.NO_NAME, Trouble.BAD_PHONE, Trouble.BAD_EMAIL):
            notes.setdefault(one.line, []).append(labels.TROUBLES[one.code])
    return [
        Line(number, True, row.name, _reach(row.phone, row.email), notes.get(row.line, []) if row.line else [])
        for number, row in enumerate(roster.rows)
    ]


def _note_already(lines: list[Line], rows: tuple[Row, ...], already: tuple[InviteeView, ...]) -> None:
    """Unticks who is on my own list of this circle; whom others know, nobody looks."""
    marks = {mark for one in already for mark in (one.phone, one.email) if mark}
    for line, row in zip(lines, rows, strict=True):
        if {row.phone, row.email} & marks:
            line.use = False
            line.wrong.append(_("Sudah ada di daftar undangan Anda."))


def _typed(request: KunciRequest) -> list[Line]:
    """The rows as they came back from the page."""
    count = request.POST.get("rows", "")
    said = request.POST
    return [
        Line(n, f"use-{n}" in said, said.get(f"name-{n}", "").strip(), said.get(f"reach-{n}", "").strip())
        for n in range(min(int(count), MOST_PEOPLE) if count.isascii() and count.isdigit() else 0)
    ]


def _guests(lines: list[Line]) -> tuple[Guest, ...] | None:
    """The ticked rows as guests; None where one of them can't be, and then the rows say why."""
    guests: list[Guest] = []
    taken: set[str] = set()
    for line in (line for line in lines if line.use):
        read = reach(line.reach)
        if not line.name:
            line.wrong.append(_("Namanya belum diisi."))
        if len(line.name) > NAME_LENGTH:
            line.wrong.append(labels.TROUBLES[Trouble.TOO_LONG])
        if read.wrong is not None:
            line.wrong.append(labels.TROUBLES[read.wrong])
        elif not _is_email(read.email):
            line.wrong.append(labels.TROUBLES[Trouble.BAD_EMAIL])
        marks = {mark for mark in (read.phone, read.email) if mark}
        if marks & taken:
            line.wrong.append(_("Nomor atau alamat ini sudah dipakai baris lain."))
        taken |= marks
        guests.append(Guest(line.name, read.phone, read.email))
    return None if any(line.wrong for line in lines if line.use) else tuple(guests)


def _is_email(email: str) -> bool:
    try:
        accounts.check_email(email)
    except Refused:
        return False
    return True


def _reach(phone: str, email: str) -> str:
    return ", ".join(part for part in (f"+{phone}" if phone else "", email) if part)


def _row(request: KunciRequest, circle: CircleView, one: InviteeView) -> InviteeRow:
    link = absolute(invitations.path(one.invitation))
    with translation.override(one.language):
        text = _(
            "Halo %(name)s, saya mengajak Anda ke lingkar %(circle)s di Kunci, buku catatan pribadi untuk hubungan "
            "baik. Undangan ini khusus untuk Anda: %(link)s"
        ) % {"name": one.name, "circle": circle.name, "link": link}
    digits = one.phone if len(one.phone) >= SHORTEST_WHATSAPP else ""
    return InviteeRow(one, link, f"https://wa.me/{digits}?text={quote(text, safe='')}" if digits else "")
