"""What every template may use."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from kunci.reveal import notices
from kunci.web import once
from kunci.web.request import KunciRequest


def _news(request: HttpRequest) -> bool:
    """Whether a notice waits: a query that only a whole page asks, and only once."""
    ours = cast(KunciRequest, request)
    return notices.any_new(ours.viewer, ours.now)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    session = getattr(request, "session", {})
    return {
        "me": cast(KunciRequest, request).me if hasattr(request, "me") else None,
        "appearance": getattr(getattr(request, "account", None), "appearance", ""),
        "demo_mode": settings.KUNCI_DEMO,
        "once": once.fresh(),
        "news": lambda: _news(request),
        "undo": session.pop("undo", None) if "undo" in session else None,
    }
