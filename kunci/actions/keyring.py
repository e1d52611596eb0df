"""My keyring: contacts come in, become keys, are edited, opened and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from kunci.actions.contacts import RUNGS, Known, NewLayer, add_layers, refold, set_marks_aside, whole
from kunci.actions.decisions import take_back_proposed, take_back_yeses
from kunci.actions.meaning import read_keys
from kunci.actions.openings import remember
from kunci.actions.placing import ends_of, hang, opening, seen_by
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.gates import NO_END, FaceKind, faces_in_order
from kunci.core.layers import edit
from kunci.core.rungs import Rung
from kunci.models.models import Grant, Key, OwnFace, Proposal, Received

LINE_LENGTH = 200
TEXT_LENGTH = 200
NOTE_LENGTH = 2000
LONGEST = timedelta(days=3660)  # an end further away than ten years is a slip of the finger
AS_IT_IS: Mapping[UUID, datetime | None] = MappingProxyType({})


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


@verb("key.make")
def make_keys(act: Act, hints: Sequence[tuple[UUID, HintText]]) -> Done:
    """Makes keys of contacts: each gets a hint, open to nobody."""
    wanted = dict(hints)
    for hint in wanted.values():
        _check_hint(hint)
    found = Key.objects.filter(id__in=wanted, merged_into=None).order_by("id").values_list("id", flat=True)
    already = set(OwnFace.objects.filter(key__in=wanted, kind="hint").values_list("key", flat=True))
    new = [key for key in found if key not in already]
    OwnFace.objects.bulk_create(_hint_face(act, key, wanted[key]) for key in new)
    read_keys(act, new)
    return Done(None, {"count": len(new)})


def give_hint(act: Act, key: UUID, hint: HintText) -> None:
    """Makes a key of one contact of mine, open to nobody; part of another verb. A key stays as it is."""
    _check_hint(hint)
    _, faces = mine(key)
    if FaceKind.HINT not in faces:
        _hint_face(act, key, hint).save(force_insert=True)
        read_keys(act, [key])


@verb("key.add")
def add_key(act: Act, hint: HintText, person: PersonText, rungs: RungChoice, note: str) -> Done:
    """Adds one key by hand, open to nobody."""
    _check(hint, person, rungs, note)
    key = Key.objects.create(holder_id=act.member, note=note, created_at=act.now)
    for face in (_hint_face(act, key.id, hint), *_person_faces(act, key.id)):
        face.rung = rungs.of(FaceKind(face.kind))
        face.save(force_insert=True)
    _say(act, key.id, person)
    return Done(key.id)


@verb("key.edit")
def edit_key(act: Act, key: UUID, hint: HintText, person: PersonText, rungs: RungChoice, note: str) -> Done:
    """Changes texts and rungs. A higher rung closes the face to those below; a lower one opens it to nobody new."""
    _check(hint, person, rungs, note)
    row, faces = mine(key)
    Key.objects.filter(id=row.id).update(note=note)
    if FaceKind.HINT not in faces:
        faces[FaceKind.HINT] = _hint_face(act, key, hint)
        faces[FaceKind.HINT].save(force_insert=True)
        faces[FaceKind.HINT].refresh_from_db()
    _move_rungs(act, faces, rungs)
    OwnFace.objects.filter(id=faces[FaceKind.HINT].id).update(**asdict(hint))
    _say(act, key, person)
    read_keys(act, [key])
    return Done(key)


@verb("key.open")
def open_key(
    act: Act,
    key: UUID,
    kind: FaceKind,
    partners: Sequence[UUID],
    ends: Mapping[UUID, datetime | None] = AS_IT_IS,
    among: Sequence[UUID] | None = None,
) -> Done:
    """Opens one face of a key to exactly these partners among those on its rung; the faces behind it follow.

    `ends`: until when some of them see it, None for no end but that of their rung; whoever is not in it keeps theirs.
    `among`: whom this is about, None for everybody; the others see what they saw.
    """
    row, faces = mine(key)
    if row.archived_at is not None:
        raise Refused("archived")
    if kind not in faces or FaceKind.HINT not in faces:
        raise Refused("not_a_key")
    state = opening(act.member, [face.id for face in faces.values()], act.now)
    chosen = {one: seen_by(face, state) for one, face in faces.items()}
    wanted = frozenset(str(partner) for partner in partners)
    others = chosen[kind] - {str(one) for one in among} if among is not None else frozenset()
    rung = faces[kind].rung
    if not wanted <= state.on_rung(Rung(rung) if rung else None):
        raise Refused("not_on_rung")
    if kind is not FaceKind.HINT and not wanted <= chosen[_before(kind)]:
        raise Refused("face_order", kind=kind.value)
    chosen[kind] = wanted | others
    until = ends_of(faces, state)
    for partner, end in ends.items():
        _check_end(end, act.now)
        until[kind][str(partner)] = end or NO_END
    hang(faces, chosen, state, until)
    remember(act, [key])
    return Done(key, {"face": kind.value, "count": len(chosen[kind])})


@verb("key.shut_out")
def shut_out(act: Act, key: UUID, partner: UUID) -> Done:
    """Closes every face of one key to one partner at once, given by name or by a yes included."""
    if partner == act.member:
        raise Refused("gone")  # a holder's own grants are what they see their key by
    _, faces = mine(key)
    take_back_yeses(act, Received.objects.filter(key=key, asker_id=partner))
    take_back_proposed(Proposal.objects.filter(key=key, mediator_id=partner))
    ids = [face.id for face in faces.values()]
    Grant.objects.filter(gate__in=ids, viewer_id=partner, follows=None).delete()
    state = opening(act.member, ids, act.now)
    hang(faces, {kind: seen_by(face, state) - {str(partner)} for kind, face in faces.items()}, state)
    remember(act, [key])
    return Done(key)


@verb("key.close")
def close_key(act: Act, key: UUID) -> Done:
    """Closes every face to everybody at once, whoever had it by name or a yes included."""
    _, faces = mine(key)
    shut(act, key, faces)
    return Done(key)


@verb("key.drop")
def drop_key(act: Act, key: UUID) -> Done:
    """Takes a key or contact off my keyring, sealed details, all that was merged into it and its layers."""
    mine(key)
    forget(act, [key])
    return Done(key)


def forget(act: Act, keys: Sequence[UUID]) -> None:
    """Deletes keys of mine with all that was merged into them; part of another verb."""
    group = whole(keys)
    take_back_yeses(act, Received.objects.filter(key__in=group))
    take_back_proposed(Proposal.objects.filter(key__in=group))
    faces = list(OwnFace.objects.filter(key__in=group).order_by("id").values_list("id", flat=True))
    Grant.objects.filter(gate__in=faces).delete()
    OwnFace.objects.filter(id__in=faces).delete()
    Key.objects.filter(id__in=group).delete()


def shut(act: Act, key: UUID, faces: dict[FaceKind, OwnFace]) -> None:
    """Closes a key of mine to everybody; part of another verb."""
    take_back_yeses(act, Received.objects.filter(key=key))
    take_back_proposed(Proposal.objects.filter(key=key))
    ids = [face.id for face in faces.values()]
    Grant.objects.filter(gate__in=ids).exclude(viewer_id=act.member).delete()
    hang(faces, {kind: frozenset() for kind in FaceKind}, opening(act.member, ids, act.now))
    remember(act, [key])


def mine(key: UUID) -> tuple[Key, dict[FaceKind, OwnFace]]:
    """A key of mine and its faces, locked. Refused('gone') whether it never was, is somebody else's or was merged."""
    row = Key.objects.filter(id=key, merged_into=None).first()
    if row is None:
        raise Refused("gone")
    # In one order always: that in which rows lie on the disk tells of everybody's writes.
    faces = OwnFace.objects.select_for_update().filter(key=key).order_by("id")
    return row, {FaceKind(face.kind): face for face in faces}


