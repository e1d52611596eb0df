"""Google Contacts' CSV into cards, with today's columns ('First Name', 'E-mail 1 - Label') or the old ones ('Given
Name', 'E-mail 1 - Type').

Columns are found by name: their number depends on the contact with the most values. A cell holds several values between
' ::: '; a '* ' before a label marks the preferred value, before a group one of Google's own. There is no uid in it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from kunci.core.addressbook import Address, Card, Labelled, Limits, MonthDay, NameFrom, ProblemCode, Reading
from kunci.core.cardbuilder import NAME_CAP, NOTE_CAP, call_by, read_birthday
from kunci.core.csventry import Entry, read_table
from kunci.core.csvtext import Header

_DEFAULT_LIMITS = Limits()
_FIXED = {
    "name": "name",
    **dict.fromkeys(("first name", "given name"), "given"),
    **dict.fromkeys(("middle name", "additional name"), "middle"),
    **dict.fromkeys(("last name", "family name"), "family"),
    "name prefix": "prefix",
    "name suffix": "suffix",
    "nickname": "nickname",
    "file as": "file as",
    "organization name": "organisation",
    "organization title": "title",
    "organization department": "department",
    "occupation": "role",
    "birthday": "birthday",
    "notes": "notes",
    **dict.fromkeys(("labels", "group membership"), "labels"),
}
_ORGANISATION_PARTS = {"name": "organisation", "title": "title", "department": "department"}
_TELLING = frozenset(
    ("phonetic first name", "yomi name", "given name", "family name", "additional name", "name prefix", "name suffix",
     "file as", "organization name", "organization title", "labels", "group membership")
)  # fmt: skip
_NUMBERED = re.compile(
    r"(e-?mail|phone|address|organization|website|relation|event|custom field|im|jot|calendar link|external id) "
    r"([0-9]{1,4}) - ([a-z ]{1,20})"
)
_ADDRESS_PARTS = ("po box", "extended address", "street", "city", "region", "postal code", "country")
_BETWEEN = re.compile(r"(?:^|(?<=\s)):::(?=\s|$)")
_MOST_PIECES = 200  # of one cell; more than any card may keep
_KINDS = {
    **dict.fromkeys(("home", "rumah"), "home"),
    **dict.fromkeys(("work", "kantor"), "work"),
    **dict.fromkeys(("mobile", "cell", "seluler", "ponsel"), "cell"),
    **dict.fromkeys(("fax", "faks"), "fax"),
    **dict.fromkeys(("main", "utama"), "main"),
    "pager": "pager",
    **dict.fromkeys(("other", "lainnya"), ""),
}
_EVERYBODY = frozenset(("mycontacts", "my contacts"))  # a group of all says nothing of one


def read_google(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """All contacts of a file, with what could not be read; positions are rows below the header that hold anything.

    Nothing is raised; `Reading.refused` is set for a file of another kind or beyond the limits. `skipped` counts the
    columns that were left alone (photos, events, custom fields ...) by the contacts that had something in them.
    """
    return read_table(data, limits, is_google, _Columns)


def is_google(columns: frozenset[str]) -> bool:
    """Whether these are its columns (in lower case)."""
    named = columns & {"name", "first name", "given name", "last name", "family name", "organization name"}
    return bool(named) and (len(columns & _TELLING) >= 3 or any(map(_NUMBERED.fullmatch, columns)))


@dataclass(slots=True)
class _Cells:
    """One row's cells by what they mean; those of numbered columns by kind and number, then by part."""

    fixed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbered: dict[tuple[str, int], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, kind: str) -> list[dict[str, str]]:
        return [parts for (one, _), parts in self.numbered.items() if one == kind]


class _Columns:
    """What each column of a header means; called with an entry it makes the card."""

    def __init__(self, header: Header) -> None:
        self.meanings = [_meaning(name) for name in header.names]

    def __call__(self, entry: Entry) -> Card | None:
        cells, skipped = _Cells(), set()
        for (kind, number, part), cell in zip(self.meanings, entry.cells, strict=False):
            if not cell or cell.isspace():
                continue
            if kind == "fixed":
                cells.fixed[part].append(cell)
            elif kind == "skipped":
                skipped.add(part)
            else:
                cells.numbered[kind, number].setdefault(part, cell)
        for name in sorted(skipped):
            entry.log.skip(name)
        return _card(entry, cells)


def _meaning(name: str) -> tuple[str, int, str]:
    if name in _FIXED:
        return "fixed", 0, _FIXED[name]
    found = _NUMBERED.fullmatch(name)
    if not found:
        return "skipped", 0, name
    kind, part = found[1].replace("email", "e-mail"), found[3].strip()
    if kind == "organization" and part in _ORGANISATION_PARTS:
        return "fixed", 0, _ORGANISATION_PARTS[part]
    if kind in ("e-mail", "phone", "address", "website"):
        return kind, int(found[2]), "label" if part == "type" else part
    return "skipped", 0, kind


def _pieces(cell: str) -> list[str]:
    """The values of one cell, in order, empty ones among them."""
    return [piece.strip() for piece in _BETWEEN.split(cell, _MOST_PIECES)] if ":::" in cell else [cell]


