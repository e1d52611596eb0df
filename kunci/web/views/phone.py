"""Kunci on a phone's home screen: the manifest, the service worker, and the page for when there is no connection."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kunci.web.request import KunciRequest, page
from kunci.web.views.common import show

# What pages are drawn with; all of it is public.
SHELL = ("kunci/kunci.css", "kunci/kunci.js", "kunci/favicon.svg", "kunci/icon-192.png", "django_htmx/htmx-2.min.js")
ICONS = (
    ("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"), ("mask-512.png", "512x512", "maskable"),
)  # fmt: skip
BRASS, PAPER = "#835709", "#faf5ef"


@page("GET", case="public", member=False)
def manifest(request: KunciRequest) -> HttpResponse:
    """The same for everybody, but for the language."""
    return JsonResponse(
        {
            "id": "/",
            "name": "Kunci",
            "short_name": "Kunci",
            "description": _("Buku catatan pribadi untuk hubungan baik."),
            "lang": get_language(),
            "start_url": reverse("today"),
            "scope": "/",
            "display": "standalone",
            "theme_color": BRASS,
            "background_color": PAPER,
            "icons": [
                {"src": static(f"kunci/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for name, sizes, purpose in ICONS
            ],
            "shortcuts": [
                {"name": _("Catat kontak"), "url": reverse("today_contacts")},
                {"name": _("Sedang bertemu?"), "url": reverse("encounter_show")},
            ],
        },
        content_type="application/manifest+json",
    )


@page("GET", case="public", member=False)
def worker(request: KunciRequest) -> HttpResponse:
    """From the root, for the whole of Kunci; it changes with what it keeps."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@page("GET", case="public", member=False)
def offline(request: KunciRequest) -> HttpResponse:
    """In both languages, for whoever holds the phone."""
    return show(request, "offline", {})


@cache
def _worker() -> str:
    files = [Path(str(finders.find(name))) for name in (*SHELL, "kunci/worker.js")]
    text = files[-1].read_text()
    version = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    values = {"version": version, "offline": reverse("offline"), "shell": json.dumps([static(name) for name in SHELL])}
    values |= {"icon": static("kunci/icon-192.png"), "start": reverse("today")}
    for name, value in values.items():
        text = text.replace("{{ " + name + " }}", value)
    return text
