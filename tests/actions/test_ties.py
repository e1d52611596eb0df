"""My side of a relation: what I note, what it carries, and how far I let the other come."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kunci.actions import keyring, ties
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import partners as relations
from kunci.reveal.keyring import openable
from tests.actions.steps import (
    agreed,
    answers,
    close_for_months,
    emails_seen,
    face,
    hand_over,
    handed,
    hands,
    link,
    opened,
    readers,
    refused,
    relation,
    tell,
    trusts,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HINT, NAME, CONTACT = FaceKind
K, T, U = Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING
LONG_AGO = (date(2018, 1, 1), Often.WEEKLY)


def note(cast: Cast, kind: Kind, on: date | None = None) -> None:
    today = cast.now.date()
    ties.add_evidence(cast.act(cast.sari), cast.budi, kind, on or today, today, "")


def stands(cast: Cast) -> tuple[int, bool]:
    """On which rung Sari lets Budi stand, and whether that has an end ahead."""
    partner = relation(cast, cast.sari, cast.budi).partner
    return partner.rung, partner.until is not None and partner.until > cast.now


@pytest.mark.parametrize("kind", Kind)
def test_what_happened_is_noted_by_hand_and_what_others_say_is_not(cast: Cast, kind: Kind) -> None:
    by_hand = {
        Kind.MET, Kind.ONE_TO_ONE, Kind.CALL, Kind.CHAT, Kind.VISIT, Kind.EVENT,
        Kind.PROMISE_KEPT, Kind.PROMISE_BROKEN, Kind.HELP_GIVEN, Kind.HELP_RECEIVED,
    }  # fmt: skip
    if kind in by_hand:
        note(cast, kind)
        (row,) = relation(cast, cast.sari, cast.budi).evidence
        assert (row.kind, row.on, row.counts) == (kind, cast.now.date(), True)
    else:
        with refused("kind"):
            note(cast, kind)
        assert relation(cast, cast.sari, cast.budi).evidence == ()


def test_nothing_is_noted_ahead_of_the_members_own_date(cast: Cast) -> None:
    tomorrow = cast.now.date() + timedelta(days=1)
    with refused("date_ahead"):
        note(cast, Kind.MET, tomorrow)
    with refused("date_ahead"):
        ties.add_prior(cast.act(cast.sari), cast.budi, tomorrow, Often.WEEKLY, cast.now.date(), "")
    with refused("date_ahead"):
        ties.grant(cast.act(cast.sari), cast.budi, K, set(), (tomorrow, Often.WEEKLY), cast.now.date(), "")
    # In Jayapura it is tomorrow already while UTC still says today.
    ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.MET, tomorrow, tomorrow, "sarapan di Jayapura")
    assert len(relation(cast, cast.sari, cast.budi).evidence) == 1


def test_a_date_before_the_epoch_and_an_endless_note_are_refused(cast: Cast) -> None:
    with refused("date_too_early"):
        note(cast, Kind.MET, date(1969, 12, 31))
    with refused("too_long"):
        ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.MET, cast.now.date(), cast.now.date(), "x" * 1001)
    assert relation(cast, cast.sari, cast.budi).evidence == ()


def test_what_i_note_is_mine_alone(cast: Cast) -> None:
    note(cast, Kind.PROMISE_BROKEN)
    theirs = relation(cast, cast.budi, cast.sari)
    assert theirs.evidence == ()
    assert theirs.standing.trust == 0


@pytest.mark.parametrize("stranger", ["joko", "nobody"])
def test_a_stranger_is_refused_like_somebody_who_does_not_exist(cast: Cast, stranger: str) -> None:
    other, today = cast.joko if stranger == "joko" else uuid4(), cast.now.date()
    with refused("gone"):
        ties.add_evidence(cast.act(cast.sari), other, Kind.MET, today, today, "")
    with refused("gone"):
        ties.add_prior(cast.act(cast.sari), other, *LONG_AGO, today, "")
    with refused("gone"):
        ties.take_back(cast.act(cast.sari), other, uuid4(), today)
    with refused("gone"):
        ties.grant(cast.act(cast.sari), other, K, set(), LONG_AGO, today, "")
    with refused("gone"):
        ties.lower(cast.act(cast.sari), other, Rung.STRANGER)
    assert relations.relation(cast.sari, cast.now, other) is None


def test_an_entry_can_be_taken_back_within_a_day_and_counts_no_more(cast: Cast) -> None:
    note(cast, Kind.MET)
    known = relation(cast, cast.sari, cast.budi)
    assert known.standing.rung is K
    cast.later(0.999)
    ties.take_back(cast.act(cast.sari), cast.budi, known.evidence[0].id, cast.now.date())
    after = relation(cast, cast.sari, cast.budi)
    assert after.standing.rung is Rung.STRANGER
    assert [(row.kind, row.counts, row.can_take_back) for row in after.evidence] == [(Kind.MET, False, False)]


def test_after_a_day_an_entry_stays(cast: Cast) -> None:
    note(cast, Kind.MET)
    (row,) = relation(cast, cast.sari, cast.budi).evidence
    assert row.can_take_back
    cast.later(1)
    (row,) = relation(cast, cast.sari, cast.budi).evidence
    assert not row.can_take_back
    with refused("too_late_to_take_back"):
        ties.take_back(cast.act(cast.sari), cast.budi, row.id, cast.now.date())
    assert relation(cast, cast.sari, cast.budi).evidence == (row,)


def test_an_entry_about_somebody_else_or_of_somebody_else_cannot_be_taken_back(cast: Cast) -> None:
    note(cast, Kind.MET)
    (row,) = relation(cast, cast.sari, cast.budi).evidence
    with refused("gone"):
        ties.take_back(cast.act(cast.sari), cast.ratna, row.id, cast.now.date())
    with refused("gone"):
        ties.take_back(cast.act(cast.budi), cast.sari, row.id, cast.now.date())
    with refused("gone"):
        ties.take_back(cast.act(cast.sari), cast.budi, uuid4(), cast.now.date())
    assert relation(cast, cast.sari, cast.budi).evidence == (row,)


def test_an_outcome_cannot_be_taken_back(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    handover = hand_over(cast, cast.sari, cast.budi, key)
    tell(cast, cast.sari, handover, "broken")
    row = next(one for one in relation(cast, cast.sari, cast.budi).evidence if one.kind is Kind.OUTCOME_BROKEN)
    assert not row.can_take_back
    with refused("too_late_to_take_back"):
        ties.take_back(cast.act(cast.sari), cast.budi, row.id, cast.now.date())


def test_beyond_what_the_evidence_carries_a_grant_asks_for_a_reason(cast: Cast) -> None:
    today = cast.now.date()
    with pytest.raises(Refused) as caught:
        ties.grant(cast.act(cast.sari), cast.budi, T, set(), None, today, "")
    assert (caught.value.code, caught.value.data) == ("needs_reason", {"carried": Rung.STRANGER})
    assert stands(cast) == (0, False)
    ties.grant(cast.act(cast.sari), cast.budi, T, set(), LONG_AGO, today, "sejak kuliah")
    assert stands(cast) == (2, True)
    (row,) = relation(cast, cast.sari, cast.budi).evidence
    assert (row.kind, row.since, row.often, row.note) == (Kind.PRIOR, *LONG_AGO, "sejak kuliah")


def test_a_reason_that_does_not_carry_it_either_is_refused_and_not_kept(cast: Cast) -> None:
    note(cast, Kind.MET)
    with pytest.raises(Refused) as caught:
        ties.grant(cast.act(cast.sari), cast.budi, U, set(), LONG_AGO, cast.now.date(), "")
    assert (caught.value.code, caught.value.data) == ("falls_short", {"carried": T})
    assert [row.kind for row in relation(cast, cast.sari, cast.budi).evidence] == [Kind.MET]


def test_a_grant_lasts_as_long_as_the_evidence_carries_it(cast: Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T)
    held = relation(cast, cast.sari, cast.budi)
    assert held.partner.until == held.standing.trusted_until


def test_new_evidence_moves_the_end_of_what_is_granted(cast: Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T)
    before = relation(cast, cast.sari, cast.budi).partner.until
    note(cast, Kind.PROMISE_KEPT)
    longer = relation(cast, cast.sari, cast.budi).partner.until
    assert before is not None
    assert longer is not None
    assert longer > before
    note(cast, Kind.PROMISE_KEPT, cast.now.date() - timedelta(days=7))
    longest = relation(cast, cast.sari, cast.budi).partner.until
    assert longest is not None
    assert longest > longer
    note(cast, Kind.PROMISE_BROKEN)
    after = relation(cast, cast.sari, cast.budi).partner
    assert after.rung == T
    assert after.until is not None
    assert after.until < before


def test_evidence_opens_no_rung_that_was_not_granted(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    assert relation(cast, cast.sari, cast.budi).standing.rung is U
    assert stands(cast) == (0, False)
    cast.grant(cast.sari, cast.budi, K)
    note(cast, Kind.PROMISE_KEPT)
    assert stands(cast)[0] == 1
    assert opened(cast, cast.budi) == []
    assert readers(cast, cast.sari, key, HINT) == set()


def test_evidence_does_not_bring_back_what_had_ended(cast: Cast) -> None:
    cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T)
    note(cast, Kind.PROMISE_BROKEN)
    assert stands(cast)[0] == 1
    for week in range(1, 6):
        note(cast, Kind.PROMISE_KEPT, cast.now.date() - timedelta(weeks=week))
    assert relation(cast, cast.sari, cast.budi).standing.rung is T
    assert stands(cast)[0] == 1
    assert opened(cast, cast.budi) == []


def test_taking_good_evidence_back_closes_what_it_carried(cast: Cast) -> None:
    cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T)
    (row,) = relation(cast, cast.sari, cast.budi).evidence
    ties.take_back(cast.act(cast.sari), cast.budi, row.id, cast.now.date())
    assert stands(cast) == (0, False)
    assert opened(cast, cast.budi) == []


def test_a_grant_shows_every_face_of_its_rung_and_opens_what_stays_ticked(cast: Cast) -> None:
    first, second = cast.key(cast.sari, "Pintu satu"), cast.key(cast.sari, "Pintu dua")
    close_for_months(cast, cast.sari, cast.budi)
    shown = openable(cast.sari, cast.now, cast.budi, U)
    assert {(row.key, row.kind) for row in shown} == {(key, kind) for key in (first, second) for kind in (HINT, NAME)}
    assert all(row.ticked for row in shown)
    cast.grant(cast.sari, cast.budi, U, {face(cast, cast.sari, first, HINT), face(cast, cast.sari, second, NAME)})
    assert readers(cast, cast.sari, first, HINT) == {cast.budi}
    assert readers(cast, cast.sari, first, NAME) == set()
    assert readers(cast, cast.sari, second, NAME) == set(), "a name does not open without its hint"
    again = openable(cast.sari, cast.now, cast.budi, U)
    assert [(row.key, row.kind) for row in again if row.ticked] == [(first, HINT)]


def test_a_face_of_somebody_else_is_not_opened_by_ticking_it(cast: Cast) -> None:
    key = cast.key(cast.ratna)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T, {face(cast, cast.ratna, key, HINT)})
    assert opened(cast, cast.budi) == []
    assert readers(cast, cast.ratna, key, HINT) == set()


def test_lowering_closes_above_at_once_and_leaves_what_is_below(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, U)
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.budi])
    cast.lower(cast.sari, cast.budi, T)
    assert stands(cast) == (2, True)
    assert opened(cast, cast.budi) == [key]
    assert readers(cast, cast.sari, key, NAME) == readers(cast, cast.sari, key, CONTACT) == set()
    cast.lower(cast.sari, cast.budi)
    assert stands(cast) == (0, False)
    assert opened(cast, cast.budi) == []


def test_what_was_lowered_does_not_come_back_by_itself(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, U)
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.budi])
    cast.lower(cast.sari, cast.budi)
    note(cast, Kind.PROMISE_KEPT)
    assert opened(cast, cast.budi) == []
    cast.grant(cast.sari, cast.budi, U)
    assert emails_seen(cast, cast.budi, key) is None, "the contact was not on the list of what would open"


def test_a_contact_opened_by_name_that_lapsed_is_not_opened_again_unshown(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, U)
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.budi])
    cast.later(60)
    assert emails_seen(cast, cast.budi, key) is None
    note(cast, Kind.ONE_TO_ONE)
    note(cast, Kind.PROMISE_KEPT)
    cast.grant(cast.sari, cast.budi, U)
    assert readers(cast, cast.sari, key, NAME) == {cast.budi}
    assert readers(cast, cast.sari, key, CONTACT) == set()


def test_revoking_ends_what_was_handed_over_and_lowering_does_not(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, key)
    cast.lower(cast.sari, cast.budi, K)
    assert emails_seen(cast, cast.budi, key) == ("hendra@rs.example",)
    cast.lower(cast.sari, cast.budi)
    assert opened(cast, cast.budi) == []
    assert handed(cast, cast.budi).details.emails == ()


def test_a_yes_given_before_the_revocation_hands_nothing_over_after_it(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    cast.lower(cast.sari, cast.budi)
    answers(cast, contact, "yes")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    assert opened(cast, cast.budi) == []


def test_a_contact_who_says_yes_again_opens_nothing_to_somebody_revoked(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    agreed(cast, cast.sari, request)
    cast.lower(cast.sari, cast.budi)
    answers(cast, contact, "no")
    answers(cast, contact, "yes")
    assert opened(cast, cast.budi) == []


def test_lowering_somebody_else_changes_nothing_for_the_rest(cast: Cast) -> None:
    key = cast.key(cast.sari)
    for partner in (cast.budi, cast.ratna):
        trusts(cast, cast.sari, partner)
    cast.lower(cast.sari, cast.budi)
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([], [key])


def test_a_rung_that_ends_is_shown_until_the_second_it_ends(cast: Cast) -> None:
    cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    end = relation(cast, cast.sari, cast.budi).partner.until
    assert end is not None
    cast.now = end - timedelta(seconds=1)
    assert stands(cast) == (2, True)
    cast.now = end
    assert stands(cast)[0] == 1
    assert opened(cast, cast.budi) == []
