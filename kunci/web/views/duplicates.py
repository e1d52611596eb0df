"""Contacts that look like one person: merged with one tap, and taken apart again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import merging
from kunci.actions.verb import Refused
from kunci.reveal import duplicates as seen
from kunci.reveal import keyring
from kunci.reveal.finding import Wanted
from kunci.reveal.keyring import OwnKey
from kunci.web import words
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import chosen_ids, complain, found, offer_undo, say, show


@page("GET", case="duplicates")
def duplicates(request: KunciRequest) -> HttpResponse:
    pairs = seen.duplicates(request.viewer, request.now)
    return show(request, "duplicates", {"pairs": [(pair, words.shared(pair.reason)) for pair in pairs]})


@page("GET", "POST", case="own_key")
def merge(request: KunciRequest, id: UUID) -> HttpResponse:
    """Merges another contact into this one, found by its name or proposed on the page of duplicates."""
    if request.method != "POST":
        mine: OwnKey = found(keyring.unread(request.viewer, request.now, id))
        q = request.GET.get("q", "")
        rows = keyring.keyring(request.viewer, request.now, Wanted(q)).rows if q.strip() else ()
        return show(request, "merge", {"key": mine, "q": q, "rows": [row for row in rows if row.id != id]})
    other = next(iter(chosen_ids(request, "other")), None)
    if other is None:
        return redirect("merge", id)
    try:
        merging.merge(act(request), id, other)
        offer_undo(request, _("Digabung. Tidak ada yang hilang."), reverse("unmerge", args=[other]))
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
    return redirect("duplicates") if "duplicates" in request.POST else redirect("key", id)


@page("POST", case="own_key")
def unmerge(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        merging.unmerge(act(request), id)
        say(request, _("Dipisahkan lagi. Kontak ini tertutup bagi semua orang sampai Anda membukanya."))
    except Refused:
        found(None)
    return redirect("key", id)


@page("POST", case="own_key")
def keep_apart(request: KunciRequest, id: UUID) -> HttpResponse:
    other = next(iter(chosen_ids(request, "other")), None)
    try:
        merging.keep_apart(act(request), id, other or id)
        say(request, _("Dicatat: dua orang yang berbeda. Pasangan ini tidak diusulkan lagi."))
    except Refused as refused:
        if refused.code == "gone":
            found(None)
        complain(request, refused)
    return redirect("duplicates")
