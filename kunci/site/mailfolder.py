"""Without a mail server, mails are files that the operator reads: one each, named by Message-ID."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Folder(BaseEmailBackend):
    """Writes each mail to KUNCI_DATA/mail; the same mail tried again is the same file."""

    def __init__(self, fail_silently: bool = False, **_ignored: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.KUNCI_MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = re.sub(r"[^0-9a-zA-Z.-]", "", str(message.extra_headers.get("Message-ID", ""))) or "mail"
            new = self.folder / f"{name}.new"
            new.write_bytes(message.message().as_bytes())
            new.rename(self.folder / f"{name}.eml")
        return len(email_messages)
