"""Offer a key unasked, look at an offer, and set keys aside for a partner."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import instinct
from kunci.actions import offers as actions
from kunci.actions.verb import Refused
from kunci.core.exchange import OFFER_LASTS
from kunci.reveal import exchanges as seen
from kunci.reveal import readiness, wants
from kunci.reveal.cards import own_card
from kunci.reveal.exchanges import OfferRow
from kunci.web.forms import AskForm, OfferForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, gone_or_complain, refuse, said_chance, say, show


@page("GET", "POST", case="own_key")
def offer_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """Whom to offer a key, and with which sentence."""
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            chance = said_chance(request)
            actions.offer(act(request), id, said["partner"], said["sentence"], settings.KUNCI_ADDRESS)
            if chance is not None:
                instinct.say_of_keys(act(request), [id], [said["partner"]], chance)
            say(request, _("Tawaran Anda disampaikan. Kalau ia mau, permintaannya akan datang kepada Anda."))
            return redirect("key", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        q = request.GET.get("q", "")
        offering = found(readiness.offering(request.viewer, request.now, id, q))
        context = {"offering": offering, "form": form, "q": q, "ends_at": request.now + OFFER_LASTS}
        return show(request, "offer_new", context)


@page("GET", case="offer")
def offer(request: KunciRequest, id: UUID) -> HttpResponse:
    """An offer made to me: taking it up is an ask like any other."""
    one: OfferRow = found(seen.offer(request.viewer, request.now, id))
    card = own_card(request.viewer, request.now)
    answers = wants.text_of(request.viewer, request.now, one.want) if one.want is not None else ""
    context = {"offer": one, "form": AskForm(), "card": card, "today": request.today.isoformat(), "answers": answers}
    return show(request, "offer", context)


@page("POST", case="offer")
def offer_leave(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.leave(act(request), id)
        say(request, _("Tawaran itu tidak ditampilkan lagi. Yang menawarkan tidak diberi tahu."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("exchanges")


@page("GET", "POST", case="partner")
def ready(request: KunciRequest, id: UUID) -> HttpResponse:
    """The keys that I would hand this partner without hesitation; nobody but me ever sees this page's ticks."""
    if request.method == "POST":
        try:
            actions.set_ready(
                act(request), id, frozenset(chosen_ids(request, "shown")), frozenset(chosen_ids(request, "key"))
            )
            say(request, _("Tersimpan. Hanya Anda yang tahu."))
        except Refused as refused:
            gone_or_complain(request, refused)
        return redirect("partner", id)
    q = request.GET.get("q", "")
    return show(request, "ready", {"ready": found(readiness.ready(request.viewer, request.now, id, q)), "q": q})
