"""An account is closed by its owner: what was theirs is gone, what others remember stays."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import connection

from kunci.actions.verb import Act, Refused, unless_given_up
from kunci.models.models import Account
from kunci.models.viewer import looking, member

AT_ONCE = 1000


def close_account(act: Act) -> None:
    """Closes the account of whoever acts, for good; Refused('gone') where it is closed already.

    No verb: there is no journal left that could hold its entry.
    """
    unless_given_up(lambda: _close(act))


def _close(act: Act) -> None:
    with looking(member(act.member), act.now):
        with connection.cursor() as cursor:
            cursor.execute("select clerk.close_account()")
            row = cursor.fetchone()
        if not (row and row[0]):
            raise Refused("gone")
        _end_sessions(act)
        Account.objects.filter(id=act.member).delete()


def _end_sessions(act: Act) -> None:
    """Whose a session is stands inside it, so each is looked into; without the account they would be dead anyway."""
    mine = [
        one.session_key
        for one in Session.objects.order_by("session_key").iterator(AT_ONCE)
        if one.get_decoded().get("_auth_user_id") == str(act.member)
    ]
    Session.objects.filter(session_key__in=mine).delete()
