"""Rings at a browser's push service: over HTTPS, at public addresses, without a word in it (RFC 8030)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kunci.models import vapid
from kunci.site import fetching

# For a day it is kept for a browser that is off; of several that wait it gets one.
HEADERS = {"TTL": "86400", "Urgency": "normal", "Topic": "kunci", "Content-Length": "0"}
SOON = replace(fetching.INTERNET, seconds=5.0)
GONE = (403, 404, 410)  # the subscription is over, or was made with another key


def ring(endpoint: str, now: datetime, way: fetching.Way = SOON) -> bool:
    """False where nobody will ever be reached there again. What fails otherwise is not tried again: the mail went."""
    try:
        status = fetching.post(endpoint, {**HEADERS, "Authorization": vapid.authorization(endpoint, now)}, way)
    except fetching.Problem as problem:
        return problem.word not in ("private", "not_https")
    return status not in GONE
