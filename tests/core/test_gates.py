from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    faces_in_order,
    gate_of,
    may,
    open_gates,
    opened,
)
from kunci.core.rungs import LADDER, Rung
from tests.core.strategies import MEMBERS, NOW, faces, grants, passes

DAY = timedelta(days=1)
AHEAD, PAST = NOW + DAY, NOW - DAY
ON_TRUSTED = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, gate_of("sari", Rung.TRUSTED))
NAMED = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, OwnGate("sari", "f"))
NOBODY = Face("f", "k", "sari", FaceKind.HINT, Rung.TRUSTED, gate_of("sari", Rung.STRANGER))


@given(st.data())
def test_the_three_forms_of_a_gate_agree(data: st.DataObject) -> None:
    all_faces = data.draw(faces())
    all_passes = data.draw(passes())
    all_grants = data.draw(grants(all_faces))
    for viewer in MEMBERS:
        seen = opened(viewer, all_faces, all_passes, all_grants, NOW)
        for face in all_faces:
            allowed = may(viewer, face, all_passes, all_grants, NOW).allowed
            assert (face in seen) == allowed
            heard = audience(face, all_passes, all_grants, NOW)
            assert (viewer in heard) == (allowed and viewer != face.holder)


@given(st.data())
def test_a_gate_closes_by_time_alone_and_never_opens_by_it(data: st.DataObject) -> None:
    all_faces = data.draw(faces())
    all_passes = data.draw(passes())
    all_grants = data.draw(grants(all_faces))
    later = NOW + timedelta(days=data.draw(st.integers(0, 40)))
    for viewer in MEMBERS:
        assert open_gates(viewer, all_passes, all_grants, later) <= open_gates(viewer, all_passes, all_grants, NOW)


@given(faces())
def test_no_pass_and_no_grant_opens_no_gate(all_faces: tuple[Face, ...]) -> None:
    for viewer in MEMBERS:
        assert open_gates(viewer, (), (), NOW) == frozenset()
        assert opened(viewer, all_faces, (), (), NOW) == {face for face in all_faces if face.holder == viewer}


@given(st.data())
def test_the_gate_to_nobody_is_never_open(data: st.DataObject) -> None:
    all_faces = data.draw(faces())
    gates = open_gates("sari", data.draw(passes()), data.draw(grants(all_faces)), NOW)
    assert not {gate_of(holder, Rung.STRANGER) for holder in MEMBERS} & gates


@pytest.mark.parametrize(
    ("viewer", "face", "ends", "grant", "verdict"),
    [
        ("sari", NOBODY, (), None, Verdict(True, Why.OWN)),
        ("budi", NOBODY, (AHEAD, AHEAD, AHEAD), None, Verdict(False, Why.OPEN_TO_NOBODY)),
        ("budi", ON_TRUSTED, (AHEAD, AHEAD), None, Verdict(True, Why.ON_RUNG)),
        ("budi", ON_TRUSTED, (AHEAD, NOW), None, Verdict(False, Why.NOT_ON_RUNG)),
        ("budi", ON_TRUSTED, (AHEAD,), None, Verdict(False, Why.NOT_ON_RUNG)),
        ("dewi", ON_TRUSTED, (AHEAD, AHEAD), None, Verdict(False, Why.NOT_ON_RUNG)),
        ("budi", NAMED, (AHEAD, AHEAD, AHEAD), None, Verdict(False, Why.NOT_NAMED)),
        ("budi", NAMED, (), (AHEAD, None), Verdict(True, Why.NAMED)),
        ("budi", NAMED, (), (NOW, None), Verdict(False, Why.NOT_NAMED)),
        ("dewi", NAMED, (), (AHEAD, None), Verdict(False, Why.NOT_NAMED)),
        ("budi", NAMED, (AHEAD, AHEAD), (NO_END, Rung.TRUSTED), Verdict(True, Why.NAMED)),
        ("budi", NAMED, (AHEAD, PAST), (NO_END, Rung.TRUSTED), Verdict(False, Why.NOT_NAMED)),
        ("budi", NAMED, (), (NO_END, Rung.TRUSTED), Verdict(False, Why.NOT_NAMED)),
        ("budi", NAMED, (AHEAD, AHEAD), (PAST, Rung.TRUSTED), Verdict(False, Why.NOT_NAMED)),
        ("budi", ON_TRUSTED, (), (AHEAD, None), Verdict(False, Why.NOT_ON_RUNG)),
    ],
)
def test_a_face_opens_by_its_gate_alone(
    viewer: str,
    face: Face,
    ends: tuple[datetime, ...],
    grant: tuple[datetime, Rung | None] | None,
    verdict: Verdict,
) -> None:
    given_passes = [Pass("sari", "budi", *ends), Pass("budi", "sari", AHEAD, AHEAD, AHEAD)]
    given_grants = [Grant(OwnGate("sari", "f"), "budi", *grant)] if grant else []
    assert may(viewer, face, given_passes, given_grants, NOW) == verdict


