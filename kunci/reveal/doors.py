"""Keys of others that are open to me, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from kunci.models.models import Asked, Face, OfferedMe
from kunci.models.viewer import looking, member
from kunci.reveal.mediations import BroughtRow, found_for_me
from kunci.reveal.pages import Page, cut
from kunci.reveal.people import Person, called, name_of, people
from kunci.reveal.sealed import Details, of_face
from kunci.reveal.words import query


@dataclass(frozen=True)
class DoorRow:
    """A key opened to me; `name` is '' while its name face is not. `asked`: my open request for it."""

    id: UUID
    hint_line: str
    name: str
    organisation: str
    holder: str
    holder_id: UUID
    asked: UUID | None


@dataclass(frozen=True)
class Door:
    """A key opened to me. `asked`: my open request for it; `pause_until`: before then another one goes nowhere;
    `offer`: that its holder made me of it; `brought`: who found it for me."""

    id: UUID
    hint_line: str
    name: str
    title: str
    organisation: str
    holder: Person
    contact: Details | None
    asked: UUID | None
    pause_until: datetime | None
    offer: UUID | None
    brought: BroughtRow | None = None


def doors(
    viewer: UUID, now: datetime, q: str = "", after: str = "", holder: UUID | None = None, size: int = 50
) -> Page[DoorRow]:
    """Keys opened to me, newest first; with `holder`, that partner's."""
    with looking(member(viewer), now):
        rows = Face.objects.filter(kind="hint").exclude(holder_id=viewer).annotate(whose=name_of("holder_id"))
        open_ask = Asked.objects.filter(key=OuterRef("key"), expires_at__gt=now, withdrawn_at=None).values("id")[:1]
        rows = rows.only("key", "holder", "created_at", "line").annotate(asked=Subquery(open_ask))
        if holder is not None:
            rows = rows.filter(holder_id=holder)
        if words := query(q):
            # A list and not a subquery: without statistics the planner would compare every row with every match.
            matches = Face.objects.filter(words=words).exclude(holder_id=viewer).values_list("key", flat=True)
            rows = rows.filter(key__in=list(matches))
        found, older = cut(rows, after, size)
        keys = [row.key for row in found]
        named = Face.objects.filter(key__in=keys, kind="name").only("key", "name", "organisation")
        names = {face.key: face for face in named}
        return Page(
            [
                DoorRow(
                    id=row.key,
                    hint_line=row.line,
                    name=names[row.key].name if row.key in names else "",
                    organisation=names[row.key].organisation if row.key in names else "",
                    holder=called(getattr(row, "whose", None) or ""),
                    holder_id=row.holder_id,
                    asked=getattr(row, "asked", None),
                )
                for row in found
            ],
            older,
        )


def door(viewer: UUID, now: datetime, key: UUID) -> Door | None:
    """A key opened to me. None where there is none, it is not open to me, or it is my own: all alike."""
    with looking(member(viewer), now):
        faces = {face.kind: face for face in Face.objects.filter(key=key).exclude(holder_id=viewer)}
        asked = _asked([key], now).get(key)
        hint = faces.get("hint")
        if hint is None:
            return None
        name, contact = faces.get("name"), faces.get("contact")
        return Door(
            id=key,
            hint_line=hint.line,
            name=name.name if name else "",
            title=name.title if name else "",
            organisation=name.organisation if name else "",
            holder=people(viewer, now, [hint.holder_id])[hint.holder_id],
            contact=of_face(contact) if contact else None,
            asked=asked,
            pause_until=_pause(key, now),
            offer=OfferedMe.objects.filter(key=key, expires_at__gt=now).values_list("id", flat=True).first(),
            brought=found_for_me(key, now),
        )


def _pause(key: UUID, now: datetime) -> datetime | None:
    rows = Asked.objects.filter(key=key, pause_until__gt=now).order_by("-pause_until")
    return rows.values_list("pause_until", flat=True).first()


def _asked(keys: list[UUID], now: datetime) -> dict[UUID, UUID]:
    """My open requests for these keys."""
    rows = Asked.objects.filter(key__in=keys, expires_at__gt=now, withdrawn_at=None)
    return {row.key: row.id for row in rows}
