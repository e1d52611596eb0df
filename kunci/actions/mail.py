"""Mails: written at once in the reader's language, sealed, and left in the outbox for delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kunci.actions import accounts, codes, push
from kunci.actions.letters import Letter as Letter
from kunci.actions.letters import Lines as Lines
from kunci.actions.letters import html
from kunci.actions.letters import write as write
from kunci.core.quiet import may_go_at
from kunci.models.models import Account, Outbox
from kunci.models.sealing import WRAPPED, Place, SealBroken, Sealed, seal, unseal

ATTEMPTS = 20


class _Mail(EmailMultiAlternatives):
    """Text and HTML. The line between the parts is made of the mail's id, so that every try sends the same bytes."""

    boundary = ""

    def message(self, **options: Any) -> Any:  # Django 5.2 and its stubs, which are ahead, disagree on the type
        made = super().message(**options)
        made.set_boundary(self.boundary)
        return made


def post(letter: Letter, now: datetime, not_before: datetime | None = None, about: UUID | None = None) -> None:
    """Leaves a letter for delivery; part of the transaction of the action that writes it.

    Also one to '', which delivery drops: who writes must not notice whether the other has given an address. So is one
    `about` an ask that never reached the holder, a telling that the other may not know of yet, or a word about a third
    that was taken back before its hearer was told of it.
    """
    _put(asdict(letter), now, not_before, about)


def notify(name: str, account: Account, now: datetime, about: UUID | None = None, **words: object) -> None:
    """A notice to a member, by actions/notices.py; in their quiet hours it waits.

    Who has muted this kind gets a letter to '': the writer must not notice that either.
    """
    _notify(name, name, account, now, about, "", words)


def invite(name: str, kind: str, account: Account, now: datetime, calendar: str, **words: object) -> None:
    """The same of a `kind` in the settings, with what it brings for the reader's calendar."""
    _notify(name, kind, account, now, None, calendar, words)


def _notify(
    name: str,
    kind: str,
    account: Account,
    now: datetime,
    about: UUID | None,
    calendar: str,
    words: Mapping[str, object],
) -> None:
    wanted = kind in accounts.wanted_notices(account)
    letter = write(name, account.email if wanted else "", account.language, **words)
    with override(account.language):
        end = _("Surat seperti ini bisa dimatikan atau diminta menunggu pada jam tenang, di Pengaturan.")
    rings = account.id.hex if wanted else ""
    letter = replace(letter, body=f"{letter.body}\n{end}\n", calendar=calendar, rings=rings)
    zone = ZoneInfo(account.timezone)
    post(letter, now, may_go_at(now, account.quiet_from, account.quiet_until, zone), about)


def tell_of_way_in(account: Account, now: datetime, *, passkey: bool) -> None:
    """The account's mailbox hears of a way in that was made: it may have been somebody at an open browser."""
    link = settings.KUNCI_ADDRESS + reverse("settings")
    post(write("way_in", account.email, account.language, passkey=passkey, link=link), now)


def post_sign_in(address: str, language: str, now: datetime) -> UUID:
    """Leaves the wish to sign in: whether anybody has this address is looked up at delivery, where no one waits.

    Returns the ask that the browser's session keeps: a code from the mail is good together with it alone.
    """
    ask = codes.begin(address, now)
    _put({"sign_in": address, "language": language, "ask": str(ask)}, now)
    return ask


def post_proof(account: Account, now: datetime) -> UUID:
    """A code to the account's own address, for somebody who is signed in and is to show that it is them."""
    ask = codes.begin(account.email, now)
    _put({"sign_in": account.email, "language": account.language, "ask": str(ask), "only": account.id.hex}, now)
    return ask


def post_new_address(account: UUID, address: str, link: str, now: datetime) -> UUID:
    """A code to an address that an account wants to have. `link`: the page where it is typed."""
    ask = codes.begin(address, now)
    _put({"confirm": address, "account": account.hex, "ask": str(ask), "link": link}, now)
    return ask


def deliver_one(now: datetime, transport: BaseEmailBackend, sender: str, address: str) -> bool:
    """Sends the oldest waiting mail, and has browsers rung with it. False where there is none. A failure leaves it for
    a later attempt."""
    with connection.cursor() as cursor:
        cursor.execute("select id, message, sealed, created_at, attempts, unheard from clerk.claim_mail(%s)", [now])
        claimed = cursor.fetchone()
    if claimed is None:
        return False
    mail, message, sealed, created_at, attempts, unheard = claimed
    if unheard:
        _done(mail, now, sent=False)
        return True
    try:
        content = unseal(Sealed(bytes(sealed[WRAPPED:]), bytes(sealed[:WRAPPED])), _place(message))
    except SealBroken:
        _done(mail, now, sent=False)
        return True
    try:
        for number, letter in enumerate(_letters(content, now, address)):
            _email(letter, message, number, created_at, sender, transport).send()
    except (OSError, ValueError):  # ValueError: an address that no mail server can be asked for
        if attempts >= ATTEMPTS:
            _done(mail, now, sent=False)
        return True
    _done(mail, now, sent=True)
    if content.get("rings"):
        push.later(UUID(hex=str(content["rings"])))
    return True


def _letters(content: dict[str, object], now: datetime, address: str) -> list[Letter]:
    if "to" in content:
        letter = Letter(**{name: str(word) for name, word in content.items()})
        return [letter] if letter.to else []
    ask = UUID(str(content["ask"]))
    if "confirm" in content:
        return _new_address(content, ask, now)
    to, only = str(content["sign_in"]), UUID(hex=str(content["only"])) if "only" in content else None
    return [
        write("proof", to, account.language, code=code)
        if only and code
        else write("sign_in", to, account.language, code=code, link=address + accounts.sign_in_path(account))
        for account, code in codes.due(ask, to, now, only)
    ]


def _new_address(content: dict[str, object], ask: UUID, now: datetime) -> list[Letter]:
    account = UUID(hex=str(content["account"]))
    code = codes.due_new(ask, account, now)
    if not code:
        return []
    language = Account.objects.values_list("language", flat=True).get(id=account)
    return [write("new_address", str(content["confirm"]), language, code=code, link=content["link"])]


def _email(
    letter: Letter, message: UUID, number: int, created_at: datetime, sender: str, transport: BaseEmailBackend
) -> EmailMessage:
    """The same words under the same Message-ID however often it is tried."""
    made = _Mail(
        letter.subject,
        letter.body,
        sender,
        [letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        connection=transport,
        headers={
            "Message-ID": f"<{message}.{number}@kunci>",
            "Date": created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
        },
        alternatives=[(html(letter), "text/html"), *_calendar(letter)],
    )
    made.boundary = f"=={message.hex}.{number}=="
    return made


def _calendar(letter: Letter) -> list[tuple[str, str]]:
    """As another form of the same mail, which is how calendars and mail readers know an invitation."""
    method = "CANCEL" if "\nMETHOD:CANCEL" in letter.calendar else "REQUEST"
    return [(letter.calendar, f"text/calendar; method={method}")] if letter.calendar else []


def _put(
    content: Mapping[str, object], now: datetime, not_before: datetime | None = None, about: UUID | None = None
) -> None:
    message = uuid4()
    sealed = seal(dict(content), _place(message))
    words = sealed.wrapped_key + sealed.sealed
    row = Outbox(message=message, sealed=words, created_at=now, not_before=not_before, about=about)
    row.save(force_insert=True)


def _place(message: UUID) -> Place:
    return Place("outbox", message, "sealed", None)


def _done(mail: UUID, now: datetime, *, sent: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select clerk.mail_done(%s, %s, %s)", [mail, now, sent])
