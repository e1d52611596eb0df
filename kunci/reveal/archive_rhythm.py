"""Of an archive (archive.py): promises, one-to-ones, and whom I would rather be reminded of later."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.models.models import Character, Guess, Impression, OneToOne, OneToOneSide, Practice, Promise, PutOff
from kunci.reveal.people import Person

Values = dict[str, object]
MET = ("id", "words", "place", "minutes", "slots", "proposed_at", "at", "fixed_at", "cancelled_at")
SIDE = ("aside_at", "notes", "noted_at", "evidence")
SAID = ("id", "mine", "words", "due", "made_at", "ended", "ended_at", "evidence")


def promises_of(known: Mapping[UUID, Person]) -> list[Values]:
    """To be called inside `looking`; `known` is everybody I know of."""
    return [
        {"partner": known[row.partner_id].name, **{name: getattr(row, name) for name in SAID}}
        for row in Promise.objects.order_by("made_at", "id")
        if row.partner_id in known
    ]


def put_off_of(known: Mapping[UUID, Person]) -> list[Values]:
    rows = PutOff.objects.order_by("at", "partner")
    return [{"partner": known[row.partner].name, "at": row.at} for row in rows if row.partner in known]


def guesses(known: Mapping[UUID, Person]) -> list[Values]:
    """What I said beforehand of how exchanges go."""
    columns = ("kind", "subject", "chance", "forecast", "new", "warm", "sector", "said_at")
    rows = Guess.objects.order_by("said_at", "kind", "subject", "partner")
    names = {one: person.name for one, person in known.items()}
    return [{"partner": names.get(row.partner, ""), **{name: getattr(row, name) for name in columns}} for row in rows]


def practised() -> list[Values]:
    """What I said of invented cases."""
    rows = Practice.objects.order_by("number")
    return [{"number": row.number, "chance": row.chance, "said_at": row.said_at} for row in rows]


def character_and_impressions(known: Mapping[UUID, Person]) -> Values:
    """What I said of my own character, and what I think of that of others."""
    own = [
        {name: getattr(row, name) for name in ("sociable", "calm", "rung", "answered_at")}
        for row in Character.objects.all()
    ]
    thought = [
        {"partner": known[row.about].name, **{name: getattr(row, name) for name in ("first", "second", "noted_at")}}
        for row in Impression.objects.order_by("noted_at", "about")
        if row.about in known
    ]
    return {"own": own, "impressions": thought}


def one_to_ones_of(known: Mapping[UUID, Person]) -> list[Values]:
    """Both sides' row, and my own side of it."""
    sides = {side.meeting: side for side in OneToOneSide.objects.order_by("meeting")}
    found = []
    for row in OneToOne.objects.order_by("proposed_at", "id"):
        side = sides.get(row.id)
        with_whom = known.get(UUID(str(row.other)))
        if with_whom is not None:
            mine = {name: getattr(side, name) for name in SIDE} if side is not None else {}
            found.append({"partner": with_whom.name, **{name: getattr(row, name) for name in MET}, **mine})
    return found
