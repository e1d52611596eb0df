from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.gates import (
    NO_END,
    Face,
    FaceKind,
    Grant,
    OwnGate,
    Pass,
    Verdict,
    Why,
    audience,
    gate_of,
    open_gates,
)
from kunci.core.passes import Granted, Placement, after_evidence, closed_by_time, grant_rung, lowered, place_face
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import standing_of
from tests.core.strategies import NOW, TODAY, passes_between, ties

AHEAD = NOW + timedelta(days=400)
SHUT = Pass("sari", "budi")
MET = [Evidence("m", Kind.MET, TODAY)]
PRIOR = Evidence("p", Kind.PRIOR, TODAY, since=TODAY - timedelta(days=2000), often=Often.MONTHLY)
rungs = st.sampled_from(Rung)


def face(kind: FaceKind, rung: Rung | None) -> Face:
    return Face(kind, "k", "sari", kind, rung, gate_of("sari", Rung.STRANGER))


HINT, NAME, CONTACT = (
    face(FaceKind.HINT, Rung.TRUSTED),
    face(FaceKind.NAME, Rung.UNHESITATING),
    face(FaceKind.CONTACT, None),
)


@given(passes_between("sari", "budi"), rungs)
def test_no_evidence_opens_no_gate(held: Pass, granted: Rung) -> None:
    stranger = standing_of([], NOW)
    assert open_gates("budi", [after_evidence(held, granted, stranger, NOW)], [], NOW) == frozenset()
    for rung in LADDER:
        refused = grant_rung(SHUT, rung, stranger, False, NOW)
        assert refused == Granted(Verdict(False, Why.NEEDS_REASON), SHUT)


@given(ties(), passes_between("sari", "budi"), rungs)
def test_evidence_never_opens_a_rung_that_is_shut_or_not_granted(
    rows: tuple[Evidence, ...], held: Pass, granted: Rung
) -> None:
    standing = standing_of(rows, NOW)
    after = after_evidence(held, granted, standing, NOW)
    for rung in LADDER:
        if not held.live(rung, NOW) or rung > granted:
            assert after.until(rung) is None
        else:
            assert after.until(rung) == standing.until(rung)


@given(ties(), passes_between("sari", "budi"), st.sampled_from(LADDER), st.booleans())
def test_a_rung_is_granted_exactly_when_the_evidence_carries_it_and_as_long(
    rows: tuple[Evidence, ...], held: Pass, rung: Rung, reason_given: bool
) -> None:
    standing = standing_of(rows, NOW)
    granted = grant_rung(held, rung, standing, reason_given, NOW)
    assert granted.verdict.allowed == (standing.rung >= rung)
    if not granted.verdict.allowed:
        assert granted.after == held
        return
    assert granted.after.rung(NOW) >= rung
    for one in LADDER:
        expected = standing.until(one) if one <= rung or held.live(one, NOW) else None
        assert granted.after.until(one) == expected


@given(passes_between("sari", "budi"), rungs)
def test_lowering_shuts_at_once_and_opens_nothing(held: Pass, to: Rung) -> None:
    after = lowered(held, to, NOW)
    for rung in LADDER:
        assert after.live(rung, NOW) == (held.live(rung, NOW) and rung <= to)
        assert after.until(rung) in (held.until(rung), None)


def test_granting_beyond_the_evidence_takes_prior_acquaintance_that_carries_it() -> None:
    met = standing_of(MET, NOW)
    assert grant_rung(SHUT, Rung.TRUSTED, met, False, NOW).verdict == Verdict(False, Why.NEEDS_REASON)
    stated = standing_of([*MET, PRIOR], NOW)
    granted = grant_rung(SHUT, Rung.TRUSTED, stated, True, NOW)
    assert granted.verdict == Verdict(True, Why.CARRIED)
    assert granted.after == Pass("sari", "budi", stated.known_until, stated.trusted_until)
    higher = grant_rung(SHUT, Rung.UNHESITATING, stated, True, NOW)
    assert higher == Granted(Verdict(False, Why.EVIDENCE_FALLS_SHORT), SHUT)


