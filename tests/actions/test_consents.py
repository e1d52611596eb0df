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
    hands,
    link,
    opened,
    readers,
    refused,
    tell,
    trusts,
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
    assert (shown.title, shown.organisation) == ("Kepala Pengadaan", "RS Harapan")
    assert (shown.answer, shown.handed_at) == ("", None)


def test_after_a_yes_the_holder_may_hand_over(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    assert not decision(cast, cast.sari, request).can_hand_over
    with refused("contact_not_agreed"):
        hands(cast, cast.sari, request)
    answers(cast, contact, "yes")
    assert emails_seen(cast, cast.budi, key) is None
    assert (told(cast, request), decision(cast, cast.sari, request).can_hand_over) == ("yes", True)
    hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) == HENDRA
    assert (consent(cast, contact).answer, consent(cast, contact).handed_at) == ("yes", cast.now)
    assert not decision(cast, cast.sari, request).can_hand_over


@pytest.mark.parametrize("answer", ["no", "later", "never"])
def test_another_answer_hands_nothing_over_and_is_told_to_the_holder(
    cast: Cast, asked: tuple[UUID, UUID, Principal], answer: str
) -> None:
    key, request, contact = asked
    answers(cast, contact, answer)
    with refused("contact_not_agreed"):
        hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) is None
    assert seen.exchanges(cast.budi, cast.now).handovers == ()
    assert told(cast, request) == answer
    assert verbs(cast, cast.sari)[0] == "consent.answered"
    assert consent(cast, contact).answer == answer


def test_silence_is_told_to_nobody(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    before = decision(cast, cast.sari, request), verbs(cast, cast.sari), seen.exchanges(cast.sari, cast.now)
    answers(cast, contact, "silent")
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


def test_saying_the_same_again_changes_nothing(
    cast: Cast, asked: tuple[UUID, UUID, Principal], deliver: Deliver
) -> None:
    _, request, contact = asked
    answers(cast, contact, "yes")
    deliver()
    before = decision(cast, cast.sari, request).consent, verbs(cast, cast.sari)
    cast.later(0.1)
    answers(cast, contact, "yes")
    assert (decision(cast, cast.sari, request).consent, verbs(cast, cast.sari)) == before
    assert deliver() == []


def test_a_key_is_handed_over_once(cast: Cast, asked: tuple[UUID, UUID, Principal], deliver: Deliver) -> None:
    _, request, contact = asked
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
    deliver()
    with refused("handed_already"):
        hands(cast, cast.sari, request)
    assert len(seen.exchanges(cast.sari, cast.now).handovers) == 1
    assert deliver() == []


def test_a_later_yes_counts_after_any_other_answer(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    for answer in ("later", "no", "never", "silent"):
        answers(cast, contact, answer)
        with refused("contact_not_agreed"):
            hands(cast, cast.sari, request)
        cast.later(1)
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) == HENDRA


@pytest.mark.parametrize("answer", ["no", "later", "never", "silent"])
def test_a_yes_taken_back_before_the_handover_stops_it(
    cast: Cast, asked: tuple[UUID, UUID, Principal], answer: str
) -> None:
    key, request, contact = asked
    answers(cast, contact, "yes")
    cast.later(1)
    answers(cast, contact, answer)
    with refused("contact_not_agreed"):
        hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) is None
    assert told(cast, request) == ("no" if answer == "silent" else answer)  # not in silence: it had been a yes


