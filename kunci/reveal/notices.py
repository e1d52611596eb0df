"""My notices: what is there for me, said from what I may open now. What I can't open is in no list and no count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value

from kunci.models.models import (
    Asked,
    AsMentor,
    AsNewcomer,
    BroughtMe,
    Draft,
    FirstStep,
    Handover,
    Heard,
    Mediation,
    Notice,
    OfferedMe,
    OneToOne,
    Proposal,
    Received,
    SetExchange,
    ShownDraft,
    StepForMe,
    StepToMe,
    ThanksHad,
)
from kunci.models.viewer import looking, member
from kunci.reveal.pages import Page, cut
from kunci.reveal.people import called, name_of, people


@dataclass(frozen=True)
class NoticeRow:
    """`person`: the other one in it. `holder`: whether the key is mine, or I am the mentor. `word`: of what somebody
    told me about a third, who then stands in `hint_line`: vouch, warning, or withdrawn; of an exchange of sets: shown,
    once they show."""

    id: UUID
    kind: str
    person: str
    hint_line: str
    holder: bool
    at: datetime
    seen: bool
    word: str = ""


@dataclass(frozen=True)
class _Subject:
    other: UUID
    hint_line: str
    holder: bool
    word: str = ""


def notices(viewer: UUID, now: datetime, after: str = "") -> Page[NoticeRow]:
    """Newest first."""
    with looking(member(viewer), now):
        # An exchange of sets is read along with the line itself: one statement less.
        mine = SetExchange.objects.filter(id=OuterRef("subject"))
        lines = Notice.objects.annotate(
            sets_with=Subquery(mine.values("partner_id")[:1]), sets_shown=Subquery(mine.values("shown_at")[:1])
        )
        rows, older = cut(lines, after)
        subjects = _subjects(viewer, {row.subject for row in rows})
        for row in rows:
            if (partner := getattr(row, "sets_with", None)) is not None:
                shown_at = getattr(row, "sets_shown", None)
                subjects[row.subject] = _Subject(partner, "", False, "shown" if shown_at is not None else "")
        known = people(viewer, now, {one.other for one in subjects.values()})
        shown = [(row, subjects[row.subject]) for row in rows if row.subject in subjects]
        return Page(
            [
                NoticeRow(
                    row.id,
                    row.kind,
                    known[one.other].name,
                    one.hint_line,
                    one.holder,
                    row.created_at,
                    row.seen_at is not None,
                    one.word,
                )
                for row, one in shown
                if one.other in known
            ],
            older,
        )


def _subjects(viewer: UUID, ids: set[UUID]) -> dict[UUID, _Subject]:
    """Requests, offers, handovers, thanks, what is mediated and what I was told of others, by id, as I know them."""
    handed = list(Handover.objects.filter(id__in=ids).order_by("id"))
    requests = ids | {row.request for row in handed}
    found = {row.id: _Subject(row.asker_id, row.shown_hint, True) for row in Received.objects.filter(id__in=requests)}
    found |= {row.id: _Subject(row.holder_id, row.shown_hint, False) for row in Asked.objects.filter(id__in=requests)}
    found |= {id: _Subject(who, hint, holder) for id, who, hint, holder in _letters(ids)}
    for word in Heard.objects.filter(id__in=ids).annotate(known=name_of("about_id")):
        about = called(word.about_name, getattr(word, "known", None))
        said = word.kind if word.withdrawn_at is None else "withdrawn"
        found[word.id] = _Subject(word.speaker_id, about, False, said)
    return found | {row.id: found[row.request] for row in handed if row.request in found}


def _letters(ids: set[UUID]) -> QuerySet[Any, tuple[UUID, UUID, str, bool]]:
    """What somebody wrote to me, in one statement: its id, who, what about, and whether the key is
    mine, or I am the mentor."""
    parts = [
        rows.objects.filter(id__in=ids).values_list("id", who, what, Value(mine))
        for rows, who, what, mine in (
            (OfferedMe, "holder", "shown_hint", False),
            (ThanksHad, "author", "text", False),
            (Proposal, "mediator", "shown_hint", True),
            (Mediation, "holder", "shown_hint", False),
            (BroughtMe, "mediator", "shown_hint", False),
            (AsMentor, "newcomer", "words", True),
            (AsNewcomer, "mentor", "words", False),
            (ShownDraft, "newcomer", "sentence", True),
            (Draft, "mentor", "sentence", False),
            (OneToOne, "other", Value("", output_field=TextField()), False),
            (FirstStep, "other", Value("", output_field=TextField()), False),
            (StepToMe, "mediator", Value("", output_field=TextField()), False),
            (StepForMe, "mediator", Value("", output_field=TextField()), False),
        )
    ]
    return parts[0].union(*parts[1:], all=True)
