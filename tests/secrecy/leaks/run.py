"""Runs the two-world check with a leak planted, over the same plans every time: the stories where they are told, a few
by chance, and then the stories on every page."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tests.secrecy.leaks.every import LEAKS, Leak
from tests.secrecy.pairs import Differs, Plan, Tally, check, plan
from tests.secrecy.stage import Clockwork
from tests.secrecy.stories import STORIES
from tests.secrecy.worlds import Undo

SEEDS = range(5)


def caught(leak: Leak, work: Clockwork) -> str | None:
    """The first difference that gave it away, None if there was none."""
    for one in _plans(leak):
        try:
            with transaction.atomic(), leak.plant():
                check(one, work, Tally())
                raise Undo
        except Undo:
            continue
        except Differs as differs:
            return f"{one}: {differs.first[:200]}"
    return None


def _plans(leak: Leak) -> list[Plan]:
    told = [story for story in STORIES if story.viewer in leak.viewers]
    whole = [replace(story, look=replace(story.look, only=())) for story in told if story.look.only]
    return told + [plan(viewer, seed) for seed in SEEDS for viewer in leak.viewers] + whole


def clean(work: Clockwork) -> str | None:
    """What differs where nothing is planted; None, as it should be."""
    for viewer in sorted({viewer for leak in LEAKS for viewer in leak.viewers}):
        try:
            check(plan(viewer, SEEDS[0]), work, Tally())
        except Differs as differs:
            return str(differs)
    return None
