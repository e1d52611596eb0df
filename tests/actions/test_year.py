"""A year of one key, day by day: three asks, an offer, the handover, both tellings, and every mail on its day.

Every instant is given; each morning the round of reminders is made and the mail goes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from kunci.actions import consents, exchanges, offers, reminders
from kunci.reveal import exchanges as seen
from kunci.reveal.exchanges import AskedRow
from kunci.reveal.record import record
from tests.actions.conftest import Deliver
from tests.actions.steps import answers, emails_seen, handed, hands, link, refused, tell, trusts
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

ASKED = "Ada permintaan yang menunggu Anda di Kunci"
WAITS = "Sebuah permintaan masih menunggu Anda di Kunci"
OFFERED = "Ada tawaran kunci untuk Anda di Kunci"
MEET = "Sari Wulandari ingin memperkenalkan seseorang kepada Anda"
ANSWERED = "Kontak Anda sudah menjawab"
INTRODUCED = "Perkenalan"
HANDED = "Sebuah serah terima menunggu Anda di Kunci"
FEW_DAYS = "Tinggal beberapa hari untuk bercerita di Kunci"
HALF_A_YEAR = "Setengah tahun kemudian: jadinya bagaimana?"
TOLD = "Ada cerita tentang sebuah serah terima di Kunci"
Until = Callable[[int, int, int], list[tuple[str, str, str]]]


@pytest.fixture
def until(cast: Cast, deliver: Deliver) -> Until:
    """Lets the days pass until nine in the morning of a day, and hands out the mails of that time: when, to whom,
    what about."""

    def pass_time(year: int, month: int, day: int) -> list[tuple[str, str, str]]:
        end, found = datetime(year, month, day, 9, tzinfo=UTC), []
        while True:
            went = [(sent.to[0].split("@")[0], str(sent.subject)) for sent in deliver()]
            found += [(f"{cast.now:%d %b}", *one) for one in sorted(went)]
            if cast.now >= end:
                return found
            cast.now = min(cast.now + timedelta(days=1), end)
            for member in list(reminders.everybody()):
                reminders.remind(member, cast.now, ADDRESS)

    return pass_time


def asked(cast: Cast, who: UUID) -> list[AskedRow]:
    return list(seen.exchanges(who, cast.now).asked)


def test_a_year_of_one_key(cast: Cast, until: Until) -> None:
    sari, budi, ratna = cast.sari, cast.budi, cast.ratna
    key = cast.key(sari)
    trusts(cast, sari, budi)
    cast.knows_for_years(budi, sari)
    nothing = seen.exchanges(ratna, cast.now)
    until(2026, 11, 23)

    # Budi asks, and Sari says nothing: two reminders, and after three weeks the ask is over, as it was announced.
    cast.ask(budi, key)
    (shown,) = asked(cast, budi)
    assert shown.expires_at == datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert until(2026, 12, 13) == [
        ("23 Nov", "sari", ASKED),
        ("30 Nov", "sari", WAITS),
        ("11 Dec", "sari", WAITS),
    ]
    assert asked(cast, budi) == [shown]
    assert until(2026, 12, 14) == []
    assert asked(cast, budi) == [replace(shown, over=True)]

    # Asked again inside the pause, it looks the same to Budi and reaches nobody.
    cast.ask(budi, key)
    (again, _) = asked(cast, budi)
    assert (again.hint_line, again.withdrawn, again.over) == (shown.hint_line, False, False)
    assert until(2027, 1, 12) == []
    assert len(seen.exchanges(sari, cast.now).received) == 1

    # The pause ends 51 days after the first ask. Now it arrives; Sari would rather not now, and Budi can't tell.
    assert until(2027, 1, 13) == []
    third = cast.ask(budi, key)
    assert until(2027, 1, 14) == [("13 Jan", "sari", ASKED)]
    before = asked(cast, budi)
    cast.decide(sari, third, "not_now")
    assert asked(cast, budi) == before
    assert until(2027, 2, 10) == []
    assert [one.over for one in asked(cast, budi)] == [True, True, True]

    # In February Sari offers it herself; taking that up is an ask, pause or not.
    offer = offers.offer(cast.act(sari), key, budi, "Barangkali sekarang waktunya.", ADDRESS).subject
    assert offer is not None
    assert until(2027, 2, 11) == [("10 Feb", "budi", OFFERED)]
    request = exchanges.ask(cast.act(budi), key, "Dengan senang hati.", ADDRESS, offer=offer).subject
    assert request is not None
    assert until(2027, 2, 12) == [("11 Feb", "sari", ASKED)]
    cast.decide(sari, request)
    contact = link(cast, sari, request)
    assert until(2027, 2, 13) == [("12 Feb", "hendra", MEET)]
    answers(cast, contact, "later")
    assert until(2027, 2, 16) == [("13 Feb", "sari", ANSWERED)]
    answers(cast, contact, "yes")
    assert until(2027, 2, 20) == [("16 Feb", "sari", ANSWERED), ("19 Feb", "sari", WAITS)]
    assert emails_seen(cast, budi, key) is None

    # Handed over on 20 February: each gets the introduction, and Budi can reach Hendra for a year.
    handover = hands(cast, sari, request, by_mail=True)
    assert emails_seen(cast, budi, key) == ("hendra@rs.example",)
    assert until(2027, 2, 22) == [
        ("20 Feb", "budi", INTRODUCED),
        ("20 Feb", "budi", HANDED),
        ("20 Feb", "hendra", INTRODUCED),
    ]

    # Budi tells within the fortnight, Sari is reminded and lets it pass; only then does she read what he said.
    tell(cast, budi, handover, "good", came="meeting")
    consents.tell(contact, 1, "good", "meeting", "Orangnya enak diajak bicara.", cast.now)
    assert until(2027, 3, 5) == [("03 Mar", "sari", FEW_DAYS)]
    assert (handed(cast, sari).rounds[0].theirs, handed(cast, sari).rounds[0].felt) == (None, None)
    assert until(2027, 3, 6) == []
    (round,) = handed(cast, sari).rounds
    assert round.theirs is not None
    assert round.felt is not None
    assert (round.theirs.verdict, round.felt.words) == ("good", "Orangnya enak diajak bicara.")
    with refused("telling_later"):
        tell(cast, sari, handover, "good")

    # Half a year later, to the day, both are asked what became of it.
    assert until(2027, 8, 20) == []
    assert until(2027, 8, 21) == [("21 Aug", "budi", HALF_A_YEAR), ("21 Aug", "sari", HALF_A_YEAR)]
    tell(cast, sari, handover, "good", came="meeting")
    assert until(2027, 9, 1) == []
    tell(
        cast,
        budi,
        handover,
        "good",
        came="business",
        thanks="Terima kasih, Bu Sari.",
        amount=Decimal(50_000_000),
        currency="IDR",
    )
    assert until(2027, 11, 23) == [("01 Sep", "sari", TOLD)]

    given = record(sari, cast.now)
    (row,) = given.given
    assert row.mine is not None
    assert row.theirs is not None
    assert (row.other, row.mine.came, row.theirs.came) == ("Budi Santoso", "meeting", "business")
    assert (given.asked_of_me, given.offered, given.thanks) == (3, 1, 1)
    assert given.worth_given == (("IDR", Decimal(50_000_000)),)
    taken = record(budi, cast.now)
    assert (taken.asked, len(taken.received), taken.worth_received) == (4, 1, given.worth_given)
    assert emails_seen(cast, budi, key) == ("hendra@rs.example",)
    assert until(2028, 2, 20) == []
    assert emails_seen(cast, budi, key) is None
    assert seen.exchanges(ratna, cast.now) == nothing
