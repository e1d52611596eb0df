"""Notes of an archive: what is read could have been noted, whatever a file says, and rests on nothing left behind."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kunci.core.archive_notes import read_notes
from kunci.core.evidence import BROKE, WORDS, Evidence, Kind
from kunci.core.noted import Fate, Noted, judge

TODAY = date(2026, 11, 24)
IDS = st.sampled_from([str(UUID(int=n)) for n in range(6)])
ODD = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3) | IDS
ROW = st.fixed_dictionaries(
    {
        "id": IDS | ODD,
        "kind": st.sampled_from([*Kind, "praise"]) | ODD,
        "happened_on": st.sampled_from(["2025-03-01", "2099-12-31", "1969-01-01", "gestern"]) | ODD,
    },
    optional={
        "since": st.sampled_from(["2020-01-01", "2030-01-01"]) | ODD,
        "often": st.sampled_from(["weekly", "x"]) | ODD,
        "weight": st.sampled_from([0.5, 1, 1.5, 0]) | ODD,
        "voids": IDS | ODD,
        "because": IDS | ODD,
        "word_of_id": IDS | ODD,
        "vouch": IDS | ODD,
        "note": st.text(max_size=5) | ODD,
    },
)
PARTNER = st.fixed_dictionaries({"id": IDS, "evidence": st.lists(ROW, max_size=8)}) | ODD
ARCHIVE = st.fixed_dictionaries({"partners": st.lists(PARTNER, max_size=4), "words": ODD, "profile": ODD})


@given(ARCHIVE, st.sets(IDS), st.booleans())
def test_whatever_is_in_a_file_comes_back_only_as_what_could_have_been_noted(
    said: dict[str, object], partners: set[str], twice: bool
) -> None:
    notes = read_notes(said)
    for row in notes.rows:
        Evidence(row.id, row.kind, row.on, row.since, row.often, None, 1.0 if row.weight is None else row.weight)
        assert (row.weight is not None) == (row.kind in WORDS)
    there = {f"here {row.id}": row for row in notes.rows} if twice else {}
    judged = judge(notes.rows, partners, there, TODAY)
    assert len(judged) == len(notes.rows)
    seen: dict[str, Noted] = {}
    for one in judged:
        if one.fate is Fate.NEW:
            assert not twice
            assert one.row.partner in partners
            assert one.row.on <= TODAY
            assert one.row.kind not in WORDS or one.row.word_of in partners
            assert one.row.kind is not Kind.WORD_FAILED or seen[one.row.because].kind in BROKE
        if one.fate in (Fate.NEW, Fate.SAME):
            seen[one.row.id] = one.row
    spoken = [(one.row.partner, one.row.word_of) for one in judged if one.fate is Fate.NEW and one.row.kind in WORDS]
    assert len(spoken) == len(set(spoken))
