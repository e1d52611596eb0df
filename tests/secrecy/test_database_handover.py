"""The clerk in an exchange: an answer is written down, a handover needs both yeses, an ask may go nowhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.clerks import ANSWER, HAND, LATER, WEEK, after, answer, granted, hand_over
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

# Answering for consent, handing over


def test_a_contacts_yes_opens_nothing_until_the_holder_hands_over(ground: Ground, both: Hand) -> None:
    link = Principal("c", ground.open_consent)
    assert hand_over(both, ground) is None
    assert answer(both, link, "yes") == [True]
    assert granted(both, ground) == []
    assert hand_over(both, ground) is not None
    assert granted(both, ground) == ["contact", "hint", "name"]
    assert hand_over(both, ground) is None
    both.as_member(ground.cast.budi)
    assert both.one("select count(*) from door.handover where request = %s", [ground.open_request]) == 1


def test_nobody_but_the_holder_hands_over(ground: Ground, both: Hand) -> None:
    answer(both, Principal("c", ground.open_consent), "yes")
    for other in (ground.cast.budi, ground.cast.ratna, uuid4()):
        assert hand_over(both, ground, other) is None
    both.look(Principal("c", ground.open_consent))
    assert both.one(HAND, [ground.open_request, LATER, LATER, LATER, LATER]) is None
    assert granted(both, ground) == []


def test_only_the_contacts_own_link_answers(ground: Ground, both: Hand) -> None:
    wrong = [
        Principal("m", ground.cast.sari),
        Principal("m", ground.cast.budi),
        Principal("m", ground.open_consent),
        Principal("i", ground.open_consent),
        Principal("c", ground.open_request),
        Principal("c", uuid4()),
    ]
    for principal in wrong:
        assert answer(both, principal, "yes") == []
    with both.everything():
        assert both.rows("select from vault.consent_answer where consent = %s", [ground.open_consent]) == []


@pytest.mark.parametrize("said", ["not_now", "never"])
def test_nothing_is_handed_over_once_the_holder_thought_better(ground: Ground, both: Hand, said: str) -> None:
    answer(both, Principal("c", ground.open_consent), "yes")
    both.as_member(ground.cast.sari, NOW + timedelta(minutes=1))
    both.rows(
        "insert into door.decision (request, holder, answer, decided_at) values (%s, %s, %s, %s)",
        [ground.open_request, ground.cast.sari, said, NOW + timedelta(minutes=1)],
    )
    assert hand_over(both, ground, now=NOW + timedelta(minutes=2)) is None
    assert granted(both, ground) == []


@pytest.mark.parametrize("said", ["no", "never", "later"])
def test_without_the_contacts_yes_nothing_is_handed_over(ground: Ground, both: Hand, said: str) -> None:
    link = Principal("c", ground.open_consent)
    assert answer(both, link, said) == [True]
    assert hand_over(both, ground) is None
    answer(both, link, "yes", NOW + timedelta(minutes=1))
    answer(both, link, said, NOW + timedelta(minutes=2))
    assert hand_over(both, ground, now=NOW + timedelta(minutes=3)) is None
    assert granted(both, ground) == []


@pytest.mark.parametrize("said", ["no", "never"])
def test_a_no_after_the_handover_closes_the_contact_again(ground: Ground, both: Hand, said: str) -> None:
    link = Principal("c", ground.open_consent)
    answer(both, link, "yes")
    hand_over(both, ground)
    answer(both, link, said, NOW + WEEK)
    assert granted(both, ground) == ["hint", "name"]


def test_what_the_contact_keeps_silent_about_reaches_nobody(ground: Ground, both: Hand) -> None:
    def known(member: UUID) -> list[object]:
        both.as_member(member)
        views = ("consent_answer", "journal", "received", "asked", "handover", "grant", "face", "notice")
        return [both.rows(f"select v::text from door.{view} v order by 1") for view in views]

    before = known(ground.cast.sari), known(ground.cast.budi)
    assert answer(both, Principal("c", ground.open_consent), "no", tell=False) == [False]
    assert (known(ground.cast.sari), known(ground.cast.budi)) == before
    assert answer(both, Principal("c", ground.open_consent), "no") == [True]
    assert known(ground.cast.sari) != before[0]
    assert known(ground.cast.budi) == before[1]


def test_a_yes_is_not_taken_back_in_silence(ground: Ground, both: Hand) -> None:
    link = Principal("c", ground.open_consent)
    answer(both, link, "yes")
    assert answer(both, link, "no", NOW + timedelta(minutes=1), tell=False) == [True]


def test_an_answer_that_is_none_is_refused(ground: Ground, both: Hand) -> None:
    both.look(Principal("c", ground.open_consent))
    refused = both.refusal(ANSWER, ["maybe", True])
    assert refused is not None
    assert refused.state == "23514"


def test_an_answer_waits_for_what_the_holder_does_meanwhile(ground: Ground, pair: tuple[Hand, Hand]) -> None:
    """Handed over first, a no closes it again; the other way round nothing is handed over."""
    sari, contact = pair
    sari.as_member(ground.cast.sari)
    sari.rows("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(ground.cast.sari)])
    contact.look(Principal("c", ground.open_consent))
    assert after(sari, contact, ANSWER, ["no", True], commit=False) == [(ground.cast.sari, ground.open_request, True)]


def test_of_an_ask_taken_back_and_handed_over_at_once_the_first_counts(
    ground: Ground, pair: tuple[Hand, Hand], both: Hand
) -> None:
    sari, budi = pair
    take_back = "update door.asked set withdrawn_at = %s where id = %s returning id"
    sari.look(Principal("c", ground.open_consent))
    sari.rows(ANSWER, ["yes", True])
    assert hand_over(sari, ground) is not None
    budi.as_member(ground.cast.budi)
    assert after(sari, budi, take_back, [NOW, ground.open_request], commit=False) == [(ground.open_request,)]
    budi.connection.rollback()
    answer(both, Principal("c", ground.open_consent), "yes")
    hand_over(both, ground)
    both.as_member(ground.cast.budi)
    assert both.rows(take_back, [NOW, ground.open_request]) == []


def test_a_contact_tells_once_in_each_round_and_the_holder_reads_it_blind(ground: Ground, both: Hand) -> None:
    tell = "select clerk.tell_felt(%s, 'good', 'meeting', 'senang')"
    link = Principal("c", ground.open_consent)
    both.look(link)
    assert both.one(tell, [1]) == "gone"
    answer(both, link, "yes")
    hand_over(both, ground)
    both.look(link)
    assert [both.one(tell, [round]) for round in (1, 1, 2)] == ["told", "already", "gone"]
    both.look(link, NOW + 2 * WEEK)
    assert both.one(tell, [1]) == "over"
    words = "select words from door.felt f join door.handover h on h.id = f.handover where h.request = %s"
    for member, instant, seen in (
        (ground.cast.sari, NOW, []),
        (ground.cast.sari, NOW + 2 * WEEK, [("senang",)]),
        (ground.cast.budi, NOW + 2 * WEEK, []),
    ):
        both.as_member(member, instant)
        assert both.rows(words, [ground.open_request]) == seen


# Where an ask goes


def test_an_ask_inside_the_pause_or_after_a_never_reaches_nobody_and_looks_the_same(ground: Ground, both: Hand) -> None:
    put = (
        "insert into door.asked (asker, key, holder, sentence, shown_hint, asked_at, expires_at, pause_until) "
        "values (%s, %s, %s, 'x', 'x', %s, %s, %s) returning id, heard_by"
    )
    seen = put.replace(", heard_by", "")
    refused = both.refusal(put, [ground.cast.budi, ground.shown, ground.cast.sari, NOW, NOW, NOW])
    assert refused is not None
    both.as_member(ground.cast.budi)
    made = [
        both.one(seen, [ground.cast.budi, ground.shown, ground.cast.sari, at, at + WEEK, at + 2 * WEEK])
        for at in (NOW + 20 * WEEK, NOW + 21 * WEEK, NOW + 22 * WEEK)
    ]
    both.as_member(ground.cast.sari)
    heard = {id for (id,) in both.rows("select id from door.received where id = any(%s)", [made])}
    assert heard == {made[0], made[2]}
    both.rows(
        "insert into door.turned_away (holder, asker, key, since) values (%s, %s, %s, %s)",
        [ground.cast.sari, ground.cast.budi, ground.shown, NOW],
    )
    both.as_member(ground.cast.budi)
    never = both.one(seen, [ground.cast.budi, ground.shown, ground.cast.sari, NOW + 40 * WEEK, LATER, LATER])
    both.as_member(ground.cast.sari)
    assert both.rows("select from door.received where id = %s", [never]) == []
