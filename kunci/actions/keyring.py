"""My keyring: contacts come in, become keys, are edited, opened and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date
from uuid import UUID, uuid4

from kunci.actions.decisions import take_back_yeses
from kunci.actions.placing import hang, opening, seen_by
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.addressbook import Card, MonthDay
from kunci.core.gates import FaceKind, faces_in_order
from kunci.core.rungs import Rung
from kunci.models.models import Grant, Key, OwnFace, Received
from kunci.models.sealing import Place, SealBroken, Sealed, seal, unseal

CHUNK = 500
LINE_LENGTH = 200
TEXT_LENGTH = 200
NOTE_LENGTH = 2000
# Where a new key's faces would open once they are told: the hint to whom I trust, the name to whom I trust without
# hesitation, how to reach the person to nobody but those it is handed to.
RUNGS = {FaceKind.HINT: Rung.TRUSTED, FaceKind.NAME: Rung.UNHESITATING, FaceKind.CONTACT: None}


@dataclass(frozen=True)
class HintText:
    """What door: `line` is what people read; the codes are those of core/hints.py, '' where unknown."""

    line: str
    role: str = ""
    sector: str = ""
    seniority: str = ""
    city: str = ""


@dataclass(frozen=True)
class PersonText:
    """Who, and how to reach them. `phones` and `emails` as written."""

    name: str
    title: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class RungChoice:
    """From which rung each face opens once told; None: to named people only."""

    hint: Rung | None
    name: Rung | None
    contact: Rung | None

    def of(self, kind: FaceKind) -> Rung | None:
        return {FaceKind.HINT: self.hint, FaceKind.NAME: self.name, FaceKind.CONTACT: self.contact}[kind]


USUAL = RungChoice(RUNGS[FaceKind.HINT], RUNGS[FaceKind.NAME], RUNGS[FaceKind.CONTACT])


@verb("contacts.import")
def import_cards(act: Act, cards: Sequence[Card], source: str) -> Done:
    """Takes contacts in; each is mine alone until I make a key of it and open that."""
    batch = uuid4()
    for start in range(0, len(cards), CHUNK):
        _take_in(act, cards[start : start + CHUNK], source, batch)
    return Done(batch, {"count": len(cards), "source": source})


@verb("key.make")
def make_keys(act: Act, hints: Sequence[tuple[UUID, HintText]]) -> Done:
    """Makes keys of contacts: each gets a hint, open to nobody."""
    wanted = dict(hints)
    for hint in wanted.values():
        _check_hint(hint)
    mine = Key.objects.filter(id__in=wanted).order_by("id").values_list("id", flat=True)
    already = set(OwnFace.objects.filter(key__in=wanted, kind="hint").values_list("key", flat=True))
    new = [key for key in mine if key not in already]
    OwnFace.objects.bulk_create(_hint_face(act, key, wanted[key]) for key in new)
    return Done(None, {"count": len(new)})


@verb("key.add")
def add_key(act: Act, hint: HintText, person: PersonText, rungs: RungChoice, note: str) -> Done:
    """Adds one key by hand, open to nobody."""
    _check(hint, person, rungs, note)
    key = Key.objects.create(holder_id=act.member, note=note, created_at=act.now)
    for face in (_hint_face(act, key.id, hint), *_person_faces(act, key.id, person)):
        face.rung = rungs.of(FaceKind(face.kind))
        face.save(force_insert=True)
        if face.kind == "contact":
            _seal(face, _details(person))
            face.save(update_fields=["sealed", "wrapped_key"])
    return Done(key.id)


@verb("key.edit")
def edit_key(act: Act, key: UUID, hint: HintText, person: PersonText, rungs: RungChoice, note: str) -> Done:
    """Changes texts and rungs. A higher rung closes the face to those below; a lower one opens it to nobody new."""
    _check(hint, person, rungs, note)
    row, faces = _mine(key)
    Key.objects.filter(id=row.id).update(note=note)
    if FaceKind.HINT not in faces:
        faces[FaceKind.HINT] = _hint_face(act, key, hint)
        faces[FaceKind.HINT].save(force_insert=True)
        faces[FaceKind.HINT].refresh_from_db()
    _move_rungs(act, faces, rungs)
    OwnFace.objects.filter(id=faces[FaceKind.HINT].id).update(**asdict(hint))
    OwnFace.objects.filter(id=faces[FaceKind.NAME].id).update(
        name=person.name, title=person.title, organisation=person.organisation
    )
    contact = faces[FaceKind.CONTACT]
    _seal_again(contact, person)
    contact.save(update_fields=["sealed", "wrapped_key"])
    return Done(key)


@verb("key.open")
def open_key(act: Act, key: UUID, kind: FaceKind, partners: Sequence[UUID]) -> Done:
    """Opens one face of a key to exactly these partners among those on its rung; the faces behind it follow."""
    _, faces = _mine(key)
    if kind not in faces or FaceKind.HINT not in faces:
        raise Refused("not_a_key")
    state = opening(act.member, [face.id for face in faces.values()], act.now)
    chosen = {one: seen_by(face, state) for one, face in faces.items()}
    chosen[kind] = frozenset(str(partner) for partner in partners)
    rung = faces[kind].rung
    if not chosen[kind] <= state.on_rung(Rung(rung) if rung else None):
        raise Refused("not_on_rung")
    if kind is not FaceKind.HINT and not chosen[kind] <= chosen[_before(kind)]:
        raise Refused("face_order", kind=kind.value)
    hang(faces, chosen, state)
    return Done(key, {"face": kind.value, "count": len(chosen[kind])})


@verb("key.close")
def close_key(act: Act, key: UUID) -> Done:
    """Closes every face to everybody at once, whoever had it by name or a yes included."""
    _, faces = _mine(key)
    take_back_yeses(act, Received.objects.filter(key=key))
    ids = [face.id for face in faces.values()]
    Grant.objects.filter(gate__in=ids).exclude(viewer_id=act.member).delete()
    hang(faces, {kind: frozenset() for kind in FaceKind}, opening(act.member, ids, act.now))
    return Done(key)


@verb("key.drop")
def drop_key(act: Act, key: UUID) -> Done:
    """Takes a key or contact off my keyring, sealed details and all."""
    row, faces = _mine(key)
    take_back_yeses(act, Received.objects.filter(key=key))
    Grant.objects.filter(gate__in=[face.id for face in faces.values()]).delete()
    OwnFace.objects.filter(key=key).delete()
    row.delete()
    return Done(key)


def _mine(key: UUID) -> tuple[Key, dict[FaceKind, OwnFace]]:
    """A key of mine and its faces, locked. Refused('gone') whether it never was or is somebody else's."""
    row = Key.objects.filter(id=key).first()
    if row is None:
        raise Refused("gone")
    # In one order always: that in which rows lie on the disk tells of everybody's writes.
    faces = OwnFace.objects.select_for_update().filter(key=key).order_by("id")
    return row, {FaceKind(face.kind): face for face in faces}


