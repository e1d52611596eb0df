"""Codes and figures of the core and of actions as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions.verb import Refused
from kunci.core import reasons as core
from kunci.core.addressbook import Sameness
from kunci.core.evidence import Kind
from kunci.core.hints import Hint
from kunci.core.layers import Change
from kunci.core.standing import Measure
from kunci.reveal.audience import Opened, Sight
from kunci.reveal.imports import OnceOpen
from kunci.web import labels
from kunci.web.refusals import refusal


@dataclass(frozen=True)
class ReasonLine:
    """One line of "why": which side of the standing, the sentence, and the ids of the evidence it rests on."""

    part: str
    sentence: str
    rows: tuple[str, ...] = ()


def change_lines(changes: Iterable[Change]) -> list[str]:
    """What an import would change of a contact, a line each."""
    return [_change(one) for one in changes]


def _change(one: Change) -> str:
    said = {"field": labels.FIELDS[one.field], "before": one.before, "after": one.after}
    if one.before:
        return _("%(field)s: %(before)s menjadi %(after)s") % said
    return _("%(field)s baru: %(after)s") % said


def alike(name: str, reason: Sameness) -> str:
    """Why a card looks like a contact that is there already."""
    return _("mirip %(name)s: %(reason)s") % {"name": name, "reason": labels.SAMENESS[reason]}


def shared(reason: Sameness) -> str:
    """What two contacts have in common."""
    return str(labels.SAMENESS[reason])


def brought(counts: Mapping[str, int]) -> str:
    """What an import brought."""
    new, updated = counts.get("new", 0) + counts.get("alike", 0), counts.get("update", 0)
    parts = [ngettext("%(n)d kontak baru", "%(n)d kontak baru", new) % {"n": new}] if new else []
    parts += (
        [ngettext("%(n)d kontak diperbarui", "%(n)d kontak diperbarui", updated) % {"n": updated}] if updated else []
    )
    notes = counts.get("notes_new", 0)
    parts += (
        [ngettext("%(n)d catatan tentang rekan", "%(n)d catatan tentang rekan", notes) % {"n": notes}] if notes else []
    )
    return f"{', '.join(parts)}." if parts else _("Tidak ada yang berubah.")


def noted_by(name: str, kind: Kind, on: date) -> str:
    """What somebody noted about the two of us, as a question."""
    what = str(labels.KINDS[kind])
    said = {"name": name, "what": what[:1].lower() + what[1:], "day": date_format(on, "j F Y")}
    return _("%(name)s mencatat: %(what)s pada %(day)s. Benar?") % said


def tidied(what: str, n: int, tag: str) -> str:
    """What was done to many keys at once."""
    sentences: dict[str, Callable[[], str]] = {
        "tag": lambda: ngettext("Tanda %(tag)s diberikan kepada %(n)d kontak.", "Tanda %(tag)s diberikan kepada %(n)d kontak.", n),
        "untag": lambda: ngettext("Tanda %(tag)s dilepas dari %(n)d kontak.", "Tanda %(tag)s dilepas dari %(n)d kontak.", n),
        "archive": lambda: ngettext("%(n)d dipindahkan ke arsip.", "%(n)d dipindahkan ke arsip.", n),
        "bring_back": lambda: ngettext("%(n)d dikeluarkan dari arsip.", "%(n)d dikeluarkan dari arsip.", n),
        "close": lambda: ngettext("%(n)d kunci ditutup bagi semua orang.", "%(n)d kunci ditutup bagi semua orang.", n),
        "drop": lambda: ngettext("%(n)d dihapus, beserta semua cara menghubunginya.", "%(n)d dihapus, beserta semua cara menghubunginya.", n),
        "make": lambda: ngettext("%(n)d kunci baru. Belum terlihat siapa pun.", "%(n)d kunci baru. Belum terlihat siapa pun.", n),
    }  # fmt: skip
    return sentences[what]() % {"n": n, "tag": tag}


def sight(one: Sight) -> str:
    """That somebody reads a face, and until when."""
    face = labels.FACES[one.kind]
    if one.until is None:
        return _("%(face)s, tanpa batas waktu") % {"face": face}
    said = {"face": face, "day": date_format(last_day(one.until), "j F Y")}
    if one.dated and one.rung:
        return _("%(face)s, sampai %(day)s seperti yang Anda pilih") % said
    return _("%(face)s, sampai %(day)s") % said


def once_open(one: OnceOpen) -> str:
    """What was open to whom in the Kunci that a contact came from."""
    said = {"who": one.name, "face": labels.FACES[one.kind]}
    if one.until is None:
        return _("%(face)s bagi %(who)s") % said
    return _("%(face)s bagi %(who)s, sampai %(day)s") % {**said, "day": date_format(last_day(one.until), "j F Y")}


def last_day(until: datetime) -> date:
    """The day on which something that ends then is open for the last time, on the member's own clock."""
    return localtime(until - timedelta.resolution).date()


