"""What I told partners about others, and what they told me. Whether my word counts with them is nowhere in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kunci.core.evidence import WORDS
from kunci.core.vouching import Weight, weigh
from kunci.models import values
from kunci.models.models import Evidence, Heard, Tie, Vouch, VouchLeft
from kunci.models.viewer import looking, member
from kunci.reveal.people import Person, called, name_of, people, person

MOST = 30  # on one page; a search finds the others
WAITS = timedelta(days=30)  # among what waits; afterwards on the page of whom it is about


@dataclass(frozen=True)
class Said:
    """A word of mine that holds: about whom, and to whom."""

    id: UUID
    kind: str
    about: Person
    hearer: Person
    sentence: str
    given_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class HeardRow:
    """A partner's word to me. `about_id`: None where I do not know of that person, who then is called what the speaker
    calls them. `counted`: the evidence of mine that it is, with the `weight` it had that day."""

    id: UUID
    kind: str
    speaker: Person
    about: str
    about_id: UUID | None
    sentence: str
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    over: bool
    counted: UUID | None
    weight: float | None
    left: bool

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None and not self.over


@dataclass(frozen=True)
class Word:
    """One of them whole. `weighs`: what it would weigh, were it counted now; None where it could not be."""

    heard: HeardRow
    weighs: Weight | None


@dataclass(frozen=True)
class Listener:
    """A partner of mine; `said`: a word of mine to them about this person holds."""

    person: Person
    rung: int
    said: bool


@dataclass(frozen=True)
class Telling:
    """Whom I could tell what I think of somebody: my partners, whoever stands highest first, and nothing of theirs."""

    about: Person
    listeners: tuple[Listener, ...]
    more: bool


def said(viewer: UUID, now: datetime, about: UUID | None = None) -> tuple[Said, ...]:
    """My words that hold, the newest first; with `about`, of one person."""
    with looking(member(viewer), now):
        rows = Vouch.objects.filter(withdrawn_at=None, expires_at__gt=now).order_by("-given_at", "id")
        if about is not None:
            rows = rows.filter(about_id=about)
        return tuple(
            Said(
                row.id,
                row.kind,
                person(row.about),
                person(row.hearer),
                row.sentence,
                row.given_at,
                row.expires_at,
            )
            for row in rows.select_related("about", "hearer")
        )


def about(viewer: UUID, now: datetime, id: UUID) -> tuple[HeardRow, ...]:
    """What I was told about somebody: what holds, and what I count though it does not any more."""
    with looking(member(viewer), now):
        rows = [heard_row(row, now) for row in _heard(viewer, Heard.objects.filter(about_id=id))]
        return tuple(row for row in rows if row.holds or row.counted)


def waiting(viewer: UUID, now: datetime) -> tuple[HeardRow, ...]:
    """What I was told of late and have neither counted nor left, the oldest first. To be called inside `looking`."""
    rows = Heard.objects.filter(withdrawn_at=None, expires_at__gt=now, given_at__gt=now - WAITS)
    found = [heard_row(row, now) for row in _heard(viewer, rows)]
    return tuple(row for row in reversed(found) if not row.left and row.counted is None)


def word(viewer: UUID, now: datetime, id: UUID) -> Word | None:
    """A partner's word to me."""
    with looking(member(viewer), now):
        row = _heard(viewer, Heard.objects.filter(id=id)).first()
        if row is None:
            return None
        shown = heard_row(row, now)
        if not shown.holds or shown.counted is not None or shown.about_id is None:
            return Word(shown, None)
        tie = Tie.objects.filter(partner_id=row.speaker_id).first()
        evidence = Evidence.objects.filter(tie=tie, member_id=viewer)
        return Word(shown, weigh([values.as_evidence(one) for one in evidence], now))


def telling(viewer: UUID, now: datetime, id: UUID, q: str = "") -> Telling | None:
    """The form to tell somebody about this person; None where I know of no such person, or no longer."""
    with looking(member(viewer), now):
        ids = list(Tie.objects.values_list("partner_id", flat=True))
        known = {one.id: one for one in people(viewer, now, ids).values() if not one.former}
        whom = known.pop(id, None)
        if whom is None:
            return None
        told = Vouch.objects.filter(about_id=id, withdrawn_at=None, expires_at__gt=now)
        said = set(told.values_list("hearer_id", flat=True))
        passes = {UUID(one.viewer): int(one.rung(now)) for one in values.live_passes(now)}
        wanted = [one for one in known.values() if q.strip().casefold() in one.name.casefold()]
        wanted.sort(key=lambda one: (-passes.get(one.id, 0), one.name.casefold(), one.id))
        shown = tuple(Listener(one, passes.get(one.id, 0), one.id in said) for one in wanted[:MOST])
        return Telling(whom, shown, len(wanted) > MOST)


def heard_row(row: Heard, now: datetime) -> HeardRow:
    known: str | None = getattr(row, "known", None)
    return HeardRow(
        id=row.id,
        kind=row.kind,
        speaker=person(row.speaker),
        about=called(row.about_name, known),
        about_id=None if known is None else row.about_id,
        sentence=row.sentence,
        given_at=row.given_at,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        over=row.expires_at <= now,
        counted=getattr(row, "counted", None),
        weight=getattr(row, "weighed", None),
        left=getattr(row, "left", False),
    )


def _heard(viewer: UUID, rows: QuerySet[Heard]) -> QuerySet[Heard]:
    """The newest first; each with what I did with it, and the name of whom it is about, if I know them."""
    later = Evidence.objects.filter(member_id=viewer, voids=OuterRef("id"))
    counted = Evidence.objects.filter(~Exists(later), member_id=viewer, vouch=OuterRef("id"), kind__in=WORDS)
    return (
        rows.select_related("speaker")
        .order_by("-given_at", "id")
        .annotate(
            known=name_of("about_id"),
            counted=Subquery(counted.values("id")[:1]),
            weighed=Subquery(counted.values("weight")[:1]),
            left=Exists(VouchLeft.objects.filter(vouch=OuterRef("id"))),
        )
    )