def _before(kind: FaceKind) -> FaceKind:
    return {FaceKind.NAME: FaceKind.HINT, FaceKind.CONTACT: FaceKind.NAME}[kind]


def _move_rungs(act: Act, faces: dict[FaceKind, OwnFace], rungs: RungChoice) -> None:
    state = opening(act.member, [face.id for face in faces.values()], act.now)
    seeing = {kind: seen_by(face, state) for kind, face in faces.items()}
    if all(face.rung == rungs.of(kind) for kind, face in faces.items()):
        return
    # Shut first: a gate may not name a rung that the face no longer has.
    hang(faces, {kind: frozenset() for kind in FaceKind}, state)
    for kind, face in faces.items():
        face.rung = rungs.of(kind)
        OwnFace.objects.filter(id=face.id).update(rung=face.rung)
    hang(faces, seeing, opening(act.member, [face.id for face in faces.values()], act.now))


def _take_in(act: Act, cards: Sequence[Card], source: str, batch: UUID) -> None:
    keys = Key.objects.bulk_create(
        Key(holder_id=act.member, source=source, batch=batch, created_at=act.now) for _ in cards
    )
    people = [PersonText(c.name, c.title or c.role, c.organisation) for c in cards]
    faces = [_person_faces(act, key.id, person) for key, person in zip(keys, people, strict=True)]
    OwnFace.objects.bulk_create(name for name, _ in faces)
    contacts = OwnFace.objects.bulk_create(contact for _, contact in faces)
    for contact, card in zip(contacts, cards, strict=True):
        _seal(contact, _card_details(card))
    OwnFace.objects.bulk_update(contacts, ["sealed", "wrapped_key"], batch_size=100)


