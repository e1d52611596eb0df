"""The contact's answer: by their link, without an account, and theirs to change."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kunci.actions import keyring
from kunci.actions.keyring import HintText, PersonText, RungChoice
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import exchanges as seen
from kunci.reveal import links
from tests.actions.conftest import Deliver
from tests.actions.steps import (
    answers,
    asked_for,
    close_for_months,
    decision,
    emails_seen,
    handed,
    link,
    opened,
    readers,
    refused,
    tell,
    verbs,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HINT, NAME, CONTACT = FaceKind
HENDRA = ("hendra@rs.example",)


@pytest.fixture
def asked(cast: Cast) -> tuple[UUID, UUID, Principal]:
    """A key, a request for it that the holder granted, and the contact's link."""
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    cast.later(1)
    return key, request, link(cast, cast.sari, request)


def consent(cast: Cast, contact: Principal) -> links.ConsentView:
    found = links.consent(contact, cast.now)
    assert found is not None
    return found


def told(cast: Cast, request: UUID) -> str:
    state = decision(cast, cast.sari, request).consent
    assert state is not None
    return state.answer


def test_the_link_shows_who_asks_why_and_what_is_kept_of_me(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    shown = consent(cast, asked[2])
    assert (shown.holder_name, shown.asker_name) == ("Sari Wulandari", "Budi Santoso")
    assert (shown.sentence, shown.contact_name) == ("Kami memasok linen rumah sakit.", "Hendra Gunawan")
    assert shown.kept.emails == HENDRA
    assert (shown.answer, shown.handed) == ("", False)


def test_a_yes_hands_over(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    assert answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) == HENDRA
    assert told(cast, request) == "yes"
    assert (consent(cast, contact).answer, consent(cast, contact).handed) == ("yes", True)


@pytest.mark.parametrize("answer", ["no", "later", "never"])
def test_another_answer_hands_nothing_over_and_is_told_to_the_holder(
    cast: Cast, asked: tuple[UUID, UUID, Principal], answer: str
) -> None:
    key, request, contact = asked
    assert not answers(cast, contact, answer)
    assert emails_seen(cast, cast.budi, key) is None
    assert seen.exchanges(cast.budi, cast.now).handovers == ()
    assert told(cast, request) == answer
    assert verbs(cast, cast.sari)[0] == "consent.answered"
    assert consent(cast, contact).answer == answer


def test_silence_is_told_to_nobody(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    before = decision(cast, cast.sari, request), verbs(cast, cast.sari), seen.exchanges(cast.sari, cast.now)
    assert not answers(cast, contact, "silent")
    assert (decision(cast, cast.sari, request), verbs(cast, cast.sari), seen.exchanges(cast.sari, cast.now)) == before
    assert emails_seen(cast, cast.budi, key) is None


def test_silence_after_an_answer_leaves_the_holder_with_that_answer(
    cast: Cast, asked: tuple[UUID, UUID, Principal]
) -> None:
    _, request, contact = asked
    answers(cast, contact, "later")
    cast.later(1)
    answers(cast, contact, "silent")
    assert told(cast, request) == "later"


def test_an_unknown_answer_and_an_unknown_link_are_refused(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    _, request, contact = asked
    with refused("answer"):
        answers(cast, contact, "perhaps")
    for nobody in (Principal("c", uuid4()), Principal("i", contact.id), Principal("m", contact.id)):
        with refused("gone"):
            answers(cast, nobody, "yes")
        assert links.consent(nobody, cast.now) is None
    assert told(cast, request) == ""


def test_saying_yes_twice_hands_over_once(cast: Cast, asked: tuple[UUID, UUID, Principal], deliver: Deliver) -> None:
    assert answers(cast, asked[2], "yes")
    deliver()
    before = handed(cast, cast.budi)
    cast.later(0.1)
    assert not answers(cast, asked[2], "yes")
    assert handed(cast, cast.budi) == before
    assert len(seen.exchanges(cast.sari, cast.now).handovers) == 1
    assert deliver() == []


def test_a_later_yes_counts_after_any_other_answer(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, _, contact = asked
    for answer in ("later", "no", "never", "silent"):
        assert not answers(cast, contact, answer)
        cast.later(1)
    assert answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) == HENDRA


def test_a_yes_after_the_link_has_expired_hands_nothing_over(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, _, contact = asked
    cast.now = consent(cast, contact).expires_at
    assert not answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) is None
    assert consent(cast, contact).handed is False


def test_the_link_lasts_three_weeks(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    cast.later(19.999)
    assert answers(cast, asked[2], "yes")


@pytest.mark.parametrize("answer", ["no", "never", "silent"])
def test_by_the_same_link_the_contact_takes_the_yes_back_even_after_it_expired(
    cast: Cast, asked: tuple[UUID, UUID, Principal], answer: str
) -> None:
    key, _, contact = asked
    answers(cast, contact, "yes")
    cast.later(60)
    assert not answers(cast, contact, answer)
    assert emails_seen(cast, cast.budi, key) is None
    assert handed(cast, cast.budi).details.emails == ()
    assert readers(cast, cast.sari, key, CONTACT) == set()


def test_a_yes_taken_back_can_be_given_again(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, _, contact = asked
    for answer, reached in (("yes", HENDRA), ("no", None), ("yes", HENDRA)):
        answers(cast, contact, answer)
        assert emails_seen(cast, cast.budi, key) == reached
        cast.later(1)
    assert len(seen.exchanges(cast.budi, cast.now).handovers) == 1


def test_a_handover_taken_back_can_still_be_told(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    answers(cast, asked[2], "yes")
    cast.later(1)
    answers(cast, asked[2], "no")
    tell(cast, cast.budi, handed(cast, cast.budi).id, "unfit")
    mine = handed(cast, cast.budi).mine
    assert mine is not None
    assert mine.verdict == "unfit"


def test_a_yes_hands_nothing_over_once_the_holder_has_thought_better_of_it(
    cast: Cast, asked: tuple[UUID, UUID, Principal], deliver: Deliver
) -> None:
    key, request, contact = asked
    deliver()
    cast.decide(cast.sari, request, "not_now")
    assert not answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) is None
    assert seen.exchanges(cast.sari, cast.now).handovers == ()
    assert deliver() == []
    cast.later(1)
    cast.decide(cast.sari, request)
    assert answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) == HENDRA


def test_a_yes_for_a_key_that_was_dropped_hands_nothing_over(
    cast: Cast, asked: tuple[UUID, UUID, Principal], deliver: Deliver
) -> None:
    key, _, contact = asked
    deliver()
    keyring.drop_key(cast.act(cast.sari), key)
    assert not answers(cast, contact, "yes")
    assert seen.exchanges(cast.budi, cast.now).handovers == ()
    assert deliver() == []
    assert consent(cast, contact).contact_name == ""


def test_a_yes_opens_the_key_to_the_asker_and_to_nobody_else(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    """Everybody who saw a face keeps seeing it, though the face now hangs behind names instead of a rung."""
    key, _, contact = asked
    close_for_months(cast, cast.sari, cast.ratna)
    cast.grant(cast.sari, cast.ratna, Rung.UNHESITATING)
    person = PersonText("Hendra Gunawan", emails=HENDRA)
    rungs = RungChoice(Rung.TRUSTED, Rung.UNHESITATING, Rung.UNHESITATING)
    keyring.edit_key(cast.act(cast.sari), key, HintText("Kepala pengadaan"), person, rungs, "")
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.ratna])
    before = {kind: readers(cast, cast.sari, key, kind) for kind in FaceKind}
    assert before == {HINT: {cast.budi, cast.ratna}, NAME: {cast.ratna}, CONTACT: {cast.ratna}}
    answers(cast, contact, "yes")
    assert all(readers(cast, cast.sari, key, kind) == {cast.budi, cast.ratna} for kind in FaceKind)
    assert emails_seen(cast, cast.ratna, key) == emails_seen(cast, cast.budi, key) == HENDRA
    assert opened(cast, cast.joko) == []
    cast.later(1)
    answers(cast, contact, "no")
    assert emails_seen(cast, cast.ratna, key) == HENDRA
    assert emails_seen(cast, cast.budi, key) is None
    cast.lower(cast.sari, cast.ratna)
    assert opened(cast, cast.ratna) == []


def test_one_contacts_answers_touch_no_other_key(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, _, contact = asked
    other = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma", email="lia@notaris.example")
    answers(cast, contact, "yes")
    assert opened(cast, cast.budi) == [key]
    assert not any(readers(cast, cast.sari, other, kind) for kind in FaceKind)
