"""One-to-ones: dates suggested and taken, prepared, and noted afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kunci.actions import meeting_mails
from kunci.actions import one_to_ones as actions
from kunci.actions.verb import Act, Done, Refused
from kunci.core.appointments import Appointment, icalendar
from kunci.reveal import one_to_ones as seen
from kunci.reveal import partners
from kunci.reveal.one_to_ones import Meeting, Prepared
from kunci.web.meeting_forms import MINUTES, DatesForm, OneToOneForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.character import hint_lines
from kunci.web.views.common import (
    absolute,
    found,
    gone_or_complain,
    offer_undo,
    refuse,
    say,
    show,
    words_failed,
)

OPEN = ("asked", "waits", "moving", "coming")
USUAL = 60  # minutes
HOUR = 10  # of the day, where nothing better is known


@page("GET", case="own")
def one_to_ones(request: KunciRequest) -> HttpResponse:
    """Those to answer, to come and to be noted; then what was."""
    rows = seen.one_to_ones(request.viewer, request.now)
    to_note = [row for row in rows if row.state == "past" and row.noted_at is None]
    order = {"asked": 0, "moving": 1, "coming": 1, "waits": 2}
    ahead = [row for row in rows if row.state in OPEN and not row.aside]
    ahead.sort(key=lambda row: (order[row.state], row.at or row.expires_at, row.id))
    was = [row for row in rows if (row.state not in OPEN and row not in to_note) or (row.state in OPEN and row.aside)]
    return show(request, "one_to_ones", {"ahead": ahead, "to_note": to_note, "was": was})


@page("GET", "POST", case="partner")
def one_to_one_new(request: KunciRequest, id: UUID) -> HttpResponse:
    form = OneToOneForm(request.POST if request.method == "POST" else None, initial=_usual(request.now))
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.propose(
                act(request), id, form.slots(), said["minutes"], said["place"], said["words"], settings.KUNCI_ADDRESS
            )
            say(request, _("Usulan tersampaikan. Bila tidak dijawab, ia berakhir sendiri tanpa bekas."))
            return redirect("one_to_one", done.subject)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        partner = found(partners.partner(request.viewer, request.now, id))
        if partner.former:
            found(None)
        context = {"partner": partner, "form": form, "minutes": _minutes(), **_bounds(request.now)}
        return show(request, "one_to_one_new", context)


@page("GET", "POST", case="one_to_one")
def one_to_one(request: KunciRequest, id: UUID) -> HttpResponse:
    """One of them, whole: answered, prepared, cancelled or noted here."""
    if request.method != "POST":
        return _page(request, found(seen.prepared(request.viewer, request.now, id)))
    try:
        _do(request, id)
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("one_to_one", id)


@page("GET", "POST", case="one_to_one")
def one_to_one_dates(request: KunciRequest, id: UUID) -> HttpResponse:
    """Suggests other dates, for one that is suggested or fixed."""
    posted = request.POST if request.method == "POST" else None
    with reading(request):
        meeting: Meeting = found(seen.one_to_one(request.viewer, request.now, id))
    form = DatesForm(posted, initial={**_usual(request.now), "place": meeting.place})
    if form.is_valid():
        try:
            place = form.cleaned_data["place"]
            actions.suggest(act(request), id, form.slots(), place, settings.KUNCI_ADDRESS)
            say(request, _("Tanggal lain diusulkan."))
            return redirect("one_to_one", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return show(request, "one_to_one_dates", {"meeting": meeting, "form": form, **_bounds(request.now)})


@page("POST", case="one_to_one")
def one_to_one_note(request: KunciRequest, id: UUID) -> HttpResponse:
    """It took place or not; or that is taken back."""
    do = request.POST.get("do") or request.GET.get("do", "")
    back = redirect("one_to_one", id)
    try:
        if do == "undo":
            actions.reopen(act(request), id, request.today)
            return back
        if do not in ("yes", "no"):
            raise Refused("answer")
        ask = request.POST.get("ask") == "yes"
        done = actions.note(act(request), id, request.today, happened=do == "yes", ask=ask)
        sentence = _("Tercatat: temu empat mata.") if do == "yes" else _("Baik, dicatat tidak jadi.")
        offer_undo(request, sentence, reverse("one_to_one_note", args=[id]) + "?do=undo")
        words_failed(request, done.detail)
    except Refused as refused:
        gone_or_complain(request, refused)
    return back


@page("GET", case="one_to_one")
def one_to_one_calendar(request: KunciRequest, id: UUID) -> HttpResponse:
    """The invitation as a file, as the mail brings it."""
    meeting: Meeting = found(seen.one_to_one(request.viewer, request.now, id))
    written = icalendar([found(appointment(meeting, request.now))])
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="temu.ics"'
    return answer


def appointment(meeting: Meeting, now: datetime) -> Appointment | None:
    """As it stands in the member's calendar; None where nothing was fixed."""
    if meeting.at is None:
        return None
    return meeting_mails.appointment(
        meeting.id, meeting.name, meeting.at, meeting.minutes, meeting.place,
        absolute(reverse("one_to_one", args=[meeting.id])),
        sequence=meeting.sequence, cancelled=meeting.state == "cancelled", stamp=now,
    )  # fmt: skip