def _hint_face(act: Act, key: UUID, hint: HintText) -> OwnFace:
    rung = RUNGS[FaceKind.HINT]
    return OwnFace(key=key, holder_id=act.member, kind="hint", rung=rung, created_at=act.now, **asdict(hint))


def _person_faces(act: Act, key: UUID, person: PersonText) -> tuple[OwnFace, OwnFace]:
    name = OwnFace(
        key=key, holder_id=act.member, kind="name", rung=RUNGS[FaceKind.NAME], created_at=act.now,
        name=person.name, title=person.title, organisation=person.organisation,
    )  # fmt: skip
    contact = OwnFace(key=key, holder_id=act.member, kind="contact", rung=RUNGS[FaceKind.CONTACT], created_at=act.now)
    return name, contact


def _seal(face: OwnFace, details: Mapping[str, object]) -> None:
    made = seal(dict(details), _place(face))
    face.sealed, face.wrapped_key = made.sealed, made.wrapped_key


def _seal_again(face: OwnFace, person: PersonText) -> None:
    """Other phones and emails; all else that a card brought stays, labels too."""
    known: dict[str, object] = {}
    if face.sealed is not None and face.wrapped_key is not None:
        try:
            known = unseal(Sealed(bytes(face.sealed), bytes(face.wrapped_key)), _place(face))
        except SealBroken:
            if not person.phones and not person.emails:
                return  # it may open again, once its master key is back
    new = _details(person)
    _seal(face, known | {kind: _labelled(known.get(kind), new[kind]) for kind in new})


def _labelled(known: object, new: list[dict[str, object]]) -> list[dict[str, object]]:
    by_value = {one["value"]: one for one in known} if isinstance(known, list) else {}
    return [by_value.get(one["value"], one) for one in new]


def _place(face: OwnFace) -> Place:
    return Place("face", face.id, "sealed", face.holder_id)


def _details(person: PersonText) -> dict[str, list[dict[str, object]]]:
    return {
        "phones": [{"value": phone} for phone in person.phones],
        "emails": [{"value": email} for email in person.emails],
    }


def _card_details(card: Card) -> dict[str, object]:
    """All that a card says of how to reach somebody, and its own notes: sealed with them."""
    return {
        "phones": [{"value": one.value, "label": one.label, "kinds": list(one.kinds)} for one in card.phones],
        "emails": [{"value": one.value, "label": one.label, "kinds": list(one.kinds)} for one in card.emails],
        "addresses": [one.full for one in card.addresses],
        "urls": list(card.urls),
        "birthday": _birthday(card.birthday),
        "connected": card.connected.isoformat() if card.connected else "",
        "note": card.note,
        "categories": list(card.categories),
        "uid": card.uid,
    }


def _birthday(day: date | MonthDay | None) -> str:
    """ISO 8601; without a year as --MM-DD, the way vCard 4.0 writes it."""
    if isinstance(day, MonthDay):
        return f"--{day.month:02}-{day.day:02}"
    return day.isoformat() if day else ""


def _check(hint: HintText, person: PersonText, rungs: RungChoice, note: str) -> None:
    _check_hint(hint)
    if not person.name.strip():
        raise Refused("name_missing")
    if max(len(person.name), len(person.title), len(person.organisation)) > TEXT_LENGTH:
        raise Refused("too_long", most=TEXT_LENGTH)
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", most=NOTE_LENGTH)
    if not faces_in_order(rungs.hint, rungs.name, rungs.contact).allowed:
        raise Refused("faces_order")


def _check_hint(hint: HintText) -> None:
    if not hint.line.strip():
        raise Refused("hint_missing")
    if max(map(len, astuple(hint))) > LINE_LENGTH:
        raise Refused("too_long", most=LINE_LENGTH)
