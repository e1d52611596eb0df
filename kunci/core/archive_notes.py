"""What an archive says of partners: the rows in force, each cleaned and bounded, and how much else there is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from kunci.core import loose
from kunci.core.addressbook import clean
from kunci.core.evidence import FIRST_DAY, LAST_DAY, WORDS, Evidence, Kind, Often
from kunci.core.noted import Noted, Notes

_NOTE = 1_000  # as a note is typed (actions/ties.py)
_ADDRESS = 254


def read_notes(said: Mapping[str, object]) -> Notes:
    profile, words = loose.mapping(said.get("profile")), loose.mapping(said.get("words"))
    found = [one for partner in loose.items(said.get("partners")) for one in _of_partner(loose.mapping(partner))]
    rows = {one.id: one for one in found if isinstance(one, Noted)}
    return Notes(
        of=loose.id(profile.get("id")),
        email=clean(loose.text(profile.get("email")), _ADDRESS).text,
        rows=tuple(rows.values()),
        unread=len(found) - len(rows),
        said=len(loose.items(words.get("said"))),
        heard=len(loose.items(words.get("heard"))),
    )


@dataclass(frozen=True)
class _Unread:
    """A row that is none."""


def _of_partner(partner: Mapping[str, object]) -> Iterator[Noted | _Unread]:
    """Those in force: neither withdrawn nor put right, and no withdrawal, which says nothing of its own."""
    id = loose.id(partner.get("id"))
    rows = [loose.mapping(one) for one in loose.items(partner.get("evidence"))]
    void = {loose.id(row.get("voids")) for row in rows}
    for row in rows:
        if loose.id(row.get("id")) not in void and row.get("kind") != Kind.WITHDRAWAL:
            yield _noted(id, row)


def _noted(partner: str, row: Mapping[str, object]) -> Noted | _Unread:
    id, kind, on = loose.id(row.get("id")), loose.code(row.get("kind"), Kind), loose.day(row.get("happened_on"))
    if not (partner and id and kind and on):
        return _Unread()
    since, often = loose.day(row.get("since")), loose.code(row.get("often"), Often)
    weight = row.get("weight")
    weighed = kind in WORDS
    if weighed and not (isinstance(weight, float | int) and isfinite(weight) and 0 < weight <= 1):
        return _Unread()
    found = Noted(
        id, partner, Kind(kind), on, since, Often(often) if often else None,
        clean(loose.text(row.get("note")), _NOTE, lines=True).text,
        float(weight) if weighed and isinstance(weight, float | int) else None,
        loose.id(row.get("vouch")), loose.id(row.get("word_of_id")), loose.id(row.get("because")),
    )  # fmt: skip
    return found if _holds_together(found) else _Unread()


def _holds_together(row: Noted) -> bool:
    """Whether it is a row that could have been noted, by the rules of the evidence itself."""
    if row.since is not None and not FIRST_DAY <= row.since <= LAST_DAY:
        return False
    if (row.kind is Kind.WORD_FAILED) != (row.because != ""):
        return False
    try:
        Evidence(row.id, row.kind, row.on, row.since, row.often, None, 1.0 if row.weight is None else row.weight)
    except ValueError:
        return False
    return True
