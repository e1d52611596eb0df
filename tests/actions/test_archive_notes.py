"""What was noted of partners comes back with an archive: onto one's own ties, and no further."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from kunci.actions import imports, invitations, ties
from kunci.actions.closing import close_account
from kunci.core.evidence import Kind
from kunci.core.packing import pack
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal.archive import archive
from kunci.reveal.notices import notices
from tests.actions.conftest import Deliver
from tests.actions.steps import archived, relation
from tests.actions.test_archive_import import bring, read
from tests.actions.test_vouching import counts, kinds, meet, says
from tests.cast import Cast

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Budi knows Sari for years, counts her word for Ratna, and is let down by Ratna."""
    meet(cast, cast.budi, cast.ratna)
    cast.knows_for_years(cast.budi, cast.sari)
    cast.later(1)
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    return cast


def packed(cast: Cast, member: UUID, edit: Edit | None = None) -> bytes:
    said = json.loads(archived(cast, member))
    if edit is not None:
        edit(said)
    return pack([("kunci.json", [json.dumps(said).encode()])], cast.now)


def anew(cast: Cast, *inviters: UUID) -> UUID:
    """Budi closes his account and comes back under the same address, first by one invitation and then by others."""
    cast.later(1)
    close_account(cast.act(cast.budi))
    links = [invitations.invite(cast.act(one), "Budi", "").subject for one in inviters]
    first, *others = [Principal("i", made) for made in links if made is not None]
    back = invitations.join(first, "Budi Santoso", "budi@kunci.test", "id", cast.now).id
    for link in others:
        invitations.accept(link, back, "Budi Santoso", cast.now)
    return back


def noted(cast: Cast, member: UUID) -> list[tuple[object, ...]]:
    """What a member's archive says of partners, without ids."""
    partners: Any = archive(member, cast.now).values["partners"]
    return [
        (one["name"], row["kind"], row["happened_on"], row["since"], row["weight"], row["word_of"])
        for one in partners
        for row in one["evidence"]
        if row["kind"] != "withdrawal"
    ]


def others_see(cast: Cast) -> list[object]:
    """Everything that Sari and Ratna have, but for when it was taken."""
    return [archive(one, cast.now).values for one in (cast.sari, cast.ratna)]


def test_who_opens_an_account_anew_has_their_notes_again_and_nobody_else_sees_any_of_it(
    told: Cast, deliver: Deliver
) -> None:
    cast = told
    day = cast.now.date()
    ties.add_evidence(cast.act(cast.budi), cast.ratna, Kind.PROMISE_BROKEN, day, day, "tidak datang")
    assert kinds(cast, cast.budi, cast.sari) == [Kind.PRIOR, Kind.WORD_FAILED]
    before, standing = noted(cast, cast.budi), relation(cast, cast.budi, cast.sari).standing
    data = packed(cast, cast.budi)
    back = anew(cast, cast.sari, cast.ratna)
    deliver()
    seen = others_see(cast)
    view = bring(cast, back, data)
    assert view.counts == {"notes_new": 4}
    assert sorted(noted(cast, back), key=str) == sorted(before, key=str)
    assert {kind for _, kind, *_ in before} == {"prior", "vouch", "promise_broken", "word_failed"}
    (failed,) = [row for row in relation(cast, back, cast.sari).evidence if row.kind is Kind.WORD_FAILED]
    assert failed.rests_on is not None
    assert (failed.rests_on.about, failed.rests_on.kind) == ("Ratna Dewi", Kind.PROMISE_BROKEN)
    (vouch,) = [row for row in relation(cast, back, cast.ratna).evidence if row.kind is Kind.VOUCH]
    assert (vouch.weight, vouch.word_of, vouch.on) == (0.5, "Sari Wulandari", day)
    assert relation(cast, back, cast.sari).standing.trust == pytest.approx(standing.trust, abs=0.01)
    # Nothing is open by it, nobody was sent anything, and all that others have is as it was.
    assert [one.partner.rung for one in (relation(cast, back, cast.sari), relation(cast, back, cast.ratna))] == [0, 0]
    assert (deliver(), others_see(cast), notices(cast.sari, cast.now).rows) == ([], seen, [])


def test_the_dry_run_counts_what_comes_back_and_what_does_not(told: Cast) -> None:
    cast = told
    says(cast, cast.budi, cast.ratna, cast.sari)
    data = packed(cast, cast.budi)
    back = anew(cast, cast.sari)  # and knows nothing of Ratna
    found = read(cast, back, data).counts
    said = {name: n for name, n in found.items() if name.startswith(("notes", "words", "archive"))}
    one = ("archive", "notes_new", "notes_elsewhere", "words_said", "words_heard")
    assert said == dict.fromkeys(one, 1)
    assert noted(cast, back) == []
    assert bring(cast, back, data).counts == {"notes_new": 1}
    assert bring(cast, back, data).counts == {}
    assert archive(back, cast.now).values["words"] == {"said": [], "heard": []}


