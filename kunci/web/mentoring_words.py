"""Mentors in the reader's language: what a newcomer learnt, and why something can't be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions.verb import Refused
from kunci.core.mentoring import Reason, Role, Step


def learnt_lines(found: Iterable[Reason], role: Role, name: str) -> list[str]:
    """What was learnt, a sentence each; `role`: as what the reader took part, `name`: of the newcomer."""
    who = _("Anda") if role is Role.NEWCOMER else name
    return [_line(one, who) for one in found]


def _line(one: Reason, who: str) -> str:
    words = {"n": one.n, "of": one.of, "who": who}
    sentences: dict[Step, Callable[[], str]] = {
        Step.LASTED: lambda: ngettext(
            "Pendampingan ini berlangsung %(n)d hari.", "Pendampingan ini berlangsung %(n)d hari.", one.n
        ),
        Step.ASKED: lambda: ngettext("%(who)s meminta %(n)d kunci.", "%(who)s meminta %(n)d kunci.", one.n),
        Step.NONE_ASKED: lambda: _("%(who)s belum meminta kunci selama itu. Mengenal orang lebih dulu juga kemajuan."),
        Step.NOTED: lambda: ngettext(
            "%(n)d catatan pembimbing pada rancangannya.", "%(n)d catatan pembimbing pada rancangannya.", one.n
        ),
        Step.HANDED: lambda: ngettext(
            "%(n)d kunci diserahkan kepada %(who)s.", "%(n)d kunci diserahkan kepada %(who)s.", one.n
        ),
        Step.FIRST: lambda: ngettext(
            "Dari permintaan pertama sampai kunci pertama: %(n)d hari.",
            "Dari permintaan pertama sampai kunci pertama: %(n)d hari.",
            one.n,
        ),
        Step.TOLD: lambda: ngettext(
            "%(who)s bercerita tentang %(of)d serah terima; %(n)d berjalan baik.",
            "%(who)s bercerita tentang %(of)d serah terima; %(n)d berjalan baik.",
            one.of,
        ),
    }
    return sentences[one.step]() % words


def refusals(refused: Refused) -> dict[str, Callable[[], str]]:
    """Each sentence by its code (words.py: refusal)."""
    most = refused.data.get("most", 0)
    return {
        "draft_already": lambda: _("Anda sudah punya rancangan untuk pintu ini. Ubah yang itu; tautannya ada di atas."),
        "draft_sent": lambda: _("Permintaannya sudah dikirim."),
        "drafts_enough": lambda: _("Hari ini Anda sudah menulis %(most)d rancangan. Lanjutkan besok.") % {"most": most},
        "mentor_agreed": lambda: _("Ini sudah disepakati. Mengakhirinya masih bisa, kapan saja."),
        "mentor_already": lambda: _("Di antara Anda berdua sudah ada usulan atau pendampingan. Lihat di halaman Pembimbing."),
        "mentor_ended": lambda: _("Pendampingan ini sudah berakhir."),
        "mentor_enough": lambda: _("Hari ini Anda sudah mengusulkan %(most)d kali. Lanjutkan besok.") % {"most": most},
        "mentor_invited": lambda: _("Salah satu dari Anda datang lewat undangan yang lain. Yang diundang tidak bisa menjadi pembimbing yang mengundangnya: kata-kata baik hanya akan berputar di antara dua orang."),
        "mentor_newcomers": lambda: _("Anda sudah mendampingi, atau menawarkan diri kepada, tiga orang. Lebih dari itu rancangan mereka tidak sempat dibaca."),
        "mentor_none": lambda: _("Sekarang tidak ada yang mendampingi Anda, jadi belum ada yang membacanya."),
        "mentor_one": lambda: _("Anda sudah punya seorang pembimbing, atau sudah meminta seseorang. Satu saja pada satu waktu."),
        "mentor_over": lambda: _("Usulan ini sudah ditarik kembali atau lewat waktunya."),
        "mentor_practised": lambda: _("Anda sudah menceritakan tiga serah terima yang berjalan baik. Anda tidak perlu didampingi lagi; Andalah yang bisa mendampingi."),
        "mentor_unpractised": lambda: _("Untuk mendampingi, ceritakan dulu tiga serah terima Anda sendiri yang berjalan baik."),
        "mentor_words": lambda: _("Tulis satu kalimat."),
        "notes_enough": lambda: _("Hari ini Anda sudah memberi %(most)d catatan. Lanjutkan besok.") % {"most": most},
    }  # fmt: skip
