"""What members hear of one-to-ones: that something is there, and the invitation for their calendar.

The invitation names the other and the place, for it stands in the reader's own calendar. Its organizer is this
installation and its only attendee the reader, so that neither learns the other's address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kunci.actions import mail, notices
from kunci.actions.letters import plain
from kunci.actions.verb import Act
from kunci.core.appointments import Appointment, icalendar
from kunci.models.models import Account, OneToOne
from kunci.reveal.people import people


def suggested(act: Act, to: UUID, meeting: UUID, address: str) -> None:
    """The other hears that starts are suggested. Part of another verb."""
    notices.notify(act.now, "meet", to, meeting, address)


def fixed(act: Act, row: OneToOne, address: str) -> None:
    """Both get it as it now is: new, moved or cancelled. Part of another verb."""
    at = row.at
    if at is None:
        raise ValueError("nothing is fixed")
    notices.notify(act.now, "meet", row.other, row.id, address, mail_too=False)
    known = people(act.member, act.now, [act.member, row.other])
    for reader, other in ((act.member, row.other), (row.other, act.member)):
        account = Account.objects.filter(id=reader, is_active=True).first()
        if account is None:
            continue
        link = address + reverse("one_to_one", args=[row.id])
        with override(account.language):
            written = icalendar(
                [
                    appointment(
                        row.id,
                        known[other].name,
                        at,
                        row.minutes,
                        row.place,
                        link,
                        sequence=row.sequence,
                        cancelled=row.cancelled_at is not None,
                        stamp=act.now,
                    )
                ],
                method="CANCEL" if row.cancelled_at else "REQUEST",
                organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
                attendee=account.email,
            )
        cancelled, moved = row.cancelled_at is not None, row.sequence > 0
        mail.invite(
            "meet_fixed", "meet", account, act.now, written.decode(), cancelled=cancelled, moved=moved, link=link
        )


def appointment(
    id: UUID,
    name: str,
    at: datetime,
    minutes: int,
    place: str,
    link: str,
    *,
    sequence: int,
    cancelled: bool,
    stamp: datetime,
) -> Appointment:
    """A one-to-one as it stands in a calendar, in the active language. `name`: of the other, as its reader may see it;
    `stamp`: since when it is as it is."""
    return Appointment(
        uid=f"{id}@kunci",
        start=at,
        until=at + timedelta(minutes=minutes),
        title=_("Temu empat mata dengan %(name)s") % {"name": plain(name)},
        stamp=stamp,
        place=plain(place),
        link=link,
        sequence=sequence,
        cancelled=cancelled,
    )
