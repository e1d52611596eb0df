"""What a link shows to somebody without an account: an invited person, or a contact asked for consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kunci.core.exchange import windows
from kunci.models import links
from kunci.models.viewer import Principal, looking
from kunci.reveal.cards import Card, sent_card
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
    """Who holds, who would like to meet, why, and how to reach them; what was answered last ('' nothing); what is kept
    about the contact. `round`: which telling is due from them now; `told`: their verdicts so far, by round."""

    holder_name: str
    asker_name: str
    asker_trade: str
    asker_city: str
    sentence: str
    why: str
    by_when: date | None
    language: str
    expires_at: datetime
    answer: str
    handed_at: datetime | None
    round: int | None
    tell_until: datetime | None
    told: dict[int, str]
    contact_name: str
    title: str
    organisation: str
    hint_line: str
    kept: Details
    card: Card


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
        cursor.execute("select * from clerk.consent()")
        row = cursor.fetchone()
        if row is None:
            return None
        said = dict(zip([column.name for column in cursor.description], row, strict=True))
    times = windows(said["handed_at"]) if said["handed_at"] else None
    told = {1: said["told_first"], 2: said["told_again"]}
    due = times.round(now) if times else None
    return ConsentView(
        holder_name=said["holder_name"],
        asker_name=said["asker_name"],
        asker_trade=said["asker_trade"],
        asker_city=said["asker_city"],
        sentence=said["sentence"],
        why=said["why"],
        by_when=said["by_when"],
        language=said["language"],
        expires_at=said["expires_at"],
        answer=said["answer"] or "",
        handed_at=said["handed_at"],
        round=due if due and not told[due] else None,
        tell_until=times.until(due) if times and due else None,
        told={number: verdict for number, verdict in told.items() if verdict},
        contact_name=said["contact_name"] or "",
        title=said["title"] or "",
        organisation=said["organisation"] or "",
        hint_line=said["hint"] or "",
        kept=details(said["face"], said["holder"], said["sealed"], said["wrapped_key"]) if said["face"] else Details(),
        card=sent_card(said["request"], said["asker"], said["card"], said["card_key"]) if said["card"] else Card(),
    )