def _do(request: KunciRequest, id: UUID) -> None:
    address = settings.KUNCI_ADDRESS
    do = request.POST.get("do", "")
    if do == "accept":
        slot = parse_datetime(request.POST.get("slot", "")) if request.POST.get("slot", "") else None
        if slot is None or timezone.is_naive(slot):
            raise Refused("one_to_one_slot")
        actions.accept(act(request), id, slot, address)
        say(request, _("Disepakati. Undangan kalender dikirim kepada Anda berdua."))
        return
    ways: dict[str, tuple[Callable[[Act], Done], str]] = {
        "withdraw": (lambda by: actions.withdraw(by, id), _("Usulan ditarik.")),
        "cancel": (lambda by: actions.cancel(by, id, address), _("Dibatalkan. Kabarnya dikirim kepada Anda berdua.")),
        "aside": (lambda by: actions.put_aside(by, id), _("Tidak akan ditampilkan lagi. Ia tidak diberi tahu.")),
        "back": (lambda by: actions.put_back(by, id), _("Ditampilkan lagi.")),
        "prepare": (lambda by: actions.prepare(by, id, request.POST.get("notes", "")), _("Catatan disimpan.")),
    }
    if do not in ways:
        raise Refused("answer")
    way, sentence = ways[do]
    way(act(request))
    say(request, sentence)


def _page(request: KunciRequest, prepared: Prepared) -> HttpResponse:
    meeting = prepared.meeting
    context = {
        "meeting": meeting,
        "prepared": prepared,
        "promises": prepared.promises,
        "hints": hint_lines(prepared.approach),
        "partner": {"id": meeting.other, "name": meeting.name, "former": meeting.former},
        "this_day": request.today,
        "can_reopen": meeting.noted_at is not None and meeting.noted_at > request.now - actions.UNDO,
        "slots": [(one.isoformat(), one) for one in meeting.slots],
    }
    return show(request, "one_to_one", context)


def _usual(now: datetime) -> dict[str, object]:
    """A start in three days at ten, as the field wants it."""
    day = timezone.localtime(now) + timedelta(days=3)
    return {"slot1": day.replace(hour=HOUR, minute=0).strftime("%Y-%m-%dT%H:%M"), "minutes": str(USUAL)}


def _bounds(now: datetime) -> dict[str, str]:
    here = timezone.localtime(now)
    return {
        "earliest": (here + actions.SOONEST).strftime("%Y-%m-%dT%H:%M"),
        "latest": (here + actions.FURTHEST).strftime("%Y-%m-%dT%H:%M"),
    }


def _minutes() -> list[tuple[str, str]]:
    return [(str(one), _("%(n)d menit") % {"n": one}) for one in MINUTES]
