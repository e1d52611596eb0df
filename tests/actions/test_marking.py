"""Marking the others of a circle: by the rules of granting, many at once, and without opening anything."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunci.actions import circles, invitations, marking, ties
from kunci.actions.circles import Guest
from kunci.actions.marking import Mark
from kunci.actions.verb import Refused
from kunci.core.evidence import Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import circles as seen
from kunci.reveal import keyring as keys
from kunci.reveal.circles import NextStep, Step
from tests.actions.steps import opened, readers, refused, relation, verbs
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LONG_AGO, LATELY = date(2016, 1, 1), date(2026, 1, 1)


def evening(cast: Cast, *members: UUID, more: int = 0) -> tuple[UUID, list[UUID]]:
    """A circle of Sari's with these members and so many newcomers; everybody but Sari."""
    names = [str(n) for n in range(len(members) + more)]
    circle = circles.begin(cast.act(cast.sari), "Malam pertama", tuple(map(Guest, names)), "id").subject
    assert circle is not None
    came = list(members)
    for number, row in enumerate(seen.invitees(cast.sari, cast.now, circle)):
        link = Principal("i", row.invitation)
        if number < len(members):
            invitations.accept(link, members[number], "Nama", cast.now)
        else:
            came.append(invitations.join(link, f"Tamu {number:03}", f"tamu{number}@baru.test", "id", cast.now).id)
    return circle, came


def mark(cast: Cast, circle: UUID, *marks: Mark) -> dict[str, object]:
    return marking.mark(cast.act(cast.sari), circle, marks, cast.now.date()).detail


def known(partner: UUID, rung: Rung = Rung.TRUSTED, since: date = LONG_AGO, often: Often = Often.WEEKLY) -> Mark:
    return Mark(partner, since, often, rung)


def _next_steps(cast: Cast, circle: UUID) -> tuple[NextStep, ...]:
    mine = seen.circle(cast.sari, cast.now, circle)
    assert mine is not None
    return seen.next_steps(cast.sari, cast.now, mine)


def test_marks_state_acquaintance_and_let_onto_a_rung_until_the_evidence_ends(cast: Cast) -> None:
    circle, (budi, ratna, tamu) = evening(cast, cast.budi, cast.ratna, more=1)
    said = mark(cast, circle, known(budi), known(ratna, Rung.KNOWN), known(tamu, Rung.STRANGER))
    assert said == {"count": 3, "refused": {}}
    assert [relation(cast, cast.sari, one).partner.rung for one in (budi, ratna, tamu)] == [2, 1, 0]
    alone = relation(cast, cast.sari, budi)
    assert [row.kind for row in alone.evidence] == ["prior"]
    assert alone.partner.until is not None
    assert alone.partner.until > cast.now
    assert relation(cast, budi, cast.sari).partner.rung == 0, "what Sari thinks of Budi moves nothing of his"
    assert "circle.mark" in verbs(cast, cast.sari)


def test_a_mark_comes_to_what_granting_comes_to(cast: Cast) -> None:
    circle, (budi, ratna) = evening(cast, cast.budi, cast.ratna)
    mark(cast, circle, known(budi))
    ties.grant(cast.act(cast.sari), ratna, Rung.TRUSTED, set(), (LONG_AGO, Often.WEEKLY), cast.now.date(), "")
    one, other = (relation(cast, cast.sari, who).partner for who in (budi, ratna))
    assert (one.rung, one.until) == (other.rung, other.until)


def test_marking_opens_no_face_to_anybody(cast: Cast) -> None:
    circle, (budi, ratna) = evening(cast, cast.budi, cast.ratna)
    key, second = cast.key(cast.sari), cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    cast.knows_for_years(cast.sari, ratna)
    cast.grant(cast.sari, ratna, Rung.TRUSTED)  # the hint of both hangs open to her whole rung
    before = opened(cast, ratna)
    assert set(before) == {key, second}
    mark(cast, circle, known(budi))
    assert relation(cast, cast.sari, budi).partner.rung == 2
    assert opened(cast, budi) == []
    assert opened(cast, ratna) == before
    assert readers(cast, cast.sari, key, FaceKind.HINT) == {ratna}
    hints = {one.id for one in keys.openable(cast.sari, cast.now, budi, Rung.TRUSTED)}
    assert len(hints) == 2, "what could be opened to him is there to be ticked, as with anybody on the rung"


