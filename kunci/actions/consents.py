"""What the contact says. They have no account: the signed link is who they are, and it shows one ask."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from kunci.actions import notices
from kunci.actions.verb import Refused
from kunci.core.exchange import CAME, VERDICTS
from kunci.models.viewer import Principal, looking

WORDS_LENGTH = 500
# What can be answered, as stored: (answer, whether the holder is told). Silence is a no that nobody is told of.
ANSWERS = {
    "yes": ("yes", True),
    "no": ("no", True),
    "later": ("later", True),
    "never": ("never", True),
    "silent": ("no", False),
}


def answer_consent(link: Principal, answer: str, now: datetime, address: str, language: str = "id") -> None:
    """Writes what the contact answers, and in which language they read the question. Saying the same again changes
    nothing.

    Raises Refused('answer') for an unknown one and Refused('gone') for a link that shows nothing, or for a yes to a
    question that is over.
    """
    if answer not in ANSWERS:
        raise Refused("answer")
    stored, tell_holder = ANSWERS[answer]
    with looking(link, now), connection.cursor() as cursor:
        cursor.execute("select * from clerk.answer_consent(%s, %s, %s)", [stored, tell_holder, language])
        row = cursor.fetchone()
        if row is None:
            raise Refused("gone")
        holder, request, heard = row
        if heard:
            notices.notify(now, "answered", holder, request, address)


def tell(link: Principal, round: int, verdict: str, came: str, words: str, now: datetime) -> None:
    """The contact tells how it went, blind to what the others tell; the holder alone reads it.

    Raises Refused: 'verdict', 'came', 'too_long'; 'gone' where nothing was handed over, 'telling_over',
    'told_already'.
    """
    if verdict not in VERDICTS:
        raise Refused("verdict")
    if came and came not in CAME:
        raise Refused("came")
    if len(words) > WORDS_LENGTH:
        raise Refused("too_long", most=WORDS_LENGTH)
    with looking(link, now), connection.cursor() as cursor:
        cursor.execute("select clerk.tell_felt(%s, %s, %s, %s)", [round, verdict, came, words.strip()])
        (said,) = cursor.fetchone()
    if said != "told":
        raise Refused({"over": "telling_over", "already": "told_already"}.get(said, "gone"))
