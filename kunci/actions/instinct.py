"""What somebody thinks beforehand of how an exchange goes. Nobody else reads it, and nothing is worked out from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from itertools import product
from uuid import UUID

from kunci.actions.ties import rows_of, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind, in_force
from kunci.core.gates import FaceKind
from kunci.core.instinct import Of
from kunci.core.practice import CASES
from kunci.core.standing import standing_of
from kunci.models.models import Guess, Key, Mediation, OwnFace, Practice, Tie

NEW = timedelta(days=365)
MOST = 50  # people of whom one chance is said at once


@verb("instinct.say_of_keys")
def say_of_keys(act: Act, keys: Collection[UUID], partners: Collection[UUID], chance: int) -> Done:
    """Says how likely keys of mine go well with partners whom I open them to. Of what I have already said something it
    stays as it was; of more than MOST at once nothing is kept, for then it is no feeling about a person."""
    mine = set(Key.objects.filter(id__in=set(keys)).values_list("id", flat=True))
    known = set(Tie.objects.filter(partner__in=set(partners)).values_list("partner", flat=True))
    if not mine or not known:
        raise Refused("gone")
    if len(mine) * len(known) <= MOST:
        for key, partner in product(sorted(mine), sorted(known)):
            remember(act, Of.REVEAL, key, partner, key, chance)
    return Done()


@verb("instinct.say_of_mediation")
def say_of_mediation(act: Act, mediation: UUID, chance: int) -> Done:
    """Says how likely a mediation of mine comes to a handover."""
    row = Mediation.objects.filter(id=mediation).first()
    if row is None:
        raise Refused("gone")
    remember(act, Of.MEDIATION, mediation, UUID(str(row.asker_id)), None, chance)
    return Done(mediation)


def remember(act: Act, of: Of, subject: UUID, partner: UUID, key: UUID | None, chance: int) -> None:
    """Keeps the chance, in per cent, with what my side of the relation says now. Part of another verb; said again of
    the same it is what was said first that stays."""
    if not 0 <= chance <= 100:
        raise Refused("instinct")
    if Guess.objects.filter(kind=of, subject=subject, partner=partner).exists():
        return
    tie = tie_with(partner)
    rows = rows_of(tie)
    standing = in_force(rows)
    since = min([tie.since.date(), *(row.since for row in standing if row.since is not None)])
    hint = OwnFace.objects.filter(key=key, kind=FaceKind.HINT).first() if key is not None else None
    Guess.objects.create(
        member=act.member,
        kind=of,
        subject=subject,
        partner=partner,
        chance=chance,
        forecast=standing_of(rows, act.now).trust,
        new=since > act.now.date() - NEW,
        warm=any(row.kind is Kind.VOUCH for row in standing),
        sector=hint.sector if hint is not None else "",
        said_at=act.now,
    )


@verb("instinct.forget")
def forget(act: Act) -> Done:
    """Deletes all that I said beforehand."""
    count, _ = Guess.objects.all().delete()
    return Done(None, {"count": count})


@verb("practice.say")
def practise(act: Act, number: int, chance: int) -> Done:
    """Says of an invented case how likely it went well, before it shows; once, until all are begun anew."""
    if not 0 <= number < CASES:
        raise Refused("gone")
    if not 0 <= chance <= 100:
        raise Refused("instinct")
    if Practice.objects.filter(number=number).exists():
        raise Refused("practised")
    Practice.objects.create(member=act.member, number=number, chance=chance, said_at=act.now)
    return Done()


@verb("practice.anew")
def practise_anew(act: Act) -> Done:
    """Forgets what I said of the cases."""
    Practice.objects.all().delete()
    return Done()
