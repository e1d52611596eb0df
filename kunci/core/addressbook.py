"""What reading an address book yields, whatever program wrote it: cards, and what could not be read.

Every reader (vCard, LinkedIn, Google) hands out the same frozen values: dry run, import and hints know one shape.
Nothing here raises on what a file contains: a file is somebody else's text, and one bad entry must not cost the rest.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kunci.core.noted import Notes


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; beyond `bytes` or `cards` the whole file is refused before it is taken apart."""

    bytes: int = 20_000_000
    cards: int = 50_000
    depth: int = 8  # cards inside cards, or cards in a row that never end
    problems: int = 1_000
    lines: int = 2_000  # properties of one card; the rest of it is passed over
    values: int = 100  # of one kind on one card: phones, e-mails, addresses ...


class ProblemCode(StrEnum):
    # the whole file is refused
    NOT_A_VCARD = "not_a_vcard"
    NOT_AN_ADDRESS_BOOK = "not_an_address_book"  # none of the kinds that are known
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    # an entry, or a part of it, is not among the cards
    NO_NAME = "no_name"  # neither a name nor an organisation, e-mail or phone to call it by
    NOT_A_PERSON = "not_a_person"  # a group, a place, a device
    NESTED_TOO_DEEP = "nested_too_deep"
    TRUNCATED = "truncated"  # it began and never ended; what was there is kept
    TOO_LONG = "too_long"  # a value cut, or one too many left out
    BAD_PROPERTY = "bad_property"
    MORE_PROBLEMS = "more_problems"  # beyond `Limits.problems` they are no longer listed
    # read, but worth a look
    BAD_ENCODING = "bad_encoding"
    EXTRA_VALUE = "extra_value"  # a second, different value where a card has one
    HIDDEN_CHARACTERS = "hidden_characters"  # control or direction marks taken out


