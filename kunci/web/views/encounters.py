"""Two who meet: one shows a code, the other's camera opens its address."""

from __future__ import annotations

import segno
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kunci.actions import encounters
from kunci.actions.verb import Refused
from kunci.reveal import encounters as seen
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import absolute, complain, offer_undo, say, show


@page("GET", "POST", case="own")
def encounter_show(request: KunciRequest) -> HttpResponse:
    """The code that I show; the page looks by itself whether it has been read."""
    if request.method == "POST":
        if request.POST.get("do") == "hide":
            encounters.hide_code(act(request))
        else:
            encounters.show_code(act(request))
        return redirect("encounter_show")
    shown = seen.shown(request.viewer, request.now)
    return show(request, "encounter_show", {"shown": shown, "picture": _picture(shown.path) if shown else ""})


@page("GET", "POST", case="encounter", member=False)
def encounter_read(request: KunciRequest, token: str) -> HttpResponse:
    """Opening the address uses nothing up: whoever reads it sees whose code it is, and says yes."""
    if not request.account.is_authenticated:
        say(request, _("Masuk dulu di ponsel ini, lalu pindai kodenya sekali lagi."))
        return redirect("welcome")
    return _read(request, token)


@page("GET", "POST", case="encounter")
def _read(request: KunciRequest, token: str) -> HttpResponse:
    code = seen.code(token)
    if request.method == "POST" and code is not None:
        try:
            done = encounters.read_code(act(request), code, request.today)
            undo = reverse("evidence_take_back", args=[done.subject, done.detail["evidence"]])
            if "there" in done.detail:
                say(request, _("Pertemuan hari ini sudah Anda catat; kini terkonfirmasi."))
            else:
                offer_undo(request, _("Tercatat dan terkonfirmasi: bertemu hari ini."), undo)
            return redirect("partner", done.subject)
        except Refused as refused:
            complain(request, refused)
            return redirect("encounter_show")
    shower = seen.shower(request.viewer, request.now, code) if code is not None else None
    return show(request, "encounter_read", {"shower": shower, "token": token}, status=200 if shower else 404)


def _picture(path: str) -> str:
    """Dark on white in every appearance: cameras look for that. Its size is the style sheet's."""
    if not path:
        return ""
    drawn = segno.make_qr(absolute(path), error="m").svg_inline(dark="#000", light="#fff", border=3, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # made by the library of an address of ours
