"""The others of the demonstration: whom they know, trust and ask, put together from short lists.

The same in every installation: it is drawn by lot from one fixed number, by `Random.random` alone, which Python
promises to keep (what else `random` offers has changed before).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, pairwise
from random import Random
from typing import TypeVar

from kunci.actions import demonstration
from kunci.core.evidence import Often
from kunci.site import demo_story as story
from kunci.site.demo_asked import CONTACT, Exchange, Told
from kunci.site.demo_keys import Contact
from kunci.site.demo_story import KNOWN, TRUSTED, Regard

T = TypeVar("T")
SEED = 20_251_124
KEYS_EACH = 3
SETTLED = 90  # whoever came later than so many days ago has not gone through much yet

# (day, who invites, who comes), besides those who come into a circle.
ACQUAINTED = (
    (640, "bagas", "surya"),
    (600, "sekar", "ayu"),
    (560, "bima", "hendra"),
    (325, "tigor", "mega"),
    (322, "tigor", "rusli"),
    (318, "tigor", "fitri"),
    (315, "andi", "amran"),
    (312, "made", "kadek"),
    (308, "yohana", "lukas"),
    (305, "amran", "sinta"),
    (290, "sinta", "yakob"),
    (270, "hendra", "fitri"),
    (265, "surya", "amran"),
    (250, "bima", "lukas"),
    (240, "kadek", "wahyu"),
    (230, "rusli", "nadia"),
    (222, "ayu", "kadek"),
    (215, "rania", "ayu"),
    (205, "robin", "felix"),
    (190, "mega", "rusli"),
)

# What they say when they ask for a door.
SENTENCES = {
    "arum": "Laporan keuangan mereka bisa kami rapikan sebelum tutup buku.",
    "bima": "Kiriman mereka ke pulau lain bisa ikut kapal kami tiap pekan.",
    "laras": "Mereka hendak memperluas gedung; saya ingin memperlihatkan sketsa.",
    "hasan": "Lampu di tempat mereka bisa jauh lebih hemat.",
    "melati": "Kami punya paket periksa gigi untuk karyawan mereka.",
    "yoga": "Meja dan kursi mereka bisa kami buat sesuai ukuran ruangnya.",
    "intan": "Foto mereka bisa tampil lebih menarik di etalase daring.",
    "wahyu": "Perjalanan dinas mereka bisa kami urus dari awal sampai pulang.",
    "clara": "Staf mereka ingin lancar berbahasa Inggris; kami mengajar di kantor.",
    "reza": "Aturan pajak mereka baru berubah; saya bisa menjelaskan akibatnya.",
    "nadia": "Mereka akan meluncurkan sesuatu, dan kami punya gagasan kampanyenya.",
    "felix": "Kamera dan pintu di gedung mereka bisa diawasi dari satu layar.",
    "dewi": "Acara tahunan mereka bisa kami siapkan dari awal sampai selesai.",
    "anton": "Mereka sedang membuka lahan; alat kami siap disewa per bulan.",
    "putri": "Seragam batik mereka bisa kami rancang khusus.",
    "galih": "Izin lingkungan mereka perlu diperbarui tahun ini.",
    "tiara": "Tim kami sudah terbiasa dengan gedung seperti milik mereka.",
    "surya": "Barang beku mereka bisa disimpan di gudang kami.",
    "ayu": "Profil perusahaan mereka perlu versi bahasa Inggris; saya bisa menuliskannya.",
    "hendra": "Ban armada mereka bisa kami kirim sebelum musim hujan.",
    "mega": "Rombongan mereka bisa menginap di tempat kami di tepi danau.",
    "rusli": "Kopi kami cocok untuk tempat mereka, dan contohnya siap dikirim.",
    "fitri": "Bumbu kami menghemat waktu dapur mereka.",
    "amran": "Ikan olahan kami bisa mengisi dapur mereka sepanjang tahun.",
    "kadek": "Tamu mereka bisa menikmati paket spa kami.",
    "lukas": "Perahu mereka bisa kami rawat di galangan kami.",
    "sinta": "Kami memasak untuk lokasi terpencil dan ingin mendengar kebutuhan mereka.",
    "yakob": "Perjalanan laut mereka di timur bisa kami atur.",
}

# (title, what kind of house, its name)
HOUSES = (
    ("Kepala Pengadaan", "rumah sakit", "RS {}"),
    ("Manajer Pembelian", "hotel", "Hotel {}"),
    ("Direktur Operasional", "pabrik makanan", "PT Pangan {}"),
    ("Kepala Sarana", "universitas swasta", "Universitas {}"),
    ("Pemilik", "jaringan apotek", "Apotek {}"),
    ("Manajer Umum", "pusat belanja", "Plaza {}"),
    ("Kepala Personalia", "pabrik tekstil", "PT Tekstil {}"),
    ("Direktur Keuangan", "perusahaan logistik", "PT Logistik {}"),
    ("Ketua", "koperasi petani", "Koperasi {}"),
    ("Ketua Yayasan", "sekolah swasta", "Sekolah {}"),
    ("Manajer Pemasaran", "pengembang perumahan", "PT Graha {}"),
    ("Pemilik", "restoran", "Restoran {}"),
    ("Kepala Teknik", "kawasan industri", "Kawasan Industri {}"),
    ("Pemimpin Cabang", "bank perkreditan", "BPR {}"),
    ("Manajer Produksi", "percetakan", "CV Grafika {}"),
    ("Direktur", "perusahaan konstruksi", "PT Karya {}"),
)
CALLED = (
    "Teluk Embun", "Bukit Seruni", "Sungai Kenanga", "Awan Selatan", "Lembah Cempaka", "Karang Senja",
    "Padi Seribu", "Angin Tenang", "Langit Jingga", "Rumpun Bambu", "Ombak Perak", "Tujuh Mata Air",
    "Gerbang Fajar", "Daun Lontar", "Hujan Pagi", "Bintang Ladang",
)  # fmt: skip
GIVEN = (
    "Adi", "Bayu", "Cici", "Danu", "Elok", "Farah", "Gita", "Haris", "Indra", "Johan", "Kirana", "Lestari", "Mirza",
    "Nurul", "Oki", "Prita", "Rizal", "Sofia", "Tono", "Umar", "Vina", "Widya", "Yusuf", "Zahra",
)  # fmt: skip
SECOND = (
    "Awanputra", "Bintarawati", "Cempakasari", "Danaurindu", "Embunpagi", "Fajarlaut", "Gununglangit", "Hujanreda",
    "Intanrimba", "Jagadarsa", "Kebunkata", "Lautbiru", "Mataharian", "Nirwanasari", "Ombakrata", "Padangluas",
    "Rembulanita", "Senjawati", "Tirtanala", "Ufukraya", "Wanasari", "Layarputih", "Sawahjaya", "Telagasari",
)  # fmt: skip
FOUND_GOOD = ("Pembicaraannya langsung pada pokoknya.", "", "Mereka minta penawaran.", "", "Kedua pihak cocok.")
THANKS = ("Terima kasih sudah membukakan pintu.", "", "Perkenalan yang hangat, terima kasih.", "")
MILLIONS = (8, 12, 18, 27, 35, 48, 60, 75, 120, 150)


class Lot:
    """Draws from one number."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - a story, and no secret

    def number(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))

    def one(self, of: Sequence[T]) -> T:
        return of[self.number(0, len(of) - 1)]

    def several(self, of: Sequence[T], many: int) -> list[T]:
        """So many different ones, in the order in which they are drawn."""
        left = list(of)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(many)]


