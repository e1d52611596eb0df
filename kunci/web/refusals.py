"""Why an action was not done, as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions.verb import Refused
from kunci.web import calendar_words, mediating_words, mentoring_words


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
        "encounter_over": lambda: _("Kode itu tidak berlaku lagi. Minta yang baru, atau perlihatkan kode Anda."),
        "one_to_one_cancelled": lambda: _("Temu itu sudah dibatalkan."),
        "one_to_one_changed": lambda: _("Baru saja ada yang berubah. Lihat dulu keadaannya sekarang, lalu coba lagi."),
        "one_to_one_minutes": lambda: _("Pilih lamanya antara seperempat jam dan delapan jam."),
        "one_to_one_not_yet": lambda: _("Temu itu belum berlangsung."),
        "one_to_one_noted": lambda: _("Temu itu sudah Anda catat."),
        "one_to_one_open": lambda: _("Di antara Anda berdua sudah ada yang diusulkan atau disepakati. Lihat di Temu empat mata."),
        "one_to_one_over": lambda: _("Usulan itu tidak berlaku lagi. Usulkan tanggal yang baru."),
        "one_to_one_slot": lambda: _("Waktu itu tidak bisa dipilih lagi. Pilih yang lain, atau usulkan tanggal lain."),
        "one_to_one_slots": lambda: _("Usulkan satu sampai %(most)d waktu.") % {"most": _most(refused)},
        "one_to_one_soon": lambda: _("Usulan Anda yang lalu belum dijawab. Beri ia waktu; Anda bisa mengusulkan lagi %(day)s.") % {"day": _day(refused)},
        "one_to_one_when": lambda: _("Pilih waktu mulai satu jam lagi sampai setengah tahun ke depan."),
        "one_to_ones_enough": lambda: _("Hari ini Anda sudah mengusulkan %(most)d kali. Lanjutkan besok.") % {"most": _most(refused)},
        "instinct": lambda: _("Pilih kemungkinan antara 0 dan 100 persen, atau lewati."),
        "practised": lambda: _("Kasus itu sudah Anda jawab."),
        "invitations_enough": lambda: _("Paling banyak %(most)d undangan sehari. Lanjutkan besok.") % {"most": _most(refused)},
        "character_answers": lambda: _("Semua dijawab sama, padahal sebagian butirnya berlawanan. Dari itu tidak ada yang bisa dikatakan."),
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
        "promise_missing": lambda: _("Tulis dulu apa janjinya."),
        "promise_ended": lambda: _("Janji ini sudah selesai. Buka lagi dulu kalau ternyata belum."),
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
        "push_endpoint": lambda: _("Peramban ini tidak memberi alamat yang bisa dikabari. Coba lagi, atau pakai peramban lain."),
        "temperament": lambda: _("Pilih dua yang berbeda, atau satu saja."),
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
    others = (
        mentoring_words.refusals(refused),
        calendar_words.refusals(refused),
        mediating_words.refusals(refused.data),
    )
    for one in others:
        sentences |= one
    return sentences[refused.code]()


def _most(refused: Refused) -> int:
    most = refused.data.get("most")
    return most if isinstance(most, int) else 0


def _day(refused: Refused) -> str:
    day = refused.data.get("day")
    return date_format(timezone.localtime(day), "j F") if isinstance(day, datetime) else ""
