"""What members of long standing have experienced with somebody, in a word: advice, and never a gate.

The word is the same for whoever reads it and is drawn once a month (models/sql/repute.sql); a partner's comes with the
relation (partners.py). No action and no row rule reads it.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from kunci.models.models import Member, Repute


def said_of(member: UUID) -> str:
    """bad, mixed, good, or '' where it is not known. To be called inside `looking`."""
    row = Repute.objects.filter(member=member).first()
    return row.band if row is not None else ""


def said_beside(rows: QuerySet[Member]) -> QuerySet[Member]:
    """Members, each with what is said of them as `repute`: in the same statement."""
    return rows.annotate(repute=Subquery(Repute.objects.filter(member=OuterRef("id")).values("band")[:1]))