def test_what_is_there_or_was_taken_back_does_not_come_again(told: Cast) -> None:
    cast = told
    data = packed(cast, cast.budi)
    assert read(cast, cast.budi, data).counts["notes_same"] == 2
    (vouch,) = [row for row in relation(cast, cast.budi, cast.ratna).evidence if row.kind is Kind.VOUCH]
    ties.take_back(cast.act(cast.budi), cast.ratna, vouch.id, cast.now.date())
    assert bring(cast, cast.budi, data).counts == {}
    assert kinds(cast, cast.budi, cast.ratna) == []


def test_brought_back_it_is_taken_away_again_as_a_whole(told: Cast) -> None:
    cast = told
    data = packed(cast, cast.budi)
    back = anew(cast, cast.sari, cast.ratna)
    made = bring(cast, back, data)
    cast.grant(back, cast.sari, Rung.TRUSTED)
    assert relation(cast, back, cast.sari).partner.rung == Rung.TRUSTED
    cast.later(1)
    imports.undo(cast.act(back), made.id)
    assert (kinds(cast, back, cast.sari), kinds(cast, back, cast.ratna)) == ([], [])
    assert relation(cast, back, cast.sari).partner.rung == 0
    assert read(cast, back, data).counts["notes_same"] == 2


def test_what_somebody_else_noted_is_not_what_i_noted(told: Cast) -> None:
    cast = told
    meet(cast, cast.joko, cast.sari)
    data = packed(cast, cast.budi)
    assert read(cast, cast.joko, data).counts["notes_others"] == 2
    assert bring(cast, cast.joko, data).counts == {}
    assert kinds(cast, cast.joko, cast.sari) == kinds(cast, cast.joko, cast.ratna) == []


def row_of(said: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for one in said["partners"] for row in one["evidence"] if row["kind"] == kind)
    return found


def with_vouch(**changed: object) -> Edit:
    return lambda said: row_of(said, "vouch").update(changed)


def of_ratna(said: dict[str, Any], id: object) -> None:
    next(one for one in said["partners"] if one["name"] == "Ratna Dewi")["id"] = id


@pytest.mark.parametrize(
    ("edit", "fate"),
    [
        (with_vouch(weight=7), "notes_unread"),
        (with_vouch(weight="1"), "notes_unread"),
        (with_vouch(happened_on="2031-01-01"), "notes_unread"),
        (with_vouch(kind="praise"), "notes_unread"),
        (with_vouch(kind="word_failed"), "notes_unread"),  # it rests on nothing
        (with_vouch(kind="word_failed", because=str(uuid4())), "notes_rests"),
        (with_vouch(word_of_id=str(uuid4())), "notes_rests"),  # whom Budi does not know
        (with_vouch(word_of_id=None), "notes_rests"),
        (lambda said: of_ratna(said, str(uuid4())), "notes_elsewhere"),
        (lambda said: of_ratna(said, 7), "notes_unread"),
    ],
)
def test_what_a_hand_put_into_the_file_is_left_out_and_counted(told: Cast, edit: Edit, fate: str) -> None:
    cast = told
    data = packed(cast, cast.budi, edit)
    back = anew(cast, cast.sari, cast.ratna)
    found = read(cast, back, data).counts
    assert (found["notes_new"], found[fate]) == (1, 1)
    assert bring(cast, back, data).counts == {"notes_new": 1}
    assert kinds(cast, back, cast.ratna) == []


def test_a_file_makes_nobody_speak_twice(told: Cast) -> None:
    cast = told
    data = packed(cast, cast.budi, with_vouch(weight=1.0))
    assert read(cast, cast.budi, data).counts["notes_rests"] == 1
    twice = packed(cast, cast.budi, lambda said: said["partners"][1]["evidence"].append(
        {**row_of(said, "vouch"), "id": str(uuid4()), "weight": 0.25}
    ))  # fmt: skip
    back = anew(cast, cast.sari, cast.ratna)
    bring(cast, back, twice)
    assert len([row for row in relation(cast, back, cast.ratna).evidence if row.kind is Kind.VOUCH]) == 1


def test_a_file_hangs_a_note_on_no_word_that_says_something_else(told: Cast) -> None:
    """What Ratna says of Sari is, in the file, a vouch of Sari's for Ratna. Its failing costs nobody anything."""
    cast = told
    data = archived(cast, cast.budi)
    back = anew(cast, cast.sari, cast.ratna)
    other = says(cast, cast.ratna, cast.sari, back, Kind.WARNING)
    said = json.loads(data)
    row_of(said, "vouch")["vouch"] = str(other)
    bring(cast, back, pack([("kunci.json", [json.dumps(said).encode()])], cast.now))
    day = cast.now.date()
    ties.add_evidence(cast.act(back), cast.ratna, Kind.PROMISE_BROKEN, day, day, "")
    assert kinds(cast, back, cast.ratna) == [Kind.PROMISE_BROKEN, Kind.VOUCH]
    assert kinds(cast, back, cast.sari) == [Kind.PRIOR]
