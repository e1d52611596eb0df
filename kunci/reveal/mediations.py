"""What I bring together, what mediators proposed to me, and what they found for me: each side as far as it may know.

A mediator sees a yes and the handover that came of it, and otherwise the same page whatever the others do. The holder
sees for whom it is once they may know. The asker sees nothing before they are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kunci.core.mediating import Carried, carried
from kunci.models import values
from kunci.models.models import (
    Asked,
    BroughtMe,
    Evidence,
    Face,
    HeardWant,
    Mediated,
    Mediation,
    MediationLeft,
    MediationYes,
    Member,
    OwnFace,
    OwnYes,
    Proposal,
    Received,
    Tie,
    Want,
)
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, called, name_of, person
from kunci.reveal.waiting import waits
from kunci.reveal.words import query

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
MOST = 20  # keys to choose from on one page; a search finds the others


@dataclass(frozen=True)
class Handed:
    """That it came to a handover, and until when the two can tell of it. What they tell is not said."""

    at: datetime
    tell_until: datetime


@dataclass(frozen=True)
class MediationRow:
    """One that I proposed. `yes`: its holder agreed; `can_tell`: I still hear the want and see the key."""

    id: UUID
    want: UUID
    want_text: str
    key: UUID
    hint_line: str
    holder: Person
    asker: Person
    sentence: str
    named: bool
    proposed_at: datetime
    expires_at: datetime
    withdrawn: bool
    over: bool
    yes: bool
    can_tell: bool
    told_at: datetime | None
    words: str
    handed: Handed | None


@dataclass(frozen=True)
class ProposalRow:
    """One for a key of mine. `asker`: what to call whom it is for, '' while I may not know; `asker_id`: None where I do
    not know of them; `answered`: '', yes or left; `came_with`: who brought this mediator to me for the same key."""

    id: UUID
    mediator: Person
    key: UUID
    hint_line: str
    is_there: bool
    asker: str
    asker_id: UUID | None
    sentence: str
    proposed_at: datetime
    expires_at: datetime
    answered: str
    withdrawn: bool
    over: bool
    told_at: datetime | None
    came_with: str


@dataclass(frozen=True)
class BroughtRow:
    """A door that a mediator found for me. `open`: I can see it now; `asked`: my request since; `passes_on`: the
    want that mine was written for, while I hear it and it travels; `proposed`: I proposed the door for that."""

    id: UUID
    mediator: Person
    holder: Person
    key: UUID
    want: UUID
    want_text: str
    hint_line: str
    words: str
    told_at: datetime
    until: datetime
    open: bool
    asked: UUID | None
    passes_on: UUID | None
    proposed: UUID | None


@dataclass(frozen=True)
class Mediations:
    mine: tuple[MediationRow, ...]
    proposals: tuple[ProposalRow, ...]
    brought: tuple[BroughtRow, ...]


@dataclass(frozen=True)
class Sided:
    """A key of somebody's that I could propose; `proposed`: I did, for this want."""

    id: UUID
    hint_line: str
    holder: Person
    proposed: bool


@dataclass(frozen=True)
class Mediator:
    """Who answers for the asker of a request, with what they wrote, and what their word carries with me. `came_with`:
    who brought them to me for the same key."""

    person: Person
    sentence: str
    carried: Carried
    came_with: str


def mediations(viewer: UUID, now: datetime) -> Mediations:
    """All sides of mine, the newest first."""
    with looking(member(viewer), now):
        return Mediations(_mine(now), _proposals(now), _brought())


def waiting(now: datetime) -> tuple[QuerySet[Any, Any], ...]:
    """What waits for me, as rows of a union (today.py: Waiting). To be called inside `looking`."""
    sees = Exists(Face.objects.filter(key=OuterRef("key"), kind="hint"))
    hears = Exists(HeardWant.objects.filter(id=OuterRef("want")))
    yes = Exists(MediationYes.objects.filter(mediation=OuterRef("id")))
    answered = (OwnYes.objects, MediationLeft.objects)
    idle = [~Exists(rows.filter(mediation=OuterRef("id"))) for rows in answered]
    mine = Mediation.objects.filter(yes, hears, sees, told_at=None, withdrawn_at=None, expires_at__gt=now)
    to_me = Proposal.objects.filter(*idle, told_at=None, withdrawn_at=None, expires_at__gt=now)
    passed_on = Mediation.objects.filter(key=OuterRef("key"), proposed_at__gte=OuterRef("told_at"))
    for_me = BroughtMe.objects.filter(sees, ~Exists(_asked_since()), ~Exists(passed_on), until__gt=now)
    return (
        waits(to_me, "proposal", "mediator", "shown_hint", "sentence", "expires_at", "proposed_at"),
        waits(mine, "mediation", "holder", "shown_hint", name_of("asker"), "expires_at", "proposed_at"),
        waits(for_me, "brought", "mediator", "shown_hint", "words", "until", "told_at"),
    )


