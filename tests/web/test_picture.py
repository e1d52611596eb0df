"""The credibility curve: what each line says, every fact in reach, and the same as a table."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from math import floor
from uuid import UUID

import pytest
from django.utils.timezone import localdate
from hypothesis import given, settings

from kunci.actions import ties as acts
from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.policy import FIRST_POLICY
from kunci.core.reasons import curve as core_curve
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import Measure, standing_of
from kunci.reveal.partners import Relation, relation
from kunci.web import picture
from tests import cast as casting
from tests.cast import NOW as THEN
from tests.cast import TODAY as DAY
from tests.cast import Cast
from tests.core.strategies import NOW, ties


@pytest.fixture
def cast() -> Cast:
    return casting.make()


@settings(max_examples=40)
@given(ties(max_rows=12))
def test_the_standing_is_never_in_a_higher_band_than_knowing_or_trusting_alone(rows: tuple[Evidence, ...]) -> None:
    for point in core_curve(rows, NOW - timedelta(days=600), NOW + timedelta(days=600), 40):
        band = floor(picture.height(point))
        assert min(band, Rung.UNHESITATING) == point.rung
        assert band <= floor(picture.height_alone(Measure.KNOW, point.know))
        assert band <= floor(picture.height_alone(Measure.TRUST, point.trust))


@pytest.mark.parametrize("measure", [Measure.KNOW, Measure.TRUST])
def test_a_measure_alone_enters_a_band_with_what_its_rung_needs_and_rises_all_the_way(measure: Measure) -> None:
    for rung, needs in zip(LADDER, FIRST_POLICY.ladder(), strict=True):
        need = needs.measures()[tuple(Measure).index(measure)]
        assert picture.height_alone(measure, need) >= rung
        assert need == 0 or picture.height_alone(measure, need - 1e-9) < rung
    levels = [picture.height_alone(measure, share / 200) for share in range(201)]
    assert all(lower <= higher for lower, higher in pairwise(levels))
    assert levels[-1] == picture.TOP


@pytest.mark.django_db
def test_each_fact_is_a_dot_in_one_column_and_the_columns_leave_room_for_a_thumb(cast: Cast) -> None:
    found = known(cast)
    drawn = drawing(found)
    counted = {str(row.id) for row in found.evidence if row.counts}
    assert len(counted) < len(found.evidence)
    for stretches, columns in ((drawn.narrow, picture.NARROW), (drawn.wide, picture.WIDE)):
        dots = [dot for one in stretches for dot in one.dots]
        assert sorted(dot.id for dot in dots) == sorted(counted)
        assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)
        for one in stretches:
            assert one.width == 100 / columns
            assert all(one.x <= dot.x <= one.x + one.width for dot in one.dots)
            assert one.id == one.dots[-1].id
            assert len(one.told) + one.more == len(one.dots)
        assert all(round(left.x + left.width, 2) <= round(right.x, 2) for left, right in pairwise(stretches))


@pytest.mark.django_db
def test_the_lines_meet_today_and_what_lies_ahead_only_falls(cast: Cast) -> None:
    drawn = drawing(known(cast))
    for line in (drawn.standing, drawn.know, drawn.trust):
        assert line.future[0] == line.past[-1]
        assert all(before.y <= after.y for before, after in pairwise(line.future))
    assert {line.past[0].x for line in (drawn.standing, drawn.know, drawn.trust)} == {0.0}


@pytest.mark.django_db
def test_the_table_tells_every_fact_today_and_the_very_day_on_which_each_rung_falls(cast: Cast) -> None:
    found = known(cast)
    drawn = drawing(found)
    assert [row.on for row in drawn.rows] == sorted(row.on for row in drawn.rows)
    assert {row.id for row in drawn.rows if row.id} == {str(row.id) for row in found.evidence if row.counts}
    (today,) = [row for row in drawn.rows if row.today]
    assert (today.on, today.rung) == (DAY, found.standing.rung)
    assert today.know is not None
    assert today.trust is not None
    assert today.rung <= min(today.know, today.trust)
    falls = {row.on: row.rung for row in drawn.rows if not row.id and not row.today}
    ends = [end for rung in LADDER if (end := found.standing.until(rung)) is not None]
    assert ends
    for end in ends:
        after = standing_of(found.rows, end).rung
        assert falls[localdate(end)] == after
    assert len(falls) == len({localdate(end) for end in ends})
    assert not drawn.cut


@pytest.mark.django_db
def test_a_long_table_is_cut_to_its_last_days_and_says_so(cast: Cast) -> None:
    for day in range(picture.MOST_ROWS):
        note(cast, Kind.CHAT, 7 * day)
    drawn = drawing(seen(cast))
    assert len(drawn.rows) == picture.MOST_ROWS
    assert drawn.cut


@pytest.mark.django_db
def test_the_end_that_is_marked_is_that_of_what_was_given_or_else_of_what_the_evidence_carries(cast: Cast) -> None:
    found = known(cast)
    carried = found.standing.rung
    assert carried > Rung.STRANGER
    ungiven = drawing(found).expiry
    until = found.standing.until(carried)
    assert ungiven is not None
    assert until is not None
    assert (ungiven.on, ungiven.rung) == (localdate(until), carried - 1)
    cast.grant(cast.sari, cast.budi, Rung.KNOWN)
    given = drawing(seen(cast)).expiry
    assert given is not None
    assert found.standing.known_until is not None
    assert (given.on, given.rung) == (localdate(found.standing.known_until), Rung.STRANGER)
    assert (given.x == 100) == given.beyond


def known(cast: Cast) -> Relation:
    """Budi as Sari has known him for two years; one note was taken back."""
    acts.add_prior(cast.act(cast.sari), cast.budi, DAY.replace(year=2012), Often.WEEKLY, DAY, "")
    for ago in (700, 400, 395, 200, 30, 29, 3, 0):
        note(cast, Kind.MET, ago)
        note(cast, Kind.PROMISE_KEPT, ago)
    acts.take_back(cast.act(cast.sari), cast.budi, note(cast, Kind.PROMISE_BROKEN, 0), DAY)
    return seen(cast)


def note(cast: Cast, kind: Kind, ago: int) -> UUID:
    done = acts.add_evidence(cast.act(cast.sari), cast.budi, kind, DAY - timedelta(days=ago), DAY, "")
    return UUID(str(done.detail["evidence"]))


def seen(cast: Cast) -> Relation:
    found = relation(cast.sari, cast.now, cast.budi)
    assert found is not None
    return found


def drawing(found: Relation) -> picture.Curve:
    drawn = picture.curve(found, THEN, {str(row.id): row.kind.value for row in found.evidence})
    assert drawn is not None
    return drawn
