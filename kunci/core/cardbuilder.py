"""One vCard's properties gathered into a card. What is there too often, too long or wrong is told, not raised."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kunci.core.addressbook import (
    Address,
    Card,
    Labelled,
    Limits,
    MonthDay,
    NameFrom,
    Problem,
    ProblemCode,
    clean,
    email_normal,
    excerpt,
    phone_digits,
)
from kunci.core.contentline import ContentLine

NAME_CAP = 200  # characters; also for organisation, title and the like
EMAIL_CAP = 254
PHONE_CAP = 100
URL_CAP = 500
NOTE_CAP = 10_000
_SKIPPED_NAMES = 200

_FULL_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_YEARLESS = re.compile(r"--([0-9]{2})-?([0-9]{2})(?:T.*)?")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
WEB_ADDRESS = re.compile(r"https?://\S+|(?:[\w-]+\.)+[\w-]+(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_ANDROID_NICKNAME = "vnd.android.cursor.item/nickname"
APPLE_NO_YEAR = 1604  # stands for 'unknown': the first leap year of its calendar
_PLUMBING = frozenset(("BEGIN", "END", "PRODID", "PROFILE", "REV", "SOURCE", "CLASS", "CLIENTPIDMAP"))
_NOT_A_KIND = frozenset(("internet", "x400", "pref", "voice"))
_NOT_PEOPLE = frozenset(("group", "location", "application", "device"))


class Log:
    """What is told about a file beside its cards, both bounded."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.last: tuple[int, ProblemCode] | None = None

    def problem(self, position: int, line: int, code: ProblemCode, detail: str = "") -> None:
        if line and self.last == (line, code):
            return  # the parts of one property have one problem
        self.last = (line, code)
        room = self.limits.problems - len(self.problems)
        if room > 0:
            self.problems.append(Problem(position, line, code, excerpt(detail)))
        elif room == 0:
            self.problems.append(Problem(position, line, ProblemCode.MORE_PROBLEMS))

    def skip(self, name: str) -> None:
        name = name[:40]
        self.skipped[name if name in self.skipped or len(self.skipped) < _SKIPPED_NAMES else "..."] += 1


