"""Bringing people together, in the reader's language: what a mediator's word carries, why something was not done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from kunci.core.standing import Measure


def carried_lines(measures: Iterable[Measure]) -> list[str]:
    """What a mediator's word stands in for, a sentence each."""
    sentences = {
        Measure.TRUST: _("bahwa ia menepati janji"),
        Measure.CONFIDENCE: _("bahwa ia mengerjakannya dengan baik"),
    }
    return [sentences[one] for one in measures]


def refusals(data: Mapping[str, object]) -> dict[str, Callable[[], str]]:
    """The sentence of each code (words.py)."""
    return {
        "mediate_own": lambda: _("Kunci itu milik Anda sendiri. Tawarkan saja langsung."),
        "mediate_to_itself": lambda: _("Pemegang kunci itu sendiri yang mencari pintu ini."),
        "mediated_already": lambda: _("Kunci ini sudah pernah Anda usulkan untuk pintu itu. Sekali saja cukup."),
        "mediation_over": lambda: _("Usulan ini sudah berakhir atau ditarik kembali. Tidak ada lagi yang perlu dilakukan."),
        "mediation_told": lambda: _("Ini sudah disampaikan, jadi tidak bisa diubah lagi."),
        "relay_to_author": lambda: _("Yang mencarinya tidak mendengar yang Anda teruskan, jadi tidak bisa disebut."),
        "relayed_already": lambda: _("Pintu ini sudah Anda teruskan, dan yang itu masih berlaku. Ubah yang itu saja."),
        "no_yes_yet": lambda: _("Pemegangnya belum, atau tidak lagi, mengiyakan."),
        "step_already": lambda: _("Untuk keinginan ini Anda sudah bertanya. Sekali saja cukup."),
        "step_key": lambda: _("Pilih satu kunci Anda yang punya petunjuk."),
        "step_keys": lambda: _("Belum keduanya menyebut satu kunci."),
        "step_not_told": lambda: _("Yang ingin berkenalan belum tahu. Sampaikan dulu."),
        "step_notes": lambda: _("Paling banyak %(most)d catatan dalam satu langkah. Bicaralah langsung.") % {"most": data.get("most", 0)},
        "step_over": lambda: _("Langkah ini sudah berakhir. Tidak ada lagi yang perlu dilakukan."),
        "step_paired": lambda: _("Pertukarannya sudah diusulkan, jadi kuncinya tidak bisa diganti lagi."),
        "step_to_whom": lambda: _("Pilih kepada siapa Anda menyampaikannya."),
        "step_told": lambda: _("Ini sudah disampaikan. Anda masih bisa mengakhiri langkahnya."),
        "stakes_enough": lambda: _("Jaminan dan perantaraan Anda yang masih berlaku sudah %(most)d, %(mediations)d di antaranya perantaraan. Tarik satu dulu, agar yang lain tetap berbobot.") % {"most": data.get("most", 0), "mediations": data.get("mediations", 0)},
        "want_person": lambda: _("Yang dicari di sini seseorang, bukan kunci. Pertemukan keduanya lewat langkah pertama."),
        "want_stays": lambda: _("Pencarinya tidak mengizinkan pintu ini diteruskan."),
        "want_unnamed": lambda: _("Pencarinya tidak mengizinkan namanya disebut. Usulkan tanpa nama."),
    }  # fmt: skip
