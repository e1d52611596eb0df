"""What was handed over, and what each side told of it: blind to each other until neither can answer the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.utils.translation import gettext as _

from kunci.core.exchange import Windows
from kunci.models.keyring import FaceBase
from kunci.models.models import (
    Allowed,
    Asked,
    Evidence,
    Face,
    Felt,
    Handover,
    Introduction,
    Journal,
    Mediated,
    Member,
    Outcome,
    OwnFace,
    Received,
)
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.cards import Card, card_of
from kunci.reveal.people import Person, called, person
from kunci.reveal.sealed import Details, of_face


@dataclass(frozen=True)
class OutcomeView:
    """A telling; its note, and whether it may be `counted`, are its teller's alone: '' and False for anybody else."""

    verdict: str
    came: str
    amount: Decimal | None
    currency: str
    note: str
    thanks: str
    told_at: datetime
    counted: bool = False


@dataclass(frozen=True)
class FeltView:
    """What the contact felt, in words to the holder alone."""

    verdict: str
    came: str
    words: str
    told_at: datetime


@dataclass(frozen=True)
class Round:
    """One telling of a handover: 1 within two weeks, 2 after half a year. `felt`: for the holder alone."""

    number: int
    until: datetime
    mine: OutcomeView | None
    theirs: OutcomeView | None
    felt: FeltView | None
    moved: dict[str, object] | None
    due: bool
    over: bool


@dataclass(frozen=True)
class IntroductionView:
    """How I introduced the two."""

    by_mail: bool
    subject_contact: str
    to_contact: str
    subject_asker: str
    to_asker: str


@dataclass(frozen=True)
class HandoverView:
    """A handover from one side. `rounds`: the first, and the second once its time has come; `mediator`: who answers for
    it beside its holder, if somebody does."""

    id: UUID
    key: UUID
    request: UUID
    role: str
    other: Person
    hint_line: str
    name: str
    title: str
    organisation: str
    details: Details
    card: Card
    sentence: str
    at: datetime
    rounds: tuple[Round, ...]
    again_from: datetime
    introduction: IntroductionView | None
    mediators: tuple[str, ...] = ()

    @property
    def due(self) -> Round | None:
        """What I can tell now."""
        return next((one for one in self.rounds if one.due), None)


@dataclass(frozen=True)
class KeyFelt:
    """What the contact behind a key of mine felt about a handover to somebody."""

    handover: UUID
    asker: str
    handed_at: datetime
    round: int
    felt: FeltView


def handover(viewer: UUID, now: datetime, id: UUID) -> HandoverView | None:
    """A handover of mine, from either side, with the contact as far as the key is (still) open to me."""
    with looking(member(viewer), now):
        # Whoever came for the asker first, then whoever came for that mediator, of whom the asker reads nothing.
        came = Mediated.objects.filter(handover=OuterRef("id")).alias(
            first=Case(When(asker=OuterRef("asker"), then=0), default=1)
        )
        through = ArraySubquery(came.order_by("first").values("mediator__name"))
        rows = Handover.objects.filter(id=id).select_related("holder", "asker").annotate(through=through)
        row = rows.first()
        if row is None:
            return None
        role = "holder" if row.holder_id == viewer else "asker"
        other = row.asker if role == "holder" else row.holder
        request = (Received if role == "holder" else Asked).objects.get(id=row.request)
        # My own are read without working out what others opened to me.
        mine: list[FaceBase] = list((OwnFace if role == "holder" else Face).objects.filter(key=row.key))
        faces = {face.kind: face for face in mine}
        name, contact = faces.get("name"), faces.get("contact")
        return HandoverView(
            id=id,
            key=row.key,
            request=row.request,
            role=role,
            other=person(other),
            hint_line=request.shown_hint,
            name=name.name if name else request.shown_name or request.shown_hint,
            title=name.title if name else "",
            organisation=name.organisation if name else "",
            details=of_face(contact) if contact else Details(),
            card=card_of(row.request, row.asker_id),
            sentence=request.sentence,
            at=row.handed_at,
            rounds=_rounds(viewer, row, now),
            again_from=row.again_from,
            introduction=_introduction(row.id) if role == "holder" else None,
            mediators=tuple(called(name) for name in row.through),
        )


def felt_of_key(viewer: UUID, now: datetime, key: UUID) -> tuple[KeyFelt, ...]:
    """What the contact behind a key of mine felt, newest first: as far as I can no longer answer it."""
    with looking(member(viewer), now):
        of = Handover.objects.filter(id=OuterRef("handover"), holder_id=viewer)
        asker = Member.objects.filter(id=OuterRef("asker"))
        rows = Felt.objects.annotate(key=Subquery(of.values("key")[:1]), asker=Subquery(of.values("asker_id")[:1]))
        rows = rows.annotate(at=Subquery(of.values("handed_at")[:1]), who=Subquery(asker.values("name")[:1]))
        return tuple(
            KeyFelt(row.handover, row.who or _("Mantan anggota"), row.at, row.round, as_felt(row))
            for row in rows.filter(key=key).order_by("-told_at", "id")
        )


def _rounds(viewer: UUID, row: Handover, now: datetime) -> tuple[Round, ...]:
    times = Windows(row.tell_until, row.again_from, row.again_until)
    # Each telling of mine left a row of evidence at the same instant, which holds my note.
    beside = Evidence.objects.filter(member_id=viewer, handover=row.id, created_at=OuterRef("told_at"))
    allowed = Allowed.objects.filter(teller=OuterRef("teller"), handover=row.id, round=OuterRef("round"), until=None)
    outcomes = Outcome.objects.filter(handover=row.id).annotate(
        note=Subquery(beside.values("note")[:1]), counted=Exists(allowed)
    )
    told = {(one.round, one.teller_id == viewer): one for one in outcomes}
    felt = {one.round: as_felt(one) for one in Felt.objects.filter(handover=row.id)}
    entries = Journal.objects.filter(subject=row.id, verb="tell").order_by("at", "id")
    moved = {entry.detail.get("round"): entry.detail.get("moved") for entry in entries}
    due = times.round(now)
    return tuple(
        Round(
            number=number,
            until=times.until(number),
            mine=_mine(told.get((number, True))),
            theirs=as_outcome(told[number, False], "") if (number, False) in told else None,
            felt=felt.get(number),
            moved=moved.get(number),
            due=number == due and (number, True) not in told,
            over=times.until(number) <= now,
        )
        for number in (1, 2)
        if number == 1 or times.again_from <= now
    )


def _mine(row: Outcome | None) -> OutcomeView | None:
    """With the note and the consent that `_rounds` read along."""
    if row is None:
        return None
    return replace(as_outcome(row, getattr(row, "note", "") or ""), counted=bool(getattr(row, "counted", False)))


def introduction_view(row: Introduction) -> IntroductionView | None:
    """Unsealed; None where the seal does not open here."""
    place = Place("introduction", row.handover, "sealed", row.holder)
    try:
        letters = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), place).get("letters")
    except SealBroken:
        return None
    return IntroductionView(row.by_mail, *map(str, letters)) if isinstance(letters, list) else None


def _introduction(handover: UUID) -> IntroductionView | None:
    row = Introduction.objects.filter(handover=handover).first()
    return introduction_view(row) if row is not None else None


def as_outcome(row: Outcome, note: str) -> OutcomeView:
    return OutcomeView(row.verdict, row.came, row.amount, row.currency, note, row.thanks, row.told_at)


def as_felt(row: Felt) -> FeltView:
    return FeltView(row.verdict, row.came, row.words, row.told_at)