def opening_line(one: Opened) -> str:
    """What was opened to whom, and when it closes or has closed."""
    said = {"who": one.person.name, "face": labels.FACES[one.kind], "day": _day(one.at)}
    sentence = _("%(day)s: %(face)s dibuka bagi %(who)s") % said
    if one.until is None:
        return sentence
    until = {"day": date_format(last_day(one.until), "j F Y") if one.dated else _day(one.until)}
    if one.dated:
        return f"{sentence}, {_('sampai hari terakhirnya, %(day)s') % until}"
    if not one.over:
        return f"{sentence}, {_('tertutup dengan sendirinya pada %(day)s') % until}"
    if one.lapsed:
        return f"{sentence}, {_('tertutup pada %(day)s karena bukti Anda tidak lagi menopangnya') % until}"
    return f"{sentence}, {_('ditutup pada %(day)s') % until}"


def _day(instant: datetime) -> str:
    return date_format(localtime(instant), "j F Y")


def reason_lines(found: Iterable[core.Reason]) -> list[ReasonLine]:
    """The reasons behind a standing, a sentence each."""
    return [replace(_line(reason), rows=reason.evidence) for reason in found]


def _line(reason: core.Reason) -> ReasonLine:
    match reason:
        case core.Prior():
            often = {
                "weekly": _("tiap minggu"),
                "monthly": _("tiap bulan"),
                "yearly": _("tiap tahun"),
                "rarely": _("sesekali"),
            }[reason.often.value]
            words = {"year": reason.since.year, "often": often}
            return ReasonLine("know", _("kenal sejak %(year)d, bertemu %(often)s") % words)
        case core.Meetings():
            words = {"n": reason.count, "last": date_format(reason.last, "j F Y")}
            return ReasonLine(
                "know",
                ngettext(
                    "%(n)d pertemuan, terakhir %(last)s", "%(n)d pertemuan, terakhir %(last)s", reason.count
                ) % words,
            )  # fmt: skip
        case core.Regularity():
            words = {"months": reason.months, "of": reason.of}
            sentence = ngettext(
                "berhubungan dalam %(months)d dari %(of)d bulan",
                "berhubungan dalam %(months)d dari %(of)d bulan",
                reason.of,
            )
            return ReasonLine("loyalty", sentence % words)
        case core.Promises():
            words = {"kept": reason.kept, "of": reason.of}
            return ReasonLine("trust", _("%(kept)d dari %(of)d janji ditepati") % words)
        case core.Help():
            words = {"given": reason.given, "received": reason.received}
            return ReasonLine("loyalty", _("Anda membantu %(given)d kali, dibantu %(received)d kali") % words)
        case core.Outcomes():
            words = {"good": reason.good, "unfit": reason.unfit, "broken": reason.broken}
            return ReasonLine(
                "confidence",
                _("serah terima: %(good)d berjalan baik, %(unfit)d kurang cocok, %(broken)d mencederai kepercayaan")
                % words,
            )
        case core.Vouches():
            if reason.count == 1:
                return ReasonLine(
                    "trust",
                    _("dijamin seorang rekan yang Anda percayai; satu jaminan saja belum mengubah kedudukannya"),
                )
            return ReasonLine("trust", _("dijamin %(n)d rekan yang Anda percayai") % {"n": reason.count})
        case core.Warnings():
            sentence = ngettext(
                "%(n)d rekan yang Anda percayai meminta Anda berhati-hati",
                "%(n)d rekan yang Anda percayai meminta Anda berhati-hati",
                reason.count,
            )
            return ReasonLine("trust", sentence % {"n": reason.count})
        case core.Words():
            words = {"n": reason.failed}
            sentence = ngettext(
                "orang yang ia jamin mengecewakan Anda %(n)d kali",
                "orang yang ia jamin mengecewakan Anda %(n)d kali",
                reason.failed,
            )
            return ReasonLine("trust", sentence % words)
        case core.Mediations():
            words = {"good": reason.good, "broken": reason.broken}
            return ReasonLine(
                "confidence", _("yang ia pertemukan: %(good)d berjalan baik, %(broken)d mencederai kepercayaan") % words
            )
        case core.Break():
            words = {"day": date_format(reason.on, "j F Y")}
            return ReasonLine(
                "trust", _("kepercayaan tercederai pada %(day)s; yang baik sebelum itu tidak lagi dihitung") % words
            )