def mediation(viewer: UUID, now: datetime, id: UUID) -> MediationRow | None:
    """One that I proposed. The same page after silence, a no, and a yes that was taken back."""
    with looking(member(viewer), now):
        return next(iter(_mine(now, id)), None)


def proposal(viewer: UUID, now: datetime, id: UUID) -> ProposalRow | None:
    """One for a key of mine."""
    with looking(member(viewer), now):
        return next(iter(_proposals(now, id)), None)


def brought(viewer: UUID, now: datetime, id: UUID) -> BroughtRow | None:
    """One that a mediator told me of."""
    with looking(member(viewer), now):
        return next(iter(_brought(id=id)), None)


def both_sides(viewer: UUID, now: datetime, want: UUID, q: str = "") -> tuple[tuple[Sided, ...], bool]:
    """Keys of others open to me that I could propose for a want that I hear, the newest first, and whether there are
    more; none of its author's own."""
    with looking(member(viewer), now):
        heard = HeardWant.objects.filter(id=want).first()
        if heard is None or not heard.travels or heard.person is not None:
            return (), False
        rows = Face.objects.filter(kind="hint").exclude(holder_id__in=[viewer, heard.author_id])
        if words := query(q):
            matches = Face.objects.filter(words=words).exclude(holder_id=viewer).values_list("key", flat=True)
            rows = rows.filter(key__in=list(matches))
        found = _sided(want, rows.order_by("-created_at", "id")[: MOST + 1])
        return tuple(found[:MOST]), len(found) > MOST


def one_side(viewer: UUID, now: datetime, want: UUID, key: UUID) -> Sided | None:
    """One of them."""
    with looking(member(viewer), now):
        return next(iter(_sided(want, Face.objects.filter(key=key, kind="hint").exclude(holder_id=viewer))), None)


def found_for_me(key: UUID, now: datetime) -> BroughtRow | None:
    """By whom a key that I see was found for me, while that holds. To be called inside `looking`."""
    return next(iter(_brought(now, key=key)), None)


def with_mediator(rows: Rows) -> Rows:
    """Each ask for a key of mine with who answers for it: whoever told the asker first, if it was asked while that held
    (as sql/mediation.sql: mediate_handover)."""
    held = {"told_at__lte": OuterRef("asked_at"), "until__gt": OuterRef("asked_at")}
    told = Proposal.objects.filter(key=OuterRef("key"), asker=OuterRef("asker"), **held).order_by("told_at", "id")
    who, said = (Subquery(told.values(name)[:1]) for name in ("mediator", "sentence"))
    rows = rows.annotate(through=who, through_said=said)
    return rows.annotate(came_with=_came_with("through", "asked_at"))


def evidence_on(viewer: UUID, ids: Iterable[UUID]) -> dict[UUID, list[Evidence]]:
    """My evidence on each of them. To be called inside `looking`."""
    ties = {row.id: row.partner_id for row in Tie.objects.filter(partner_id__in=list(ids))}
    found: dict[UUID, list[Evidence]] = {id: [] for id in ids}
    for row in Evidence.objects.filter(tie__in=list(ties), member_id=viewer):
        found[ties[row.tie_id]].append(row)
    return found


def mediator_of(
    row: Received, known: Mapping[UUID, Person], noted: Mapping[UUID, list[Evidence]], now: datetime
) -> Mediator | None:
    """Who answers for an ask that was read with them, and what their word carries with me."""
    who: UUID | None = getattr(row, "through", None)
    if who is None or who not in known:
        return None
    on_asker, on_them = noted[row.asker_id], noted[who]
    word = frozenset(str(one.id) for one in on_asker if one.word_of == who)
    asker, them = ([values.as_evidence(one) for one in rows] for rows in (on_asker, on_them))
    shown = carried(asker, them, word, now)
    return Mediator(known[who], getattr(row, "through_said", None) or "", shown, getattr(row, "came_with", None) or "")


def _sided(want: UUID, rows: Iterable[Face]) -> list[Sided]:
    faces = list(rows)
    done = set(Mediation.objects.filter(want=want).values_list("key", flat=True))
    known = _people(face.holder_id for face in faces)
    return [Sided(face.key, face.line, known[face.holder_id], face.key in done) for face in faces]


def _people(ids: Iterable[UUID]) -> Mapping[UUID, Person]:
    return {row.id: person(row) for row in Member.objects.filter(id__in=set(ids))}


def _mine(now: datetime, id: UUID | None = None) -> tuple[MediationRow, ...]:
    said = MediationYes.objects.filter(mediation=OuterRef("id"))
    rows = Mediation.objects.select_related("holder", "asker").annotate(
        yes=Exists(said),
        hears=Exists(HeardWant.objects.filter(id=OuterRef("want"))),
        sees=Exists(Face.objects.filter(key=OuterRef("key"), kind="hint")),
    )
    if id is not None:
        rows = rows.filter(id=id)
    rows = rows.order_by("-proposed_at", "id")
    came = Mediated.objects.filter(mediation__in=[row.id for row in rows]).order_by("-handed_at", "-handover")
    handed = {row.mediation: row for row in came}  # of several the first
    return tuple(_mediation(row, handed.get(row.id), now) for row in rows)


