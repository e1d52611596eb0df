"""Cards become contacts, and an import is taken back again. Part of the verbs of actions/imports.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from uuid import UUID

from kunci.actions.contacts import AT_ONCE, RUNGS, SEALED_AT_ONCE, NewLayer, add_layers, refold, seal_facts
from kunci.actions.verb import Act
from kunci.core.addressbook import Card, Mark
from kunci.core.bringing import Known, Sorter, Undone, Verdict, marks_of, undoing
from kunci.core.gates import FaceKind
from kunci.core.layers import Facts, facts_of, fold
from kunci.models.models import Import, Key, Layer, OwnFace
from kunci.models.models import Mark as MarkRow
from kunci.models.sealing import mac


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
    keys = Key.objects.bulk_create(
        (Key(holder_id=act.member, source=source, batch=batch, created_at=act.now) for _ in new), batch_size=AT_ONCE
    )
    place = {f"#{position}": key.id for (position, _), key in zip(new, keys, strict=True)}
    layers, updated = [], set()
    for position, said, found in judged:
        if found.verdict is Verdict.SAME:
            continue
        key = place.get(f"#{position}") or place.get(found.key) or UUID(found.key)
        layers.append(NewLayer(key, said, act.now, batch, position))
        if found.verdict is Verdict.UPDATE:
            updated.add(key)
    add_layers(act, layers)
    _make_faces(act, [(key.id, said) for key, (_, said) in zip(keys, new, strict=True)])
    refold(act, updated)
    return Counter(found.verdict.value for _, _, found in judged)


def take_away(act: Act, batch: UUID) -> dict[str, int]:
    """Takes back all that an import said; counts by what became of the contacts."""
    keys = set(Layer.objects.filter(batch=batch).values_list("key", flat=True))
    others = set(
        Layer.objects.filter(key__in=keys, batch__isnull=False).exclude(batch=batch).values_list("key", flat=True)
    )
    worked = _worked_with(keys)
    fate = {key: undoing(others=key in others, worked_with=key in worked) for key in sorted(keys)}
    gone = [key for key, one in fate.items() if one is Undone.GONE]
    taken = [key for key, one in fate.items() if one is Undone.TAKEN_BACK]
    above = set(Key.objects.filter(id__in=gone, merged_into__isnull=False).values_list("merged_into", flat=True))
    for start in range(0, len(gone), AT_ONCE):
        some = gone[start : start + AT_ONCE]
        OwnFace.objects.filter(key__in=some).delete()
        Key.objects.filter(id__in=some).delete()
    Layer.objects.filter(batch=batch, key__in=taken).delete()
    refold(act, {*taken, *(one for one in above if one is not None and one not in gone)})
    return {what.value: sum(one is what for one in fate.values()) for what in Undone}


def _worked_with(keys: Set[UUID]) -> set[UUID]:
    """Those with a hint, a note, a tag or an edit by hand, and those put away."""
    return {
        *OwnFace.objects.filter(key__in=keys, kind="hint").values_list("key", flat=True),
        *Key.objects.filter(id__in=keys).exclude(note="", tags=[], archived_at=None).values_list("id", flat=True),
        *Layer.objects.filter(key__in=keys, batch=None).values_list("key", flat=True),
    }


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
