"""Random histories of one who lets many come closer, and what stands in the database afterwards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kunci.actions import ties
from kunci.actions.keyring import USUAL, RungChoice
from kunci.actions.recompute import recompute
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind, Often
from kunci.core.gates import Pass
from kunci.core.passes import after_evidence
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.recompute import Tally
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import standing_of
from kunci.models import values
from kunci.models.models import Evidence, Face, Tie
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal import audience
from kunci.reveal.audience import Opened
from tests.cast import Cast, join

WIDE = RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.TRUSTED)
HIGH = RungChoice(Rung.TRUSTED, Rung.UNHESITATING, Rung.UNHESITATING)
KINDS = (
    Kind.MET, Kind.CALL, Kind.EVENT, Kind.ONE_TO_ONE, Kind.HELP_RECEIVED, Kind.PROMISE_KEPT, Kind.PROMISE_KEPT,
    Kind.PROMISE_BROKEN,
)  # fmt: skip
MORE = ("Dina", "Eko", "Fitri", "Galih")
Ends = tuple[datetime | None, ...]


class Undo(Exception):
    """Takes a branch back."""


@contextmanager
def branch(cast: Cast) -> Iterator[None]:
    """What happens inside is taken back, the clock too."""
    now = cast.now
    with suppress(Undo), transaction.atomic():
        yield
        raise Undo
    cast.now = now


def everybody(cast: Cast) -> list[UUID]:
    """Whom Sari knows of, and the two of them who let her come closer as well; she herself first."""
    with looking(member(cast.sari), cast.now):
        return [cast.sari, *Tie.objects.order_by("partner__name").values_list("partner_id", flat=True)]


def live_through(cast: Cast, dice: random.Random) -> None:
    """Sari comes to know four more, and notes, opens and lowers; Budi and Ratna let her come closer."""
    partners = [cast.budi, cast.ratna]
    partners += [join(cast.act(cast.sari), name, f"{name.lower()}@kunci.test") for name in MORE]
    for rungs in (WIDE, USUAL, HIGH):
        cast.key(cast.sari, rungs=rungs)
    for one in (cast.budi, cast.ratna):
        cast.key(one)
    sides = [*((cast.sari, one) for one in partners), (cast.budi, cast.sari), (cast.ratna, cast.sari)]
    for one, other in sides:
        _note(cast, dice, one, other)
        if dice.random() < 0.85:
            _let_closer(cast, dice, one, other)
    for _ in range(10):
        cast.later(dice.choice((0.3, 9, 33)))
        one, other = dice.choice(sides)
        match dice.randrange(4):
            case 0:
                ties.lower(cast.act(one), other, Rung(dice.randint(0, 2)))
            case 1:
                _let_closer(cast, dice, one, other)
            case _:
                kind, today = dice.choice(KINDS), cast.now.date()
                ties.add_evidence(cast.act(one), other, kind, today, today, "")


def _note(cast: Cast, dice: random.Random, one: UUID, other: UUID) -> None:
    today = cast.now.date()
    if dice.random() < 0.7:
        since, often = date(dice.randint(2005, 2025), 1, 1), dice.choice(tuple(Often))
        ties.add_prior(cast.act(one), other, since, often, today, "")
    for _ in range(dice.choice((0, 2, 6, 18))):
        on = today - timedelta(days=dice.randint(0, 260))
        ties.add_evidence(cast.act(one), other, dice.choice(KINDS), on, today, "")


def _let_closer(cast: Cast, dice: random.Random, one: UUID, other: UUID) -> None:
    for rung in sorted(LADDER, reverse=True)[dice.randrange(2) :]:
        with suppress(Refused):
            cast.grant(one, other, rung)
            return


def recompute_all(cast: Cast, policy: Policy = FIRST_POLICY) -> Tally:
    tally = Tally()
    for one in everybody(cast):
        tally += recompute(one, cast.now, policy)
    return tally


def rows(cast: Cast) -> dict[tuple[UUID, UUID], Ends]:
    """Every pass, as it stands in the database: (holder, viewer)."""
    found: dict[tuple[UUID, UUID], Ends] = {}
    for holder in everybody(cast):
        with looking(member(holder), cast.now):
            for row in PassRow.objects.all():
                found[holder, row.viewer_id] = row.known_until, row.trusted_until, row.unhesitating_until
    return found


def written_singly(cast: Cast, policy: Policy) -> dict[tuple[UUID, UUID], Ends]:
    """Every pass as one write on its tie would leave it; one of which nothing live moves stays as it is."""
    found: dict[tuple[UUID, UUID], Ends] = {}
    for holder in everybody(cast):
        with looking(member(holder), cast.now):
            for row in PassRow.objects.all():
                tie = Tie.objects.get(partner_id=row.viewer_id)
                noted = [values.as_evidence(one) for one in Evidence.objects.filter(tie=tie, member_id=holder)]
                held = values.as_pass(row)
                after = after_evidence(held, Rung(tie.granted), standing_of(noted, cast.now, policy), cast.now)
                moves = _live(after, cast.now) != _live(held, cast.now)
                found[holder, row.viewer_id] = _ends(after if moves else held)
    return found


def live(ends: Ends, now: datetime) -> Ends:
    """Those that are ahead."""
    return tuple(end if end is not None and end > now else None for end in ends)


def remembered(cast: Cast, *holders: UUID) -> dict[tuple[UUID, UUID], tuple[Opened, ...]]:
    """The history of openings, as pages tell it of each pair; of these holders, or of all."""
    pairs = [pair for pair in rows(cast) if not holders or pair[0] in holders]
    return {(holder, viewer): audience.history(holder, cast.now, partner=viewer) for holder, viewer in pairs}


def seen(cast: Cast) -> set[tuple[UUID, UUID]]:
    """(viewer, face) of everything of others that the database lets anybody read."""
    found = set()
    for viewer in everybody(cast):
        with looking(member(viewer), cast.now):
            faces = Face.objects.exclude(holder_id=viewer).values_list("id", flat=True)
            found |= {(viewer, face) for face in faces}
    return found


def _ends(held: Pass) -> Ends:
    return held.known_until, held.trusted_until, held.unhesitating_until


def _live(held: Pass, now: datetime) -> Ends:
    return live(_ends(held), now)
