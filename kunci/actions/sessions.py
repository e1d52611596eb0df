"""Where an account is signed in: noted when a session begins and now and then while it is used, ended by its owner."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.sessions.models import Session

from kunci.actions.verb import Act, Done, verb
from kunci.models.models import SignedIn

BROWSER_LENGTH = 300


def seen(account: UUID, key: str, browser: str, now: datetime) -> None:
    """The account uses a session, perhaps for the first time."""
    if not SignedIn.objects.filter(session_key=key, account=account).update(seen_at=now):
        _forget_ended(account, key)
        row = SignedIn(
            id=uuid4(), account_id=account, session_key=key, browser=browser[:BROWSER_LENGTH], since=now, seen_at=now
        )
        SignedIn.objects.bulk_create([row], ignore_conflicts=True)  # two requests of one browser come at once


def _forget_ended(account: UUID, key: str) -> None:
    """Sessions that ran out, or that gave way to a new one, leave no note of a browser behind."""
    noted = SignedIn.objects.filter(account=account).exclude(session_key=key)
    keys = list(noted.order_by("id").values_list("session_key", flat=True))
    live = Session.objects.filter(session_key__in=keys).values_list("session_key", flat=True)
    noted.filter(session_key__in=sorted(set(keys) - set(live))).delete()


def left(key: str) -> None:
    """A session that ends itself."""
    SignedIn.objects.filter(session_key=key).delete()


@verb("session.end")
def end(act: Act, id: UUID, key: str) -> Done:
    """Ends one of my sessions; nothing happens where it is over, or never was mine.

    The one with this key, in which it is said, ends by signing out.
    """
    return _end(list(SignedIn.objects.filter(account=act.member, id=id).exclude(session_key=key).order_by("id")))


@verb("session.end_others")
def end_others(act: Act, key: str) -> Done:
    """Ends all of my sessions but the one with this key."""
    return _end(list(SignedIn.objects.filter(account=act.member).exclude(session_key=key).order_by("id")))


def end_all(account: UUID) -> None:
    """Ends every session of an account, wherever."""
    _end(list(SignedIn.objects.filter(account=account).order_by("id")))


def _end(rows: list[SignedIn]) -> Done:
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    SignedIn.objects.filter(id__in=[row.id for row in rows]).delete()
    return Done(detail={"count": len(rows)})