def _check_end(end: datetime | None, now: datetime) -> None:
    if end is not None and end <= now:
        raise Refused("end_past")
    if end is not None and end > now + LONGEST:
        raise Refused("end_far")


def _before(kind: FaceKind) -> FaceKind:
    return {FaceKind.NAME: FaceKind.HINT, FaceKind.CONTACT: FaceKind.NAME}[kind]


def _move_rungs(act: Act, faces: dict[FaceKind, OwnFace], rungs: RungChoice) -> None:
    state = opening(act.member, [face.id for face in faces.values()], act.now)
    seeing = {kind: seen_by(face, state) for kind, face in faces.items()}
    if all(face.rung == rungs.of(kind) for kind, face in faces.items()):
        return
    ends = ends_of(faces, state)
    # Shut first: a gate may not name a rung that the face no longer has.
    hang(faces, {kind: frozenset() for kind in FaceKind}, state)
    for kind, face in faces.items():
        face.rung = rungs.of(kind)
        OwnFace.objects.filter(id=face.id).update(rung=face.rung)
    hang(faces, seeing, opening(act.member, [face.id for face in faces.values()], act.now), ends)
    remember(act, {face.key for face in faces.values()})


def _hint_face(act: Act, key: UUID, hint: HintText) -> OwnFace:
    rung = RUNGS[FaceKind.HINT]
    return OwnFace(key=key, holder_id=act.member, kind="hint", rung=rung, created_at=act.now, **asdict(hint))


def _person_faces(act: Act, key: UUID) -> tuple[OwnFace, OwnFace]:
    name = OwnFace(key=key, holder_id=act.member, kind="name", created_at=act.now)
    return name, OwnFace(key=key, holder_id=act.member, kind="contact", created_at=act.now)


def _say(act: Act, key: UUID, person: PersonText) -> None:
    """What the holder's own hand says of a contact now: only what differs from what was known is kept of it."""
    fields = {"name": person.name, "title": person.title, "organisation": person.organisation}
    known = Known([key])
    at = known.after(key, act.now)
    said = edit(known.facts(key), fields, person.phones, person.emails, at)
    if not said.empty:
        add_layers(act, [NewLayer(key, said, at)])
        set_marks_aside(act, key, said)
        refold(act, [key])


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
