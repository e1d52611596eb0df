"""How the clerk is asked in raw SQL, by two sign-ins at once where that matters."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import UUID

from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

WEEK = timedelta(days=7)
LATER = NOW + 2 * WEEK
CLOSE = "select clerk.close_account()"
ANSWER = "select holder, request, heard from clerk.answer_consent(%s, %s, 'id')"
HAND = "select clerk.hand_over(%s, %s, %s, %s, %s)"


def answer(hand: Hand, principal: Principal, said: str, now: datetime = NOW, tell: bool = True) -> list[bool]:
    """Whether the holder hears something new, one for each row the clerk returns."""
    hand.look(principal, now)
    return [row[2] for row in hand.rows(ANSWER, [said, tell])]


def hand_over(hand: Hand, ground: Ground, by: UUID | None = None, now: datetime = NOW) -> UUID | None:
    """What comes of it when somebody (else Sari) hands over what Budi asked for."""
    hand.as_member(by or ground.cast.sari, now)
    made: UUID | None = hand.one(HAND, [ground.open_request, now + 52 * WEEK, now + 2 * WEEK, LATER, LATER])
    return made


def granted(hand: Hand, ground: Ground) -> list[str]:
    """The kinds of the faces of the asked key that are open to Budi by name for good."""
    with hand.everything():
        found = hand.rows(
            'select f.kind from vault."grant" g join vault.face f on f.id = g.gate '
            "join vault.request r on r.key = f.key "
            "where r.id = %s and g.viewer = r.asker and g.follows is null order by f.kind",
            [ground.open_request],
        )
    return [str(kind) for (kind,) in found]


def after(first: Hand, second: Hand, query: str, params: list[object], *, commit: bool) -> list[object]:
    """What `second` gets for a query that has to wait until `first` ends its transaction."""
    got: list[object] = []
    waiting = threading.Thread(target=lambda: got.extend(second.rows(query, params)))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive(), "both went through at once"
    if commit:
        first.connection.commit()
    else:
        first.connection.rollback()
    waiting.join(10)
    assert not waiting.is_alive()
    return got
