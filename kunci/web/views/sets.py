"""Exchange whole sets with a partner: open, choose, and withdraw until both have said yes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kunci.actions import sets as actions
from kunci.actions.accounts import LANGUAGES
from kunci.actions.verb import Refused
from kunci.core.readiness import MOST_CHOSEN
from kunci.reveal import sets as seen
from kunci.reveal.sets import SetView
from kunci.web.forms import SetForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, gone_or_complain, offer_undo, refuse, say, show


@page("GET", case="sets")
def sets(request: KunciRequest, id: UUID) -> HttpResponse:
    return _page(request, id, SetForm())


@page("POST", case="sets")
def sets_open(request: KunciRequest, id: UUID) -> HttpResponse:
    """The same answer whether the other has opened or not: what came of it shows on the page."""
    try:
        actions.open_set(act(request), id)
        offer_undo(request, _("Anda membuka kunci yang Anda sisihkan."), reverse("sets_back", args=[id]))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("sets", id)


@page("GET", "POST", case="sets")
def sets_choose(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("sets", id)
    form = SetForm(request.POST)
    if form.is_valid():
        language = request.POST.get("language", "")
        try:
            actions.choose(
                act(request),
                id,
                frozenset(chosen_ids(request, "key")),
                form.cleaned_data["sentence"],
                language if language in LANGUAGES else LANGUAGES[0],
                by_mail=request.POST.get("by", "mail") == "mail",
            )
            say(request, _("Pilihan Anda disimpan."))
            return redirect("sets", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return _page(request, id, form)


@page("POST", case="sets")
def sets_back(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.step_back(act(request), id)
        say(request, _("Langkah terakhir Anda dibatalkan. Tidak ada yang tahu."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("sets", id)


@page("POST", case="sets")
def sets_leave(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.leave(act(request), id)
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("sets", id)


def _page(request: KunciRequest, id: UUID, form: SetForm) -> HttpResponse:
    mine: SetView = found(seen.exchange(request.viewer, request.now, id))
    ticked = set(chosen_ids(request, "key")) if form.is_bound else {one.key for one in mine.theirs if one.chosen}
    context = {
        "set": mine,
        "partner": mine.partner,
        "stage": mine.stage.value,
        "theirs": [(one, one.key in ticked) for one in mine.theirs],
        "chosen": [one for one in mine.theirs if one.chosen],
        "form": form,
        "most": MOST_CHOSEN,
        "language": request.POST.get("language", get_language()),
        "by": request.POST.get("by", "mail"),
    }
    return show(request, "sets", context)
