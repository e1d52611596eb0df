"""What a text names, as marks that both languages share: `role:purchasing`, `place:surabaya`, `word:steel`.

| mark | says |
| --- | --- |
| `role`, `sector`, `word` | a thing of the lexicon: what somebody does, where, with what; its broader things too |
| `place`, `region` | a place that is named, and those it lies in |
| `market` | another country, where goods go to |
| `field`, `level` | the broad trade and the seniority that `hintwords` tells |
| `name` | a word that the lexicon does not have, by its stem: often a name, or a trade too rare for it |
"""

import re
from dataclasses import dataclass

from kunci.core.hints import plain
from kunci.core.hintwords import HOUSES, SECTOR_FIRST, SECTORS, SENIORITIES, SENIORITY_FIRST
from kunci.core.lexicon import Words, lexicon
from kunci.core.stems import stem

LONGEST = 2_000  # signs of a text that are read; a want has 300
MOST_MARKS = 64  # of one text; one of 300 signs has a dozen
_SHORT = 2  # so short a word is no name
_BEFORE_A_PLACE = frozenset(
    {"di", "in", "ke", "dari", "kota", "kab", "kabupaten", "from", "around", "near", "sekitar", "daerah", "wilayah"}
    | {"asal", "at", "of"}
)
# Written in capitals they are a department; in small letters a word of the sentence.
_CAPITALS = {
    "IT": "information technology", "TI": "teknologi informasi", "PR": "public relations", "HR": "human resources",
    "GA": "general affairs", "CS": "customer service", "QC": "quality control", "QA": "quality assurance",
    "IP": "intellectual property", "AC": "air conditioning", "PM": "project manager", "TK": "taman kanak kanak",
    "SD": "sekolah dasar", "RS": "rumah sakit", "EO": "event organizer", "GM": "general manager", "MC": "emcee",
}  # fmt: skip
_ABBREVIATED = re.compile(r"\b(?:" + "|".join(_CAPITALS) + r")\b")
_PAUSE = re.compile(r"[,;(/–—-]\s*(?=\w)")
_STOP = "0pause0"
# Of words that name no thing, those that the encoder ought to hear.
_SMALL_WORDS = {
    "kepala": "head", "pemilik": "owner", "direktur": "director", "manajer": "manager", "ketua": "chairman",
    "pimpinan": "head", "staf": "staff", "ahli": "expert", "pengelola": "manager", "untuk": "for", "di": "in",
    "ke": "to", "dari": "from", "dan": "and", "atau": "or", "dengan": "with", "yang": "who", "mencari": "looking for",
    "cari": "looking for", "butuh": "need", "perlu": "need", "besar": "large", "kecil": "small", "baru": "new",
}  # fmt: skip
# Of an organisation's partner or a job's title nothing follows about who somebody is.
_NO_LEVEL = frozenset(
    {"partner", "marketing", "sales", "purchasing", "buyer", "agen", "agent", "operator", "lead", "head"}
)


def _any_of(words: str, without: frozenset[str] = frozenset()) -> re.Pattern[str]:
    listed = sorted({word.strip() for word in words.split(",")} - without - {""}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b")


_FIELDS = tuple(
    (f"field:{sector}", _any_of(f"{words}, {HOUSES.get(sector, '')}, {SECTOR_FIRST.get(sector, '')}"))
    for sector, words in SECTORS.items()
)
_LEVELS = tuple(
    (f"level:{level}", _any_of(words, _NO_LEVEL if level != "manager" else frozenset({"lead"})))
    for of_level in (SENIORITY_FIRST, SENIORITIES)
    for level, words in of_level.items()
)


def marks(text: str) -> frozenset[str]:
    """Of a text in either language or both; of one that says nothing, none."""
    parts = _parts(text)
    found = {mark: None for part in parts for mark in part.marks}
    whole = " ".join(word for part in parts for word in part.words)
    found |= dict.fromkeys(mark for mark, pattern in _FIELDS if pattern.search(whole))
    level = next((mark for mark, pattern in _LEVELS if pattern.search(whole)), None)
    if level:
        found[level] = None
    for mark in tuple(found):
        for wider in lexicon().wider.get(mark, ()):
            found[wider.replace("place:", "region:")] = None
    return frozenset(list(found)[:MOST_MARKS])


def in_english(text: str) -> str:
    """The text with what the lexicon knows put in English, without its places: the encoder never learnt Indonesian.

    Of English words too, one is said for all that mean the same; leaving them as they stand found less.

    'Kepala lab uji pangan, Semarang' -> 'head laboratory testing food'.
    """
    book = lexicon()
    said = []
    for part in _parts(text):
        if any(mark.startswith("place:") for mark in part.marks):
            continue
        known = next((mark for mark in part.marks if mark in book.shown), None)
        if known is None:
            said += [_SMALL_WORDS.get(word, word) for word in part.words]
        else:
            said.append(book.shown[known][1])
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class _Part:
    """Words in a row that stand for something together; or one word, which may stand for nothing."""

    words: tuple[str, ...]
    marks: Words


def _parts(text: str) -> list[_Part]:
    spoken = _ABBREVIATED.sub(lambda found: _CAPITALS[found[0]], text[:LONGEST])
    paused = plain(_PAUSE.sub(f" {_STOP} ", spoken)).split()
    words: list[str] = []
    after_pause: set[int] = set()
    for word in paused:
        if word == _STOP:
            after_pause.add(len(words))
        else:
            words.append(word)
    parts, place = [], 0
    while place < len(words):
        is_address = place > 0 and (place in after_pause or words[place - 1] in _BEFORE_A_PLACE)
        part = _part_at(words[place : place + lexicon().longest], is_address=is_address)
        parts.append(part)
        place += len(part.words)
    return parts


def _part_at(words: list[str], *, is_address: bool) -> _Part:
    """The longest name that these words begin with, or the first word by itself."""
    book = lexicon()
    for length in range(len(words), 0, -1):
        here = tuple(words[:length])
        marked = book.named.get(here)
        if marked is None:
            marked = book.stemmed.get(tuple(map(stem, here)))
        if marked and here in book.doubtful and not is_address:
            marked = tuple(mark for mark in marked if not mark.startswith("place:")) or None
        if marked is not None:
            return _Part(here, marked)
    word = words[0]
    if len(word) <= _SHORT or word.isdigit() or word in book.talk or stem(word) in book.talk_stems:
        return _Part((word,), ())
    return _Part((word,), (f"name:{stem(word)}",))
