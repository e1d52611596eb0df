"""What businesses in Indonesia are called, in both languages: roles, kinds of organisation, goods and matters, places.

Wide on purpose, and about nobody's keyring: the lists beside this file are all it knows. They are read once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kunci.core.hints import plain
from kunci.core.places import CITIES
from kunci.core.stems import stem

Words = tuple[str, ...]

_HERE = Path(__file__).parent
_LISTS = (("role", "roles.txt"), ("sector", "sectors.txt"), ("word", "words.txt"), ("word", "goods.txt"))
# How near two places are that lie in the same wider one; a province unless said here.
_NEAR = {
    "Indonesia": 0.0,
    "Java": 0.15,
    "Sumatra": 0.15,
    "Kalimantan": 0.15,
    "Eastern Indonesia": 0.1,
    "Sulawesi": 0.2,
    "Maluku Islands": 0.35,
    "Papua Island": 0.3,
    "Nusa Tenggara": 0.25,
    "Pantura": 0.4,
    "Jabodetabek": 0.6,
    "Karawang corridor": 0.6,
    "Bekasi": 0.7,
    "Bogor": 0.7,
    "Tangerang": 0.7,
    "Jakarta": 0.7,
}
_PROVINCE, _GREATER = 0.45, 0.6


@dataclass(frozen=True)
class Lexicon:
    """`named`: what words in a row stand for, as written; `stemmed`: the same by their stems.

    `wider`: the broader thing or place of a mark, nearest first. `near`: of a wider place, how near two in it are.
    `shown`: a mark in Indonesian and in English.
    """

    named: Mapping[Words, Words]
    stemmed: Mapping[Words, Words]
    wider: Mapping[str, Words]
    near: Mapping[str, float]
    shown: Mapping[str, tuple[str, str]]
    longest: int
    doubtful: frozenset[Words]
    talk: frozenset[str]
    talk_stems: frozenset[str]


def lines(name: str) -> Iterator[str]:
    """Of a list beside this file, without remarks."""
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def slug(kind: str, name: str) -> str:
    return f"{kind}:{plain(name).replace(' ', '_')}"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    book = _Book()
    for kind, name in _LISTS:
        book.add_things(kind, name)
    book.link_things()
    book.add_lands()
    book.add_markets()
    for line in lines("no_places.txt"):
        for phrase in line.split(","):
            book.name(phrase, None)
    talk = frozenset(word.strip() for line in lines("talk.txt") for word in line.split(",") if word.strip())
    doubtful = frozenset(tuple(plain(word).split()) for line in lines("doubtful.txt") for word in line.split(","))
    stemmed: dict[Words, Words] = {}
    for words, marked in book.named.items():
        if not all(mark.startswith("place:") for mark in marked):
            stemmed.setdefault(tuple(map(stem, words)), marked)
    return Lexicon(
        named=book.named,
        stemmed=stemmed,
        wider={mark: book.ancestors(mark) for mark in book.wider},
        near=book.near,
        shown=book.shown,
        longest=max(map(len, book.named)),
        doubtful=doubtful,
        talk=talk,
        talk_stems=frozenset(map(stem, talk)),
    )


class _Book:
    """The lists while they are read."""

    def __init__(self) -> None:
        self.named: dict[Words, Words] = {}
        self.shown: dict[str, tuple[str, str]] = {}
        self.wider: dict[str, list[str]] = {}
        self.near: dict[str, float] = {}
        self._by_english: dict[str, str] = {}
        self._to_link: list[tuple[str, str]] = []

    def name(self, phrase: str, mark: str | None) -> None:
        words = tuple(plain(phrase).split())
        if words:
            before = self.named.get(words, ())
            self.named[words] = before if mark is None or mark in before else (*before, mark)

    def add_things(self, kind: str, name: str) -> None:
        for line in lines(name):
            names, _, broader = line.partition("<")
            indonesian, _, english = (part.strip() for part in names.partition("="))
            first = english.split(",")[0].strip()
            mark = slug(kind, first)
            self._by_english.setdefault(first, mark)
            self.shown[mark] = (indonesian.split(",")[0].strip(), first)
            for phrase in f"{indonesian},{english}".split(","):
                self.name(phrase, mark)
            if broader:
                self._to_link.append((mark, broader.strip()))

    def link_things(self) -> None:
        for mark, broader in self._to_link:
            self.wider.setdefault(mark, []).append(self._by_english[broader])

    def add_lands(self) -> None:
        for line in lines("lands.txt"):
            head, _, towns = line.partition(":")
            names, _, wider = (part.strip() for part in head.partition("<"))
            shown, _, others = (part.strip() for part in names.partition("/"))
            place = self._place(shown, others)
            near = _GREATER if shown.startswith("Greater") else _PROVINCE
            self.near[place] = _NEAR.get(shown, near)
            if wider:
                self._lies_in(place, slug("place", wider))
            for town in towns.split(","):
                if town.strip():
                    self._lies_in(self._place(town.strip(), ""), place)
        regions = {word for words in self.named for word in [" ".join(words)]}
        for city, others in CITIES.items():
            if city != "Singapore" and city != "Kuala Lumpur":
                # 'Bali' is more than Denpasar, and has a line of its own.
                self._place(city, ", ".join(one for one in others.split(", ") if one not in regions))

    def _place(self, shown: str, others: str) -> str:
        mark = slug("place", shown)
        self.shown.setdefault(mark, (shown, shown))
        if others and not others.isspace():
            indonesian = others.split(",")[0].strip()
            if indonesian and shown.split(" ")[0] in {
                "North",
                "South",
                "East",
                "West",
                "Central",
                "Southeast",
                "Eastern",
            }:
                self.shown[mark] = (indonesian.title(), shown)
        for phrase in (shown, *others.split(",")):
            self.name(phrase, mark)
        return mark

    def _lies_in(self, place: str, wider: str) -> None:
        if wider not in self.wider.setdefault(place, []) and wider != place:
            self.wider[place].append(wider)

    def add_markets(self) -> None:
        for line in lines("markets.txt"):
            names, _, wider = (part.strip() for part in line.partition("<"))
            shown, _, others = (part.strip() for part in names.partition("/"))
            mark = slug("market", shown)
            self.shown[mark] = ((others.split(",")[0].strip() or shown).title(), shown)
            for phrase in (shown, *others.split(",")):
                self.name(phrase, mark)
            if wider:
                self.wider.setdefault(mark, []).append(slug("market", wider))

    def ancestors(self, mark: str) -> Words:
        found: list[str] = []
        waiting = list(self.wider.get(mark, ()))
        while waiting:
            one = waiting.pop(0)
            if one not in found:
                found.append(one)
                waiting += self.wider.get(one, ())
        return tuple(found)


def named(mark: str) -> tuple[str, str]:
    """What a mark is called, in Indonesian and in English; '' where there is no name to show.

    A stem that the lexicon does not have is no word; where it stands as it was written, the text itself shows it.
    """
    return lexicon().shown.get(mark.replace("region:", "place:"), ("", ""))
