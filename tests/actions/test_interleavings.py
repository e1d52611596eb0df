"""Imports, undoing, edits and merging in any order: nothing is lost, and nothing stays that was taken back.

Against a second telling of the same rules, in which each contact is a set of phones by who brought them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from kunci.actions import imports, keyring, merging
from kunci.actions.imports import Upload
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.core.addressbook import phone_digits
from kunci.reveal import keyring as keys
from tests.cast import Cast

NAMES = ("Adi", "Bima", "Citra", "Dewi", "Eka")
STEPS = 25


@dataclass
class Contact:
    """What one contact should hold: phones by import, phones by hand, and what a hand took away."""

    name: str
    brought: dict[UUID, set[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    edited: bool = False
    into: str | None = None

    def own(self) -> set[str]:
        return {phone for phones in self.brought.values() for phone in phones}


class Telling:
    """The keyring as it should be, and the walk that makes it so. Each name is one contact: names match exactly."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.random = random.Random(seed)
        self.contacts: dict[str, Contact] = {}
        self.imports: list[UUID] = []
        self.told: list[str] = []
        self.merged_ids: dict[str, UUID] = {}

    def step(self) -> None:
        self.cast.later(0.01)
        verb = self.random.choice((self.bring, self.bring, self.undo, self.edit, self.merge, self.unmerge))
        verb()
        self.agree()

    def bring(self) -> None:
        """A file in which each person has the phone that identifies them and perhaps another."""
        people = self.random.sample(NAMES, self.random.randint(1, 3))
        cards, said = [], {}
        for name in people:
            said[name] = {_phone(name, 0), _phone(name, self.random.randint(0, 3))}
            cards.append(
                "\n".join(["BEGIN:VCARD", f"FN:{name}", *(f"TEL:{one}" for one in sorted(said[name])), "END:VCARD"])
            )
        data = "\n".join(cards).encode()
        made = imports.begin(self.cast.act(self.cast.sari), Upload("x.vcf", str(self.random.random()), data)).subject
        assert made is not None
        imports.confirm(self.cast.act(self.cast.sari), made, frozenset())
        self.imports.append(made)
        self.told.append(f"brings {sorted(said)}")
        for name, phones in said.items():
            contact = self.contacts.setdefault(name, Contact(name))
            if phones not in contact.brought.values():  # the very same card again adds nothing
                contact.brought[made] = phones

    def undo(self) -> None:
        if not self.imports:
            return
        made = self.imports.pop(self.random.randrange(len(self.imports)))
        imports.undo(self.cast.act(self.cast.sari), made)
        self.told.append("undoes an import")
        for name, contact in list(self.contacts.items()):
            if made not in contact.brought:
                continue
            if len(contact.brought) > 1:
                del contact.brought[made]
            elif not contact.edited:
                del self.contacts[name]
                for other in self.contacts.values():
                    other.into = None if other.into == name else other.into

    def edit(self) -> None:
        shown = [one for one in self.contacts.values() if one.into is None]
        if not shown:
            return
        contact = self.random.choice(shown)
        held = self.holds(contact)
        wanted = {one for one in held if self.random.random() < 0.7} | {_phone(contact.name, self.random.randint(4, 6))}
        written = [one for one in self.phones()[contact.name] if one in wanted]
        person = PersonText(contact.name, "", "", (*written, *sorted(wanted - held)), ())
        key = self.ids()[contact.name]
        keyring.edit_key(self.cast.act(self.cast.sari), key, HintText("Pintu"), person, USUAL, "")
        self.told.append(f"edits {contact.name}: {sorted(wanted)}")
        contact.edited = True
        contact.taken = (contact.taken | (held - wanted)) - wanted
        contact.typed = (contact.typed | (wanted - held)) - contact.taken

    def merge(self) -> None:
        shown = [one for one in self.contacts.values() if one.into is None]
        if len(shown) < 2:
            return
        keep, other = self.random.sample(shown, 2)
        ids = self.ids()
        merging.merge(self.cast.act(self.cast.sari), ids[keep.name], ids[other.name])
        self.told.append(f"merges {other.name} into {keep.name}")
        other.into = keep.name
        self.merged_ids[other.name] = ids[other.name]

    def unmerge(self) -> None:
        merged = [one for one in self.contacts.values() if one.into is not None]
        if not merged:
            return
        contact = self.random.choice(merged)
        merging.unmerge(self.cast.act(self.cast.sari), self.merged_ids[contact.name])
        self.told.append(f"takes {contact.name} out")
        contact.into = None

    def holds(self, contact: Contact) -> set[str]:
        """The phones a contact should show: its own and those of what was merged into it, less what was taken away."""
        below = [self.holds(one) for one in self.contacts.values() if one.into == contact.name]
        return (contact.own().union(*below) - contact.taken) | contact.typed

    def ids(self) -> dict[str, UUID]:
        return {row.name: row.id for row in keys.keyring(self.cast.sari, self.cast.now).rows}

    def phones(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for name, key in self.ids().items():
            mine = keys.own_key(self.cast.sari, self.cast.now, key)
            assert mine is not None
            found[name] = mine.details.phones
        return found

    def agree(self) -> None:
        should = {one.name: self.holds(one) for one in self.contacts.values() if one.into is None}
        shown = {name: set(phones) for name, phones in self.phones().items()}
        assert shown == should, "\n".join(self.told)


def _phone(name: str, number: int) -> str:
    return f"+62 81{NAMES.index(name)} 0000 {number:03}"


@pytest.mark.parametrize("seed", range(50))
def test_nothing_is_lost_in_any_order_of_import_undo_edit_and_merge(cast: Cast, seed: int) -> None:
    telling = Telling(cast, seed)
    for _ in range(STEPS):
        telling.step()
    assert len({phone_digits(_phone(name, n)) for name in NAMES for n in range(7)}) == len(NAMES) * 7
