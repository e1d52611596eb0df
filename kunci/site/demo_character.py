"""Characters and feelings of the demonstration: whose card is seen from where, what others think instead, and what
Wening said beforehand, of her own keys and of invented cases.

Days are counted back from the day of the start, as in demo_story.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kunci.actions import character, instinct
from kunci.core.character import ITEMS, Trait
from kunci.core.rungs import Rung

if TYPE_CHECKING:
    from kunci.site.demo import Step, World


@dataclass(frozen=True)
class Card:
    """What somebody answers to items for and against each trait, 1..5, and from which rung their card is seen."""

    day: int
    member: str
    sociable: tuple[int, int]
    calm: tuple[int, int]
    rung: Rung | None


CARDS = (
    Card(150, "wening", (4, 2), (4, 2), Rung.TRUSTED),
    Card(120, "bagas", (4, 1), (2, 4), Rung.TRUSTED),
    Card(95, "sekar", (2, 4), (3, 3), Rung.TRUSTED),
    Card(90, "citra", (5, 1), (3, 3), Rung.KNOWN),
    Card(60, "halim", (2, 4), (2, 4), Rung.UNHESITATING),
    Card(30, "rania", (3, 3), (4, 2), None),
)
# (day, who thinks so, of whom, first, second)
IMPRESSIONS = (
    (80, "wening", "tigor", "choleric", ""),
    (55, "wening", "sekar", "melancholic", "phlegmatic"),
    (40, "bagas", "wening", "sanguine", "phlegmatic"),
)
# (day, who opens or has opened a key, which, to whom, how likely it goes well)
FEELINGS = (
    (689, "wening", "wening-7", "bagas", 85),
    (214, "wening", "wening-1", "bagas", 90),
    (71, "wening", "wening-2", "bagas", 80),
    (5, "wening", "wening-3", "bagas", 85),
)
# What Wening says of the first invented cases: hopeful, as one is who likes people.
PRACTISED = (80, 55, 75, 90, 60, 70, 45, 65, 85, 70, 95, 60, 50, 80)
PRACTISED_ON = 20


def knowing_people(world: World) -> Iterator[Step]:
    for one in CARDS:
        yield one.day, partial(_answer, world, one)
    for day, member, about, first, second in IMPRESSIONS:
        yield day, partial(_think, world, member, about, first, second)
    for day, member, key, partner, chance in FEELINGS:
        yield day, partial(_feel, world, member, key, partner, chance)
    if PRACTISED:
        yield PRACTISED_ON, partial(_practise, world)


def _answer(world: World, one: Card) -> None:
    answers = {Trait.SOCIABLE: one.sociable, Trait.CALM: one.calm}
    said = [answers[trait][0 if speaks_for else 1] for trait, speaks_for in ITEMS]
    character.answer(world.act(one.member), said)
    if one.rung is not None:
        character.show(world.act(one.member), one.rung)


def _think(world: World, member: str, about: str, first: str, second: str) -> None:
    character.keep_impression(world.act(member), world.members[about], first, second)


def _feel(world: World, member: str, key: str, partner: str, chance: int) -> None:
    instinct.say_of_keys(world.act(member), [world.keys[key]], [world.members[partner]], chance)


def _practise(world: World) -> None:
    for number, chance in enumerate(PRACTISED):
        instinct.practise(world.act("wening"), number, chance)
