"""Bringing two together: from the mediator's side, the holder's, and that of whoever looks for a door."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import instinct
from kunci.actions import mediating as actions
from kunci.actions.verb import Refused
from kunci.core.mediating import OPEN_FOR, PROPOSAL_LASTS
from kunci.core.vouching import MOST
from kunci.reveal import first_steps, heard_wants
from kunci.reveal import mediations as seen
from kunci.reveal.heard_wants import WholeHeard
from kunci.reveal.mediations import BroughtRow, MediationRow, ProposalRow, Sided
from kunci.web.forms import MediateForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, gone_or_complain, refuse, said_chance, say, show


@page("GET", case="own")
def mediations(request: KunciRequest) -> HttpResponse:
    """All that I bring together, that was proposed to me, and that was found for me."""
    rows = seen.mediations(request.viewer, request.now)
    steps = first_steps.steps(request.viewer, request.now)
    context = {"mine": rows.mine, "proposals": rows.proposals, "brought": rows.brought, "steps": steps}
    return show(request, "mediations", context)


@page("GET", case="heard_want")
def mediate_among(request: KunciRequest, id: UUID) -> HttpResponse:
    """Which key of somebody else answers what a partner looks for."""
    heard: WholeHeard = found(heard_wants.heard_want(request.viewer, request.now, id))
    q = request.GET.get("q", "")[:100]
    sided, more = seen.both_sides(request.viewer, request.now, id, q)
    return show(request, "mediate_among", {"want": heard.want, "sided": sided, "more": more, "q": q})


@page("GET", "POST", case="heard_want")
def mediate(request: KunciRequest, id: UUID, key: UUID) -> HttpResponse:
    """Proposes to the holder of a key that I see to bring them and whoever looks for it together."""
    with reading(request):
        heard: WholeHeard = found(heard_wants.heard_want(request.viewer, request.now, id))
        door: Sided = found(seen.one_side(request.viewer, request.now, id, key))
    form = MediateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            chance = said_chance(request)
            made = actions.propose(
                act(request), id, key, said["sentence"], settings.KUNCI_ADDRESS, named=said["named"]
            ).subject
            if chance is not None and made is not None:
                instinct.say_of_mediation(act(request), made, chance)
            say(request, _("Usulan Anda disampaikan kepada pemegangnya. Yang mencari belum tahu apa-apa."))
            return redirect("mediation", made)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        ends = request.now + PROPOSAL_LASTS
        context = {"want": heard.want, "door": door, "form": form, "ends_at": ends, "most": MOST}
        return show(request, "mediate", context)


@page("GET", case="mediation")
def mediation(request: KunciRequest, id: UUID) -> HttpResponse:
    return _mediation(request, id, MediateForm())


@page("POST", case="mediation")
def mediation_withdraw(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.withdraw(act(request), id)
        say(request, _("Usulan Anda ditarik kembali."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("mediation", id)


@page("GET", "POST", case="mediation")
def mediation_tell(request: KunciRequest, id: UUID) -> HttpResponse:
    """Tells whoever looks for the door; with it the two come to know of each other."""
    if request.method != "POST":
        return redirect("mediation", id)
    form = MediateForm(request.POST)
    if form.is_valid():
        try:
            actions.tell(act(request), id, form.cleaned_data["sentence"], settings.KUNCI_ADDRESS)
            say(request, _("Tersampaikan. Petunjuk pintunya kini terbuka baginya, dan keduanya saling tahu nama."))
            return redirect("mediation", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return _mediation(request, id, form)


@page("GET", case="proposal")
def proposal(request: KunciRequest, id: UUID) -> HttpResponse:
    """What a mediator proposes to me."""
    one: ProposalRow = found(seen.proposal(request.viewer, request.now, id))
    return show(request, "proposal", {"proposal": one, "open_days": OPEN_FOR.days})


@page("POST", case="proposal")
def proposal_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Yes, or nothing; either can be thought over until somebody is told."""
    answer = request.POST.get("answer", "")
    try:
        if answer == "yes":
            actions.say_yes(act(request), id, settings.KUNCI_ADDRESS)
            say(
                request,
                _("Anda mengiyakan. Sebelum penengahnya menyampaikannya, Anda masih bisa berubah pikiran."),
            )
        elif answer == "leave":
            actions.leave(act(request), id)
            say(request, _("Dibiarkan. Bagi penengahnya, itu tampak sama dengan diam."))
        elif answer == "back":
            actions.bring_back(act(request), id)
        else:
            raise Refused("answer")
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("proposal", id)


@page("GET", case="brought")
def brought(request: KunciRequest, id: UUID) -> HttpResponse:
    """What a mediator found for me."""
    one: BroughtRow = found(seen.brought(request.viewer, request.now, id))
    return show(request, "brought", {"brought": one})


def _mediation(request: KunciRequest, id: UUID, form: MediateForm) -> HttpResponse:
    one: MediationRow = found(seen.mediation(request.viewer, request.now, id))
    return show(request, "mediation", {"mediation": one, "form": form, "open_until": request.now + OPEN_FOR})
