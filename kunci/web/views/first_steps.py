"""A mediated first step, from the mediator's side, that of the one who is asked, and of whoever wished for it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import first_steps as actions
from kunci.actions.verb import Refused
from kunci.core.first_steps import OPEN_FOR, PROPOSAL_LASTS, TRYING_LASTS
from kunci.reveal import first_steps as seen
from kunci.reveal import heard_wants
from kunci.reveal.first_steps import Between, Step
from kunci.reveal.heard_wants import WholeHeard
from kunci.web.forms import MediateForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, gone_or_complain, refuse, say, show


@page("GET", "POST", case="heard_want")
def step_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """Asks somebody whom I know whether they would meet whoever would like to get to know them."""
    with reading(request):
        heard: WholeHeard = found(heard_wants.heard_want(request.viewer, request.now, id))
        between: Between = found(seen.sure_about(request.viewer, request.now, id))
    form = MediateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.propose(
                act(request), id, said["sentence"], settings.KUNCI_ADDRESS, named=said["named"]
            ).subject
            say(request, _("Pertanyaan Anda disampaikan. Yang ingin berkenalan belum tahu apa-apa."))
            return redirect("step", made)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        ends = request.now + PROPOSAL_LASTS
        context = {"want": heard.want, "between": between, "done": between.step, "form": form, "ends_at": ends}
        return show(request, "step_new", context)


@page("GET", case="step")
def step(request: KunciRequest, id: UUID) -> HttpResponse:
    return _step(request, id, MediateForm())


@page("POST", case="step")
def step_do(request: KunciRequest, id: UUID) -> HttpResponse:
    """One move of mine in it; each leads back to its page."""
    do = request.POST.get("do", "")
    form = MediateForm(request.POST)
    if do in ("tell", "note", "note_asker", "note_other") and not form.is_valid():
        with reading(request):
            return _step(request, id, form, do)
    try:
        _move(request, id, do, form)
    except Refused as refused:
        if do in ("tell", "note", "note_asker", "note_other") and refused.code != "gone":
            refuse(form, refused)
            with reading(request):
                return _step(request, id, form, do)
        gone_or_complain(request, refused)
    return redirect("step", id)


def _move(request: KunciRequest, id: UUID, do: str, form: MediateForm) -> None:
    address = settings.KUNCI_ADDRESS
    if do == "yes":
        actions.say_yes(act(request), id, address)
        say(request, _("Anda mengiyakan. Sebelum penengahnya menyampaikannya, Anda masih bisa berubah pikiran."))
    elif do == "leave":
        actions.leave(act(request), id)
        say(request, _("Dibiarkan. Bagi penengahnya, itu tampak sama dengan diam."))
    elif do == "back":
        actions.bring_back(act(request), id)
    elif do == "withdraw":
        actions.withdraw(act(request), id)
        say(request, _("Usulan Anda ditarik kembali."))
    elif do == "tell":
        actions.tell(act(request), id, form.cleaned_data["sentence"], address)
        say(request, _("Tersampaikan. Keduanya kini saling tahu, dan bisa bercerita kepada Anda sendiri-sendiri."))
    elif do in ("note", "note_asker", "note_other"):
        with reading(request):
            one: Step = found(seen.step(request.viewer, request.now, id))
        to = {"note_asker": one.asker, "note_other": one.other}.get(do)
        actions.note(act(request), id, form.cleaned_data["sentence"], address, to=None if to is None else to.id)
        say(request, _("Tersampaikan. Yang satunya tidak membacanya."))
    elif do == "key":
        key = next(iter(chosen_ids(request, "key")), None)
        if key is None:
            raise Refused("step_key")
        actions.name_key(act(request), id, key, address)
        say(request, _("Penengah Anda kini melihat petunjuk kunci itu. Yang satunya belum."))
    elif do == "pair":
        actions.pair(act(request), id, address)
        say(request, _("Diusulkan kepada keduanya. Petunjuknya baru terbuka kalau keduanya mengiyakan."))
    elif do == "agree":
        actions.agree(act(request), id, address)
        say(request, _("Anda mengiyakan. Begitu keduanya mengiyakan, petunjuk masing-masing terbuka bagi yang lain."))
    elif do == "disagree":
        actions.disagree(act(request), id)
        say(request, _("Tidak jadi. Tidak ada yang tahu Anda sempat mengiyakan."))
    elif do == "end":
        actions.end(act(request), id)
        say(
            request,
            _("Langkah ini berakhir bagi semua. Apa yang terbuka olehnya tertutup, dan tidak dikatakan oleh siapa."),
        )
    else:
        raise Refused("what")


def _step(request: KunciRequest, id: UUID, form: MediateForm, do: str = "") -> HttpResponse:
    one: Step = found(seen.step(request.viewer, request.now, id))
    q = request.GET.get("q", "")[:100]
    names_key = one.running and one.role != "mediator" and not one.sides
    keys, more = seen.own_keys(request.viewer, request.now, q) if names_key else ((), False)
    context = {
        "step": one,
        "form": form,
        "do": do,
        "keys": keys,
        "more": more,
        "q": q,
        "names_key": names_key,
        "can_pair": len(one.named) == len((one.asker, one.other)),
        "trying_days": TRYING_LASTS.days,
        "open_days": OPEN_FOR.days,
    }
    return show(request, "step", context)
