"""What the twelve of the demonstration asked and offered, and what came of it: every state of an exchange is in here.

Days are counted back from the day of the start, as in demo_story.py.
"""

from __future__ import annotations

from dataclasses import dataclass

CONTACT = "kontak"  # the person behind the key, where one of three is meant


@dataclass(frozen=True)
class Told:
    """What somebody told. `by`: a member, or CONTACT; `worth`: rupiah; `counted`: it may be, without
    their name. Half a year after the handover it is the second telling."""

    day: int
    by: str
    verdict: str
    note: str = ""
    came: str = ""
    worth: int = 0
    thanks: str = ""
    counted: bool = False


@dataclass(frozen=True)
class Exchange:
    """One ask and what became of it; each step with its day: (day, answer) of the holder and of the contact.

    `offered`: it takes up an offer. `before`: days from the ask until it was wanted. `language`: of the question to
    the contact, mailed if `by_mail`.
    """

    asker: str
    key: str
    asked: int
    sentence: str
    decided: tuple[tuple[int, str], ...] = ()
    answered: tuple[tuple[int, str], ...] = ()
    handed: int | None = None
    told: tuple[Told, ...] = ()
    withdrawn: int | None = None
    why: str = ""
    before: int | None = None
    card: bool = False
    offered: bool = False
    language: str = "id"
    by_mail: bool = True


@dataclass(frozen=True)
class Offer:
    """A key offered unasked; `left`: the day on which the other left it. Who takes it up asks (Exchange.offered)."""

    day: int
    key: str
    partner: str
    sentence: str
    left: int | None = None


