"""Ask for a key, take the ask back, decide on one. What the contact answers is in consents.py, the rest in
handovers.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import ProgrammingError
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from kunci.actions import cards, limits, mail, notices
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.addressbook import first_usable
from kunci.core.exchange import ASK_LASTS, CONSENT_LASTS, DECISIONS, PAUSE
from kunci.models import links
from kunci.models.models import (
    Account,
    Asked,
    Consent,
    ConsentAnswer,
    Decision,
    Face,
    Handover,
    Member,
    OfferedMe,
    OwnFace,
    Received,
    TurnedAway,
)
from kunci.models.sealing import Place, Sealed, unseal
from kunci.models.viewer import Principal

SENTENCE_LENGTH = 500
RULE = "42501"  # what PostgreSQL says where a row rule forbids
WHY_LENGTH = 1000
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Words:
    """What somebody writes to ask for a key. `card`: with their own card; `offer`: that it answers."""

    sentence: str
    why: str = ""
    by_when: date | None = None
    card: bool = False
    offer: UUID | None = None

    def check(self, today: date | None) -> None:
        """Refuses words that no ask may have; without `today`, the asker's own date, no day is checked."""
        check_sentence(self.sentence)
        if len(self.why) > WHY_LENGTH:
            raise Refused("too_long", most=WHY_LENGTH)
        if self.by_when is not None and today is not None and not today <= self.by_when <= today + FURTHEST:
            raise Refused("by_when")


@verb("ask")
def ask(
    act: Act,
    key: UUID,
    sentence: str,
    address: str,
    *,
    why: str = "",
    by_when: date | None = None,
    card: bool = False,
    offer: UUID | None = None,
    today: date | None = None,
) -> Done:
    """Asks for a key that was revealed to me. `address` is where this installation is found, for the notice."""
    return Done(place(act, key, Words(sentence, why, by_when, card, offer), address, today))


def place(act: Act, key: UUID, words: Words, address: str, today: date | None) -> UUID:
    """The ask that comes of these words. Part of a verb.

    The request keeps what I saw, and its page stays so. One ask for one key at a time; one that comes inside the pause
    after the last, or after a never, goes nowhere and looks like any other.
    """
    words.check(today)
    faces = {face.kind: face for face in Face.objects.filter(key=key).exclude(holder_id=act.member)}
    hint = faces.get("hint")
    if hint is None:
        raise Refused("gone")
    earlier = Asked.objects.filter(key=key, expires_at__gt=act.now, withdrawn_at=None).order_by("-asked_at").first()
    if earlier is not None:
        raise Refused("asked_already", request=earlier.id)
    offer = words.offer
    if offer is not None and not OfferedMe.objects.filter(id=offer, key=key, expires_at__gt=act.now).exists():
        raise Refused("gone")
    limits.enough(act, Asked, "asked_at", limits.ASKS, "asks_enough")
    try:
        made = Asked.objects.create(
            key=key,
            holder_id=hint.holder_id,
            asker_id=act.member,
            sentence=words.sentence.strip(),
            why=words.why.strip(),
            by_when=words.by_when,
            language=Account.objects.get(id=act.member).language,
            offer=offer,
            shown_hint=hint.line,
            shown_name=faces["name"].name if "name" in faces else "",
            asked_at=act.now,
            expires_at=act.now + ASK_LASTS,
            pause_until=act.now + ASK_LASTS + PAUSE,
        )
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused  # the rule looks once more: the door was closed since it was seen
    if words.card:
        cards.attach(act, made.id)
    notices.notify(act.now, "asked", hint.holder_id, made.id, address)
    return made.id


@verb("ask.withdraw")
def withdraw(act: Act, request: UUID) -> Done:
    """Takes an ask back, until it is handed over or over. It frees no other before its time."""
    row = Asked.objects.filter(id=request).first()
    if row is None:
        raise Refused("gone")
    if row.withdrawn_at is not None:
        return Done(request)
    if row.expires_at <= act.now:
        raise Refused("request_over")
    # Whoever hands over has this row until they are done: of the two one comes first.
    if not Asked.objects.filter(id=request).update(withdrawn_at=act.now):
        raise Refused("handed_already", request=request)
    return Done(request)


