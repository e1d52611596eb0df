"""What I say of my own character, from which rung it is seen, and what I think of that of others."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.character import Temperament, character_of
from kunci.core.rungs import Rung
from kunci.models.models import Character, Impression, Tie


@verb("character.answer")
def answer(act: Act, answers: Sequence[int]) -> Done:
    """Answers the questionnaire: what they come to is kept, they are not. Whoever might see it before still may."""
    try:
        found = character_of(answers)
    except ValueError:
        raise Refused("character_answers") from None
    values = {"sociable": found.sociable, "calm": found.calm, "answered_at": act.now}
    if not Character.objects.filter(member=act.member).update(**values):
        Character.objects.create(member=act.member, rung=None, **values)
    return Done()


@verb("character.show")
def show(act: Act, rung: Rung | None) -> Done:
    """From which rung my card may be seen; None: by nobody."""
    if rung is Rung.STRANGER:
        raise Refused("gone")
    if not Character.objects.filter(member=act.member).update(rung=rung):
        raise Refused("gone")
    return Done(None, {"rung": rung})


@verb("character.forget")
def forget(act: Act) -> Done:
    """Deletes my card."""
    if not Character.objects.filter(member=act.member).delete()[0]:
        raise Refused("gone")
    return Done()


@verb("impression.keep")
def keep_impression(act: Act, partner: UUID, first: str, second: str = "") -> Done:
    """What I think of a partner's character, in place of what they say of it; theirs never to see."""
    known = {one.value for one in Temperament}
    if first not in known or second not in {"", *known} or first == second:
        raise Refused("temperament")
    if not Tie.objects.filter(partner_id=partner).exists():
        raise Refused("gone")
    values = {"first": first, "second": second, "noted_at": act.now}
    if not Impression.objects.filter(about=partner).update(**values):
        Impression.objects.create(member=act.member, about=partner, **values)
    return Done(partner)


@verb("impression.forget")
def forget_impression(act: Act, partner: UUID) -> Done:
    """Deletes it."""
    if not Impression.objects.filter(about=partner).delete()[0]:
        raise Refused("gone")
    return Done(partner)
