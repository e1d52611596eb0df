"""The one place where pages look at a clock; a test puts another in its place."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()
