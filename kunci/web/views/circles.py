"""My circles: who is in them, what could come next, and leaving."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import circles as actions
from kunci.actions.verb import Refused
from kunci.reveal import circles as seen
from kunci.reveal.circles import CircleView
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import found, say, show


@page("GET", case="own")
def circles(request: KunciRequest) -> HttpResponse:
    return show(request, "circles", {"circles": seen.circles(request.viewer, request.now)})


@page("GET", case="circle")
def circle(request: KunciRequest, id: UUID) -> HttpResponse:
    mine: CircleView = found(seen.circle(request.viewer, request.now, id))
    steps = seen.next_steps(request.viewer, request.now, mine)
    return show(request, "circle", {"circle": mine, "steps": steps[:1]})


@page("GET", case="circle")
def circle_next(request: KunciRequest, id: UUID) -> HttpResponse:
    """After marking: a few things to do that are really there to do."""
    mine: CircleView = found(seen.circle(request.viewer, request.now, id))
    return show(request, "circle_next", {"circle": mine, "steps": seen.next_steps(request.viewer, request.now, mine)})


@page("POST", case="circle")
def circle_leave(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.leave(act(request), id)
        say(request, _("Anda sudah keluar dari lingkar itu."))
    except Refused:
        found(None)
    return redirect("circles")
