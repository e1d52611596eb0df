"""The clerk: writes that touch two members, or are made by somebody who is not one, are narrow and happen once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

WEEK = timedelta(days=7)
ACCEPT = "select clerk.accept_invitation(%s, 'Maya', '', '')"
CLOSE = "select clerk.close_account()"
ANSWER = "select holder, request, heard from clerk.answer_consent(%s, %s, 'id')"
HAND = "select clerk.hand_over(%s, %s, %s, %s, %s)"
LATER = NOW + 2 * WEEK


def invite(hand: Hand, inviter: UUID) -> UUID:
    hand.as_member(inviter)
    id: UUID = hand.one(
        "insert into door.invitation (inviter, name, created_at, expires_at) values (%s, 'Maya', %s, %s) returning id",
        [inviter, NOW, NOW + WEEK],
    )
    return id


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


# Accepting an invitation


def test_an_invitation_makes_two_acquainted_and_opens_nothing(ground: Ground, both: Hand) -> None:
    new = uuid4()
    link = Principal("i", invite(both, ground.cast.sari))
    both.look(link)
    assert both.one(ACCEPT, [new]) == ground.cast.sari
    both.as_member(new)
    names = {name for (name,) in both.rows("select name from door.member")}
    assert names == {"Maya", "Sari Wulandari"}
    assert both.rows("select from door.face") == []
    with both.everything():
        pair = [new, ground.cast.sari]
        passes = both.rows("select known_until from vault.pass where viewer = any(%s) and holder = any(%s)", [pair] * 2)
        ties = both.rows("select granted from vault.tie where member = any(%s) and partner = any(%s)", [pair] * 2)
    assert passes == [(None,), (None,)]
    assert ties == [(0,), (0,)]


def test_an_invitation_is_accepted_once(ground: Ground, both: Hand) -> None:
    both.look(Principal("i", invite(both, ground.cast.sari)))
    assert both.one(ACCEPT, [uuid4()]) == ground.cast.sari
    assert both.one(ACCEPT, [uuid4()]) is None
    assert both.rows("select from clerk.invitation()") == []


def test_nobody_accepts_their_own_invitation(ground: Ground, both: Hand) -> None:
    both.look(Principal("i", invite(both, ground.cast.sari)))
    assert both.one(ACCEPT, [ground.cast.sari]) is None
    assert len(both.rows("select from clerk.invitation()")) == 1


def test_a_revoked_or_expired_invitation_is_accepted_no_more(ground: Ground, both: Hand) -> None:
    revoked = invite(both, ground.cast.sari)
    assert both.changed("update door.invitation set revoked_at = %s where id = %s", [NOW, revoked]) == 1
    both.look(Principal("i", revoked))
    assert both.one(ACCEPT, [uuid4()]) is None
    link = Principal("i", invite(both, ground.cast.sari))
    both.look(link, NOW + WEEK)
    assert both.one(ACCEPT, [uuid4()]) is None
    assert both.rows("select from clerk.invitation()") == []
    both.look(link, NOW + WEEK - timedelta(microseconds=1))
    assert both.one(ACCEPT, [uuid4()]) == ground.cast.sari


def test_an_invitation_is_accepted_through_its_own_link_only(ground: Ground, both: Hand) -> None:
    id = invite(both, ground.cast.sari)
    for wrong in (
        Principal("m", ground.cast.sari),
        Principal("m", id),
        Principal("c", id),
        Principal("i", uuid4()),
        None,
    ):
        both.look(wrong)
        assert both.one(ACCEPT, [uuid4()]) is None
        assert both.rows("select from clerk.invitation()") == []


@pytest.fixture
def pair(ground: Ground) -> Iterator[tuple[Hand, Hand]]:
    """Two sign-ins of the application, whose writes stay where they are committed."""
    with ground.connect("app") as one, ground.connect("app") as other:
        yield Hand(one), Hand(other)
        one.rollback()
        other.rollback()


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


@pytest.mark.parametrize("commit", [True, False])
def test_of_two_who_accept_at_once_one_comes_in(ground: Ground, pair: tuple[Hand, Hand], commit: bool) -> None:
    first, second = pair
    link = Principal("i", invite(first, ground.cast.sari))
    first.connection.commit()
    first.look(link)
    second.look(link)
    assert first.one(ACCEPT, [uuid4()]) == ground.cast.sari
    assert after(first, second, ACCEPT, [uuid4()], commit=commit) == [(None if commit else ground.cast.sari,)]


# Circles


def circle_of(hand: Hand, founder: UUID) -> tuple[UUID, UUID]:
    """A circle, and an invitation into it."""
    hand.as_member(founder)
    circle: UUID = hand.one("select clerk.begin_circle('Malam pertama')")
    return circle, into(hand, founder, circle)


def into(hand: Hand, inviter: UUID, circle: UUID) -> UUID:
    hand.as_member(inviter)
    id: UUID = hand.one(
        "insert into door.invitation (inviter, created_at, expires_at, circle) values (%s, %s, %s, %s) returning id",
        [inviter, NOW, NOW + WEEK, circle],
    )
    return id


def test_nobody_looks_into_a_circle_or_comes_in_but_by_invitation(ground: Ground, both: Hand) -> None:
    circle, _ = circle_of(both, ground.cast.sari)
    both.as_member(ground.cast.joko)
    for view in ("circle", "circle_member"):
        column = "id" if view == "circle" else "circle"
        assert both.rows(f"select from door.{view} where {column} = %s", [circle]) == []
    for attempt in (
        "insert into door.circle_member (circle, member, joined_at) values (%(circle)s, %(me)s, now())",
        "insert into door.circle (founder, name, created_at) values (%(me)s, 'x', now())",
        "insert into door.invitation (inviter, created_at, expires_at, circle) "
        "values (%(me)s, now(), now(), %(circle)s)",
    ):
        refused = both.refusal(attempt, {"circle": circle, "me": ground.cast.joko})
        assert refused is not None
        assert refused.state == "42501"


def test_an_invitation_into_a_circle_that_is_hidden_is_refused_like_one_into_none(ground: Ground, both: Hand) -> None:
    circle, _ = circle_of(both, ground.cast.sari)
    both.as_member(ground.cast.joko)
    put = "insert into door.invitation (inviter, created_at, expires_at, circle) values (%s, now(), now(), %s)"
    hidden, absent = (both.refusal(put, [ground.cast.joko, one]) for one in (circle, uuid4()))
    assert hidden is not None
    assert hidden == absent


def test_who_comes_into_a_circle_knows_all_of_it_and_nothing_is_open(ground: Ground, both: Hand) -> None:
    circle, first = circle_of(both, ground.cast.sari)
    second, (one, other) = into(both, ground.cast.sari, circle), (uuid4(), uuid4())
    for link, new in ((first, one), (second, other)):
        both.look(Principal("i", link))
        assert both.one(ACCEPT, [new]) == ground.cast.sari
    both.as_member(other)
    assert {member for (member,) in both.rows("select member from door.circle_member")} == {
        ground.cast.sari,
        one,
        other,
    }
    assert len(both.rows("select from door.member")) == 3
    assert both.rows("select from door.face") == []
    with both.everything():
        open_to = "select from vault.pass where viewer = any(%s) and holder = any(%s) and known_until is not null"
        assert both.rows(open_to, [[one, other]] * 2) == []


def test_two_who_come_at_once_come_to_know_of_each_other(ground: Ground, pair: tuple[Hand, Hand]) -> None:
    first, second = pair
    circle, one = circle_of(first, ground.cast.sari)
    other = into(first, ground.cast.sari, circle)
    first.connection.commit()
    first.look(Principal("i", one))
    second.look(Principal("i", other))
    new, late = uuid4(), uuid4()
    assert first.one(ACCEPT, [new]) == ground.cast.sari
    assert after(first, second, ACCEPT, [late], commit=True) == [(ground.cast.sari,)]
    second.as_member(late)
    assert new in {id for (id,) in second.rows("select id from door.member")}


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


# Closing an account


def test_whoever_closes_while_their_contact_answers_comes_after_it(ground: Ground, pair: tuple[Hand, Hand]) -> None:
    contact, sari = pair
    assert answer(contact, Principal("c", ground.open_consent), "yes") == [True]
    sari.as_member(ground.cast.sari)
    assert after(contact, sari, CLOSE, [], commit=False) == [(True,)]


def test_a_contact_who_answers_while_the_holder_closes_comes_after_it(ground: Ground, pair: tuple[Hand, Hand]) -> None:
    sari, contact = pair
    sari.as_member(ground.cast.sari)
    assert sari.one(CLOSE) is True
    contact.look(Principal("c", ground.open_consent))
    got = after(sari, contact, ANSWER, ["yes", True], commit=False)
    assert got == [(ground.cast.sari, ground.open_request, True)]


def test_after_closing_the_contacts_link_answers_nothing(ground: Ground, both: Hand) -> None:
    both.as_member(ground.cast.sari)
    assert both.one(CLOSE) is True
    assert answer(both, Principal("c", ground.open_consent), "yes") == []
    assert both.rows("select from clerk.consent()") == []


def test_after_the_asker_has_closed_nothing_is_handed_over(ground: Ground, both: Hand) -> None:
    both.as_member(ground.cast.budi)
    assert both.one(CLOSE) is True
    assert answer(both, Principal("c", ground.open_consent), "yes") == [True]
    assert hand_over(both, ground) is None
    assert granted(both, ground) == []


# Founding, and the delivery of mail


def test_an_installation_is_founded_once_and_by_a_member_only(ground: Ground, both: Hand) -> None:
    found = "select clerk.found('Mala', '', '')"
    both.as_member(uuid4())
    assert both.one(found) is False
    with both.everything():
        both.rows("set local session_replication_role = replica")
        both.rows("delete from vault.member")
        both.rows("set local session_replication_role = origin")
    both.look(None)
    assert both.one(found) is False
    both.look(Principal("i", uuid4()))
    assert both.one(found) is False
    both.as_member(uuid4())
    assert both.one(found) is True
    assert both.one(found) is False


def test_a_mail_that_is_being_delivered_is_taken_by_nobody_else(ground: Ground, pair: tuple[Hand, Hand]) -> None:
    first, second = pair
    taken = "select id from clerk.claim_mail(%s)"
    one, other = first.rows(taken, [NOW]), second.rows(taken, [NOW])
    assert len(one) == len(other) == 1
    assert one != other
