"""How much of something one member does in a day. Only their own rows are counted, in the tables where they stand."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model

from kunci.actions.verb import Act, Refused

# Nobody asks twenty people for a door each day and means it.
ASKS = 20
OFFERS = 20
DRAFTS = 20
NOTES = 40  # to drafts of three newcomers
CONSENTS = 20
INVITATIONS = 200  # two circles as large as they may be


def enough(act: Act, rows: type[Model], column: str, most: int, code: str, more: int = 1) -> None:
    """Refuses `more` of what would then be over `most` in a day; `column` says when a row was made."""
    since = {f"{column}__gt": act.now - timedelta(days=1)}
    if rows._default_manager.filter(**since).count() + more > most:
        raise Refused(code, most=most)
