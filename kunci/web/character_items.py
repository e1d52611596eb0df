"""The words of the questionnaire, of the four temperaments, and of what each says of approaching somebody.

The items are our own, after what the public item pools of trait research ask about; which trait each speaks for stands
in core/character.py, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kunci.core.character import Temperament, Trait

Label = str | Promise
ITEMS: tuple[Label, ...] = (
    _("Di ruangan penuh orang yang belum saya kenal, saya cepat menemukan teman bicara."),
    _("Kalau rencana berubah mendadak, saya tetap tenang."),
    _("Menelepon orang yang belum saya kenal biasanya saya tunda."),
    _("Hal kecil yang tidak beres bisa mengganggu pikiran saya seharian."),
    _("Setelah seharian bertemu orang, saya justru lebih bersemangat."),
    _("Kritik saya dengarkan, lalu saya tidur nyenyak."),
    _("Di tengah kelompok, saya lebih banyak mendengarkan daripada bicara."),
    _("Suasana hati saya bisa berubah beberapa kali dalam sehari."),
    _("Biasanya saya yang lebih dulu menyapa."),
    _("Satu penolakan tidak merusak hari saya."),
    _("Sesudah sebuah acara, saya perlu waktu sendiri sebelum bertemu orang lagi."),
    _("Saya cepat kesal kalau orang lain lamban."),
    _("Kabar baik ingin segera saya ceritakan kepada banyak orang."),
    _("Keputusan yang sudah saya ambil jarang saya sesali."),
    _("Perlu waktu lama sampai saya bercerita tentang diri saya."),
    _("Sebelum pertemuan penting, saya memikirkan semua yang bisa gagal."),
    _("Dalam rapat, saya berpikir sambil bicara."),
    _("Saat semua orang tergesa, saya tetap bekerja dengan irama saya."),
    _("Saya lebih suka satu percakapan panjang daripada sepuluh percakapan pendek."),
    _("Kata-kata yang tajam lama saya ingat."),
)

ANSWERS: tuple[tuple[str, Label], ...] = (
    ("1", _("tidak")),
    ("2", _("kurang")),
    ("3", _("sedang")),
    ("4", _("cukup")),
    ("5", _("sangat")),
)

TEMPERAMENTS: Mapping[Temperament, Label] = {
    Temperament.SANGUINE: _("Sanguinis"),
    Temperament.CHOLERIC: _("Koleris"),
    Temperament.MELANCHOLIC: _("Melankolis"),
    Temperament.PHLEGMATIC: _("Plegmatis"),
}

MEANING: Mapping[Temperament, Label] = {
    Temperament.SANGUINE: _("hangat, cepat akrab, mudah bersemangat"),
    Temperament.CHOLERIC: _("tegas, cepat bergerak, terus terang"),
    Temperament.MELANCHOLIC: _("teliti, mendalam, berhati-hati"),
    Temperament.PHLEGMATIC: _("tenang, sabar, ajek"),
}

# To which side a trait leans: below the middle, above it.
SIDES: Mapping[Trait, tuple[Label, Label]] = {
    Trait.SOCIABLE: (_("tertutup"), _("terbuka")),
    Trait.CALM: (_("mudah tergugah"), _("tenang")),
}

APPROACH: Mapping[Temperament, Label] = {
    Temperament.SANGUINE: _(
        "Mulailah dengan orangnya, bukan urusannya: tanyakan kabarnya, ceritakan sesuatu, baru masuk ke pokoknya."
    ),
    Temperament.CHOLERIC: _("Langsung ke pokoknya: apa yang ingin dicapai, dalam dua kalimat. Siapkan angkanya."),
    Temperament.MELANCHOLIC: _(
        "Kirim dulu pokoknya secara tertulis, lengkap dengan rinciannya, dan beri waktu sebelum Anda menelepon."
    ),
    Temperament.PHLEGMATIC: _("Datanglah tanpa tergesa, dan datanglah lagi: ia membuka diri kepada yang ajek."),
}

THANK: Mapping[Temperament, Label] = {
    Temperament.SANGUINE: _("Berterima kasihlah segera dan dengan hangat; di depan orang lain pun ia senang."),
    Temperament.CHOLERIC: _("Berterima kasihlah dengan hasilnya: ceritakan apa yang terjadi berkat dia."),
    Temperament.MELANCHOLIC: _(
        "Sebutkan dengan rinci apa yang ia lakukan dengan baik; pujian umum terdengar kosong baginya."
    ),
    Temperament.PHLEGMATIC: _("Berterima kasihlah berdua saja, dengan tenang; sorotan membuatnya kikuk."),
}

ASK: Mapping[Temperament, Label] = {
    Temperament.SANGUINE: _(
        "Mintalah dalam percakapan, lalu kirim ringkasannya: yang diiyakan dengan semangat mudah terlupa."
    ),
    Temperament.CHOLERIC: _("Mintalah satu hal yang jelas, dengan batas waktu, dan biarkan ia memilih caranya."),
    Temperament.MELANCHOLIC: _("Sebutkan alasannya dan apa yang bisa salah, dan jangan minta jawaban hari itu juga."),
    Temperament.PHLEGMATIC: _("Beri jalan yang enak untuk menolak; berkata tidak berat baginya, dan ia memilih diam."),
}
