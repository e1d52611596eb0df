"""What somebody thinks beforehand of how an exchange goes. Nobody else reads it, and nothing is worked out from it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kunci.actions.ties import rows_of, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind, in_force
from kunci.core.gates import FaceKind
from kunci.core.practice import CASES
from kunci.core.standing import standing_of
from kunci.models.models import Guess, OwnFace, Practice

NEW = timedelta(days=365)


def remember(act: Act, request: UUID, asker: UUID, key: UUID, chance: int) -> None:
    """Keeps the chance, in per cent, with what my side of the relation says now. Part of another verb; said again for
    the same request it is what was said first that stays."""
    if not 0 <= chance <= 100:
        raise Refused("instinct")
    if Guess.objects.filter(request=request).exists():
        return
    tie = tie_with(asker)
    rows = rows_of(tie)
    standing = in_force(rows)
    since = min([tie.since.date(), *(row.since for row in standing if row.since is not None)])
    hint = OwnFace.objects.filter(key=key, kind=FaceKind.HINT).first()
    Guess.objects.create(
        member=act.member,
        request=request,
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
