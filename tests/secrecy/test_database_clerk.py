"""The clerk: writes that touch two members, or are made by somebody who is not one, are narrow and happen once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.clerks import ANSWER, CLOSE, WEEK, after, answer, granted, hand_over
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

ACCEPT = "select clerk.accept_invitation(%s, 'Maya', '', '')"


def invite(hand: Hand, inviter: UUID) -> UUID:
    hand.as_member(inviter)
    id: UUID = hand.one(
        "insert into door.invitation (inviter, name, created_at, expires_at) values (%s, 'Maya', %s, %s) returning id",
        [inviter, NOW, NOW + WEEK],
    )
    return id


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
    assert answer(both, Principal("c", ground.open_consent), "yes") == []  # the question is over
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
