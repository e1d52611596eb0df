"""Who people are, as far as the viewer knows of them. Whose account is closed has no name, but a word for it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists
from django.utils.translation import gettext as _

from kunci.models.models import Member, Notice
from kunci.models.viewer import looking, member


@dataclass(frozen=True)
class Person:
    """`former`: their account is closed; what is remembered of them stays. `news`: of oneself alone, whether a notice
    waits that one has not looked at."""

    id: UUID
    name: str
    trade: str
    city: str
    former: bool = False
    news: bool = False


def me(viewer: UUID, now: datetime) -> Person | None:
    """The viewer's own profile, and whether there is news; None before there is one."""
    with looking(member(viewer), now):
        row = Member.objects.filter(id=viewer).annotate(news=Exists(Notice.objects.filter(seen_at=None))).first()
        return replace(person(row), news=row.news) if row is not None else None


def people(viewer: UUID, now: datetime, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of `ids` whom the viewer knows of."""
    with looking(member(viewer), now):
        return {row.id: person(row) for row in Member.objects.filter(id__in=set(ids))}


def person(row: Member) -> Person:
    """A member whom a row rule let through."""
    return Person(row.id, row.name or _("Mantan anggota"), row.trade, row.city, not row.name)
