"""What is left of a word without its beginnings and endings, a borrowed word spelt the same in both languages.

Not a dictionary's root: only something that forms of one word share, and Indonesian and English spellings of one
borrowed word (aktuaris, actuary; nuklir, nuclear). Two words that fall together by it are a rare harm, for nothing is
decided by one word.
"""

import re

_LEAST = 4  # letters of what is left, or the word stays as it is
_VOWELS = "aeiou"

_KEPT = ("ss", "us", "is", "ics", "tas", "ian", "gas")

# How a borrowed word is spelt, to how Indonesian spells it; in this order.
_SPELLING = (
    (r"olog(?:ist|is|y|i|ical)$", "olog"),
    (r"ph", "f"),
    (r"sch", "sk"),
    (r"ck", "k"),
    (r"qu", "ku"),
    (r"th", "t"),
    (r"ch(?=[rlnto]|aeo)", "k"),
    (r"x", "ks"),
    (r"(?:ti|ssi|si)on$", "si"),
    (r"c(?=[eiy])", "s"),
    (r"c(?!h)", "k"),
    (r"ou", "u"),
    (r"ae", "e"),
    (r"au", "o"),
    (r"y", "i"),
    (r"(.)\1", r"\1"),
    (r"iti$", "itas"),
    (r"(?:ikal|iks)$", "ik"),
    (r"(?:aris|ari)$", "ar"),
    (r"ear$", "ir"),
    (r"ur$", "or"),
    (r"ist$", "is"),
    (r"ive$", "if"),
    (r"([nk])t$", r"\1"),
    (r"g(?=[ei])", "j"),
    (r"(?<=...)e$", ""),
    (r"(?<=....)(?:an|ing)$", ""),
    (r"(?<=...[rlmn])[ai]$", ""),
)
_RULES = tuple((re.compile(pattern), by) for pattern, by in _SPELLING)


def stem(word: str) -> str:
    """Of a word in lower case, without accents."""
    if len(word) <= _LEAST or not word.isascii() or not word.isalpha() or len(word) > 40:
        return word
    return _spelt(_without_beginning(_one_of_many(word)))


def _one_of_many(word: str) -> str:
    """Of 'supplies' 'supply', of 'bukunya' 'buku'."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("nya") and len(word) >= _LEAST + 3:
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith(_KEPT) else word


def _without_beginning(word: str) -> str:
    """me-, pe-, per-, ber- with the letter they swallow; ke- where an ending went with it is left to the lexicon."""
    rest = word
    if word.startswith(("meny", "peny")):
        rest = "s" + word[4:]
    elif word.startswith(("meng", "peng")):
        rest = word[4:]
    elif word.startswith(("mem", "pem")):
        rest = ("p" if word[3:4] in _VOWELS else "") + word[3:]
    elif word.startswith(("men", "pen")):
        rest = ("t" if word[3:4] in _VOWELS else "") + word[3:]
    elif word.startswith(("per", "ber")) or (word.startswith(("me", "pe")) and word[2:3] not in _VOWELS):
        rest = word[3:] if word.startswith(("per", "ber")) else word[2:]
    return rest if len(rest) >= _LEAST else word


def _spelt(word: str) -> str:
    for rule, by in _RULES:
        word = rule.sub(by, word)
    return word
