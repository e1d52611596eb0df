"""What is due, for the calendar programs of its owner: their own notes, and of what others wrote only that it waits.

Whoever keeps a calendar for its owner reads along: so it says no more than a mail does (actions/weekly.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kunci.models import links
from kunci.models.models import Account, Promise
from kunci.models.viewer import looking, member
from kunci.reveal import exchanges, partners
from kunci.reveal.one_to_ones import Meeting, coming
from kunci.reveal.people import called, name_of
from kunci.reveal.people import people as people_of

BACK = timedelta(days=30)  # so long what was due and is still open stays
MOST = 300


@dataclass(frozen=True)
class Due:
    """One day's entry. `kind`: mine or theirs (a promise, its words in `words`), ending (a partner's rung), decide or
    tell (a request or a handover waits until then: without a name)."""

    kind: str
    id: UUID
    day: date | datetime
    name: str = ""
    words: str = ""


def due(viewer: UUID, now: datetime) -> tuple[tuple[Due, ...], tuple[Meeting, ...]]:
    """Everything by its day, and one-to-ones by their start."""
    with looking(member(viewer), now):
        held = partners.passes_held()
        steps = exchanges.rows(viewer, now, waiting=True)
        people = people_of(viewer, now, {*held, *steps.people})
        mine = exchanges.told(viewer, now, steps, people)
        found = [
            *_promises(now),
            *(
                Due("ending", one.id, one.until, one.name)
                for one in partners.by_name(held, people, now)
                if one.until is not None and not one.former and one.until > now - BACK
            ),
            *(Due("decide", row.id, row.expires_at) for row in mine.received if row.waits and not row.answered),
            *(Due("tell", row.id, row.tell_until) for row in mine.handovers if row.can_tell),
        ]
        by_day = sorted(found, key=lambda one: (_day(one.day), one.kind, one.id))
        return tuple(by_day), coming(viewer, now, BACK, people)


def owner(word: str) -> Account | None:
    """Whose calendar an address names; None where it is none, was renewed or taken back, or its owner has left."""
    feed = links.feed(word)
    return Account.objects.filter(feed=feed, is_active=True).first() if feed is not None else None


def word(feed: UUID) -> str:
    """What stands in the address."""
    return links.feed_word(feed)


def _promises(now: datetime) -> list[Due]:
    rows = Promise.objects.filter(ended=None, due__gte=(now - BACK).date()).annotate(name=name_of("partner"))
    return [
        Due("mine" if row.mine else "theirs", row.id, row.due, called(getattr(row, "name", "")), row.words)
        for row in rows.order_by("due", "id")[:MOST]
    ]


def _day(of: date | datetime) -> date:
    return of.date() if isinstance(of, datetime) else of