def _mediation(row: Mediation, handed: Mediated | None, now: datetime) -> MediationRow:
    over = row.told_at is None and row.expires_at <= now
    yes = bool(getattr(row, "yes", False))
    alive = yes and not over and row.withdrawn_at is None and row.told_at is None
    return MediationRow(
        id=row.id,
        want=row.want,
        want_text=row.want_text,
        key=row.key,
        hint_line=row.shown_hint,
        holder=person(row.holder),
        asker=person(row.asker),
        sentence=row.sentence,
        named=row.named,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
        over=over,
        yes=yes,
        can_tell=alive and bool(getattr(row, "hears", False)) and bool(getattr(row, "sees", False)),
        told_at=row.told_at,
        words=row.words,
        handed=None if handed is None else Handed(handed.handed_at, handed.tell_until),
    )


def _proposals(now: datetime, id: UUID | None = None) -> tuple[ProposalRow, ...]:
    rows = Proposal.objects.select_related("mediator").annotate(
        yes=Exists(OwnYes.objects.filter(mediation=OuterRef("id"))),
        left=Exists(MediationLeft.objects.filter(mediation=OuterRef("id"))),
        there=Exists(OwnFace.objects.filter(key=OuterRef("key"), kind="hint")),
        known=name_of("asker"),
        came_with=_came_with("mediator", "proposed_at"),
    )
    if id is not None:
        rows = rows.filter(id=id)
    return tuple(_proposal(row, now) for row in rows.order_by("-proposed_at", "id"))


def _proposal(row: Proposal, now: datetime) -> ProposalRow:
    known: str | None = getattr(row, "known", None)
    return ProposalRow(
        id=row.id,
        mediator=person(row.mediator),
        key=row.key,
        hint_line=row.shown_hint,
        is_there=bool(getattr(row, "there", False)),
        asker="" if row.asker is None else called(row.asker_name, known),
        asker_id=row.asker if known is not None else None,
        sentence=row.sentence,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        answered="yes" if getattr(row, "yes", False) else "left" if getattr(row, "left", False) else "",
        withdrawn=row.withdrawn_at is not None,
        over=row.told_at is None and row.expires_at <= now,
        told_at=row.told_at,
        came_with=getattr(row, "came_with", None) or "",
    )


def _came_with(who: str, when: str) -> Subquery:
    """Beside a key of mine that somebody brings me a person for: the name of whoever brought them to it before."""
    held = {"told_at__lte": OuterRef(when), "until__gt": OuterRef(when)}
    told = Proposal.objects.filter(key=OuterRef("key"), asker=OuterRef(who), **held).order_by("told_at", "id")
    return Subquery(told.annotate(name=name_of("mediator")).values("name")[:1])


def _asked_since() -> QuerySet[Asked]:
    """Beside what a mediator found for me: my asks for it while that held."""
    held = {"asked_at__gte": OuterRef("told_at"), "asked_at__lt": OuterRef("until")}
    return Asked.objects.filter(key=OuterRef("key"), **held)


def _brought(now: datetime | None = None, *, id: UUID | None = None, key: UUID | None = None) -> tuple[BroughtRow, ...]:
    """`now`: only those whose time is not up."""
    travelling = HeardWant.objects.filter(travels=True).values("id")
    rows = BroughtMe.objects.select_related("mediator", "holder").annotate(
        open=Exists(Face.objects.filter(key=OuterRef("key"), kind="hint")),
        taken=Subquery(_asked_since().order_by("asked_at", "id").values("id")[:1]),
        passed_on=Subquery(Want.objects.filter(id=OuterRef("want"), relays__in=travelling).values("relays")[:1]),
    )
    rows = rows.annotate(
        proposed=Subquery(Mediation.objects.filter(want=OuterRef("passed_on"), key=OuterRef("key")).values("id")[:1])
    )
    if now is not None:
        rows = rows.filter(until__gt=now)
    if id is not None:
        rows = rows.filter(id=id)
    if key is not None:
        rows = rows.filter(key=key)
    return tuple(
        BroughtRow(
            id=row.id,
            mediator=person(row.mediator),
            holder=person(row.holder),
            key=row.key,
            want=row.want,
            want_text=row.want_text,
            hint_line=row.shown_hint,
            words=row.words,
            told_at=row.told_at,
            until=row.until,
            open=bool(getattr(row, "open", False)),
            asked=getattr(row, "taken", None),
            passes_on=getattr(row, "passed_on", None),
            proposed=getattr(row, "proposed", None),
        )
        for row in rows.order_by("-told_at", "id")
    )