@dataclass(frozen=True)
class Others:
    """Their part of the story, in the words of the twelve's."""

    keys: tuple[Contact, ...]
    regards: tuple[Regard, ...]
    exchanges: tuple[Exchange, ...]


@cache
def others() -> Others:
    """All of it, the same every time."""
    lot = Lot(SEED)
    keys = tuple(_keys(lot))
    regards, exchanges = [], []
    fate = count()
    for day, one, another in _pairs():
        for member, partner in ((one, another), (another, one)):
            close = day > SETTLED and lot.number(1, 10) <= 6
            regard = _close(lot, day, member, partner) if close else _distant(lot, day, member, partner)
            regards.append(regard)
            if close and member in SENTENCES and partner in SENTENCES:
                exchanges.append(_exchange(lot, next(fate), regard))
    return Others(keys, tuple(regards), tuple(exchanges))


def _came() -> dict[str, int]:
    """On which day each of them came."""
    circles = ((day, who) for circle in story.CIRCLES for day, who in circle.came)
    came: dict[str, int] = {}
    for day, who in sorted(chain(circles, ((day, who) for day, _, who in ACQUAINTED)), reverse=True):
        came.setdefault(who, day)
    return {role.id: came[role.id] for role in demonstration.OTHERS}


def _pairs() -> Iterator[tuple[int, str, str]]:
    """Who have to do with each other, and from which day on: whoever was invited singly, and neighbours in a circle."""
    came = _came()
    for circle in story.CIRCLES:
        new = [(day, who) for day, who in circle.came if who in came]
        for (_, before), (day, who) in pairwise(new):
            yield day, before, who
        yield new[0][0], circle.founder, new[0][1]
    yield from ACQUAINTED


