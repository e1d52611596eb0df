"""Who of my partners is meant where a calendar or a mail names somebody.

Asked are names of partners, which I know, and addresses that I noted myself on a contact of just that name. Whose
account an address belongs to is never asked: the answer would tell who has which address.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kunci.core.addressbook import email_normal

_LONGEST_NAME = 6  # words, where a title is looked through for names
_NO_LETTER = str.maketrans(dict.fromkeys("\"“”„.,;:!?()[]{}<>|/\\–—-+&*#@'’`", " "))


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a calendar or a mail names them; `address` in lower case, or ''."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Whom:
    """My partners by plain name and by address. What two of them have in common tells neither."""

    names: Mapping[str, str]
    addresses: Mapping[str, str]
    mine: frozenset[str] = frozenset()

    def of(self, people: Iterable[Named], title: str = "") -> frozenset[str]:
        """Who of them is among these people, or called by their full name in a title."""
        found = {self.one(person) for person in people}
        found.update(self._in_title(title))
        return frozenset(one for one in found if one)

    def one(self, person: Named) -> str:
        """Which of them this is; '' for everybody else. An address that I noted says more than a name."""
        if person.address in self.mine:
            return ""
        by_address = self.addresses.get(person.address, "") if person.address else ""
        return by_address or self.names.get(plain(person.name), "")

    def _in_title(self, title: str) -> Iterable[str]:
        words = plain(title).split()[:40]
        for start in range(len(words)):
            for end in range(start + 2, min(start + _LONGEST_NAME, len(words)) + 1):
                if partner := self.names.get(" ".join(words[start:end])):
                    yield partner


def whom(
    partners: Iterable[tuple[str, str]], contacts: Iterable[tuple[str, Iterable[str]]], mine: Iterable[str] = ()
) -> Whom:
    """`partners`: (id, name); `contacts` of mine: (name, addresses); `mine`: addresses at which I am meant."""
    names: dict[str, set[str]] = {}
    for id, name in partners:
        if called := plain(name):
            names.setdefault(called, set()).add(id)
    one_each = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    addresses: dict[str, set[str]] = {}
    for name, written in contacts:
        theirs = one_each.get(plain(name), "")  # '' for a contact of another name: then it is an address of several
        for address in map(email_normal, written):
            if address:
                addresses.setdefault(address, set()).add(theirs)
    certain = {address: next(iter(ids)) for address, ids in addresses.items() if len(ids) == 1}
    own = frozenset(address for address in map(email_normal, mine) if address)
    return Whom(one_each, {address: id for address, id in certain.items() if id}, own)


def plain(name: str) -> str:
    """A name without what writers do differently: case, dots, and whether the family's comes first with a comma."""
    last, comma, first = name.partition(",")
    if comma and "," not in first and first.strip():
        name = f"{first} {last}"
    return " ".join(unicodedata.normalize("NFKC", name[:300]).casefold().translate(_NO_LETTER).split())
