"""Doors opened to me, and the steps of an exchange."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import exchanges as actions
from kunci.actions.verb import Refused
from kunci.core.addressbook import first_usable
from kunci.core.rungs import Rung
from kunci.reveal import doors as seen_doors
from kunci.reveal import exchanges as seen
from kunci.reveal.doors import Door
from kunci.reveal.exchanges import AskedRow, Decide, HandoverView
from kunci.reveal.links import contact_path
from kunci.web import words
from kunci.web.forms import AskForm, TellForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import absolute, complain, found, pager, phones, refuse, say, show


@page("GET", case="doors")
def doors(request: KunciRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    rows = seen_doors.doors(request.viewer, request.now, q, request.GET.get("after", ""))
    return show(request, "doors", {"doors": rows.rows, "q": q, "pager": pager(request, rows.older)})


@page("GET", case="key")
def door(request: KunciRequest, id: UUID) -> HttpResponse:
    return _door(request, id, AskForm())


@page("GET", "POST", case="key")
def ask(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("door", id)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            done = actions.ask(act(request), id, form.cleaned_data["sentence"], settings.KUNCI_ADDRESS)
            return redirect("request", done.subject)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return _door(request, id, form)


@page("GET", case="own")
def exchanges(request: KunciRequest) -> HttpResponse:
    mine = seen.exchanges(request.viewer, request.now)
    context = {"asked": mine.asked, "received": mine.received, "handovers": mine.handovers}
    return show(request, "exchanges", context)


@page("GET", case="request")
def asked(request: KunciRequest, id: UUID) -> HttpResponse:
    mine: AskedRow = found(seen.asked(request.viewer, request.now, id))
    return show(request, "ask", {"ask": mine})


@page("GET", "POST", case="request")
def decide(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method == "POST":
        language = request.POST.get("language", "id")
        try:
            actions.decide(
                act(request),
                id,
                request.POST.get("answer", ""),
                language if language in ("id", "en") else "id",
                settings.KUNCI_ADDRESS,
            )
            say(request, _("Keputusan Anda disimpan. Yang meminta tidak melihatnya."))
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            complain(request, refused)
        return redirect("decide", id)
    found_: Decide = found(seen.decide(request.viewer, request.now, id))
    standing = found_.standing
    context = {
        "ask": found_.ask,
        "asker": found_.asker,
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
        "answer": found_.ask.answered,
        "consent": _consent(found_),
    }
    return show(request, "decide", context)


@page("GET", case="handover")
def handover(request: KunciRequest, id: UUID) -> HttpResponse:
    return _handover(request, id, TellForm())


@page("GET", "POST", case="handover")
def tell(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("handover", id)
    form = TellForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.tell(act(request), id, said["verdict"], said["note"], request.today)
            say(request, _("Terima kasih sudah bercerita."))
            return redirect("handover", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return _handover(request, id, form)


def _door(request: KunciRequest, id: UUID, form: AskForm) -> HttpResponse:
    mine: Door = found(seen_doors.door(request.viewer, request.now, id))
    contact = {"phones": phones(mine.contact), "mails": mine.contact.emails} if mine.contact else None
    context = {"door": mine, "holder": mine.holder, "contact": contact, "asked": mine.asked, "form": form}
    return show(request, "door", context)


def _consent(found_: Decide) -> dict[str, object] | None:
    state = found_.consent
    if state is None:
        return None
    reach = phones(found_.contact)
    return {
        "state": state.answer or ("gone" if state.over else "waiting"),
        "mailed_to": first_usable(found_.contact.emails),
        "link": "" if state.answer or state.over else absolute(contact_path(state.link)),
        "wa": next((phone.wa for phone in reach if phone.wa), ""),
        "expires_at": state.expires_at,
        "contact": found_.name,
        "handover": found_.ask.handover,
    }


def _handover(request: KunciRequest, id: UUID, form: TellForm) -> HttpResponse:
    one: HandoverView = found(seen.handover(request.viewer, request.now, id))
    lapsed = one.lapsed(request.now)
    moved = None
    if one.moved:
        moved = {
            "name": one.other.name,
            "before": one.moved.get("before"),
            "after": one.moved.get("after"),
            "sentences": words.moved_lines(one.moved),
        }
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
        "key_id": one.key,
        "hint_line": one.hint_line,
        "sentence": one.sentence,
        "can_tell": one.mine is None and not lapsed,
        "lapsed": lapsed,
        "my_outcome": one.mine,
        "their_outcome": one.theirs,
        "blind": one.theirs is None and not lapsed,
        "moved": moved,
        "form": form,
    }
    return show(request, "handover", context)
