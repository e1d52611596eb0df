"""My network as a picture and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse

from kunci.core.network import RINGS, layout
from kunci.core.network import Spot as ToPlace
from kunci.core.rungs import Rung
from kunci.reveal import network as seen
from kunci.reveal.network import Node
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import show

NAMED = 14  # names that the picture has room for; all of them stand in the list
THICKEST = 4


@dataclass(frozen=True)
class Dot:
    """A partner in the picture, in percent of it; `flow`: how much went between us, 0 to 4; `label`: written beside."""

    node: Node
    x: float
    y: float
    flow: int
    label: bool
    left: bool


@dataclass(frozen=True)
class Link:
    """From whoever brought us together to a partner."""

    x1: float
    y1: float
    x2: float
    y2: float


@page("GET", case="own")
def network(request: KunciRequest) -> HttpResponse:
    nodes = seen.network(request.viewer, request.now)
    spots = [ToPlace(str(one.partner.id), Rung(one.partner.rung), _through(one)) for one in nodes]
    places = {place.id: place for place in layout(spots)}
    dots = []
    for number, node in enumerate(nodes):
        place = places[str(node.partner.id)]
        flow = min(node.given + node.had, THICKEST)
        x, y = round(100 * place.x, 2), round(100 * place.y, 2)
        dots.append(Dot(node, x, y, flow, number < NAMED, place.x < 0.5))
    at = {dot.node.partner.id: dot for dot in dots}
    links = [
        Link(from_.x, from_.y, dot.x, dot.y)
        for dot in dots
        if dot.node.through_id is not None and (from_ := at.get(dot.node.through_id)) is not None
    ]
    context = {
        "dots": dots,
        "links": links,
        "rings": [(int(rung), round(100 * far, 2)) for rung, far in RINGS.items()],
        "groups": [(rung, list(rows)) for rung, rows in groupby(nodes, key=lambda node: node.partner.rung)],
    }
    return show(request, "network", context)


def _through(node: Node) -> str | None:
    return None if node.through_id is None else str(node.through_id)
