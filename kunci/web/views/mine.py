"""What is mine: to take along whole, and to close the account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kunci.actions import closing
from kunci.actions.accounts import LANGUAGES
from kunci.actions.verb import Refused
from kunci.core.packing import pack, written
from kunci.core.vcardtext import write_vcards
from kunci.reveal import archive as seen
from kunci.reveal.holdings import holdings
from kunci.web import proof
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import complain, show

AT_ONCE = 500


@page("GET", case="own")
def mine(request: KunciRequest) -> HttpResponse:
    return show(request, "mine", {"holdings": holdings(request.viewer, request.now)})


@page("GET", case="own")
def mine_archive(request: KunciRequest) -> HttpResponse:
    """All of it in one file, dated this instant. ?tutup: asked for on the page that closes the account."""
    if not proof.fresh(request):
        return proof.first(request, "close_account" if "tutup" in request.GET else "mine")
    packed = pack(_files(request), request.now)
    response = HttpResponse(packed, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="kunci-{request.today.isoformat()}.zip"'
    return response


@page("GET", "POST", case="own")
def close_account(request: KunciRequest) -> HttpResponse:
    """Says what goes and what stays; a box to tick, then there is no way back."""
    ticked = request.POST.get("understood") == "yes"
    unticked = request.method == "POST" and not ticked
    if ticked and not proof.fresh(request):
        return proof.first(request, "close_account", understood="yes")
    if ticked:
        try:
            closing.close_account(act(request))
        except Refused as refused:
            complain(request, refused)
        logout(request)
        request.me = None
        response = show(request, "account_closed", {})
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
    with reading(request):
        return show(
            request,
            "close_account",
            {
                "holdings": holdings(request.viewer, request.now),
                "ticked": "understood" in proof.typed(request, "close_account"),
                "wrong": _("Centang dulu kotak di atas tombol ini.") if unticked else "",
            },
        )


def _files(request: KunciRequest) -> Iterator[tuple[str, Iterable[bytes]]]:
    mine = seen.archive(request.viewer, request.now)
    cards: list[bytes] = []  # written while the JSON is, so that nobody is unsealed twice
    yield "README.txt", [_readme().encode()]
    rows = {"contacts": _people(request, mine.contacts, cards), "merged_contacts": _people(request, mine.merged, [])}
    yield "kunci.json", written(mine.values, rows)
    yield "contacts.vcf", cards


def _people(request: KunciRequest, ids: Sequence[UUID], cards: list[bytes]) -> Iterator[Mapping[str, object]]:
    for start in range(0, len(ids), AT_ONCE):
        some = seen.contacts(request.viewer, request.now, ids[start : start + AT_ONCE])
        cards += write_vcards(one.facts for one in some)
        yield from (one.values for one in some)


def _readme() -> str:
    """The same in both languages, Indonesian first."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(render_to_string("archive/readme.txt").strip())
    return "\n\n\n".join(parts) + "\n"