REFUSALS = frozenset(
    {ProblemCode.NOT_A_VCARD, ProblemCode.NOT_AN_ADDRESS_BOOK, ProblemCode.TOO_BIG, ProblemCode.TOO_MANY}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """`position` is the entry's number in the file, from 1 (0: the file itself); `line` likewise."""

    position: int
    line: int
    code: ProblemCode
    detail: str = ""


class NameFrom(StrEnum):
    """Where a card's name was found; anything but FORMATTED deserves a second look."""

    FORMATTED = "formatted"
    PARTS = "parts"
    NICKNAME = "nickname"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One phone or e-mail. `value` is as written, `normal` is what two cards are compared by ('' when unusable),
    `label` the owner's own word for it, `kinds` the standard ones in lower case (work, home, cell, fax ...)."""

    value: str
    normal: str = ""
    label: str = ""
    kinds: tuple[str, ...] = ()
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    full: str  # on one line
    city: str = ""
    region: str = ""
    country: str = ""
    label: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A birthday whose year nobody told."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class OnceOpen:
    """That a face was open to somebody by name where an archive was made. `kind`: of core/gates.py; `until`: the end
    that it was given, in the form of ISO 8601, or ''."""

    kind: str
    name: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive of Kunci says of a contact besides its card: the holder's note and tags, whether it was put away,
    and the hint of a key, whose `line` is '' where it was none; the rest are codes of core/hintwords.py or ''.
    `once_open` is a memory and opens nothing."""

    note: str = ""
    line: str = ""
    role: str = ""
    sector: str = ""
    seniority: str = ""
    city: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    once_open: tuple[OnceOpen, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One contact as an address book has it; every text is cleaned, bounded and never None."""

    position: int
    name: str
    name_from: NameFrom
    uid: str = ""
    family: str = ""
    given: str = ""
    nickname: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""
    role: str = ""
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    addresses: tuple[Address, ...] = ()
    urls: tuple[str, ...] = ()
    birthday: date | MonthDay | None = None
    connected: date | None = None  # since when a network knows the two as connected
    note: str = ""
    categories: tuple[str, ...] = ()
    version: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """`skipped` counts by name the properties that were left alone (photos, keys, what only one program knows);
    `notes`: what an archive of Kunci says of partners."""

    cards: tuple[Card, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    notes: Notes | None = None

    @property
    def refused(self) -> ProblemCode | None:
        """Why nothing of the file was read, if so."""
        return next((problem.code for problem in self.problems if problem.code in REFUSALS), None)


def refusal(code: ProblemCode) -> Reading:
    return Reading(problems=(Problem(0, 0, code),))


# --- texts ------------------------------------------------------------------------------------------------------------

# Control characters, direction marks (they can make a name read as another), and characters without a width. The
# joiners U+200C and U+200D stay: scripts and emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]+"
)
_LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    hidden: bool = False
    cut: bool = False


def clean(text: str, cap: int, *, lines: bool = False) -> Cleaned:
    """One line (with `lines`, several) of at most `cap` characters, without hidden ones, in composed form (NFC)."""
    # Composing takes time squared in a run of combining marks, so what is far too long is cut beforehand.
    cut = len(text) > 4 * cap
    shown = _HIDDEN.sub("", text[: 4 * cap])
    hidden = len(shown) != min(len(text), 4 * cap)
    if lines:
        rows = (" ".join(row.split()) for row in _LINE_BREAKS.sub("\n", shown).split("\n"))
        shown = _BLANK_LINES.sub("\n\n", "\n".join(rows)).strip()
    else:
        shown = " ".join(shown.split())
    if not shown.isascii() and len(shown) <= 2 * cap:
        shown = unicodedata.normalize("NFC", shown)
    if len(shown) > cap:
        return Cleaned(shown[:cap].rstrip(), hidden, True)
    return Cleaned(shown, hidden, cut)


def excerpt(text: str) -> str:
    """A few words of the file, safe to show beside a problem."""
    cleaned = clean(text, 60)
    return cleaned.text + ("…" if cleaned.cut else "")


# --- phones and e-mails -----------------------------------------------------------------------------------------------

_EXTENSION = re.compile(r"(?:;\s*ext=|\b(?:extension|ekstensi|ext|eks|x)\b\.?|#)\s*:?\s*(\d{1,8})\s*$", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D+", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_SHORTEST_PHONE = 7  # shorter numbers are internal ones: the same in many companies


def phone_digits(written: str) -> str:
    """The number in international digits without a plus, an extension behind an x ('' when there are no digits).

    A leading 0 is read as Indonesia's trunk prefix: 0812 and +62 812 are one phone. Numbers without any prefix stay as
    they are; guessing a country would make strangers the same person.
    """
    written = unicodedata.normalize("NFKC", written[:200]).strip()
    extension = _EXTENSION.search(written)
    number = written[: extension.start()] if extension else written.partition(";")[0]
    international = number.lstrip("( ").startswith("+")
    digits = _NOT_DIGIT.sub("", number.replace("(0)", "") if international else number)
    if not international and digits.startswith("00"):
        international, digits = True, digits[2:]
    if digits.startswith("620"):
        digits = "62" + digits[3:]
    elif not international and digits.startswith("0") and len(digits) >= _SHORTEST_PHONE:
        digits = "62" + digits[1:]
    return f"{digits}x{extension[1]}" if extension and digits else digits


def email_normal(written: str) -> str:
    """The address in lower case, '' when it is not one."""
    return written.casefold() if _EMAIL.fullmatch(written) else ""


def first_usable(written: Iterable[str]) -> str:
    """The first of these that is an e-mail address, as written; '' where none is."""
    return next((one for one in written if email_normal(one)), "")


# --- the same person twice --------------------------------------------------------------------------------------------


class Sameness(StrEnum):
    CARD = "card"  # the very same words
    UID = "uid"
    EMAIL = "email"
    PHONE = "phone"


Mark = tuple[Sameness, str]


def marks(uids: Iterable[str], emails: Iterable[Labelled], phones: Iterable[Labelled]) -> tuple[Mark, ...]:
    """What identifies a contact, strongest first. A name never does: two people called Budi Santoso are two people."""
    return (
        *((Sameness.UID, uid.casefold().removeprefix("urn:uuid:")) for uid in uids if uid),
        *((Sameness.EMAIL, email.normal) for email in emails if email.normal),
        *(
            (Sameness.PHONE, phone.normal)
            for phone in phones
            if len(phone.normal.partition("x")[0]) >= _SHORTEST_PHONE and "fax" not in phone.kinds
        ),
    )
