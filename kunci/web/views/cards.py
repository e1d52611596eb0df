"""My own card, to send along with an ask."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import cards as actions
from kunci.actions.verb import Refused
from kunci.reveal.cards import own_card
from kunci.web.forms import CardForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import refuse, say, show


@page("GET", "POST", case="own")
def card(request: KunciRequest) -> HttpResponse:
    if request.method == "POST":
        form = CardForm(request.POST)
        if form.is_valid():
            try:
                actions.set_card(act(request), form.card())
                say(request, _("Kartu Anda disimpan. Ia hanya ikut bila Anda melampirkannya."))
                return redirect("card")
            except Refused as refused:
                refuse(form, refused)
    else:
        form = CardForm(initial=asdict(own_card(request.viewer, request.now)))
    with reading(request):
        return show(request, "card", {"form": form})
