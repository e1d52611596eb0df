"""A request for a key of mine, where I decide: what my evidence carries, what its contact said, who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from kunci.core.reasons import Reason, Shortfall, explain, shortfall
from kunci.core.rungs import Rung
from kunci.core.standing import Standing, standing_of
from kunci.models import links, values
from kunci.models.models import Consent, ConsentAnswer, Handover, OwnFace, Received, TurnedAway
from kunci.models.models import Pass as PassRow
from kunci.models.viewer import Principal, looking, member
from kunci.reveal.cards import Card, card_of
from kunci.reveal.companions import Companion, companion_of, with_companion
from kunci.reveal.exchanges import ReceivedRow, received_rows, with_answers
from kunci.reveal.mediations import Mediator, evidence_on, mediator_of, with_mediator
from kunci.reveal.people import Person, people
from kunci.reveal.sealed import Details, of_face


@dataclass(frozen=True)
class ConsentState:
    """The contact's consent, as far as they let me know. `link`: its word; `language`: in which they last read it."""

    answer: str
    link: str
    language: str
    by_mail: bool
    expires_at: datetime
    over: bool


@dataclass(frozen=True)
class Decide:
    """All that a holder sees before deciding, and afterwards."""

    ask: ReceivedRow
    asker: Person
    asker_language: str
    card: Card
    key: UUID
    hint_line: str
    name: str
    organisation: str
    rung: int
    standing: Standing
    reasons: tuple[Reason, ...]
    short: tuple[Shortfall, ...]
    consent: ConsentState | None
    contact: Details
    turned_away: bool
    mediator: Mediator | None = None
    companion: Companion | None = None

    @property
    def can_hand_over(self) -> bool:
        """My yes and the contact's both stand, and nothing has been handed over."""
        agreed = self.consent is not None and self.consent.answer == "yes"
        return agreed and self.ask.answered == "yes" and self.ask.handover is None and not self.ask.withdrawn


def decide(viewer: UUID, now: datetime, id: UUID) -> Decide | None:
    """A request for a key of mine, with what my evidence on the asker carries."""
    with looking(member(viewer), now):
        away = TurnedAway.objects.filter(asker=OuterRef("asker"), key=OuterRef("key"))
        over = Handover.objects.filter(request=OuterRef("id"))
        rows = with_answers(Received.objects.filter(id=id))
        rows = rows.annotate(away=Exists(away), handed=Subquery(over.values("id")[:1]))
        row = with_mediator(rows).first()
        if row is None:
            return None
        known = people(viewer, now, [row.asker_id, getattr(row, "through", None) or row.asker_id])
        noted = evidence_on(viewer, known)
        evidence = [values.as_evidence(one) for one in noted[row.asker_id]]
        standing = standing_of(evidence, now)
        held = with_companion(PassRow.objects.filter(viewer_id=row.asker_id)).first()
        faces = {face.kind: face for face in OwnFace.objects.filter(key=row.key)}
        name, contact = faces.get("name"), faces.get("contact")
        return Decide(
            ask=received_rows([row], {id: row.handed} if row.handed else {}, known, now)[0],
            asker=known[row.asker_id],
            asker_language=row.language,
            card=card_of(row.id, row.asker_id),
            key=row.key,
            hint_line=faces["hint"].line if "hint" in faces else row.shown_hint,
            name=name.name if name else "",
            organisation=name.organisation if name else "",
            rung=int(values.as_pass(held).rung(now)) if held else 0,
            standing=standing,
            reasons=explain(evidence, now),
            short=shortfall(standing, Rung.UNHESITATING),
            consent=_consent(id, now),
            contact=of_face(contact),
            turned_away=row.away,
            mediator=mediator_of(row, known, noted, now),
            companion=companion_of(held, viewer),
        )


def _consent(request: UUID, now: datetime) -> ConsentState | None:
    last = ConsentAnswer.objects.filter(consent=OuterRef("id")).order_by("-answered_at", "id")
    rows = Consent.objects.filter(request=request)
    row = rows.annotate(said=Subquery(last.values("answer")[:1]), spoken=Subquery(last.values("language")[:1])).first()
    if row is None:
        return None
    return ConsentState(
        answer=row.said or "",
        link=links.word(Principal("c", row.id)),
        language=row.spoken or row.language,
        by_mail=row.by_mail,
        expires_at=row.expires_at,
        over=row.expires_at <= now,
    )
