"""Calendars and proposed encounters as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions.verb import Refused
from kunci.core.evidence import Kind

# In the order of a list to choose from.
KINDS = (Kind.MET, Kind.ONE_TO_ONE, Kind.CALL, Kind.CHAT, Kind.VISIT, Kind.EVENT)


def refusals(refused: Refused) -> dict[str, Callable[[], str]]:
    """Why something about a calendar was not done (web/words.py: refusal)."""
    most = {"most": refused.data.get("most", 0)}
    return {
        "calendar_address": lambda: _("Tempelkan alamat rahasia kalender Anda secara lengkap. Alamat itu dimulai dengan https:// atau webcal://."),
        "calendar_not_a_calendar": lambda: _("Berkas itu tampaknya bukan kalender. Ekspor kalender Anda sebagai berkas iCalendar (.ics)."),
        "calendar_there": lambda: _("Kalender itu sudah dibaca."),
        "calendar_too_big": lambda: _("Kalender itu lebih dari 30 MB. Ekspor hanya beberapa tahun terakhir, lalu coba lagi."),
        "calendar_too_many": lambda: _("Kalender itu berisi lebih dari 50.000 acara. Ekspor hanya beberapa tahun terakhir, lalu coba lagi."),
        "calendar_too_much": lambda: _("Acara berulang di kalender itu terlalu banyak untuk dihitung. Tidak ada yang diambil darinya."),
        "calendars_enough": lambda: _("Sudah ada %(most)d kalender. Hapus satu dulu, lalu tambahkan yang baru.") % most,
        "file_missing": lambda: _("Pilih dulu berkasnya."),
        "mail_no_archive": lambda: _("Berkas itu tampaknya bukan arsip surat. Ekspor surat Anda sebagai berkas .mbox."),
        "mail_too_big": lambda: _("Tanpa JavaScript, arsip surat hanya bisa sampai 30 MB. Nyalakan JavaScript: alamat dan tanggalnya lalu dipisahkan di perangkat Anda, sebesar apa pun berkasnya."),
        "proposed_changed": lambda: _("Usulannya sudah berubah sejak halaman ini dibuka. Lihat lagi, lalu jawab."),
    }  # fmt: skip


def came(detail: Mapping[str, Any]) -> str:
    """What came of a file."""
    proposed, read = int(detail.get("proposed", 0)), int(detail.get("read", 0))
    if detail.get("source") == "mail":
        of = ngettext("%(n)d surat dibaca.", "%(n)d surat dibaca.", read) % {"n": read}
    else:
        of = ngettext("%(n)d acara dibaca.", "%(n)d acara dibaca.", read) % {"n": read}
    parts = [of]
    unread = int(detail.get("unread", 0))
    if unread:
        said = ngettext("%(n)d tidak terbaca seluruhnya.", "%(n)d tidak terbaca seluruhnya.", unread)
        parts.append(said % {"n": unread})
    if proposed:
        said = ngettext("%(n)d pertemuan baru diusulkan.", "%(n)d pertemuan baru diusulkan.", proposed)
        parts.append(said % {"n": proposed})
    else:
        parts.append(_("Tidak ada pertemuan baru dengan rekan Anda."))
    return " ".join(parts)


def outcome(word: str) -> str:
    """How the last try to read an address went; '' where there is nothing to say."""
    sentences: dict[str, Callable[[], str]] = {
        "": lambda: _("Sedang dibaca untuk pertama kali. Ini bisa makan waktu semenit."),
        "read": lambda: _("Terbaca dengan baik."),
        "not_https": lambda: _("Alamat itu mengarah ke tempat yang tidak aman."),
        "private": lambda: _("Alamat itu mengarah ke jaringan tertutup. Kunci hanya membaca kalender dari internet."),
        "unknown": lambda: _("Alamat itu tidak ditemukan. Periksa apakah tersalin lengkap."),
        "unreachable": lambda: _("Server kalender itu tidak menjawab."),
        "certificate": lambda: _("Server kalender itu tidak dapat membuktikan dirinya, jadi tidak dibaca."),
        "too_slow": lambda: _("Server kalender itu terlalu lambat."),
        "too_big": lambda: _("Kalender itu terlalu besar untuk diambil. Unggah sebagai berkas."),
        "too_many": lambda: _("Kalender itu berisi terlalu banyak acara."),
        "too_much": lambda: _("Acara berulang di kalender itu terlalu banyak untuk dihitung."),
        "redirects": lambda: _("Alamat itu dialihkan terlalu sering."),
        "refused": lambda: _("Server kalender itu menolak. Mungkin alamat rahasianya sudah diganti."),
        "not_a_calendar": lambda: _("Di alamat itu tidak ada kalender."),
    }
    return sentences[word]() if word in sentences else _("Kalender itu tidak dapat dibaca.")


def answered(yes: bool, count: int) -> str:
    if yes:
        return ngettext("%(n)d pertemuan dicatat.", "%(n)d pertemuan dicatat.", count) % {"n": count}
    return ngettext(
        "%(n)d usulan ditolak dan tidak akan muncul lagi.", "%(n)d usulan ditolak dan tidak akan muncul lagi.", count
    ) % {"n": count}
