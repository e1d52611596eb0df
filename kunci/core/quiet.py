"""Quiet hours: when a notice by mail may go."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo


def may_go_at(now: datetime, quiet_from: int | None, quiet_until: int | None, zone: tzinfo) -> datetime | None:
    """The instant at which quiet hours that hold now end; None where none hold.

    Both are hours of the reader's day, 0 to 23. From 21 until 7 is a night; from 7 until 7 would be always, which
    nobody means: it is never.
    """
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return None
    here = now.astimezone(zone)
    hours_quiet = (quiet_until - quiet_from) % 24
    if (here.hour - quiet_from) % 24 >= hours_quiet:
        return None
    end = here.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    if quiet_until <= here.hour:
        end = (end.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return end.astimezone(now.tzinfo)
