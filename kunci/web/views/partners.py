"""Partners: the people I know of, one relation whole, and how far I let somebody come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunci.actions import instinct, invitations, ties
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind, Often
from kunci.core.nextsteps import next_steps
from kunci.core.rungs import LADDER, Rung
from kunci.core.together import flow, together
from kunci.reveal import character, doors, rhythm, vouching
from kunci.reveal import partners as seen
from kunci.reveal.keyring import openable
from kunci.reveal.partners import EvidenceView, Handed, Instead, Relation, RestsOn
from kunci.web import carrying_words, picture, words
from kunci.web.forms import EvidenceForm, GrantForm, InviteForm, PriorForm
from kunci.web.labels import KINDS, STORY, WENT
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import (
    absolute,
    chosen_ids,
    complain,
    found,
    gone_or_complain,
    offer_undo,
    percent,
    refuse,
    said_chance,
    say,
    show,
    words_failed,
)


@dataclass(frozen=True)
class EvidenceRow:
    id: UUID
    kind: str
    words: str
    on: date
    note: str
    taken_back: bool
    can_take_back: bool
    can_correct: bool
    can_ask: bool
    asked_until: datetime | None
    confirmed_at: datetime | None
    corrects: bool
    instead: str
    instead_on: date | None
    instead_note: str
    word_of: str
    weight: int | None
    rests_on: str
    rests_about: str
    rests_id: UUID | None


@dataclass(frozen=True)
class Went:
    """A key that was handed over, as a line of the story."""

    handover: UUID
    on: date
    mine: bool


@dataclass(frozen=True)
class Why:
    """A reason as a sentence, with the notes it rests on, oldest first."""

    part: str
    sentence: str
    notes: tuple[EvidenceRow, ...]


@page("GET", case="own")
def partners(request: KunciRequest) -> HttpResponse:
    rows = seen.partners(request.viewer, request.now)
    invites = seen.invitations(request.viewer, request.now)
    return show(request, "partners", {"partners": rows, "invites": invites})


@page("GET", case="partner")
def partner(request: KunciRequest, id: UUID) -> HttpResponse:
    return _relation(request, id, None, None)


@page("GET", "POST", case="partner")
def evidence_add(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("partner", id)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            kind = Kind(said["kind"]) if said["kind"] in set(Kind) else Kind.WITHDRAWAL
            done = ties.add_evidence(act(request), id, kind, said["date"], request.today, said["note"])
            _noted(request, id, str(done.detail["evidence"]))
            words_failed(request, done.detail)
            return redirect("partner", id)
        except Refused as refused:
            refuse(form, refused, "date" if refused.code.startswith("date") else None)
    with reading(request):
        return _relation(request, id, form, None)


@page("GET", "POST", case="partner")
def evidence_prior(request: KunciRequest, id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("partner", id)
    form = PriorForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            often = Often(said["often"])
            done = ties.add_prior(act(request), id, said["since"], often, request.today, said["note"])
            _noted(request, id, str(done.detail["evidence"]))
            return redirect("partner", id)
        except Refused as refused:
            refuse(form, refused, "since" if refused.code.startswith("date") else None)
    with reading(request):
        return _relation(request, id, None, form)


@page("POST", case="partner")
def evidence_take_back(request: KunciRequest, id: UUID, evidence: UUID) -> HttpResponse:
    try:
        ties.take_back(act(request), id, evidence, request.today)
        say(request, _("Catatan ditarik kembali."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("today") if request.GET.get("back") == "today" else redirect("partner", id)


@page("GET", "POST", case="partner")
def grant(request: KunciRequest, id: UUID) -> HttpResponse:
    """First what a rung would open, then the act; beyond what the evidence carries, with prior acquaintance."""
    rung = _rung(request.POST.get("rung") if request.method == "POST" else request.GET.get("rung"))
    if request.method != "POST":
        return _grant_page(request, id, rung, GrantForm(), None)
    form = GrantForm(request.POST)
    ticked = set(chosen_ids(request, "open"))
    if form.is_valid():
        said = form.cleaned_data
        prior = (said["since"], Often(said["often"])) if said["since"] and said["often"] else None
        try:
            chance = said_chance(request)
            opens = openable(request.viewer, request.now, id, rung) if chance is not None else ()
            ties.grant(act(request), id, rung, ticked, prior, request.today, said["reason"])
            keys = sorted({face.key for face in opens if face.id in ticked})
            if chance is not None and keys:
                instinct.say_of_keys(act(request), keys, [id], chance)
            say(request, _("Disimpan. Yang Anda centang kini terbuka baginya."))
            return redirect("partner", id)
        except Refused as refused:
            refuse(form, refused)
    with reading(request):
        return _grant_page(request, id, rung, form, ticked)


@page("POST", case="partner")
def lower(request: KunciRequest, id: UUID) -> HttpResponse:
    text = request.POST.get("rung", "")
    to = Rung(int(text)) if text in ("0", "1", "2") else Rung.STRANGER
    try:
        ties.lower(act(request), id, to)
        say(request, _("Sudah diturunkan. Ia tidak diberi tahu.") if to else _("Sudah ditutup. Ia tidak diberi tahu."))
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("partner", id)


@page("GET", "POST", case="own")
def invite(request: KunciRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "invite", {"form": InviteForm()})
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            done = invitations.invite(act(request), form.cleaned_data["name"], form.cleaned_data["note"])
            return redirect("invitation", done.subject)
        except Refused as refused:
            refuse(form, refused)
    return show(request, "invite", {"form": form})


@page("GET", case="invitation")
def invitation(request: KunciRequest, id: UUID) -> HttpResponse:
    made = found(seen.invitation(request.viewer, request.now, id))
    return show(request, "invite_made", {"invitation": made, "link": absolute(invitations.path(id))})


@page("POST", case="invitation")
def invite_revoke(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        invitations.revoke(act(request), id)
        say(request, _("Undangan dicabut. Tautannya tidak berlaku lagi."))
    except Refused as refused:
        complain(request, refused)
    return redirect("partners")


def _relation(request: KunciRequest, id: UUID, form: EvidenceForm | None, prior: PriorForm | None) -> HttpResponse:
    relation: Relation = found(seen.relation(request.viewer, request.now, id))
    keys = doors.doors(request.viewer, request.now, holder=id).rows
    standing = relation.standing
    rung = Rung(relation.partner.rung)
    said = vouching.said(request.viewer, request.now, id)
    heard = vouching.about(request.viewer, request.now, id)
    rows = [_row(row) for row in relation.evidence]
    by_id = {str(row.id): row for row in rows}
    show_only = request.GET.get("show", "")
    steps = None if relation.partner.former else next_steps(relation.rows, request.now)
    context = {
        "partner": relation.partner,
        "since": relation.since,
        "rung": int(rung),
        "granted": relation.granted,
        "until": relation.partner.until,
        **_carried(standing.rung, standing.until),
        "reasons": [
            Why(line.part, line.sentence, tuple(by_id[id] for id in line.rows))
            for line in words.reason_lines(relation.reasons)
        ],
        "short": words.short_lines(relation.short),
        "carrying": carrying_words.carrying(steps, request.now) if steps else None,
        "next_rung": int(min(standing.rung + 1, Rung.UNHESITATING)),
        "repute": relation.repute,
        "companion": relation.companion,
        "curve": picture.curve(relation, request.now, {id: row.words for id, row in by_id.items()}),
        "told": _story(rows, relation, show_only),
        "noted": bool(rows or relation.given or relation.had),
        "story": [(name, label) for name, (label, _) in STORY.items()],
        "show_only": show_only if show_only in STORY else "",
        "keys": keys,
        "said": said,
        "best": relation.best,
        "notes": sum(row.counts for row in relation.evidence),
        "exchange": relation.exchange,
        "exchange_until": relation.exchange_until,
        "together": together(relation.rows),
        **_flow(relation),
        "promises": rhythm.promises_with(request.viewer, request.now, id),
        "this_day": request.today,
        "heard": [{"row": row, "weight": percent(row.weight)} for row in heard],
        "can_raise": [int(one) for one in LADDER if one > rung],
        "can_lower": [int(one) for one in LADDER if one < rung],
        "evidence_form": form,
        "prior_form": prior,
        "kinds": [(kind.value, str(label)) for kind, label in KINDS.items() if kind in ties.BY_HAND],
        "today": request.today.isoformat(),
    }
    return show(request, "partner", context)


def _story(rows: list[EvidenceRow], relation: Relation, show_only: str) -> list[EvidenceRow | Went]:
    """All that happened, the latest first; what was handed over stands before what was noted on that day."""
    kinds = STORY[show_only][1] if show_only in STORY else frozenset(Kind)
    told: list[EvidenceRow | Went] = []
    if Kind.OUTCOME_GOOD in kinds:
        told += [Went(one.id, localdate(one.at), mine=True) for one in relation.given]
        told += [Went(one.id, localdate(one.at), mine=False) for one in relation.had]
    told += [row for row in rows if Kind(row.kind) in kinds]
    return sorted(told, key=lambda one: one.on, reverse=True)


def _flow(relation: Relation) -> dict[str, object]:
    """What went each way over the years; the latest is said only where it is not the first."""
    found = flow(relation.rows, _days(relation.given), _days(relation.had))
    latest = found.latest if found.latest != found.first else None
    return {
        "flow": found,
        "first_went": WENT[found.first[1]] if found.first else "",
        "latest_went": WENT[latest[1]] if latest else "",
    }


def _days(handed: tuple[Handed, ...]) -> list[date]:
    return [localdate(one.at) for one in handed]


def _grant_page(request: KunciRequest, id: UUID, rung: Rung, form: GrantForm, ticked: set[UUID] | None) -> HttpResponse:
    relation: Relation = found(seen.relation(request.viewer, request.now, id))
    opens = openable(request.viewer, request.now, id, rung)
    standing = relation.standing
    rows = [
        {
            "id": one.id,
            "kind": one.kind.value,
            "hint_line": one.hint_line,
            "name": one.name,
            "ticked": one.ticked if ticked is None else one.id in ticked,
        }
        for one in opens
    ]
    context = {
        "partner": relation.partner,
        "rung": int(rung),
        "carried_until_rung": standing.until(rung),
        **_carried(standing.rung, standing.until),
        "beyond": rung > standing.rung,
        "reasons": words.reason_lines(relation.reasons),
        "opens": rows,
        "also": character.also_told(request.viewer, request.now, rung),
        "form": form,
        "today": request.today.isoformat(),
    }
    return show(request, "grant", context)


def _carried(rung: Rung, until: Callable[[Rung], datetime | None]) -> dict[str, object]:
    return {"carried": int(rung), "carried_until": until(rung) if rung is not Rung.STRANGER else None}


def _row(row: EvidenceView) -> EvidenceRow:
    return EvidenceRow(
        row.id, row.kind.value, _what(row), row.on, row.note, not row.counts, row.can_take_back, row.can_correct,
        row.can_ask, row.asked_until, row.confirmed_at, row.corrects, *_instead(row.instead),
        row.word_of, percent(row.weight), *_rests(row.rests_on),
    )  # fmt: skip


def _instead(right: Instead | None) -> tuple[str, date | None, str]:
    """What stands for a struck note, its day and its note; empty where it was taken back or still stands."""
    if right is None or right.kind is Kind.WITHDRAWAL:
        return "", None, right.note if right is not None else ""
    return _what(right), None if right.kind is Kind.PRIOR else right.on, ""


def _rests(on: RestsOn | None) -> tuple[str, str, UUID | None]:
    """The note that a failed word rests on, in words, and about whom it is."""
    if on is None:
        return "", "", None
    return f"{KINDS[on.kind]}, {date_format(on.on, 'j F Y')}", on.about, on.about_id


def _what(row: EvidenceView | Instead) -> str:
    """What a piece of evidence was, in words."""
    if row.kind is not Kind.PRIOR or row.since is None:
        return str(KINDS[row.kind])
    return _("Sudah kenal sejak %(year)d") % {"year": row.since.year}


def _noted(request: KunciRequest, id: UUID, evidence: str) -> None:
    offer_undo(request, _("Tercatat."), reverse("evidence_take_back", args=[id, evidence]))


def _rung(text: str | None) -> Rung:
    return Rung(int(text)) if text in ("1", "2", "3") else Rung.KNOWN
