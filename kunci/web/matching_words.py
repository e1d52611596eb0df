"""Why two texts match, in one line of the reader's language: what both name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kunci.core.hintwords import Sector, Seniority
from kunci.core.lexicon import lexicon
from kunci.reveal.matching import Answers, WantFit
from kunci.web import labels

NAMED = 4  # of what both name, the most telling


@dataclass(frozen=True)
class MineLine:
    """A key or contact of mine that may answer a want, and why."""

    id: UUID
    hint_line: str
    name: str
    organisation: str
    is_key: bool
    why: str
    clear: bool


@dataclass(frozen=True)
class OpenedLine:
    """A key that was opened to me and may answer it, and why."""

    id: UUID
    hint_line: str
    holder: str
    holder_id: UUID
    why: str
    clear: bool


@dataclass(frozen=True)
class WantLine:
    """What a partner looks for that a key of mine may answer, and why."""

    id: UUID
    text: str
    author: str
    why: str


def mine(answers: Answers) -> list[MineLine]:
    return [
        MineLine(one.id, one.hint_line, one.name, one.organisation, one.is_key, why(one.shared), one.clear)
        for one in answers.mine
    ]


def opened(answers: Answers) -> list[OpenedLine]:
    return [
        OpenedLine(one.id, one.hint_line, one.holder.name, one.holder.id, why(one.shared), one.clear)
        for one in answers.opened
    ]


def wanted(fits: Iterable[WantFit]) -> list[WantLine]:
    return [WantLine(one.id, one.text, one.author, why(one.shared)) for one in fits]


def why(shared: Sequence[str]) -> str:
    """'sama-sama pengadaan, rumah sakit, Surabaya'."""
    named = list(dict.fromkeys(_called(mark) for mark in shared))[:NAMED]
    if not named:
        return _("Artinya berdekatan")
    return _("Sama-sama: %(what)s") % {"what": ", ".join(named)}


def _called(mark: str) -> str:
    """A mark in words; one that no list knows as it was written."""
    kind, _colon, code = mark.partition(":")
    if shown := lexicon().shown.get(mark):
        return shown[1 if (get_language() or "").startswith("en") else 0]
    if kind == "level" and code in set(Seniority):
        return str(labels.SENIORITIES[Seniority(code)]).lower()
    if kind == "field" and code in set(Sector):
        return str(labels.SECTORS[Sector(code)]).lower()
    words = code.replace("_", " ")
    return words if kind == "word" else words.title()
