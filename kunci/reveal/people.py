"""Who people are, as far as the viewer knows of them. Whose account is closed has no name, but a word for it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
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
    return Person(row.id, called(row.name), row.trade, row.city, not row.name)


def called(name: str, known: str | None = None) -> str:
    """What to call somebody of this name, or of the name that I know them by where I do (`name_of`)."""
    return (name if known is None else known) or _("Mantan anggota")


def name_of(column: str) -> Subquery:
    """Beside a row, the name of the member that a column of it names; null where I do not know of them."""
    return Subquery(Member.objects.filter(id=OuterRef(column)).values("name")[:1])
