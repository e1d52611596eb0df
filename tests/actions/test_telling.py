"""Tell how a handover went: blind, in time, and what it moves."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from kunci.actions import consents, keyring
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import exchanges as seen
from kunci.reveal.handovers import felt_of_key
from kunci.reveal.record import record
from tests.actions.steps import agreed, asked_for, hand_over, handed, link, opened, refused, relation, tell, trusts
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def handed_over(cast: Cast) -> UUID:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    return hand_over(cast, cast.sari, cast.budi, key)


def test_an_outcome_is_told_once_and_moves_my_own_tie_at_once(cast: Cast) -> None:
    handover = handed_over(cast)
    before = relation(cast, cast.sari, cast.budi), relation(cast, cast.budi, cast.sari)
    tell(cast, cast.sari, handover, "good", "lancar sekali")
    after = relation(cast, cast.sari, cast.budi)
    assert after.standing.confidence > before[0].standing.confidence
    assert ("lancar sekali", Kind.OUTCOME_GOOD) in {(row.note, row.kind) for row in after.evidence}
    assert relation(cast, cast.budi, cast.sari) == before[1]
    with refused("told_already"):
        tell(cast, cast.sari, handover, "broken")
    assert relation(cast, cast.sari, cast.budi) == after


def test_the_page_says_by_what_my_standing_moved(cast: Cast) -> None:
    handover = handed_over(cast)
    assert handed(cast, cast.sari).rounds[0].moved is None
    trust = relation(cast, cast.sari, cast.budi).standing.trust
    tell(cast, cast.sari, handover, "broken")
    moved = handed(cast, cast.sari).rounds[0].moved
    assert moved is not None
    measures = moved["measures"]
    assert isinstance(measures, dict)
    assert measures["trust"] == [round(trust, 4), 0.0]
    assert handed(cast, cast.budi).rounds[0].moved is None


def test_broken_trust_closes_what_trust_had_opened(cast: Cast) -> None:
    handover = handed_over(cast)
    other = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    keyring.open_key(cast.act(cast.sari), other, FaceKind.HINT, [cast.budi])
    assert other in opened(cast, cast.budi)
    tell(cast, cast.sari, handover, "broken")
    assert other not in opened(cast, cast.budi)
    assert relation(cast, cast.sari, cast.budi).partner.rung < Rung.TRUSTED


@pytest.mark.parametrize("first", ["asker", "holder"])
def test_neither_reads_the_others_verdict_before_telling(cast: Cast, first: str) -> None:
    handover = handed_over(cast)
    teller, other = (cast.budi, cast.sari) if first == "asker" else (cast.sari, cast.budi)
    tell(cast, teller, handover, "unfit", "hanya untuk saya")
    blind, own = handed(cast, other).rounds[0], handed(cast, teller).rounds[0]
    assert (blind.mine, blind.theirs) == (None, None)
    assert own.mine is not None
    assert (own.mine.verdict, own.mine.note, own.theirs) == ("unfit", "hanya untuk saya", None)
    tell(cast, other, handover, "good")
    both = handed(cast, other).rounds[0], handed(cast, teller).rounds[0]
    assert both[0].theirs is not None
    assert (both[0].theirs.verdict, both[0].theirs.note) == ("unfit", "")
    assert both[1].theirs is not None
    assert both[1].theirs.verdict == "good"


def test_after_fourteen_days_who_has_not_told_has_lapsed_and_reads_the_other(cast: Cast) -> None:
    handover = handed_over(cast)
    tell(cast, cast.sari, handover, "good")
    cast.later(13.999)
    assert handed(cast, cast.budi).rounds[0].theirs is None
    assert seen.exchanges(cast.budi, cast.now).handovers[0].can_tell
    cast.later(0.001)
    view = handed(cast, cast.budi).rounds[0]
    assert view.over
    assert view.theirs is not None
    assert view.theirs.verdict == "good"
    assert not seen.exchanges(cast.budi, cast.now).handovers[0].can_tell
    with refused("telling_later"):
        tell(cast, cast.budi, handover, "broken")
    assert handed(cast, cast.sari).rounds[0].theirs is None


def test_an_unknown_verdict_and_an_endless_note_are_refused(cast: Cast) -> None:
    handover = handed_over(cast)
    with refused("verdict"):
        tell(cast, cast.budi, handover, "superb")
    with refused("too_long"):
        tell(cast, cast.budi, handover, "good", "x" * 1001)
    assert handed(cast, cast.budi).rounds[0].mine is None


def test_what_came_of_it_and_the_thanks_are_read_with_the_verdict(cast: Cast) -> None:
    handover = handed_over(cast)
    tell(
        cast, cast.budi, handover, "good", came="business", amount=Decimal(15_000_000), currency="IDR", thanks="Tabik."
    )
    assert handed(cast, cast.sari).rounds[0].theirs is None
    tell(cast, cast.sari, handover, "unfit", came="nothing")
    theirs = handed(cast, cast.sari).rounds[0].theirs
    assert theirs is not None
    assert (theirs.came, theirs.amount, theirs.currency, theirs.thanks) == (
        "business",
        Decimal(15_000_000),
        "IDR",
        "Tabik.",
    )


@pytest.mark.parametrize(
    "said",
    [
        {"came": "meeting", "amount": Decimal(5), "currency": "IDR"},
        {"came": "business", "amount": Decimal(5), "currency": "XXX"},
        {"came": "business", "amount": Decimal(0), "currency": "IDR"},
        {"came": "business", "amount": Decimal(10) ** 15, "currency": "IDR"},
        {"came": "business", "amount": None, "currency": "IDR"},
    ],
)
def test_an_amount_goes_with_business_in_a_known_currency(cast: Cast, said: dict[str, object]) -> None:
    handover = handed_over(cast)
    with refused("amount"):
        tell(cast, cast.budi, handover, "good", **said)  # type: ignore[arg-type]  # a note is never among them
    assert handed(cast, cast.budi).rounds[0].mine is None


def test_what_became_of_it_is_told_after_half_a_year_blind_again(cast: Cast) -> None:
    handover = handed_over(cast)
    tell(cast, cast.budi, handover, "good", "awal")
    cast.later(14)
    with refused("telling_later"):
        tell(cast, cast.budi, handover, "good")
    cast.later(182 - 14)
    assert [one.number for one in handed(cast, cast.budi).rounds] == [1, 2]
    before = relation(cast, cast.budi, cast.sari).standing
    tell(cast, cast.budi, handover, "broken", "akhir", came="business", amount=Decimal(1), currency="USD")
    first, second = handed(cast, cast.budi).rounds
    assert first.mine is not None
    assert second.mine is not None
    assert (first.mine.note, first.mine.verdict) == ("awal", "good")
    assert (second.mine.note, second.mine.verdict, second.theirs) == ("akhir", "broken", None)
    assert second.moved is not None
    assert relation(cast, cast.budi, cast.sari).standing.trust < before.trust
    assert handed(cast, cast.sari).rounds[1].theirs is None
    with refused("told_already"):
        tell(cast, cast.budi, handover, "good")
    cast.later(30)
    with refused("telling_over"):
        tell(cast, cast.sari, handover, "good")
    late = handed(cast, cast.sari).rounds[1]
    assert late.theirs is not None
    assert late.theirs.verdict == "broken"


def test_the_contact_tells_blind_and_the_holder_alone_reads_it_on_their_own_key(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    handover = agreed(cast, cast.sari, request)
    consents.tell(contact, 1, "broken", "meeting", "Tidak ramah.", cast.now)
    with refused("told_already"):
        consents.tell(contact, 1, "good", "", "", cast.now)
    assert felt_of_key(cast.sari, cast.now, key) == ()
    assert handed(cast, cast.sari).rounds[0].felt is None
    tell(cast, cast.budi, handover, "good")
    assert handed(cast, cast.budi).rounds[0].felt is None
    tell(cast, cast.sari, handover, "good")
    (felt,) = felt_of_key(cast.sari, cast.now, key)
    assert (felt.felt.verdict, felt.felt.words, felt.asker) == ("broken", "Tidak ramah.", "Budi Santoso")
    assert felt_of_key(cast.budi, cast.now, key) == ()
    assert handed(cast, cast.budi).rounds[0].felt is None


def test_my_record_says_what_i_gave_and_how_i_treated_what_i_asked(cast: Cast) -> None:
    handover = handed_over(cast)
    tell(cast, cast.budi, handover, "good", came="business", amount=Decimal(1_000), currency="IDR", thanks="Tabik.")
    gave, got = record(cast.sari, cast.now), record(cast.budi, cast.now)
    assert ([row.contact for row in gave.given], gave.received, gave.asked_of_me) == (["Hendra Gunawan"], (), 1)
    assert (gave.given[0].theirs, gave.worth_given) == (None, ())
    assert (got.given, got.asked, got.worth_received) == ((), 1, (("IDR", Decimal(1_000)),))
    cast.later(14)
    gave = record(cast.sari, cast.now)
    assert (gave.given[0].kept_silent, gave.thanks, gave.worth_given) == (True, 1, (("IDR", Decimal(1_000)),))
    assert record(cast.ratna, cast.now).given == ()
