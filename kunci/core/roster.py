"""A list of people as somebody pastes it: names with numbers or addresses, however they wrote them down.

One person a line; a comma, a dash, a tab or nothing between name and number; numbered lists, columns of a spreadsheet
and the members of a WhatsApp group. What could not be read is told by its line; nothing here raises on a text.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kunci.core.addressbook import clean, email_normal, excerpt, phone_digits

MOST_PEOPLE = 100
MOST_BYTES = 20_000
NAME_LENGTH = 120
_LINE_LENGTH = 400
_SHORTEST, _LONGEST = 8, 15  # digits; shorter numbers are internal ones, longer ones two numbers in a row


class Trouble(StrEnum):
    # the whole text is refused
    TOO_BIG = "too_big"
    # a line, or the rest of the text, is not among the people
    TOO_MANY = "too_many"
    TWICE = "twice"  # the same number or address as an earlier line
    HEADING = "heading"
    # read, but worth a look
    NO_NAME = "no_name"
    BAD_PHONE = "bad_phone"
    BAD_EMAIL = "bad_email"
    SECOND = "second"  # a second number or address; the first is taken
    TOO_LONG = "too_long"
    HIDDEN = "hidden"  # control or direction marks taken out


@dataclass(frozen=True, slots=True)
class Row:
    """One person. `line` counts from 1; `phone` is international digits, `email` in lower case, '' where none."""

    line: int
    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    code: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """A number and an address out of one field, and what in it looked like one and is none."""

    phone: str = ""
    email: str = ""
    wrong: Trouble | None = None


# A mark of one to three digits, or a bullet. Digits behind it only after a space: 0812 is no fourth item.
_MARK = re.compile(r"^\(?(?:[1-9][0-9]{0,2}[.)\]:](?:\s+|(?=[^\W\d]|[+~(]))|[-*•–—>]\s+)")
_NUMBERED_CELL = re.compile(r"^[0-9]{1,3}$")
_EMAIL = re.compile(r"[^\s@<>,;:\"'()|/\[\]]{1,100}@[^\s@<>,;:\"'()|/\[\]]{1,150}")
_PHONE = re.compile(r"(?<![\w@])\+?\(?[0-9](?:[\s().\-–]{0,3}[0-9]){5,30}(?![\w@])")
_PHONE_IN_ONE = re.compile(r"(?<![\w@])\+?[0-9](?:[.\-–]?[0-9]){5,18}(?![\w@])")
_DATE = re.compile(r"\b[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}\b")
_CRUMB = re.compile(r"\+?[0-9][0-9\s\-.]{2,}[0-9]")
_LABEL = r"(?:no(?:mor)?\.?\s*)?(?:hp|wa|whatsapp|tlp|telp?|telepon|phone|mobile|e-?mail|surel|mailto)"
_LABEL_AT_END = re.compile(rf"(?:^|(?<=[\s,;:(\-]))(?:{_LABEL}|nomor|no)\s*[.:=]*\s*$", re.IGNORECASE)
_EDGES = " ~,;:|\"'<>()[]{}-–—=*_/\\."
# What stands behind a name with a comma and belongs to it: S.E., Sp.A, M.Kn., MBA.
_TITLE = re.compile(r"(?:[A-Za-z]{1,4}\.){1,4}[A-Za-z]{0,4}\.?|S[EHTIP]|S\.?Kom|S\.?Pd|M[MHT]|MBA|M\.?Kn|Ph\.?D|CPA")
_HEADER_WORDS = {
    "no", "nomor", "nama", "name", "names", "lengkap", "full", "hp", "wa", "whatsapp", "telepon", "telp", "tel",
    "phone", "mobile", "number", "kontak", "contact", "email", "e-mail", "mail", "surel", "alamat", "address",
    "anggota", "members", "peserta", "daftar",
}  # fmt: skip


def read_roster(text: str) -> Roster:
    """Everybody in a pasted text, and what is worth saying about it."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return Roster(problems=(Problem(0, Trouble.TOO_BIG),))
    rows: list[Row] = []
    problems: list[Problem] = []
    known: dict[str, str] = {}
    for number, written in enumerate(text.splitlines(), 1):
        found, troubles = _line(number, written)
        problems += troubles
        for row in found:
            if not (row.name or row.phone or row.email):
                continue
            earlier = next((known[mark] for mark in (row.phone, row.email) if mark in known), None)
            if earlier is not None:
                problems.append(Problem(number, Trouble.TWICE, row.name or earlier))
                continue
            if len(rows) == MOST_PEOPLE:
                problems.append(Problem(number, Trouble.TOO_MANY))
                return Roster(tuple(rows), tuple(problems))
            rows.append(row)
            known |= {mark: row.name for mark in (row.phone, row.email) if mark}
    return Roster(tuple(rows), tuple(problems))


