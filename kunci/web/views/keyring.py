"""My keyring: a list, an import, a key, and who it is open to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import keyring as actions
from kunci.actions.contacts import RUNGS
from kunci.actions.verb import Refused
from kunci.core.addressbook import Address, Card, Labelled, NameFrom, email_normal
from kunci.core.hints import propose, would_name
from kunci.core.hintwords import Role, Sector
from kunci.reveal import audience, finding, handovers, imports, matching
from kunci.reveal import keyring as seen
from kunci.reveal.audience import Reader
from kunci.reveal.finding import Choices, Opened, Show, Wanted
from kunci.reveal.keyring import OwnKey, WholeKey
from kunci.web import labels, matching_words, words
from kunci.web.forms import KeyForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, found, pager, phones, refuse, say, show


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list: the field, its words, what is chosen, and (value, words) of what there is."""

    name: str
    label: str
    chosen: str
    choices: list[tuple[str, str]]


@page("GET", case="keyring")
def keyring(request: KunciRequest) -> HttpResponse:
    wanted = asked_for(request.GET)
    rows = seen.keyring(request.viewer, request.now, wanted, request.GET.get("after", ""))
    empty = not rows.rows and seen.is_empty(request.viewer, request.now)
    context = {
        "keys": rows.rows,
        "wanted": wanted,
        "q": wanted.q,
        "query": urlencode({name: value for name, value in asdict(wanted).items() if value}),
        "filters": _filters(wanted, finding.choices(request.viewer, request.now)),
        "pager": pager(request, rows.older),
        "total_empty": empty,
    }
    return show(request, "keyring", context)


def asked_for(said: QueryDict) -> Wanted:
    """What a query string, or a form that brought it along, asks to be shown."""
    show_only, opened = said.get("show", ""), said.get("opened", "")
    return Wanted(
        q=said.get("q", "")[:200],
        show=cast(Show, show_only if show_only in ("keys", "contacts", "archive") else ""),
        tag=said.get("tag", ""),
        role=said.get("role", ""),
        sector=said.get("sector", ""),
        city=said.get("city", ""),
        opened=cast(Opened, opened if opened in ("yes", "no") else ""),
    )


def _filters(wanted: Wanted, there: Choices) -> list[Filter]:
    """The ways to sort that my own keyring offers."""
    roles = [(code, str(labels.ROLES[Role(code)]) if code in set(Role) else code) for code in there.roles]
    sectors = [(code, str(labels.SECTORS[Sector(code)]) if code in set(Sector) else code) for code in there.sectors]
    opened = [("yes", _("bagi seseorang")), ("no", _("belum bagi siapa pun"))]
    found = (
        Filter("tag", _("Tanda"), wanted.tag, [(tag, tag) for tag in there.tags]),
        Filter("role", _("Peran"), wanted.role, roles),
        Filter("sector", _("Bidang"), wanted.sector, sectors),
        Filter("city", _("Kota"), wanted.city, [(city, city) for city in there.cities]),
        Filter("opened", _("Terbuka"), wanted.opened, opened),
    )
    return [one for one in found if one.choices]


@page("GET", "POST", case="own")
def key_new(request: KunciRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "key_form", {"form": KeyForm(initial=_usual()), "key": None})
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            done = actions.add_key(act(request), form.hint(), form.person(), form.rungs(), form.cleaned_data["note"])
            return redirect("key", done.subject)
        except Refused as refused:
            refuse(form, refused, _field(refused))
    with reading(request):
        return show(request, "key_form", {"form": form, "key": None})


@page("GET", case="own_key")
def key(request: KunciRequest, id: UUID) -> HttpResponse:
    whole: WholeKey = found(seen.whole_key(request.viewer, request.now, id))
    mine = whole.key
    origins, once_open = imports.origins(request.viewer, request.now, id)
    context = {
        "key": mine,
        "faces": mine.faces,
        "phones": phones(mine.details),
        "mails": mine.details.emails,
        "opened": mine.opened,
        "readers": [_reader(one) for one in whole.readers],
        "warnings": _warnings(mine.hint_line, card_of(mine)) if mine.is_key else [],
        "origins": origins,
        "once_open": [words.once_open(one) for one in once_open],
        "merged": whole.merged,
        "wanted": []
        if mine.archived
        else matching_words.wanted(matching.wants_for_key(request.viewer, request.now, id)),
        "felt": handovers.felt_of_key(request.viewer, request.now, id),
    }
    return show(request, "key", context)


@page("GET", case="own_key")
def key_history(request: KunciRequest, id: UUID) -> HttpResponse:
    """What of this key was opened to whom, and when it closes or has closed."""
    mine: OwnKey = found(seen.unread(request.viewer, request.now, id))
    lines = [words.opening_line(one) for one in audience.history(request.viewer, request.now, key=id)]
    return show(request, "key_history", {"key": mine, "lines": lines})


@page("GET", "POST", case="own_key")
def key_edit(request: KunciRequest, id: UUID) -> HttpResponse:
    with reading(request):
        mine: OwnKey = found(seen.own_key(request.viewer, request.now, id))
    if request.method == "POST":
        form = KeyForm(request.POST)
        if form.is_valid():
            try:
                actions.edit_key(act(request), id, form.hint(), form.person(), form.rungs(), form.cleaned_data["note"])
                say(request, _("Kunci disimpan."))
                return redirect("key", id)
            except Refused as refused:
                refuse(form, refused, _field(refused))
    else:
        form = KeyForm(initial=_of_key(mine))
    warnings = _warnings(mine.hint_line, card_of(mine)) if mine.is_key else []
    return show(request, "key_form", {"form": form, "key": mine, "warnings": warnings})


@page("POST", case="own_key")
def key_shut_out(request: KunciRequest, id: UUID) -> HttpResponse:
    """Closes this key to one partner."""
    partner = next(iter(chosen_ids(request, "partner")), None)
    try:
        if partner is not None:
            actions.shut_out(act(request), id, partner)
            say(request, _("Ditutup baginya. Ia tidak diberi tahu."))
    except Refused:
        found(None)
    return redirect("key", id)


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


def card_of(contact: OwnKey) -> Card:
    """What is kept of somebody, as the card that a hint is proposed from."""
    emails = tuple(Labelled(email, email_normal(email)) for email in contact.details.emails)
    addresses = tuple(Address(address) for address in contact.details.addresses)
    return Card(
        0, contact.name, NameFrom.FORMATTED, title=contact.title, organisation=contact.organisation,
        emails=emails, addresses=addresses,
    )  # fmt: skip


def _reader(one: Reader) -> tuple[Reader, str]:
    """Somebody who reads this key, with what and until when in words."""
    return one, ", ".join(words.sight(sight) for sight in one.sights)


def _warnings(line: str, card: Card) -> list[str]:
    """Where a hint would give the person away; it stands all the same, for the holder decides."""
    return [f"{labels.NAMINGS[warning.code]} ({warning.words})" for warning in would_name(line, card)]


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