def test_a_grant_on_another_face_opens_nothing_here() -> None:
    elsewhere = [Grant(OwnGate("sari", "g"), "budi", AHEAD), Grant(OwnGate("dewi", "f"), "budi", AHEAD)]
    assert may("budi", NAMED, [], elsewhere, NOW) == Verdict(False, Why.NOT_NAMED)
    assert audience(NAMED, [], elsewhere, NOW) == frozenset()


@given(*[st.sampled_from([*LADDER, None])] * 3)
def test_faces_are_in_order_exactly_when_each_needs_no_less_than_the_one_before(
    hint: Rung | None, name: Rung | None, contact: Rung | None
) -> None:
    heights = [4 if rung is None else rung for rung in (hint, name, contact)]
    assert faces_in_order(hint, name, contact).allowed == (heights == sorted(heights))


def test_faces_out_of_order_are_refused_with_the_reason() -> None:
    assert faces_in_order(Rung.TRUSTED, Rung.KNOWN, None) == Verdict(False, Why.NAME_BEFORE_HINT)
    assert faces_in_order(None, Rung.KNOWN, None) == Verdict(False, Why.NAME_BEFORE_HINT)
    assert faces_in_order(Rung.KNOWN, None, Rung.UNHESITATING) == Verdict(False, Why.CONTACT_BEFORE_NAME)
    assert faces_in_order(Rung.STRANGER, Rung.KNOWN, None) == Verdict(False, Why.NOT_A_RUNG)
    assert faces_in_order(Rung.TRUSTED, Rung.UNHESITATING, None) == Verdict(True, Why.IN_ORDER)


def test_a_pass_whose_ends_go_up_is_refused() -> None:
    with pytest.raises(ValueError, match="trusted cannot outlast"):
        Pass("sari", "budi", NOW, AHEAD)
    with pytest.raises(ValueError, match="trusted cannot outlast"):
        Pass("sari", "budi", None, AHEAD)
    with pytest.raises(ValueError, match="unhesitating cannot outlast"):
        Pass("sari", "budi", AHEAD, None, NOW)
    with pytest.raises(ValueError, match="their own keys"):
        Pass("sari", "sari")
    with pytest.raises(ValueError, match="no end"):
        Pass("sari", "budi").until(Rung.STRANGER)


def test_a_face_behind_somebody_elses_or_another_faces_gate_is_refused() -> None:
    with pytest.raises(ValueError, match="own holder"):
        Face("f", "k", "sari", FaceKind.HINT, Rung.KNOWN, gate_of("budi", Rung.KNOWN))
    with pytest.raises(ValueError, match="no other face"):
        Face("f", "k", "sari", FaceKind.HINT, Rung.KNOWN, OwnGate("sari", "g"))
    with pytest.raises(ValueError, match="named people only"):
        Face("f", "k", "sari", FaceKind.HINT, Rung.STRANGER, gate_of("sari", Rung.KNOWN))


def test_a_grant_that_follows_no_rung_of_the_ladder_is_refused() -> None:
    with pytest.raises(ValueError, match="rung of the ladder"):
        Grant(OwnGate("sari", "f"), "budi", AHEAD, Rung.STRANGER)
