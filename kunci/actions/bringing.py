"""Cards become contacts, and an import is taken back again. Part of the verbs of actions/imports.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, replace
from uuid import UUID

from kunci.actions.contacts import (
    AT_ONCE,
    RUNGS,
    SEALED_AT_ONCE,
    NewLayer,
    add_layers,
    refold,
    seal_facts,
)
from kunci.actions.meaning import read_keys
from kunci.actions.verb import Act
from kunci.core.addressbook import Card, Kept, Mark
from kunci.core.bringing import Known, Sorter, Undone, Verdict, marks_of, undoing
from kunci.core.gates import FaceKind, gate_of
from kunci.core.layers import BESIDE, ONCE_OPEN, Facts, facts_of, fold
from kunci.core.rungs import Rung
from kunci.models.models import Import, Key, OwnFace
from kunci.models.models import Layer as LayerRow
from kunci.models.models import Mark as MarkRow
from kunci.models.sealing import SealBroken, Sealed, mac, unseal
from kunci.models.values import gate_uuid, layer_place


def known_to(member: UUID, facts: Iterable[Facts]) -> dict[Mark, list[Known]]:
    """Whom of mine the marks of these cards lead to; nobody else's contacts are looked at."""
    by_mac = {mac(member, kind, text): (kind, text) for one in facts for kind, text in marks_of(one)}
    rows = MarkRow.objects.filter(mark__in=list(by_mac)).order_by("key", "id").values_list("mark", "key")
    found = [(by_mac[bytes(mark)], key) for mark, key in rows]
    names = dict(OwnFace.objects.filter(key__in={key for _, key in found}, kind="name").values_list("key", "name"))
    known: dict[Mark, list[Known]] = {}
    for mark, key in found:
        known.setdefault(mark, []).append(Known(str(key), names[key]))
    return known


def bring(act: Act, batch: UUID, cards: Sequence[Card], together: Set[int]) -> Counter[str]:
    """Brings cards onto my keyring, each mine alone until I make a key of it and open that; counts by verdict."""
    facts = {card.position: facts_of(card) for card in cards}
    sorter = Sorter(together)
    sorter.learn(known_to(act.member, facts.values()))
    judged = [(position, said, sorter.take(position, said)) for position, said in facts.items()]
    new = [(position, said) for position, said, found in judged if found.verdict in (Verdict.NEW, Verdict.ALIKE)]
    source = Import.objects.values_list("source", flat=True).get(id=batch)
    kept = {card.position: card.kept for card in cards if card.kept}
    keys = Key.objects.bulk_create(
        (
            Key(
                holder_id=act.member, source=source, batch=batch, created_at=act.now,
                note=kept[position].note if position in kept else "",
                tags=list(kept[position].tags) if position in kept else [],
                archived_at=act.now if position in kept and kept[position].archived else None,
            )
            for position, _ in new
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    place = {f"#{position}": key.id for (position, _), key in zip(new, keys, strict=True)}
    layers, updated = [], set()
    for position, said, found in judged:
        if found.verdict is Verdict.SAME:
            continue
        key = place.get(f"#{position}") or place.get(found.key) or UUID(found.key)
        # Hint and note come back with a contact that is new; whoever is known already has their own.
        beside = _plain(kept[position]) if position in kept and f"#{position}" in place else None
        layers.append(NewLayer(key, said, act.now, batch, position, beside))
        if found.verdict is Verdict.UPDATE:
            updated.add(key)
    add_layers(act, layers)
    _make_faces(act, [(key.id, said) for key, (_, said) in zip(keys, new, strict=True)])
    _make_hints(
        act, [(key.id, kept[position]) for key, (position, _) in zip(keys, new, strict=True) if position in kept]
    )
    refold(act, updated)
    read_keys(act, [key.id for key in keys])
    return Counter(found.verdict.value for _, _, found in judged)


def take_away(act: Act, batch: UUID) -> dict[str, int]:
    """Takes back all that an import said; counts by what became of the contacts."""
    keys = set(LayerRow.objects.filter(batch=batch).values_list("key", flat=True))
    others = set(
        LayerRow.objects.filter(key__in=keys, batch__isnull=False).exclude(batch=batch).values_list("key", flat=True)
    )
    worked = _worked_with(keys) - _as_brought(act, batch)
    fate = {key: undoing(others=key in others, worked_with=key in worked) for key in sorted(keys)}
    gone = [key for key, one in fate.items() if one is Undone.GONE]
    taken = [key for key, one in fate.items() if one is Undone.TAKEN_BACK]
    above = set(Key.objects.filter(id__in=gone, merged_into__isnull=False).values_list("merged_into", flat=True))
    for start in range(0, len(gone), AT_ONCE):
        some = gone[start : start + AT_ONCE]
        OwnFace.objects.filter(key__in=some).delete()
        Key.objects.filter(id__in=some).delete()
    LayerRow.objects.filter(batch=batch, key__in=taken).delete()
    refold(act, {*taken, *(one for one in above if one is not None and one not in gone)})
    return {what.value: sum(one is what for one in fate.values()) for what in Undone}


def _worked_with(keys: Set[UUID]) -> set[UUID]:
    """Those with a hint, a note, a tag or an edit by hand, and those put away."""
    return {
        *OwnFace.objects.filter(key__in=keys, kind="hint").values_list("key", flat=True),
        *Key.objects.filter(id__in=keys).exclude(note="", tags=[], archived_at=None).values_list("id", flat=True),
        *LayerRow.objects.filter(key__in=keys, batch=None).values_list("key", flat=True),
    }


def _as_brought(act: Act, batch: UUID) -> set[UUID]:
    """Contacts whose hint, note and tags are still those that came with their card, open to nobody and unedited."""
    layers = LayerRow.objects.filter(batch=batch).order_by("key", "position")
    rows = {row.key: row for row in reversed(layers)}
    hints = {face.key: face for face in OwnFace.objects.filter(key__in=list(rows), kind="hint")}
    keys = {key.id: key for key in Key.objects.filter(id__in=list(rows))}
    now = {id: _kept(hints.get(id), key) for id, key in keys.items()}
    worked = [id for id, kept in now.items() if kept != Kept()]
    edited = set(LayerRow.objects.filter(key__in=worked, batch=None).values_list("key", flat=True))
    closed = gate_uuid(gate_of(str(act.member), Rung.STRANGER))
    return {
        key
        for key in worked
        if key not in edited
        and (key not in hints or hints[key].gate == closed)
        and _beside(rows[key]) == _plain(now[key])
    }


def _beside(row: LayerRow) -> object:
    """What came with a card and can be changed since."""
    try:
        said = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), layer_place(row)).get(BESIDE)
    except SealBroken:
        return None
    return {**said, ONCE_OPEN: []} if isinstance(said, dict) else None


