"""The pages for what went wrong: one calm page, one sentence."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse

from kunci.web.request import KunciRequest
from kunci.web.views.common import show


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(cast(KunciRequest, request), "error", {"kind": "missing"}, status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(cast(KunciRequest, request), "error", {"kind": "refused"}, status=403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return show(cast(KunciRequest, request), "error", {"kind": "refused"}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return show(cast(KunciRequest, request), "error", {"kind": "broken", "news": False}, status=500)
