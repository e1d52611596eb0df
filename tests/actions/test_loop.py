"""The loop from evidence to outcome, through the two doors only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kunci.actions import consents
from kunci.actions.exchanges import consent_path
from kunci.actions.verb import Refused
from kunci.core.rungs import Rung
from kunci.models.models import Consent
from kunci.models.viewer import Principal, looking, member
from kunci.reveal import doors, handovers, partners
from kunci.reveal import exchanges as seen
from kunci.reveal.keyring import own_key
from tests import cast as casting
from tests.actions.steps import hands, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> casting.Cast:
    return casting.make()


def test_a_new_key_is_open_to_nobody(cast: casting.Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    key = cast.key(cast.sari)
    assert doors.doors(cast.budi, cast.now).rows == []
    mine = own_key(cast.sari, cast.now, key)
    assert mine is not None
    assert not mine.opened


def test_granting_a_rung_opens_what_is_ticked_and_lowering_closes_it_at_once(cast: casting.Cast) -> None:
    shown, unticked = cast.key(cast.sari), cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    cast.knows_for_years(cast.sari, cast.budi)
    page = own_key(cast.sari, cast.now, shown)
    assert page is not None
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, {page.faces[0].id})
    assert [row.id for row in doors.doors(cast.budi, cast.now).rows] == [shown]
    assert doors.door(cast.budi, cast.now, unticked) is None
    assert doors.doors(cast.ratna, cast.now).rows == []
    cast.lower(cast.sari, cast.budi)
    assert doors.doors(cast.budi, cast.now).rows == []


def test_the_whole_way_from_ask_to_outcome(cast: casting.Cast) -> None:
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    request = cast.ask(cast.budi, key)
    first = seen.asked(cast.budi, cast.now, request)
    cast.decide(cast.sari, request)
    assert seen.asked(cast.budi, cast.now, request) == first
    door = doors.door(cast.budi, cast.now, key)
    assert door is not None
    assert door.contact is None
    with looking(member(cast.sari), cast.now):
        consent = Consent.objects.get(request=request)
    assert consent_path(consent.id)
    consents.answer_consent(Principal("c", consent.id), "yes", cast.now, casting.ADDRESS)
    door = doors.door(cast.budi, cast.now, key)
    assert door is not None
    assert door.contact is None
    handed = hands(cast, cast.sari, request)
    door = doors.door(cast.budi, cast.now, key)
    assert door is not None
    assert door.contact is not None
    assert door.contact.emails == ("hendra@rs.example",)
    assert seen.asked(cast.budi, cast.now, request) == first
    before = partners.relation(cast.sari, cast.now, cast.budi)
    tell(cast, cast.sari, handed, "good")
    after = partners.relation(cast.sari, cast.now, cast.budi)
    assert before is not None
    assert after is not None
    assert after.standing.trust > before.standing.trust
    blind = handovers.handover(cast.budi, cast.now, handed)
    assert blind is not None
    assert blind.rounds[0].theirs is None
    tell(cast, cast.budi, handed, "broken")
    told = handovers.handover(cast.budi, cast.now, handed)
    assert told is not None
    assert told.rounds[0].theirs is not None
    assert told.rounds[0].theirs.verdict == "good"


def test_a_key_that_one_cannot_see_cannot_be_asked_for(cast: casting.Cast) -> None:
    key = cast.key(cast.sari)
    with pytest.raises(Refused, match="gone"):
        cast.ask(cast.budi, key)
    with pytest.raises(Refused, match="gone"):
        cast.ask(cast.joko, key)


def test_a_rung_ends_by_itself_when_its_evidence_has_faded(cast: casting.Cast) -> None:
    cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    held = partners.partner(cast.sari, cast.now, cast.budi)
    assert held is not None
    assert held.until is not None
    just_before, at_the_end = held.until - timedelta(seconds=1), held.until
    assert len(doors.doors(cast.budi, just_before).rows) == 1
    assert doors.doors(cast.budi, at_the_end).rows == []