class CardBuilder:
    """Takes the lines between BEGIN and END one by one; `finished` hands out the card, or None and a problem."""

    def __init__(self, log: Log, position: int, line: int) -> None:
        self.log = log
        self.position = position
        self.line = line
        self.empty = True
        self.single: dict[str, str] = {}
        self.parts: list[str] = []
        self.birthday: date | MonthDay | None = None
        self.emails: list[tuple[str, Labelled]] = []
        self.phones: list[tuple[str, Labelled]] = []
        self.addresses: list[tuple[str, Address]] = []
        self.labels: dict[str, str] = {}  # by group
        self.address_labels: list[str] = []
        self.urls: list[str] = []
        self.notes: list[str] = []
        self.categories: list[str] = []
        self.kind = ""

    def take(self, line: ContentLine) -> None:
        if line.name == "VERSION":
            self.single.setdefault("VERSION", self.read(line, 10))
            return
        self.empty = False
        if not line.name and line.cut and not line.raw:
            self.trouble(line, ProblemCode.TOO_LONG, self.single.get("FN", ""))
        elif not line.name:
            self.trouble(line, ProblemCode.BAD_PROPERTY, line.text()[0])
        elif line.name in ("FN", "TITLE", "ROLE", "UID"):
            self.set_once(line, line.name, self.read(line, NAME_CAP))
        elif line.name in _READERS:
            _READERS[line.name](self, line)
        elif line.name not in _PLUMBING:
            self.log.skip(line.name)

    # --- one value ---

    def trouble(self, line: ContentLine, code: ProblemCode, detail: str = "") -> None:
        self.log.problem(self.position, line.line, code, f"{line.name}: {detail}" if line.name else detail)

    def read(self, line: ContentLine, cap: int, *, lines: bool = False) -> str:
        text, certain = line.text()
        return self.tidy(line, text, certain, cap, lines=lines)

    def fields(self, line: ContentLine, separators: str = ";") -> list[str]:
        pieces, certain = line.split(separators)
        if line.name == "ADR":  # streets come in rows
            pieces = [", ".join(row.strip(" ,") for row in piece.splitlines()) for piece in pieces]
        tidied = [self.tidy(line, piece, True, NAME_CAP) for piece in pieces[: self.log.limits.values]]
        if not certain:
            self.trouble(line, ProblemCode.BAD_ENCODING, " ".join(tidied))
        return tidied

    def tidy(self, line: ContentLine, text: str, certain: bool, cap: int, *, lines: bool = False) -> str:
        cleaned = clean(text, cap, lines=lines)
        if not certain:
            self.trouble(line, ProblemCode.BAD_ENCODING, cleaned.text)
        if cleaned.cut or line.cut:
            self.trouble(line, ProblemCode.TOO_LONG, cleaned.text)
        # Phone numbers copied from a chat carry direction marks by habit; telling that would only be noise.
        if cleaned.hidden and line.name != "TEL":
            self.trouble(line, ProblemCode.HIDDEN_CHARACTERS, cleaned.text)
        return cleaned.text

    def set_once(self, line: ContentLine, name: str, text: str) -> None:
        if text and self.single.setdefault(name, text) != text:
            self.trouble(line, ProblemCode.EXTRA_VALUE, text)

    def room(self, line: ContentLine, values: int) -> bool:
        if values < self.log.limits.values:
            return True
        self.trouble(line, ProblemCode.TOO_LONG)
        return False

    # --- properties ---

    def take_n(self, line: ContentLine) -> None:
        parts = [*self.fields(line), "", "", "", "", ""][:5]
        if any(parts) and not any(self.parts):
            self.parts = parts
        elif any(parts) and parts != self.parts:
            self.trouble(line, ProblemCode.EXTRA_VALUE, " ".join(parts))

    def take_nickname(self, line: ContentLine) -> None:
        names = [name for name in self.fields(line, ",") if name]
        self.set_once(line, "NICKNAME", ", ".join(names)[:NAME_CAP])

    def take_android(self, line: ContentLine) -> None:
        kind, *values = [*self.fields(line), ""]
        if kind == _ANDROID_NICKNAME:
            self.set_once(line, "NICKNAME", values[0])
        else:
            self.log.skip(line.name)

    def take_org(self, line: ContentLine) -> None:
        organisation, *units = self.fields(line)
        department = ", ".join(unit for unit in units if unit)[:NAME_CAP]
        already = "ORG" in self.single
        self.set_once(line, "ORG", organisation)
        if not already:
            self.set_once(line, "DEPARTMENT", department)

    def take_email(self, line: ContentLine) -> None:
        value = self.read(line, EMAIL_CAP)
        if value[:7].casefold() == "mailto:":
            value = value[7:].lstrip()
        if value and self.room(line, len(self.emails)):
            normal = email_normal(value)
            if not normal:
                self.trouble(line, ProblemCode.BAD_PROPERTY, value)
            self.emails.append((line.group, _labelled(line, value, normal)))

    def take_tel(self, line: ContentLine) -> None:
        value = self.read(line, PHONE_CAP)
        if value[:4].casefold() == "tel:":
            value = value[4:].lstrip()
        if value and self.room(line, len(self.phones)):
            self.phones.append((line.group, _labelled(line, value, phone_digits(value))))

    def take_adr(self, line: ContentLine) -> None:
        box, extended, street, city, region, code, country = [*self.fields(line), *[""] * 7][:7]
        full = ", ".join(part for part in (box, extended, street, city, region, code, country) if part)
        if full and self.room(line, len(self.addresses)):
            self.addresses.append((line.group, Address(full, city, region, country, kinds=_kinds(line))))

    def take_label(self, line: ContentLine) -> None:
        text = self.read(line, 2 * NAME_CAP)
        if text and self.room(line, len(self.address_labels)):
            self.address_labels.append(text)

    def take_ablabel(self, line: ContentLine) -> None:
        text = self.read(line, 60)
        apple = _APPLE_LABEL.fullmatch(text)
        self.labels.setdefault(line.group, apple[1].casefold() if apple else text)

    def take_url(self, line: ContentLine) -> None:
        value = self.read(line, URL_CAP)
        if not value or value in self.urls:
            return
        if not WEB_ADDRESS.fullmatch(value) or len(value) >= URL_CAP:
            # 'javascript:' and the like must never become a link; a cut address leads elsewhere.
            self.trouble(line, ProblemCode.BAD_PROPERTY, value)
        elif self.room(line, len(self.urls)):
            self.urls.append(value)

    def take_bday(self, line: ContentLine) -> None:
        text = self.read(line, 60)
        if not text:
            return
        omitted = line.params.get("X-APPLE-OMIT-YEAR", "")
        birthday = read_birthday(text, int(omitted) if re.fullmatch(r"[0-9]{4}", omitted) else APPLE_NO_YEAR)
        if birthday is None:
            self.trouble(line, ProblemCode.BAD_PROPERTY, text)
        elif self.birthday not in (None, birthday):
            self.trouble(line, ProblemCode.EXTRA_VALUE, text)
        else:
            self.birthday = birthday

    def take_note(self, line: ContentLine) -> None:
        text = self.read(line, NOTE_CAP, lines=True)
        if text and text not in self.notes and self.room(line, len(self.notes)):
            self.notes.append(text)

    def take_categories(self, line: ContentLine) -> None:
        for category in self.fields(line, ",;"):
            if category and category not in self.categories and self.room(line, len(self.categories)):
                self.categories.append(category)

    def take_kind(self, line: ContentLine) -> None:
        self.kind = self.read(line, 20).casefold()

    # --- the card ---

    def finished(self) -> Card | None:
        name, name_from = self.named()
        if self.kind in _NOT_PEOPLE:
            self.log.problem(self.position, self.line, ProblemCode.NOT_A_PERSON, name)
            return None
        if not name:
            self.log.problem(self.position, self.line, ProblemCode.NO_NAME)
            return None
        if not self.addresses:
            self.addresses = [("", Address(text)) for text in self.address_labels]
        elif self.address_labels:
            self.log.skip("LABEL")  # the same address once more, as printed on an envelope
        family, given = [*self.parts, "", ""][:2]
        note = "\n".join(self.notes)
        if len(note) > NOTE_CAP:
            self.log.problem(self.position, self.line, ProblemCode.TOO_LONG, f"NOTE: {note[:NAME_CAP]}")
        return Card(
            position=self.position,
            name=name,
            name_from=name_from,
            uid=self.single.get("UID", ""),
            family=family,
            given=given,
            nickname=self.single.get("NICKNAME", ""),
            organisation=self.single.get("ORG", ""),
            department=self.single.get("DEPARTMENT", ""),
            title=self.single.get("TITLE", ""),
            role=self.single.get("ROLE", ""),
            emails=tuple(replace(it, label=self.label(group, it.kinds)) for group, it in self.emails),
            phones=tuple(replace(it, label=self.label(group, it.kinds)) for group, it in self.phones),
            addresses=tuple(replace(it, label=self.label(group, it.kinds)) for group, it in self.addresses),
            urls=tuple(self.urls),
            birthday=self.birthday,
            note=note[:NOTE_CAP].rstrip(),
            categories=tuple(self.categories),
            version=self.single.get("VERSION", ""),
        )

    def named(self) -> tuple[str, NameFrom]:
        family, given, additional, prefix, suffix = self.parts or [""] * 5
        return call_by(
            (self.single.get("FN", ""), NameFrom.FORMATTED),
            (" ".join(part for part in (prefix, given, additional, family, suffix) if part), NameFrom.PARTS),
            (self.single.get("NICKNAME", ""), NameFrom.NICKNAME),
            (self.single.get("ORG", ""), NameFrom.ORGANISATION),
            emails=[email for _, email in self.emails],
            phones=[phone for _, phone in self.phones],
        )

    def label(self, group: str, kinds: tuple[str, ...]) -> str:
        """The owner's own word for a value: Apple's label of its group, or an X- kind of Android's."""
        own = next((kind[2:] for kind in kinds if kind.startswith("x-") and len(kind) > 2), "")
        return self.labels.get(group, "") if group and group in self.labels else own


