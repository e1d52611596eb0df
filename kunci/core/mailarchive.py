"""A mail archive (mbox) into the weeks in which its owner and a partner wrote to each other.

Taken piece by piece as it arrives, so that one of any size needs little memory. Of each mail only the day and who wrote
to whom are looked at, and nothing but partners, weeks and days is kept: no subject, no text, nobody else's address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

from kunci.core.acquainted import Named, Whom
from kunci.core.addressbook import clean, email_normal

FEW = 10  # a mail to more is a circular
_NAME_LENGTH = 200
_LONGEST_HEAD = 262_144  # bytes
_LONGEST_FIELD = 8_192
_BEGINS = b"From "
_FOLD = re.compile(rb"\r?\n[ \t]+")
_FIELD = re.compile(
    rb"^(Date|From|To|Cc|List-Id|List-Unsubscribe|List-Post|Precedence|Auto-Submitted)[ \t]*:[ \t]*([^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = re.compile(rb"(?:>?From [^\n]*\n)?[!-9;-~]+[ \t]*:")
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_CIRCULARS = frozenset((b"LIST-ID", b"LIST-UNSUBSCRIBE", b"LIST-POST"))


@dataclass(frozen=True, slots=True)
class Written:
    """That the owner and a partner wrote to each other in one week; `day` is the last time."""

    partner: str
    day: date


class MailArchive:
    """Takes an archive in pieces of any size. `mails`: how many were read; `unread`: those whose day or people no
    reader can tell; `is_one` turns False where the file is no archive."""

    def __init__(self, whom: Whom, own: ZoneInfo, first: date, last: date) -> None:
        self.mails = self.unread = 0
        self.is_one = True
        self._whom, self._own, self._first, self._last = whom, own, first, last
        self._found: dict[tuple[str, date], date] = {}
        self._kept = b""
        self._in_head = False
        self._began = False

    def feed(self, piece: bytes) -> None:
        data = self._kept + piece
        if not self._began:
            data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
            if len(data) < len(_BEGINS):
                self._kept = data
                return
            self._began = True
            if not data.startswith(_BEGINS):
                self.is_one = False
            data = b"\n" + data  # so that the first mail begins as each does
        if not self.is_one:
            self._kept = b""
            return
        place = 0
        while True:
            if self._in_head:
                ends = _HEAD_ENDS.search(data, place)
                if ends is not None:
                    self._take(data[place : ends.start()])
                    # What ends a head may be the line end before the next mail.
                    place, self._in_head = ends.end() - 1, False
                elif len(data) - place > _LONGEST_HEAD:
                    self._take(data[place : place + _LONGEST_HEAD])
                    place, self._in_head = place + _LONGEST_HEAD, False
                else:
                    self._kept = data[place:]
                    return
            else:
                begins = data.find(b"\n" + _BEGINS, place)
                if begins < 0:
                    self._kept = data[max(place, len(data) - len(_BEGINS)) :]
                    return
                place, self._in_head = begins + 1, True

    def finish(self) -> tuple[Written, ...]:
        """All that was found, the latest first. Afterwards nothing more is taken."""
        if not self._began:
            self.is_one = False
        if self._in_head and self.is_one:
            self._take(self._kept)
        self._kept, self._in_head = b"", False
        found = (Written(partner, day) for (partner, _), day in self._found.items())
        return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.partner)))

    def _take(self, head: bytes) -> None:
        envelope = head.find(b"\n")
        head = head[envelope + 1 :] if envelope >= 0 else b""
        if not _HEAD.match(head):
            return  # a line of a text that begins like a mail
        self.mails += 1
        said: dict[bytes, bytes] = {}
        for field in _FIELD.finditer(_FOLD.sub(b" ", head)):
            said.setdefault(field[1].upper(), field[2][:_LONGEST_FIELD])
        day = self._day(said.get(b"DATE", b""))
        people = list(_people(said.get(b"FROM", b""), said.get(b"TO", b""), said.get(b"CC", b"")))
        if day is None or not people:
            self.unread += 1
            return
        if not self._first <= day <= self._last or len(people) > FEW or _is_circular(said):
            return
        for partner in self._whom.of(people):
            week = partner, day - timedelta(days=day.weekday())
            self._found[week] = max(day, self._found.get(week, day))

    def _day(self, text: bytes) -> date | None:
        try:
            at = parsedate_to_datetime(text.decode("ascii", "replace"))
            # Without a zone it is on the owner's clock, as they remember it.
            return (at if at.tzinfo is None else at.astimezone(self._own)).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def _is_circular(said: dict[bytes, bytes]) -> bool:
    """Whether it was written to a list, or by a machine."""
    automatic = said.get(b"AUTO-SUBMITTED", b"no").strip().lower()
    return (
        not _CIRCULARS.isdisjoint(said)
        or said.get(b"PRECEDENCE", b"").strip().lower() in (b"bulk", b"list", b"junk")
        or not automatic.startswith(b"no")
    )


def _people(*fields: bytes) -> Iterator[Named]:
    texts = [field.decode("utf-8", "replace") for field in fields if field]
    for name, address in dict.fromkeys(getaddresses(texts)) if texts else ():
        normal = email_normal(address.strip())
        if normal:
            yield Named(clean(_decoded(name), _NAME_LENGTH).text, normal)


def _decoded(name: str) -> str:
    if "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        return ""
