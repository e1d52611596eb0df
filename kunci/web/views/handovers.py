"""Hand over, what was handed over, and what came of it."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kunci.actions import handovers as actions
from kunci.actions import repute
from kunci.actions.handovers import Letters
from kunci.actions.verb import Refused
from kunci.core.addressbook import Labelled, first_usable, phone_digits
from kunci.core.exchange import CURRENCIES
from kunci.core.layers import Facts
from kunci.core.vcardtext import write_vcards
from kunci.reveal import deciding
from kunci.reveal import handovers as seen
from kunci.reveal.deciding import Decide
from kunci.reveal.handovers import HandoverView, Round
from kunci.web import introducing, words
from kunci.web.forms import HandOverForm, TellForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, gone_or_complain, phones, refuse, said_chance, say, show, words_failed


@page("GET", "POST", case="request")
def hand_over(request: KunciRequest, id: UUID) -> HttpResponse:
    """The introduction, to be read over and sent; with it the key goes over."""
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        letters = Letters(*(said[name] for name in ("subject_contact", "to_contact", "subject_asker", "to_asker")))
        try:
            chance = said_chance(request)
            done = actions.hand_over(act(request), id, letters, said["by"] == "mail", settings.KUNCI_ADDRESS, chance)
            say(request, _("Kuncinya sudah diserahkan."))
            return redirect("handover", done.subject)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        found_: Decide = found(deciding.decide(request.viewer, request.now, id))
        if not found_.can_hand_over and request.method != "POST":
            return redirect("decide", id)
        if request.method != "POST":
            form = HandOverForm(initial=asdict(introducing.draft(found_, request.me.name if request.me else "")))
        context = {
            "ask": found_.ask,
            "asker": found_.asker,
            "contact": found_.name,
            "form": form,
            "address": first_usable(found_.contact.emails),
        }
        return show(request, "hand_over", context)


@page("GET", case="handover")
def handover(request: KunciRequest, id: UUID) -> HttpResponse:
    return _handover(request, id, TellForm())


@page("GET", case="handover")
def handover_card(request: KunciRequest, id: UUID) -> HttpResponse:
    """The contact as a vCard, for the address book of whoever may reach them."""
    one: HandoverView = found(seen.handover(request.viewer, request.now, id))
    if not (one.details.phones or one.details.emails):
        found(None)
    facts = Facts(
        one.name,
        one.title,
        one.organisation,
        phones=tuple(Labelled(value) for value in one.details.phones),
        emails=tuple(Labelled(value) for value in one.details.emails),
    )
    response = HttpResponse(b"".join(write_vcards([facts])), content_type="text/vcard; charset=utf-8")
    plain, full = slugify(one.name) or "kontak", quote(f"{one.name}.vcf")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}.vcf\"; filename*=UTF-8''{full}"
    return response


@page("GET", "POST", case="handover")
def tell(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("handover", id)
    form = TellForm(request.POST)
    if form.is_valid():
        try:
            done = actions.tell(act(request), id, form.told(), request.today, settings.KUNCI_ADDRESS)
            say(request, _("Terima kasih sudah bercerita."))
            words_failed(request, done.detail)
            if "mediators" in done.detail:
                say(request, _("Itu tercatat juga pada hubungan Anda dengan yang mempertemukan."))
            return redirect("handover", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, "amount" if refused.code == "amount" else None)
    with reading(request):
        return _handover(request, id, form)


@page("POST", case="handover")
def tell_count(request: KunciRequest, id: UUID) -> HttpResponse:
    """What I told may be counted without my name, or no longer."""
    counted, second = request.POST.get("counted") == "yes", request.POST.get("round") == "2"
    try:
        repute.set_counted(act(request), id, 2 if second else 1, counted)
        say(
            request,
            _("Cerita Anda ikut dihitung mulai bulan depan, tanpa nama Anda.")
            if counted
            else _("Cerita Anda tidak ikut dihitung lagi mulai bulan depan."),
        )
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("handover", id)


def _handover(request: KunciRequest, id: UUID, form: TellForm) -> HttpResponse:
    one: HandoverView = found(seen.handover(request.viewer, request.now, id))
    introduction = one.introduction
    context = {
        "handover": one,
        "mine": one.role,
        "other": one.other,
        "contact": {
            "name": one.name,
            "title": one.title,
            "organisation": one.organisation,
            "phones": phones(one.details),
            "mails": one.details.emails,
        },
        "reachable": bool(one.details.phones or one.details.emails),
        "key_id": one.key,
        "hint_line": one.hint_line,
        "sentence": one.sentence,
        "rounds": [_round(one, each) for each in one.rounds],
        "due": one.due,
        "form": form,
        "currencies": [(code, code) for code in CURRENCIES],
        "introduction": introduction,
        "wa_contact": next((phone.wa for phone in phones(one.details) if phone.wa), "") if introduction else "",
        "wa_asker": phone_digits(one.card.phone).partition("x")[0] if introduction and one.card.phone else "",
    }
    return show(request, "handover", context)


def _round(one: HandoverView, each: Round) -> dict[str, object]:
    """One telling for the page: what is there, what is still hidden, what moved."""
    moved = None
    if each.moved:
        moved = {
            "before": each.moved.get("before"),
            "after": each.moved.get("after"),
            "sentences": words.moved_lines(each.moved),
        }
    return {
        "number": each.number,
        "until": each.until,
        "mine": each.mine,
        "my_came": words.came(each.mine.came, each.mine.amount, each.mine.currency) if each.mine else "",
        "theirs": each.theirs,
        "their_came": words.came(each.theirs.came, each.theirs.amount, each.theirs.currency) if each.theirs else "",
        "felt": each.felt,
        "felt_came": words.came(each.felt.came, None, "") if each.felt else "",
        "blind": each.theirs is None and not each.over,
        "over": each.over,
        "due": each.due,
        "moved": moved,
    }
