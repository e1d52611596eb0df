"""The contact's answer. They have no account: the signed link is who they are, and it shows one ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from kunci.actions import notices
from kunci.actions.verb import Refused
from kunci.models.viewer import Principal, looking

OPEN_FOR = timedelta(days=365)
TELL_WITHIN = timedelta(days=14)
# What can be answered, as stored: (answer, whether the holder is told). Silence is a no that nobody is told of.
ANSWERS = {
    "yes": ("yes", True),
    "no": ("no", True),
    "later": ("later", True),
    "never": ("never", True),
    "silent": ("no", False),
}


def answer_consent(link: Principal, answer: str, now: datetime, address: str) -> bool:
    """Writes what the contact answers; a yes hands over. True if it did. Saying the same again changes nothing.

    Raises Refused('answer') for an unknown one and Refused('gone') for a link that shows nothing.
    """
    if answer not in ANSWERS:
        raise Refused("answer")
    stored, tell_holder = ANSWERS[answer]
    with looking(link, now), connection.cursor() as cursor:
        cursor.execute(
            "select * from clerk.answer_consent(%s, %s, %s, %s)",
            [stored, tell_holder, now + OPEN_FOR, now + TELL_WITHIN],
        )
        row = cursor.fetchone()
        if row is None:
            raise Refused("gone")
        handover, holder, asker = row
        if handover is None:
            return False
        for to in sorted((holder, asker)):
            notices.notify(now, "handed", to, handover, address)
        return True
