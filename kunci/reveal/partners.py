"""My side of my relations: who, how far I let them come and until when, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kunci.core.evidence import ENCOUNTERS, WORDS, Evidence, Kind, in_force
from kunci.core.gates import Pass
from kunci.core.readiness import BestPlace
from kunci.core.reasons import CurvePoint, Reason, Shortfall, curve, explain, shortfall
from kunci.core.rungs import Rung
from kunci.core.standing import Standing, standing_of
from kunci.models import values
from kunci.models.models import Confirmation, Confirmed, Handover, Invitation, Ready, Repute, SetExchange, Tie
from kunci.models.models import Evidence as EvidenceRow
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import looking, member
from kunci.reveal.companions import Companion, companion_of, with_companion
from kunci.reveal.people import Person, called, name_of, people, person

TAKE_BACK = timedelta(days=1)
AHEAD = timedelta(days=540)
POINTS = 160
# What does not come from one's own hand: it is put right where it came from.
OF_OTHERS = WORDS | {
    Kind.OUTCOME_GOOD, Kind.OUTCOME_UNFIT, Kind.OUTCOME_BROKEN, Kind.WORD_FAILED,
    Kind.MEDIATED_GOOD, Kind.MEDIATED_BROKEN, Kind.WITHDRAWAL,
}  # fmt: skip


@dataclass(frozen=True)
class Partner:
    """Somebody I know of; `rung` is how far I let them come now, `until` when that ends; `former`: without account."""

    id: UUID
    name: str
    trade: str
    city: str
    rung: int
    until: datetime | None
    former: bool = False


@dataclass(frozen=True)
class Instead:
    """What stands for a note that was put right; a withdrawal where nothing does."""

    kind: Kind
    on: date
    since: date | None
    note: str


@dataclass(frozen=True)
class RestsOn:
    """The note of mine that a failed word rests on, and about whom it is."""

    kind: Kind
    on: date
    about: str
    about_id: UUID


@dataclass(frozen=True)
class EvidenceView:
    """A noted fact; `counts` is False once a later row voids it, which `instead` then tells.

    `asked_until`: the other is asked to confirm it; `confirmed_at`: they did. A question that was not answered in
    time leaves no trace. `corrects`: it stands for an earlier one. `word_of`: who said so, with the `weight` that
    their word had; `rests_on`: of a word that failed.
    """

    id: UUID
    kind: Kind
    on: date
    note: str
    often: str | None
    since: date | None
    counts: bool
    can_take_back: bool
    can_correct: bool
    can_ask: bool
    asked_until: datetime | None
    confirmed_at: datetime | None
    corrects: bool
    instead: Instead | None
    word_of: str
    weight: float | None
    rests_on: RestsOn | None


@dataclass(frozen=True)
class Invite:
    id: UUID
    name: str
    expires_at: datetime


@dataclass(frozen=True)
class Handed:
    """A handover, and when it was."""

    id: UUID
    at: datetime


@dataclass(frozen=True)
class Relation:
    """All of one relation that a page shows. Mine alone. `rows` is the evidence as the core takes it, voided too.

    `best` rests on what I have set aside for them; `exchange`: of sets, that runs, and until when; `repute`: what
    members of long standing experienced with them, '' where that is not known (reveal/repute.py); `given`, `had`: keys
    handed over to them, and by them, the first first.
    """

    partner: Partner
    since: datetime
    granted: int
    standing: Standing
    reasons: tuple[Reason, ...]
    short: tuple[Shortfall, ...]
    evidence: tuple[EvidenceView, ...]
    curve: tuple[CurvePoint, ...]
    rows: tuple[Evidence, ...]
    best: BestPlace
    exchange: UUID | None
    exchange_until: datetime | None
    repute: str = ""
    companion: Companion | None = None
    given: tuple[Handed, ...] = ()
    had: tuple[Handed, ...] = ()


def partners(viewer: UUID, now: datetime) -> tuple[Partner, ...]:
    """Everybody I know of, by name."""
    with looking(member(viewer), now):
        passes = passes_held()
        return by_name(passes, people(viewer, now, passes), now)


def passes_held() -> dict[UUID, Pass]:
    """My pass to everybody I know of: there is one for each tie, shut or not. To be called inside `looking`."""
    return by_viewer(PassRow.objects.all())


def by_viewer(rows: Iterable[PassRow]) -> dict[UUID, Pass]:
    return {row.viewer_id: values.as_pass(row) for row in rows}


def by_name(passes: Mapping[UUID, Pass], known: Mapping[UUID, Person], now: datetime) -> tuple[Partner, ...]:
    found = [_as_partner(known[id], held, now) for id, held in passes.items() if id in known]
    return tuple(sorted(found, key=lambda partner: (partner.name.casefold(), partner.id)))


def partner(viewer: UUID, now: datetime, id: UUID) -> Partner | None:
    return next(iter(_partner(viewer, now, id)), None)


def relation(viewer: UUID, now: datetime, id: UUID) -> Relation | None:
    """One relation whole; None where there is none."""
    with looking(member(viewer), now):
        tie = Tie.objects.filter(partner_id=OuterRef("viewer_id"))
        columns = {f"tie_{name}": Subquery(tie.values(name)[:1]) for name in ("id", "since", "granted")}
        columns["repute"] = Subquery(Repute.objects.filter(member=OuterRef("viewer_id")).values("band")[:1])
        aside = Ready.objects.filter(partner=OuterRef("viewer_id")).order_by().values("partner")
        running = SetExchange.objects.filter(partner_id=OuterRef("viewer_id"), ended_at=None, agreed_at=None)
        running = running.filter(expires_at__gt=now).order_by("-told_at", "id")
        columns |= {
            "set_aside": Subquery(aside.annotate(n=Count("key")).values("n")[:1]),
            "exchange": Subquery(running.values("id")[:1]),
            "exchange_until": Subquery(running.values("expires_at")[:1]),
            "given": _handed(holder=viewer, asker=OuterRef("viewer_id")),
            "had": _handed(asker=viewer, holder=OuterRef("viewer_id")),
        }
        rows_held = PassRow.objects.filter(viewer_id=id).select_related("viewer").annotate(**columns)
        held = with_companion(rows_held).first()
        if held is None or (since := getattr(held, "tie_since", None)) is None:
            return None
        found = _as_partner(person(held.viewer), values.as_pass(held), now)
        own = EvidenceRow.objects.filter(tie=getattr(held, "tie_id", None), member_id=viewer)
        rows = list(_with_words(viewer, own.order_by("-happened_on", "-created_at", "id")))
        core = [values.as_evidence(row) for row in rows]
        counted = {UUID(row.id) for row in in_force(core)}
        questions = Confirmation.objects.filter(partner_id=id).annotate(said_at=Subquery(
            Confirmed.objects.filter(asker_id=viewer, confirmation=OuterRef("id")).values("at")[:1]
        ))  # fmt: skip
        asked = {row.evidence: row for row in questions.order_by("asked_at", "id")}
        later = {row.voids: row for row in rows if row.voids is not None}
        standing = standing_of(core, now)
        next_rung = Rung(min(standing.rung + 1, Rung.UNHESITATING))
        return Relation(
            partner=found,
            since=since,
            granted=getattr(held, "tie_granted", 0),
            standing=standing,
            reasons=explain(core, now),
            short=shortfall(standing, next_rung),
            evidence=tuple(
                _evidence(row, row.id in counted, later.get(row.id), asked.get(row.id), now, found.former)
                for row in rows
                if row.kind != Kind.WITHDRAWAL
            ),
            curve=_curve(rows, core, now, found.until),
            rows=tuple(core),
            repute=getattr(held, "repute", None) or "",
            best=BestPlace(getattr(held, "set_aside", None) or 0),
            exchange=getattr(held, "exchange", None),
            exchange_until=getattr(held, "exchange_until", None),
            given=_as_handed(getattr(held, "given", None)),
            had=_as_handed(getattr(held, "had", None)),
            companion=None if found.former else companion_of(held, viewer),
        )


def _handed(**pair: Any) -> ArraySubquery:
    """The handovers from the one to the other, beside a row; read by `_as_handed`."""
    found = Handover.objects.filter(**pair).order_by("handed_at", "id")
    return ArraySubquery(found.values(found=JSONObject(id="id", at="handed_at")))


def _as_handed(rows: Iterable[Mapping[str, str]] | None) -> tuple[Handed, ...]:
    return tuple(Handed(UUID(row["id"]), datetime.fromisoformat(row["at"])) for row in rows or ())


def _evidence(
    row: EvidenceRow,
    counts: bool,
    later: EvidenceRow | None,
    asked: Confirmation | None,
    now: datetime,
    former: bool,
) -> EvidenceView:
    kind = Kind(row.kind)
    fresh = row.handover is None and kind is not Kind.WORD_FAILED and row.created_at > now - TAKE_BACK
    confirmed: datetime | None = getattr(asked, "said_at", None)
    waits = asked is not None and confirmed is None and asked.expires_at > now
    own_word = row.handover is None and kind not in OF_OTHERS
    return EvidenceView(
        id=row.id,
        kind=kind,
        on=row.happened_on,
        note=row.note,
        often=row.often,
        since=row.since,
        counts=counts,
        can_take_back=counts and (kind in WORDS or fresh),
        can_correct=counts and own_word,
        can_ask=counts and kind in ENCOUNTERS and confirmed is None and not waits and not former,
        asked_until=asked.expires_at if asked is not None and waits else None,
        confirmed_at=confirmed if counts else None,
        corrects=row.voids is not None,
        instead=Instead(Kind(later.kind), later.happened_on, later.since, later.note) if later is not None else None,
        word_of=_name(getattr(row, "said_by", None)),
        weight=row.weight,
        rests_on=_rests_on(row),
    )


def _with_words(viewer: UUID, rows: QuerySet[EvidenceRow]) -> QuerySet[EvidenceRow]:
    """With the name of whose word it is, and what a failed word rests on: in one statement with the rows."""
    rests = EvidenceRow.objects.filter(id=OuterRef("because"), member_id=viewer)
    return rows.annotate(
        said_by=name_of("word_of"),
        rests_kind=Subquery(rests.values("kind")[:1]),
        rests_day=Subquery(rests.values("happened_on")[:1]),
        rests_id=Subquery(rests.values("tie__partner")[:1]),
        rests_name=Subquery(rests.values("tie__partner__name")[:1]),
    )


def _rests_on(row: EvidenceRow) -> RestsOn | None:
    kind, on, id = (getattr(row, name, None) for name in ("rests_kind", "rests_day", "rests_id"))
    if kind is None or on is None or id is None:
        return None
    return RestsOn(Kind(kind), on, _name(getattr(row, "rests_name", None)), id)


def _name(name: str | None) -> str:
    """As reveal/people.py says it; '' where there is nobody."""
    return "" if name is None else called(name)


def invitations(viewer: UUID, now: datetime) -> tuple[Invite, ...]:
    """My invitations that nobody has used yet; those into a circle are on the circle's own list."""
    with looking(member(viewer), now):
        rows = Invitation.objects.filter(used_at=None, revoked_at=None, circle=None, expires_at__gt=now).order_by(
            "-created_at", "id"
        )
        return tuple(Invite(row.id, row.name, row.expires_at) for row in rows)


