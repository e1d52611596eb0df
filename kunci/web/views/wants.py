"""The doors that I look for: written with a look at who will hear of them, changed, closed with thanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import relaying
from kunci.actions import wants as actions
from kunci.actions.verb import Refused
from kunci.actions.wants import Hearers
from kunci.core.rungs import Rung
from kunci.core.wants import DAYS, MOST, USUAL_DAYS
from kunci.reveal import first_steps, heard_wants
from kunci.reveal import wants as seen
from kunci.reveal.heard_wants import WantRow, WholeHeard
from kunci.reveal.people import Person, people
from kunci.reveal.wants import Listener, Origin, OwnWant, WholeWant
from kunci.web.forms import ThanksForm, WantForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, gone_or_complain, offer_undo, pager, refuse, say, show

LISTED = 40  # partners on one page; whoever is not on it is found by name
NAMED = 12  # names beside a rung


@dataclass(frozen=True)
class OnRung:
    """A choice of the form: who stands on that rung now, by name, and how many more."""

    rung: int
    names: str
    more: int
    chosen: bool


@dataclass(frozen=True)
class Named:
    """A partner who could be named."""

    id: UUID
    name: str
    rung: int
    ticked: bool


@page("GET", case="own")
def wants(request: KunciRequest) -> HttpResponse:
    """Mine, and those of partners that I may hear of."""
    mine = seen.wants(request.viewer, request.now)
    rung, partner = _rung(request.GET.get("rung", "")), _id(request.GET.get("partner", ""))
    aside = request.GET.get("show") == "aside"
    held = heard_wants.passes(request.viewer, request.now)
    rows = heard_wants.heard(
        request.viewer,
        request.now,
        request.GET.get("after", ""),
        show="aside" if aside else "",
        partner=partner,
        rung=rung,
        held=held,
    )
    others = first_steps.heard(request.viewer, request.now, held)
    plain = rung is None and partner is None and not aside
    context = {
        "open": [one for one in mine if one.open],
        "past": [one for one in mine if not one.open],
        "most": MOST,
        "heard": rows.rows,
        "who": others.who,
        "rung": int(rung or 0),
        "partner": next((one for one in others.who if one.person.id == partner), None),
        "aside": aside,
        "filtered": not plain,
        "between": others.between if plain else (),
        "pager": pager(request, rows.older),
    }
    return show(request, "wants", context)


@page("GET", "POST", case="own")
def want_new(request: KunciRequest) -> HttpResponse:
    """A door, or (with ?person=) a mediator to somebody whom I know of."""
    sought = _id(request.GET.get("person", ""))
    with reading(request):
        person = None if sought is None else found(people(request.viewer, request.now, [sought]).get(sought))
        found(None if person is not None and (person.former or person.id == request.viewer) else True)
    if request.method != "POST":
        initial = {"rung": int(Rung.TRUSTED), "days": USUAL_DAYS}
        return _form(request, WantForm(initial=initial), frozenset(), None, person=person)
    form, named = WantForm(request.POST), frozenset(chosen_ids(request, "named"))
    if "search" not in request.POST and form.is_valid():
        try:
            hearers = Hearers(form.on_rung(), named)
            said = replace(form.said(), person=sought)
            done = actions.write(act(request), said, hearers, form.cleaned_data["days"], request.today)
            say(request, _("Tersimpan. Yang boleh mendengarnya akan menemukannya di halamannya sendiri."))
            return redirect("want", done.subject)
        except Refused as refused:
            refuse(form, refused, _field(refused))
    with reading(request):
        return _form(request, form, named, None, person=person)


@page("GET", case="own_want")
def want(request: KunciRequest, id: UUID) -> HttpResponse:
    """One of mine: who may hear of it now, and what was offered for it."""
    return _want(request, found(seen.want(request.viewer, request.now, id)))


@page("GET", "POST", case="heard_want")
def want_relay(request: KunciRequest, id: UUID) -> HttpResponse:
    """Passes on what a partner looks for, as a want of mine."""
    with reading(request):
        heard: WholeHeard = found(heard_wants.heard_want(request.viewer, request.now, id))
        found(heard.want.travels or None)
    if request.method != "POST":
        initial = {"rung": int(Rung.TRUSTED), "days": USUAL_DAYS}
        return _form(request, WantForm(initial=initial), frozenset(), None, heard.want, heard.want.person)
    form, named = WantForm(request.POST), frozenset(chosen_ids(request, "named"))
    if "search" not in request.POST and form.is_valid():
        try:
            hearers = Hearers(form.on_rung(), named)
            days = form.cleaned_data["days"]
            done = relaying.relay(act(request), id, form.said(), hearers, days, request.today)
            say(request, _("Tersimpan sebagai pintu yang Anda cari sendiri. Tidak ada yang diberi tahu."))
            return redirect("want", done.subject)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, _field(refused))
    with reading(request):
        return _form(request, form, named, None, heard.want, heard.want.person)


@page("GET", "POST", case="own_want")
def want_change(request: KunciRequest, id: UUID) -> HttpResponse:
    with reading(request):
        row, named, origin = found(seen.editing(request.viewer, request.now, id))
        person = people(request.viewer, request.now, [row.person]).get(row.person) if row.person else None
    if request.method != "POST":
        said = {name: getattr(row, name) for name in ("text", "why", "by_when", "rung", "travels", "may_name")}
        return _form(request, WantForm(initial={**said, "days": USUAL_DAYS}), named, row, origin, person)
    form, named = WantForm({**request.POST.dict(), "days": USUAL_DAYS}), frozenset(chosen_ids(request, "named"))
    if "search" not in request.POST and form.is_valid():
        try:
            actions.change(act(request), id, form.said(), Hearers(form.on_rung(), named), request.today)
            say(request, _("Tersimpan. Yang tidak Anda pilih tidak mendengarnya lagi, sejak saat ini."))
            return redirect("want", id)
        except Refused as refused:
            refuse(form, refused, _field(refused))
    with reading(request):
        return _form(request, form, named, row, origin, person)


@page("POST", case="own_want")
def want_extend(request: KunciRequest, id: UUID) -> HttpResponse:
    days = request.POST.get("days", "")
    try:
        actions.extend(act(request), id, int(days) if days in map(str, DAYS) else 0)
        say(request, _("Diperpanjang."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("want", id)


@page("GET", "POST", case="own_want")
def want_close(request: KunciRequest, id: UUID) -> HttpResponse:
    """Whom to thank, and what to say to them; or neither."""
    form = ThanksForm(request.POST if request.method == "POST" else None)
    helpers = frozenset(chosen_ids(request, "helper"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(act(request), id, helpers, form.cleaned_data["words"], settings.KUNCI_ADDRESS)
            undo = reverse("want_reopen", args=[id])
            offer_undo(request, _("Pintu ini ditutup. Tidak ada lagi yang mendengarnya."), undo)
            return redirect("want", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        mine: WholeWant = found(seen.want(request.viewer, request.now, id))
        if mine.want.closed_at is not None:
            return _want(request, mine)
        offered = {one.holder.id for one in mine.offers}
        people = [(one, one.id in offered, one.id in helpers) for one in mine.helpers]
        return show(request, "want_close", {"want": mine.want, "people": people, "form": form})


@page("POST", case="own_want")
def want_reopen(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.reopen(act(request), id)
        say(request, _("Dibuka lagi. Yang boleh mendengarnya menemukannya kembali."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("want", id)


@page("GET", case="thanks")
def want_thanks(request: KunciRequest, id: UUID) -> HttpResponse:
    """What somebody said to me for my help."""
    return show(request, "want_thanks", {"thanks": found(seen.thanks(request.viewer, request.now, id))})


def _want(request: KunciRequest, mine: WholeWant) -> HttpResponse:
    return show(request, "want", {"mine": mine, "want": mine.want, "days": DAYS, "usual": USUAL_DAYS})


def _form(
    request: KunciRequest,
    form: WantForm,
    named: frozenset[UUID],
    row: OwnWant | None,
    passed_on: WantRow | Origin | None = None,
    person: Person | None = None,
) -> HttpResponse:
    """To be called inside the page's transaction. Whoever was ticked before a search travels along hidden. Whoever
    looks for what is passed on does not hear it, nor a person whom it is for."""
    listening = seen.listeners(request.viewer, request.now)
    never = {one.id for one in (passed_on and passed_on.author, person) if one}
    listening = tuple(one for one in listening if one.person.id not in never)
    q = request.POST.get("q", "")[:100]
    asked = q.casefold().split()
    rows = [Named(one.person.id, one.person.name, one.rung, one.person.id in named) for one in listening]
    matching = [one for one in rows if all(word in one.name.casefold() for word in asked)]
    shown = sorted(matching, key=lambda one: not one.ticked)[:LISTED]
    chosen = str(form["rung"].value())
    context = {
        "want": row,
        "passed_on": passed_on,
        "person": person,
        "form": form,
        "rungs": [on_rung(listening, rung, chosen) for rung in (Rung.UNHESITATING, Rung.TRUSTED, Rung.KNOWN)],
        "only_named": chosen == "0",
        "people": shown,
        "carried": [one for one in rows if one.ticked and one not in shown],
        "unseen": len(rows) - len(shown),
        "many": len(rows) > LISTED,
        "anybody_named": bool(named),
        "q": q,
        "days": DAYS,
        "today": request.today.isoformat(),
        "most": MOST,
    }
    return show(request, "want_form", context)


def on_rung(people: Sequence[Listener], rung: Rung, chosen: str) -> OnRung:
    """Who stands on a rung or higher, for a choice of a form."""
    names = [one.person.name for one in people if one.rung >= rung]
    return OnRung(int(rung), ", ".join(names[:NAMED]), max(0, len(names) - NAMED), chosen == str(int(rung)))


def _rung(said: str) -> Rung | None:
    return Rung(int(said)) if said in ("1", "2", "3") else None


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _field(refused: Refused) -> str | None:
    codes = {"by_when": "by_when", "want_hearers": "rung", "not_on_rung": "rung", "relay_to_author": "rung"}
    words = ("want_missing", "want_unclear", "want_alike")
    return codes.get(refused.code, "text" if refused.code in words else None)
