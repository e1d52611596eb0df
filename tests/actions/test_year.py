"""A year of one key, day by day: three asks, an offer, the handover, both tellings, and every mail on its day.

Every instant is given; each morning the round of reminders is made and the mail goes out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from kunci.actions import consents, exchanges, offers, reminders
from kunci.reveal import doors
from kunci.reveal import exchanges as seen
from kunci.reveal.exchanges import AskedRow
from kunci.reveal.record import record
from tests.actions.conftest import Deliver
from tests.actions.steps import answers, decision, emails_seen, handed, hands, link, refused, tell, trusts
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

ASKED = "Ada yang meminta kunci Anda"


@pytest.fixture
def until(cast: Cast, deliver: Deliver) -> Callable[[int, int, int], list[tuple[str, str, str]]]:
    """Lets the days pass until nine in the morning of a day, and hands out the mails of that time: when, to whom,
    what about."""

    def pass_time(year: int, month: int, day: int) -> list[tuple[str, str, str]]:
        end, found = datetime(year, month, day, 9, tzinfo=UTC), []
        while True:
            found += [(f"{cast.now:%d %b}", sent.to[0].split("@")[0], sent.subject) for sent in deliver()]
            if cast.now >= end:
                return found
            cast.now = min(cast.now + timedelta(days=1), end)
            for member in list(reminders.everybody()):
                reminders.remind(member, cast.now, ADDRESS)

    return pass_time


def asked(cast: Cast, who: UUID) -> list[AskedRow]:
    return list(seen.exchanges(who, cast.now).asked)


def test_a_year_of_one_key(cast: Cast, until: Callable[[int, int, int], list[tuple[str, str, str]]]) -> None:
    sari, budi = cast.sari, cast.budi
    key = cast.key(sari)
    trusts(cast, sari, budi)
    until(2026, 11, 23)

    # Budi asks, and Sari says nothing.
    first = cast.ask(budi, key)
    shown = asked(cast, budi)
    print(until(2026, 12, 13))
    assert asked(cast, budi) == shown
    print(until(2026, 12, 14))
