"""What is known of contacts as a vCard file that every program reads: version 3.0 (RFC 2426).

What a reader made of a card (core/vcard.py), and this writes, that reader gives back the same; but several notes come
back as one, and since when a network knows two people as connected has no place on a card.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from kunci.core.addressbook import Labelled
from kunci.core.cardbuilder import APPLE_NO_YEAR, NAME_CAP
from kunci.core.layers import Facts

_FOLD = 75  # bytes of a line, as the standard has it
_ESCAPED = re.compile(r"[\\;,\n]")
_BARE = re.compile(r"[a-z0-9-]+")  # a kind that needs no quotes
_DAY, _YEARLESS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"--[0-9]{2}-[0-9]{2}")
_ADR_PARTS = 7  # box, extension, street, city, region, code, country
_STREET = 2


def write_vcards(people: Iterable[Facts]) -> Iterator[bytes]:
    """A card each, in their order."""
    for facts in people:
        yield b"".join(_folded(line) for line in _lines(facts))


def _lines(facts: Facts) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"FN:{_text(facts.name)}"
    yield f"N:;{_text(facts.name)};;;"  # nobody told which part is the family's
    if facts.organisation:
        yield f"ORG:{_text(facts.organisation)}"
    if facts.title:
        yield f"TITLE:{_text(facts.title)}"
    group = 0
    for name, labelled in (("TEL", facts.phones), ("EMAIL", facts.emails)):
        for one in labelled:
            group += 1
            yield from _labelled(name, one, group)
    for address in facts.addresses:
        yield f"ADR:{';'.join(_text(part) for part in _adr(address))}"
    for url in facts.urls:
        yield f"URL:{_text(url)}"
    if _YEARLESS.fullmatch(facts.birthday):
        yield f"BDAY;X-APPLE-OMIT-YEAR={APPLE_NO_YEAR}:{APPLE_NO_YEAR}-{facts.birthday[2:]}"
    elif _DAY.fullmatch(facts.birthday):
        yield f"BDAY:{facts.birthday}"
    for note in facts.notes:
        yield f"NOTE:{_text(note)}"
    if facts.categories:
        yield f"CATEGORIES:{','.join(map(_text, facts.categories))}"
    if facts.uids:
        yield f"UID:{_text(facts.uids[0])}"
    yield "END:VCARD"


def _labelled(name: str, one: Labelled, group: int) -> Iterator[str]:
    """A phone or e-mail; the owner's own word for it stands on a second line of the same group, as Apple has it."""
    kinds = [kind if _BARE.fullmatch(kind) else f'"{kind}"' for kind in one.kinds if _sayable(kind)]
    types = f";TYPE={','.join(kinds)}" if kinds else ""
    item = f"item{group}." if one.label else ""
    yield f"{item}{name}{types}:{_text(one.value)}"
    if one.label:
        yield f"{item}X-ABLabel:{_text(one.label)}"


def _sayable(kind: str) -> bool:
    """Whether a parameter can hold it; there is no way to escape there."""
    return kind.isprintable() and not set(kind) & set('",')


def _adr(full: str) -> Sequence[str]:
    """An address on one line, as the street; the rest of a very long one in the fields behind it."""
    parts = [""] * _ADR_PARTS
    place = 0 if len(full) > NAME_CAP else _STREET
    while full and place < _ADR_PARTS:
        cut = len(full)
        if cut > NAME_CAP:
            cut = full.rfind(", ", 0, NAME_CAP + 2)
            cut = NAME_CAP if cut <= 0 else cut
        parts[place], full = full[:cut], full[cut:].removeprefix(", ")
        place += 1
    return parts


def _text(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text.replace("\r", ""))


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, no letter cut in two, with the line ends of the standard."""
    raw = line.encode("utf-8", "replace")
    pieces, start, room = [], 0, _FOLD
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, _FOLD - 1  # a further piece begins with a blank
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
