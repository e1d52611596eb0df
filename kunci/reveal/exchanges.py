"""The steps of exchanges as each side may know them: the asker sees what they asked, the holder what they decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kunci.core.reasons import Reason, Shortfall, explain, shortfall
from kunci.core.rungs import Rung
from kunci.core.standing import Standing, standing_of
from kunci.models import links, values
from kunci.models.models import (
    Asked,
    Consent,
    ConsentAnswer,
    Decision,
    Evidence,
    Face,
    Handover,
    Journal,
    Outcome,
    OwnFace,
    Received,
    Tie,
)
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import Principal, looking, member
from kunci.reveal.people import Person, people
from kunci.reveal.sealed import Details, of_face


@dataclass(frozen=True)
class AskedRow:
    """A request of mine, as it was first shown; `over` once its time is up. What became of it is not said."""

    id: UUID
    hint_line: str
    name: str
    holder: str
    sentence: str
    asked_at: datetime
    expires_at: datetime
    over: bool


@dataclass(frozen=True)
class ReceivedRow:
    """A request for a key of mine; `answer` is '' while I have not decided."""

    id: UUID
    hint_line: str
    asker: str
    sentence: str
    asked_at: datetime
    expires_at: datetime
    answered: str
    handover: UUID | None
    over: bool


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


@dataclass(frozen=True)
class Exchanges:
    asked: tuple[AskedRow, ...]
    received: tuple[ReceivedRow, ...]
    handovers: tuple[HandoverRow, ...]


@dataclass(frozen=True)
class ConsentState:
    """Where the contact's consent stands, as far as they let me know. `link` is the word of their link."""

    answer: str
    link: str
    expires_at: datetime
    over: bool


@dataclass(frozen=True)
class Decide:
    """All that a holder sees before deciding, and afterwards."""

    ask: ReceivedRow
    asker: Person
    key: UUID
    hint_line: str
    name: str
    organisation: str
    rung: int
    standing: Standing
    reasons: tuple[Reason, ...]
    short: tuple[Shortfall, ...]
    consent: ConsentState | None
    contact: Details


@dataclass(frozen=True)
class OutcomeView:
    """A telling; its note is its teller's alone, '' for anybody else."""

    verdict: str
    note: str
    told_at: datetime


@dataclass(frozen=True)
class HandoverView:
    id: UUID
    key: UUID
    role: str
    other: Person
    hint_line: str
    name: str
    title: str
    organisation: str
    details: Details
    sentence: str
    at: datetime
    tell_until: datetime
    mine: OutcomeView | None
    theirs: OutcomeView | None
    moved: dict[str, object] | None

    def lapsed(self, now: datetime) -> bool:
        return self.tell_until <= now


@dataclass(frozen=True)
class Rows:
    """What there is of exchanges, before it is known what people are called."""

    asked: list[Asked]
    received: list[Received]
    handed: list[Handover]

    @property
    def people(self) -> set[UUID]:
        ids = {row.holder_id for row in self.asked} | {row.asker_id for row in self.received}
        return ids | {row.holder_id for row in self.handed} | {row.asker_id for row in self.handed}


def exchanges(viewer: UUID, now: datetime) -> Exchanges:
    """Everything asked, received and handed over, newest first."""
    with looking(member(viewer), now):
        found = rows(viewer)
        return told(viewer, now, found, people(viewer, now, found.people))


def rows(viewer: UUID) -> Rows:
    """To be called inside `looking`, and told by `told`."""
    return Rows(
        list(Asked.objects.order_by("-asked_at", "id")),
        list(_with_answer(Received.objects.order_by("-asked_at", "id"))),
        list(_with_told(viewer, Handover.objects.order_by("-handed_at", "id"))),
    )


def told(viewer: UUID, now: datetime, found: Rows, known: Mapping[UUID, Person]) -> Exchanges:
    return Exchanges(
        tuple(_asked(row, known, now) for row in found.asked),
        _received(found.received, found.handed, known, now),
        _handovers(viewer, found.handed, [*found.asked, *found.received], known, now),
    )


def _with_answer(rows: QuerySet[Received]) -> QuerySet[Received]:
    """With what I decided last on each; of two in one instant it is the same one as in clerk.answer_consent."""
    last = Decision.objects.filter(request=OuterRef("id")).order_by("-decided_at", "answer")
    return rows.annotate(decided=Subquery(last.values("answer")[:1]))


