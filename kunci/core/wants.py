"""A door that somebody looks for: what it may say, how long it holds, and when two of one member's say the same.

Two wants are alike where each word that means something in one stands in the other as well, spelled the same or
nearly: another order, a typing slip or another little word makes no new door, another city or floor does. Only one's
own are ever compared.
"""

import re
import unicodedata
from datetime import timedelta

from kunci.core.addressbook import clean

TEXT_LENGTH = 200
WHY_LENGTH = 500
THANKS_LENGTH = 500
MOST = 10  # open at a time; the database says the same
DAYS = (14, 30, 90, 180)  # for which it can be heard; the last is the longest that the database takes
USUAL_DAYS = 90
REOPEN_WITHIN = timedelta(days=1)

_LEAST = 2  # letters or digits: fewer say nothing
_SMALL = 3  # words as short as this (di, ke, the) name no door, unless there is a number in them
_EVERYWHERE = frozenset({"yang", "untuk", "dari", "dengan", "pada", "atau", "with", "from", "that", "some", "who"})
_NEAR = 0.5  # of all the trigrams of two words, so many are in both


def wording(text: str) -> str:
    """The text in one line without hidden characters, in composed form; as long as it is."""
    return clean(text, max(len(text), 1)).text


def says_something(text: str) -> bool:
    """Whether there are words in it; a single letter and emoji say nothing that somebody could hear."""
    return sum(one.isalnum() for one in text) >= _LEAST


def alike(one: str, other: str) -> bool:
    """Whether two wants name the same door in nearly the same words."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return _bare(one) == _bare(other)
    return _within(mine, theirs) and _within(theirs, mine)


def _bare(text: str) -> list[str]:
    """All its words, without case and marks."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(sign for sign in spread if not unicodedata.combining(sign)))


def _words(text: str) -> frozenset[str]:
    """Those that mean something."""
    return frozenset(
        word for word in _bare(text) if (len(word) > _SMALL and word not in _EVERYWHERE) or not word.isalpha()
    )


def _within(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return all(word in theirs or any(_near(word, one) for one in theirs) for word in mine)


def _near(one: str, other: str) -> bool:
    """Whether two words are spelled nearly alike; never two numbers."""
    if not (one.isalpha() and other.isalpha()):
        return one == other
    here, there = _trigrams(one), _trigrams(other)
    return len(here & there) >= _NEAR * len(here | there)


def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
