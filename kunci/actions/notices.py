"""Notices: that something is there for a member, on their page and by mail; never what, for mail is read by others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kunci.actions import mail
from kunci.actions.verb import Act, step
from kunci.models.models import Account, Notice

# The page that a notice leads to, by kind (accounts.NOTICES). Each takes the id of what the notice is about: a
# request, the handover that came of one, what somebody said of a third, their thanks, an exchange of sets, what is
# mediated, a first step, a mentorship, a draft, or a one-to-one.
PAGES = {
    "asked": "decide",
    "offered": "offer",
    "answered": "decide",
    "handed": "handover",
    "told": "handover",
    "vouched": "vouch",
    "thanked": "want_thanks",
    "sets": "sets",
    "mediate": "proposal",
    "mediate_yes": "mediation",
    "brought": "brought",
    "mentor": "mentor",
    "mentor_yes": "mentor",
    "mentor_end": "mentor",
    "draft": "draft_read",
    "noted": "draft",
    "step": "step",
    "meet": "one_to_one",
    "reminder_decide": "decide",
    "reminder_tell": "handover",
    "reminder_again": "handover",
}


def path(kind: str, subject: UUID) -> str:
    """Where a notice leads."""
    return reverse(PAGES[kind], args=[subject])


def notify(now: datetime, kind: str, to: UUID, subject: UUID, address: str, *, mail_too: bool = True) -> None:
    """Tells a member that something is there: a line on their page of notices, and a mail, muted or not. Whoever writes
    another mail of it has only the line (`mail_too`).

    Part of the transaction of whoever causes it: a member who shares the step `subject` with them, or the contact of
    its consent link. `address` is where this installation is found. The writer can notice none of it: not that
    an ask went nowhere, nor that the reader has muted the kind or has it quiet now.
    `told` has a time of its own: once both have told, for until then they are blind to each other. So has `vouched`:
    what is taken back before anybody was told of it needs no mail, and the delivery sees to that.
    """
    with connection.cursor() as cursor:
        cursor.execute("select clerk.notify(%s, %s, %s)", [to, kind, subject])
    account = Account.objects.filter(id=to).first() if mail_too else None
    if account is not None:
        about = subject if kind in ("asked", "told", "vouched") else None
        mail.notify(kind, account, now, about, link=address + path(kind, subject))


def see(act: Act, notice: UUID) -> str | None:
    """Marks one as read, and says where it leads; None for one that I can't open. No entry: it is only looking."""
    with step(act):
        row = Notice.objects.filter(id=notice).first()
        if row is None:
            return None
        Notice.objects.filter(id=notice, seen_at=None).update(seen_at=act.now)
        return path(row.kind, row.subject)


def see_all(act: Act, until: datetime) -> None:
    """Marks as read what is no newer than `until`: one that has come since the page was shown stays new."""
    with step(act):
        Notice.objects.filter(seen_at=None, created_at__lte=until).update(seen_at=act.now)
