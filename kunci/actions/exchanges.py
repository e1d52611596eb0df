"""The steps of an exchange: ask, decide, tell. What the contact answers is in consents.py."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from kunci.actions import mail, notices
from kunci.actions.ties import note_outcome
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.addressbook import first_usable
from kunci.core.evidence import Kind
from kunci.models import links
from kunci.models.models import (
    Asked,
    Consent,
    ConsentAnswer,
    Decision,
    Face,
    Handover,
    Member,
    Outcome,
    OwnFace,
    Received,
)
from kunci.models.sealing import Place, Sealed, unseal
from kunci.models.viewer import Principal

ASK_LASTS = timedelta(days=21)
CONSENT_LASTS = timedelta(days=21)
SENTENCE_LENGTH = 500
NOTE_LENGTH = 1000
VERDICTS = {"good": Kind.OUTCOME_GOOD, "unfit": Kind.OUTCOME_UNFIT, "broken": Kind.OUTCOME_BROKEN}


@verb("ask")
def ask(act: Act, key: UUID, sentence: str, address: str) -> Done:
    """Asks for a key that was revealed to me. `address` is where this installation is found, for the notice.

    The request keeps what I saw, and its page stays so. One ask for one key at a time.
    """
    if not sentence.strip():
        raise Refused("sentence_missing")
    if len(sentence) > SENTENCE_LENGTH:
        raise Refused("too_long", most=SENTENCE_LENGTH)
    faces = {face.kind: face for face in Face.objects.filter(key=key).exclude(holder_id=act.member)}
    hint = faces.get("hint")
    if hint is None:
        raise Refused("gone")
    earlier = Asked.objects.filter(key=key, expires_at__gt=act.now).first()
    if earlier is not None:
        raise Refused("asked_already", request=earlier.id)
    made = Asked.objects.create(
        key=key,
        holder_id=hint.holder_id,
        asker_id=act.member,
        sentence=sentence.strip(),
        shown_hint=hint.line,
        shown_name=faces["name"].name if "name" in faces else "",
        asked_at=act.now,
        expires_at=act.now + ASK_LASTS,
    )
    notices.notify(act.now, "asked", hint.holder_id, made.id, address)
    return Done(made.id)


@verb("decide")
def decide(act: Act, request: UUID, answer: str, language: str, address: str) -> Done:
    """Yes or not now, to be changed until the handover. A yes makes the contact's link, and mails it where it can.

    Nothing of it reaches the asker: after a yes only the contact's own yes does.
    """
    if answer not in ("yes", "not_now"):
        raise Refused("answer")
    row = Received.objects.filter(id=request).first()
    if row is None:
        raise Refused("gone")
    if row.expires_at <= act.now:
        raise Refused("request_over")
    if Handover.objects.filter(request=request).exists():
        raise Refused("handed_already", request=request)
    if answer == "yes" and not OwnFace.objects.filter(key=row.key).exists():
        raise Refused("gone")
    if answer == "yes" and _said_never(row.key):
        raise Refused("never_again")
    Decision.objects.create(request=request, holder_id=act.member, answer=answer, decided_at=act.now)
    if answer == "yes" and not Consent.objects.filter(request=request).exists():
        made = Consent.objects.create(
            request=request,
            holder_id=act.member,
            language=language,
            created_at=act.now,
            expires_at=act.now + CONSENT_LASTS,
        )
        _mail_contact(act, row, made, address)
    return Done(request, {"answer": answer})


@verb("tell")
def tell(act: Act, handover: UUID, verdict: str, note: str, today: date) -> Done:
    """Tells how a handover went, blind to what the other tells; it moves my own tie with the other at once."""
    kind = VERDICTS.get(verdict)
    if kind is None:
        raise Refused("verdict")
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", most=NOTE_LENGTH)
    row = Handover.objects.filter(id=handover).first()
    if row is None:
        raise Refused("gone")
    if row.tell_until <= act.now:
        raise Refused("telling_over")
    if Outcome.objects.filter(handover=handover, teller_id=act.member).exists():
        raise Refused("told_already")
    other = row.asker_id if row.holder_id == act.member else row.holder_id
    Outcome.objects.create(
        handover=handover,
        teller_id=act.member,
        other_id=other,
        verdict=verdict,
        tell_until=row.tell_until,
        told_at=act.now,
    )
    moved = note_outcome(act, other, kind, today, handover, note.strip())
    return Done(handover, {"verdict": verdict, "other": str(other), **moved})


def _said_never(key: UUID) -> bool:
    """Whether the contact behind a key of mine asked not to be asked again."""
    requests = Received.objects.filter(key=key).values("id")
    answers = ConsentAnswer.objects.filter(consent__in=Consent.objects.filter(request__in=requests).values("id"))
    return answers.filter(answer="never").exists()


def consent_path(consent: UUID) -> str:
    """Where the contact goes."""
    return reverse("consent", args=[links.word(Principal("c", consent))])


def _mail_contact(act: Act, request: Received, consent: Consent, address: str) -> None:
    face = OwnFace.objects.filter(key=request.key, kind="contact").first()
    if face is None or face.sealed is None or face.wrapped_key is None:
        return
    place = Place("face", face.id, "sealed", face.holder_id)
    details = unseal(Sealed(bytes(face.sealed), bytes(face.wrapped_key)), place)
    emails = details.get("emails")
    to = first_usable(str(one["value"]) for one in emails) if isinstance(emails, list) else ""
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
