"""What the page tests of exchanges share: the cast on its own clock, its members' browsers, and what is read there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from kunci.models.models import Account
from kunci.web import clock
from tests import cast as casting
from tests.actions.steps import decision
from tests.cast import Cast


class Reader:
    """Somebody with a browser, signed in or not."""

    def __init__(self, client: Client, language: str) -> None:
        self.client = client
        self.language = language

    def get(self, route: str, *args: object) -> str:
        """The source of a page, without what is drawn anew each time."""
        return self.at(reverse(route, args=args))

    def at(self, path: str) -> str:
        return source(self.client.get(path).content)

    def reads(self, route: str, *args: object) -> str:
        """What somebody reads on the main part of a page."""
        return words(self.get(route, *args))

    def says(self, route: str, *args: object, **said: object) -> str:
        """What somebody reads after sending a form, on the page where that leads."""
        return words(self.sends(route, *args, **said))

    def sends(self, route: str, *args: object, **said: object) -> str:
        """The source of the page where a form leads."""
        return source(self.client.post(reverse(route, args=args), said, follow=True).content)


def source(content: bytes) -> str:
    return re.sub(r'name="(once|csrfmiddlewaretoken)" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", content.decode())


def words(text: str) -> str:
    """The main part of a page as it is read, in one line."""
    main = text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split()).replace(" .", ".")


def consent_word(cast: Cast, ask: UUID) -> str:
    """The word of the link that the contact was given."""
    state = decision(cast, cast.sari, ask).consent
    assert state is not None
    return state.link


def whatsapp(page: str) -> list[tuple[str, str]]:
    """Whom each link to WhatsApp is for, and what it brings along."""
    found = [urlsplit(one.replace("&amp;", "&")) for one in re.findall(r'href="(https://wa\.me/[^"]*)"', page)]
    return [(one.path.strip("/"), parse_qs(one.query)["text"][0]) for one in found if one.query]


@pytest.fixture
def exchange_cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def reader() -> Callable[..., Reader]:
    """reader(account, language), or reader() for somebody without an account."""

    def make(account: UUID | None = None, language: str = "id") -> Reader:
        client = Client(raise_request_exception=True)
        if account is not None:
            Account.objects.filter(id=account).update(language=language)
            session = SessionStore()
            session[SESSION_KEY] = str(account)
            session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
            session[HASH_SESSION_KEY] = Account.objects.get(id=account).get_session_auth_hash()
            session.save()
            client.cookies["sessionid"] = str(session.session_key)
        return Reader(client, language)

    return make