def test_marking_anew_opens_nothing_that_had_lapsed(cast: Cast) -> None:
    circle, (budi,) = evening(cast, cast.budi)
    key = cast.key(cast.sari)
    mark(cast, circle, known(budi))
    ticked = {one.id for one in keys.openable(cast.sari, cast.now, budi, Rung.TRUSTED) if one.kind is FaceKind.HINT}
    cast.grant(cast.sari, budi, Rung.TRUSTED, ticked)
    assert opened(cast, budi) == [key]
    cast.later(5000)
    assert opened(cast, budi) == []
    assert mark(cast, circle, known(budi))["refused"] == {}
    assert relation(cast, cast.sari, budi).partner.rung == 2
    assert opened(cast, budi) == []


def test_what_cannot_be_is_left_out_and_the_others_go_through(cast: Cast) -> None:
    circle, (budi, ratna) = evening(cast, cast.budi, cast.ratna)
    ahead = known(ratna, since=date(2027, 1, 1))
    short = known(budi, Rung.TRUSTED, LATELY, Often.RARELY)
    stranger = known(cast.joko)
    assert mark(cast, circle, known(ratna), short, stranger) == {
        "count": 1,
        "refused": {str(budi): "falls_short", str(cast.joko): "gone"},
    }
    assert relation(cast, cast.sari, budi).evidence == ()
    assert relation(cast, cast.sari, ratna).partner.rung == 2
    with pytest.raises(Refused) as none:
        mark(cast, circle, ahead, short)
    assert (none.value.code, none.value.data["rows"]) == (
        "marks_refused",
        {str(ratna): "date_ahead", str(budi): "falls_short"},
    )


def test_nobody_on_one_evening_is_let_onto_the_highest_rung(cast: Cast) -> None:
    circle, (budi,) = evening(cast, cast.budi)
    with refused("marks_refused"):
        mark(cast, circle, known(budi, Rung.UNHESITATING))


def test_only_who_is_in_the_circle_marks_and_is_marked(cast: Cast) -> None:
    circle, (budi,) = evening(cast, cast.budi)
    with refused("gone"):
        marking.mark(cast.act(cast.joko), circle, (known(cast.sari),), cast.now.date())
    with refused("marks_refused"):
        mark(cast, circle, known(cast.ratna))
    with refused("marks_refused"):
        mark(cast, circle, known(cast.sari))
    assert relation(cast, cast.sari, budi).partner.rung == 0


def test_the_page_knows_who_is_marked_and_since_when(cast: Cast) -> None:
    circle, (budi, ratna) = evening(cast, cast.budi, cast.ratna)
    mark(cast, circle, known(budi, Rung.STRANGER))
    found = seen.marking(cast.sari, cast.now, circle)
    assert found is not None
    assert [person.id for person in found.todo] == [ratna]
    assert [(one.partner.id, one.since) for one in found.done] == [(budi, 2016)]
    theirs = seen.marking(budi, cast.now, circle)
    assert theirs is not None
    assert theirs.done == (), "nobody sees who marked them"


def test_after_marking_there_is_something_to_open_and_somebody_to_meet(cast: Cast) -> None:
    circle, (budi,) = evening(cast, cast.budi)
    cast.key(cast.sari)
    mark(cast, circle, known(budi))
    assert [one.step for one in _next_steps(cast, circle)] == [Step.OPEN, Step.MEET]


def test_a_hundred_are_marked_in_as_many_statements_as_five(cast: Cast) -> None:
    circle, came = evening(cast, more=30)
    cast.key(cast.sari)
    counts = []
    for some in (came[:5], came[5:]):
        with CaptureQueriesContext(connection) as asked:
            mark(cast, circle, *(known(one) for one in some))
        counts.append(len(asked))
    assert counts[1] <= counts[0]
    assert counts[1] <= 40
    with CaptureQueriesContext(connection) as asked:
        assert seen.marking(cast.sari, cast.now, circle) is not None
    assert len(asked) <= 12
