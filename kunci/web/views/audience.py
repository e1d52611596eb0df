"""Who could see what of mine now."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from kunci.reveal import audience as seen
from kunci.reveal import partners
from kunci.web import words
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import found, show


@page("GET", case="own")
def audience(request: KunciRequest) -> HttpResponse:
    """By partner: how much of my keyring they see."""
    reach = [
        (one, words.last_day(one.first_end) if one.first_end else None)
        for one in seen.reach(request.viewer, request.now)
    ]
    return show(request, "audience", {"reach": reach})


@page("GET", case="partner")
def eyes(request: KunciRequest, id: UUID) -> HttpResponse:
    """My keyring as this partner sees it, and what was opened to them so far."""
    partner = found(partners.partner(request.viewer, request.now, id))
    open_now, before = seen.eyes_and_history(request.viewer, request.now, id)
    keys = [(key, [(face, words.sight(face.sight)) for face in key.faces]) for key in open_now]
    history = [(one, words.opening_line(one)) for one in before]
    return show(request, "eyes", {"partner": partner, "keys": keys, "history": history})
