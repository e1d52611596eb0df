"""Leaks of what is said of members once a month, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.reveal import handovers, partners
from tests.secrecy.leaks.planted import leak, peek
from tests.secrecy.stage import everything_seen, execute


def _drawn_with(instead: dict[str, str]) -> None:
    """The drawing with words of its text replaced; each must be there."""
    text = str(peek("select pg_get_functiondef('clerk.draw_repute'::regproc)"))
    for old, new in instead.items():
        if old not in text:
            raise LookupError(f"the drawing has no {old!r}")
        text = text.replace(old, new)
    with everything_seen():
        execute(text)


@leak("trusted", "holder")
def a_word_is_drawn_from_four() -> Iterator[None]:
    _drawn_with({"t.voices < 5": "t.voices < 4", "t.voices >= 5": "t.voices >= 4"})
    yield


@leak("trusted", "holder")
def a_word_is_drawn_from_what_was_told_today() -> Iterator[None]:
    """And so the day on which it moves is the day on which somebody told."""
    _drawn_with({"o.told_at < starts": "o.told_at <= vault.at()", "a.since < starts": "a.since <= vault.at()"})
    yield


@leak("trusted", "holder")
def a_word_is_drawn_anew_whenever_the_round_comes() -> Iterator[None]:
    _drawn_with(
        {
            "d.month >= this_month": "false",
            "values (this_month)": "values (this_month) on conflict do nothing",
            "o.told_at < starts": "o.told_at <= vault.at()",
            "a.since < starts": "a.since <= vault.at()",
        }
    )
    yield


@leak("trusted", "holder")
def one_telling_moves_the_word() -> Iterator[None]:
    """What is said follows the voices at once, without asking whether it would be said without any one of them."""
    _drawn_with(
        {
            "sum(v.word) - max(v.word), count(*) - 1": "sum(v.word), count(*)",
            "sum(v.word) - min(v.word), count(*) - 1": "sum(v.word), count(*)",
        }
    )
    yield


@leak("trusted")
def whoever_looks_sees_in_which_month_a_word_was_last_counted() -> Iterator[None]:
    """Of five one has left since: the word stands, and the month stays behind."""
    right = partners.relation

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        month = peek("select max(month)::text from vault.repute where member = %s", id)
        return found and replace(found, partner=replace(found.partner, city=month or ""))

    with patch.object(partners, "relation", leaking):
        yield


@leak("holder", "trusted")
def the_other_reads_whether_what_was_told_may_be_counted() -> Iterator[None]:
    right = handovers.handover

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        may = peek(
            "select count(*) from vault.allowed where handover = %s and teller <> %s and until is null", id, viewer
        )
        return found and replace(found, title=f"{found.title} ({may})")

    with patch.object(handovers, "handover", leaking):
        yield
