"""Notes put right by a later one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import correcting, ties
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind, Often
from kunci.reveal import partners as seen
from kunci.reveal.partners import EvidenceView, Relation
from kunci.web.forms import EvidenceForm, PriorForm
from kunci.web.labels import KINDS
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, refuse, say, show, words_failed

NOTHING = "nothing"


@page("GET", "POST", case="evidence")
def evidence_correct(request: KunciRequest, id: UUID, evidence: UUID) -> HttpResponse:
    """What it really was, or that it did not happen; the earlier note stays, struck."""
    with reading(request):
        relation: Relation = found(seen.relation(request.viewer, request.now, id))
        row = found(next((one for one in relation.evidence if one.id == evidence), None))
    if request.method != "POST" and not row.can_correct:
        found(None)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        prior = row.kind is Kind.PRIOR
        on, often = (said["since"], Often(said["often"])) if prior else (said["date"], None)
        try:
            kind = _kind(request.POST.get("kind", ""))
            done = correcting.correct(act(request), id, evidence, kind, on, request.today, said["note"], often)
            say(request, _("Diperbaiki. Catatan lama tetap terbaca, tercoret."))
            words_failed(request, done.detail)
            return redirect("partner", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            day = "since" if prior else "date"
            refuse(form, refused, day if refused.code.startswith("date") else None)
    hand = [kind for kind in KINDS if (kind is Kind.PRIOR if row.kind is Kind.PRIOR else kind in ties.BY_HAND)]
    context = {
        "partner": relation.partner,
        "row": row,
        "what": str(KINDS[row.kind]),
        "form": form,
        "kind": request.POST.get("kind", row.kind.value),
        "kinds": [(kind.value, str(KINDS[kind])) for kind in hand],
        "prior": row.kind is Kind.PRIOR,
        "today": request.today.isoformat(),
        "nothing": NOTHING,
    }
    return show(request, "evidence_correct", context)


def _form(request: KunciRequest, row: EvidenceView) -> EvidenceForm | PriorForm:
    """Filled with what the earlier note says, so that only what was wrong has to be typed."""
    typed = request.POST if request.method == "POST" else None
    if row.kind is Kind.PRIOR:
        since = row.since.isoformat() if row.since else ""
        return PriorForm(typed, initial={"since": since, "often": row.often, "note": row.note})
    return EvidenceForm(typed, initial={"kind": row.kind.value, "date": row.on.isoformat(), "note": row.note})


def _kind(said: str) -> Kind | None:
    if said == NOTHING:
        return None
    if said not in set(Kind):
        raise Refused("kind")
    return Kind(said)
