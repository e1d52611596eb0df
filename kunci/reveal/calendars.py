"""My calendars' addresses, and the encounters that wait for my yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, QuerySet, Subquery

from kunci.core.evidence import Kind
from kunci.models.models import Calendar, Proposed
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.people import people

SHOWN = 10  # of one partner; the others are counted, and come up once these are answered
PARTNERS = 30


@dataclass(frozen=True)
class AddressView:
    """One address. `host`: of whom it is, for the whole of it is a secret; '' where the seal does not open here.
    `outcome`: of the last try, in a word; '' before the first."""

    id: UUID
    host: str
    outcome: str
    tried_at: datetime | None
    read_at: datetime | None
    failing_since: datetime | None
    stopped: bool


@dataclass(frozen=True)
class ProposedView:
    id: UUID
    kind: Kind
    on: date
    title: str
    source: str


@dataclass(frozen=True)
class Together:
    """What waits with one partner, the latest first; `total` may be more than are shown."""

    partner: UUID
    name: str
    total: int
    rows: tuple[ProposedView, ...]


@dataclass(frozen=True)
class Calendars:
    """`total`: of everything that waits; `more`: partners with whom something waits that are not shown."""

    addresses: tuple[AddressView, ...]
    proposed: tuple[Together, ...]
    total: int
    more: int


def calendars(viewer: UUID, now: datetime) -> Calendars:
    """All of it; partners with whom the latest encounters were come first."""
    with looking(member(viewer), now):
        addresses = tuple(_address(row) for row in Calendar.objects.order_by("added_at", "id"))
        of: dict[UUID, list[Proposed]] = {}
        for row in Proposed.objects.filter(state="waiting").order_by("-happened_on", "partner", "id"):
            of.setdefault(row.partner_id, []).append(row)
        shown = list(of)[:PARTNERS]
        known = people(viewer, now, shown) if shown else {}
        groups = tuple(
            Together(id, known[id].name, len(of[id]), tuple(map(_view, of[id][:SHOWN]))) for id in shown if id in known
        )
        return Calendars(addresses, groups, sum(map(len, of.values())), len(of) - len(shown))


def waiting() -> Subquery:
    """Beside another row of mine, how many proposals wait; null where none does."""
    rows: QuerySet[Proposed] = Proposed.objects.filter(state="waiting").order_by()
    return Subquery(rows.values("member").annotate(count=Count("id")).values("count")[:1])


def whole_address(row: Calendar) -> str:
    """The address itself, for its owner's archive; '' where the seal does not open here."""
    try:
        place = Place("calendar", row.member_id, "address", row.member_id)
        return str(unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), place)["address"])
    except SealBroken:
        return ""


def _address(row: Calendar) -> AddressView:
    return AddressView(
        row.id, urlsplit(whole_address(row)).hostname or "", row.outcome, row.tried_at, row.read_at,
        row.failing_since, row.stopped_at is not None,
    )  # fmt: skip


def _view(row: Proposed) -> ProposedView:
    return ProposedView(row.id, Kind(row.kind), row.happened_on, row.title, row.source)
