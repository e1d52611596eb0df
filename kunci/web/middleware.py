"""What every response has: nothing is stored by anybody, nothing is asked for by other sites."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone, translation

from kunci.web import clock
from kunci.web.entering import note
from kunci.web.request import KunciRequest, SignedIn

Next = Callable[[HttpRequest], HttpResponse]


class PrivateByDefault:
    """The instant of the request; headers; and no request that another site makes a browser send."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = cast(KunciRequest, request)
        ours.now = clock.now()
        ours.me = None
        if request.headers.get("Sec-Fetch-Site") == "cross-site" and not _is_link(request):
            return HttpResponseForbidden()
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        return response


class AccountLanguage:
    """Pages in the member's language and on their clock."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = cast(KunciRequest, request)
        ours.account = cast(SignedIn, request.user)
        if ours.account.is_authenticated:
            note(ours)
            translation.activate(ours.account.language)
            ours.LANGUAGE_CODE = translation.get_language()
            with timezone.override(zoneinfo.ZoneInfo(ours.account.timezone)):
                ours.viewer, ours.today = ours.account.id, timezone.localdate(ours.now)
                return self.get_response(request)
        return self.get_response(request)


def _is_link(request: HttpRequest) -> bool:
    """A link that somebody follows from elsewhere, say from a mail: read only, a whole page."""
    return request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Mode") == "navigate"
