"""What of an archive comes back and what does not, each with its reason, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext


@dataclass(frozen=True)
class Lines:
    comes: tuple[str, ...]
    stays: tuple[str, ...]


def lines(counts: Mapping[str, int]) -> Lines:
    """`counts`: by actions/returning.py, of a dry run."""
    return Lines(_said(_COMES, counts), _said(_STAYS, counts))


Sentence = Callable[[int], str]
# Kept as calls, so that each is said in the language of whoever reads it.
_COMES: dict[str, Sentence] = {
    "notes_new": lambda n: ngettext(
        "%(n)d catatan Anda tentang rekan kembali, dengan tanggal dan bobotnya. Yang sudah terbuka bagi rekan itu mengikuti catatannya.",
        "%(n)d catatan Anda tentang rekan kembali, dengan tanggal dan bobotnya. Yang sudah terbuka bagi rekan itu mengikuti catatannya.",
        n,
    ),
}
_STAYS: dict[str, Sentence] = {
    "notes_same": lambda n: ngettext(
        "%(n)d catatan tentang rekan: sudah ada di sini, atau pernah Anda tarik kembali.",
        "%(n)d catatan tentang rekan: sudah ada di sini, atau pernah Anda tarik kembali.",
        n,
    ),
    "notes_elsewhere": lambda n: ngettext(
        "%(n)d catatan tentang orang yang bukan rekan Anda di sini.",
        "%(n)d catatan tentang orang yang bukan rekan Anda di sini.",
        n,
    ),
    "notes_rests": lambda n: ngettext(
        "%(n)d catatan dari kata orang lain: yang mengatakannya bukan rekan Anda di sini, katanya sudah dihitung, atau dasarnya tidak ikut.",
        "%(n)d catatan dari kata orang lain: yang mengatakannya bukan rekan Anda di sini, katanya sudah dihitung, atau dasarnya tidak ikut.",
        n,
    ),
    "notes_others": lambda n: ngettext(
        "%(n)d catatan tentang rekan: arsip ini dibuat akun lain, dan penilaian orang lain bukan penilaian Anda.",
        "%(n)d catatan tentang rekan: arsip ini dibuat akun lain, dan penilaian orang lain bukan penilaian Anda.",
        n,
    ),
    "notes_unread": lambda n: ngettext(
        "%(n)d catatan tentang rekan: isinya tidak terbaca.",
        "%(n)d catatan tentang rekan: isinya tidak terbaca.",
        n,
    ),
    "words_said": lambda n: ngettext(
        "%(n)d jaminan atau peringatan yang Anda sampaikan: tidak disampaikan lagi. Sampaikan sendiri bila masih berlaku.",
        "%(n)d jaminan atau peringatan yang Anda sampaikan: tidak disampaikan lagi. Sampaikan sendiri bila masih berlaku.",
        n,
    ),
    "words_heard": lambda n: ngettext(
        "%(n)d jaminan atau peringatan yang disampaikan kepada Anda: itu milik yang mengatakannya. Yang Anda perhitungkan tercatat sebagai catatan tentang rekan.",
        "%(n)d jaminan atau peringatan yang disampaikan kepada Anda: itu milik yang mengatakannya. Yang Anda perhitungkan tercatat sebagai catatan tentang rekan.",
        n,
    ),
}


def _said(sentences: Mapping[str, Sentence], counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(say(counts[name]) % {"n": counts[name]} for name, say in sentences.items() if counts.get(name))