def _with_told(viewer: UUID, rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return rows.annotate(told=Exists(Outcome.objects.filter(teller_id=viewer, handover=OuterRef("id"))))


def asked(viewer: UUID, now: datetime, id: UUID) -> AskedRow | None:
    """A request of mine. The same words whatever the holder or the contact did, until it is over."""
    with looking(member(viewer), now):
        row = Asked.objects.filter(id=id).first()
        return None if row is None else _asked(row, people(viewer, now, [row.holder_id]), now)


def decide(viewer: UUID, now: datetime, id: UUID) -> Decide | None:
    """A request for a key of mine, with what my evidence on the asker carries."""
    with looking(member(viewer), now):
        row = _with_answer(Received.objects.filter(id=id)).first()
        if row is None:
            return None
        handed = list(Handover.objects.filter(request=id))
        known = people(viewer, now, [row.asker_id])
        tie = Tie.objects.filter(partner_id=row.asker_id).first()
        evidence = [values.as_evidence(one) for one in Evidence.objects.filter(tie=tie, member_id=viewer)]
        standing = standing_of(evidence, now)
        held = PassRow.objects.filter(viewer_id=row.asker_id).first()
        faces = {face.kind: face for face in OwnFace.objects.filter(key=row.key)}
        name, contact = faces.get("name"), faces.get("contact")
        return Decide(
            ask=_received([row], handed, known, now)[0],
            asker=known[row.asker_id],
            key=row.key,
            hint_line=faces["hint"].line if "hint" in faces else row.shown_hint,
            name=name.name if name else "",
            organisation=name.organisation if name else "",
            rung=int(values.as_pass(held).rung(now)) if held else 0,
            standing=standing,
            reasons=explain(evidence, now),
            short=shortfall(standing, Rung.UNHESITATING),
            consent=_consent(id, now),
            contact=of_face(contact),
        )


def handover(viewer: UUID, now: datetime, id: UUID) -> HandoverView | None:
    """A handover of mine, from either side, with the contact as far as the key is (still) open to me."""
    with looking(member(viewer), now):
        row = Handover.objects.filter(id=id).first()
        if row is None:
            return None
        role = "holder" if row.holder_id == viewer else "asker"
        other = row.asker_id if role == "holder" else row.holder_id
        request = (Received if role == "holder" else Asked).objects.get(id=row.request)
        faces = {face.kind: face for face in Face.objects.filter(key=row.key)}
        told = {one.teller_id: one for one in Outcome.objects.filter(handover=id)}
        name, contact = faces.get("name"), faces.get("contact")
        noted = Evidence.objects.filter(member_id=viewer, handover=id).first()
        entry = Journal.objects.filter(subject=id, verb="tell").first()
        return HandoverView(
            id=id,
            key=row.key,
            role=role,
            other=people(viewer, now, [other])[other],
            hint_line=request.shown_hint,
            name=name.name if name else request.shown_name or request.shown_hint,
            title=name.title if name else "",
            organisation=name.organisation if name else "",
            details=of_face(contact) if contact else Details(),
            sentence=request.sentence,
            at=row.handed_at,
            tell_until=row.tell_until,
            mine=_outcome(told.get(viewer), noted.note if noted else ""),
            theirs=_outcome(told.get(other), ""),
            moved=entry.detail.get("moved") if entry else None,
        )


def _asked(row: Asked, known: Mapping[UUID, Person], now: datetime) -> AskedRow:
    return AskedRow(
        row.id,
        row.shown_hint,
        row.shown_name,
        known[row.holder_id].name,
        row.sentence,
        row.asked_at,
        row.expires_at,
        row.expires_at <= now,
    )


def _received(
    rows: list[Received], handed: list[Handover], known: Mapping[UUID, Person], now: datetime
) -> tuple[ReceivedRow, ...]:
    handovers = {one.request: one.id for one in handed}
    return tuple(
        ReceivedRow(
            row.id,
            row.shown_hint,
            known[row.asker_id].name,
            row.sentence,
            row.asked_at,
            row.expires_at,
            "yes" if row.id in handovers else getattr(row, "decided", None) or "",
            handovers.get(row.id),
            row.expires_at <= now,
        )
        for row in rows
    )


def _handovers(
    viewer: UUID,
    rows: list[Handover],
    requests: Iterable[Asked | Received],
    known: Mapping[UUID, Person],
    now: datetime,
) -> tuple[HandoverRow, ...]:
    by_id = {request.id: request for request in requests}
    names = {face.key: face.name for face in Face.objects.filter(key__in=[row.key for row in rows], kind="name")}
    told = {row.id for row in rows if getattr(row, "told", False)}
    return tuple(
        HandoverRow(
            id=row.id,
            role="holder" if row.holder_id == viewer else "asker",
            contact=names.get(row.key, by_id[row.request].shown_name) or by_id[row.request].shown_hint,
            hint_line=by_id[row.request].shown_hint,
            other=known[row.asker_id if row.holder_id == viewer else row.holder_id].name,
            at=row.handed_at,
            tell_until=row.tell_until,
            told=row.id in told,
            can_tell=row.id not in told and row.tell_until > now,
        )
        for row in rows
    )


def _consent(request: UUID, now: datetime) -> ConsentState | None:
    last = ConsentAnswer.objects.filter(consent=OuterRef("id")).order_by("-answered_at", "id")
    row = Consent.objects.filter(request=request).annotate(said=Subquery(last.values("answer")[:1])).first()
    if row is None:
        return None
    return ConsentState(row.said or "", links.word(Principal("c", row.id)), row.expires_at, row.expires_at <= now)


def _outcome(row: Outcome | None, note: str) -> OutcomeView | None:
    return None if row is None else OutcomeView(row.verdict, note, row.told_at)
