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
from kunci.web import labels, mediating_words


@dataclass(frozen=True)
class ReasonLine:
    """One line of "why": which side of the standing, the sentence, and the ids of the evidence it rests on."""

    part: str
    sentence: str
    rows: tuple[str, ...] = ()


def refusal(refused: Refused) -> str:
    """Why an action was not done, and what to do instead."""
    sentences: dict[str, Callable[[], str]] = {
        "address_over": lambda: _("Tidak ada alamat yang sedang menunggu kodenya."),
        "answer": lambda: _("Pilih salah satu jawaban."),
        "asked_to_confirm": lambda: _("Itu sudah Anda tanyakan kepadanya."),
        "amount": lambda: _("Nilai hanya bisa dicatat bila jadi usaha, dan di bawah seribu triliun. Pilih “Jadi usaha”, atau kosongkan nilainya."),
        "archived": lambda: _("Kunci ini ada di arsip. Keluarkan dulu dari arsip untuk membukanya."),
        "asked_already": lambda: _("Anda sudah meminta kunci ini. Permintaan itu masih berjalan; lihat di Serah terima."),
        "asks_enough": lambda: _("Hari ini Anda sudah meminta %(most)d kunci. Lanjutkan besok.") % {"most": _most(refused)},
        "by_when": lambda: _("Pilih tenggat antara hari ini dan setahun ke depan."),
        "came": lambda: _("Pilih apa yang terjadi."),
        "consents_enough": lambda: _("Hari ini Anda sudah meminta izin %(most)d kontak. Lanjutkan besok.") % {"most": _most(refused)},
        "contact_not_agreed": lambda: _("Kontak ini belum, atau tidak lagi, memberi izin. Tunggu sampai ia mengiyakan."),
        "date_ahead": lambda: _("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya."),
        "date_too_early": lambda: _("Tanggalnya terlalu jauh ke belakang."),
        "email": lambda: _("Alamat e-mail itu tampaknya tidak lengkap. Contohnya: nama@contoh.id."),
        "end_far": lambda: _("Hari itu terlalu jauh. Pilih paling lama sepuluh tahun lagi, atau kosongkan."),
        "end_past": lambda: _("Hari itu sudah lewat. Pilih hari ini atau sesudahnya."),
        "counted_already": lambda: _("Perkataan ini sudah Anda perhitungkan."),
        "code": lambda: _("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru."),
        "codes_over": lambda: _("Kode-kode itu tidak berlaku lagi. Buat yang baru kalau perlu."),
        "email_same": lambda: _("Itu sudah alamat Anda."),
        "face_order": lambda: _("Nama hanya dapat dibuka bagi yang sudah melihat petunjuknya, kontak bagi yang tahu namanya."),
        "faces_order": lambda: _("Nama tidak dapat terbuka lebih awal daripada petunjuk, dan kontak tidak lebih awal daripada nama."),
        "falls_short": lambda: _("Dengan alasan itu pun bukti Anda belum menopang anak tangga ini. Pilih yang lebih rendah, atau catat dulu apa yang terjadi."),
        "file_too_big": lambda: _("Berkas itu lebih dari %(most)d MB. Ekspor lagi tanpa foto, atau bagi menjadi beberapa berkas.") % {"most": _most(refused)},
        "gone": lambda: _("Itu tidak ada, atau tidak ada lagi."),
        "handed_already": lambda: _("Kunci ini sudah diserahkan. Lihat di Serah terima."),
        "hint_missing": lambda: _("Tulis petunjuknya: pintu macam apa, tanpa nama."),
        "introduction_missing": lambda: _("Isi kata perkenalan untuk keduanya."),
        "import_not_ready": lambda: _("Berkas ini sudah diambil, dibatalkan, atau masih dibaca. Lihat keadaannya di bawah."),
        "invitation_over": lambda: _("Undangan ini sudah dipakai, dicabut, atau lewat waktunya. Mintalah yang baru."),
        "invitations_enough": lambda: _("Paling banyak %(most)d undangan sehari. Lanjutkan besok.") % {"most": _most(refused)},
        "kind": lambda: _("Pilih apa yang terjadi."),
        "last_way_in": lambda: _("Ini satu-satunya jalan masuk Anda. Isi dulu alamat e-mail di profil, atau simpan kunci sandi lain."),
        "name_missing": lambda: _("Namanya belum diisi."),
        "no_email": lambda: _("Alamat e-mailnya tidak diketahui, atau sudah dilupakan."),
        "nobody_ticked": lambda: _("Belum ada yang dicentang."),
        "needs_reason": lambda: _("Bukti Anda belum menopang anak tangga ini. Tuliskan sejak kapan dan seberapa sering Anda saling kenal."),
        "never_again": lambda: _("Kontak ini pernah meminta agar tidak ditanya lagi. Hormatilah itu."),
        "not_decided": lambda: _("Anda belum, atau tidak lagi, mengiyakan permintaan ini. Iyakan dulu, lalu serahkan."),
        "not_a_helper": lambda: _("Ucapan terima kasih hanya untuk yang menawarkan kunci, atau yang boleh mendengar pintu ini."),
        "not_a_key": lambda: _("Ini masih kontak biasa. Jadikan kunci dulu."),
        "not_to_confirm": lambda: _("Konfirmasi hanya bisa diminta untuk pertemuan yang catatannya masih berlaku."),
        "not_to_correct": lambda: _("Catatan ini tidak ditulis tangan Anda, jadi tidak bisa diperbaiki di sini."),
        "not_on_rung": lambda: _("Ada yang tidak lagi berdiri di anak tangga ini. Lihat daftarnya sekali lagi."),
        "nothing_chosen": lambda: _("Belum ada yang dicentang."),
        "offered_already": lambda: _("Kunci ini sudah Anda tawarkan kepadanya. Tawaran itu masih berjalan."),
        "offered_for_want": lambda: _("Kunci ini sudah pernah Anda tawarkan untuk pintu itu. Sekali saja cukup."),
        "offers_enough": lambda: _("Hari ini Anda sudah menawarkan %(most)d kunci. Lanjutkan besok.") % {"most": _most(refused)},
        "passkey": lambda: _("Kunci sandi itu tidak bisa disimpan. Muat ulang halaman ini, lalu coba sekali lagi."),
        "passkeys_many": lambda: _("Paling banyak %(most)d kunci sandi. Hapus dulu yang tidak dipakai lagi.") % {"most": _most(refused)},
        "proposals_enough": lambda: _("Hari ini Anda sudah mengusulkan %(most)d kunci. Lanjutkan besok.") % {"most": _most(refused)},
        "request_over": lambda: _("Permintaan ini sudah berakhir. Tidak ada lagi yang perlu dilakukan."),
        "request_withdrawn": lambda: _("Yang meminta sudah menarik permintaannya kembali. Tidak ada lagi yang perlu dilakukan."),
        "said_already": lambda: _("Anda sudah menyampaikan pandangan tentang orang ini kepadanya. Tarik dulu yang lama."),
        "same_contact": lambda: _("Pilih dua kontak yang berbeda."),
        "sentence_missing": lambda: _("Tulis satu kalimat: mengapa Anda ingin pintu ini dibuka."),
        "set_agreed": lambda: _("Anda berdua sudah setuju. Selanjutnya berjalan di Serah terima."),
        "set_empty": lambda: _("Belum ada kunci yang bisa Anda buka. Sisihkan dulu satu."),
        "set_many": lambda: _("Pilih paling banyak %(most)d kunci.") % {"most": _most(refused)},
        "set_over": lambda: _("Pertukaran ini sudah diakhiri."),
        "set_step_over": lambda: _("Tidak ada langkah yang bisa dibatalkan lagi."),
        "speaker_not_trusted": lambda: _("Anda belum cukup percaya kepada yang mengatakannya, jadi perkataannya belum berbobot bagi Anda."),
        "tag_missing": lambda: _("Tulis tandanya."),
        "telling_later": lambda: _("Waktu bercerita yang pertama sudah lewat. Setengah tahun sesudah serah terima Anda bisa bercerita lagi."),
        "telling_over": lambda: _("Waktu bercerita sudah lewat. Yang sudah diceritakan tetap tersimpan."),
        "told_already": lambda: _("Anda sudah bercerita tentang serah terima ini."),
        "too_late_to_take_back": lambda: _("Catatan ini sudah lebih dari sehari. Perbaiki dengan catatan baru."),
        "too_often": lambda: _("Dalam satu jam kami mengirim paling banyak %(most)d surat seperti itu. Coba lagi nanti.") % {"most": _most(refused)},
        "too_many_people": lambda: _("Satu lingkar mengundang paling banyak seratus orang."),
        "too_long": lambda: ngettext(
            "Terlalu panjang: paling banyak %(most)d huruf.", "Terlalu panjang: paling banyak %(most)d huruf.", _most(refused)
        )
        % {"most": _most(refused)},
        "vouches_enough": lambda: _("Anda punya %(most)d jaminan yang masih berlaku. Tarik satu dulu, agar yang lain tetap berbobot.") % {"most": _most(refused)},
        "warnings_enough": lambda: _("Anda punya %(most)d peringatan yang masih berlaku. Tarik satu dulu, agar yang lain tetap berbobot.") % {"most": _most(refused)},
        "what": lambda: _("Pilih apa yang akan dilakukan."),
        "verdict": lambda: _("Pilih bagaimana jadinya."),
        "want_alike": lambda: _("Ini hampir sama dengan yang sudah Anda cari: “%(text)s”. Ubah yang itu, atau tulis apa bedanya.") % {"text": refused.data.get("text", "")},
        "want_closed": lambda: _("Pintu ini sudah Anda tutup. Yang ditutup kurang dari sehari bisa dibuka lagi di halamannya."),
        "want_days": lambda: _("Pilih berapa lama pintu ini dicari."),
        "want_hearers": lambda: _("Pilih siapa yang boleh mendengarnya: satu anak tangga, atau rekan yang Anda sebut."),
        "want_missing": lambda: _("Tulis pintu apa yang Anda cari."),
        "want_unclear": lambda: _("Tulis dengan kata-kata, supaya rekan Anda tahu pintu mana yang dimaksud."),
        "wants_enough": lambda: _("Anda sudah mencari %(most)d pintu sekaligus. Tutup satu dulu, lalu tulis yang baru.") % {"most": _most(refused)},
        "word": lambda: _("Pilih: menjamin, atau memperingatkan."),
        "word_missing": lambda: _("Tulis satu kalimat: mengapa Anda berpendapat begitu."),
        "word_of_a_stranger": lambda: _("Anda belum mengenal orang ini di Kunci, jadi belum ada yang bisa diperhitungkan."),
        "word_over": lambda: _("Perkataan ini sudah ditarik kembali atau lewat waktunya."),
        "word_rests": lambda: _("Catatan ini mengikuti catatan tentang orang yang ia jamin. Perbaiki yang itu, maka yang ini ikut."),
    }  # fmt: skip
    return (sentences | mediating_words.refusals(refused.data))[refused.code]()


def _most(refused: Refused) -> int:
    most = refused.data.get("most")
    return most if isinstance(most, int) else 0


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
