"""A notice as a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from kunci.reveal.notices import NoticeRow


def sentence(row: NoticeRow) -> str:
    """Who and what about, in the reader's language."""
    sentences: dict[str, Callable[[], str]] = {
        "asked": lambda: _("%(who)s meminta kunci Anda: %(hint)s."),
        "offered": lambda: _("%(who)s menawarkan kunci kepada Anda: %(hint)s."),
        "answered": lambda: _("Kontak Anda menjawab pertanyaan tentang %(who)s: %(hint)s."),
        "handed": lambda: _("%(who)s menyerahkan kunci kepada Anda: %(hint)s."),
        "told": lambda: _("%(who)s menceritakan jadinya: %(hint)s."),
        "vouched": lambda: {
            "warning": _("%(who)s meminta Anda berhati-hati dengan %(hint)s."),
            "withdrawn": _("%(who)s menarik kembali perkataannya kepada Anda tentang %(hint)s."),
        }.get(row.word, _("%(who)s menjamin %(hint)s kepada Anda.")),
        "thanked": lambda: _("%(who)s berterima kasih kepada Anda: %(hint)s."),
        "sets": lambda: (
            _("Anda dan %(who)s sama-sama sudah membuka. Petunjuknya kini saling tampak.")
            if row.word == "shown"
            else _("Anda dan %(who)s saling menyisihkan kunci.")
        ),
        "mediate": lambda: _("%(who)s ingin mempertemukan Anda dengan seseorang: %(hint)s."),
        "mediate_yes": lambda: _("%(who)s mengiyakan usulan Anda: %(hint)s."),
        "brought": lambda: _("%(who)s menemukan pintu untuk Anda: %(hint)s."),
        "mentor": lambda: (
            _("%(who)s meminta Anda menjadi pembimbingnya.") if row.holder else _("%(who)s ingin mendampingi Anda.")
        ),
        "mentor_yes": lambda: (
            _("%(who)s menerima Anda sebagai pembimbing.") if row.holder else _("%(who)s bersedia mendampingi Anda.")
        ),
        "mentor_end": lambda: (
            _("%(who)s mengakhiri pendampingan oleh Anda.") if row.holder else _("%(who)s melepas Anda.")
        ),
        "draft": lambda: _("%(who)s menunjukkan rancangan permintaan kepada Anda."),
        "noted": lambda: _("%(who)s memberi catatan pada rancangan Anda."),
        "meet": lambda: _("Ada kabar tentang temu empat mata Anda dengan %(who)s."),
        "step": lambda: _("Ada kabar untuk Anda tentang langkah pertama: %(who)s."),
        "reminder_decide": lambda: _("Permintaan %(who)s masih menunggu Anda: %(hint)s."),
        "reminder_tell": lambda: _("Tinggal beberapa hari untuk menceritakan jadinya dengan %(who)s: %(hint)s."),
        "reminder_again": lambda: _("Setengah tahun sejak serah terima dengan %(who)s: %(hint)s. Jadinya bagaimana?"),
    }
    return sentences[row.kind]() % {"who": row.person, "hint": row.hint_line.rstrip(".")}