def _card(entry: Entry, cells: _Cells) -> Card | None:
    single = {name: _once(entry, name, cells.fixed[name]) for name in _ONCE if name in cells.fixed}
    emails, phones = _emails(entry, cells), _phones(entry, cells)
    parts = (single.get(part, "") for part in ("prefix", "given", "middle", "family", "suffix"))
    # Today's columns have the name in parts only: they are how Google shows it, so they need no second look.
    name, name_from = call_by(
        (single.get("name", ""), NameFrom.FORMATTED),
        (" ".join(part for part in parts if part), NameFrom.FORMATTED),
        (single.get("file as", ""), NameFrom.FORMATTED),
        (single.get("nickname", ""), NameFrom.NICKNAME),
        (single.get("organisation", ""), NameFrom.ORGANISATION),
        emails=emails,
        phones=phones,
    )
    if not name:
        entry.trouble(ProblemCode.NO_NAME)
        return None
    notes = (entry.text("notes", cell, NOTE_CAP, lines=True) for cell in cells.fixed.get("notes", ()))
    return Card(
        position=entry.position,
        name=name,
        name_from=name_from,
        family=single.get("family", ""),
        given=single.get("given", ""),
        nickname=single.get("nickname", ""),
        organisation=single.get("organisation", ""),
        department=single.get("department", ""),
        title=single.get("title", ""),
        role=single.get("role", ""),
        emails=emails,
        phones=phones,
        addresses=_addresses(entry, cells),
        urls=_urls(entry, cells),
        birthday=_birthday(entry, single.get("birthday", "")),
        note="\n".join(dict.fromkeys(note for note in notes if note))[:NOTE_CAP].rstrip(),
        categories=_categories(entry, cells),
    )


_ONCE = tuple(part for part in dict.fromkeys(_FIXED.values()) if part not in ("notes", "labels"))


def _once(entry: Entry, column: str, cells: list[str]) -> str:
    """The first of what may be there several times; another one is told."""
    texts = [text for cell in cells for piece in _pieces(cell) if (text := entry.text(column, piece))]
    for text in texts[1:]:
        if text != texts[0]:
            entry.trouble(ProblemCode.EXTRA_VALUE, f"{column}: {text}")
    return texts[0] if texts else ""


# --- values with labels -----------------------------------------------------------------------------------------------


def _labelled(parts: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The values of one numbered column with the label of each, and whether it is the preferred one."""
    values = _pieces(parts.get("value", ""))
    labels = _pieces(parts.get("label", ""))
    if len(labels) != len(values):
        labels = [labels[0]] * len(values)  # one label for all of them
    found = []
    for at, (value, label) in enumerate(zip(values, labels, strict=True)):
        preferred = label.startswith("*") and (at == 0 or labels[at - 1] != label)
        found.append((value, label.removeprefix("*").strip(), preferred))
    return found


def _told(entry: Entry, column: str, label: str) -> tuple[str, tuple[str, ...]]:
    """The owner's own word for a value ('' for one of the standard ones), and the standard kinds in it."""
    label = entry.text(column, label, 60)
    words = label.casefold().split()
    kinds = tuple(dict.fromkeys(_KINDS[word] for word in words if _KINDS.get(word)))
    return ("" if all(word in _KINDS for word in words) else label), kinds


def _emails(entry: Entry, cells: _Cells) -> tuple[Labelled, ...]:
    emails: list[Labelled] = []
    for parts in cells.of("e-mail"):
        for cell, label, preferred in _labelled(parts):
            value, normal = entry.email("e-mail", cell)
            if value and entry.room("e-mail", emails):
                emails.append(Labelled(value, normal, *_told(entry, "e-mail", label), preferred))
    return tuple(emails)


def _phones(entry: Entry, cells: _Cells) -> tuple[Labelled, ...]:
    phones: list[Labelled] = []
    for parts in cells.of("phone"):
        for cell, label, preferred in _labelled(parts):
            value, normal = entry.phone("phone", cell)
            if value and entry.room("phone", phones):
                phones.append(Labelled(value, normal, *_told(entry, "phone", label), preferred))
    return tuple(phones)


def _addresses(entry: Entry, cells: _Cells) -> tuple[Address, ...]:
    addresses: list[Address] = []
    for columns in cells.of("address"):
        label, kinds = _told(entry, "address", _pieces(columns.get("label", ""))[0].removeprefix("*").strip())
        split = [_pieces(columns.get(part, "")) for part in ("formatted", *_ADDRESS_PARTS)]
        for pieces in zip_longest(*split, fillvalue=""):
            formatted, *parts = [_on_one_line(entry, piece) for piece in pieces]
            full = formatted or ", ".join(part for part in parts if part)
            if full and entry.room("address", addresses):
                _, _, _, city, region, _, country = parts
                addresses.append(Address(full, city, region, country, label, kinds))
    return tuple(addresses)


def _on_one_line(entry: Entry, piece: str) -> str:
    lines = (line.strip(" ,") for line in piece.splitlines())
    return entry.text("address", ", ".join(line for line in lines if line), 2 * NAME_CAP)


def _urls(entry: Entry, cells: _Cells) -> tuple[str, ...]:
    urls: list[str] = []
    for parts in cells.of("website"):
        for piece in _pieces(parts.get("value", "")):
            url = entry.web_address("website", piece)
            if url and url not in urls and entry.room("website", urls):
                urls.append(url)
    return tuple(urls)


def _birthday(entry: Entry, written: str) -> date | MonthDay | None:
    birthday = read_birthday(written)
    if written and birthday is None:
        entry.trouble(ProblemCode.BAD_PROPERTY, f"birthday: {written}")
    return birthday


def _categories(entry: Entry, cells: _Cells) -> tuple[str, ...]:
    categories: list[str] = []
    for cell in cells.fixed.get("labels", ()):
        for piece in _pieces(cell):
            group = entry.text("labels", piece)
            own = group.removeprefix("* ")
            of_all = group != own and own.casefold() in _EVERYBODY
            if own and not of_all and own not in categories and entry.room("labels", categories):
                categories.append(own)
    return tuple(categories)
