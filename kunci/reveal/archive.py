"""Everything that is mine, to take along: values for a JSON file, and people for an address book.

What I may not see is not in it: each table is read through its view, like any page reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet

from kunci.core.layers import Facts, Said, read
from kunci.models.models import (
    Account,
    Asked,
    Confirmation,
    Confirmed,
    Consent,
    ConsentAnswer,
    Decision,
    Evidence,
    Grant,
    Handover,
    Import,
    Invitation,
    Journal,
    Key,
    Outcome,
    OwnFace,
    Pass,
    Received,
    Tie,
)
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, people

FORMAT, VERSION = "kunci", 1
Values = dict[str, object]


@dataclass(frozen=True)
class Archive:
    """`values`: JSON-able, all that is mine; `contacts`: the people on my keyring, in the same order as in there."""

    values: Mapping[str, object]
    contacts: tuple[Facts, ...]


@dataclass(frozen=True)
class Holdings:
    """How much there is of what is mine."""

    contacts: int
    keys: int
    partners: int
    evidence: int
    exchanges: int
    invitations: int
    entries: int


def holdings(viewer: UUID, now: datetime) -> Holdings:
    """What an archive would hold, and a closed account lose."""
    with looking(member(viewer), now):
        return Holdings(
            contacts=Key.objects.filter(merged_into=None).count(),
            keys=OwnFace.objects.filter(kind="hint").count(),
            partners=Tie.objects.count(),
            evidence=Evidence.objects.filter(member_id=viewer).count(),
            exchanges=Asked.objects.count() + Received.objects.count(),
            invitations=Invitation.objects.count(),
            entries=Journal.objects.count(),
        )


def archive(viewer: UUID, now: datetime) -> Archive:
    """All that is mine, as of this instant, in an order that depends on nothing else."""
    with looking(member(viewer), now):
        known = _everybody(viewer, now)
        keyring = _Keyring(known)
        account = Account.objects.get(id=viewer)
        me = known[viewer]
        values: Values = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": now,
            "profile": {
                **_plain(me, "id", "name", "trade", "city"),
                **_plain(account, "email", "language", "timezone"),
            },
            "contacts": keyring.values(None),
            "merged_contacts": [one for key in keyring.above for one in keyring.values(key)],
            "partners": _partners(viewer, known),
            "asks": _asks(known),
            "received": _received(known),
            "handovers": _handovers(viewer, known),
            "invitations": _rows(
                Invitation.objects.order_by("created_at", "id"),
                *("id", "name", "note", "created_at", "expires_at", "used_at", "revoked_at"),
            ),
            "imports": _rows(
                Import.objects.order_by("began_at", "id"), "id", "source", "state", "counts", "began_at", "brought_at"
            ),
            "journal": _rows(Journal.objects.order_by("at", "id"), "at", "verb", "subject", "detail"),
        }
        return Archive(values, tuple(keyring.facts[key] for key in keyring.shown))


class _Keyring:
    """My contacts and keys, unsealed."""

    def __init__(self, known: Mapping[UUID, Person]) -> None:
        self._keys = list(Key.objects.order_by("created_at", "id"))
        self._faces: dict[UUID, dict[str, OwnFace]] = {key.id: {} for key in self._keys}
        for face in OwnFace.objects.order_by("key", "kind").defer("words"):
            self._faces[face.key][face.kind] = face
        self._grants: dict[UUID, list[Values]] = {}
        for grant in Grant.objects.order_by("gate", "viewer"):
            if (reader := known.get(grant.viewer_id)) is not None and grant.viewer_id != grant.holder_id:
                self._grants.setdefault(grant.gate, []).append(
                    {"name": reader.name, "follows": grant.follows, "until": grant.until}
                )
        self.shown = [key.id for key in self._keys if key.merged_into is None]
        self.above = [one for one in dict.fromkeys(key.merged_into for key in self._keys) if one is not None]
        self.facts: dict[UUID, Facts] = {}
        self._contacts: dict[UUID, Values] = {}
        for key in self._keys:
            self.facts[key.id], self._contacts[key.id] = _person(self._faces[key.id])

    def values(self, within: UUID | None) -> list[Values]:
        """The contacts themselves, or those that were merged into one."""
        return [self._value(key) for key in self._keys if key.merged_into == within]

    def _value(self, key: Key) -> Values:
        faces = self._faces[key.id]
        hint = faces.get("hint")
        return {
            **_plain(key, "id", "created_at", "source", "note", "merged_into"),
            "hint": _plain(hint, "line", "role", "sector", "seniority", "city") if hint else None,
            "person": self._contacts[key.id],
            "faces": [
                {"kind": face.kind, "rung": face.rung, "named": self._grants.get(face.id, [])}
                for face in faces.values()
            ],
        }


def _person(faces: Mapping[str, OwnFace]) -> tuple[Facts, Values]:
    """Who it is and how to reach them; where the seal does not open here, the name and nothing else."""
    name, contact = faces["name"], faces.get("contact")
    said: Values = {**_plain(name, "name", "title", "organisation")}
    if contact is not None and contact.sealed and contact.wrapped_key:
        try:
            place = Place("face", contact.id, "sealed", contact.holder_id)
            said |= unseal(Sealed(bytes(contact.sealed), bytes(contact.wrapped_key)), place)
        except SealBroken:
            return Facts(name.name, name.title, name.organisation), {**said, "broken": True}
    layer = read(said, contact.created_at, "") if contact else None
    return layer.facts if isinstance(layer, Said) else Facts(name.name, name.title, name.organisation), said


def _everybody(viewer: UUID, now: datetime) -> dict[UUID, Person]:
    ids = {viewer, *Tie.objects.values_list("partner_id", flat=True)}
    ids |= {one for pair in Handover.objects.values_list("holder_id", "asker_id") for one in pair}
    ids |= set(Asked.objects.values_list("holder_id", flat=True))
    ids |= set(Received.objects.values_list("asker_id", flat=True))
    return people(viewer, now, ids)


def _partners(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    passes = {row.viewer_id: row for row in Pass.objects.all()}
    evidence: dict[UUID, list[Values]] = {}
    confirmed = _confirmed(viewer)
    for row in Evidence.objects.filter(member_id=viewer).order_by("happened_on", "created_at", "id"):
        said = _plain(row, "id", "kind", "happened_on", "since", "often", "note", "voids", "handover", "created_at")
        evidence.setdefault(row.tie_id, []).append({**said, "confirmed_at": confirmed.get(row.id)})
    return [
        {
            **_plain(known[tie.partner_id], "id", "name", "trade", "city"),
            **_plain(tie, "since", "met_through", "granted"),
            **_plain(passes[tie.partner_id], "known_until", "trusted_until", "unhesitating_until"),
            "evidence": evidence.get(tie.id, []),
        }
        for tie in Tie.objects.order_by("since", "partner")
    ]


def _confirmed(viewer: UUID) -> dict[UUID, datetime]:
    """When the other side confirmed a note of mine. What was asked and not answered is in no archive."""
    said = dict(Confirmed.objects.filter(asker_id=viewer).values_list("confirmation", "at"))
    asked = Confirmation.objects.order_by("asked_at", "id").values_list("id", "evidence")
    return {evidence: said[id] for id, evidence in asked if id in said}


def _asks(known: Mapping[UUID, Person]) -> list[Values]:
    return [{"holder": known[row.holder_id].name, **_request(row)} for row in Asked.objects.order_by("asked_at", "id")]


def _received(known: Mapping[UUID, Person]) -> list[Values]:
    """What others asked me, what I decided, and what the contact let me know."""
    decided: dict[UUID, list[Values]] = {}
    for one in Decision.objects.order_by("decided_at", "answer", "id"):
        decided.setdefault(one.request, []).append(_plain(one, "answer", "decided_at"))
    request_of = dict(Consent.objects.values_list("id", "request"))
    answered: dict[UUID, list[Values]] = {}
    for answer in ConsentAnswer.objects.order_by("answered_at", "id"):
        answered.setdefault(request_of[answer.consent], []).append(_plain(answer, "answer", "answered_at"))
    return [
        {
            "asker": known[row.asker_id].name,
            "key": row.key,
            **_request(row),
            "decisions": decided.get(row.id, []),
            "contact_answered": answered.get(row.id, []),
        }
        for row in Received.objects.order_by("asked_at", "id")
    ]


def _request(row: Asked | Received) -> Values:
    return _plain(row, "id", "shown_hint", "shown_name", "sentence", "asked_at", "expires_at")


def _handovers(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    told: dict[UUID, list[Outcome]] = {}
    for one in Outcome.objects.order_by("told_at", "id"):
        told.setdefault(one.handover, []).append(one)
    return [
        {
            **_plain(row, "id", "request", "key", "handed_at", "tell_until"),
            "holder": known[row.holder_id].name,
            "asker": known[row.asker_id].name,
            "outcomes": [
                {"teller": known[one.teller_id].name, **_plain(one, "verdict", "told_at")}
                for one in told.get(row.id, [])
            ],
        }
        for row in Handover.objects.order_by("handed_at", "id")
    ]


def _rows(rows: QuerySet[Model], *columns: str) -> list[Values]:
    return [dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns)]


def _plain(row: object, *names: str) -> Values:
    return {name: getattr(row, name) for name in names}


def written(value: object) -> str:
    """How what JSON does not know is written in it: instants and days as ISO 8601, ids as ever."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
