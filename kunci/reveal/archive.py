"""Everything that is mine, to take along: values for a JSON file, and people for an address book.

A keyring may hold tens of thousands: they are read and unsealed some at a time, never all at once.

What I may not see is not in it: each table is read through its view, like any page reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet

from kunci.core.gates import NO_END
from kunci.core.layers import Facts, Said, read
from kunci.models.models import (
    Account,
    Asked,
    Circle,
    CircleMember,
    Confirmation,
    Confirmed,
    Consent,
    ConsentAnswer,
    Decision,
    Evidence,
    Felt,
    Grant,
    Handover,
    Heard,
    Import,
    Introduction,
    Invitation,
    Invitee,
    Journal,
    Key,
    Notice,
    Offered,
    OfferedMe,
    OfferLeft,
    Opening,
    Outcome,
    OwnFace,
    Pass,
    Received,
    Tie,
    TurnedAway,
    Vouch,
    VouchLeft,
)
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import looking, member
from kunci.reveal.archive_calendars import calendars_of
from kunci.reveal.archive_mediations import mediations_of
from kunci.reveal.archive_mentors import mentors_of
from kunci.reveal.archive_repute import allowed_of, repute_of
from kunci.reveal.archive_rhythm import (
    character_and_impressions,
    guesses,
    one_to_ones_of,
    practised,
    promises_of,
    put_off_of,
)
from kunci.reveal.archive_sets import set_aside_of, sets_of
from kunci.reveal.archive_wants import wants_of
from kunci.reveal.cards import card_of, own_card
from kunci.reveal.circles import reach
from kunci.reveal.handovers import introduction_view
from kunci.reveal.people import Person, called, people

FORMAT, VERSION = "kunci", 1
Values = dict[str, object]


@dataclass(frozen=True)
class Archive:
    """All that is mine as JSON-able values, and the people on my keyring by id, in order: those there, and those merged
    into one of them. They are many, so they are read some at a time (`contacts`)."""

    values: Mapping[str, object]
    contacts: tuple[UUID, ...]
    merged: tuple[UUID, ...]


@dataclass(frozen=True)
class Contact:
    """One of them, unsealed: JSON-able values, and what is known of the person for an address book."""

    values: Mapping[str, object]
    facts: Facts


def archive(viewer: UUID, now: datetime) -> Archive:
    """All that is mine, as of this instant, in an order that depends on nothing else."""
    with looking(member(viewer), now):
        known = _everybody(viewer, now)
        keys = list(Key.objects.order_by("created_at", "id").values_list("id", "merged_into"))
        merged: dict[UUID, list[UUID]] = {}
        for id, above in keys:
            if above is not None:
                merged.setdefault(above, []).append(id)
        account = Account.objects.get(id=viewer)
        me = known[viewer]
        values: Values = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": now,
            "profile": {
                **_plain(me, "id", "name", "trade", "city"),
                **_plain(account, "email", "language", "timezone", "appearance", "muted", "quiet_from", "quiet_until"),
                **_plain(account, "horizon", "hidden"),
            },
            "partners": _partners(viewer, known),
            "asks": _asks(known),
            "received": _received(known),
            "offers": _offers(known),
            "handovers": _handovers(viewer, known),
            "experience_with_me": repute_of(viewer),
            "words": _words(known),
            "promises": promises_of(known),
            "put_off": put_off_of(known),
            "one_to_ones": one_to_ones_of(known),
            "guesses": guesses(known),
            "character": character_and_impressions(known),
            "practice": practised(),
            "wants": wants_of(known),
            "mediations": mediations_of(viewer, known),
            "mentors": mentors_of(viewer, now, known),
            "set_aside": set_aside_of(known),
            "set_exchanges": sets_of(known),
            "turned_away": [
                {"asker": known[row.asker].name, **_plain(row, "key", "since")}
                for row in TurnedAway.objects.order_by("since", "asker", "key")
                if row.asker in known
            ],
            "card": asdict(own_card(viewer, now)),
            "invitations": _rows(
                Invitation.objects.order_by("created_at", "id"),
                *("id", "circle", "name", "note", "created_at", "expires_at", "used_at", "revoked_at"),
            ),
            "circles": _circles(viewer, known),
            "confirmed_to_others": _confirmed(viewer, known),
            "imports": _rows(
                Import.objects.order_by("began_at", "id"), "id", "source", "state", "counts", "began_at", "brought_at"
            ),
            "calendars": calendars_of(known),
            "notices": _rows(Notice.objects.order_by("created_at", "id"), "kind", "subject", "created_at", "seen_at"),
            "journal": _rows(Journal.objects.order_by("at", "id"), "at", "verb", "subject", "detail"),
        }
        shown = tuple(id for id, above in keys if above is None)
        return Archive(values, shown, tuple(id for ids in merged.values() for id in ids))


def contacts(viewer: UUID, now: datetime, ids: Sequence[UUID]) -> tuple[Contact, ...]:
    """These of my contacts and keys, in this order; passed over is what is not there any more."""
    with looking(member(viewer), now):
        keys = {key.id: key for key in Key.objects.filter(id__in=ids)}
        faces: dict[UUID, dict[str, OwnFace]] = {}
        for face in OwnFace.objects.filter(key__in=ids).order_by("key", "kind").defer("words"):
            faces.setdefault(face.key, {})[face.kind] = face
        opened = list(Opening.objects.filter(key__in=ids).order_by("at", "kind", "id"))
        gates = [face.id for of_key in faces.values() for face in of_key.values()]
        granted = list(Grant.objects.filter(gate__in=gates).order_by("gate", "until", "id"))
        readers = {one.viewer_id for one in granted} | {one.viewer_id for one in opened}
        known = people(viewer, now, readers)
        grants: dict[UUID, list[Values]] = {}
        for one in granted:
            if one.viewer_id in known and one.viewer_id != viewer:
                until = one.until if one.until < NO_END else None
                row: Values = {"name": known[one.viewer_id].name, **_plain(one, "follows"), "until": until}
                grants.setdefault(one.gate, []).append(row)
        openings: dict[UUID, list[Values]] = {}
        for past in opened:
            if past.viewer_id in known:
                row = {
                    "name": known[past.viewer_id].name,
                    **_plain(past, "kind", "rung", "until", "at", "ended_at", "lapsed"),
                }
                openings.setdefault(past.key, []).append(row)
        return tuple(
            _contact(keys[id], faces[id], grants, openings.get(id, [])) for id in ids if id in keys and id in faces
        )


def _contact(
    key: Key, faces: Mapping[str, OwnFace], grants: Mapping[UUID, list[Values]], openings: list[Values]
) -> Contact:
    hint = faces.get("hint")
    facts, person = _person(faces)
    values: Values = {
        **_plain(key, "id", "created_at", "source", "note", "tags", "archived_at", "merged_into"),
        "hint": _plain(hint, "line", "role", "sector", "seniority", "city") if hint else None,
        "person": person,
        "faces": [{"kind": face.kind, "rung": face.rung, "named": grants.get(face.id, [])} for face in faces.values()],
        "openings": openings,
    }
    return Contact(values, facts)


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
    ids |= set(CircleMember.objects.values_list("member_id", flat=True))
    ids |= set(Confirmed.objects.filter(partner_id=viewer).values_list("asker_id", flat=True))
    ids |= set(Asked.objects.values_list("holder_id", flat=True))
    ids |= set(Received.objects.values_list("asker_id", flat=True))
    ids |= set(Offered.objects.values_list("partner_id", flat=True))
    ids |= set(OfferedMe.objects.values_list("holder_id", flat=True))
    return people(viewer, now, ids)


def _partners(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    passes = {row.viewer_id: row for row in Pass.objects.all()}
    asked = dict(Confirmation.objects.values_list("id", "evidence"))
    yeses = Confirmed.objects.filter(asker_id=viewer).order_by("at", "id").values_list("confirmation", "at")
    confirmed = {asked[id]: at for id, at in yeses if id in asked}
    evidence: dict[UUID, list[Values]] = {}
    for row in Evidence.objects.filter(member_id=viewer).order_by("happened_on", "created_at", "id"):
        said = _plain(row, "id", "kind", "happened_on", "since", "often", "note", "voids", "handover", "created_at")
        said |= _plain(row, "weight", "vouch", "because")
        whose = known[row.word_of].name if row.word_of is not None and row.word_of in known else None
        said |= {"word_of": whose, "word_of_id": row.word_of if whose is not None else None}
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


def _asks(known: Mapping[UUID, Person]) -> list[Values]:
    """What I asked; the card that went along is my own, as it was then."""
    return [{"holder": known[row.holder_id].name, **_request(row)} for row in Asked.objects.order_by("asked_at", "id")]


def _received(known: Mapping[UUID, Person]) -> list[Values]:
    """What others asked me, what I decided, and what the contact let me know."""
    decided: dict[UUID, list[Values]] = {}
    for one in Decision.objects.order_by("decided_at", "answer", "id"):
        decided.setdefault(one.request, []).append(_plain(one, "answer", "decided_at"))
    request_of = dict(Consent.objects.values_list("id", "request"))
    answered: dict[UUID, list[Values]] = {}
    for answer in ConsentAnswer.objects.order_by("answered_at", "id"):
        said = _plain(answer, "answer", "language", "answered_at")
        answered.setdefault(request_of[answer.consent], []).append(said)
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
    said = _plain(row, "id", "shown_hint", "shown_name", "sentence", "why", "by_when", "offer", "asked_at")
    card = card_of(row.id, row.asker_id)
    return {**said, **_plain(row, "expires_at", "withdrawn_at"), "card": asdict(card) if card else None}


def _offers(known: Mapping[UUID, Person]) -> Values:
    """What I offered, and what was offered to me."""
    columns = ("id", "key", "shown_hint", "sentence", "offered_at", "expires_at", "want")
    made = Offered.objects.order_by("offered_at", "id")
    to_me = OfferedMe.objects.order_by("offered_at", "id")
    left = dict(OfferLeft.objects.values_list("offer", "left_at"))
    return {
        "made": [{"partner": known[row.partner_id].name, **_plain(row, *columns)} for row in made],
        "to_me": [
            {"holder": known[row.holder_id].name, **_plain(row, *columns), "left_at": left.get(row.id)} for row in to_me
        ],
    }


def _words(known: Mapping[UUID, Person]) -> Values:
    """What I said of others, and what was said to me; what I made of it stands with the evidence."""
    columns = ("id", "kind", "sentence", "given_at", "expires_at", "withdrawn_at")
    left = dict(VouchLeft.objects.values_list("vouch", "left_at"))
    return {
        "said": [
            {"about": called(row.about_name), "hearer": known[row.hearer_id].name, **_plain(row, *columns)}
            for row in Vouch.objects.order_by("given_at", "id")
        ],
        "heard": [
            {
                "about": called(row.about_name),
                "speaker": known[row.speaker_id].name,
                **_plain(row, *columns),
                "left_at": left.get(row.id),
            }
            for row in Heard.objects.order_by("given_at", "id")
        ],
    }


def _handovers(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    """What was handed over, how I introduced the two, and what each told, as far as I may read it."""
    told: dict[UUID, list[Outcome]] = {}
    for one in Outcome.objects.order_by("told_at", "id"):
        told.setdefault(one.handover, []).append(one)
    felt: dict[UUID, list[Values]] = {}
    for said in Felt.objects.order_by("told_at", "id"):
        felt.setdefault(said.handover, []).append(_plain(said, "round", "verdict", "came", "words", "told_at"))
    introduced = {row.handover: row for row in Introduction.objects.order_by("handover")}
    columns = ("round", "verdict", "came", "amount", "currency", "thanks", "told_at")
    allowed = allowed_of(viewer)
    return [
        {
            **_plain(row, "id", "request", "key", "handed_at", "tell_until", "again_from", "again_until"),
            "holder": known[row.holder_id].name,
            "asker": known[row.asker_id].name,
            "introduction": _introduction(introduced.get(row.id)),
            "outcomes": [
                {"teller": known[one.teller_id].name, **_plain(one, *columns), **allowed.get(one.id, {})}
                for one in told.get(row.id, [])
            ],
            "contact_told": felt.get(row.id, []),
        }
        for row in Handover.objects.order_by("handed_at", "id")
    ]


def _introduction(row: Introduction | None) -> Values | None:
    found = introduction_view(row) if row is not None else None
    return asdict(found) if found is not None else None


def _circles(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    """My circles, who is in them, and whom I invited."""
    inside: dict[UUID, list[str]] = {}
    for row in CircleMember.objects.order_by("joined_at", "member"):
        if row.member_id in known:
            inside.setdefault(row.circle, []).append(known[row.member_id].name)
    guests: dict[UUID, list[Values]] = {}
    for guest in Invitee.objects.filter(inviter_id=viewer).order_by("created_at", "place", "id"):
        phone, email = reach(guest)
        said = _plain(guest, "name", "language", "sent_by", "sent_at", "invitation")
        guests.setdefault(guest.circle, []).append({**said, "phone": phone, "email": email})
    circles = {row.id: row for row in Circle.objects.order_by("created_at", "id")}
    return [
        {
            "id": id,
            "name": circles[id].name if id in circles else "",  # one that I left is not mine to name
            "founded": id in circles and circles[id].founder_id == viewer,
            "members": inside.get(id, []),
            "invited": guests.get(id, []),
        }
        for id in dict.fromkeys([*circles, *guests])
    ]


def _confirmed(viewer: UUID, known: Mapping[UUID, Person]) -> list[Values]:
    rows = Confirmed.objects.filter(partner_id=viewer).order_by("at", "id")
    return [{"name": known[row.asker_id].name, "at": row.at} for row in rows if row.asker_id in known]


def _rows(rows: QuerySet[Model], *columns: str) -> list[Values]:
    return [dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns)]


def _plain(row: object, *names: str) -> Values:
    return {name: getattr(row, name) for name in names}
