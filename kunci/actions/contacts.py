"""What is known of a contact: layers are kept, folded (core/layers.py) and set into its faces. Part of other verbs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kunci.actions.meaning import read_keys
from kunci.actions.verb import Act
from kunci.core.addressbook import marks
from kunci.core.bringing import marks_of
from kunci.core.gates import FaceKind
from kunci.core.layers import BESIDE, Edit, Facts, Layer, fold, read, written
from kunci.core.rungs import Rung
from kunci.models.models import Key, Mark, OwnFace
from kunci.models.models import Layer as LayerRow
from kunci.models.sealing import Place, SealBroken, Sealed, mac, seal, unseal
from kunci.models.values import layer_place

# Where a new key's faces would open once they are told: the hint to whom I trust, the name to whom I trust without
# hesitation, how to reach the person to nobody but those it is handed to.
RUNGS = {FaceKind.HINT: Rung.TRUSTED, FaceKind.NAME: Rung.UNHESITATING, FaceKind.CONTACT: None}
AT_ONCE = 500  # rows of one statement
SEALED_AT_ONCE = 100  # an update of sealed columns is a long statement


@dataclass(frozen=True)
class NewLayer:
    """What a card at `position` of an import, or an edit (`batch` None), says of a key of mine. `beside`: what came
    with the card for a new contact, and is no part of what is known of the person."""

    key: UUID
    said: Facts | Edit
    at: datetime
    batch: UUID | None = None
    position: int = 0
    beside: Mapping[str, object] | None = None


def add_layers(act: Act, new: Sequence[NewLayer]) -> None:
    """Keeps what was said, and what each contact can be recognised by."""
    rows = []
    for one in new:
        row = LayerRow(key=one.key, holder_id=act.member, batch=one.batch, position=one.position, at=one.at)
        made = seal(written(one.said) | ({BESIDE: dict(one.beside)} if one.beside else {}), layer_place(row))
        row.sealed, row.wrapped_key = made.sealed, made.wrapped_key
        rows.append(row)
    rows = LayerRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    Mark.objects.bulk_create(
        (
            Mark(holder_id=act.member, mark=mac(act.member, kind, text), kind=kind, key=row.key, layer=row.id)
            for row, one in zip(rows, new, strict=True)
            for kind, text in dict.fromkeys(_marks(one.said))
        ),
        batch_size=AT_ONCE,
    )


def set_marks_aside(act: Act, key: UUID, edit: Edit) -> None:
    """A number taken away by hand makes a contact look like nobody else; its own cards are still known by it."""
    gone = [mac(act.member, kind, text) for kind in ("email", "phone") for text in sorted(edit.taken)]
    if gone:
        Mark.objects.filter(key=key, mark__in=gone).update(taken=True)


def layers_of(keys: Collection[UUID]) -> dict[UUID, list[Layer]]:
    """The layers of keys of mine; one whose seal does not open here is left out, and kept."""
    found: dict[UUID, list[Layer]] = {key: [] for key in keys}
    for row in LayerRow.objects.filter(key__in=list(keys)):
        try:
            value = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), layer_place(row))
        except SealBroken:
            continue
        found[row.key].append(read(value, row.at, str(row.id)))
    return found


class Known:
    """What is known of some keys of mine, whatever was merged into them included."""

    def __init__(self, keys: Iterable[UUID]) -> None:
        level = list(dict.fromkeys(keys))
        self.group = list(level)
        self._children: dict[UUID, list[UUID]] = {}
        while level:
            below = Key.objects.filter(merged_into__in=level).order_by("created_at", "id")
            level = []
            for child, parent in below.values_list("id", "merged_into"):
                if parent is not None:
                    self._children.setdefault(parent, []).append(child)
                    level.append(child)
            self.group += level
        self._layers = layers_of(self.group)

    def facts(self, key: UUID, *more: Layer) -> Facts:
        """What is known of a key, and what would be with more layers on it."""
        return fold([*self._layers[key], *more], [self.facts(child) for child in self._children.get(key, ())])

    def after(self, key: UUID, now: datetime) -> datetime:
        """An instant behind every layer of a key: of two edits at one instant, the later one counts."""
        return max((now, *(layer.at + timedelta(microseconds=1) for layer in self._layers[key])))


def whole(keys: Iterable[UUID]) -> list[UUID]:
    """Keys and everything that was merged into them."""
    return Known(keys).group


def refold(act: Act, keys: Iterable[UUID]) -> None:
    """Sets into the faces of these keys, and of those they were merged into, what is known now, and reads them anew."""
    touched = _with_those_above(keys)
    known = Known(touched)
    names, contacts = [], []
    for face in OwnFace.objects.filter(key__in=touched, kind__in=("name", "contact")).order_by("key", "id"):
        facts = known.facts(face.key)
        if face.kind == "contact":
            seal_facts(face, facts)
            contacts.append(face)
        elif facts.name:  # else every layer's seal is broken here, and what the face says is all there is
            face.name, face.title, face.organisation = facts.name, facts.title, facts.organisation
            names.append(face)
    OwnFace.objects.bulk_update(names, ["name", "title", "organisation"], batch_size=AT_ONCE)
    OwnFace.objects.bulk_update(contacts, ["sealed", "wrapped_key"], batch_size=SEALED_AT_ONCE)
    read_keys(act, touched)


def seal_facts(face: OwnFace, facts: Facts) -> None:
    """How to reach somebody, under the seal of a contact face."""
    known = {name: value for name, value in written(facts).items() if name not in ("name", "title", "organisation")}
    made = seal(known, Place("face", face.id, "sealed", face.holder_id))
    face.sealed, face.wrapped_key = made.sealed, made.wrapped_key


def _marks(said: Facts | Edit) -> Iterable[tuple[str, str]]:
    return marks((), said.emails, said.phones) if isinstance(said, Edit) else marks_of(said)


def _with_those_above(keys: Iterable[UUID]) -> list[UUID]:
    found: dict[UUID, None] = {}
    level = set(keys)
    while level:
        found |= dict.fromkeys(sorted(level))
        above = Key.objects.filter(id__in=level, merged_into__isnull=False).values_list("merged_into", flat=True)
        level = {one for one in above if one is not None} - found.keys()
    return list(found)
