"""Hand over, and tell what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kunci.actions import instinct, mail, notices, repute
from kunci.actions.exchanges import contact_address
from kunci.actions.letters import composed
from kunci.actions.ties import note_mediators, note_outcome
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind
from kunci.core.exchange import CAME, CURRENCIES, OPEN_FOR, Windows, windows
from kunci.core.instinct import Of
from kunci.models.models import (
    Account,
    Consent,
    ConsentAnswer,
    Decision,
    Handover,
    Introduction,
    Outcome,
    OwnFace,
    Received,
)
from kunci.models.sealing import Place, seal
from kunci.reveal.cards import card_of

LETTER_LENGTH = 4000
NOTE_LENGTH = 1000
THANKS_LENGTH = 500
MOST = Decimal(10) ** 15
KINDS = {"good": Kind.OUTCOME_GOOD, "unfit": Kind.OUTCOME_UNFIT, "broken": Kind.OUTCOME_BROKEN}


@dataclass(frozen=True)
class Letters:
    """How the holder introduces the two: what each of them reads, a subject and plain text."""

    subject_contact: str
    to_contact: str
    subject_asker: str
    to_asker: str


@dataclass(frozen=True)
class Told:
    """What somebody tells. `came`: '' or one of CAME; `amount` with its currency only for business; `note` is the
    teller's own, `thanks` the other's to read. `counted`: it may be, without the teller's name."""

    verdict: str
    came: str = ""
    amount: Decimal | None = None
    currency: str = ""
    note: str = ""
    thanks: str = ""
    counted: bool = False


@verb("hand_over")
def hand_over(
    act: Act, request: UUID, letters: Letters, by_mail: bool, address: str, chance: int | None = None
) -> Done:
    """Hands a key over, if my yes and the contact's still stand; now, not before, it opens to whoever asked.

    The introduction goes to both by mail, or is kept for me to send myself. `chance`: how likely I think it that this
    goes well, in per cent; None where I do not say (actions/instinct.py).
    """
    texts = (letters.subject_contact, letters.to_contact, letters.subject_asker, letters.to_asker)
    if not all(text.strip() for text in texts):
        raise Refused("introduction_missing")
    if max(map(len, texts)) > LETTER_LENGTH:
        raise Refused("too_long", most=LETTER_LENGTH)
    row = Received.objects.filter(id=request).first()
    if row is None:
        raise Refused("gone")
    times = windows(act.now)
    with connection.cursor() as cursor:
        cursor.execute(
            "select clerk.hand_over(%s, %s, %s, %s, %s)",
            [request, act.now + OPEN_FOR, times.first, times.again_from, times.again],
        )
        (made,) = cursor.fetchone()
    if made is None:
        raise _why_not(Received.objects.get(id=request))  # as it is now: it may have been withdrawn meanwhile
    sealed = seal({"letters": list(texts)}, Place("introduction", made, "sealed", act.member))
    Introduction.objects.create(
        handover=made, holder=act.member, by_mail=by_mail, sealed=sealed.sealed, wrapped_key=sealed.wrapped_key
    )
    if chance is not None:
        instinct.remember(act, Of.HANDOVER, request, row.asker_id, row.key, chance)
    if by_mail:
        _introduce(act, row, letters, address)
    notices.notify(act.now, "handed", row.asker_id, made, address)
    return Done(made, {"request": str(request)})


@verb("tell")
def tell(act: Act, handover: UUID, told: Told, today: date, address: str) -> Done:
    """Tells how a handover went, or half a year later what became of it, blind to what the others tell; it moves my
    own tie with the other at once."""
    _check(told)
    row = Handover.objects.filter(id=handover).first()
    if row is None:
        raise Refused("gone")
    times = Windows(row.tell_until, row.again_from, row.again_until)
    round = times.round(act.now)
    if round is None:
        raise Refused("telling_over" if act.now >= row.again_until else "telling_later", day=row.again_from)
    if Outcome.objects.filter(handover=handover, round=round, teller_id=act.member).exists():
        raise Refused("told_already")
    other = row.asker_id if row.holder_id == act.member else row.holder_id
    Outcome.objects.create(
        handover=handover,
        round=round,
        teller_id=act.member,
        other_id=other,
        verdict=told.verdict,
        came=told.came,
        amount=told.amount,
        currency=told.currency,
        thanks=told.thanks.strip(),
        tell_until=times.until(round),
        told_at=act.now,
    )
    if told.counted:
        repute.allow(act, handover, round)
    moved = note_outcome(act, other, KINDS[told.verdict], today, handover, told.note.strip())
    through = note_mediators(act, KINDS[told.verdict], today, handover, UUID(str(moved["evidence"])))
    notices.notify(act.now, "told", other, handover, address)  # reaches them if they have told as well
    return Done(handover, {"verdict": told.verdict, "round": round, "other": str(other), **moved} | _through(through))


def _through(mediators: list[UUID]) -> dict[str, object]:
    return {"mediators": [str(one) for one in mediators]} if mediators else {}


def _check(told: Told) -> None:
    if told.verdict not in KINDS:
        raise Refused("verdict")
    if told.came and told.came not in CAME:
        raise Refused("came")
    if told.amount is None:
        if told.currency:
            raise Refused("amount")
    elif told.came != "business" or told.currency not in CURRENCIES or not 0 < told.amount < MOST:
        raise Refused("amount")
    if len(told.note) > NOTE_LENGTH:
        raise Refused("too_long", most=NOTE_LENGTH)
    if len(told.thanks) > THANKS_LENGTH:
        raise Refused("too_long", most=THANKS_LENGTH)


def _why_not(row: Received) -> Refused:
    """What stands in the way of handing over."""
    if Handover.objects.filter(request=row.id).exists():
        return Refused("handed_already", request=row.id)
    if row.withdrawn_at is not None:
        return Refused("request_withdrawn")
    decided = Decision.objects.filter(request=row.id).order_by("-decided_at", "answer").first()
    if decided is None or decided.answer != "yes":
        return Refused("not_decided")
    consents = Consent.objects.filter(request=row.id).values("id")
    said = ConsentAnswer.objects.filter(consent__in=consents).order_by("-answered_at", "id").first()
    return Refused("gone" if said is not None and said.answer == "yes" else "contact_not_agreed")


def _introduce(act: Act, row: Received, letters: Letters, address: str) -> None:
    """A letter to each. An answer goes to the other of the two, as far as they gave an address."""
    contact = contact_address(OwnFace.objects.filter(key=row.key, kind="contact").first())
    account = Account.objects.filter(id=row.asker_id).first()
    reach = card_of(row.id, row.asker_id).email
    spoken = _spoken(row)
    if contact:
        mail.post(composed(contact, letters.subject_contact, letters.to_contact, spoken, reach), act.now)
    to, link = account.email if account else "", address + reverse("exchanges")
    mail.post(composed(to, letters.subject_asker, letters.to_asker, row.language, contact, link), act.now)


def _spoken(row: Received) -> str:
    """The language in which the contact last read the question."""
    asked = Consent.objects.filter(request=row.id).first()
    if asked is None:
        return row.language
    said = ConsentAnswer.objects.filter(consent=asked.id).order_by("-answered_at", "id").first()
    return said.language if said is not None else asked.language
