"""Encounters that the other side confirms."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import confirming
from kunci.actions.verb import Refused
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import gone_or_complain, say


@page("POST", case="evidence")
def confirmation_ask(request: KunciRequest, id: UUID, evidence: UUID) -> HttpResponse:
    try:
        confirming.ask(act(request), id, evidence)
        say(request, _("Konfirmasi diminta. Bila tidak dijawab, permintaan ini hilang sendiri tanpa bekas."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("partner", id)


@page("POST", case="question")
def confirmation_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Right; right, and noted on my side too; or: do not show me this any more."""
    answer = request.POST.get("answer", "")
    try:
        if answer == "aside":
            confirming.put_aside(act(request), id)
            say(request, _("Tidak akan ditampilkan lagi."))
        elif answer in ("yes", "both"):
            confirming.confirm(act(request), id, request.today, note_too=answer == "both")
            say(request, _("Dikonfirmasi, dan tercatat juga di sisi Anda.") if answer == "both" else _("Dikonfirmasi."))
        else:
            raise Refused("answer")
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today")
