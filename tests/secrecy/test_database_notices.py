"""Notices in raw SQL: entered by the clerk alone, for whom the step concerns, and seen by nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

NOTIFY = "select clerk.notify(%s, %s, %s)"
MINE = "select kind, subject, seen_at from door.notice order by kind"


def written(hand: Hand, member: UUID) -> list[tuple[object, ...]]:
    """Everything that stands in the table for a member."""
    with hand.everything():
        return hand.rows("select kind, subject, created_at, seen_at from vault.notice where member = %s", [member])


@pytest.fixture
def bare(both: Hand) -> Hand:
    """Nobody has a notice yet."""
    with both.everything():
        both.rows("with gone as (delete from vault.notice returning id) select from gone")
    return both


def test_who_asked_tells_who_was_asked_and_nobody_else(ground: Ground, bare: Hand) -> None:
    sari, budi, ratna = ground.cast.sari, ground.cast.budi, ground.cast.ratna
    for writer, reader in ((budi, ratna), (budi, budi), (ratna, sari), (sari, sari)):
        bare.as_member(writer)
        bare.rows(NOTIFY, [reader, "asked", ground.request])
    assert [written(bare, one) for one in (sari, budi, ratna)] == [[], [], []]
    bare.as_member(budi)
    assert bare.rows(NOTIFY, [sari, "asked", ground.request]) == [(None,)]
    assert written(bare, sari) == [("asked", ground.request, NOW, None)]


def test_the_contact_tells_the_holder_of_their_answer_and_nobody_of_anything_else(ground: Ground, bare: Hand) -> None:
    sari, budi, ratna = ground.cast.sari, ground.cast.budi, ground.cast.ratna
    for wrong in (Principal("c", ground.open_consent), Principal("i", ground.consent), Principal("c", uuid4())):
        bare.look(wrong)
        bare.rows(NOTIFY, [sari, "answered", ground.request])
    bare.look(Principal("c", ground.consent))
    for reader in (budi, ratna):
        bare.rows(NOTIFY, [reader, "answered", ground.request])
        bare.rows(NOTIFY, [reader, "handed", ground.handover])
    assert [written(bare, one) for one in (sari, budi, ratna)] == [[], [], []]
    bare.rows(NOTIFY, [sari, "answered", ground.request])
    assert [len(written(bare, one)) for one in (sari, budi, ratna)] == [1, 0, 0]


def test_an_ask_that_went_nowhere_is_noted_for_nobody(ground: Ground, bare: Hand) -> None:
    with bare.everything():
        bare.rows("with gone as (update vault.request set heard_by = null where id = %s returning id) "
                  "select from gone", [ground.open_request])  # fmt: skip
    bare.as_member(ground.cast.budi)
    assert bare.rows(NOTIFY, [ground.cast.sari, "asked", ground.open_request]) == [(None,)]
    assert written(bare, ground.cast.sari) == []


def test_without_a_viewer_nothing_is_written(ground: Ground, bare: Hand) -> None:
    bare.rows(NOTIFY, [ground.cast.sari, "asked", ground.request])
    assert written(bare, ground.cast.sari) == []


def test_said_again_it_is_one_line_and_new(ground: Ground, bare: Hand) -> None:
    bare.as_member(ground.cast.budi)
    bare.rows(NOTIFY, [ground.cast.sari, "asked", ground.request])
    bare.as_member(ground.cast.sari)
    assert bare.changed("update door.notice set seen_at = %s", [NOW]) == 1
    bare.look(Principal("m", ground.cast.budi), NOW + timedelta(days=1))
    bare.rows(NOTIFY, [ground.cast.sari, "asked", ground.request])
    assert written(bare, ground.cast.sari) == [("asked", ground.request, NOW + timedelta(days=1), None)]


def test_a_member_sees_and_marks_their_own_and_only_what_they_can_open(ground: Ground, bare: Hand) -> None:
    sari, budi = ground.cast.sari, ground.cast.budi
    for who in (sari, budi):
        bare.as_member(who)
        for kind, subject in (("reminder_tell", ground.handover), ("reminder_decide", uuid4())):
            bare.rows(NOTIFY, [who, kind, subject])
    bare.as_member(ground.cast.ratna)
    assert bare.rows(MINE) == []
    assert bare.changed("update door.notice set seen_at = %s", [NOW]) == 0
    bare.as_member(sari)
    assert bare.rows(MINE) == [("reminder_tell", ground.handover, None)]
    assert bare.changed("update door.notice set seen_at = %s", [NOW]) == 1
    assert [seen for *_, seen in written(bare, budi)] == [None, None]


@pytest.mark.parametrize(
    "attack",
    [
        "insert into door.notice (member, kind, subject, created_at) values (%(me)s, 'asked', %(it)s, now())",
        "update door.notice set member = %(me)s",
        "update door.notice set subject = %(it)s",
        "update door.notice set created_at = now()",
        "delete from door.notice",
    ],
)
def test_nobody_enters_changes_or_takes_away_a_notice_by_hand(ground: Ground, hand: Hand, attack: str) -> None:
    hand.as_member(ground.cast.sari)
    refused = hand.refusal(attack, {"me": ground.cast.sari, "it": ground.request})
    assert refused is not None
    assert refused.state == "42501"


def test_a_mail_is_not_taken_before_its_time_and_waits_behind_nothing(ground: Ground, both: Hand) -> None:
    with both.everything():
        both.rows("with gone as (delete from vault.outbox returning id) select from gone")
    both.as_member(ground.cast.sari)
    first, later, at_once = uuid4(), uuid4(), uuid4()
    hour = timedelta(hours=1)
    for message, made, until in ((later, NOW, NOW + hour), (first, NOW, None), (at_once, NOW + hour / 2, None)):
        both.rows(
            "insert into door.outbox (message, sealed, created_at, not_before) values (%s, '', %s, %s)",
            [message, made, until],
        )

    def taken(now: object) -> list[UUID]:
        return [message for (message,) in both.rows("select message from clerk.claim_mail(%s)", [now])]

    assert [taken(NOW), taken(NOW), taken(NOW)] == [[first], [at_once], []]
    assert taken(NOW + hour - timedelta(microseconds=1))[:1] != [later]
    assert later in [one for _ in range(3) for one in taken(NOW + hour)]