@verb("decide")
def decide(act: Act, request: UUID, answer: str, language: str, address: str, *, by_mail: bool = True) -> Done:
    """Yes, not now or never, to be changed until the handover. A yes makes the contact's link, and mails it where it
    can if `by_mail`. After a never, no ask of this asker for this key arrives, until the holder thinks better of it.

    Nothing of it reaches the asker.
    """
    if answer not in DECISIONS:
        raise Refused("answer")
    row = Received.objects.filter(id=request).first()
    if row is None:
        raise Refused("gone")
    if Handover.objects.filter(request=request).exists():
        raise Refused("handed_already", request=request)
    away = TurnedAway.objects.filter(holder=act.member, asker=row.asker_id, key=row.key)
    if answer == "yes" and row.withdrawn_at is not None:
        raise Refused("request_withdrawn")
    # When it is over, only what concerns later asks can still be said.
    if row.expires_at <= act.now and answer != "never" and not (answer == "not_now" and away.exists()):
        raise Refused("request_over")
    if answer == "yes" and not OwnFace.objects.filter(key=row.key).exists():
        raise Refused("gone")
    if answer == "yes" and _said_never(row.key):
        raise Refused("never_again")
    if answer == "never" and not away.exists():
        TurnedAway.objects.create(holder=act.member, asker=row.asker_id, key=row.key, since=act.now)
    if answer != "never":
        away.delete()
    Decision.objects.create(request=request, holder_id=act.member, answer=answer, decided_at=act.now)
    if answer == "yes" and not Consent.objects.filter(request=request).exists():
        limits.enough(act, Consent, "created_at", limits.CONSENTS, "consents_enough")
        made = Consent.objects.create(
            request=request,
            holder_id=act.member,
            language=language,
            by_mail=by_mail,
            created_at=act.now,
            expires_at=act.now + CONSENT_LASTS,
        )
        if by_mail:
            mail_contact(act, row, made, address)
    return Done(request, {"answer": answer})


def check_sentence(sentence: str) -> None:
    """Refuses an empty sentence, and one too long."""
    if not sentence.strip():
        raise Refused("sentence_missing")
    if len(sentence) > SENTENCE_LENGTH:
        raise Refused("too_long", most=SENTENCE_LENGTH)


def consent_path(consent: UUID) -> str:
    """Where the contact goes."""
    return reverse("consent", args=[links.word(Principal("c", consent))])


def contact_address(face: OwnFace | None) -> str:
    """The first address of the contact behind a key of mine that mail can go to; '' for none."""
    if face is None or face.sealed is None or face.wrapped_key is None:
        return ""
    place = Place("face", face.id, "sealed", face.holder_id)
    emails = unseal(Sealed(bytes(face.sealed), bytes(face.wrapped_key)), place).get("emails")
    return first_usable(str(one["value"]) for one in emails) if isinstance(emails, list) else ""


def _said_never(key: UUID) -> bool:
    """Whether the contact behind a key of mine asked not to be asked again, and has not thought better of it since."""
    requests = Received.objects.filter(key=key).values("id")
    last = ConsentAnswer.objects.filter(consent=OuterRef("id")).order_by("-answered_at", "id").values("answer")
    asked = Consent.objects.filter(request__in=requests).annotate(said=Subquery(last[:1]))
    return asked.filter(said="never").exists()


def mail_contact(act: Act, request: Received, consent: Consent, address: str) -> None:
    """Asks the contact by mail, where it can. Part of another verb."""
    to = contact_address(OwnFace.objects.filter(key=request.key, kind="contact").first())
    if not to:
        return
    people = {member.id: member for member in Member.objects.filter(id__in=[act.member, request.asker_id])}
    mail.post(
        mail.write(
            "consent",
            to,
            consent.language,
            holder=people[act.member].name,
            asker=people[request.asker_id].name,
            sentence=request.sentence,
            link=address + consent_path(consent.id),
        ),
        act.now,
    )
