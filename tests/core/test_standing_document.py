"""The tables in docs/standing.md are computed here once more: prose and arithmetic cannot drift apart."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kunci.core.bounds import lower_bound
from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.policy import FIRST_POLICY, WORTHS
from kunci.core.standing import standing_of
from tests.core.strategies import NOW, TODAY

DOCUMENT = Path(__file__).parents[2] / "docs" / "standing.md"


def ago(kind: Kind, *days: int) -> list[Evidence]:
    return [Evidence(f"{kind}{day}", kind, TODAY - timedelta(days=day)) for day in days]


def known_for(years: int, often: Often, stated_days_ago: int = 0) -> list[Evidence]:
    since = date(TODAY.year - years, TODAY.month, TODAY.day)
    stated = TODAY - timedelta(days=stated_days_ago)
    return [Evidence("prior", Kind.PRIOR, stated, since=since, often=often)]


PARTNER = [
    *ago(Kind.ONE_TO_ONE, *range(0, 360, 30)),
    *ago(Kind.PROMISE_KEPT, *range(10, 370, 60)),
    *ago(Kind.OUTCOME_GOOD, 80, 200),
]
CASES = {
    "nothing": [],
    "one call today": ago(Kind.CALL, 0),
    "one meeting today": ago(Kind.MET, 0),
    "five meetings this week": ago(Kind.MET, 0, 1, 2, 3, 4),
    "a one-to-one every 30 days for a year, nothing else": ago(Kind.ONE_TO_ONE, *range(0, 360, 30)),
    "known for 20 years, rarely": known_for(20, Often.RARELY),
    "known for 20 years, yearly": known_for(20, Often.YEARLY),
    "known for 1 year, monthly": known_for(1, Often.MONTHLY),
    "known for 2 years, monthly": known_for(2, Often.MONTHLY),
    "known for 5 years, monthly": known_for(5, Often.MONTHLY),
    "known for 10 years, weekly": known_for(10, Often.WEEKLY),
    "one vouch today, one meeting today": [*ago(Kind.VOUCH, 0), *ago(Kind.MET, 0)],
    "three promises kept, one a week": ago(Kind.PROMISE_KEPT, 0, 7, 14),
    "the same, and one broken in between": [
        *ago(Kind.PROMISE_KEPT, 0, 7, 14),
        *ago(Kind.PROMISE_BROKEN, 3),
    ],
    "a partner of a year": PARTNER,
    "the same, then trust was broken 5 days ago": [*PARTNER, *ago(Kind.OUTCOME_BROKEN, 5)],
    "an old friend, a quarter of fortnightly one-to-ones, two good outcomes": [
        *known_for(10, Often.WEEKLY, stated_days_ago=90),
        *ago(Kind.ONE_TO_ONE, *range(0, 84, 14)),
        *ago(Kind.OUTCOME_GOOD, 10, 40),
    ],
}


def table_lines(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    lines = DOCUMENT.read_text().split(f"\n## {heading}\n", 1)[1].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def table_under(heading: str) -> dict[str, list[str]]:
    """The cells of the first table under a heading, by the first cell of each row."""
    return {first: rest for first, *rest in table_lines(heading)}


def days_left(until: datetime | None) -> str:
    return "–" if until is None else f"{(until - NOW).days} days"


def worked(rows: list[Evidence]) -> list[str]:
    standing = standing_of(rows, NOW)
    return [
        *(f"{value:.2f}" for value in (standing.know, standing.trust, standing.confidence, standing.loyalty)),
        standing.rung.name.lower(),
        *(days_left(end) for end in (standing.known_until, standing.trusted_until, standing.unhesitating_until)),
    ]


def test_the_document_works_every_case_and_no_other() -> None:
    assert list(table_under("Worked examples")) == list(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_worked_example_has_the_computed_numbers(case: str) -> None:
    assert table_under("Worked examples")[case] == worked(CASES[case])


def test_the_bounds_are_those_that_are_computed() -> None:
    for line in table_lines("Two formulas"):
        good, bad, bound, side = line
        least = float(lower_bound(1.0 + float(good), 1.0 + float(bad)))
        assert [bound, side] == [f"{least:.2f}", f"{max((least - 0.1) / 0.9, 0.0):.2f}"], line


def test_the_needs_of_the_rungs_are_those_of_the_policy() -> None:
    names = ("known", "trusted", "unhesitating")
    assert table_under("What a rung needs") == {
        name: [f"{need:.2f}" if need else "" for need in needs.measures()]
        for name, needs in zip(names, FIRST_POLICY.ladder(), strict=True)
    }


def test_the_worths_of_the_facts_are_those_of_the_policy() -> None:
    told = {
        "met, one-to-one, visit": (Kind.MET, Kind.ONE_TO_ONE, Kind.VISIT),
        "call": (Kind.CALL,),
        "same event": (Kind.EVENT,),
        "chat": (Kind.CHAT,),
        "promise kept": (Kind.PROMISE_KEPT,),
        "help received": (Kind.HELP_RECEIVED,),
        "help given": (Kind.HELP_GIVEN,),
        "outcome: went well": (Kind.OUTCOME_GOOD,),
        "vouch": (Kind.VOUCH,),
        "promise broken": (Kind.PROMISE_BROKEN,),
        "outcome: not a fit": (Kind.OUTCOME_UNFIT,),
        "outcome: trust was broken": (Kind.OUTCOME_BROKEN,),
        "warning": (Kind.WARNING,),
        "their word for somebody failed": (Kind.WORD_FAILED,),
        "they brought two together: went well": (Kind.MEDIATED_GOOD,),
        "they brought two together: trust was broken": (Kind.MEDIATED_BROKEN,),
    }
    table = table_under("What a fact is worth")
    assert list(table) == list(told)
    for worth in WORTHS:
        again = ", and starts again" if worth.breaks else ""
        besides = ", but of each week the best, and the strongest not at all" if worth.kind is Kind.VOUCH else ""
        cells = [
            f"{worth.contact:g}" if worth.contact else "",
            f"{worth.trust:g}{besides}" if worth.trust else f"bad {worth.distrust:g}{again}" if worth.distrust else "",
            f"{worth.confidence:g}" if worth.confidence else f"bad {worth.doubt:g}{again}" if worth.doubt else "",
        ]
        for fact, kinds in told.items():
            if worth.kind in kinds:
                assert table[fact] == cells, fact