EXCHANGES = (
    # The first there was, soon after the two had come to trust each other.
    Exchange("bagas", "wening-7", 690, "Panti itu merawat banyak kamar; linennya bisa kami kerjakan.",
             ((688, "yes"),), ((686, "yes"),), 685,
             (Told(676, "bagas", "good", "Pantinya kini langganan kami.", "business", 42_000_000),
              Told(675, "wening", "good", "Retno puas.", "business"), Told(674, "kontak", "good", "Tepat waktu."),
              Told(500, "bagas", "good", "", "business"), Told(498, "wening", "good", "", "business"))),
    # Told twice: soon after, and half a year later.
    Exchange("wening", "sekar-2", 520, "Pabrik mereka tumbuh cepat; saya bisa membantu menyusun jenjang kariernya.",
             ((518, "yes"),), ((516, "yes"),), 515,
             (Told(508, "kontak", "good", "Wening mendengarkan dulu."), Told(506, "wening", "good", "", "meeting"),
              Told(505, "sekar", "good", "Bambang senang.", "meeting"),
              Told(322, "wening", "good", "", "business", 96_000_000, "Terima kasih, Sekar; ini klien tetap kami.",
                   counted=True),
              Told(320, "sekar", "good", "", "business"), Told(318, "kontak", "good", "", "business"))),
    # What became of it can be told now; one of the two has.
    Exchange("bagas", "wening-1", 215, "Kami memasok linen untuk tiga rumah sakit dan ingin menawarkan yang keempat.",
             ((213, "yes"),), ((210, "yes"),), 209,
             (Told(200, "bagas", "good", "Kontrak percobaan enam bulan.", "business", 185_000_000,
                   "Terima kasih, Wening; pintu ini lama saya cari."),
              Told(199, "wening", "good", "Ratmi senang.", "business"), Told(198, "kontak", "good", "Barangnya rapi."),
              Told(12, "wening", "good", "Kontraknya diperpanjang.", "business", 410_000_000))),
    Exchange("wening", "bagas-1", 108, "Klinik mereka sedang tumbuh; saya bisa membantu menata SDM-nya.",
             ((107, "yes"),), ((104, "yes"),), 104,
             (Told(92, "wening", "good", "", "meeting", thanks="Obrolannya hangat, terima kasih."),
              Told(91, "bagas", "good"))),
    Exchange("bagas", "wening-2", 72, "Seprai hotel mereka sudah waktunya diganti, dan kami punya contohnya.",
             ((71, "yes"),), ((69, "yes"),), 68,
             (Told(60, "bagas", "good", "", "business", 64_500_000, "Pesanan pertama sudah jalan. Terima kasih!"),
              Told(58, "wening", "good", "Pesanan pertama."))),
    # Handed over; nobody has told yet.
    Exchange("bagas", "wening-3", 6, "Asrama mereka butuh linen sebelum tahun ajaran baru.",
             ((5, "yes"),), ((3, "yes"),), 3, before=40, card=True),
    # Waiting for a decision.
    Exchange("sekar", "wening-2", 3, "Kami mencetak kemasan perlengkapan kamar yang ramah lingkungan.", before=30,
             why="Hotel mereka baru mengumumkan akan meninggalkan plastik; contoh kami siap dikirim.",
             card=True),
    Exchange("citra", "wening-4", 2, "Saya ingin menata ulang ruang kerja mereka supaya betah dipakai."),
    Exchange("wening", "tigor-1", 9, "Saya sedang menyiapkan pelatihan untuk kepala perawat di Sumatra."),
    Exchange("yohana", "tigor-3", 7, "Lemari pendingin obat mereka bisa ditenagai panel surya."),
    Exchange("made", "bagas-3", 1, "Tamu vila kami sering bertanya hotel kecil di Solo."),
    # Both said yes: the holder can hand over.
    Exchange("citra", "wening-1", 8, "Ruang tunggu mereka bisa dibuat lebih tenang tanpa menutup layanan.",
             ((6, "yes"),), ((1, "yes"),), card=True,
             why="Saya baru menata klinik anak di Bandung, dan foto sebelum-sesudahnya bisa saya tunjukkan."),
    # Told by one of the two, and by the contact; the others can't read it yet.
    Exchange("wening", "sekar-1", 13, "Mereka mencari manajer produksi, dan saya mengenal beberapa calon.",
             ((12, "yes"),), ((10, "yes"),), 9, (Told(4, "sekar", "good", "Amelia berterima kasih."),)),
    Exchange("yohana", "made-2", 11, "Resor di pulau terpencil hemat banyak dengan panel surya.",
             ((9, "yes"),), ((8, "yes"),), 8, (Told(2, "yohana", "good"),)),
    # Not now, also after a yes.
    Exchange("made", "bagas-2", 5, "Kami ingin menitipkan brosur vila di kapal mereka.", ((4, "not_now"),)),
    Exchange("andi", "made-3", 18, "Koki mereka mungkin mau mencoba rumput laut segar kami.",
             ((16, "yes"), (15, "not_now"))),
    # Never; what is asked later goes nowhere.
    Exchange("robin", "andi-2", 70, "Saya punya pembeli rumput laut kering di seberang.", ((69, "never"),)),
    Exchange("robin", "andi-2", 15, "Pembeli saya masih mencari rumput laut kering."),
    # Taken back.
    Exchange("halim", "citra-2", 25, "Perjanjian sewa cabang baru mereka bisa saya siapkan.", withdrawn=23),
    # Yes; the contact has not answered.
    Exchange("bagas", "rania-1", 8, "Seragam dan linen asrama sekolah mereka bisa kami kerjakan.", ((6, "yes"),)),
    Exchange("made", "citra-2", 4, "Kedai kopi mereka cocok untuk pasar sore di vila kami.", ((3, "yes"),),
             by_mail=False),
    # Yes; the contact never answered, and the question is over.
    Exchange("sekar", "wening-3", 62, "Buku panduan mahasiswa baru mereka bisa kami cetak.", ((60, "yes"),)),
    Exchange("citra", "halim-1", 160, "Kantor pemasaran mereka akan dibangun, dan saya ingin ikut menata.",
             ((158, "yes"),), ((155, "yes"),), 154,
             (Told(145, "citra", "good", "", "business", 220_000_000, "Proyek yang menyenangkan, Halim."),
              Told(144, "halim", "good"), Told(143, "kontak", "good"))),
    Exchange("halim", "citra-1", 125, "Mereka sebentar lagi butuh notaris untuk akta jual beli.",
             ((124, "yes"),), ((121, "yes"),), 120,
             (Told(112, "halim", "good", "", "business", 24_500_000), Told(110, "citra", "good", "Rapi dan tepat."))),
    # Broken trust, seen by one side and by the contact.
    Exchange("robin", "halim-3", 115, "Saya punya calon penyewa gudang dari luar negeri.",
             ((113, "yes"),), ((110, "yes"),), 110,
             (Told(98, "kontak", "broken", "Uang muka itu baru kembali setelah saya tagih."),
              Told(97, "halim", "broken", "Uang muka penyewa dipakai dulu; Suryanto malu."),
              Told(96, "robin", "good"))),
    # What contacts answer besides yes.
    Exchange("robin", "andi-1", 64, "Klien saya mencari tempat peti kemas di Makassar.", ((62, "yes"),), ((58, "no"),)),
    Exchange("tigor", "andi-3", 45, "Mereka perlu alat uji mutu, dan kami agennya.", ((43, "yes"),), ((40, "later"),)),
    Exchange("sekar", "rania-2", 20, "Kemasan gula mereka sudah lama tidak berubah.", ((19, "yes"),), ((17, "never"),)),
    Exchange("made", "andi-4", 31, "Air kolam vila kami perlu diperiksa berkala.", ((30, "yes"),), ((28, "silent"),)),
    # Taken back by the contact, after the handover.
    Exchange("tigor", "andi-1", 90, "Alat kesehatan kami singgah di terminal mereka tiap bulan.",
             ((88, "yes"),), ((86, "yes"), (59, "no")), 85, (Told(78, "tigor", "unfit"), Told(77, "andi", "good"))),
    # Not a fit, told differently by the two.
    Exchange("andi", "tigor-2", 92, "Kami ingin tahu cara mereka mengatur truk di musim panen.",
             ((91, "yes"),), ((88, "yes"),), 88,
             (Told(80, "andi", "unfit", "Jalurnya berbeda."), Told(78, "tigor", "good"))),
    # Nobody decided: over after 21 days. What was asked again inside the pause goes nowhere.
    Exchange("rania", "sekar-2", 40, "Camilan mereka cocok untuk kotak makan siang kami."),
    Exchange("rania", "sekar-2", 12, "Kotak makan siang kami masih mencari camilan yang pas."),
    # Told by one side only, and too late for the other.
    Exchange("rania", "bagas-3", 33, "Kami melayani pesta di hotel kecil, termasuk di Solo.",
             ((32, "yes"),), ((30, "yes"),), 29, (Told(24, "rania", "good", "Dua acara bulan depan."),)),
    # Offered, taken up, and told by the contact alone.
    Exchange("wening", "bagas-4", 14, "Boleh, Bagas. Saya ingin mendengar cara mereka melatih operator baru.",
             ((13, "yes"),), ((11, "yes"),), 10, (Told(5, "kontak", "good", "Pertanyaannya tepat."),), offered=True),
)  # fmt: skip

