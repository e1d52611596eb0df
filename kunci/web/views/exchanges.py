"""Doors opened to me, my asks, and what is asked of me."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kunci.actions import exchanges as actions
from kunci.actions.accounts import LANGUAGES
from kunci.actions.verb import Refused
from kunci.core.addressbook import first_usable
from kunci.core.exchange import ASK_LASTS, PAUSE
from kunci.core.rungs import Rung
from kunci.reveal import deciding, mentors, sets
from kunci.reveal import doors as seen_doors
from kunci.reveal import exchanges as seen
from kunci.reveal.cards import own_card
from kunci.reveal.deciding import Decide
from kunci.reveal.doors import Door
from kunci.reveal.exchanges import AskedRow
from kunci.reveal.links import contact_path
from kunci.web import introducing, mediating_words, words
from kunci.web.forms import AskForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import absolute, found, gone_or_complain, pager, phones, refuse, say, show


@page("GET", case="doors")
def doors(request: KunciRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    rows = seen_doors.doors(request.viewer, request.now, q, request.GET.get("after", ""))
    return show(request, "doors", {"doors": rows.rows, "q": q, "pager": pager(request, rows.older)})


@page("GET", case="key")
def door(request: KunciRequest, id: UUID) -> HttpResponse:
    return door_page(request, id, AskForm())


@page("GET", "POST", case="key")
def ask(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("door", id)
    form = AskForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.ask(
                act(request),
                id,
                said["sentence"],
                settings.KUNCI_ADDRESS,
                why=said["why"],
                by_when=said["by_when"],
                card=said["card"],
                offer=said["offer"],
                today=request.today,
            )
            return redirect("request", done.subject)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, "by_when" if refused.code == "by_when" else None)
    with reading(request):
        return door_page(request, id, form)


@page("GET", case="own")
def exchanges(request: KunciRequest) -> HttpResponse:
    mine = seen.exchanges(request.viewer, request.now)
    context = {
        "asked": mine.asked,
        "received": mine.received,
        "handovers": mine.handovers,
        "offered": mine.offered,
        "sets": sets.running(request.viewer, request.now),
        "offered_me": [one for one in mine.offered_me if not one.over],
    }
    return show(request, "exchanges", context)


@page("GET", case="request")
def asked(request: KunciRequest, id: UUID) -> HttpResponse:
    mine: AskedRow = found(seen.asked(request.viewer, request.now, id))
    again_at = mine.asked_at + ASK_LASTS + PAUSE
    context = {
        "ask": mine,
        "open": not mine.over and not mine.withdrawn,
        "again_at": again_at,
        "again_ahead": again_at > request.now,
    }
    return show(request, "ask", context)


@page("POST", case="request")
def ask_withdraw(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.withdraw(act(request), id)
        say(request, _("Permintaan Anda ditarik kembali."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("request", id)


@page("GET", "POST", case="request")
def decide(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _decide(request, id)
    language = request.POST.get("language", "")
    try:
        actions.decide(
            act(request),
            id,
            request.POST.get("answer", ""),
            language if language in LANGUAGES else LANGUAGES[0],
            settings.KUNCI_ADDRESS,
            by_mail=request.POST.get("by", "mail") == "mail",
        )
    except Refused as refused:
        gone_or_complain(request, refused)
        with reading(request):
            return _decide(request, id)
    say(request, _("Keputusan Anda disimpan. Yang meminta tidak melihatnya."))
    return redirect("decide", id)


def _decide(request: KunciRequest, id: UUID) -> HttpResponse:
    """The page where a holder decides, with whatever was chosen on it before a refusal."""
    found_: Decide = found(deciding.decide(request.viewer, request.now, id))
    standing = found_.standing
    context = {
        "ask": found_.ask,
        "asker": found_.asker,
        "card": found_.card,
        "key": {
            "id": found_.key,
            "hint_line": found_.hint_line,
            "name": found_.name,
            "organisation": found_.organisation,
        },
        "rung": found_.rung,
        "carried": int(standing.rung),
        "carried_until": standing.until(standing.rung) if standing.rung is not Rung.STRANGER else None,
        "reasons": words.reason_lines(found_.reasons),
        "falls_short": words.short_lines(found_.short),
        "mediator": found_.mediator,
        "mediator_carries": mediating_words.carried_lines(found_.mediator.carried.carries) if found_.mediator else [],
        "mediator_short": words.short_lines(found_.mediator.carried.short) if found_.mediator else [],
        "answer": found_.ask.answered,
        "consent": _consent(found_),
        "can_hand_over": found_.can_hand_over,
        "companion": found_.companion,
        "turned_away": found_.turned_away,
        "has_address": bool(first_usable(found_.contact.emails)),
        "chosen": {"language": request.POST.get("language", get_language()), "by": request.POST.get("by", "mail")},
    }
    return show(request, "decide", context)


def door_page(request: KunciRequest, id: UUID, form: AskForm) -> HttpResponse:
    """A door, with the form to ask for its key, or to draft that for a mentor to read."""
    mine: Door = found(seen_doors.door(request.viewer, request.now, id))
    contact = {"phones": phones(mine.contact), "mails": mine.contact.emails} if mine.contact else None
    context = {
        "door": mine,
        "holder": mine.holder,
        "contact": contact,
        "asked": mine.asked,
        "form": form,
        "guide": mentors.for_ask(request.viewer, request.now, id),
        "card": own_card(request.viewer, request.now),
        "closes_at": request.now + ASK_LASTS,
        "again_at": request.now + ASK_LASTS + PAUSE,
        "today": request.today.isoformat(),
        "more": form.is_bound and any(form[name].value() for name in ("why", "by_when", "card")),
    }
    return show(request, "door", context)


def _consent(found_: Decide) -> dict[str, object] | None:
    state = found_.consent
    if state is None:
        return None
    reach = phones(found_.contact)
    return {
        "state": state.answer or ("gone" if state.over else "waiting"),
        "mailed_to": first_usable(found_.contact.emails) if state.by_mail else "",
        # Who asked to be asked another time is asked by the same link.
        "link": absolute(contact_path(state.link)) if state.answer in ("", "later") and not state.over else "",
        "message": introducing.question(found_),
        "wa": next((phone.wa for phone in reach if phone.wa), ""),
        "expires_at": state.expires_at,
        "contact": found_.name,
        "handover": found_.ask.handover,
    }
