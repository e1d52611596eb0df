"""Whether what somebody told may be counted, and what members read once it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from kunci.actions import closing, handovers, repute
from kunci.actions.handovers import Told
from kunci.models.models import Allowed, Repute
from kunci.models.viewer import looking, member
from kunci.reveal import archive
from tests.actions.steps import handed, refused, relation, tell, verbs
from tests.actions.test_telling import handed_over
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def counted(cast: Cast, teller: UUID) -> bool:
    mine = handed(cast, teller).rounds[0].mine
    assert mine is not None
    return mine.counted


def exported(cast: Cast, member: UUID) -> list[Any]:
    """What was told of the one handover, as an archive holds it."""
    handover: Any = archive.archive(member, cast.now).values["handovers"]
    return list(handover[0]["outcomes"])


def test_what_i_tell_counts_only_if_i_tick_it(cast: Cast) -> None:
    handover = handed_over(cast)
    tell(cast, cast.sari, handover, "good")
    handovers.tell(cast.act(cast.budi), handover, Told("good", counted=True), cast.now.date(), ADDRESS)
    assert not counted(cast, cast.sari)
    assert counted(cast, cast.budi)


def test_it_can_be_allowed_later_taken_back_and_allowed_again(cast: Cast) -> None:
    handover = handed_over(cast)
    with refused("gone"):
        repute.set_counted(cast.act(cast.sari), handover, 1, True)
    tell(cast, cast.sari, handover, "good")
    for yes in (True, True, False, False, True):
        cast.later(1)
        repute.set_counted(cast.act(cast.sari), handover, 1, yes)
        assert counted(cast, cast.sari) is yes
    assert verbs(cast, cast.sari)[:2] == ["tell.count"] * 2
    with looking(member(cast.sari), cast.now):
        assert [row.until is None for row in Allowed.objects.order_by("since")] == [False, True]
    (mine,) = exported(cast, cast.sari)
    assert [one["until"] is None for one in mine["may_be_counted"]] == [False, True]


def test_whether_it_may_be_counted_is_the_tellers_alone(cast: Cast) -> None:
    handover = handed_over(cast)
    handovers.tell(cast.act(cast.budi), handover, Told("good", counted=True), cast.now.date(), ADDRESS)
    tell(cast, cast.sari, handover, "good")
    theirs = handed(cast, cast.sari).rounds[0].theirs
    assert theirs is not None
    assert not theirs.counted
    with refused("gone"):
        repute.set_counted(cast.act(cast.ratna), handover, 1, False)
    repute.set_counted(cast.act(cast.sari), handover, 1, False)
    assert counted(cast, cast.budi)
    assert ["may_be_counted" in one for one in exported(cast, cast.sari)].count(True) == 1


def test_of_few_nothing_is_known_however_often_it_is_drawn(cast: Cast) -> None:
    handover = handed_over(cast)
    handovers.tell(cast.act(cast.budi), handover, Told("good", counted=True), cast.now.date(), ADDRESS)
    cast.later(120)
    assert repute.draw(cast.now) is True
    assert repute.draw(cast.now) is False
    assert relation(cast, cast.budi, cast.sari).repute == ""
    with looking(member(cast.budi), cast.now):
        assert not Repute.objects.exists()


def test_with_the_account_what_might_be_counted_is_gone(cast: Cast) -> None:
    handover = handed_over(cast)
    handovers.tell(cast.act(cast.budi), handover, Told("good", counted=True), cast.now.date(), ADDRESS)
    closing.close_account(cast.act(cast.budi))
    with looking(member(cast.budi), cast.now):
        assert not Allowed.objects.exists()