OFFERS = (
    Offer(60, "andi-4", "tigor", "Laboratorium ini mungkin perlu alat baru tahun depan."),
    Offer(16, "bagas-4", "wening", "Pabrik ini sering kehilangan operator; barangkali Wening bisa membantu."),
    Offer(12, "citra-4", "made", "Majalah ini suka vila yang punya cerita.", left=10),
    Offer(3, "halim-2", "citra", "Bank ini sedang memilih penata ruang untuk lantai barunya."),
)

# (day, who sets aside, for whom, keys): what they would hand this partner without hesitation.
READY = (
    (20, "wening", "bagas", ("wening-2", "wening-5", "wening-6")),
    (18, "bagas", "wening", ("bagas-1",)),
    (17, "citra", "halim", ("citra-1", "citra-2")),
)

# (day, two who have keys set aside for each other since): told at the weekly moment after a whole week.
BOTH_READY = ((18, "wening", "bagas"),)

# (day, whose card, what it says of them)
CARDS = (
    (600, "bagas", "Linen untuk rumah sakit, hotel, dan asrama."),
    (400, "sekar", "Kemasan kertas, dari seribu lembar."),
    (150, "wening", "Pelatihan dan jenjang karier."),
    (90, "citra", "Ruang kerja dan ruang tunggu."),
)
