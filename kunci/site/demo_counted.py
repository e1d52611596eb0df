"""Whom Sekar opened doors for, and what they let be counted: of her, a word is drawn in the demonstration.

All five were brought in by the founder, so each is a voice, and the founder speaks too. Days are counted back from the
day of the start, as in demo_story.py; all of it lies long before the month of the start.
"""

from __future__ import annotations

from kunci.core.evidence import Often
from kunci.site.demo_asked import Exchange, Told
from kunci.site.demo_story import TRUSTED, Regard

# (who asks, for which key, the day, the sentence, how it went)
_DOORS = (
    ("arum", "sekar-1", 415, "Pembukuan mereka bisa kami rapikan sebelum tutup buku.", "good"),
    ("bima", "sekar-2", 408, "Kiriman mereka ke pulau lain bisa ikut kapal kami.", "good"),
    ("laras", "sekar-1", 360, "Gudang baru mereka bisa saya gambarkan lebih dulu.", "unfit"),
    ("hasan", "sekar-2", 352, "Lampu di ruang produksi mereka bisa jauh lebih hemat.", "good"),
    ("melati", "sekar-1", 305, "Kami punya paket periksa gigi untuk karyawan mereka.", "good"),
)

REGARDS = tuple(
    Regard("sekar", asker, (day + 12, 6, Often.MONTHLY), lets=((day + 11, TRUSTED),)) for asker, _, day, _, _ in _DOORS
)
EXCHANGES = tuple(
    Exchange(
        asker,
        key,
        day,
        sentence,
        ((day - 1, "yes"),),
        ((day - 3, "yes"),),
        day - 4,
        (Told(day - 12, asker, verdict, came="meeting" if verdict == "good" else "", counted=True),),
    )
    for asker, key, day, sentence, verdict in _DOORS
)
