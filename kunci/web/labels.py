"""What the codes of the core are called on pages. The core has no language; here each code has its Indonesian words."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kunci.core.addressbook import NameFrom, ProblemCode, Sameness
from kunci.core.evidence import ENCOUNTERS, Kind
from kunci.core.gates import FaceKind
from kunci.core.hints import Naming
from kunci.core.hintwords import Role, Sector, Seniority
from kunci.core.layers import Field
from kunci.core.roster import Trouble
from kunci.core.together import Way

Label: TypeAlias = str | Promise

SECTORS: dict[Sector, Label] = {
    Sector.GOVERNMENT: _("Pemerintahan"),
    Sector.INSURANCE: _("Asuransi"),
    Sector.EDUCATION: _("Pendidikan"),
    Sector.HEALTH: _("Kesehatan"),
    Sector.FINANCE: _("Perbankan dan keuangan"),
    Sector.LAW: _("Hukum dan kenotariatan"),
    Sector.TELECOM: _("Telekomunikasi"),
    Sector.ENERGY: _("Energi dan pertambangan"),
    Sector.AUTOMOTIVE: _("Otomotif"),
    Sector.TEXTILE: _("Tekstil dan busana"),
    Sector.FOOD: _("Makanan dan minuman"),
    Sector.HOSPITALITY: _("Perhotelan"),
    Sector.TRAVEL: _("Perjalanan dan wisata"),
    Sector.LOGISTICS: _("Logistik dan transportasi"),
    Sector.PROPERTY: _("Properti"),
    Sector.CONSTRUCTION: _("Konstruksi dan arsitektur"),
    Sector.AGRICULTURE: _("Pertanian, perkebunan, dan perikanan"),
    Sector.EVENTS: _("Acara dan hiburan"),
    Sector.MEDIA: _("Media dan industri kreatif"),
    Sector.TECHNOLOGY: _("Teknologi"),
    Sector.BEAUTY: _("Kecantikan dan olahraga"),
    Sector.ACCOUNTING: _("Akuntansi dan pajak"),
    Sector.CONSULTING: _("Konsultasi"),
    Sector.NGO: _("Yayasan dan lembaga nirlaba"),
    Sector.RETAIL: _("Ritel"),
    Sector.TRADE: _("Perdagangan, ekspor-impor"),
    Sector.MANUFACTURING: _("Manufaktur"),
}

SENIORITIES: dict[Seniority, Label] = {
    Seniority.OWNER: _("Pemilik"),
    Seniority.DIRECTOR: _("Direktur"),
    Seniority.MANAGER: _("Manajer"),
    Seniority.STAFF: _("Staf"),
    Seniority.PROFESSIONAL: _("Profesional"),
}

ROLES: dict[Role, Label] = {
    Role.PROCUREMENT: _("Pengadaan"),
    Role.HUMAN_RESOURCES: _("SDM"),
    Role.NOTARY: _("Notaris"),
    Role.MEDICAL: _("Medis"),
    Role.LEGAL: _("Hukum"),
    Role.TAX_AND_ACCOUNTING: _("Pajak dan akuntansi"),
    Role.FINANCE: _("Keuangan"),
    Role.PUBLIC_RELATIONS: _("Humas"),
    Role.MARKETING: _("Pemasaran"),
    Role.SALES: _("Penjualan"),
    Role.CUSTOMER_SERVICE: _("Layanan pelanggan"),
    Role.INFORMATION_TECHNOLOGY: _("Teknologi informasi"),
    Role.LOGISTICS: _("Logistik dan gudang"),
    Role.SAFETY: _("Keselamatan dan keamanan"),
    Role.PRODUCTION: _("Produksi dan mutu"),
    Role.ENGINEERING: _("Teknik"),
    Role.ARCHITECTURE: _("Arsitektur"),
    Role.DESIGN: _("Desain"),
    Role.TEACHING: _("Pengajaran"),
    Role.RESEARCH: _("Riset"),
    Role.OPERATIONS: _("Operasional"),
    Role.ADMINISTRATION: _("Administrasi"),
    Role.CONSULTING: _("Penasihat"),
    Role.GENERAL_MANAGEMENT: _("Pimpinan umum"),
}

PROBLEMS: dict[ProblemCode, Label] = {
    ProblemCode.NOT_A_VCARD: _("Berkas ini bukan vCard."),
    ProblemCode.NOT_AN_ADDRESS_BOOK: _(
        "Berkas ini bukan buku alamat yang dikenal. Pilih vCard (.vcf), Connections.csv dari LinkedIn, atau CSV dari "
        "Google Kontak."
    ),
    ProblemCode.TOO_BIG: _("Berkas ini lebih besar dari 20 MB."),
    ProblemCode.TOO_MANY: _("Berkas ini berisi lebih dari 50.000 kontak."),
    ProblemCode.NO_NAME: _("Tidak ada nama, e-mail, atau telepon untuk menyebut kontak ini."),
    ProblemCode.NOT_A_PERSON: _("Ini kelompok atau tempat, bukan orang."),
    ProblemCode.NESTED_TOO_DEEP: _("Kartu di dalam kartu terlalu dalam; bagian ini dilewati."),
    ProblemCode.TRUNCATED: _("Kartu ini terputus; yang ada tetap dibaca."),
    ProblemCode.TOO_LONG: _("Terlalu panjang atau terlalu banyak; sisanya tidak dibaca."),
    ProblemCode.BAD_PROPERTY: _("Baris ini tidak dapat dipahami sepenuhnya."),
    ProblemCode.MORE_PROBLEMS: _("Masih ada catatan lain yang tidak ditampilkan."),
    ProblemCode.BAD_ENCODING: _("Beberapa huruf mungkin keliru; periksa tulisannya."),
    ProblemCode.EXTRA_VALUE: _("Ada isian kedua; yang pertama dipakai."),
    ProblemCode.HIDDEN_CHARACTERS: _("Karakter tersembunyi dibuang dari tulisan ini."),
}

NAME_SOURCES: dict[NameFrom, Label] = {
    NameFrom.FORMATTED: _("nama"),
    NameFrom.PARTS: _("bagian nama"),
    NameFrom.NICKNAME: _("nama panggilan"),
    NameFrom.ORGANISATION: _("nama perusahaan"),
    NameFrom.EMAIL: _("alamat e-mail"),
    NameFrom.PHONE: _("nomor telepon"),
}

FACES: dict[FaceKind, Label] = {
    FaceKind.HINT: _("petunjuk"),
    FaceKind.NAME: _("nama"),
    FaceKind.CONTACT: _("kontak"),
}

FIELDS: dict[Field, Label] = {
    Field.NAME: _("nama"),
    Field.TITLE: _("jabatan"),
    Field.ORGANISATION: _("tempat kerja"),
    Field.BIRTHDAY: _("hari lahir"),
    Field.CONNECTED: _("terhubung sejak"),
    Field.PHONES: _("nomor telepon"),
    Field.EMAILS: _("e-mail"),
    Field.ADDRESSES: _("alamat"),
    Field.URLS: _("alamat web"),
    Field.NOTES: _("catatan"),
    Field.CATEGORIES: _("kelompok"),
}

SAMENESS: dict[Sameness, Label] = {
    Sameness.CARD: _("isinya sama"),
    Sameness.UID: _("tanda pengenal sama"),
    Sameness.EMAIL: _("e-mail sama"),
    Sameness.PHONE: _("nomor telepon sama"),
}

NAMINGS: dict[Naming, Label] = {
    Naming.PERSON: _("Petunjuk ini memuat nama orangnya."),
    Naming.ORGANISATION: _("Petunjuk ini memuat nama perusahaannya."),
    Naming.ROLE_AND_ORGANISATION: _("Jabatan bersama nama perusahaan hampir sama dengan menyebut orangnya."),
    Naming.EMAIL: _("Petunjuk ini memuat alamat e-mail."),
    Naming.PHONE: _("Petunjuk ini memuat nomor telepon."),
}

TROUBLES: dict[Trouble, Label] = {
    Trouble.TOO_BIG: _("Tulisan ini terlalu panjang. Tempelkan paling banyak seratus orang."),
    Trouble.TOO_MANY: _("Sudah seratus orang; mulai dari baris ini tidak dibaca lagi."),
    Trouble.TWICE: _("Nomor atau alamatnya sama dengan baris sebelumnya; dilewati."),
    Trouble.HEADING: _("Baris ini tampaknya judul; dilewati."),
    Trouble.NO_NAME: _("Belum ada namanya. Tuliskan di bawah."),
    Trouble.BAD_PHONE: _("Nomornya tampaknya tidak lengkap."),
    Trouble.BAD_EMAIL: _("Alamat e-mailnya tampaknya tidak lengkap."),
    Trouble.SECOND: _("Ada nomor atau alamat kedua; yang pertama dipakai."),
    Trouble.TOO_LONG: _("Terlalu panjang; sebagian tidak dibaca."),
    Trouble.HIDDEN: _("Karakter tersembunyi dibuang dari tulisan ini."),
}

KINDS: dict[Kind, Label] = {
    Kind.MET: _("Bertemu"),
    Kind.ONE_TO_ONE: _("Bertemu empat mata"),
    Kind.CALL: _("Bertelepon"),
    Kind.CHAT: _("Berkirim pesan"),
    Kind.VISIT: _("Berkunjung"),
    Kind.EVENT: _("Bersama di sebuah acara"),
    Kind.PROMISE_KEPT: _("Ia menepati janji"),
    Kind.PROMISE_BROKEN: _("Ia tidak menepati janji"),
    Kind.HELP_GIVEN: _("Saya membantunya"),
    Kind.HELP_RECEIVED: _("Ia membantu saya"),
    Kind.PRIOR: _("Sudah kenal sebelumnya"),
    Kind.OUTCOME_GOOD: _("Serah terima berjalan baik"),
    Kind.OUTCOME_UNFIT: _("Serah terima kurang cocok"),
    Kind.OUTCOME_BROKEN: _("Kepercayaan tercederai"),
    Kind.VOUCH: _("Ia dijamin seorang rekan"),
    Kind.WARNING: _("Anda diminta berhati-hati dengannya"),
    Kind.WORD_FAILED: _("Orang yang ia jamin mengecewakan"),
    Kind.MEDIATED_GOOD: _("Perantaraannya berjalan baik"),
    Kind.MEDIATED_BROKEN: _("Perantaraannya mencederai kepercayaan"),
    Kind.WITHDRAWAL: _("Ditarik kembali"),
}


def sector_label(code: str | None) -> Label:
    """Words for a stored code, '' for none or one that is no longer known; likewise below."""
    return SECTORS[Sector(code)] if code in set(Sector) else ""


def seniority_label(code: str | None) -> Label:
    return SENIORITIES[Seniority(code)] if code in set(Seniority) else ""


def role_label(code: str | None) -> Label:
    return ROLES[Role(code)] if code in set(Role) else ""


# What the story of a relation can be narrowed to.
STORY: dict[str, tuple[Label, frozenset[Kind]]] = {
    "met": (_("Pertemuan"), ENCOUNTERS | {Kind.PRIOR}),
    "kept": (
        _("Janji dan bantuan"),
        frozenset({Kind.PROMISE_KEPT, Kind.PROMISE_BROKEN, Kind.HELP_GIVEN, Kind.HELP_RECEIVED}),
    ),
    "keys": (
        _("Serah terima"),
        frozenset(
            {Kind.OUTCOME_GOOD, Kind.OUTCOME_UNFIT, Kind.OUTCOME_BROKEN, Kind.MEDIATED_GOOD, Kind.MEDIATED_BROKEN}
        ),
    ),
    "words": (_("Kata orang"), frozenset({Kind.VOUCH, Kind.WARNING, Kind.WORD_FAILED})),
}

# What went from one to the other, in a sentence of its own and beside a number.
WENT: dict[Way, Label] = {
    Way.KEY_GIVEN: _("Anda menyerahkan sebuah kunci"),
    Way.KEY_HAD: _("ia menyerahkan sebuah kunci"),
    Way.HELP_GIVEN: _("Anda membantunya"),
    Way.HELP_HAD: _("ia membantu Anda"),
}

# Kinds of notice, as the settings name them (actions/accounts.py: NOTICES).
NOTICES: dict[str, Label] = {
    "asked": _("Ada yang meminta kunci saya"),
    "offered": _("Ada yang menawarkan kunci kepada saya"),
    "answered": _("Kontak saya menjawab permintaan izin"),
    "handed": _("Sebuah serah terima terjadi"),
    "told": _("Rekan menceritakan hasil sebuah serah terima"),
    "vouched": _("Rekan menjamin seseorang, atau memperingatkan saya tentangnya"),
    "thanked": _("Rekan berterima kasih atas bantuan saya"),
    "sets": _("Rekan dan saya sama-sama menyisihkan kunci"),
    "mediate": _("Penengah mengusulkan kunci saya untuk seseorang"),
    "mediate_yes": _("Pemegang kunci mengiyakan usulan saya"),
    "brought": _("Penengah menemukan pintu untuk saya"),
    "mentor": _("Ada yang meminta atau menawarkan pendampingan"),
    "mentor_yes": _("Pendampingan disepakati"),
    "mentor_end": _("Pendampingan diakhiri"),
    "draft": _("Rancangan ditunjukkan kepada saya sebagai pembimbing"),
    "noted": _("Pembimbing memberi catatan pada rancangan saya"),
    "step": _("Kabar tentang langkah pertama lewat seorang penengah"),
    "meet": _("Kabar tentang temu empat mata"),
    "reminder_decide": _("Permintaan masih menunggu keputusan saya"),
    "reminder_tell": _("Waktu untuk menceritakan hasil hampir habis"),
    "reminder_again": _("Sudah setengah tahun: jadinya bagaimana"),
}

LETTERS: dict[str, Label] = {**NOTICES, "weekly": _("Senin pagi: minggu ini dalam satu surat, kalau ada isinya")}

# A contact noted in one tap, in a word that fits on a thumb's button.
ONE_TAP: dict[Kind, Label] = {Kind.MET: _("Bertemu"), Kind.CALL: _("Telepon"), Kind.CHAT: _("Chat")}

# What today's page may show (actions/accounts.py: SHOWN).
SHOWN: dict[str, Label] = {
    "decide": _("Permintaan yang menunggu keputusan"),
    "tell": _("Hasil yang belum diceritakan"),
    "offered": _("Tawaran dan usulan untuk saya"),
    "confirm": _("Pertanyaan apakah kami bertemu"),
    "meet": _("Temu empat mata"),
    "words": _("Kata rekan tentang orang lain"),
    "promises": _("Janji yang jatuh tempo"),
    "cooling": _("Rekan yang kedekatannya memudar"),
    "aside": _("Rekan yang saya sisihkan kunci"),
    "wants": _("Yang dicari rekan"),
    "thanks": _("Terima kasih untuk saya"),
}

# What came of a meeting (core/exchange.py: CAME).
CAME: dict[str, Label] = {
    "nothing": _("Belum ada yang terjadi"),
    "meeting": _("Kami bertemu"),
    "business": _("Jadi usaha"),
}
