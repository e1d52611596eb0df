"""A journal entry as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def verb_words(verb: str, detail: Mapping[str, Any]) -> str:
    """A journal entry as a sentence."""
    count = detail.get("count")
    n = count if isinstance(count, int) else 0
    sentences: dict[str, Callable[[], str]] = {
        "address.again": lambda: _("Anda minta kode dikirim lagi ke alamat e-mail yang baru."),
        "address.ask": lambda: _("Anda minta alamat e-mail diganti."),
        "address.change": lambda: _("Anda mengganti alamat e-mail."),
        "address.leave": lambda: _("Anda membiarkan alamat e-mail seperti semula."),
        "ask": lambda: _("Anda meminta sebuah kunci."),
        "ask.withdraw": lambda: _("Anda menarik kembali sebuah permintaan."),
        "calendar.add": lambda: _("Anda menambahkan alamat sebuah kalender."),
        "calendar.again": lambda: _("Anda meminta sebuah kalender dibaca lagi."),
        "calendar.found": lambda: _("Anda memasukkan sebuah arsip surat.")
        if detail.get("source") == "mail"
        else _("Anda memasukkan sebuah berkas kalender."),
        "calendar.no": lambda: _("Anda menolak sebuah pertemuan yang diusulkan."),
        "calendar.no_all": lambda: ngettext(
            "Anda menolak %(n)d pertemuan yang diusulkan.", "Anda menolak %(n)d pertemuan yang diusulkan.", n) % {"n": n},
        "calendar.remove": lambda: _("Anda menghapus alamat sebuah kalender."),
        "calendar.undo": lambda: _("Anda menarik kembali jawaban atas pertemuan yang diusulkan."),
        "calendar.yes": lambda: _("Anda mencatat sebuah pertemuan yang diusulkan."),
        "calendar.yes_all": lambda: ngettext(
            "Anda mencatat %(n)d pertemuan yang diusulkan.", "Anda mencatat %(n)d pertemuan yang diusulkan.", n) % {"n": n},
        "card.set": lambda: _("Anda mengubah kartu nama Anda."),
        "confirmation.ask": lambda: _("Anda meminta konfirmasi seorang rekan."),
        "confirmation.give": lambda: _("Anda mengonfirmasi catatan seorang rekan."),
        "confirmation.put_aside": lambda: _("Anda mengesampingkan pertanyaan seorang rekan."),
        "character.answer": lambda: _("Anda menjawab pertanyaan tentang watak Anda."),
        "character.forget": lambda: _("Anda menghapus kartu watak Anda."),
        "character.show": lambda: _("Anda memilih siapa yang melihat watak Anda."),
        "impression.forget": lambda: _("Anda menghapus kesan Anda tentang watak seorang rekan."),
        "impression.keep": lambda: _("Anda mencatat kesan Anda tentang watak seorang rekan."),
        "instinct.say_of_keys": lambda: _("Anda mencatat perkiraan Anda tentang kunci yang Anda buka."),
        "instinct.say_of_mediation": lambda: _("Anda mencatat perkiraan Anda tentang sebuah perantaraan."),
        "instinct.forget": lambda: _("Anda menghapus semua perkiraan Anda."),
        "practice.anew": lambda: _("Anda memulai lagi di ruang latihan."),
        "practice.say": lambda: _("Anda menjawab sebuah kasus di ruang latihan."),
        "one_to_one.accept": lambda: _("Anda menyetujui waktu untuk temu empat mata."),
        "one_to_one.cancel": lambda: _("Anda membatalkan temu empat mata."),
        "one_to_one.note": lambda: _("Anda mencatat bagaimana sebuah temu empat mata."),
        "one_to_one.prepare": lambda: _("Anda menulis catatan untuk temu empat mata."),
        "one_to_one.propose": lambda: _("Anda mengusulkan temu empat mata."),
        "one_to_one.put_aside": lambda: _("Anda mengesampingkan usulan temu empat mata."),
        "one_to_one.put_back": lambda: _("Anda menampilkan lagi usulan temu empat mata."),
        "one_to_one.reopen": lambda: _("Anda menarik catatan tentang sebuah temu empat mata."),
        "one_to_one.suggest": lambda: _("Anda mengusulkan tanggal lain untuk temu empat mata."),
        "one_to_one.withdraw": lambda: _("Anda menarik usulan temu empat mata."),
        "encounter.hide": lambda: _("Anda menutup kode temu Anda."),
        "encounter.noted": lambda: _("Seorang rekan memindai kode Anda; pertemuannya tercatat."),
        "encounter.read": lambda: _("Anda memindai kode seorang rekan; pertemuannya tercatat."),
        "encounter.show": lambda: _("Anda memperlihatkan kode temu."),
        "circle.begin": lambda: _("Anda memulai sebuah lingkar."),
        "circle.invite": lambda: ngettext(
            "Anda mengundang %(n)d orang ke sebuah lingkar.", "Anda mengundang %(n)d orang ke sebuah lingkar.", n) % {"n": n},
        "circle.leave": lambda: _("Anda keluar dari sebuah lingkar."),
        "circle.mark": lambda: ngettext(
            "Anda menandai %(n)d orang di sebuah lingkar.", "Anda menandai %(n)d orang di sebuah lingkar.", n) % {"n": n},
        "consent.answered": lambda: _("Kontak Anda menjawab permintaan izin."),
        "contact.apart": lambda: _("Anda mencatat bahwa dua kontak adalah dua orang yang berbeda."),
        "contact.merge": lambda: _("Anda menggabung dua kontak."),
        "contact.unmerge": lambda: _("Anda memisahkan lagi dua kontak."),
        "contacts.import": lambda: ngettext(
            "Anda memasukkan %(n)d kontak.", "Anda memasukkan %(n)d kontak.", n) % {"n": n},
        "decide": lambda: {
            "yes": _("Anda memutuskan: ya."),
            "never": _("Anda memutuskan: jangan lagi untuk kunci ini."),
        }.get(str(detail.get("answer")), _("Anda memutuskan: belum sekarang.")),
        "draft.change": lambda: _("Anda mengubah sebuah rancangan permintaan."),
        "draft.drop": lambda: _("Anda membuang sebuah rancangan permintaan."),
        "draft.note": lambda: _("Anda memberi catatan pada rancangan orang yang Anda dampingi."),
        "draft.send": lambda: _("Anda meminta sebuah kunci, dari sebuah rancangan."),
        "draft.write": lambda: _("Anda menunjukkan sebuah rancangan permintaan kepada pembimbing Anda."),
        "evidence.add": lambda: _("Anda mencatat sesuatu tentang seorang rekan."),
        "evidence.correct": lambda: _("Anda memperbaiki sebuah catatan tentang seorang rekan."),
        "evidence.prior": lambda: _("Anda mencatat sejak kapan kenal dengan seorang rekan."),
        "evidence.take_back": lambda: _("Anda menarik kembali sebuah catatan."),
        "founded": lambda: _("Anda memulai Kunci ini."),
        "hand_over": lambda: _("Anda menyerahkan sebuah kunci."),
        "import.begin": lambda: _("Anda mengunggah sebuah berkas kontak."),
        "import.bring": lambda: ngettext(
            "Anda mengambil sebuah berkas berisi %(n)d kontak.", "Anda mengambil sebuah berkas berisi %(n)d kontak.", n) % {"n": n},
        "import.cancel": lambda: _("Anda tidak jadi mengambil sebuah berkas kontak."),
        "import.undo": lambda: _("Anda menarik kembali sebuah pengambilan kontak."),
        "invitation.make": lambda: _("Anda mengundang seseorang."),
        "invitation.revoke": lambda: _("Anda mencabut sebuah undangan."),
        "invitee.renew": lambda: _("Anda membuat undangan baru untuk seseorang."),
        "invitee.revoke": lambda: _("Anda mencabut sebuah undangan."),
        "invitee.sent": lambda: _("Anda mencatat pengiriman sebuah undangan."),
        "joined": lambda: _("Anda bergabung lewat undangan."),
        "key.add": lambda: _("Anda menambah sebuah kunci."),
        "key.close": lambda: _("Anda menutup sebuah kunci bagi semua orang."),
        "key.drop": lambda: _("Anda menghapus sebuah kunci."),
        "key.edit": lambda: _("Anda mengubah sebuah kunci."),
        "key.shut_out": lambda: _("Anda menutup sebuah kunci bagi seorang rekan."),
        "key.make": lambda: ngettext(
            "Anda menjadikan %(n)d kontak kunci.", "Anda menjadikan %(n)d kontak kunci.", n) % {"n": n},
        "key.open": lambda: _("Anda mengatur siapa yang melihat sebuah kunci."),
        "keys.archive": lambda: ngettext("Anda memindahkan %(n)d kontak ke arsip.", "Anda memindahkan %(n)d kontak ke arsip.", n) % {"n": n},
        "keys.bring_back": lambda: ngettext("Anda mengeluarkan %(n)d kontak dari arsip.", "Anda mengeluarkan %(n)d kontak dari arsip.", n) % {"n": n},
        "keys.close": lambda: ngettext("Anda menutup %(n)d kunci bagi semua orang.", "Anda menutup %(n)d kunci bagi semua orang.", n) % {"n": n},
        "keys.drop": lambda: ngettext("Anda menghapus %(n)d kontak.", "Anda menghapus %(n)d kontak.", n) % {"n": n},
        "keys.tag": lambda: ngettext("Anda menandai %(n)d kontak.", "Anda menandai %(n)d kontak.", n) % {"n": n},
        "keys.untag": lambda: ngettext("Anda melepas tanda dari %(n)d kontak.", "Anda melepas tanda dari %(n)d kontak.", n) % {"n": n},
        "offer": lambda: _("Anda menawarkan sebuah kunci."),
        "first_step.agree": lambda: _("Anda mengiyakan sebuah pertukaran kecil."),
        "first_step.back": lambda: _("Anda mempertimbangkan lagi sebuah langkah pertama."),
        "first_step.disagree": lambda: _("Anda menarik kembali sebuah ya untuk pertukaran kecil."),
        "first_step.end": lambda: _("Anda mengakhiri sebuah langkah pertama."),
        "first_step.key": lambda: _("Anda menyebut sebuah kunci kepada penengah."),
        "first_step.leave": lambda: _("Anda membiarkan sebuah langkah pertama."),
        "first_step.note": lambda: _("Anda menyampaikan sesuatu dalam sebuah langkah pertama."),
        "first_step.pair": lambda: _("Anda mengusulkan pertukaran kecil antara dua orang."),
        "first_step.propose": lambda: _("Anda bertanya kepada seseorang apakah ia mau berkenalan."),
        "first_step.tell": lambda: _("Anda mempertemukan dua orang untuk langkah pertama."),
        "first_step.withdraw": lambda: _("Anda menarik kembali usulan langkah pertama."),
        "first_step.yes": lambda: _("Anda mengiyakan sebuah langkah pertama."),
        "mediation.back": lambda: _("Anda mempertimbangkan lagi sebuah usulan penengah."),
        "mediation.leave": lambda: _("Anda membiarkan usulan seorang penengah."),
        "mediation.propose": lambda: _("Anda mengusulkan untuk mempertemukan dua orang."),
        "mediation.tell": lambda: _("Anda mempertemukan dua orang."),
        "mediation.withdraw": lambda: _("Anda menarik kembali usulan untuk mempertemukan dua orang."),
        "mediation.yes": lambda: _("Anda mengiyakan usulan seorang penengah."),
        "mentor.agree": lambda: (
            _("Anda bersedia mendampingi seseorang.") if detail.get("as") == "mentor" else _("Anda menerima seorang pembimbing.")
        ),
        "mentor.end": lambda: (
            _("Anda melepas seseorang yang Anda dampingi.") if detail.get("as") == "mentor" else _("Anda mengakhiri sebuah pendampingan.")
        ),
        "mentor.leave": lambda: _("Anda membiarkan sebuah usulan pendampingan."),
        "mentor.propose": lambda: (
            _("Anda menawarkan diri menjadi pembimbing.") if detail.get("as") == "mentor" else _("Anda meminta seseorang menjadi pembimbing Anda.")
        ),
        "mentor.withdraw": lambda: _("Anda menarik kembali sebuah usulan pendampingan."),
        "offer.leave": lambda: _("Anda melewatkan sebuah tawaran."),
        "passkey.add": lambda: _("Anda menambah sebuah kunci sandi."),
        "passkey.remove": lambda: _("Anda menghapus sebuah kunci sandi."),
        "passkey.rename": lambda: _("Anda mengganti nama sebuah kunci sandi."),
        "partner.put_back": lambda: _("Anda ingin diingatkan lagi tentang seorang rekan."),
        "partner.put_off": lambda: _("Anda menunda menyapa seorang rekan."),
        "profile.set": lambda: _("Anda mengubah profil."),
        "promise.end": lambda: {
            "kept": _("Anda mencatat bahwa sebuah janji ditepati."),
            "broken": _("Anda mencatat bahwa sebuah janji tidak ditepati."),
        }.get(str(detail.get("how")), _("Anda melepaskan sebuah janji.")),
        "promise.make": lambda: _("Anda mencatat sebuah janji."),
        "promise.reopen": lambda: _("Anda membuka lagi sebuah janji."),
        "ready.set": lambda: _("Anda menyisihkan kunci untuk seorang rekan."),
        "recovery.make": lambda: _("Anda membuat kode cadangan baru."),
        "rung.grant": lambda: _("Anda menaikkan kepercayaan kepada seorang rekan."),
        "rung.lower": lambda: _("Anda menurunkan kepercayaan kepada seorang rekan."),
        "push.off": lambda: _("Anda mematikan kabar di sebuah peramban."),
        "push.on": lambda: _("Anda meminta sebuah peramban dikabari."),
        "session.end": lambda: _("Anda mengakhiri sebuah sesi."),
        "session.end_others": lambda: _("Anda mengakhiri semua sesi lain."),
        "sets.back": lambda: _("Anda membatalkan langkah terakhir dalam sebuah pertukaran kunci."),
        "sets.choose": lambda: _("Anda memilih dalam sebuah pertukaran kunci."),
        "sets.leave": lambda: _("Anda mengakhiri sebuah pertukaran kunci."),
        "sets.open": lambda: _("Anda membuka kunci yang Anda sisihkan dalam sebuah pertukaran."),
        "standing.recompute": lambda: _("Cara menghitung kepercayaan di Kunci ini berubah, dan yang Anda buka dihitung ulang dari catatan Anda: bagi %(closed)d rekan ada yang tertutup, bagi %(shortened)d berakhir lebih cepat, bagi %(lengthened)d berlaku lebih lama. Tidak ada yang terbuka tanpa Anda.") % detail,
        "tell.count": lambda: _("Anda membolehkan cerita Anda ikut dihitung, tanpa nama.")
        if detail.get("counted")
        else _("Anda menarik cerita Anda dari hitungan."),
        "tell": lambda: _("Anda menceritakan kelanjutan sebuah serah terima.")
        if detail.get("round") == 2  # the second telling
        else _("Anda menceritakan hasil sebuah serah terima."),
        "vouch.count": lambda: _("Anda memperhitungkan perkataan seorang rekan."),
        "vouch.leave": lambda: _("Anda membiarkan perkataan seorang rekan."),
        "vouch.say": lambda: _("Anda memperingatkan seorang rekan tentang seseorang.")
        if detail.get("kind") == "warning"
        else _("Anda menjamin seseorang kepada seorang rekan."),
        "vouch.withdraw": lambda: _("Anda menarik kembali perkataan tentang seseorang."),
        "want.aside": lambda: _("Anda menyisihkan sebuah pintu yang dicari rekan."),
        "want.back": lambda: _("Anda menampilkan lagi sebuah pintu yang dicari rekan."),
        "want.change": lambda: _("Anda mengubah sebuah pintu yang Anda cari."),
        "want.close": lambda: ngettext(
            "Anda menutup sebuah pintu yang Anda cari, dan berterima kasih kepada %(n)d rekan.",
            "Anda menutup sebuah pintu yang Anda cari, dan berterima kasih kepada %(n)d rekan.", n) % {"n": n}
        if n
        else _("Anda menutup sebuah pintu yang Anda cari."),
        "want.extend": lambda: _("Anda memperpanjang sebuah pintu yang Anda cari."),
        "want.mute": lambda: _("Anda tidak lagi menampilkan pintu yang dicari seorang rekan."),
        "want.match_again": lambda: _("Anda mencatat bahwa sebuah kunci mungkin cocok juga untuk pintu yang dicari rekan."),
        "want.no_match": lambda: _("Anda mencatat bahwa sebuah kunci tidak cocok untuk pintu yang dicari rekan."),
        "want.offer": lambda: _("Anda menawarkan sebuah kunci untuk pintu yang dicari rekan."),
        "want.relay": lambda: _("Anda meneruskan dengan kata-kata sendiri pintu yang dicari rekan."),
        "want.reopen": lambda: _("Anda membuka lagi sebuah pintu yang Anda cari."),
        "want.unmute": lambda: _("Anda menampilkan lagi pintu yang dicari seorang rekan."),
        "want.write": lambda: _("Anda menulis sebuah pintu yang Anda cari."),
    }  # fmt: skip
    return sentences[verb]()
