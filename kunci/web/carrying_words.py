"""What would carry the next rung, as sentences in the reader's language: plain words and no counting up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kunci.core.evidence import Kind
from kunci.core.nextsteps import NextSteps, Pace, Step, Way


@dataclass(frozen=True)
class WayLine:
    """One way, and the day on which it can be done at the earliest; None for today."""

    sentence: str
    day: date | None


@dataclass(frozen=True)
class Carrying:
    before: tuple[str, ...]
    ways: tuple[WayLine, ...]


def carrying(found: NextSteps, now: datetime) -> Carrying:
    today = now.astimezone(UTC).date()  # as core/nextsteps.py counts its weeks
    ways = tuple(WayLine(_sentence(way), way.ends if way.ends > today else None) for way in found.ways)
    return Carrying(tuple(_before(found)), ways)


def _before(found: NextSteps) -> list[str]:
    if found.earliest is None:
        return [
            _(
                "Dalam setahun ke depan belum ada yang cukup untuk itu. Yang baik tetap dihitung, dan pelan-pelan waktu memulihkan."
            )
        ]
    said = []
    if found.only_time:
        month = {"month": date_format(found.earliest, "F Y")}
        said.append(_("Ini perlu waktu. Sesering apa pun Anda berdua bersua, paling cepat sekitar %(month)s.") % month)
    if not found.ways:
        said.append(_("Tidak ada satu langkah yang cukup; ini tumbuh dari banyak hal baik, satu demi satu."))
    elif len(found.ways) == 1:
        said.append(_("Ini sudah cukup:"))
    else:
        said.append(_("Salah satu dari ini sudah cukup:"))
    return said


def _sentence(way: Way) -> str:
    parts = [_step(step) for step in way.steps]
    sentence = parts[0] if len(parts) == 1 else _("%(one)s, dan %(other)s") % {"one": parts[0], "other": parts[1]}
    return sentence[:1].upper() + sentence[1:]


def _step(step: Step) -> str:
    many = {"n": _number(len(step.days))}
    if len(step.days) == 1:
        return _ONCE[step.kind]()
    return _OFTEN[step.kind, step.pace]() % many


_ONCE: dict[Kind, Callable[[], str]] = {
    Kind.MET: lambda: _("sekali bertemu"),
    Kind.CALL: lambda: _("sekali bertelepon"),
    Kind.PROMISE_KEPT: lambda: _("satu janji yang ia tepati"),
    Kind.HELP_RECEIVED: lambda: _("sekali ia membantu Anda"),
    Kind.OUTCOME_GOOD: lambda: _("satu serah terima yang berjalan baik"),
}
_OFTEN: dict[tuple[Kind, Pace], Callable[[], str]] = {
    (Kind.MET, Pace.WEEK): lambda: _("%(n)s kali bertemu, di minggu yang berbeda"),
    (Kind.MET, Pace.MONTH): lambda: _("bertemu sebulan sekali selama %(n)s bulan"),
    (Kind.CALL, Pace.WEEK): lambda: _("%(n)s kali bertelepon, di minggu yang berbeda"),
    (Kind.PROMISE_KEPT, Pace.WEEK): lambda: _("%(n)s janji yang ia tepati, di minggu yang berbeda"),
    (Kind.PROMISE_KEPT, Pace.MONTH): lambda: _("%(n)s janji yang ia tepati, di bulan yang berbeda"),
    (Kind.HELP_RECEIVED, Pace.WEEK): lambda: _("%(n)s kali ia membantu Anda, di minggu yang berbeda"),
    (Kind.OUTCOME_GOOD, Pace.MONTH): lambda: _("%(n)s serah terima yang berjalan baik, di bulan yang berbeda"),
}


def _number(n: int) -> str:
    """A count as a word, up to a dozen."""
    words = [
        _("dua"), _("tiga"), _("empat"), _("lima"), _("enam"), _("tujuh"), _("delapan"), _("sembilan"), _("sepuluh"),
        _("sebelas"), _("dua belas"),
    ]  # fmt: skip
    return words[n - 2] if 2 <= n <= len(words) + 1 else str(n)
