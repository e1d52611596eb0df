"""How a session begins, and how it is noted as one of its owner's."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import login

from kunci.actions import sessions
from kunci.actions.accounts import Account
from kunci.web import proof
from kunci.web.request import KunciRequest, SignedIn

NOTED_AGAIN = timedelta(minutes=10)  # last seen is told no finer than this, so most requests write nothing


def enter(request: KunciRequest, account: Account) -> None:
    """Signs in: a new session key, noted at once."""
    login(request, account)
    request.session.pop("sign_in_ask", None)
    proof.given(request)
    if request.session.session_key is None:
        request.session.save()
    _note(request, account)


def note(request: KunciRequest) -> None:
    """That whoever is signed in is here, where this was not noted lately."""
    before = request.session.get("noted")
    if not isinstance(before, float) or request.now.timestamp() - before >= NOTED_AGAIN.total_seconds():
        _note(request, request.account)


def _note(request: KunciRequest, account: Account | SignedIn) -> None:
    request.session["noted"] = request.now.timestamp()
    browser = request.headers.get("User-Agent", "")
    sessions.seen(account.id, request.session.session_key or "", browser, request.now)
