"""Telling a partner what I think of somebody, my words that hold, and a partner's word to me."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import vouching as actions
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.core.vouching import LASTS, MOST
from kunci.reveal import vouching as seen
from kunci.reveal.vouching import Word
from kunci.web.forms import WordForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, gone_or_complain, percent, refuse, say, show


@page("GET", case="own")
def vouches(request: KunciRequest) -> HttpResponse:
    """What I said of others and still holds."""
    return show(request, "vouches", {"said": seen.said(request.viewer, request.now), "most": MOST})


@page("GET", "POST", case="partner")
def vouch_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """Whom to tell what I think of somebody. The same for everybody in the list, whomever else they know."""
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            kind = Kind(told["kind"]) if told["kind"] in set(Kind) else Kind.WITHDRAWAL
            actions.say(act(request), id, told["hearer"], kind, told["sentence"], settings.KUNCI_ADDRESS)
            say(request, _("Tersampaikan. Apakah ia memperhitungkannya, tidak akan Anda ketahui."))
            return redirect("partner", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        q = request.GET.get("q", "")
        telling = found(seen.telling(request.viewer, request.now, id, q))
        context = {"telling": telling, "form": form, "q": q, "ends_at": request.now + LASTS}
        return show(request, "vouch_new", context)


@page("GET", case="heard")
def vouch(request: KunciRequest, id: UUID) -> HttpResponse:
    """A partner's word to me, and what it would weigh."""
    one: Word = found(seen.word(request.viewer, request.now, id))
    context = {
        "word": one.heard,
        "weight": percent(one.heard.weight),
        "weighs": percent(one.weighs.value) if one.weighs else None,
        "why": one.weighs.why.value if one.weighs else "",
    }
    return show(request, "vouch", context)


@page("POST", case="heard")
def vouch_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Count it, or leave it. Neither is told to anybody."""
    answer = request.POST.get("answer", "")
    try:
        if answer == "count":
            actions.count(act(request), id, request.today)
            say(request, _("Diperhitungkan. Hanya Anda yang tahu."))
        elif answer == "leave":
            actions.leave(act(request), id)
            say(request, _("Dibiarkan. Hanya Anda yang tahu."))
            return redirect("today")
        else:
            raise Refused("answer")
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("vouch", id)


@page("POST", case="said")
def vouch_withdraw(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.withdraw(act(request), id, settings.KUNCI_ADDRESS)
        say(request, _("Ditarik kembali. Yang mendengarnya diberi tahu."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("vouches")
