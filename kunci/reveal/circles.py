"""My circles: who is in them, whom I invited, whom I have marked yet, and what could come next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from kunci.core.evidence import Kind, in_force
from kunci.core.gates import FaceKind, gate_of
from kunci.core.rungs import Rung
from kunci.models import values
from kunci.models.models import Circle, CircleMember, Evidence, Invitation, Invitee, Key, OwnFace
from kunci.models.models import Pass as PassRow
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.partners import Partner
from kunci.reveal.people import Person, people

# How to reach an invited person is kept so long after their invitation ended, for a new one.
KEPT = timedelta(days=14)
STEPS = 3


@dataclass(frozen=True)
class CircleRow:
    id: UUID
    name: str
    size: int


@dataclass(frozen=True)
class CircleView:
    """`others`: who else is in it, by name, with how far I let them come; `founded`: whether I began it."""

    id: UUID
    name: str
    founded: bool
    others: tuple[Partner, ...]


class State(StrEnum):
    """What became of somebody's last invitation."""

    WAITING = "waiting"
    SENT = "sent"
    JOINED = "joined"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class InviteeView:
    """Somebody on my list. `phone` (digits) and `email` are '' where none is known, or any more."""

    id: UUID
    name: str
    language: str
    state: State
    sent_by: str
    invitation: UUID
    expires_at: datetime
    phone: str
    email: str
    joined: Person | None


@dataclass(frozen=True)
class Marked:
    """Somebody of a circle of whom I noted since when I know them (or whom I let onto a rung)."""

    partner: Partner
    since: int | None


@dataclass(frozen=True)
class Marking:
    """The others of a circle: those still to be marked, and those who are, both by name."""

    name: str
    todo: tuple[Person, ...]
    done: tuple[Marked, ...]


class Step(StrEnum):
    SEND = "send"  # invitations that I have not sent
    MARK = "mark"  # people whom I have not marked
    IMPORT = "import"
    MAKE = "make"
    OPEN = "open"  # something to somebody whom I trust
    MEET = "meet"


@dataclass(frozen=True)
class NextStep:
    """`count`: how many it is about; `partner`: whom."""

    step: Step
    count: int = 0
    partner: Partner | None = None


def circles(viewer: UUID, now: datetime) -> tuple[CircleRow, ...]:
    """The circles that I am in, by name."""
    with looking(member(viewer), now):
        size = Counter(CircleMember.objects.values_list("circle", flat=True))
        rows = [CircleRow(row.id, row.name, size[row.id]) for row in Circle.objects.order_by("name", "id")]
        return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.id)))


def circle(viewer: UUID, now: datetime, id: UUID) -> CircleView | None:
    """One circle of mine; None where it is none."""
    with looking(member(viewer), now):
        row = Circle.objects.filter(id=id).first()
        if row is None:
            return None
        return CircleView(row.id, row.name, row.founder_id == viewer, _others(viewer, now, id))


def invitees(viewer: UUID, now: datetime, circle: UUID) -> tuple[InviteeView, ...]:
    """Whom I invited to a circle, in the order in which they were written down."""
    with looking(member(viewer), now):
        return _invitees(viewer, now, Invitee.objects.filter(inviter_id=viewer, circle=circle))


def invitee(viewer: UUID, now: datetime, id: UUID) -> tuple[UUID, InviteeView] | None:
    """One of them, and the circle."""
    with looking(member(viewer), now):
        rows = list(Invitee.objects.filter(id=id))
        return (rows[0].circle, _invitees(viewer, now, rows)[0]) if rows else None


def marking(viewer: UUID, now: datetime, id: UUID) -> Marking | None:
    """Whom of a circle I have marked; None where it is none of mine."""
    with looking(member(viewer), now):
        mine = circle(viewer, now, id)
        return None if mine is None else _marking(viewer, mine)


def _marking(viewer: UUID, mine: CircleView) -> Marking:
    since = _since(viewer, [one.id for one in mine.others])
    done = [Marked(one, since.get(one.id)) for one in mine.others if one.rung or one.id in since]
    ready = {one.partner.id for one in done}
    todo = [Person(one.id, one.name, one.trade, one.city) for one in mine.others if one.id not in ready]
    return Marking(mine.name, tuple(todo), tuple(done))


def next_steps(viewer: UUID, now: datetime, mine: CircleView) -> tuple[NextStep, ...]:
    """What I could do next in a circle, the most useful first; of everything beyond, only what is there to do."""
    with looking(member(viewer), now):
        found = _marking(viewer, mine)
        unsent = _unsent(viewer, now, mine.id)
        steps = [NextStep(Step.SEND, unsent)] if unsent else []
        if found.todo:
            steps.append(NextStep(Step.MARK, len(found.todo)))
        known = [one.partner for one in found.done if one.partner.rung]
        keyring = _keyring(viewer, known)
        if keyring is not None:
            steps.append(keyring)
        if known:
            steps.append(NextStep(Step.MEET, partner=min(known, key=lambda one: (one.until, one.id))))
        return tuple(steps[:STEPS])