def test_nobody_is_granted_to_be_a_stranger() -> None:
    assert grant_rung(SHUT, Rung.STRANGER, standing_of(MET, NOW), True, NOW).verdict.why is Why.NOT_A_RUNG


def test_a_rung_that_lapsed_stays_shut_until_somebody_grants_it_again() -> None:
    lapsed = Pass("sari", "budi", NOW, NOW)
    standing = standing_of([PRIOR], NOW)
    assert after_evidence(lapsed, Rung.TRUSTED, standing, NOW) == SHUT
    assert grant_rung(lapsed, Rung.TRUSTED, standing, True, NOW).after.rung(NOW) is Rung.TRUSTED


def test_a_broken_outcome_shuts_a_live_rung_at_once() -> None:
    held = Pass("sari", "budi", AHEAD, AHEAD)
    broken = standing_of([PRIOR, Evidence("b", Kind.OUTCOME_BROKEN, TODAY)], NOW)
    after = after_evidence(held, Rung.TRUSTED, broken, NOW)
    assert (after.known_until, after.trusted_until) == (broken.known_until, None)
    assert after.rung(NOW) is Rung.KNOWN


def test_a_face_chosen_for_nobody_hangs_behind_the_gate_to_nobody() -> None:
    nobody = Placement(gate_of("sari", Rung.STRANGER), (), None)
    assert place_face(HINT, set(), {"budi"}) == nobody
    assert place_face(HINT, set(), set()) == nobody
    assert place_face(NAME, set(), {"budi"}, behind=nobody) == nobody


def test_a_face_chosen_for_all_on_its_rung_needs_no_grants() -> None:
    on_rung = {"budi", "dewi"}
    hint = place_face(HINT, on_rung, on_rung)
    assert hint == Placement(gate_of("sari", Rung.TRUSTED), (), Rung.TRUSTED)
    assert place_face(NAME, {"budi"}, {"budi"}, behind=hint).gate == gate_of("sari", Rung.UNHESITATING)


def test_a_face_chosen_for_some_names_them_for_as_long_as_their_pass_lives() -> None:
    own = OwnGate("sari", "hint")
    assert place_face(HINT, {"dewi", "budi"}, {"budi", "dewi", "rina"}) == Placement(
        own,
        (Grant(own, "budi", NO_END, Rung.TRUSTED), Grant(own, "dewi", NO_END, Rung.TRUSTED)),
        Rung.TRUSTED,
    )


def test_a_face_behind_named_people_is_named_too() -> None:
    hint = place_face(HINT, {"budi"}, {"budi", "dewi"})
    name = place_face(NAME, {"budi"}, {"budi"}, behind=hint)
    assert name.gate == OwnGate("sari", "name")
    assert name.follows is Rung.UNHESITATING


def test_a_face_for_named_people_only_follows_the_face_before_it() -> None:
    hint = place_face(HINT, {"budi"}, {"budi"})
    assert place_face(CONTACT, {"budi"}, {"budi", "rina"}, behind=hint).follows is Rung.TRUSTED
    alone = place_face(CONTACT, {"rina"}, {"rina"})
    assert (alone.gate, alone.follows) == (OwnGate("sari", "contact"), Rung.KNOWN)


def test_nobody_is_chosen_who_is_off_the_rung_or_does_not_see_the_face_before() -> None:
    with pytest.raises(ValueError, match="on the face's rung"):
        place_face(HINT, {"rina"}, {"budi"})
    named = place_face(HINT, {"budi"}, {"budi", "dewi"})
    with pytest.raises(ValueError, match="the one before"):
        place_face(NAME, {"dewi"}, {"dewi"}, behind=named)
    with pytest.raises(ValueError, match="the one before"):
        place_face(NAME, {"dewi"}, {"dewi"}, behind=place_face(HINT, set(), {"dewi"}))
    with pytest.raises(ValueError, match="the one before"):
        place_face(face(FaceKind.NAME, Rung.KNOWN), {"dewi"}, {"dewi"}, behind=place_face(HINT, {"dewi"}, {"dewi"}))


