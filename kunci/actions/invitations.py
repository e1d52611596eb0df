"""Invitations: the only way in, and the only way by which two members come to know of each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from kunci.actions import limits
from kunci.actions.accounts import LANGUAGES, NAME_LENGTH, check_email
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models import links
from kunci.models.models import Account, Invitation
from kunci.models.viewer import Principal, looking

LASTS = timedelta(days=14)


@verb("invitation.make")
def invite(act: Act, name: str, note: str) -> Done:
    """Makes a single-use invitation, good for 14 days."""
    if len(name) > NAME_LENGTH or len(note) > 500:
        raise Refused("too_long", most=NAME_LENGTH if len(name) > NAME_LENGTH else 500)
    limits.enough(act, Invitation, "created_at", limits.INVITATIONS, "invitations_enough")
    made = Invitation.objects.create(
        inviter_id=act.member, name=name.strip(), note=note.strip(), created_at=act.now, expires_at=act.now + LASTS
    )
    return Done(made.id, {"name": made.name})


@verb("invitation.revoke")
def revoke(act: Act, invitation: UUID) -> Done:
    """Takes an unused invitation back; its link is dead at once."""
    changed = Invitation.objects.filter(id=invitation, used_at=None, revoked_at=None).update(revoked_at=act.now)
    if not changed:
        raise Refused("invitation_over")
    return Done(invitation)


def join(invited: Principal, name: str, email: str, language: str, now: datetime) -> Account:
    """Makes an invited person a member who knows the inviter and is known by them, and nothing more.

    Raises Refused where the link is no good. Whether the e-mail address is somebody's already changes nothing.
    """
    if not name.strip():
        raise Refused("name_missing")
    if len(name.strip()) > NAME_LENGTH:
        raise Refused("too_long", most=NAME_LENGTH)
    address = check_email(email)
    with transaction.atomic():
        account = Account.objects.open(address, language if language in LANGUAGES else "id")
        if accept(invited, account.id, name.strip(), now) is None:
            raise Refused("invitation_over")
        return account


def accept(invited: Principal, account: UUID, name: str, now: datetime) -> UUID | None:
    """Accepts an invitation for an account (a new one, or a member's); the inviter's id, None where it is no good."""
    with looking(invited, now), connection.cursor() as cursor:
        cursor.execute("select clerk.accept_invitation(%s, %s, '', '')", [account, name])
        row = cursor.fetchone()
    return row[0] if row else None


def path(invitation: UUID) -> str:
    """Where the invited person goes."""
    return reverse("join", args=[links.word(Principal("i", invitation))])
