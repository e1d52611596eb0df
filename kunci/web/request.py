"""A request as our views get it, and the decorator that makes a page of a view."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from kunci.actions.verb import Act
from kunci.reveal import people
from kunci.reveal.door import as_seen_by
from kunci.reveal.people import Person
from kunci.web import once

P = ParamSpec("P")


class SignedIn(Protocol):
    id: UUID
    email: str
    language: str
    timezone: str
    appearance: str
    horizon: int
    hidden: str
    is_authenticated: bool


class KunciRequest(HttpRequest):
    """What our middleware adds to a request.

    `now`: the instant of the request; `account`: who is signed in, or Django's anonymous user; for whoever is signed
    in also `viewer`, their id, and `today`, their own date; `me`: the member whose page this is, None outside.
    """

    now: datetime
    account: SignedIn
    viewer: UUID
    today: date
    me: Person | None
    htmx: HtmxDetails


View = Callable[Concatenate[KunciRequest, P], HttpResponse]


class Route(Protocol[P]):
    methods: tuple[str, ...]
    secrecy_case: str

    def __call__(self, request: KunciRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse: ...


def page(*methods: str, case: str, member: bool = True) -> Callable[[View[P]], Route[P]]:
    """Says which methods a view answers, which secrecy case covers it, and whether it needs a member.

    A page that is only read is one transaction, seen by the member; one that writes leaves that to its action.
    """

    def make(view: View[P]) -> Route[P]:
        @wraps(view)
        def run(request: KunciRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in methods:
                return HttpResponseNotAllowed(methods)
            if not member:
                return view(request, *args, **kwargs)
            if not request.account.is_authenticated:
                return redirect("welcome")
            with reading(request):
                request.me = people.me(request.viewer, request.now)
                if request.me is None:
                    return redirect("profile")
                if method == "GET":
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        route = cast(Route[P], run)
        route.methods = methods
        route.secrecy_case = case
        return route

    return make


def reading(request: KunciRequest) -> AbstractContextManager[None]:
    """The page's transaction: whatever is read inside is of one instant, as the member sees it."""
    return as_seen_by(request.viewer, request.now)


def act(request: KunciRequest) -> Act:
    """Who acts with this form, and its idempotency key (a fresh one where the form brought none)."""
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        key = once.fresh()
    return Act(request.viewer, request.now, key)
