"""My network as a picture and as a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.core.network import MIDDLE, RINGS, layout
from kunci.core.network import Spot as ToPlace
from kunci.core.rungs import Rung
from kunci.reveal import network as seen
from kunci.reveal.network import Node
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import show

# Of these there may be hundreds on one page, which a template takes long for.
DOT = '<circle class="dot r{}" cx="{}" cy="{}" r="6"><title>{}</title></circle>'
LINE = '<li><h3><a href="{}{}{}">{}</a></h3><p class="muted small">{}</p></li>'
NAMED = 14  # names that the picture has room for; all of them stand in the list
THICKEST = 4


@dataclass(frozen=True)
class Dot:
    """A partner in the picture, in percent of it; `flow`: how much went between us, 0 to 4; `label`: written beside."""

    name: str
    rung: int
    x: str
    y: str
    flow: int
    label: bool
    left: bool


@dataclass(frozen=True)
class Link:
    """From whoever brought us together to a partner."""

    x1: str
    y1: str
    x2: str
    y2: str


@page("GET", case="own")
def network(request: KunciRequest) -> HttpResponse:
    nodes = seen.network(request.viewer, request.now)
    spots = [ToPlace(str(one.partner.id), Rung(one.partner.rung), _through(one)) for one in nodes]
    places = {place.id: place for place in layout(spots)}
    dots: dict[UUID, Dot] = {}
    for number, node in enumerate(nodes):
        place, one = places[str(node.partner.id)], node.partner
        # Names of the outer rings are written inward, where there is room on a phone.
        leftward = (place.x < MIDDLE) == (one.rung > Rung.KNOWN)
        flow = min(node.given + node.had, THICKEST)
        x, y = f"{100 * place.x:.2f}%", f"{100 * place.y:.2f}%"
        dots[one.id] = Dot(one.name, one.rung, x, y, flow, number < NAMED, leftward)
    links = []
    for node in nodes:
        if node.through_id in dots:
            from_, to = dots[node.through_id], dots[node.partner.id]
            links.append(Link(from_.x, from_.y, to.x, to.y))
    context = {
        "dots": format_html_join("", DOT, ((dot.rung, dot.x, dot.y, dot.name) for dot in dots.values())),
        "labels": [dot for dot in dots.values() if dot.label],
        "flows": [dot for dot in dots.values() if dot.flow],
        "links": links,
        "rings": [(int(rung), f"{100 * far:.2f}%") for rung, far in RINGS.items()],
        "groups": [_group(rung, list(rows)) for rung, rows in groupby(nodes, key=lambda node: node.partner.rung)],
    }
    return show(request, "network", context)


def _group(rung: int, nodes: list[Node]) -> tuple[int, int, SafeString]:
    """A rung, how many stand on it, and the list of them."""
    day = cache(lambda year, month: _("sejak %(day)s") % {"day": date_format(date(year, month, 1), "F Y")})
    # The address of all but the id is worked out once.
    before, after = reverse("partner", args=[nodes[0].partner.id]).split(str(nodes[0].partner.id))
    rows = ((before, one.partner.id, after, one.partner.name, _words(one, day)) for one in nodes)
    return rung, len(nodes), format_html_join("", LINE, rows)


def _words(node: Node, day: Callable[[int, int], str]) -> str:
    """Since when, through whom, and what went each way."""
    said = []
    if node.since is not None:
        here = localtime(node.since)
        said.append(day(here.year, here.month))
    if node.through:
        said.append(_("lewat %(name)s") % {"name": node.through})
    if node.given:
        n = node.given
        said.append(ngettext("%(n)s kunci Anda serahkan", "%(n)s kunci Anda serahkan", n) % {"n": n})
    if node.had:
        n = node.had
        said.append(ngettext("%(n)s kunci Anda terima", "%(n)s kunci Anda terima", n) % {"n": n})
    return " · ".join(said)


def _through(node: Node) -> str | None:
    return None if node.through_id is None else str(node.through_id)
