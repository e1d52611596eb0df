"""The calendar of what is due, for the member's own programs: turned on, renewed, turned off, and read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kunci.actions import accounts
from kunci.actions.accounts import Account
from kunci.core.appointments import Appointment, icalendar
from kunci.reveal import feed
from kunci.reveal.feed import Due
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import absolute, found, say
from kunci.web.views.one_to_ones import appointment

REFRESH = timedelta(hours=6)


@page("POST", case="own")
def calendar_subscribe(request: KunciRequest) -> HttpResponse:
    """A new address, after which the one before is dead; or none."""
    if request.POST.get("do") == "stop":
        accounts.stop_feed(cast(Account, request.user))
        say(request, _("Kalender itu ditutup. Alamatnya tidak bisa dibaca lagi."))
    else:
        accounts.start_feed(cast(Account, request.user))
        say(request, _("Alamatnya siap. Tambahkan di aplikasi kalender Anda sebagai langganan."))
    return redirect(f"{reverse('calendar')}#langganan")


@page("GET", case="feed", member=False)
def calendar_feed(request: KunciRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds its address; in the owner's language and time."""
    owner: Account = found(feed.owner(token))
    shown = accounts.shown(owner.hidden)
    with translation.override(owner.language), timezone.override(ZoneInfo(owner.timezone)):
        due, meetings = feed.due(owner.id, request.now)
        rows = [
            _appointment(one, request.now)
            for one in due
            if not (one.kind in ("mine", "theirs") and "promises" not in shown)
            and not (one.kind == "ending" and "cooling" not in shown)
        ]
        rows += [one for meeting in meetings if (one := appointment(meeting, request.now)) is not None]
        written = icalendar(rows, name=_("Kunci: yang jatuh tempo"), refresh=REFRESH)
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")


def path(owner: Account) -> str:
    """Where the member's calendar is, '' where it is turned off."""
    return absolute(reverse("calendar_feed", args=[feed.word(owner.feed)])) if owner.feed else ""


def _appointment(one: Due, now: datetime) -> Appointment:
    titles = {
        "mine": _("Janji Anda kepada %(name)s: %(words)s"),
        "theirs": _("Janji %(name)s kepada Anda: %(words)s"),
        "ending": _("Kedekatan dengan %(name)s berakhir; sapa sebelumnya"),
        "decide": _("Hari terakhir menjawab sebuah permintaan"),
        "tell": _("Hari terakhir menceritakan sebuah hasil"),
    }
    routes = {"mine": "today", "theirs": "today", "ending": "partner", "decide": "decide", "tell": "handover"}
    route = routes[one.kind]
    return Appointment(
        uid=f"{one.kind}-{one.id}@kunci",
        start=_local(one.day),
        until=None,
        title=titles[one.kind] % {"name": one.name, "words": one.words},
        stamp=now,
        link=absolute(reverse(route, args=[] if route == "today" else [one.id])),
    )


def _local(day: date | datetime) -> date:
    return timezone.localdate(day) if isinstance(day, datetime) else day
