"""Character: the member's own card, its questionnaire, and how to approach a partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kunci.actions import character as actions
from kunci.actions.verb import Refused
from kunci.core.character import ITEMS, MARGIN, Character, Hints, Temperament, hints_of
from kunci.core.rungs import Rung
from kunci.reveal import character as seen
from kunci.reveal import partners
from kunci.reveal.character import Approach
from kunci.reveal.wants import listeners
from kunci.web.character_forms import ImpressionForm, QuestionsForm, ShowForm
from kunci.web.character_items import ANSWERS, APPROACH, ASK, MEANING, SIDES, TEMPERAMENTS, THANK
from kunci.web.character_items import ITEMS as WORDS
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import found, gone_or_complain, refuse, say, show
from kunci.web.views.wants import on_rung

Label = str | Promise


@dataclass(frozen=True)
class Card:
    """A character drawn in a square of 100: across how sociable, down how stirred; with a box of how sure that is."""

    sentence: str
    blend: tuple[tuple[Label, int, Label], ...]
    corners: Mapping[str, Label]
    sides: Mapping[str, tuple[Label, Label]]
    x: int
    y: int
    left: int
    top: int
    width: int
    height: int


@page("GET", "POST", case="own")
def character(request: KunciRequest) -> HttpResponse:
    form = ShowForm(request.POST if request.POST.get("do") == "show" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "forget":
                actions.forget(act(request))
                say(request, _("Kartu watak Anda dihapus."))
                return redirect("character")
            if form.is_valid():
                actions.show(act(request), form.on_rung())
                say(request, _("Tersimpan. Yang tidak Anda pilih tidak melihatnya lagi, sejak saat ini."))
                return redirect("character")
        except Refused as refused:
            gone_or_complain(request, refused)
    with reading(request):
        mine = seen.my_character(request.viewer, request.now)
        context: dict[str, object] = {
            "mine": mine,
            "questions": len(ITEMS),
            "margin": round(100 * MARGIN),
            "form": form,
        }
        if mine is not None:
            people = listeners(request.viewer, request.now)
            chosen = str(int(mine.rung or 0))
            context |= {
                "card": _card(mine.character),
                "hints": _lines(hints_of(mine.character.likely)),
                "rungs": [on_rung(people, rung, chosen) for rung in (Rung.UNHESITATING, Rung.TRUSTED, Rung.KNOWN)],
                "nobody": mine.rung is None,
            }
        return show(request, "character", context)


@page("GET", "POST", case="own")
def character_questions(request: KunciRequest) -> HttpResponse:
    form = QuestionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer(act(request), form.answers())
            return redirect("character")
        except Refused as refused:
            refuse(form, refused)
    items = [(number + 1, words, form[f"q{number}"]) for number, words in enumerate(WORDS)]
    return show(request, "character_questions", {"form": form, "items": items, "answers": ANSWERS})


@page("GET", "POST", case="partner")
def character_partner(request: KunciRequest, id: UUID) -> HttpResponse:
    """How to approach a partner: by the card that they let me see, or by what I think myself."""
    form = ImpressionForm(request.POST if request.POST.get("do") == "keep" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "forget":
                actions.forget_impression(act(request), id)
                say(request, _("Kesan Anda dihapus."))
                return redirect("character_partner", id)
            if form.is_valid():
                actions.keep_impression(act(request), id, form.cleaned_data["first"], form.cleaned_data["second"])
                say(request, _("Kesan Anda tersimpan."))
                return redirect("character_partner", id)
        except Refused as refused:
            if refused.code == "gone":
                found(None)
            refuse(form, refused)
    with reading(request):
        partner = found(partners.partner(request.viewer, request.now, id))
        if partner.former:
            found(None)
        approach = seen.approach(request.viewer, request.now, id)
        if not form.is_bound:
            thought = [one.value for one in approach.mine] + ["", ""]
            form = ImpressionForm(initial={"first": thought[0], "second": thought[1]})
        context = {
            "partner": partner,
            "approach": approach,
            "hints": hint_lines(approach),
            "card": _card(approach.character) if approach.character is not None else None,
            "form": form,
            "temperaments": [(one.value, TEMPERAMENTS[one], MEANING[one]) for one in Temperament],
            "seconds": [("", "—"), *((one.value, TEMPERAMENTS[one]) for one in Temperament)],
        }
        return show(request, "character_partner", context)


def hint_lines(approach: Approach | None) -> list[tuple[str, Label]]:
    """What to do, and how; none where nothing is known."""
    return _lines(approach.hints) if approach is not None and approach.hints is not None else []


def _lines(hints: Hints) -> list[tuple[str, Label]]:
    return [
        (_("Mendekati"), APPROACH[hints.approach]),
        (_("Berterima kasih"), THANK[hints.thank]),
        (_("Meminta"), ASK[hints.ask]),
    ]


def _card(of: Character) -> Card:
    x, y, margin = round(100 * of.sociable), round(100 * (1 - of.calm)), round(100 * MARGIN)
    left, top = max(0, x - margin), max(0, y - margin)
    return Card(
        sentence=_sentence(of.likely),
        blend=tuple((TEMPERAMENTS[one], share, MEANING[one]) for one, share in _per_cent(of.blend)),
        corners={one.value: name for one, name in TEMPERAMENTS.items()},
        sides={trait.value: words for trait, words in SIDES.items()},
        x=x,
        y=y,
        left=left,
        top=top,
        width=min(100, x + margin) - left,
        height=min(100, y + margin) - top,
    )


def _per_cent(shares: Mapping[Temperament, float]) -> list[tuple[Temperament, int]]:
    """Whole numbers that add up to a hundred: what rounding leaves over goes to the largest remainders."""
    whole = {one: int(100 * share) for one, share in shares.items()}
    left = sorted(shares, key=lambda one: whole[one] - 100 * shares[one])[: 100 - sum(whole.values())]
    return [(one, whole[one] + (one in left)) for one in shares]


def _sentence(likely: Sequence[Temperament]) -> str:
    if len(likely) == len(Temperament):
        return _("Tidak jelas condong ke mana pun: sedikit dari semuanya.")
    names = {"first": TEMPERAMENTS[likely[0]], "second": TEMPERAMENTS[likely[-1]]}
    if len(likely) == 1:
        return _("Condong ke %(first)s.") % names
    return _("Di antara %(first)s dan %(second)s; jawabannya tidak menentukan yang mana.") % names