def _keys(lot: Lot) -> Iterator[Contact]:
    """Some keys for each of them, the day after they came. No two people have the same name."""
    came = _came()
    given, second = lot.several(GIVEN, len(GIVEN)), lot.several(SECOND, len(SECOND))
    number = count()
    for role in demonstration.OTHERS:
        for place, (title, kind, house) in enumerate(lot.several(HOUSES, KEYS_EACH), 1):
            turn, at = divmod(next(number), len(given))
            name = f"{given[at]} {second[(at + turn) % len(second)]}"
            line = f"{title.capitalize()}, {kind}, {role.city}"
            organisation = house.format(lot.one(CALLED))
            yield Contact(f"{role.id}-{place}", came[role.id] - 1, line, role.city, name, title, organisation)


def _close(lot: Lot, day: int, member: str, partner: str) -> Regard:
    """Known for years, met now and then, and some promises kept."""
    last = lot.number(8, 20)
    first = day - lot.number(4, 12)
    every = max(21, (first - last) // 3)
    kept = tuple(range(first - every // 2, 15, -max(90, every)))
    knew = (day - 2, lot.number(4, 12), Often.WEEKLY)
    return Regard(member, partner, knew, (first, last, every), kept, lets=((day - 3, TRUSTED),))


def _distant(lot: Lot, day: int, member: str, partner: str) -> Regard:
    """Met a few times, and no more than known."""
    first = day - lot.number(4, 12)
    every = lot.number(30, 60)
    return Regard(member, partner, None, (first, max(3, first - every), every), lets=((first - 1, KNOWN),))


def _exchange(lot: Lot, fate: int, regard: Regard) -> Exchange:
    """The partner asks for a key of the member, shortly after a meeting. What becomes of it goes round."""
    if regard.meets is None:
        raise ValueError("nobody who is never met is asked")
    holder, asker = regard.member, regard.partner
    first, last, every = regard.meets
    asked = lot.one(range(first - every, last, -every)) - 3
    sentence, key = SENTENCES[asker], f"{holder}-{lot.number(1, KEYS_EACH)}"
    good, thanks = lot.one(FOUND_GOOD), lot.one(THANKS)
    worth = lot.one(MILLIONS) * 1_000_000
    whole = (
        Told(asked - 12, asker, "good", good, "business", worth, thanks),
        Told(asked - 13, holder, "good"),
        Told(asked - 11, CONTACT, "good"),
        Told(asked - 192, asker, "good", "", "business", worth),
        Told(asked - 194, holder, "good", "", "business"),
    )
    met = (Told(asked - 12, asker, "good", good, "meeting", thanks=thanks), Told(asked - 14, holder, "good"))
    unfit = (Told(asked - 12, asker, "unfit"), Told(asked - 13, holder, "good"), Told(asked - 10, CONTACT, "unfit"))
    yes, agreed, handed = (asked - 1, "yes"), (asked - 3, "yes"), asked - 4
    silence: tuple[Told, ...] = ()
    decided, answered, told = (
        (yes, agreed, whole),
        (yes, agreed, met),
        (yes, agreed, unfit),
        (yes, (asked - 3, "no"), silence),
        (yes, agreed, whole),
        ((asked - 2, "not_now"), None, silence),
        (yes, agreed, met[:1]),
        (None, None, silence),
    )[fate % 8]
    return Exchange(
        asker,
        key,
        asked,
        sentence,
        (decided,) if decided and decided[0] > 0 else (),
        (answered,) if answered and answered[0] > 0 else (),
        handed if told and handed > 0 else None,
        tuple(one for one in told if one.day > 0),
    )
