"""What every template may use."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from kunci.web import once
from kunci.web.request import KunciRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    session = getattr(request, "session", {})
    return {
        "me": cast(KunciRequest, request).me if hasattr(request, "me") else None,
        "appearance": getattr(getattr(request, "account", None), "appearance", ""),
        "demo_mode": settings.KUNCI_DEMO,
        "once": once.fresh(),
        "undo": session.pop("undo", None) if "undo" in session else None,
    }