def invitation(viewer: UUID, now: datetime, id: UUID) -> Invite | None:
    return next((one for one in invitations(viewer, now) if one.id == id), None)


def _partner(viewer: UUID, now: datetime, id: UUID) -> list[Partner]:
    with looking(member(viewer), now):
        rows = PassRow.objects.filter(viewer_id=id).select_related("viewer")
        return [_as_partner(person(row.viewer), values.as_pass(row), now) for row in rows]


def _as_partner(person: Person, held: Pass, now: datetime) -> Partner:
    rung = held.rung(now)
    until = None if rung is Rung.STRANGER else held.until(rung)
    return Partner(person.id, person.name, person.trade, person.city, int(rung), until, person.former)


def _curve(
    rows: list[EvidenceRow], core: list[Evidence], now: datetime, until: datetime | None
) -> tuple[CurvePoint, ...]:
    """From the first evidence until the day the rung ends is in the picture, but not further than it can be drawn."""
    if not core:
        return ()
    first = datetime.combine(min(row.happened_on for row in rows), datetime.min.time(), UTC)
    start = min(first, now - timedelta(days=30)) - timedelta(days=5)
    ahead = max((now - start) / 2, timedelta(days=120), until - now + timedelta(days=30) if until else timedelta(0))
    end = now + min(ahead, AHEAD)
    return curve(core, start, end, (end - start) / timedelta(days=1) / POINTS)
