"""My keyring: a list, an import, a key, and who it is open to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import keyring as actions
from kunci.actions.contacts import RUNGS
from kunci.actions.verb import Refused
from kunci.core.addressbook import Address, Card, Labelled, NameFrom, email_normal
from kunci.core.gates import FaceKind
from kunci.core.hints import propose, would_name
from kunci.reveal import imports, partners
from kunci.reveal import keyring as seen
from kunci.reveal.keyring import OwnKey, Show
from kunci.web import labels, words
from kunci.web.forms import KeyForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, complain, found, pager, phones, refuse, say, show


@dataclass(frozen=True)
class Candidate:
    """Somebody a face could be opened to."""

    id: UUID
    name: str
    rung: int
    ticked: bool
    already: bool


@page("GET", case="keyring")
def keyring(request: KunciRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    show_only = request.GET.get("show", "")
    kind = cast(Show, show_only if show_only in ("keys", "contacts") else "")
    rows = seen.keyring(request.viewer, request.now, q, kind, request.GET.get("after", ""))
    empty = not rows.rows and seen.is_empty(request.viewer, request.now)
    context = {"keys": rows.rows, "q": q, "show": kind, "pager": pager(request, rows.older), "total_empty": empty}
    return show(request, "keyring", context)


@page("GET", "POST", case="own")
def key_new(request: KunciRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "key_form", {"form": KeyForm(initial=_usual()), "key": None})
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            done = actions.add_key(act(request), form.hint(), form.person(), form.rungs(), form.cleaned_data["note"])
            _warn(request, form)
            return redirect("key", done.subject)
        except Refused as refused:
            refuse(form, refused, _field(refused))
    with reading(request):
        return show(request, "key_form", {"form": form, "key": None})


@page("GET", case="own_key")
def key(request: KunciRequest, id: UUID) -> HttpResponse:
    mine: OwnKey = found(seen.own_key(request.viewer, request.now, id))
    context = {
        "key": mine,
        "faces": mine.faces,
        "phones": phones(mine.details),
        "mails": mine.details.emails,
        "opened": mine.opened,
        "origins": imports.origins(request.viewer, request.now, id),
        "merged": imports.merged_into(request.viewer, request.now, id),
    }
    return show(request, "key", context)


@page("GET", "POST", case="own_key")
def key_edit(request: KunciRequest, id: UUID) -> HttpResponse:
    with reading(request):
        mine: OwnKey = found(seen.own_key(request.viewer, request.now, id))
    if request.method == "POST":
        form = KeyForm(request.POST)
        if form.is_valid():
            try:
                actions.edit_key(act(request), id, form.hint(), form.person(), form.rungs(), form.cleaned_data["note"])
                _warn(request, form)
                say(request, _("Kunci disimpan."))
                return redirect("key", id)
            except Refused as refused:
                refuse(form, refused, _field(refused))
    else:
        form = KeyForm(initial=_of_key(mine))
    return show(request, "key_form", {"form": form, "key": mine})


@page("GET", "POST", case="own_key")
def key_open(request: KunciRequest, id: UUID) -> HttpResponse:
    """Who may read one face: exactly the ticked ones among those on its rung."""
    if request.method == "POST":
        kind = request.POST.get("face", "")
        chosen = chosen_ids(request, "partner")
        try:
            actions.open_key(act(request), id, FaceKind(kind) if kind in set(FaceKind) else FaceKind.HINT, chosen)
            say(request, _("Disimpan. Yang tidak dicentang tidak melihatnya."))
        except Refused as refused:
            complain(request, refused)
        return redirect("key", id)
    mine: OwnKey = found(seen.own_key(request.viewer, request.now, id))
    if not mine.is_key:
        return redirect("key", id)
    asked = request.GET.get("face", "hint")
    face = next((one for one in mine.faces if one.kind == asked), mine.faces[0])
    before = _before(mine, face.kind)
    least = face.rung or 1
    reading_now = {person.id for person in face.readers}
    people = [
        Candidate(one.id, one.name, one.rung, one.id in reading_now or not face.readers, one.id in reading_now)
        for one in partners.partners(request.viewer, request.now)
        if one.rung >= least and (before is None or one.id in before)
    ]
    return show(request, "key_open", {"key": mine, "face": face, "people": people})


@page("POST", case="own_key")
def key_close(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.close_key(act(request), id)
        say(request, _("Kunci ditutup bagi semua orang."))
    except Refused:
        found(None)
    return redirect("key", id)


@page("POST", case="own_key")
def key_drop(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        actions.drop_key(act(request), id)
        say(request, _("Dihapus, beserta semua cara menghubunginya."))
    except Refused:
        found(None)
    return redirect("keyring")


def _before(mine: OwnKey, kind: FaceKind) -> set[UUID] | None:
    """Who reads the face before this one: only they can be given it. None for the hint."""
    order = list(FaceKind)
    if kind is FaceKind.HINT:
        return None
    earlier = next(one for one in mine.faces if one.kind is order[order.index(kind) - 1])
    return {person.id for person in earlier.readers}


def card_of(contact: OwnKey) -> Card:
    """What is kept of somebody, as the card that a hint is proposed from."""
    emails = tuple(Labelled(email, email_normal(email)) for email in contact.details.emails)
    addresses = tuple(Address(address) for address in contact.details.addresses)
    return Card(
        0, contact.name, NameFrom.FORMATTED, title=contact.title, organisation=contact.organisation,
        emails=emails, addresses=addresses,
    )  # fmt: skip


def _warn(request: KunciRequest, form: KeyForm) -> None:
    """Says where a hint would give the person away; it is saved all the same, for the holder decides."""
    said = form.cleaned_data
    card = Card(0, said["name"], NameFrom.FORMATTED, title=said["title"], organisation=said["organisation"])
    for warning in would_name(form.hint().line, card):
        messages.warning(request, f"{labels.NAMINGS[warning.code]} ({warning.words})")


def _usual() -> dict[str, object]:
    return {f"{kind.value}_rung": int(rung or 0) for kind, rung in RUNGS.items()}


def _of_key(mine: OwnKey) -> dict[str, object]:
    rungs: dict[str, object] = {f"{face.kind.value}_rung": face.rung for face in mine.faces}
    return {
        **_usual(),
        **rungs,
        **(
            {name: getattr(mine, name) for name in ("role", "sector", "seniority", "city")}
            if mine.is_key
            else words.proposed(propose(card_of(mine)))
        ),
        **({"line": mine.hint_line} if mine.is_key else {}),
        "name": mine.name,
        "title": mine.title,
        "organisation": mine.organisation,
        "phone": ", ".join(mine.details.phones),
        "email": ", ".join(mine.details.emails),
        "note": mine.note,
    }


def _field(refused: Refused) -> str | None:
    return {"hint_missing": "line", "name_missing": "name", "faces_order": "name_rung"}.get(refused.code)
