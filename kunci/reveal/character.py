"""Characters: my own, and how to approach a partner by theirs or by what I think of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import FloatField, Value

from kunci.core.character import Character, Hints, Temperament, hints_of
from kunci.core.rungs import Rung
from kunci.models import models as rows
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class MyCharacter:
    """`rung`: from which others may see it; None: nobody may."""

    character: Character
    rung: Rung | None
    answered_at: datetime


@dataclass(frozen=True)
class AlsoTold:
    """Whether they see my card, and which doors they hear that I look for."""

    card: bool
    wants: tuple[str, ...]


@dataclass(frozen=True)
class Approach:
    """How to approach somebody. `character`: what they let me see of their own; `mine`: what I think instead, which
    then is what the hints go by. None of all three where there is neither."""

    character: Character | None
    mine: tuple[Temperament, ...]
    hints: Hints | None


def my_character(viewer: UUID, now: datetime) -> MyCharacter | None:
    with looking(member(viewer), now):
        row = rows.Character.objects.first()
    if row is None:
        return None
    rung = Rung(row.rung) if row.rung is not None else None
    return MyCharacter(Character(row.sociable, row.calm), rung, row.answered_at)


def also_told(viewer: UUID, now: datetime, rung: Rung) -> AlsoTold:
    """What whoever stands on this rung is told besides of keys."""
    with looking(member(viewer), now):
        card = rows.Character.objects.filter(rung__lte=rung).values_list(Value(True), Value(""), "answered_at")
        wants = rows.Want.objects.filter(closed_at=None, expires_at__gt=now, rung__lte=rung)
        found = list(card.union(wants.values_list(Value(False), "text", "created_at"), all=True))
    latest_first = sorted(((at, text) for is_card, text, at in found if not is_card), reverse=True)
    return AlsoTold(any(is_card for is_card, _, _ in found), tuple(text for _, text in latest_first))


def approach(viewer: UUID, now: datetime, partner: UUID) -> Approach:
    with looking(member(viewer), now):
        card = rows.CharacterSeen.objects.filter(member=partner).values_list("sociable", "calm", Value(""), Value(""))
        none = Value(None, output_field=FloatField())
        thought = rows.Impression.objects.filter(about=partner).values_list(none, none, "first", "second")
        found = list(card.union(thought, all=True))
    character = next((Character(sociable, calm) for sociable, calm, first, _ in found if not first), None)
    mine = tuple(Temperament(one) for _, _, *both in found for one in both if one)
    likely = mine or (character.likely if character is not None else ())
    return Approach(character, mine, hints_of(likely) if likely else None)
