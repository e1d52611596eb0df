"""Calendars and mail archives come in, and the encounters that they tell of are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import calendars as actions
from kunci.actions import proposed
from kunci.actions.accounts import Account
from kunci.actions.verb import Done, Refused
from kunci.core.evidence import Kind
from kunci.reveal import calendars as seen
from kunci.web import calendar_words, labels
from kunci.web.forms import CalendarFileForm, CalendarForm, MailForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.uploads import MOST
from kunci.web.views import feed
from kunci.web.views.common import complain, gone_or_complain, offer_undo, refuse, say, show

NOTHING: Mapping[str, object] = MappingProxyType({})
FORMS = {"calendar_form": CalendarFileForm, "mail_form": MailForm, "address_form": CalendarForm}
Take = Callable[["UploadedFile[bytes]"], Done]


@page("GET", "POST", case="own")
def calendar(request: KunciRequest) -> HttpResponse:
    """All that is proposed, and the ways to have more proposed; takes in a calendar's file."""
    if request.method != "POST":
        return _page(request)
    form = CalendarFileForm(request.POST, request.FILES)
    return _take(request, form, lambda file: actions.take_calendar(act(request), file.read(), request.today))


@page("GET", "POST", case="own")
def calendar_mail(request: KunciRequest) -> HttpResponse:
    """Takes in a mail archive."""
    if request.method != "POST":
        return redirect("calendar")
    form = MailForm(request.POST, request.FILES)
    return _take(request, form, lambda file: actions.take_mail(act(request), file.chunks(), request.today))


@page("GET", "POST", case="own")
def calendar_add(request: KunciRequest) -> HttpResponse:
    """Takes in a calendar's private address."""
    if request.method != "POST":
        return redirect("calendar")
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            actions.add_address(act(request), form.cleaned_data["address"])
            say(request, _("Alamat disimpan tersegel. Kalendernya dibaca sebentar lagi, lalu setiap hari."))
            return redirect("calendar")
        except Refused as refused:
            refuse(form, refused, "address")
    with reading(request):
        return _page(request, {"address_form": form})


@page("POST", case="calendar")
def calendar_again(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.try_again(act(request), id)
        say(request, _("Kalendernya dibaca sebentar lagi."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("calendar")


@page("POST", case="calendar")
def calendar_remove(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.remove(act(request), id)
        say(request, _("Alamat itu dihapus, juga usulan darinya yang belum dijawab."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("calendar")


@page("POST", case="proposed")
def calendar_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Yes, it was an encounter of this kind; or no."""
    answer, kind = request.POST.get("answer", ""), request.POST.get("kind", "")
    if answer == "yes" and kind in set(Kind):
        _answer(request, id, True, lambda: proposed.say_yes(act(request), id, Kind(kind), request.today))
    elif answer == "no":
        _answer(request, id, False, lambda: proposed.say_no(act(request), id))
    else:
        complain(request, Refused("answer"))
    return redirect("calendar")


@page("POST", case="partner")
def calendar_answer_all(request: KunciRequest, id: UUID) -> HttpResponse:
    """The same answer to all that is proposed with one partner."""
    answer, count, first = (request.POST.get(name, "") for name in ("answer", "count", "first"))
    seen_there = int(count) if count.isdecimal() and len(count) < 6 else 0
    try:
        about = UUID(first)
    except ValueError:
        about = id
    if answer == "yes":
        _answer(request, about, True, lambda: proposed.say_yes_to_all(act(request), id, seen_there, request.today))
    elif answer == "no":
        _answer(request, about, False, lambda: proposed.say_no_to_all(act(request), id, seen_there))
    else:
        complain(request, Refused("answer"))
    return redirect("calendar")


@page("POST", case="proposed")
def calendar_undo(request: KunciRequest, id: UUID) -> HttpResponse:
    """Takes the answer to one back, with all that were answered together with it."""
    try:
        proposed.undo(act(request), id, request.today)
        say(request, _("Dikembalikan. Usulannya menunggu lagi."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("calendar")


def _take(request: KunciRequest, form: CalendarFileForm | MailForm, take: Take) -> HttpResponse:
    """Takes a file in, or shows the page with what is wrong with it."""
    (name,) = form.fields
    try:
        if getattr(request, "upload_too_big", False):  # web/uploads.py passed over the file
            raise Refused("mail_too_big" if name == "mail" else "calendar_too_big")
        file = form.cleaned_data[name] if form.is_valid() else None
        if file is None:
            raise Refused("file_missing")
        say(request, calendar_words.came(take(file).detail))
        return redirect("calendar")
    except Refused as refused:
        refuse(form, refused, name)
    with reading(request):
        return _page(request, {f"{name}_form": form})


def _page(request: KunciRequest, forms: Mapping[str, object] = NOTHING) -> HttpResponse:
    view = seen.calendars(request.viewer, request.now)
    context = {
        "view": view,
        "addresses": [(one, calendar_words.outcome(one.outcome)) for one in view.addresses],
        "kinds": [(kind.value, labels.KINDS[kind]) for kind in calendar_words.KINDS],
        "waits": any(not one.outcome for one in view.addresses),
        "most": MOST,
        "feed": feed.path(cast(Account, request.user)),
        **{name: form() for name, form in FORMS.items()},
        **forms,
    }
    return show(request, "calendar", context)


def _answer(request: KunciRequest, about: UUID, yes: bool, act_out: Callable[[], Done]) -> None:
    try:
        done = act_out()
    except Refused as refused:
        gone_or_complain(request, refused)
        return
    count = done.detail.get("count")
    sentence = calendar_words.answered(yes, count if isinstance(count, int) else 0)
    offer_undo(request, sentence, reverse("calendar_undo", args=[about]))
