"""The steps of exchanges as each side may know them: the asker sees what they asked, the holder what they decided.

What was handed over, and what is told of it, is in handovers.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from kunci.core.exchange import Windows
from kunci.models.models import (
    Asked,
    Consent,
    ConsentAnswer,
    Decision,
    Face,
    Handover,
    Offered,
    OfferedMe,
    OfferLeft,
    Outcome,
    Received,
)
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, people


@dataclass(frozen=True)
class AskedRow:
    """A request of mine, as it was first shown; `over` once its time is up. What became of it is not said."""

    id: UUID
    hint_line: str
    name: str
    holder: str
    holder_id: UUID
    sentence: str
    why: str
    by_when: date | None
    asked_at: datetime
    expires_at: datetime
    withdrawn: bool
    over: bool


@dataclass(frozen=True)
class ReceivedRow:
    """A request for a key of mine; `answered` is '' while I have not decided; `offered`: it answers my offer."""

    id: UUID
    hint_line: str
    asker: str
    sentence: str
    why: str
    by_when: date | None
    asked_at: datetime
    expires_at: datetime
    answered: str
    handover: UUID | None
    agreed: bool
    offered: bool
    withdrawn: bool
    over: bool

    @property
    def waits(self) -> bool:
        """Whether a decision is due, or the contact has agreed and the handover is."""
        if self.withdrawn or self.handover is not None:
            return False
        return (not self.answered and not self.over) or (self.answered == "yes" and self.agreed)


@dataclass(frozen=True)
class HandoverRow:
    id: UUID
    role: str
    contact: str
    hint_line: str
    other: str
    at: datetime
    tell_until: datetime
    told: bool
    can_tell: bool
    again: bool


@dataclass(frozen=True)
class OfferRow:
    """A key offered: by me, or to me. What the other does with it shows only as an ask. `want`: that it answers."""

    id: UUID
    key: UUID
    hint_line: str
    other: str
    other_id: UUID
    sentence: str
    offered_at: datetime
    expires_at: datetime
    over: bool
    asked: UUID | None
    want: UUID | None = None


@dataclass(frozen=True)
class Exchanges:
    asked: tuple[AskedRow, ...]
    received: tuple[ReceivedRow, ...]
    handovers: tuple[HandoverRow, ...]
    offered: tuple[OfferRow, ...]
    offered_me: tuple[OfferRow, ...]


@dataclass(frozen=True)
class Rows:
    """What there is of exchanges, before it is known what people are called."""

    asked: list[Asked]
    received: list[Received]
    handed: list[Handover]
    offered: list[Offered]
    offered_me: list[OfferedMe]
    names: dict[UUID, str]  # by key, of contacts that were handed over, as far as they are open to me

    @property
    def people(self) -> set[UUID]:
        ids = {row.holder_id for row in self.asked} | {row.asker_id for row in self.received}
        ids |= {row.partner_id for row in self.offered} | {row.holder_id for row in self.offered_me}
        return ids | {row.holder_id for row in self.handed} | {row.asker_id for row in self.handed}


def exchanges(viewer: UUID, now: datetime) -> Exchanges:
    """Everything asked, received, offered and handed over, newest first."""
    with looking(member(viewer), now):
        return told(viewer, now, found := rows(viewer, now), people(viewer, now, found.people))


def rows(viewer: UUID, now: datetime, *, waiting: bool = False) -> Rows:
    """To be called inside `looking`, and told by `told`. `waiting`: without what I asked and what was offered, and
    names of contacts only where there is something to tell."""
    handed = list(_with_told(viewer, Handover.objects.order_by("-handed_at", "id"), now if waiting else None))
    if waiting:
        names = {row.key: name for row in handed if (name := getattr(row, "contact", ""))}
    else:
        # Of all at once: asked of each by itself, all gates that are open to me would be gone through for each.
        named = Face.objects.filter(kind="name", key__in=[row.key for row in handed])
        names = dict(named.values_list("key", "name"))
    return Rows(
        list(Asked.objects.order_by("-asked_at", "id")) if not waiting else [],
        list(with_answers(Received.objects.order_by("-asked_at", "id"))),
        handed,
        list(Offered.objects.order_by("-offered_at", "id")) if not waiting else [],
        list(not_left().order_by("-offered_at", "id")) if not waiting else [],
        names,
    )


def not_left() -> QuerySet[OfferedMe]:
    """What was offered to me and I did not let be. To be called inside `looking`."""
    return OfferedMe.objects.exclude(Exists(OfferLeft.objects.filter(offer=OuterRef("id"))))


def told(viewer: UUID, now: datetime, found: Rows, known: Mapping[UUID, Person]) -> Exchanges:
    taken_up = {row.offer: row.id for row in [*found.asked, *found.received] if row.offer is not None}
    return Exchanges(
        tuple(_asked(row, known, now) for row in found.asked),
        received_rows(found.received, {one.request: one.id for one in found.handed}, known, now),
        _handovers(viewer, found, known, now),
        tuple(offer_row(row, known[row.partner_id], taken_up, now) for row in found.offered),
        tuple(offer_row(row, known[row.holder_id], taken_up, now) for row in found.offered_me),
    )


def with_answers(rows: QuerySet[Received]) -> QuerySet[Received]:
    """With what I decided last on each (of two in one instant the same one as in clerk.hand_over), and what its contact
    answered last, as far as they let me know."""
    last = Decision.objects.filter(request=OuterRef("id")).order_by("-decided_at", "answer")
    asked = Consent.objects.filter(request=OuterRef(OuterRef("id"))).values("id")
    said = ConsentAnswer.objects.filter(consent__in=asked).order_by("-answered_at", "id")
    return rows.annotate(decided=Subquery(last.values("answer")[:1]), said=Subquery(said.values("answer")[:1]))


def _with_told(viewer: UUID, rows: QuerySet[Handover], due: datetime | None) -> QuerySet[Handover]:
    """`due`: with the contact's name where something can be told at that instant; a few, which spares a statement."""
    mine = Outcome.objects.filter(teller_id=viewer, handover=OuterRef("id"))
    rows = rows.annotate(told=Exists(mine.filter(round=1)), told_again=Exists(mine.filter(round=2)))
    if due is None:
        return rows
    tellable = Q(tell_until__gt=due) | Q(again_from__lte=due, again_until__gt=due)
    name = Face.objects.filter(key=OuterRef("key"), kind="name").values("name")[:1]
    asked = Asked.objects.filter(id=OuterRef("request"))
    shown = {name: Subquery(asked.values(name)[:1]) for name in ("shown_hint", "shown_name")}
    return rows.annotate(contact=Case(When(tellable, then=Subquery(name))), **shown)


