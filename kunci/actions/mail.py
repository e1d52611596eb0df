"""Mails: written at once in the reader's language, sealed, and left in the outbox for delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.template.loader import get_template
from django.utils.translation import override

from kunci.actions import accounts
from kunci.models.models import Account, Outbox
from kunci.models.sealing import Place, SealBroken, Sealed, seal, unseal

ATTEMPTS = 20
_KEY = 2 + 12 + 32 + 16  # bytes of a wrapped key: version, nonce, key, tag


@dataclass(frozen=True)
class Letter:
    """A mail to one person. `body` is plain text."""

    to: str
    subject: str
    body: str


def write(name: str, to: str, language: str, **words: object) -> Letter:
    """A letter from the template mail/<name>.txt: subject on the first line, then the text. No markup, no escaping."""
    with override(language):
        text = get_template(f"mail/{name}.txt").render(dict(words))
    subject, _, body = text.strip().partition("\n")
    return Letter(to, " ".join(subject.split()), body.strip() + "\n")


def post(letter: Letter, now: datetime) -> None:
    """Leaves a letter for delivery; part of the transaction of the action that writes it.

    Also one to '', which delivery drops: who writes must not notice whether the other has given an address.
    """
    _put({"to": letter.to, "subject": letter.subject, "body": letter.body}, now)


def post_sign_in(address: str, language: str, now: datetime) -> None:
    """Leaves the wish to sign in: whether anybody has this address is looked up at delivery, where no one waits."""
    _put({"sign_in": address, "language": language}, now)


def deliver_one(now: datetime, transport: BaseEmailBackend, sender: str, address: str) -> bool:
    """Sends the oldest waiting mail. False where there is none. A failure leaves it for a later attempt."""
    with connection.cursor() as cursor:
        cursor.execute("select id, message, sealed, created_at, attempts from clerk.claim_mail(%s)", [now])
        claimed = cursor.fetchone()
    if claimed is None:
        return False
    mail, message, sealed, created_at, attempts = claimed
    try:
        content = unseal(Sealed(bytes(sealed[_KEY:]), bytes(sealed[:_KEY])), _place(message))
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
    return True


def _letters(content: dict[str, object], now: datetime, address: str) -> list[Letter]:
    if "sign_in" not in content:
        letter = Letter(str(content["to"]), str(content["subject"]), str(content["body"]))
        return [letter] if letter.to else []
    to = str(content["sign_in"])
    return [
        write("sign_in", to, account.language, link=address + accounts.sign_in_path(account))
        for account in Account.objects.filter(email__iexact=to, is_active=True).order_by("id")
    ]


def _email(
    letter: Letter, message: UUID, number: int, created_at: datetime, sender: str, transport: BaseEmailBackend
) -> EmailMessage:
    """The same words under the same Message-ID however often it is tried."""
    return EmailMessage(
        letter.subject,
        letter.body,
        sender,
        [letter.to],
        connection=transport,
        headers={
            "Message-ID": f"<{message}.{number}@kunci>",
            "Date": created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
        },
    )


def _put(content: dict[str, object], now: datetime) -> None:
    message = uuid4()
    sealed = seal(content, _place(message))
    Outbox(message=message, sealed=sealed.wrapped_key + sealed.sealed, created_at=now).save(force_insert=True)


def _place(message: UUID) -> Place:
    return Place("outbox", message, "sealed", None)


def _done(mail: UUID, now: datetime, *, sent: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select clerk.mail_done(%s, %s, %s)", [mail, now, sent])
