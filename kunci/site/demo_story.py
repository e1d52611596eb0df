"""What happened to the twelve of the demonstration: who met whom, who trusts whom, and how far. What they asked is in
demo_asked.py, what happened to the others in demo_others.py.

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
class Circle:
    """A circle. `came`: (day, who), within two weeks of its beginning; `waiting`: (day, name) of who was invited since
    and has not come."""

    founder: str
    begun: int
    name: str
    came: tuple[tuple[int, str], ...]
    waiting: tuple[tuple[int, str], ...] = ()


FOUNDED = 1092
# (day, who invites, who comes): the only way by which two people come to know of each other.
ACQUAINTED = (
    (1090, "wening", "bagas"),
    (1084, "wening", "sekar"),
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
    (229, "robin", "citra"),
    (220, "andi", "robin"),
    (210, "made", "yohana"),
    (200, "wening", "robin"),
    (180, "halim", "bagas"),
    (128, "wening", "rania"),
    (14, "sekar", "jaka"),
)

REGARDS = (
    Regard("wening", "bagas", (1088, 5, Often.MONTHLY), (1056, 12, 58),
           (1030, 905, 790, 690, 560, 430, 340, 283, 225, 166, 110, 35), (),
           (980, 310, 135), ((1086, KNOWN), (705, TRUSTED), (344, TRUSTED), (34, UNHESITATING)), ("wening-5",)),
    Regard("bagas", "wening", (1087, 5, Often.MONTHLY), (1055, 11, 58),
           (1010, 850, 670, 540, 410, 330, 272, 214, 156, 98, 39), (),
           (945, 300, 182, 66), ((1085, KNOWN), (704, TRUSTED), (341, TRUSTED), (33, UNHESITATING))),
    Regard("wening", "sekar", (1082, 3, Often.MONTHLY), (1074, 20, 62), (960, 640, 470, 290, 170, 60), (), (),
           ((1080, KNOWN), (285, TRUSTED)), ("wening-4",)),
    Regard("sekar", "wening", (1081, 3, Often.MONTHLY), (1073, 19, 62), (915, 760, 630, 560, 450, 240, 130, 50), (),
           (200,), ((1079, KNOWN), (700, TRUSTED), (250, TRUSTED), (40, TRUSTED))),
    # Cooling: a little more than a month is left.
    Regard("wening", "citra", (360, 5, Often.MONTHLY), (320, 60, 65), (230,), (), (), ((300, TRUSTED),)),
    Regard("citra", "wening", (358, 5, Often.MONTHLY), (321, 61, 65), (180, 85), (), (40,), ((300, TRUSTED),)),
    # Lapsed: nothing has been noted for more than half a year.
    Regard("wening", "tigor", (355, 3, Often.MONTHLY), (350, 300, 50), (), (), (), ((345, TRUSTED),)),
    Regard("tigor", "wening", (354, 3, Often.MONTHLY), (340, 30, 62), (250, 130), (), (22,), ((240, TRUSTED),)),
    # Not long, but what Sekar and Bagas say of her brings her close to the next rung.
    Regard("wening", "rania", (128, 2, Often.RARELY), (126, 38, 44), (110,), (), (), ((120, KNOWN),)),
    Regard("rania", "wening", (128, 2, Often.RARELY), (125, 37, 44), (), (), (), ((120, KNOWN),)),
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

CIRCLES = (
    Circle("wening", 728, "Lingkar Rabu Pagi",
           ((727, "sekar"), (727, "bagas"), (726, "arum"), (726, "bima"), (725, "laras"), (724, "hasan"),
            (723, "melati"), (722, "yoga"), (720, "intan"), (718, "wahyu"), (716, "clara")), ((6, "Damar Kalikasih"),)),
    Circle("citra", 338, "Lingkar Jumat Sore",
           ((337, "halim"), (336, "reza"), (336, "nadia"), (335, "felix"), (334, "dewi"), (332, "anton"),
            (331, "putri"), (329, "galih"), (327, "tiara"))),
)  # fmt: skip

# (day, who invites, for whom, note, whether it was taken back)
OPEN_INVITATIONS = (
    (5, "wening", "Ayunda Fajarsari", "Kita lanjutkan obrolan di pameran itu.", False),
    (3, "andi", "Robert Bahari", "", True),
)

# (day, who notes that they met and asks the other whether that is right)
TO_CONFIRM = ((2, "bagas", "wening"),)

# On these days everybody looks through their notices.
READ = (60, 4)

# Whose pages and mails are in English.
ENGLISH = ("clara",)