def asked(viewer: UUID, now: datetime, id: UUID) -> AskedRow | None:
    """A request of mine. The same words whatever the holder or the contact did, until it is over."""
    with looking(member(viewer), now):
        row = Asked.objects.filter(id=id).first()
        return None if row is None else _asked(row, people(viewer, now, [row.holder_id]), now)


def offer(viewer: UUID, now: datetime, id: UUID) -> OfferRow | None:
    """An offer that was made to me."""
    with looking(member(viewer), now):
        row = OfferedMe.objects.filter(id=id).first()
        if row is None:
            return None
        taken = Asked.objects.filter(offer=id).order_by("-asked_at", "id").values_list("id", flat=True).first()
        holder = people(viewer, now, [row.holder_id])[row.holder_id]
        return offer_row(row, holder, {id: taken} if taken else {}, now)


def offer_row(row: Offered | OfferedMe, other: Person, taken_up: dict[UUID, UUID], now: datetime) -> OfferRow:
    return OfferRow(
        id=row.id,
        key=row.key,
        hint_line=row.shown_hint,
        other=other.name,
        other_id=other.id,
        sentence=row.sentence,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        over=row.expires_at <= now,
        asked=taken_up.get(row.id),
        want=row.want,
    )


def _asked(row: Asked, known: Mapping[UUID, Person], now: datetime) -> AskedRow:
    return AskedRow(
        id=row.id,
        hint_line=row.shown_hint,
        name=row.shown_name,
        holder=known[row.holder_id].name,
        holder_id=row.holder_id,
        sentence=row.sentence,
        why=row.why,
        by_when=row.by_when,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
        over=row.expires_at <= now,
    )


def received_rows(
    rows: list[Received], handovers: Mapping[UUID, UUID], known: Mapping[UUID, Person], now: datetime
) -> tuple[ReceivedRow, ...]:
    return tuple(
        ReceivedRow(
            id=row.id,
            hint_line=row.shown_hint,
            asker=known[row.asker_id].name,
            sentence=row.sentence,
            why=row.why,
            by_when=row.by_when,
            asked_at=row.asked_at,
            expires_at=row.expires_at,
            answered="yes" if row.id in handovers else getattr(row, "decided", None) or "",
            handover=handovers.get(row.id),
            agreed=getattr(row, "said", None) == "yes",
            offered=row.offer is not None,
            withdrawn=row.withdrawn_at is not None,
            over=row.expires_at <= now,
        )
        for row in rows
    )


def _handovers(viewer: UUID, found: Rows, known: Mapping[UUID, Person], now: datetime) -> tuple[HandoverRow, ...]:
    shown = {one.id: (one.shown_hint, one.shown_name) for one in [*found.asked, *found.received]}
    made = []
    for row in found.handed:  # what the asks showed that `rows` left out came along
        hint, name = shown.get(row.request) or (getattr(row, "shown_hint", ""), getattr(row, "shown_name", ""))
        told = {1: getattr(row, "told", False), 2: getattr(row, "told_again", False)}
        due = Windows(row.tell_until, row.again_from, row.again_until).round(now)
        made.append(
            HandoverRow(
                id=row.id,
                role="holder" if row.holder_id == viewer else "asker",
                contact=found.names.get(row.key, "") or name or hint,
                hint_line=hint,
                other=known[row.asker_id if row.holder_id == viewer else row.holder_id].name,
                at=row.handed_at,
                tell_until=row.again_until if due == 2 else row.tell_until,
                told=told[1],
                can_tell=due is not None and not told[due],
                again=due == 2,
            )
        )
    return tuple(made)
