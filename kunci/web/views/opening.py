"""Who may read one face of a key: those who are ticked, some of them until a day.

There may be more partners than a page holds, so the form says whom it is about and leaves everybody else as they are.
What was ticked, unticked or dated before a search travels along hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import instinct
from kunci.actions import keyring as actions
from kunci.actions.verb import Refused
from kunci.core.gates import FaceKind
from kunci.reveal import keyring as seen
from kunci.reveal import partners
from kunci.reveal.audience import Sight
from kunci.reveal.keyring import OwnFaceView, OwnKey, WholeKey
from kunci.reveal.partners import Partner
from kunci.reveal.people import Person
from kunci.web import words
from kunci.web.forms import LastDayForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, complain, found, said_chance, say, show

LISTED = 40  # on one page; whoever is not on it is found by name
PROPOSED = timedelta(days=90)


@dataclass(frozen=True)
class Candidate:
    """Somebody a face could be opened to. `day`: the last one, as typed; `had`: as it was; `reads`: sees it already."""

    id: UUID
    name: str
    rung: int
    ticked: bool
    reads: bool
    had: str
    day: str
    wrong: str


@dataclass(frozen=True)
class Draft:
    """What the form says so far. `about`: everybody it says something of; `days`: changed ones of who reads it already;
    `reads`: who did when the form was made."""

    ticked: frozenset[UUID]
    about: frozenset[UUID]
    reads: frozenset[UUID] = frozenset()
    days: dict[UUID, str] = field(default_factory=dict)
    everybody: bool = False
    q: str = ""


@dataclass(frozen=True)
class Situation:
    """One face of mine, whom it could be opened to, by name, and who reads it: by their rung, or handed over."""

    key: OwnKey
    face: OwnFaceView
    could: tuple[Partner, ...]
    reads: dict[UUID, Sight]
    handed: tuple[tuple[Person, Sight], ...]


@page("GET", "POST", case="own_key")
def key_open(request: KunciRequest, id: UUID) -> HttpResponse:
    """Who may read one face, and until when."""
    if request.method != "POST":
        return _page(request, id, request.GET.get("face", ""))
    kind, draft = request.POST.get("face", ""), _draft(request)
    shared = LastDayForm(request.POST, today=request.today)
    rows = {one: LastDayForm({"last_day": day}, today=request.today) for one, day in draft.days.items()}
    if "search" in request.POST or not all(form.is_valid() for form in (shared, *rows.values())):
        wrong = {} if "search" in request.POST else {one: " ".join(form.wrong()) for one, form in rows.items()}
        with reading(request):
            return _page(request, id, kind, draft, shared, wrong)
    ends = {one: form.end() for one, form in rows.items() if one in draft.ticked}
    ends |= dict.fromkeys(sorted(draft.ticked - draft.reads), shared.end())
    if draft.everybody:
        draft, ends = _with_everybody(request, id, kind, draft, ends, shared.end())
    try:
        chance = said_chance(request)
        actions.open_key(act(request), id, _kind(kind), sorted(draft.ticked), ends, sorted(draft.about))
        if chance is not None and draft.ticked - draft.reads:
            instinct.say_of_keys(act(request), [id], sorted(draft.ticked - draft.reads), chance)
        say(request, _("Disimpan. Yang tidak dicentang tidak melihatnya."))
    except Refused as refused:
        complain(request, refused)
    return redirect("key", id)


def _draft(request: KunciRequest) -> Draft:
    said = request.POST
    ticked = frozenset(chosen_ids(request, "partner"))
    about = ticked | set(chosen_ids(request, "shown"))
    days = {one: said.get(f"last-{one}", "") for one in sorted(about) if f"last-{one}" in said}
    changed = {one: day for one, day in days.items() if one in ticked and day != said.get(f"had-{one}", "")}
    return Draft(ticked, about, frozenset(days), changed, "everybody" in said, said.get("q", "")[:100])


def _with_everybody(
    request: KunciRequest, id: UUID, kind: str, draft: Draft, ends: dict[UUID, datetime | None], end: datetime | None
) -> tuple[Draft, dict[UUID, datetime | None]]:
    """Ticked is everybody it could be opened to, but for those whom the same form closes it to."""
    with reading(request):
        at = _situation(request, id, kind)
    closed = (draft.about - draft.ticked) & at.reads.keys()
    more = {one.id for one in at.could} - closed - draft.ticked
    ends = {**ends, **dict.fromkeys(sorted(more - at.reads.keys()), end)}
    return Draft(draft.ticked | more, draft.about | more), ends


def _page(
    request: KunciRequest,
    id: UUID,
    kind: str,
    draft: Draft | None = None,
    form: LastDayForm | None = None,
    wrong: dict[UUID, str] | None = None,
) -> HttpResponse:
    at = _situation(request, id, kind)
    if not at.key.is_key:
        return redirect("key", id)
    many = len(at.could) > LISTED
    if draft is None:
        # On a rung, opening is meant for all who stand there; but nobody is ticked whom the page does not show.
        anew = at.face.rung and not at.reads and not at.handed and not many
        usual = [one.id for one in at.could] if anew else at.reads
        draft = Draft(frozenset(usual), frozenset())
        proposed = (request.today + PROPOSED).isoformat() if not at.face.rung else ""
        form = LastDayForm(initial={"last_day": proposed}, today=request.today)
    everybody = [_candidate(one, at.reads.get(one.id), draft, (wrong or {}).get(one.id, "")) for one in at.could]
    asked = draft.q.casefold().split()
    matching = [one for one in everybody if all(word in one.name.casefold() for word in asked)]
    shown = sorted(matching, key=lambda one: (not one.wrong, not one.ticked))[:LISTED]
    hidden = [one for one in everybody if one not in shown]
    context = {
        "key": at.key,
        "face": at.face,
        "people": shown,
        "carried": [one for one in hidden if one.ticked != one.reads or one.day != one.had],
        "kept": sum(one.ticked for one in hidden),
        "more": sum(not one.ticked for one in hidden),
        "handed": [(person, words.sight(sight)) for person, sight in at.handed],
        "all": len(at.could),
        "anybody_new": len(at.could) > len(at.reads),
        "many": many,
        "everybody": draft.everybody,
        "q": draft.q,
        "form": form,
        "wrong": any(one.wrong for one in everybody),
    }
    return show(request, "key_open", context)


def _candidate(one: Partner, sight: Sight | None, draft: Draft, wrong: str) -> Candidate:
    had = words.last_day(sight.end).isoformat() if sight is not None and sight.end is not None else ""
    said = one.id in draft.ticked or (one.id not in draft.about and sight is not None)
    return Candidate(one.id, one.name, one.rung, said, sight is not None, had, draft.days.get(one.id, had), wrong)


def _situation(request: KunciRequest, id: UUID, kind: str) -> Situation:
    """To be called inside the page's transaction; a page that says nothing is there for what is not mine."""
    whole: WholeKey = found(seen.whole_key(request.viewer, request.now, id))
    mine, by_person = whole.key, whole.readers
    if not mine.is_key:
        return Situation(mine, mine.faces[0], (), {}, ())
    face = next((one for one in mine.faces if one.kind is _kind(kind)), mine.faces[0])
    readers = [(reader.person, sight) for reader in by_person for sight in reader.sights if sight.kind is face.kind]
    handed = {person.id for person, sight in readers if not sight.rung}
    before = _before(mine.faces, face.kind)
    could = tuple(
        one
        for one in partners.partners(request.viewer, request.now)
        if one.rung >= (face.rung or 1) and (before is None or one.id in before) and one.id not in handed
    )
    reads = {person.id: sight for person, sight in readers if sight.rung}
    given = tuple(one for one in readers if one[0].id in handed)
    return Situation(mine, face, could, {one.id: reads[one.id] for one in could if one.id in reads}, given)


def _before(faces: Iterable[OwnFaceView], kind: FaceKind) -> set[UUID] | None:
    """Who reads the face before this one: only they can be given it. None for the hint."""
    order = list(FaceKind)
    if kind is FaceKind.HINT:
        return None
    earlier = next(one for one in faces if one.kind is order[order.index(kind) - 1])
    return {person.id for person in earlier.readers}


def _kind(said: str) -> FaceKind:
    return FaceKind(said) if said in set(FaceKind) else FaceKind.HINT
