"""What is said of somebody once a month: from whom, when not, and that no one person moves it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.repute import (
    LEAST,
    LINGERING,
    LINGERS,
    OLD,
    SETTLED,
    Drawn,
    Member,
    Telling,
    Word,
    branches,
    draw,
    voices,
)
from tests.core.test_standing_document import table_lines

GOOD, MIXED, BAD = Word.GOOD, Word.MIXED, Word.BAD
START = datetime(2026, 12, 1, tzinfo=UTC)
MONTH = START.date()
BEFORE = START - timedelta(days=30)
OF_LONG_STANDING = START - timedelta(days=400)
words = st.sampled_from((BAD, MIXED, GOOD))
many = st.lists(words, min_size=LEAST, max_size=40)


def told(teller: str, verdict: str = "good", at: datetime = BEFORE, until: datetime | None = None) -> Telling:
    return Telling(teller, verdict, at, at, until)


def each_alone(*tellers: str) -> dict[str, Member]:
    return {one: Member(one, OF_LONG_STANDING) for one in tellers}


def said(words: list[Word], before: Word | None = None) -> Word | None:
    drawn = draw(words, Drawn(before, date(2026, 11, 1)) if before is not None else None, MONTH)
    return drawn.word if drawn is not None else None


# The table of the document

NAMED = {
    "good": GOOD,
    "not a fit": MIXED,
    "broken": BAD,
    "–": None,
    "mostly good": GOOD,
    "mixed": MIXED,
    "often bad": BAD,
}


def test_the_table_in_the_document_is_what_is_drawn() -> None:
    rows = table_lines("What members of long standing say")
    assert len(rows) >= 10
    for voices_told, before, now in rows:
        of = [(int(many), NAMED[word]) for many, _, word in (part.partition(" ") for part in voices_told.split(", "))]
        counted = [word for number, word in of for _ in range(number) if word is not None]
        assert said(counted, NAMED[before]) == NAMED[now], voices_told


# How many, and that no one moves it


@given(st.lists(words, max_size=LEAST - 1))
def test_of_fewer_than_five_voices_nothing_is_said(told: list[Word]) -> None:
    assert said(told) is None


@given(many, words)
def test_whoever_comes_goes_or_thinks_again_moves_no_end_of_the_scale_that_was_newly_said(
    told: list[Word], other: Word
) -> None:
    before = said(told)
    if before is not MIXED:
        assert said([*told, other], before) == before
        for place in range(len(told)):
            rest = [*told[:place], *told[place + 1 :]]
            assert said(rest, before) == before
            assert said([*rest, other], before) == before


@given(many)
def test_what_stood_before_stands_as_long_as_some_one_voice_may_be_missing_for_it(told: list[Word]) -> None:
    without = {draw([*told[:place], *told[place + 1 :]], None, MONTH) for place in range(len(told))}
    for drawn in without - {None}:
        assert drawn is not None
        if drawn.word is not MIXED:
            assert said(told, drawn.word) == drawn.word


@given(many)
def test_better_words_never_make_a_worse_one(told: list[Word]) -> None:
    worse, better = (said([*told, word]) for word in (BAD, GOOD))
    assert worse is not None
    assert better is not None
    assert worse <= better


def test_one_of_five_may_leave_without_a_trace_for_half_a_year() -> None:
    drawn = Drawn(GOOD, date(2026, 6, 1))
    assert draw([GOOD] * LINGERS, drawn, date(2026, 12, 1)) == drawn
    assert draw([BAD] * LINGERS, drawn, date(2026, 12, 1)) == drawn
    assert draw([GOOD] * LINGERS, drawn, date(2027, 1, 1)) is None
    assert draw([GOOD] * (LINGERS - 1), drawn, date(2026, 7, 1)) is None
    assert LINGERING == 6


# Whose word counts


def test_a_chapter_that_one_person_brought_in_speaks_with_one_voice() -> None:
    members = each_alone("a", "b") | {f"c{n}": Member("c", OF_LONG_STANDING) for n in range(9)}
    said = [told("a"), told("b"), *(told(f"c{n}", "broken" if n < 6 else "good") for n in range(9))]
    assert voices(said, members, START) == (BAD, GOOD, GOOD)


@given(st.integers(1, 200), st.randoms(use_true_random=False))
def test_accounts_that_one_member_makes_are_never_more_than_their_own_voice(fakes: int, random: object) -> None:
    inviter = {f"honest{n}": "founder" for n in range(4)}
    for number in range(fakes):
        behind = ["honest0", *(f"fake{n}" for n in range(number))]
        inviter[f"fake{number}"] = random.choice(behind)  # type: ignore[attr-defined]  # Hypothesis' own kind of Random
    found = branches(inviter, ["founder"])
    members = {one: Member(found.get(one), OF_LONG_STANDING) for one in inviter}
    alone = voices([told(f"honest{n}") for n in range(4)], members, START)
    ring = voices([told(one, "broken" if one.startswith("fake") else "good") for one in inviter], members, START)
    assert len(ring) == len(alone) == 4
    assert ring[1:] == alone[1:]


def test_a_branch_begins_with_whoever_a_founder_brought_in() -> None:
    inviter = {"a": "f", "b": "a", "c": "b", "d": "g", "lost": "gone", "below": "lost", "g": "f"}
    found = branches(inviter, ["f", "g"])
    assert found == {"f": "f", "g": "g", "a": "a", "b": "a", "c": "a", "d": "d"}


def test_whom_no_invitation_leads_back_to_a_founder_and_whoever_is_new_has_no_voice() -> None:
    members = {
        "lost": Member(None, OF_LONG_STANDING),
        "new": Member("new", START - SETTLED + timedelta(seconds=1)),
        "settled": Member("settled", START - SETTLED),
    }
    assert voices([told(one) for one in members], members, START) == (GOOD,)
    assert voices([told(one) for one in ("lost", "new")], members, START) == ()


@pytest.mark.parametrize(
    ("telling", "counts"),
    [
        (told("a"), True),
        (told("a", at=START), False),
        (told("a", at=START - OLD), True),
        (told("a", at=START - OLD - timedelta(seconds=1)), False),
        (Telling("a", "good", BEFORE, START), False),
        (told("a", until=START - timedelta(seconds=1)), False),
        (told("a", until=START), True),
    ],
)
def test_what_counts_is_the_record_as_it_stood_when_the_month_began(telling: Telling, counts: bool) -> None:
    assert bool(voices([telling], each_alone("a"), START)) is counts


def test_of_what_one_person_told_the_middle_word_counts_and_of_two_the_worse() -> None:
    members = each_alone("a")
    assert voices([told("a"), told("a", "unfit")], members, START) == (MIXED,)
    assert voices([told("a"), told("a", "broken"), told("a")], members, START) == (GOOD,)