def test_a_yes_counts_for_three_weeks_and_a_no_for_ever(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    _, request, contact = asked
    cast.later(19.999)
    answers(cast, contact, "later")
    cast.later(0.001)
    assert consent(cast, contact).expires_at == cast.now
    with refused("gone"):
        answers(cast, contact, "yes")
    assert told(cast, request) == "later"
    cast.later(100)
    answers(cast, contact, "never")
    assert told(cast, request) == "never"


def test_the_question_comes_back_in_the_language_it_was_answered_in(
    cast: Cast, asked: tuple[UUID, UUID, Principal]
) -> None:
    _, request, contact = asked
    assert consent(cast, contact).language == "id"
    answers(cast, contact, "later", "en")
    assert consent(cast, contact).language == "en"
    state = decision(cast, cast.sari, request).consent
    assert state is not None
    assert state.language == "en"


@pytest.mark.parametrize("answer", ["no", "never", "silent"])
def test_by_the_same_link_the_contact_takes_the_yes_back_even_after_it_expired(
    cast: Cast, asked: tuple[UUID, UUID, Principal], answer: str
) -> None:
    key, request, contact = asked
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
    cast.later(60)
    answers(cast, contact, answer)
    assert emails_seen(cast, cast.budi, key) is None
    assert handed(cast, cast.budi).details.emails == ()
    assert readers(cast, cast.sari, key, CONTACT) == set()


def test_after_a_handover_a_yes_given_again_opens_nothing_by_itself(
    cast: Cast, asked: tuple[UUID, UUID, Principal]
) -> None:
    key, request, contact = asked
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
    for answer in ("no", "yes"):
        answers(cast, contact, answer)
        assert emails_seen(cast, cast.budi, key) is None
        cast.later(1)
    assert len(seen.exchanges(cast.budi, cast.now).handovers) == 1


def test_a_handover_taken_back_can_still_be_told(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    answers(cast, asked[2], "yes")
    hands(cast, cast.sari, asked[1])
    cast.later(1)
    answers(cast, asked[2], "no")
    tell(cast, cast.budi, handed(cast, cast.budi).id, "unfit")
    mine = handed(cast, cast.budi).rounds[0].mine
    assert mine is not None
    assert mine.verdict == "unfit"


def test_nothing_is_handed_over_once_the_holder_has_thought_better_of_it(
    cast: Cast, asked: tuple[UUID, UUID, Principal]
) -> None:
    key, request, contact = asked
    cast.decide(cast.sari, request, "not_now")
    answers(cast, contact, "yes")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) is None
    cast.later(1)
    cast.decide(cast.sari, request)
    hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) == HENDRA


def test_a_key_that_was_dropped_is_not_handed_over(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, request, contact = asked
    keyring.drop_key(cast.act(cast.sari), key)
    answers(cast, contact, "yes")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    assert seen.exchanges(cast.budi, cast.now).handovers == ()
    assert consent(cast, contact).contact_name == ""


def test_a_handover_opens_the_key_to_the_asker_and_to_nobody_else(
    cast: Cast, asked: tuple[UUID, UUID, Principal]
) -> None:
    """Everybody who saw a face keeps seeing it, though the face now hangs behind names instead of a rung."""
    key, request, contact = asked
    close_for_months(cast, cast.sari, cast.ratna)
    cast.grant(cast.sari, cast.ratna, Rung.UNHESITATING)
    person = PersonText("Hendra Gunawan", emails=HENDRA)
    rungs = RungChoice(Rung.TRUSTED, Rung.UNHESITATING, Rung.UNHESITATING)
    keyring.edit_key(cast.act(cast.sari), key, HintText("Kepala pengadaan"), person, rungs, "")
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.ratna])
    before = {kind: readers(cast, cast.sari, key, kind) for kind in FaceKind}
    assert before == {HINT: {cast.budi, cast.ratna}, NAME: {cast.ratna}, CONTACT: {cast.ratna}}
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
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
    key, request, contact = asked
    other = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma", email="lia@notaris.example")
    answers(cast, contact, "yes")
    hands(cast, cast.sari, request)
    assert opened(cast, cast.budi) == [key]
    assert not any(readers(cast, cast.sari, other, kind) for kind in FaceKind)


def test_whoever_said_never_and_then_yes_may_be_asked_again(cast: Cast, asked: tuple[UUID, UUID, Principal]) -> None:
    key, _, contact = asked
    trusts(cast, cast.sari, cast.ratna)
    second = cast.ask(cast.ratna, key)
    answers(cast, contact, "never")
    with refused("never_again"):
        cast.decide(cast.sari, second)
    cast.later(1)
    answers(cast, contact, "yes")
    cast.decide(cast.sari, second)
    assert decision(cast, cast.sari, second).consent is not None
