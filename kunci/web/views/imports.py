"""An address book comes in: a dry run, a yes, contacts to make keys of; and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions import imports as actions
from kunci.actions import keyring
from kunci.actions.imports import Upload
from kunci.actions.keyring import HintText
from kunci.actions.verb import Refused
from kunci.core.addressbook import ProblemCode
from kunci.core.hints import propose
from kunci.reveal import imports as seen
from kunci.reveal.imports import ImportView
from kunci.reveal.keyring import OwnKey, batch
from kunci.web import archive_words, labels, words
from kunci.web.forms import ImportForm
from kunci.web.refusals import refusal
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import Pager, chosen_ids, complain, found, offer_undo, refuse, say, show
from kunci.web.views.keyring import card_of

SIZE = 50


@dataclass(frozen=True)
class Proposal:
    """A contact that could become a key, with the hint proposed for it."""

    id: UUID
    name: str
    title: str
    organisation: str
    ticked: bool
    line: str
    role: str
    sector: str
    seniority: str
    city: str


@page("GET", "POST", case="own")
def import_cards(request: KunciRequest) -> HttpResponse:
    """Takes a file in; what it would do is shown before anything of it is kept."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST":
        if getattr(request, "upload_too_big", False):  # web/uploads.py passed over the file
            form.add_error("cards", refusal(Refused("file_too_big", most=actions.LIMITS.bytes // 1_000_000)))
        elif form.is_valid():
            try:
                done = actions.begin(act(request), _upload(form))
                return redirect("import_plan", done.subject)
            except Refused as refused:
                refuse(form, refused, "cards")
    with reading(request):
        earlier = seen.imports(request.viewer, request.now)
        context = {"form": form, "earlier": earlier, "most": actions.LIMITS.bytes}
        return show(request, "import", context)


@page("GET", case="batch")
def import_plan(request: KunciRequest, batch: UUID) -> HttpResponse:
    """Where an import stands: being read, what it would do, under way, done or taken back."""
    view: ImportView = found(seen.one_import(request.viewer, request.now, batch))
    report = view.report
    context = {
        "view": view,
        "brings": view.counts.get("new", 0) + view.counts.get("update", 0) + view.counts.get("alike", 0),
        "archive": archive_words.lines(view.counts) if "archive" in view.counts else None,
        "refused": str(labels.PROBLEMS[ProblemCode(view.reason)]) if view.state == "refused" else "",
        "updates": [(row, words.change_lines(row.changes)) for row in report.updates] if report else [],
        "alike": [(row, _alike(row)) for row in report.alike] if report else [],
        "unread": [(row, str(labels.PROBLEMS[row.code])) for row in report.unread] if report else [],
    }
    return show(request, "import_plan", context)


@page("POST", case="batch")
def import_bring(request: KunciRequest, batch: UUID) -> HttpResponse:
    together = frozenset(int(text) for text in request.POST.getlist("together") if text.isdecimal())
    refused = _refused(request, lambda: actions.confirm(act(request), batch, together))
    if refused is None:
        with reading(request):
            view: ImportView = found(seen.one_import(request.viewer, request.now, batch))
        if view.state == "done":
            _tell(request, view)
            # Where nothing but notes came there is nobody to make a key of.
            return redirect("import_plan" if set(view.counts) == {"notes_new"} else "import_done", batch)
    return redirect("import_plan", batch)


@page("POST", case="batch")
def import_cancel(request: KunciRequest, batch: UUID) -> HttpResponse:
    if _refused(request, lambda: actions.cancel(act(request), batch)) is None:
        say(request, _("Berkas itu tidak jadi diambil, dan tidak disimpan."))
    return redirect("import_cards")


@page("POST", case="batch")
def import_undo(request: KunciRequest, batch: UUID) -> HttpResponse:
    if _refused(request, lambda: actions.undo(act(request), batch)) is None:
        say(request, _("Pengambilan itu ditarik kembali."))
    return redirect("import_plan", batch)


@page("GET", case="batch")
def import_done(request: KunciRequest, batch: UUID) -> HttpResponse:
    """The new contacts of an import, with a coarse hint proposed for each."""
    return _contacts_page(request, batch, _proposal)


@page("POST", case="own")
def make_keys(request: KunciRequest) -> HttpResponse:
    chosen = chosen_ids(request, "make")
    of = next(iter(chosen_ids(request, "batch")), None)
    try:
        done = keyring.make_keys(act(request), [(id, _said(request, id)) for id in chosen])
    except Refused as refused:
        complain(request, refused)
        if of is None:
            return redirect("keyring")
        with reading(request):
            return _contacts_page(request, of, lambda contact: _as_typed(request, contact))
    n = int(cast(int, done.detail.get("count", 0)))
    say(
        request,
        ngettext("%(n)d kunci baru. Belum terlihat siapa pun.", "%(n)d kunci baru. Belum terlihat siapa pun.", n)
        % {"n": n},
    )
    return redirect("import_done", of) if of is not None and "more" in request.POST else redirect("keyring")


def _contacts_page(request: KunciRequest, of: UUID, proposal: Callable[[OwnKey], Proposal]) -> HttpResponse:
    view: ImportView = found(seen.one_import(request.viewer, request.now, of))
    asked = request.POST.get("page") or request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    contacts = batch(request.viewer, request.now, of, (number - 1) * SIZE if number > 0 else 0, SIZE)
    newer = f"?page={number - 1}" if number > 1 else ""
    older = f"?page={number + 1}" if number * SIZE < contacts.total else ""
    context = {
        "view": view,
        "total": contacts.total,
        "contacts": [proposal(contact) for contact in contacts.rows],
        "batch": of,
        "page": number,
        "pager": Pager(newer, older),
    }
    return show(request, "import_done", context)


def _upload(form: ImportForm) -> Upload:
    source, data = form.data_read()
    return Upload(source, sha256(data).hexdigest(), data)


def _refused(request: KunciRequest, act_out: Callable[[], object]) -> Refused | None:
    """Does it, or says why not; the page for nothing where the import is none of mine."""
    try:
        act_out()
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
        return refused
    return None


def _tell(request: KunciRequest, view: ImportView) -> None:
    offer_undo(request, words.brought(view.counts), reverse("import_undo", args=[view.id]))


def _alike(row: seen.ReportRow) -> str:
    return words.alike(row.like, row.reason) if row.reason else ""


def _proposal(contact: OwnKey) -> Proposal:
    hint = words.proposed(propose(card_of(contact)))
    ticked = bool(hint["sector"] or hint["role"])
    return Proposal(contact.id, contact.name, contact.title, contact.organisation, ticked, **hint)


def _said(request: KunciRequest, id: UUID) -> HintText:
    """The hint typed for one contact, its line made of its parts where it was left empty."""
    parts = {name: request.POST.get(f"{name}-{id}", "").strip() for name in ("role", "sector", "seniority", "city")}
    return HintText(line=request.POST.get(f"line-{id}", "").strip() or words.hint_line(**parts), **parts)


def _as_typed(request: KunciRequest, contact: OwnKey) -> Proposal:
    """What was typed, so that a refusal loses nothing."""
    ticked = str(contact.id) in request.POST.getlist("make")
    hint = _said(request, contact.id)
    return Proposal(contact.id, contact.name, contact.title, contact.organisation, ticked, **asdict(hint))
