"""LinkedIn's Connections.csv into cards: whom somebody is connected with, where they work, and since when.

The columns are First Name, Last Name, URL, Email Address, Company, Position and Connected On; before them may stand
notes. Most e-mails are empty, for few people show theirs. The profile's address is what stays the same from one export
to the next, so it is the card's uid. Phones and birthdays are not in it.
"""

import re
from datetime import date
from urllib.parse import unquote

from kunci.core.addressbook import Card, Labelled, Limits, NameFrom, ProblemCode, Reading, clean
from kunci.core.cardbuilder import URL_CAP, call_by
from kunci.core.csventry import Entry, Taker, read_table
from kunci.core.csvtext import Header

_DEFAULT_LIMITS = Limits()
_NAMES = frozenset(("first name", "last name"))
_OTHERS = frozenset(("url", "email address", "company", "position", "connected on"))
_PROFILE = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)?(linkedin\.com/[^?#\s]+)", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{1,2})[ -]([^\W\d_]{3,12})\.?[ -]([0-9]{4}|[0-9]{2})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# English as exported; a spreadsheet in Indonesian saves its own.
_MONTHS = {name: month for month, names in enumerate(
    ("jan", "feb", "mar", "apr", "may mei", "jun", "jul", "aug agu agt", "sep", "oct okt", "nov", "dec des"), 1
) for name in names.split()}  # fmt: skip
_FOUNDED = 2003


def read_linkedin(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """All connections of a file, with what could not be read; positions are rows below the header that hold anything.

    Nothing is raised; `Reading.refused` is set for a file of another kind or beyond the limits.
    """
    return read_table(data, limits, is_linkedin, _reader)


def is_linkedin(columns: frozenset[str]) -> bool:
    """Whether these are its columns (in lower case); exports of some years lack one or another."""
    return columns >= _NAMES and len(columns & _OTHERS) >= 3


def profile_key(url: str) -> str:
    """'linkedin:' and the profile's address without what varies: scheme, country, language, capitals, escapes.

    '' when it is no address at LinkedIn.
    """
    found = _PROFILE.fullmatch(url.partition("?")[0].partition("#")[0].strip())
    if found is None:
        return ""
    path = clean(unquote(found[1]), URL_CAP).text.casefold().strip("/").split("/")
    if path[1:2] == ["in"]:
        path = path[:3]  # behind a name in /in/ stands only a language
    return "linkedin:" + "/".join(path) if len(path) > 1 else ""


def connected_on(written: str) -> date | None:
    """'12 Mar 2024', '7-Feb-22' or '2024-03-12'. Dates in digits with slashes may mean two days and are not guessed."""
    found, iso = _DATE.fullmatch(written), _ISO_DATE.fullmatch(written)
    if found:
        month = _MONTHS.get(found[2][:3].casefold(), 0)
        year, day = int(found[3]) + (2000 if len(found[3]) == 2 else 0), int(found[1])
    else:
        year, month, day = map(int, iso.groups() if iso else (0, 0, 0))
    try:
        return date(year, month, day) if year >= _FOUNDED else None
    except ValueError:
        return None


def _reader(header: Header) -> Taker:
    columns = {name: header.names.index(name) for name in (*_NAMES, *_OTHERS) if name in header.names}
    unknown = [(name, at) for at, name in enumerate(header.names) if name and at not in columns.values()]

    def take(entry: Entry) -> Card | None:
        for name, at in unknown:
            if entry.cells[at : at + 1] not in ([], [""]):
                entry.log.skip(name)
        return _card(entry, {name: entry.cells[at] for name, at in columns.items() if at < len(entry.cells)})

    return take


def _card(entry: Entry, cells: dict[str, str]) -> Card | None:
    def text(column: str) -> str:
        return entry.text(column, cells.get(column, ""))

    given, family, organisation = text("first name"), text("last name"), text("company")
    value, normal = entry.email("email address", cells.get("email address", ""))
    emails = (Labelled(value, normal),) if value else ()
    # Its parts are the name as the person writes it, so they need no second look.
    name, name_from = call_by(
        (f"{given} {family}".strip(), NameFrom.FORMATTED),
        (organisation, NameFrom.ORGANISATION),
        emails=emails,
        phones=(),
    )
    if not name:
        entry.trouble(ProblemCode.NO_NAME, text("url") or text("position"))
        return None
    url = entry.web_address("url", cells.get("url", ""))
    written = text("connected on")
    connected = connected_on(written)
    if written and connected is None:
        entry.trouble(ProblemCode.BAD_PROPERTY, f"connected on: {written}")
    return Card(
        position=entry.position,
        name=name,
        name_from=name_from,
        uid=profile_key(url),
        family=family,
        given=given,
        organisation=organisation,
        title=text("position"),
        emails=emails,
        urls=(url,) if url else (),
        connected=connected,
    )
