"""Circles: beginning one, inviting many at once, sending each invitation, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kunci.actions import invitations, limits, mail
from kunci.actions.accounts import LANGUAGES, NAME_LENGTH, check_email
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.roster import MOST_PEOPLE
from kunci.models.models import Circle, CircleMember, Invitation, Invitee, Member
from kunci.models.sealing import seal
from kunci.reveal.circles import KEPT, place, reach

CIRCLE_LENGTH = 80
WAYS = frozenset({"", "whatsapp", "mail", "link"})


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited. `phone` in international digits; '' where there is none."""

    name: str
    phone: str = ""
    email: str = ""


@verb("circle.begin")
def begin(act: Act, name: str, guests: tuple[Guest, ...], language: str) -> Done:
    """Begins a circle, and makes an invitation into it for each guest; the pages and mails to them in `language`."""
    name = name.strip()
    if not name:
        raise Refused("name_missing")
    if len(name) > CIRCLE_LENGTH:
        raise Refused("too_long", most=CIRCLE_LENGTH)
    _check(guests, 0)
    with connection.cursor() as cursor:
        cursor.execute("select clerk.begin_circle(%s)", [name])
        (circle,) = cursor.fetchone()
    _invite(act, circle, guests, language)
    return Done(circle, {"count": len(guests)})


@verb("circle.invite")
def invite(act: Act, circle: UUID, guests: tuple[Guest, ...], language: str) -> Done:
    """Invites more people into a circle that I began. Nobody looks whether any of them is a member already."""
    if not Circle.objects.filter(id=circle, founder_id=act.member).exists():
        raise Refused("gone")
    _check(guests, Invitee.objects.filter(inviter_id=act.member, circle=circle).count())
    _invite(act, circle, guests, language)
    return Done(circle, {"count": len(guests)})


@verb("invitee.sent")
def sent(act: Act, invitee: UUID, by: str, address: str) -> Done:
    """Notes by which way an invitation went out ('': not yet after all); by mail it is also posted, once.

    `address` is where this installation is found.
    """
    if by not in WAYS:
        raise Refused("answer")
    row, invitation = _own(invitee)
    if not _open(invitation, act):
        raise Refused("invitation_over")
    if by == "mail" and row.sent_by != "mail":
        _mail(act, row, address)
    Invitee.objects.filter(id=row.id).update(sent_by=by, sent_at=act.now if by else None)
    return Done(row.id, {"by": by})


@verb("invitee.renew")
def renew(act: Act, invitee: UUID) -> Done:
    """A new invitation for somebody whose last one is over; one that still holds stays."""
    row, invitation = _own(invitee)
    if invitation.used_at is not None or not Circle.objects.filter(id=row.circle, founder_id=act.member).exists():
        raise Refused("invitation_over")
    if _open(invitation, act):
        return Done(row.id)
    ended = min(invitation.expires_at, invitation.revoked_at or invitation.expires_at)
    phone, email = reach(row) if act.now < ended + KEPT else ("", "")
    (made,) = _make(act, row.circle, [Guest(row.name, phone, email)])
    sealed, wrapped_key = _sealed(act, made, Guest(row.name, phone, email))
    Invitee.objects.filter(id=row.id).update(
        invitation=made.id, sealed=sealed, wrapped_key=wrapped_key, sent_by="", sent_at=None
    )
    return Done(row.id)


@verb("invitee.revoke")
def revoke(act: Act, invitee: UUID) -> Done:
    """Takes an unused invitation back; its link is dead at once."""
    row, _ = _own(invitee)
    if not Invitation.objects.filter(id=row.invitation, used_at=None, revoked_at=None).update(revoked_at=act.now):
        raise Refused("invitation_over")
    return Done(row.id)


@verb("circle.leave")
def leave(act: Act, circle: UUID) -> Done:
    """Leaves a circle: the ties stay, and my open invitations into it are taken back."""
    mine = CircleMember.objects.filter(circle=circle, member_id=act.member)
    if not mine.exists():
        raise Refused("gone")
    Invitation.objects.filter(circle=circle, used_at=None, revoked_at=None).update(revoked_at=act.now)
    mine.delete()
    return Done(circle)


def forget(now: datetime) -> None:
    """Forgets how to reach people whose invitations ended some time ago. Nobody's act: the clock's."""
    with connection.cursor() as cursor:
        cursor.execute("select clerk.forget_invitees(%s)", [now - KEPT])


def _check(guests: tuple[Guest, ...], already: int) -> None:
    if not guests:
        raise Refused("nobody_ticked")
    if already + len(guests) > MOST_PEOPLE:
        raise Refused("too_many_people", most=MOST_PEOPLE)
    for guest in guests:
        if not guest.name.strip():
            raise Refused("name_missing")
        if len(guest.name) > NAME_LENGTH:
            raise Refused("too_long", most=NAME_LENGTH)
        check_email(guest.email)


def _invite(act: Act, circle: UUID, guests: tuple[Guest, ...], language: str) -> None:
    made = _make(act, circle, guests)
    rows = []
    for number, (invitation, guest) in enumerate(zip(made, guests, strict=True)):
        sealed, wrapped_key = _sealed(act, invitation, guest)
        rows.append(
            Invitee(
                inviter_id=act.member,
                circle=circle,
                invitation=invitation.id,
                name=guest.name.strip(),
                language=language if language in LANGUAGES else "id",
                place=number,
                sealed=sealed,
                wrapped_key=wrapped_key,
                created_at=act.now,
            )
        )
    Invitee.objects.bulk_create(rows)


def _make(act: Act, circle: UUID, guests: tuple[Guest, ...] | list[Guest]) -> list[Invitation]:
    limits.enough(act, Invitation, "created_at", limits.INVITATIONS, "invitations_enough", len(guests))
    return Invitation.objects.bulk_create(
        Invitation(
            inviter_id=act.member,
            name=guest.name.strip(),
            created_at=act.now,
            expires_at=act.now + invitations.LASTS,
            circle=circle,
        )
        for guest in guests
    )


def _sealed(act: Act, invitation: Invitation, guest: Guest) -> tuple[bytes | None, bytes | None]:
    """How to reach a guest, sealed; nothing where nothing is known."""
    if not (guest.phone or guest.email):
        return None, None
    made = seal({"phone": guest.phone, "email": guest.email}, place(invitation.id, act.member))
    return made.sealed, made.wrapped_key


def _own(invitee: UUID) -> tuple[Invitee, Invitation]:
    """Somebody on my list and their last invitation. Refused('gone') where there is none."""
    row = Invitee.objects.select_for_update().filter(id=invitee).first()
    if row is None:
        raise Refused("gone")
    return row, Invitation.objects.get(id=row.invitation)


def _open(invitation: Invitation, act: Act) -> bool:
    return invitation.used_at is None and invitation.revoked_at is None and invitation.expires_at > act.now


def _mail(act: Act, row: Invitee, address: str) -> None:
    _, email = reach(row)
    circle = Circle.objects.filter(id=row.circle).first()
    if not email or circle is None:
        raise Refused("no_email")
    letter = mail.write(
        "invitation",
        email,
        row.language,
        inviter=Member.objects.get(id=act.member).name,
        circle=circle.name,
        guest=row.name,
        link=address + invitations.path(row.invitation),
    )
    mail.post(letter, act.now)