def mark_refusal(code: str, year: int) -> str:
    """Why one person of a circle was not marked as chosen."""
    if code == "falls_short":
        return _(
            "Kenal sejak %(year)d dan bertemu sesering itu belum menopang anak tangga ini. Pilih yang lebih rendah."
        ) % {"year": year}
    return refusal(Refused(code))


def short_lines(found: Iterable[core.Shortfall]) -> list[str]:
    """Where the evidence falls short of a rung, a sentence each."""
    sentences = {
        Measure.KNOW: _("Anda belum cukup sering bersua belakangan ini."),
        Measure.TRUST: _("Belum cukup janji yang ditepati atau serah terima yang berjalan baik."),
        Measure.CONFIDENCE: _("Belum cukup hasil serah terima yang Anda alami sendiri."),
        Measure.LOYALTY: _("Belum cukup lama dan teratur; waktu tidak bisa dibeli."),
    }
    return [sentences[one.measure] for one in found]


def came(what: str, amount: Decimal | None, currency: str) -> str:
    """What came of a meeting; '' where nothing was said."""
    if not what:
        return ""
    if amount is None:
        return str(labels.CAME[what])
    return _("%(what)s, senilai %(amount)s") % {"what": labels.CAME[what], "amount": money(amount, currency)}


def money(amount: Decimal, currency: str) -> str:
    """An amount in the reader's way of writing; whole where it is."""
    shown = number_format(amount, decimal_pos=0 if amount == amount.to_integral_value() else 2, force_grouping=True)
    return f"{'Rp' if currency == 'IDR' else currency} {shown}"


def moved_lines(moved: Mapping[str, Any]) -> list[str]:
    """By what a standing moved, a sentence a measure."""
    names = {
        "know": _("Perkenalan"),
        "trust": _("Kepercayaan"),
        "confidence": _("Keyakinan"),
        "loyalty": _("Kesetiaan"),
    }
    lines = []
    measures = moved.get("measures", {})
    for measure in (one for one in names if one in measures):
        before, after = measures[measure]
        words = {"measure": names[measure], "before": _percent(before), "after": _percent(after)}
        if words["before"] != words["after"]:
            lines.append(_("%(measure)s: dari %(before)d menjadi %(after)d dari 100") % words)
    return lines


def _percent(share: float) -> int:
    return round(100 * share)


def hint_line(role: str, sector: str, seniority: str, city: str) -> str:
    """A hint in one line, from its codes: "Manajer, Pengadaan, Kesehatan, Surabaya"."""
    parts = (labels.seniority_label(seniority), labels.role_label(role), labels.sector_label(sector), city)
    return ", ".join(str(part) for part in parts if part)


def proposed(hint: Hint) -> dict[str, str]:
    """A proposed hint as the fields of a form."""
    role, sector, seniority = (str(code or "") for code in (hint.role, hint.sector, hint.seniority))
    return {
        "role": role,
        "sector": sector,
        "seniority": seniority,
        "city": hint.city,
        "line": hint_line(role, sector, seniority, hint.city),
    }
