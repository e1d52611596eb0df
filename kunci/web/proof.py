"""Whether the person at this browser has shown lately that they are who is signed in, and the way there and back.

allauth's own reauthentication looks at the wall clock, repeats the form it stopped by itself and has pages of its own;
here the form comes back filled in, and its owner sends it.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kunci.web.request import KunciRequest

FRESH = timedelta(minutes=15)


def given(request: KunciRequest) -> None:
    """They signed in, or showed it on the page for that."""
    request.session["proved"] = request.now.timestamp()
    request.session.pop("proof_ask", None)


def fresh(request: KunciRequest) -> bool:
    at = request.session.get("proved")
    return isinstance(at, float) and 0 <= request.now.timestamp() - at < FRESH.total_seconds()


def first(request: KunciRequest, route: str, **typed: str) -> HttpResponse:
    """To the page that asks who is there; it leads back to this one, with what was typed."""
    request.session["proof_for"] = {"path": reverse(route), "typed": typed}
    return redirect("prove")


def go_on(request: KunciRequest, otherwise: str) -> HttpResponse:
    """Back to what they were doing."""
    wanted = request.session.get("proof_for")
    if not isinstance(wanted, dict):
        return redirect(otherwise)
    if not wanted["typed"]:
        del request.session["proof_for"]
    return redirect(wanted["path"])


def typed(request: KunciRequest, route: str) -> dict[str, str]:
    """What was typed on a page before it asked who is there, handed out once and to them alone."""
    wanted = request.session.get("proof_for")
    if not isinstance(wanted, dict) or wanted["path"] != reverse(route) or not fresh(request):
        return {}
    del request.session["proof_for"]
    return dict(wanted["typed"])
