"""Instinct: how good my feeling about people is, in plain words and a picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import instinct as actions
from kunci.actions.verb import Refused
from kunci.core.hintwords import Sector
from kunci.core.instinct import Bin, Instinct, Lean
from kunci.reveal.instinct import my_instinct, my_practice
from kunci.web.labels import SECTORS
from kunci.web.practice_cases import CASES
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import gone_or_complain, say, show


@dataclass(frozen=True)
class Mark:
    """One group of what was said, placed in a square of 100: across what was said, up what came of it, in per cent."""

    said: int
    came: int
    low: int
    high: int
    n: int

    @property
    def x(self) -> int:
        return self.said

    @property
    def y(self) -> int:
        return 100 - self.came

    @property
    def top(self) -> int:
        return 100 - self.high

    @property
    def bottom(self) -> int:
        return 100 - self.low


@page("GET", "POST", case="own")
def instinct(request: KunciRequest) -> HttpResponse:
    if request.method == "POST":
        actions.forget(act(request))
        say(request, _("Semua perkiraan Anda dihapus."))
        return redirect("instinct")
    mine = my_instinct(request.viewer, request.now)
    context: dict[str, object] = {"mine": mine, "found": mine.found}
    if mine.found is not None:
        context |= {
            "marks": [_mark(one) for one in mine.found.bins],
            "scores": _scores(mine.found),
            "leans": _leans(mine.found),
        }
    return show(request, "instinct", context)


@page("GET", "POST", case="own")
def instinct_practice(request: KunciRequest) -> HttpResponse:
    """The practice room: a case, what I say of it, and then how it went."""
    if request.method == "POST":
        if request.POST.get("do") == "anew":
            actions.practise_anew(act(request))
            return redirect("instinct_practice")
        number, chance = _number(request.POST.get("number")), _number(request.POST.get("chance"))
        try:
            actions.practise(act(request), number, chance)
        except Refused as refused:
            gone_or_complain(request, refused)
            return redirect("instinct_practice")
        return redirect(f"{reverse('instinct_practice')}?case={number}")
    asked = _number(request.GET.get("case"))
    mine = my_practice(request.viewer, request.now, asked)
    context: dict[str, object] = {"mine": mine, "cases": len(CASES)}
    if mine.well is not None:
        situation, lesson = CASES[asked]
        context |= {"situation": situation, "lesson": lesson, "place": asked + 1}
    elif mine.number is not None:
        context |= {"situation": CASES[mine.number][0], "place": mine.number + 1}
    if mine.found is not None:
        context |= {
            "marks": [_mark(one) for one in mine.found.bins],
            "leans": [_lean(_("Di ruang latihan"), mine.found.lean)],
        }
    return show(request, "instinct_practice", context)


def _number(text: str | None) -> int:
    """-1 for what is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 4 else -1


def _mark(one: Bin) -> Mark:
    said, came, low, high = (round(100 * part) for part in (one.said, one.came.share, one.came.low, one.came.high))
    return Mark(said, came, low, high, one.came.n)


def _scores(found: Instinct) -> list[tuple[str, int]]:
    """Distances in per cent points, as the root of each Brier score: small is good."""
    named = (
        (_("Perkiraan Anda"), found.brier),
        (_("Catatan Anda tentang hubungan itu"), found.standing),
        (_("Selalu menebak rata-rata Anda"), found.always),
    )
    return [(name, round(100 * score**0.5)) for name, score in named]


def _leans(found: Instinct) -> list[str]:
    """A sentence for each kind; where the interval holds nought, it says that nothing can be said."""
    kinds: list[tuple[str, Lean | None]] = [
        (_("Secara keseluruhan"), found.lean),
        (_("Dengan orang yang baru Anda kenal"), found.new),
        (_("Setelah dijamin orang lain"), found.warm),
        *((str(SECTORS[Sector(sector)]), lean) for sector, lean in found.sectors),
    ]
    return [_lean(kind, lean) for kind, lean in kinds if lean is not None]


def _lean(kind: str, lean: Lean) -> str:
    words = {"kind": kind, "by": abs(round(100 * lean.by)), "n": lean.n}
    if not lean.clear:
        return (
            _("%(kind)s: sejauh yang bisa dikatakan dari %(n)d hasil, perkiraan Anda sejalan dengan kenyataan.") % words
        )
    if lean.by > 0:
        return _("%(kind)s: Anda terlalu berharap, rata-rata %(by)d poin (dari %(n)d hasil).") % words
    return _("%(kind)s: Anda terlalu waspada, rata-rata %(by)d poin (dari %(n)d hasil).") % words