def test_an_end_for_one_names_everybody_and_a_face_ends_no_later_than_the_one_before() -> None:
    on_rung = {"budi", "dewi"}
    week, month = NOW + timedelta(days=7), NOW + timedelta(days=30)
    hint = place_face(HINT, on_rung, on_rung, ends={"budi": week})
    own = OwnGate("sari", "hint")
    named = (Grant(own, "budi", week, Rung.TRUSTED), Grant(own, "dewi", NO_END, Rung.TRUSTED))
    assert hint == Placement(own, named, Rung.TRUSTED)
    name = place_face(NAME, on_rung, on_rung, behind=hint, ends={"budi": month, "dewi": month})
    assert {grant.viewer: grant.until for grant in name.grants} == {"budi": week, "dewi": month}
    contact = place_face(CONTACT, on_rung, on_rung, behind=name)
    assert {grant.viewer: grant.until for grant in contact.grants} == {"budi": week, "dewi": month}
    assert place_face(HINT, on_rung, on_rung, ends={"rina": week}).gate == gate_of("sari", Rung.TRUSTED)


def test_what_time_closed_is_told_from_what_a_hand_closed() -> None:
    week, month = NOW - timedelta(days=30), NOW - timedelta(days=7)
    lapsed = Pass("sari", "budi", month, month)
    assert closed_by_time(lapsed, Rung.TRUSTED, None, NOW) == (month, True)
    assert closed_by_time(lapsed, Rung.TRUSTED, week, NOW) == (week, False)
    assert closed_by_time(lapsed, Rung.STRANGER, None, NOW) is None
    assert closed_by_time(None, Rung.STRANGER, NOW, NOW) == (NOW, False)
    assert closed_by_time(Pass("sari", "budi", AHEAD, AHEAD), Rung.TRUSTED, AHEAD, NOW) is None


members = st.sets(st.sampled_from(("budi", "dewi", "rina")))


ends = st.dictionaries(
    st.sampled_from(("budi", "dewi", "rina")), st.integers(1, 5).map(lambda days: NOW + timedelta(days=days))
)


@given(members, members, members, members, ends, ends, st.integers(0, 6))
def test_exactly_the_chosen_see_a_face_until_their_end_and_never_one_without_the_face_before(
    trusted: set[str],
    unhesitating: set[str],
    hinted: set[str],
    told: set[str],
    hint_ends: dict[str, datetime],
    name_ends: dict[str, datetime],
    days: int,
) -> None:
    unhesitating &= trusted
    hinted &= trusted
    told &= unhesitating & hinted
    hint = place_face(HINT, hinted, trusted, ends=hint_ends)
    name = place_face(NAME, told, unhesitating, behind=hint, ends=name_ends)
    later = NOW + timedelta(days=days)

    def see(one: Face, placement: Placement, passes: list[Pass]) -> frozenset[str]:
        return audience(replace(one, gate=placement.gate), passes, placement.grants, later)

    def passes_for(trusted: set[str], unhesitating: set[str]) -> list[Pass]:
        ends: dict[str, list[datetime]] = {viewer: [AHEAD, AHEAD] for viewer in trusted}
        ends |= {viewer: [AHEAD, AHEAD, AHEAD] for viewer in unhesitating}
        return [Pass("sari", viewer, *ends[viewer]) for viewer in sorted(ends)]

    def still(viewer: str, *ends: dict[str, datetime]) -> bool:
        return all(viewer not in one or one[viewer] > later for one in ends)

    now = passes_for(trusted, unhesitating)
    assert see(HINT, hint, now) == {one for one in hinted if still(one, hint_ends)}
    assert see(NAME, name, now) == {one for one in told if still(one, hint_ends, name_ends)}
    everybody = passes_for(set(), {"budi", "dewi", "rina"})
    assert see(NAME, name, everybody) <= see(HINT, hint, everybody)
