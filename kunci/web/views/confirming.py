"""Encounters that the other side confirms, and notes put right."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import confirming, ties
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.reveal import partners as seen
from kunci.reveal.partners import Relation
from kunci.web.forms import EvidenceForm
from kunci.web.labels import KINDS
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import complain, found, refuse, say, show

NOTHING = "nothing"


@page("POST", case="evidence")
def confirmation_ask(request: KunciRequest, id: UUID, evidence: UUID) -> HttpResponse:
    try:
        confirming.ask(act(request), id, evidence)
        say(request, _("Ditanyakan. Bila tidak dijawab, pertanyaan itu hilang sendiri tanpa bekas."))
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
    return redirect("partner", id)


@page("POST", case="question")
def confirmation_answer(request: KunciRequest, id: UUID) -> HttpResponse:
    """Right, right and noted on my side too, or: do not show me this any more."""
    answer = request.POST.get("answer", "")
    try:
        if answer == "aside":
            confirming.put_aside(act(request), id)
            say(request, _("Tidak akan ditampilkan lagi."))
        else:
            confirming.confirm(act(request), id, request.today, note_too=answer == "both")
            say(request, _("Dibenarkan."))
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
    return redirect("today")


@page("GET", "POST", case="evidence")
def evidence_correct(request: KunciRequest, id: UUID, evidence: UUID) -> HttpResponse:
    """What it really was, or that it did not happen; the earlier note stays, struck."""
    with reading(request):
        relation: Relation = found(seen.relation(request.viewer, request.now, id))
        row = found(next((one for one in relation.evidence if one.id == evidence and one.can_correct), None))
    form = EvidenceForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        form = EvidenceForm(initial={"kind": row.kind.value, "date": row.on.isoformat(), "note": row.note})
    elif form.is_valid():
        said = form.cleaned_data
        wanted = said["kind"]
        kind = None if wanted == NOTHING else Kind(wanted) if wanted in set(Kind) else Kind.WITHDRAWAL
        try:
            confirming.correct(act(request), id, evidence, kind, said["date"], request.today, said["note"])
            say(request, _("Diperbaiki. Catatan lama tetap terbaca, tercoret."))
            return redirect("partner", id)
        except Refused as refused:
            refuse(form, refused, "date" if refused.code.startswith("date") else None)
    context = {
        "partner": relation.partner,
        "row": row,
        "what": str(KINDS[row.kind]),
        "form": form,
        "kinds": [(kind.value, str(label)) for kind, label in KINDS.items() if kind in ties.BY_HAND],
        "today": request.today.isoformat(),
        "nothing": NOTHING,
    }
    return show(request, "evidence_correct", context)
