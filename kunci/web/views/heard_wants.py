"""A door that a partner looks for: offer a key for it, grow the relation first, or let it be."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import heard_wants as actions
from kunci.actions.keyring import HintText
from kunci.actions.verb import Refused
from kunci.core.exchange import OFFER_LASTS
from kunci.core.hints import propose
from kunci.reveal import first_steps, keyring, matching
from kunci.reveal import heard_wants as seen
from kunci.reveal.heard_wants import Choice, WholeHeard
from kunci.web import matching_words, words
from kunci.web.forms import WantOfferForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, gone_or_complain, offer_undo, refuse, say, show
from kunci.web.views.keyring import card_of


@page("GET", case="heard_want")
def heard_want(request: KunciRequest, id: UUID) -> HttpResponse:
    """What a partner looks for, and what of mine could answer it."""
    heard: WholeHeard = found(seen.heard_want(request.viewer, request.now, id))
    between = first_steps.sure_about(request.viewer, request.now, id) if heard.want.person else None
    q = request.GET.get("q", "")[:100]
    # For a person no key is looked for.
    choices = seen.choices(request.viewer, request.now, id, "" if between else q)
    answers = matching.Answers() if between else matching.keys_for_want(request.viewer, request.now, id)
    mine, opened = matching_words.mine(answers), matching_words.opened(answers)
    context = {
        "want": heard.want,
        "offered": heard.offered,
        "relayed": heard.relayed,
        "between": between,
        "step": between.step if between else None,
        "mine": [one for one in mine if one.clear],
        "perhaps": [one for one in mine if not one.clear],
        "opened": [one for one in opened if one.clear],
        "opened_perhaps": [one for one in opened if not one.clear],
        "by_words": answers.by_words,
        "choices": choices.rows,
        "more": choices.more,
        "q": q,
    }
    return show(request, "heard_want", context)


@page("GET", "POST", case="heard_want")
def want_offer(request: KunciRequest, id: UUID, key: UUID) -> HttpResponse:
    """Offers one key of mine for it; a contact becomes a key by it, with the hint that the form proposes."""
    with reading(request):
        heard: WholeHeard = found(seen.heard_want(request.viewer, request.now, id))
        mine: Choice = found(seen.choice(request.viewer, request.now, id, key))
        hint = None if mine.is_key else _proposed(request, key)
    if request.method != "POST":
        return _offer(request, heard, mine, WantOfferForm(initial={"line": hint.line if hint else ""}))
    form = WantOfferForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if hint is not None:
            hint = HintText(said["line"], hint.role, hint.sector, hint.seniority, hint.city)
        try:
            actions.offer(act(request), id, key, said["sentence"], settings.KUNCI_ADDRESS, hint)
            say(request, _("Tawaran Anda disampaikan. Kalau ia mau, permintaannya akan datang kepada Anda."))
            return redirect("heard_want", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, "line" if refused.code == "hint_missing" else None)
    with reading(request):
        return _offer(request, heard, mine, form)


@page("POST", case="heard_want")
def heard_want_do(request: KunciRequest, id: UUID) -> HttpResponse:
    """Lets it be, shows it again, or notes that a key does not fit it. Nobody is told."""
    do, back = request.POST.get("do", ""), reverse("heard_want", args=[id])
    try:
        if do == "aside":
            actions.put_aside(act(request), id)
            say(request, _("Disisihkan. Hanya Anda yang tahu."))
            return redirect("wants")
        if do == "back":
            actions.bring_back(act(request), id)
            say(request, _("Ditampilkan lagi."))
        elif do == "no_match":
            key = next(iter(chosen_ids(request, "key")), None)
            if key is None:
                raise Refused("gone")
            actions.no_match(act(request), id, key)
            undo = reverse("want_match_again", args=[id, key])
            offer_undo(request, _("Tidak akan diusulkan lagi untuk pintu ini. Hanya Anda yang tahu."), undo)
        else:
            raise Refused("what")
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect(back)


@page("POST", case="heard_want")
def want_match_again(request: KunciRequest, id: UUID, key: UUID) -> HttpResponse:
    """Takes back that a key does not fit. Nobody is told."""
    try:
        actions.match_again(act(request), id, key)
        say(request, _("Bisa diusulkan lagi untuk pintu ini."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("heard_want", id)


@page("POST", case="partner")
def want_mute(request: KunciRequest, id: UUID) -> HttpResponse:
    """Shows what a partner looks for no more, or again. Nobody is told."""
    try:
        if request.POST.get("do") == "unmute":
            actions.unmute(act(request), id)
            say(request, _("Pintu yang ia cari ditampilkan lagi."))
        else:
            actions.mute(act(request), id)
            say(request, _("Pintu yang ia cari tidak ditampilkan lagi. Hanya Anda yang tahu."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("wants")


def _proposed(request: KunciRequest, key: UUID) -> HintText:
    """What door a contact of mine would be."""
    return HintText(**words.proposed(propose(card_of(found(keyring.unread(request.viewer, request.now, key))))))


def _offer(request: KunciRequest, heard: WholeHeard, mine: Choice, form: WantOfferForm) -> HttpResponse:
    context = {"want": heard.want, "key": mine, "form": form, "ends_at": request.now + OFFER_LASTS}
    return show(request, "want_offer", context)
