"""What a link shows to somebody without an account: an invited person, or a contact asked for consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kunci.models import links
from kunci.models.viewer import Principal, looking
from kunci.reveal.sealed import Details, details


@dataclass(frozen=True)
class InvitationView:
    """Who invites, for whom it was written, until when it can be used; and the circle it leads into ('' for none)."""

    inviter: UUID
    inviter_name: str
    name: str
    note: str
    expires_at: datetime
    circle: UUID | None
    circle_name: str


@dataclass(frozen=True)
class ConsentView:
    """Who holds, who would like to meet, why; what was answered last ('' nothing); what is kept about the contact."""

    holder_name: str
    asker_name: str
    asker_trade: str
    asker_city: str
    sentence: str
    language: str
    expires_at: datetime
    answer: str
    handed: bool
    contact_name: str
    kept: Details


def invited(word: str) -> Principal | None:
    """Whom an invitation link names; None where it is none."""
    return links.principal(word, "i")


def contact(word: str) -> Principal | None:
    """Whom a consent link names; None where it is none."""
    return links.principal(word, "c")


def contact_path(word: str) -> str:
    """Where a contact goes with the word of their link."""
    return reverse("consent", args=[word])


def invitation(link: Principal, now: datetime) -> InvitationView | None:
    """What an invitation link shows; None once it is used, revoked or over."""
    with looking(link, now), connection.cursor() as cursor:
        cursor.execute(
            "select inviter, inviter_name, name, note, expires_at, circle, coalesce(circle_name, '')"
            " from clerk.invitation()"
        )
        row = cursor.fetchone()
    return InvitationView(*row) if row else None


def consent(link: Principal, now: datetime) -> ConsentView | None:
    """What a consent link shows, for ever: the contact can always come back to it."""
    with looking(link, now), connection.cursor() as cursor:
        cursor.execute(
            "select holder_name, asker_name, asker_trade, asker_city, sentence, language, expires_at, answer, handed,"
            " contact_name, face, holder, sealed, wrapped_key from clerk.consent()"
        )
        row = cursor.fetchone()
    if row is None:
        return None
    holder, asker, trade, city, sentence, language, expires_at, answer, handed, name, *contact = row
    return ConsentView(
        holder_name=holder,
        asker_name=asker,
        asker_trade=trade,
        asker_city=city,
        sentence=sentence,
        language=language,
        expires_at=expires_at,
        answer=answer or "",
        handed=handed,
        contact_name=name or "",
        kept=details(*contact) if contact[0] else Details(),
    )