def reach(text: str) -> Reach:
    """A number, an address or both, as typed into one field."""
    cleaned = clean(text, _LINE_LENGTH).text
    (row, *_), troubles = _person(0, cleaned)
    wrong = next((one.code for one in troubles if one.code in (Trouble.BAD_PHONE, Trouble.BAD_EMAIL)), None)
    if wrong is None and cleaned and (row.name or not (row.phone or row.email)):
        wrong = Trouble.BAD_EMAIL if "@" in row.name else Trouble.BAD_PHONE
    return Reach(row.phone, row.email, wrong)


def _line(number: int, written: str) -> tuple[list[Row], list[Problem]]:
    cells = [cell for cell in written.split("\t") if cell.strip()]
    if len(cells) > 1 and _NUMBERED_CELL.match(cells[0].strip().rstrip(".")):
        cells = cells[1:]
    cleaned = clean(", ".join(cells), _LINE_LENGTH)
    text = _MARK.sub("", cleaned.text)
    if not any(char.isalnum() for char in text):
        return [], []
    troubles = [Problem(number, Trouble.HIDDEN, excerpt(text))] if cleaned.hidden else []
    if cleaned.cut:
        troubles.append(Problem(number, Trouble.TOO_LONG, excerpt(text)))
    phones = _phones(text)
    if not phones and "@" not in text:
        words = re.findall(r"[\w-]+", text.casefold())
        if words and all(word in _HEADER_WORDS for word in words):
            return [], troubles
        if text.endswith(":"):
            return [], [*troubles, Problem(number, Trouble.HEADING, excerpt(text))]
    if len(phones) > 2 or (len(phones) == 2 and not any(char.isalpha() for char in text[: phones[0].start()])):
        # The members of a WhatsApp group, in one line.
        parts = [part for part in re.split(r"[,;]", text) if any(char.isalnum() for char in part)]
        people = [_person(number, part) for part in parts]
        return [row for rows, _ in people for row in rows], [*troubles, *(one for _, found in people for one in found)]
    rows, found = _person(number, text)
    return rows, [*troubles, *found]


def _person(number: int, text: str) -> tuple[list[Row], list[Problem]]:
    """The one person of a line (or of a part of one)."""
    troubles = []
    emails = [(found.group(), email_normal(found.group().rstrip("."))) for found in _EMAIL.finditer(text)]
    usable = [normal for _, normal in emails if "." in normal.partition("@")[2]]
    rest = _EMAIL.sub("\n", text)
    phones = [phone_digits(found.group()) for found in _phones(rest)]
    for found in reversed(_phones(rest)):
        rest = f"{rest[: found.start()]}\n{rest[found.end() :]}"
    rest = _DATE.sub("\n", rest)
    if not phones and (crumb := _CRUMB.search(rest)):
        troubles.append(Problem(number, Trouble.BAD_PHONE, crumb.group().strip()))
    if not usable and (emails or "@" in rest):
        troubles.append(Problem(number, Trouble.BAD_EMAIL, excerpt(text)))
    if len(set(phones)) > 1 or len(set(usable)) > 1:
        troubles.append(Problem(number, Trouble.SECOND, excerpt(text)))
    name = clean(_name(_CRUMB.sub("\n", rest)), NAME_LENGTH)
    if name.cut:
        troubles.append(Problem(number, Trouble.TOO_LONG, excerpt(name.text)))
    row = Row(number, name.text, phones[0] if phones else "", usable[0] if usable else "")
    if not row.name and not troubles:
        troubles.append(Problem(number, Trouble.NO_NAME, excerpt(text)))
    return [row], troubles


def _phones(text: str) -> list[re.Match[str]]:
    """What reads as a telephone number; a date does not."""
    found = list(_PHONE.finditer(text))
    if any(len(phone_digits(one.group())) > _LONGEST for one in found):
        found = list(_PHONE_IN_ONE.finditer(text))  # two numbers with only a space between
    return [
        one
        for one in found
        if not _DATE.fullmatch(one.group().strip()) and _SHORTEST <= len(phone_digits(one.group())) <= _LONGEST
    ]


def _name(rest: str) -> str:
    """What is left of a line without its numbers and addresses: its first part with a letter, and its titles."""
    # A label ("HP:", "email") stands before what was taken out, so not in the last piece.
    *before, last = rest.split("\n")
    pieces = [*(_LABEL_AT_END.sub("", piece) for piece in before), last]
    parts = [part.strip(_EDGES) for piece in pieces for part in re.split(r"[,;|]", piece)]
    parts = [part for part in parts if any(char.isalpha() for char in part)]
    if not parts:
        return ""
    first, *others = parts
    titles = []
    for part in others:
        if not _TITLE.fullmatch(part) and not _TITLE.fullmatch(part + "."):
            break
        titles.append(part if "." not in part or part.count(".") > 1 or len(part) > 3 else f"{part}.")
    return ", ".join([first, *titles])
