"""Notices: what is there for me, and that I have seen it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import notices as seeing
from kunci.reveal import notices as seen
from kunci.web import notice_words
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import found, pager, say, show


@page("GET", "POST", case="own")
def notices(request: KunciRequest) -> HttpResponse:
    """The list, and (POST) all of it as read, as far as it was shown."""
    if request.method == "POST":
        seeing.see_all(act(request), _instant(request.POST.get("until", ""), request.now))
        say(request, _("Semua kabar ditandai sudah dibaca."))
        return redirect("notices")
    shown = seen.notices(request.viewer, request.now, request.GET.get("after", ""))
    context = {
        "rows": [{"row": row, "words": notice_words.sentence(row)} for row in shown.rows],
        "until": shown.rows[0].at.isoformat() if any(not row.seen for row in shown.rows) else "",
        "pager": pager(request, shown.older),
    }
    return show(request, "notices", context)


@page("POST", case="notice")
def notice(request: KunciRequest, id: UUID) -> HttpResponse:
    """Marks one as read and goes where it leads."""
    return redirect(found(seeing.see(act(request), id)))


def _instant(text: str, now: datetime) -> datetime:
    """The instant that the form was shown at; now where it says none."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return now
    return said if said.tzinfo is not None else now
