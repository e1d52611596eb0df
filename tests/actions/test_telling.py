"""Tell how a handover went: blind, in time, and what it moves."""

from __future__ import annotations

from uuid import UUID

import pytest

from kunci.actions import keyring
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import exchanges as seen
from tests.actions.steps import hand_over, handed, opened, refused, relation, tell, trusts
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
