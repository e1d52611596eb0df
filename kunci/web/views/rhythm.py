"""Keeping in touch: a contact noted in one tap, a message to write, reminders put off, and promises."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunci.actions import accounts, promises, ties
from kunci.actions import rhythm as actions
from kunci.actions.accounts import Account
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.core.rhythm import HORIZONS
from kunci.reveal import partners, rhythm
from kunci.web.forms import PromiseForm
from kunci.web.labels import KINDS, ONE_TAP
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import found, gone_or_complain, offer_undo, refuse, say, show, words_failed


@page("POST", case="partner")
def today_log(request: KunciRequest, id: UUID) -> HttpResponse:
    """A contact of today, in one tap."""
    kind = next((one for one in ONE_TAP if one == request.POST.get("kind")), Kind.WITHDRAWAL)
    try:
        done = ties.add_evidence(act(request), id, kind, request.today, request.today, "")
        undo = reverse("evidence_take_back", args=[id, UUID(str(done.detail["evidence"]))]) + "?back=today"
        offer_undo(request, _("Tercatat: %(what)s hari ini.") % {"what": str(KINDS[kind]).lower()}, undo)
    except Refused as refused:
        gone_or_complain(request, refused)
    return _back(request, id)


@page("GET", case="partner")
def today_write(request: KunciRequest, id: UUID) -> HttpResponse:
    """Words to send by a messenger, and the tap that notes that they were sent."""
    partner = found(partners.partner(request.viewer, request.now, id))
    if partner.former:
        found(None)
    name = partner.name.partition(" ")[0]
    text = _("Halo %(name)s, apa kabar? Sudah lama kita tidak berbincang. Kapan ada waktu untuk ngopi?")
    text %= {"name": name}
    context = {"partner": partner, "text": text, "link": f"https://wa.me/?text={quote(text, safe='')}"}
    return show(request, "today_write", context)


@page("POST", case="partner")
def today_later(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.put_off(act(request), id)
        offer_undo(request, _("Baik, dua minggu lagi."), reverse("today_sooner", args=[id]))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today")


@page("POST", case="partner")
def today_sooner(request: KunciRequest, id: UUID) -> HttpResponse:
    """Takes the last putting off back."""
    try:
        actions.put_back(act(request), id)
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today")


@page("POST", case="own")
def today_horizon(request: KunciRequest) -> HttpResponse:
    """How far ahead partners come up."""
    wanted = next((days for days in HORIZONS if str(days) == request.POST.get("horizon")), None)
    if wanted is not None:
        accounts.set_horizon(cast(Account, request.user), wanted)
    return redirect("today")


@page("GET", "POST", case="partner")
def promise_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """The form for a promise, with those that there are."""
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            promises.make(act(request), id, said["words"], said["due"], request.today, mine=said["whose"] == "mine")
            say(
                request,
                _("Janji dicatat. Menjelang %(day)s ia muncul di Hari ini.") % {"day": date_format(said["due"])},
            )
            return redirect(f"{reverse('partner', args=[id])}#janji")
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, "due" if refused.code == "by_when" else "words")
    partner = found(partners.partner(request.viewer, request.now, id))
    context = {
        "partner": partner,
        "form": form,
        "promises": rhythm.promises_with(request.viewer, request.now, id),
        "this_day": request.today,
        "today": request.today.isoformat(),
    }
    return show(request, "promise_new", context)


@page("POST", case="promise")
def promise_end(request: KunciRequest, id: UUID) -> HttpResponse:
    """It was kept, broken, or is dropped."""
    how = request.POST.get("how", "")
    said = {"kept": _("Janji ditepati."), "broken": _("Janji tidak ditepati."), "dropped": _("Janji dilepas.")}
    try:
        done = promises.end(act(request), id, how, request.today)
        offer_undo(request, said[how], reverse("promise_reopen", args=[id]))
        words_failed(request, done.detail)
        return _back(request, done.subject)
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today")


@page("POST", case="promise")
def promise_reopen(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        done = promises.reopen(act(request), id, request.today)
        return _back(request, done.subject)
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today")


def _back(request: KunciRequest, partner: UUID | None) -> HttpResponse:
    """To where the tap was made: the partner's page, where the form says so, else today's."""
    if request.POST.get("back") == "partner" and partner is not None:
        return redirect("partner", partner)
    return redirect("today")
