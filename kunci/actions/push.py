"""Word to a browser that something waits, by its push service: never what. Said for one session, and gone with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import SignedIn

RING = "push.ring"  # the name of the job
LONGEST = 1000  # of an endpoint; real ones have some 200 characters
MOST = 10  # browsers of one account: those used last
# Rings at an endpoint (site/ringing.py). False where nobody will ever be reached there again.
Ring = Callable[[str, datetime], bool]


@verb("push.on")
def on(act: Act, key: str, endpoint: str) -> Done:
    """From now on the browser of the session with this key is rung."""
    if not _is_address(endpoint):
        raise Refused("push_endpoint")
    if not SignedIn.objects.filter(account=act.member, session_key=key).update(push=endpoint):
        raise Refused("gone")
    return Done()


@verb("push.off")
def off(act: Act, key: str) -> Done:
    SignedIn.objects.filter(account=act.member, session_key=key).update(push="")
    return Done()


def later(account: UUID) -> None:
    """Leaves the ringing to a job: a push service that does not answer must not keep anybody's mail waiting."""
    if SignedIn.objects.filter(account=account).exclude(push="").exists():
        app.configure_task(RING, queue="push", lock=str(account), allow_unknown=True).defer(account=str(account))


def ring_all(account: UUID, now: datetime, ring: Ring) -> None:
    """Rings the browsers in which an account is signed in now and wants it."""
    rows = list(SignedIn.objects.filter(account=account).exclude(push="").order_by("-seen_at", "id")[:MOST])
    live = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now)
    keys = set(live.values_list("session_key", flat=True)) if rows else set()
    for row in rows:
        if row.session_key in keys and not ring(row.push, now):
            SignedIn.objects.filter(id=row.id, push=row.push).update(push="")


def _is_address(endpoint: str) -> bool:
    """Looks like one; where it leads is looked at whenever it is rung."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or endpoint.split() != [endpoint]:
        return False
    try:
        there = urlsplit(endpoint)
    except ValueError:
        return False
    return there.scheme == "https" and bool(there.hostname) and there.username is None
