"""Mentors and newcomers: asking for it and agreeing, drafts from both sides, letting go and what was learnt."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import mentoring as actions
from kunci.actions.verb import Refused
from kunci.core.exchange import ASK_LASTS
from kunci.core.mentoring import EXPERIENCED, NEWCOMERS, PROPOSAL_LASTS, SHOWN_FOR, Role
from kunci.reveal import mentors as seen
from kunci.reveal.cards import own_card
from kunci.reveal.mentors import Proposing, Whole, WholeDraft
from kunci.web import mentoring_words
from kunci.web.forms import AskForm, FarewellForm, MentorForm, NoteForm
from kunci.web.refusals import refusal
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, gone_or_complain, refuse, say, show
from kunci.web.views.exchanges import door_page


@page("GET", case="own")
def mentors(request: KunciRequest) -> HttpResponse:
    """Who accompanies me, whom I accompany, and drafts."""
    mine = seen.mentors(request.viewer, request.now)
    context = {
        "role": mine.role.value,
        "as_newcomer": [row for row in mine.rows if row.role is Role.NEWCOMER],
        "as_mentor": [row for row in mine.rows if row.role is Role.MENTOR],
        "drafts": mine.drafts,
        "shown": mine.shown,
        "experienced": EXPERIENCED,
        "most": NEWCOMERS,
    }
    return show(request, "mentors", context)


@page("GET", "POST", case="partner")
def mentor_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """Asks somebody to accompany me, or offers it: as what I take part, my own exchanges decide."""
    form = MentorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        role = Role(said["role"])
        try:
            made = actions.propose(act(request), id, role, said["words"], settings.KUNCI_ADDRESS).subject
            say(request, _("Tersampaikan. Diam dan tidak akan tampak sama bagi Anda."))
            return redirect("mentor", made)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        one: Proposing = found(seen.proposing(request.viewer, request.now, id))
        context = {
            "partner": one.partner,
            "role": one.role.value,
            "why": refusal(Refused(one.why)) if one.why else "",
            "open": one.open,
            "form": form,
            "ends_at": request.now + PROPOSAL_LASTS,
            "experienced": EXPERIENCED,
            "shown_days": SHOWN_FOR.days,
        }
        return show(request, "mentor_new", context)


@page("GET", case="mentorship")
def mentor(request: KunciRequest, id: UUID) -> HttpResponse:
    return _mentor(request, id, FarewellForm())


@page("POST", case="mentorship")
def mentor_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Agree to what was proposed to me, or leave it; or take back what I proposed."""
    answer = request.POST.get("answer", "")
    try:
        if answer == "yes":
            actions.agree(act(request), id, settings.KUNCI_ADDRESS)
            say(request, _("Disepakati. Siapa yang berurusan dengan yang didampingi bisa melihat siapa pembimbingnya."))
        elif answer == "leave":
            actions.leave(act(request), id)
            say(request, _("Dibiarkan. Bagi yang mengusulkan, itu tampak sama dengan diam."))
        elif answer == "withdraw":
            actions.withdraw(act(request), id)
            say(request, _("Usulan Anda ditarik kembali."))
        else:
            raise Refused("answer")
    except Refused as refused:
        gone_or_complain(request, refused)
    return redirect("mentor", id)


@page("GET", "POST", case="mentorship")
def mentor_end(request: KunciRequest, id: UUID) -> HttpResponse:
    """Lets go, from either side."""
    if request.method != "POST":
        return redirect("mentor", id)
    form = FarewellForm(request.POST)
    if form.is_valid():
        try:
            actions.end(act(request), id, form.cleaned_data["farewell"], settings.KUNCI_ADDRESS)
            say(request, _("Pendampingan ini berakhir. Yang dipelajari bisa Anda berdua baca di sini."))
            return redirect("mentor", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        return _mentor(request, id, form)


@page("GET", "POST", case="key")
def draft_new(request: KunciRequest, id: UUID) -> HttpResponse:
    """Keeps what was typed on the page of a door as a draft, and shows it to my mentor."""
    if request.method != "POST":
        return redirect("door", id)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            made = actions.write(act(request), id, form.words(), settings.KUNCI_ADDRESS, request.today).subject
            say(request, _("Pembimbing Anda bisa membacanya sekarang. Belum ada yang dikirim kepada pemegangnya."))
            return redirect("draft", made)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused, "by_when" if refused.code == "by_when" else None)
    with reading(request):
        return door_page(request, id, form)


@page("GET", "POST", case="draft")
def draft(request: KunciRequest, id: UUID) -> HttpResponse:
    """A draft of mine: what my mentor said, other words, sending it, throwing it away."""
    if request.method != "POST":
        return _draft(request, id, None)
    do = request.POST.get("do", "")
    form = AskForm(request.POST)
    try:
        if do == "drop":
            actions.drop(act(request), id)
            say(request, _("Rancangan dibuang."))
            return redirect("mentors")
        if form.is_valid() and do == "send":
            asked = actions.send(act(request), id, form.words(), settings.KUNCI_ADDRESS, request.today).subject
            return redirect("request", asked)
        if form.is_valid():
            actions.change(act(request), id, form.words(), settings.KUNCI_ADDRESS, request.today)
            say(request, _("Disimpan."))
            return redirect("draft", id)
    except Refused as refused:
        if form.is_valid():
            refuse(form, refused, "by_when" if refused.code == "by_when" else None)
    with reading(request):
        return _draft(request, id, form)


@page("GET", "POST", case="shown_draft")
def draft_read(request: KunciRequest, id: UUID) -> HttpResponse:
    """A draft of somebody I accompany, and what I say to it."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note(act(request), id, form.cleaned_data["words"], settings.KUNCI_ADDRESS)
            say(request, _("Tersampaikan. Hanya Anda berdua yang membacanya."))
            return redirect("draft_read", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        row, notes = found(seen.shown_draft(request.viewer, request.now, id))
        return show(request, "draft_read", {"draft": row, "notes": notes, "form": form})


def _mentor(request: KunciRequest, id: UUID, form: FarewellForm) -> HttpResponse:
    whole: Whole = found(seen.mentorship(request.viewer, request.now, id))
    row = whole.row
    context = {
        "row": row,
        "role": row.role.value,
        "drafts": whole.drafts,
        "shown": whole.shown,
        "learnt": mentoring_words.learnt_lines(whole.learnt, row.role, row.other.name),
        "learnt_until": whole.learnt_until,
        "let_go": "" if row.let_go is None else "me" if row.let_go == request.viewer else "other",
        "experienced": EXPERIENCED,
        "form": form,
    }
    return show(request, "mentor", context)


def _draft(request: KunciRequest, id: UUID, form: AskForm | None) -> HttpResponse:
    whole: WholeDraft = found(seen.draft(request.viewer, request.now, id))
    one = whole.draft
    if form is None:
        day = one.by_when.isoformat() if one.by_when else ""  # as a field for days takes it, in every language
        form = AskForm(initial={"sentence": one.sentence, "why": one.why, "by_when": day, "card": one.card})
    context = {
        "draft": one,
        "notes": whole.notes,
        "reader": whole.reader,
        "asked": whole.asked,
        "form": form,
        "card": own_card(request.viewer, request.now),
        "today": request.today.isoformat(),
        "closes_at": request.now + ASK_LASTS,
        "more": bool(one.why or one.by_when or one.card or form.is_bound),
    }
    return show(request, "draft", context)
