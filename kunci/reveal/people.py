"""Who people are, as far as the viewer knows of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.models.models import Member
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    trade: str
    city: str


def me(viewer: UUID, now: datetime) -> Person | None:
    """The viewer's own profile; None before there is one."""
    return people(viewer, now, [viewer]).get(viewer)


def people(viewer: UUID, now: datetime, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of `ids` whom the viewer knows of."""
    with looking(member(viewer), now):
        rows = Member.objects.filter(id__in=set(ids)).values_list("id", "name", "trade", "city")
        return {row[0]: Person(*row) for row in rows}
