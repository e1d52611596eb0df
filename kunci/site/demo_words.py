"""What the people of the demonstration told each other about a third, and what came of it.

Days are counted back from the day of the start, as in demo_story.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from kunci.core.evidence import Kind


@dataclass(frozen=True)
class Word:
    """Something said. `counted`: the day on which the hearer counted it; `withdrawn`: on which it was taken back."""

    day: int
    speaker: str
    about: str
    hearer: str
    sentence: str
    kind: Kind = Kind.VOUCH
    counted: int | None = None
    withdrawn: int | None = None


WORDS = (
    # It did not hold: Halim's tie with Citra shows what it cost her, and she has taken it back.
    Word(226, "citra", "robin", "halim", "Robin cekatan mencarikan gudang untuk kantor saya.", counted=225,
         withdrawn=93),
    # Two who speak for the same person: the second confirms the first, and only then does anything move.
    Word(31, "sekar", "rania", "wening", "Empat tahun memesan kemasan, selalu bayar tepat waktu.", counted=30),
    Word(24, "bagas", "rania", "wening", "Dapurnya rapi, dan janjinya ditepati walau pesanan mendadak.", counted=23),
    # A warning, counted.
    Word(19, "citra", "robin", "wening", "Uang muka seorang penyewa pernah ia pakai dulu. Mintalah semuanya tertulis.",
         Kind.WARNING, counted=18),
    # And one about somebody whom the hearer does not know: it waits, and can't count before they do.
    Word(9, "andi", "robin", "tigor", "Kalau ia menawarkan gudang, periksa dulu siapa pemiliknya.", Kind.WARNING),
    # Waiting to be answered.
    Word(3, "bagas", "arum", "wening", "Dua tahun Arum merapikan pembukuan kami, dan angkanya selalu cocok."),
)  # fmt: skip
