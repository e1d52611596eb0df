"""Ways that several tests walk, and what they look at on the way; through the two doors only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from kunci.actions import consents, handovers, ties
from kunci.actions.handovers import Told
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.layers import Facts
from kunci.core.packing import written
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import archive, deciding, doors, links
from kunci.reveal import exchanges as seen
from kunci.reveal import handovers as seen_handovers
from kunci.reveal import keyring as keys
from kunci.reveal import partners as relations
from kunci.reveal.deciding import Decide
from kunci.reveal.handovers import HandoverView
from kunci.reveal.journal import journal
from kunci.reveal.keyring import OwnKey
from kunci.reveal.partners import Relation
from kunci.reveal.signing import passkey_id
from tests.cast import ADDRESS, LETTERS, NOW, Cast


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The action inside is refused for exactly this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def verbs(cast: Cast, member: UUID) -> list[str]:
    """What a member's journal says was done, newest first."""
    return [entry.verb for entry in journal(member, cast.now).rows]


def mine(cast: Cast, holder: UUID, key: UUID) -> OwnKey:
    found = keys.own_key(holder, cast.now, key)
    assert found is not None
    return found


def face(cast: Cast, holder: UUID, key: UUID, kind: FaceKind) -> UUID:
    return next(one.id for one in mine(cast, holder, key).faces if one.kind is kind)


def readers(cast: Cast, holder: UUID, key: UUID, kind: FaceKind) -> set[UUID]:
    """Whom the holder is told that a face is open to."""
    shown = next(one for one in mine(cast, holder, key).faces if one.kind is kind)
    return {person.id for person in shown.readers}


def relation(cast: Cast, viewer: UUID, partner: UUID) -> Relation:
    found = relations.relation(viewer, cast.now, partner)
    assert found is not None
    return found


def opened(cast: Cast, viewer: UUID) -> list[UUID]:
    return [row.id for row in doors.doors(viewer, cast.now).rows]


def emails_seen(cast: Cast, viewer: UUID, key: UUID) -> tuple[str, ...] | None:
    """How the viewer can write to the contact behind a key; None while that face is shut."""
    door = doors.door(viewer, cast.now, key)
    return door.contact.emails if door is not None and door.contact is not None else None


def close_for_months(cast: Cast, member: UUID, partner: UUID) -> None:
    """Evidence that carries `unhesitating` for some weeks more, the rungs below for ten months."""
    today = cast.now.date()
    for month in range(8):
        ties.add_evidence(cast.act(member), partner, Kind.ONE_TO_ONE, today - timedelta(days=30 * month + 3), today, "")
    for week in range(8):
        ties.add_evidence(cast.act(member), partner, Kind.PROMISE_KEPT, today - timedelta(weeks=week), today, "")


def trusts(cast: Cast, member: UUID, partner: UUID) -> None:
    """Acquainted for years, and let onto `trusted` with all that this opens."""
    cast.knows_for_years(member, partner)
    cast.grant(member, partner, Rung.TRUSTED)


def asked_for(cast: Cast, holder: UUID, asker: UUID) -> tuple[UUID, UUID]:
    """A key whose hint was opened to the asker, and their request for it."""
    key = cast.key(holder)
    cast.knows_for_years(holder, asker)
    cast.grant(holder, asker, Rung.TRUSTED, {face(cast, holder, key, FaceKind.HINT)})
    return key, cast.ask(asker, key)


def decision(cast: Cast, holder: UUID, request: UUID) -> Decide:
    found = deciding.decide(holder, cast.now, request)
    assert found is not None
    return found


def link(cast: Cast, holder: UUID, request: UUID) -> Principal:
    """The contact's link, as the holder can pass it on."""
    state = decision(cast, holder, request).consent
    assert state is not None
    found = links.contact(state.link)
    assert found is not None
    return found


def answers(cast: Cast, contact: Principal, answer: str, language: str = "id") -> None:
    consents.answer_consent(contact, answer, cast.now, ADDRESS, language)


def hands(cast: Cast, holder: UUID, request: UUID, by_mail: bool = False) -> UUID:
    """The holder's handover of what was asked; the row that came of it."""
    made = handovers.hand_over(cast.act(holder), request, LETTERS, by_mail, ADDRESS).subject
    assert made is not None
    return made


def agreed(cast: Cast, holder: UUID, request: UUID) -> UUID:
    """The contact says yes, and the holder hands over."""
    answers(cast, link(cast, holder, request), "yes")
    return hands(cast, holder, request)


def handed(cast: Cast, viewer: UUID) -> HandoverView:
    """The newest handover of a member."""
    rows = seen.exchanges(viewer, cast.now).handovers
    found = seen_handovers.handover(viewer, cast.now, rows[0].id)
    assert found is not None
    return found


def hand_over(cast: Cast, holder: UUID, asker: UUID, key: UUID) -> UUID:
    """From the ask over both yeses to the handover."""
    request = cast.ask(asker, key)
    cast.decide(holder, request)
    return agreed(cast, holder, request)


def tell(cast: Cast, teller: UUID, handover: UUID, verdict: str, note: str = "", **said: object) -> None:
    told = Told(verdict, note=note, **said)  # type: ignore[arg-type]  # handed on as they came
    handovers.tell(cast.act(teller), handover, told, cast.now.date(), ADDRESS)


def passkey(account: UUID, name: str = "HP", number: int = 1) -> UUID:
    """A passkey as a device would have made it; nobody holds its other half."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    credential = AttestedCredentialData.create(b"\0" * 16, bytes([number] * 16), public)
    made = AuthenticatorData.create(b"h" * 32, AuthenticatorData.FLAG(0x45), 0, credential)
    id = websafe_encode(bytes([number] * 16))
    response = {
        "clientDataJSON": websafe_encode(bytes(CollectedClientData.create("webauthn.create", b"c" * 32, ADDRESS))),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", made, {}))),
    }
    data = {"name": name, "credential": {"id": id, "rawId": id, "type": "public-key", "response": response}}
    kind = Authenticator.Type.WEBAUTHN
    return passkey_id(Authenticator.objects.create(user_id=account, type=kind, data=data, created_at=NOW))


def archived(cast: Cast, member: UUID) -> bytes:
    """The JSON of a member's archive."""
    found = archive.archive(member, cast.now)
    rows = {"contacts": found.contacts, "merged_contacts": found.merged}
    said = {name: [one.values for one in archive.contacts(member, cast.now, ids)] for name, ids in rows.items()}
    return b"".join(written(found.values, said))


def people_of(cast: Cast, member: UUID) -> list[Facts]:
    """What a member's archive knows of the people on their keyring."""
    ids = archive.archive(member, cast.now).contacts
    return [one.facts for one in archive.contacts(member, cast.now, ids)]


def practised(cast: Cast, holder: UUID, member: UUID, told: int = 3) -> None:
    """Somebody tells so many exchanges with a holder well: from three on they may accompany others."""
    keys = [cast.key(holder, f"Pintu {number}, Tegal", f"Orang {number}") for number in range(told)]
    trusts(cast, holder, member)
    for key in keys:
        tell(cast, member, hand_over(cast, holder, member, key), "good")