def _kept(hint: OwnFace | None, key: Key) -> Kept:
    bare = Kept(key.note, tags=tuple(key.tags), archived=key.archived_at is not None)
    if hint is None:
        return bare
    return replace(
        bare, line=hint.line, role=hint.role, sector=hint.sector, seniority=hint.seniority, city=hint.city
    )  # fmt: skip


def _plain(kept: Kept) -> dict[str, object]:
    """As JSON gives it back."""
    return {**asdict(kept), "tags": list(kept.tags), ONCE_OPEN: [asdict(one) for one in kept.once_open]}


def _make_hints(act: Act, kept: Sequence[tuple[UUID, Kept]]) -> None:
    """Keys that an archive had become keys again, open to nobody."""
    OwnFace.objects.bulk_create(
        (
            OwnFace(
                key=key, holder_id=act.member, kind="hint", rung=RUNGS[FaceKind.HINT], created_at=act.now,
                line=one.line, role=one.role, sector=one.sector, seniority=one.seniority, city=one.city,
            )
            for key, one in kept
            if one.line
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _make_faces(act: Act, people: Sequence[tuple[UUID, Facts]]) -> None:
    """Name and contact of new contacts, as their first card says."""
    folded = [(key, fold([], [said])) for key, said in people]
    OwnFace.objects.bulk_create(
        (
            OwnFace(
                key=key, holder_id=act.member, kind="name", rung=RUNGS[FaceKind.NAME], created_at=act.now,
                name=said.name, title=said.title, organisation=said.organisation,
            )
            for key, said in folded
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    contacts = OwnFace.objects.bulk_create(
        (
            OwnFace(key=key, holder_id=act.member, kind="contact", rung=RUNGS[FaceKind.CONTACT], created_at=act.now)
            for key, _ in folded
        ),
        batch_size=AT_ONCE,
    )
    for face, (_, said) in zip(contacts, folded, strict=True):
        seal_facts(face, said)
    OwnFace.objects.bulk_update(contacts, ["sealed", "wrapped_key"], batch_size=SEALED_AT_ONCE)
