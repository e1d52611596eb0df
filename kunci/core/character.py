"""Character: two traits from a questionnaire, and the blend of the four temperaments that they make.

Sociability and calm are what trait research calls extraversion and emotional stability (the International Personality
Item Pool, Goldberg, 1999; the items here are our own). That the four temperaments of the ancients lie in the corners of
these two is Eysenck's (1965): sanguine is sociable and calm, choleric sociable and stirred, melancholic reserved and
stirred, phlegmatic reserved and calm. The blend says how near each corner is. No gate, forecast or match reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Measured on simulated answers (tests/core/test_character.py): how far a score of ten items lies from the one that
# somebody would have on average over many such questionnaires. In the units of a trait, 0..1.
ERROR = 0.073
MARGIN = 1.96 * ERROR
LEAST, MOST = 1, 5  # of an answer: does not fit at all, fits entirely


class Trait(StrEnum):
    SOCIABLE = "sociable"
    CALM = "calm"


class Temperament(StrEnum):
    SANGUINE = "sanguine"
    CHOLERIC = "choleric"
    MELANCHOLIC = "melancholic"
    PHLEGMATIC = "phlegmatic"


# Each item's trait, and whether agreeing speaks for it; their words stand in web/character_items.py. As many speak
# against as for, so that who agrees to everything leans nowhere.
ITEMS: tuple[tuple[Trait, bool], ...] = (*((trait, speaks_for) for speaks_for in (True, False) for trait in Trait),) * 5


@dataclass(frozen=True, slots=True)
class Character:
    """Both traits, 0..1."""

    sociable: float
    calm: float

    @property
    def blend(self) -> dict[Temperament, float]:
        """The share of each temperament, the largest first; together 1."""
        s, c = self.sociable, self.calm
        shares = {
            Temperament.SANGUINE: s * c,
            Temperament.CHOLERIC: s * (1 - c),
            Temperament.MELANCHOLIC: (1 - s) * (1 - c),
            Temperament.PHLEGMATIC: (1 - s) * c,
        }
        return dict(sorted(shares.items(), key=lambda one: -one[1]))

    @property
    def unsure(self) -> tuple[Trait, ...]:
        """Traits of which the answers leave open to which side they lean."""
        by_trait = {Trait.SOCIABLE: self.sociable, Trait.CALM: self.calm}
        return tuple(trait for trait, score in by_trait.items() if abs(score - 0.5) < MARGIN)

    @property
    def likely(self) -> tuple[Temperament, ...]:
        """The temperaments between which the answers do not decide: one, two neighbours, or all four."""
        sides = [
            [score >= 0.5] if trait not in self.unsure else [score >= 0.5, score < 0.5]
            for trait, score in ((Trait.SOCIABLE, self.sociable), (Trait.CALM, self.calm))
        ]
        corners = {(s, c) for s in sides[0] for c in sides[1]}
        return tuple(one for one in self.blend if _CORNER[one] in corners)


_CORNER = {
    Temperament.SANGUINE: (True, True),
    Temperament.CHOLERIC: (True, False),
    Temperament.MELANCHOLIC: (False, False),
    Temperament.PHLEGMATIC: (False, True),
}


@dataclass(frozen=True, slots=True)
class Hints:
    """By which temperament to go in approaching, thanking and asking somebody."""

    approach: Temperament
    thank: Temperament
    ask: Temperament


def character_of(answers: Sequence[int]) -> Character:
    """`answers`: one for each of ITEMS, LEAST..MOST. ValueError for another number of them, for one that is none, and
    where all are the same: those contradict each other, and say nothing."""
    if len(answers) != len(ITEMS) or any(not LEAST <= one <= MOST for one in answers):
        raise ValueError("an answer is missing or is none")
    if len(set(answers)) == 1:
        raise ValueError("the same answer to everything")
    return Character(*(_score(answers, trait) for trait in Trait))


def hints_of(likely: Sequence[Temperament]) -> Hints:
    """By the likeliest; one asks by the next, where there is one: there most is at stake. ValueError for none."""
    if not likely:
        raise ValueError("a temperament is needed")
    return Hints(likely[0], likely[0], likely[min(1, len(likely) - 1)])


def _score(answers: Sequence[int], trait: Trait) -> float:
    points = [
        (answer - LEAST if speaks_for else MOST - answer) / (MOST - LEAST)
        for answer, (of, speaks_for) in zip(answers, ITEMS, strict=True)
        if of is trait
    ]
    return sum(points) / len(points)
