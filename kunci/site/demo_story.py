"""What happened in the demonstration, a year of it: who met whom, who trusts whom, what was asked and what came of it.

Every day is counted back from the day of the first start. Good news on one relation lies at least a week apart, for
of one week only the best counts: so the story comes out alike whatever weekday it starts on.
"""

from __future__ import annotations

from dataclasses import dataclass

from kunci.core.evidence import Often
from kunci.core.rungs import Rung

KNOWN, TRUSTED, UNHESITATING, STRANGER = Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING, Rung.STRANGER


@dataclass(frozen=True)
class Regard:
    """One person's side of a relation.

    `knew`: (day, years, how often) of prior acquaintance; `meets`: (first day, last day, every so many days);
    `lets`: (day, rung), up by granting, down by lowering; `without`: keys unticked whenever this person is let in.
    """

    member: str
    partner: str
    knew: tuple[int, int, Often] | None = None
    meets: tuple[int, int, int] | None = None
    kept: tuple[int, ...] = ()
    broke: tuple[int, ...] = ()
    helped: tuple[int, ...] = ()
    lets: tuple[tuple[int, Rung], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """One ask and what became of it; each step with its day. `told`: (day, who, verdict, note)."""

    asker: str
    key: str
    asked: int
    sentence: str
    decided: tuple[tuple[int, str], ...] = ()
    answered: tuple[tuple[int, str], ...] = ()
    told: tuple[tuple[int, str, str, str], ...] = ()


FOUNDED = 372
# (day, who invites, who comes): the only way by which two people come to know of each other.
ACQUAINTED = (
    (370, "wening", "bagas"),
    (368, "wening", "sekar"),
    (365, "wening", "citra"),
    (362, "wening", "tigor"),
    (358, "bagas", "made"),
    (356, "bagas", "rania"),
    (350, "tigor", "andi"),
    (345, "tigor", "yohana"),
    (340, "citra", "halim"),
    (335, "halim", "robin"),
    (300, "sekar", "rania"),
    (280, "made", "citra"),
    (255, "andi", "made"),
    (220, "andi", "robin"),
    (210, "made", "yohana"),
    (200, "wening", "robin"),
    (180, "halim", "bagas"),
    (14, "sekar", "jaka"),
)

REGARDS = (
    Regard("wening", "bagas", (368, 6, Often.MONTHLY), (360, 12, 29), (340, 283, 225, 166, 110, 35), (),
           (310, 135), ((344, TRUSTED), (34, UNHESITATING)), ("wening-5",)),
    Regard("bagas", "wening", (367, 6, Often.MONTHLY), (359, 11, 29), (330, 272, 214, 156, 98, 39), (),
           (300, 182, 66), ((341, TRUSTED), (33, UNHESITATING))),
    Regard("wening", "sekar", (360, 4, Often.MONTHLY), (330, 20, 62), (290, 170, 60), (), (), ((285, TRUSTED),),
           ("wening-4",)),
    Regard("sekar", "wening", (359, 4, Often.MONTHLY), (331, 19, 62), (240, 130, 50), (), (200,),
           ((250, TRUSTED), (40, TRUSTED))),
    # Cooling: a little more than a month is left.
    Regard("wening", "citra", (360, 5, Often.MONTHLY), (320, 60, 65), (230,), (), (), ((300, TRUSTED),)),
    Regard("citra", "wening", (358, 5, Often.MONTHLY), (321, 61, 65), (180, 85), (), (40,), ((300, TRUSTED),)),
    # Lapsed: nothing has been noted for more than half a year.
    Regard("wening", "tigor", (355, 3, Often.MONTHLY), (350, 300, 50), (), (), (), ((345, TRUSTED),)),
    Regard("tigor", "wening", (354, 3, Often.MONTHLY), (340, 30, 62), (250, 130), (), (22,), ((240, TRUSTED),)),
    Regard("wening", "robin", None, (198, 198, 1), (), (), (), ((198, KNOWN),)),
    Regard("bagas", "made", (355, 3, Often.WEEKLY), (340, 25, 45), (200, 95), (), (), ((330, TRUSTED),), ("bagas-1",)),
    Regard("made", "bagas", (354, 3, Often.WEEKLY), (341, 26, 45), (190, 70), (), (), ((330, TRUSTED),)),
    Regard("bagas", "rania", (350, 8, Often.MONTHLY), (330, 30, 60), (180, 62), (), (), ((320, TRUSTED),)),
    Regard("rania", "bagas", (349, 8, Often.MONTHLY), (331, 31, 60), (210, 100, 22), (), (), ((320, TRUSTED),)),
    Regard("tigor", "andi", (345, 5, Often.MONTHLY), (330, 28, 58), (240, 110), (), (), ((320, TRUSTED),)),
    Regard("andi", "tigor", (344, 5, Often.MONTHLY), (331, 29, 58), (170, 66), (), (), ((320, TRUSTED),)),
    Regard("tigor", "yohana", None, (340, 16, 36), (), (), (), ((339, KNOWN), (88, KNOWN))),
    # Cooling, for distance makes meetings rare.
    Regard("yohana", "tigor", (340, 5, Often.MONTHLY), (320, 70, 80), (250,), (), (), ((300, TRUSTED),)),
    Regard("yohana", "made", None, (205, 60, 36), (150, 78), (), (60,), ((55, TRUSTED),)),
    Regard("citra", "halim", (338, 7, Often.WEEKLY), (330, 14, 29), (300, 243, 186, 130, 68), (), (),
           ((330, TRUSTED), (42, UNHESITATING))),
    Regard("halim", "citra", (337, 7, Often.WEEKLY), (331, 15, 29), (290, 174, 55), (), (), ((328, TRUSTED),),
           ("halim-2",)),
    # Trust that was broken.
    Regard("halim", "robin", (330, 3, Often.MONTHLY), (320, 140, 60), (230,), (), (), ((300, TRUSTED), (95, STRANGER))),
    Regard("robin", "halim", (329, 3, Often.MONTHLY), (318, 138, 60), (), (), (), ((320, KNOWN),)),
    Regard("andi", "robin", None, (215, 75, 35), (200, 165, 130), (), (), ((128, TRUSTED), (52, KNOWN))),
    Regard("robin", "andi", None, (214, 74, 35), (160,), (40,), (118,), ((110, KNOWN),)),
    Regard("sekar", "rania", (295, 4, Often.MONTHLY), (280, 20, 52), (220, 100), (), (), ((270, TRUSTED),)),
    Regard("rania", "sekar", (294, 4, Often.MONTHLY), (281, 21, 52), (170, 74), (), (), ((270, TRUSTED),)),
    Regard("made", "citra", (275, 4, Often.MONTHLY), (260, 20, 48), (150, 60), (), (), ((260, TRUSTED),)),
    Regard("citra", "made", (274, 4, Often.MONTHLY), (261, 21, 48), (140, 52), (), (), ((255, TRUSTED),), ("citra-1",)),
    Regard("andi", "made", (250, 5, Often.MONTHLY), (240, 25, 43), (120,), (), (36,), ((230, TRUSTED),)),
    Regard("made", "andi", (249, 5, Often.MONTHLY), (241, 26, 43), (112, 48), (), (), ((230, TRUSTED),)),
    Regard("made", "yohana", None, (206, 26, 36), (160, 115), (), (80,), ((76, TRUSTED),)),
    Regard("halim", "bagas", None, (175, 30, 48), (), (), (), ((174, KNOWN), (30, KNOWN))),
    Regard("sekar", "jaka", None, (12, 12, 1), (), (), (), ((11, KNOWN),)),
    Regard("jaka", "sekar", None, (12, 12, 1), (), (), (), ((8, KNOWN),)),
)  # fmt: skip

# (day, key, who sees its hint): opened by hand, to these people among those on its rung.
NAMED = (
    (205, "andi-3", ("made", "tigor")),
    (185, "made-3", ("andi", "citra")),
    (140, "sekar-3", ("wening", "rania")),
    (126, "andi-4", ("made",)),
    (58, "sekar-4", ("wening",)),
    (29, "citra-4", ("halim",)),
)

EXCHANGES = (
    Exchange("bagas", "wening-1", 215, "Kami memasok linen untuk tiga rumah sakit dan ingin menawarkan yang keempat.",
             ((213, "yes"),), ((210, "yes"),),
             ((200, "bagas", "good", "Kontrak percobaan enam bulan."), (199, "wening", "good", "Ratmi senang."))),
    Exchange("wening", "bagas-1", 108, "Klinik mereka sedang tumbuh; saya bisa membantu menata SDM-nya.",
             ((107, "yes"),), ((104, "yes"),), ((92, "wening", "good", ""), (91, "bagas", "good", ""))),
    Exchange("bagas", "wening-2", 72, "Seprai hotel mereka sudah waktunya diganti, dan kami punya contohnya.",
             ((71, "yes"),), ((69, "yes"),), ((60, "bagas", "good", ""), (58, "wening", "good", "Pesanan pertama."))),
    # Handed over, nobody has told yet.
    Exchange("bagas", "wening-3", 6, "Asrama mereka butuh linen sebelum tahun ajaran baru.",
             ((5, "yes"),), ((3, "yes"),)),
    # Waiting for a decision.
    Exchange("sekar", "wening-2", 3, "Kami mencetak kemasan perlengkapan kamar yang ramah lingkungan."),
    Exchange("citra", "wening-4", 2, "Saya ingin menata ulang ruang kerja mereka supaya betah dipakai."),
    Exchange("wening", "tigor-1", 9, "Saya sedang menyiapkan pelatihan untuk kepala perawat di Sumatra."),
    Exchange("yohana", "tigor-3", 7, "Lemari pendingin obat mereka bisa ditenagai panel surya."),
    Exchange("made", "bagas-3", 1, "Tamu vila kami sering bertanya hotel kecil di Solo."),
    # Told by one of the two; the other can't read it yet.
    Exchange("wening", "sekar-1", 13, "Mereka mencari manajer produksi, dan saya mengenal beberapa calon.",
             ((12, "yes"),), ((10, "yes"),), ((4, "sekar", "good", "Amelia berterima kasih."),)),
    Exchange("yohana", "made-2", 11, "Resor di pulau terpencil hemat banyak dengan panel surya.",
             ((9, "yes"),), ((8, "yes"),), ((2, "yohana", "good", ""),)),
    # Not now.
    Exchange("made", "bagas-2", 5, "Kami ingin menitipkan brosur vila di kapal mereka.", ((4, "not_now"),)),
    Exchange("andi", "made-3", 18, "Koki mereka mungkin mau mencoba rumput laut segar kami.",
             ((16, "yes"), (15, "not_now"))),
    # Yes; the contact has not answered.
    Exchange("bagas", "rania-1", 8, "Seragam dan linen asrama sekolah mereka bisa kami kerjakan.", ((6, "yes"),)),
    Exchange("made", "citra-2", 4, "Kedai kopi mereka cocok untuk pasar sore di vila kami.", ((3, "yes"),)),
    Exchange("citra", "halim-1", 160, "Kantor pemasaran mereka akan dibangun, dan saya ingin ikut menata.",
             ((158, "yes"),), ((155, "yes"),), ((145, "citra", "good", ""), (144, "halim", "good", ""))),
    Exchange("halim", "citra-1", 125, "Mereka sebentar lagi butuh notaris untuk akta jual beli.",
             ((124, "yes"),), ((121, "yes"),), ((112, "halim", "good", ""), (110, "citra", "good", "Rapi dan tepat."))),
    # Broken trust, seen by one side only.
    Exchange("robin", "halim-3", 115, "Saya punya calon penyewa gudang dari luar negeri.",
             ((113, "yes"),), ((110, "yes"),),
             ((97, "halim", "broken", "Uang muka penyewa dipakai dulu; Suryanto malu."), (96, "robin", "good", ""))),
    # What contacts answer besides yes.
    Exchange("robin", "andi-1", 64, "Klien saya mencari tempat peti kemas di Makassar.", ((62, "yes"),), ((58, "no"),)),
    Exchange("tigor", "andi-3", 45, "Mereka perlu alat uji mutu, dan kami agennya.", ((43, "yes"),), ((40, "later"),)),
    Exchange("sekar", "rania-2", 20, "Kemasan gula mereka sudah lama tidak berubah.", ((19, "yes"),), ((17, "never"),)),
    Exchange("made", "andi-4", 31, "Air kolam vila kami perlu diperiksa berkala.", ((30, "yes"),), ((28, "silent"),)),
    # Not a fit, told differently by the two.
    Exchange("andi", "tigor-2", 92, "Kami ingin tahu cara mereka mengatur truk di musim panen.",
             ((91, "yes"),), ((88, "yes"),), ((80, "andi", "unfit", "Jalurnya berbeda."), (78, "tigor", "good", ""))),
    # Nobody decided: over after 21 days.
    Exchange("rania", "sekar-2", 40, "Camilan mereka cocok untuk kotak makan siang kami."),
    # Told by one side only, and too late for the other.
    Exchange("rania", "bagas-3", 33, "Kami melayani pesta di hotel kecil, termasuk di Solo.",
             ((32, "yes"),), ((30, "yes"),), ((24, "rania", "good", "Dua acara bulan depan."),)),
)  # fmt: skip

# (day, who invites, for whom, note, whether it was taken back)
OPEN_INVITATIONS = (
    (5, "wening", "Ayunda Fajarsari", "Kita lanjutkan obrolan di pameran itu.", False),
    (3, "andi", "Robert Bahari", "", True),
)