def _keyring(viewer: UUID, known: list[Partner]) -> NextStep | None:
    """The next step of my keyring, if there is one: contacts, keys of them, something open."""
    shut = ExpressionWrapper(Q(gate=values.gate_uuid(gate_of(str(viewer), Rung.STRANGER))), BooleanField())
    hints = OwnFace.objects.filter(kind=FaceKind.HINT).annotate(shut=shut)
    all_shut = hints.order_by("shut").values_list("shut", flat=True).first()  # what is not shut comes first
    if all_shut is None:
        return NextStep(Step.MAKE if Key.objects.exists() else Step.IMPORT)
    trusted = [one for one in known if one.rung >= Rung.TRUSTED]
    return NextStep(Step.OPEN, partner=trusted[0]) if trusted and all_shut else None


def _unsent(viewer: UUID, now: datetime, circle: UUID) -> int:
    """How many on my list could still be sent their invitation for the first time (State.WAITING)."""
    waits = Invitation.objects.filter(
        id=OuterRef("invitation"), inviter_id=viewer, used_at=None, revoked_at=None, expires_at__gt=now
    )
    return Invitee.objects.filter(Exists(waits), inviter_id=viewer, circle=circle, sent_by="").count()


def _others(viewer: UUID, now: datetime, circle: UUID) -> tuple[Partner, ...]:
    ids = set(CircleMember.objects.filter(circle=circle).values_list("member_id", flat=True)) - {viewer}
    passes = {row.viewer_id: values.as_pass(row) for row in PassRow.objects.filter(viewer_id__in=ids)}
    found = []
    for person in people(viewer, now, ids).values():
        held = passes[person.id]
        rung = held.rung(now)
        until = None if rung is Rung.STRANGER else held.until(rung)
        found.append(Partner(person.id, person.name, person.trade, person.city, int(rung), until))
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def _since(viewer: UUID, partners: list[UUID]) -> dict[UUID, int]:
    """The year since which I know each of these, where I said so and have not taken it back."""
    rows = Evidence.objects.filter(member_id=viewer, tie__partner_id__in=partners).select_related("tie")
    by_partner: dict[UUID, list[Evidence]] = {}
    for row in rows.order_by("id"):
        by_partner.setdefault(row.tie.partner_id, []).append(row)
    years: dict[UUID, int] = {}
    for partner, noted in by_partner.items():
        prior = [
            row.since.year for row in in_force(map(values.as_evidence, noted)) if row.kind is Kind.PRIOR and row.since
        ]
        if prior:
            years[partner] = min(prior)
    return years


def _invitees(viewer: UUID, now: datetime, rows: Iterable[Invitee]) -> tuple[InviteeView, ...]:
    rows = sorted(rows, key=lambda row: (row.created_at, row.place, row.id))
    made = Invitation.objects.filter(inviter_id=viewer, id__in=[row.invitation for row in rows])
    invitations = {row.id: row for row in made}
    came = people(viewer, now, [row.used_by for row in invitations.values() if row.used_by])
    found = []
    for row in rows:
        invitation = invitations[row.invitation]
        ended = min(invitation.expires_at, invitation.revoked_at or invitation.expires_at)
        phone, email = reach(row) if invitation.used_by is None and now < ended + KEPT else ("", "")
        found.append(
            InviteeView(
                id=row.id,
                name=row.name,
                language=row.language,
                state=_state(row, invitation, now),
                sent_by=row.sent_by,
                invitation=row.invitation,
                expires_at=invitation.expires_at,
                phone=phone,
                email=email,
                joined=came.get(invitation.used_by) if invitation.used_by else None,
            )
        )
    return tuple(found)


def reach(row: Invitee) -> tuple[str, str]:
    """Number and address of an invited person, '' where they are not known or were forgotten."""
    if not row.sealed or not row.wrapped_key:
        return "", ""
    try:
        found = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), place(row.invitation, row.inviter_id))
    except SealBroken:
        return "", ""
    return str(found.get("phone", "")), str(found.get("email", ""))


def place(invitation: UUID, inviter: UUID) -> Place:
    """Where how to reach somebody is sealed."""
    return Place("invitee", invitation, "sealed", inviter)


def _state(row: Invitee, invitation: Invitation, now: datetime) -> State:
    if invitation.used_at is not None:
        return State.JOINED
    if invitation.revoked_at is not None:
        return State.REVOKED
    if invitation.expires_at <= now:
        return State.EXPIRED
    return State.SENT if row.sent_by else State.WAITING
