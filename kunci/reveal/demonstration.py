"""The demonstration: its fictional people, and the mails that it sent to nobody."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.utils.functional import Promise


@dataclass(frozen=True)
class Role:
    """Somebody to sign in as: `id` is the part of their address before the at sign, `story` a sentence to translate, ''
    for those of whom nothing is told."""

    id: str
    name: str
    trade: str
    city: str
    story: str | Promise = ""


@dataclass(frozen=True)
class SentMail:
    to: str
    subject: str
    at: datetime
    body: str


def mails(folder: Path, most: int = 100) -> tuple[SentMail, ...]:
    """What lies in the mail folder, newest first."""
    if not folder.is_dir():
        return ()
    read = [_read(file) for file in folder.glob("*.eml")]
    return tuple(sorted(read, key=lambda mail: (mail.at, mail.subject, mail.to), reverse=True)[:most])


def _read(file: Path) -> SentMail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return SentMail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        body=str(body.get_content()) if body else "",
    )
