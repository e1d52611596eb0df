"""An archive that somebody took along from a Kunci, into cards: contacts, and for each its hint, note and tags.

The people are in its JSON as they were known. They are written as cards and read like those of any other file, so every
text is cleaned and bounded in the one place that does so. What was noted of partners is read beside them
(core/archive_notes.py). Nothing in it opens anything: to whom a face was open by name, and until when, comes along as a
memory. Nothing is raised; whatever is no such archive is refused.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from kunci.core import loose
from kunci.core.addressbook import Card, Kept, Labelled, Limits, OnceOpen, ProblemCode, Reading, clean, refusal
from kunci.core.archive_notes import read_notes
from kunci.core.gates import FaceKind
from kunci.core.hintwords import Role, Sector, Seniority
from kunci.core.layers import Facts
from kunci.core.vcard import read_vcards
from kunci.core.vcardtext import write_vcards

OPENS_A_ZIP = b"PK\x03\x04"
NAME, FORMAT, VERSION = "kunci.json", "kunci", 1

_DEFAULT_LIMITS = Limits()
_ENTRY = b"PK\x01\x02"  # opens each entry of the directory
_MOST_ENTRIES = 1_000
_UNPACKED = 5  # times the limit of the file itself
# JSON is small and what is made of it is large: so many brackets and commas stand for one contact, and more is a crowd.
_BRACKETS, _COMMAS = 40, 200
_LINE, _CITY, _NOTE = 200, 80, 2_000
_TAG, _TAGS = 40, 20  # as tags are put on by hand (actions/tidying.py)
_OPEN = 50  # memories of what was open of one contact
_HARM = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, ArithmeticError,
    RuntimeError, RecursionError, NotImplementedError,
)  # fmt: skip


def read_archive(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """The contacts of an archive, in its order (`Card.kept`: what was noted of each), and its notes on partners."""
    if len(data) > limits.bytes or data.count(_ENTRY) > _MOST_ENTRIES:
        return refusal(ProblemCode.TOO_BIG)
    most = _UNPACKED * limits.bytes
    try:
        written = _unpacked(data, most)
        if len(written) > most:
            return refusal(ProblemCode.TOO_BIG)
        if written.count(b"{") + written.count(b"[") > _BRACKETS * limits.cards:
            return refusal(ProblemCode.TOO_MANY)
        if written.count(b",") > _COMMAS * limits.cards:
            return refusal(ProblemCode.TOO_MANY)
        said = json.loads(written)
    except _HARM:
        return refusal(ProblemCode.NOT_AN_ADDRESS_BOOK)
    contacts = said.get("contacts") if isinstance(said, dict) and _ours(said) else None
    if not isinstance(contacts, list):
        return refusal(ProblemCode.NOT_AN_ADDRESS_BOOK)
    if len(contacts) > limits.cards:
        return refusal(ProblemCode.TOO_MANY)
    notes = read_notes(said)
    if not contacts:
        return Reading(notes=notes)
    cards = b"".join(write_vcards(_facts(one, limits) for one in contacts))
    reading = read_vcards(cards, replace(limits, bytes=2 * len(cards)))
    return Reading(
        tuple(_whole(card, contacts[card.position - 1]) for card in reading.cards),
        tuple(replace(one, line=0) for one in reading.problems),  # the lines of the cards are in no file
        notes=notes,
    )


def _unpacked(data: bytes, most: int) -> bytes:
    """The JSON, or a byte more of it than `most`: what a directory says of sizes is not believed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = next((one for one in archive.infolist() if one.filename.rpartition("/")[2] == NAME), None)
        if inside is None:
            raise LookupError(NAME)
        if inside.file_size > most:
            return b"\0" * (most + 1)
        if inside.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError
        with archive.open(inside) as content:
            return content.read(most + 1)


def _ours(said: Mapping[str, object]) -> bool:
    return said.get("format") == FORMAT and said.get("version") == VERSION


def _facts(contact: object, limits: Limits) -> Facts:
    """What is said of a contact; what is of another kind than it should be counts as not said."""
    person = loose.mapping(loose.mapping(contact).get("person"))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(
            loose.text(one) for one in loose.items(person.get(name))[: limits.values + 1] if isinstance(one, str)
        )

    def labelled(name: str) -> tuple[Labelled, ...]:
        rows = (loose.mapping(one) for one in loose.items(person.get(name))[: limits.values + 1])
        return tuple(
            Labelled(
                loose.text(row.get("value")),
                label=loose.text(row.get("label")),
                kinds=tuple(clean(loose.text(kind), 40).text for kind in loose.items(row.get("kinds"))[:10]),
            )
            for row in rows
        )

    return Facts(
        name=loose.text(person.get("name")),
        title=loose.text(person.get("title")),
        organisation=loose.text(person.get("organisation")),
        birthday=loose.text(person.get("birthday")),
        phones=labelled("phones"),
        emails=labelled("emails"),
        addresses=texts("addresses"),
        urls=texts("urls"),
        notes=texts("notes"),
        categories=texts("categories"),
        uids=texts("uids"),
    )


def _whole(card: Card, contact: object) -> Card:
    """The card with what no vCard says: since when two are connected, the hint and the note."""
    said = loose.mapping(contact)
    hint = loose.mapping(said.get("hint"))
    tags = (clean(loose.text(one).replace(",", " "), _TAG).text for one in loose.items(said.get("tags"))[: 2 * _TAGS])
    kept = Kept(
        note=clean(loose.text(said.get("note")), _NOTE, lines=True).text,
        line=clean(loose.text(hint.get("line")), _LINE).text,
        role=loose.code(hint.get("role"), Role),
        sector=loose.code(hint.get("sector"), Sector),
        seniority=loose.code(hint.get("seniority"), Seniority),
        city=clean(loose.text(hint.get("city")), _CITY).text,
        tags=tuple(one for one in dict.fromkeys(tags) if one)[:_TAGS],
        archived=isinstance(said.get("archived_at"), str),
        once_open=tuple(islice(_once_open(said), _OPEN)),
    )
    connected = loose.day(loose.mapping(said.get("person")).get("connected"))
    return replace(card, connected=connected, kept=kept if kept != Kept() else None)


def _once_open(contact: Mapping[str, object]) -> Iterator[OnceOpen]:
    """To whom each face was open by name; an end that is no instant counts as none."""
    for face in map(loose.mapping, loose.items(contact.get("faces"))[: len(FaceKind)]):
        kind = loose.code(face.get("kind"), FaceKind)
        for named in map(loose.mapping, loose.items(face.get("named"))[:_OPEN]):
            name = clean(loose.text(named.get("name")), _LINE).text
            if kind and name:
                yield OnceOpen(kind, name, _instant(named.get("until")))


def _instant(value: object) -> str:
    try:
        found = datetime.fromisoformat(loose.text(value))
    except ValueError:
        return ""
    # Whatever the clock it is shown in, a day before and after it has to be there as well.
    return found.isoformat() if found.tzinfo is not None and 1 < found.year < 9999 else ""