_READERS: dict[str, Callable[[CardBuilder, ContentLine], None]] = {
    "N": CardBuilder.take_n,
    "NICKNAME": CardBuilder.take_nickname,
    "X-ANDROID-CUSTOM": CardBuilder.take_android,
    "ORG": CardBuilder.take_org,
    "EMAIL": CardBuilder.take_email,
    "TEL": CardBuilder.take_tel,
    "ADR": CardBuilder.take_adr,
    "LABEL": CardBuilder.take_label,
    "X-ABLABEL": CardBuilder.take_ablabel,
    "URL": CardBuilder.take_url,
    "X-SOCIALPROFILE": CardBuilder.take_url,
    "SOCIALPROFILE": CardBuilder.take_url,
    "BDAY": CardBuilder.take_bday,
    "NOTE": CardBuilder.take_note,
    "CATEGORIES": CardBuilder.take_categories,
    "CATEGORY": CardBuilder.take_categories,
    "KIND": CardBuilder.take_kind,
    "X-ADDRESSBOOKSERVER-KIND": CardBuilder.take_kind,
}


def call_by(
    *names: tuple[str, NameFrom], emails: Sequence[Labelled], phones: Sequence[Labelled]
) -> tuple[str, NameFrom]:
    """What to call a card by: the first of its own names, then whatever else tells it from others; '' for nothing."""
    candidates = (
        *names,
        (next((email.value.partition("@")[0] for email in emails), ""), NameFrom.EMAIL),
        (next((phone.value for phone in phones), ""), NameFrom.PHONE),
    )
    shortened = ((text[:NAME_CAP].strip(), where) for text, where in candidates)
    return next(((text, where) for text, where in shortened if text), ("", NameFrom.FORMATTED))


def _kinds(line: ContentLine) -> tuple[str, ...]:
    return tuple(clean(kind, 40).text for kind in line.kinds if kind not in _NOT_A_KIND)[:10]


def _labelled(line: ContentLine, value: str, normal: str) -> Labelled:
    return Labelled(value, normal, kinds=_kinds(line), preferred="pref" in line.kinds or "PREF" in line.params)


def read_birthday(text: str, no_year: int = APPLE_NO_YEAR) -> date | MonthDay | None:
    """19800322, 1980-03-22, --0322 or --03-22; `no_year` is a year that stands for none. None for anything else."""
    full, yearless = _FULL_DATE.fullmatch(text), _YEARLESS.fullmatch(text)
    try:
        if full and int(full[1]) not in (0, no_year, APPLE_NO_YEAR):
            return date(int(full[1]), int(full[2]), int(full[3]))
        month, day = (int(full[2]), int(full[3])) if full else map(int, yearless.groups() if yearless else (0, 0))
        date(APPLE_NO_YEAR, month, day)
    except ValueError:
        return None
    return MonthDay(month, day)
