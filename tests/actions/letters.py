"""Every kind of mail, with the longest and strangest words that are let in: what tests of mails share."""

from __future__ import annotations

from kunci.actions import mail
from kunci.actions.accounts import NAME_LENGTH, NOTICES
from kunci.actions.circles import CIRCLE_LENGTH
from kunci.actions.exchanges import SENTENCE_LENGTH
from kunci.actions.mail import Letter
from tests.cast import ADDRESS

KINDS = (*NOTICES, "meet_fixed", "consent", "invitation", "sign_in", "sign_in_link")
LANGUAGES = ("id", "en")
LINK = f"{ADDRESS}/izin/{'3f2b6c1e9d474e0a' * 6}:{'Zz_-' * 12}/?a=1&b=2"
TRICKS = '\u202ekcab\u202c \u2066x\r\nBcc: semua@orang.example\r\n\r\n<b onclick="x">&amp;\'\u2028\x00'


def _most(words: str, most: int) -> str:
    return (words * most)[:most]


# A name as long as the form lets in: unbroken, of many words, and with all that could do harm.
NAMES = {
    "unbroken": _most("Wibisonodiningrat", NAME_LENGTH),
    "words": _most("Raden Mas Haji ", NAME_LENGTH).strip(),
    "wide": _most("株式会社", NAME_LENGTH),
    "tricks": _most(TRICKS, NAME_LENGTH),
}


def letter(kind: str, language: str, name: str) -> Letter:
    """A mail of a kind in which everybody has this name; `sign_in_link` is the sign-in mail without a code."""
    words: dict[str, object] = {"link": LINK}
    if kind == "consent":
        words |= {"holder": name, "asker": name, "sentence": (name * 9)[:SENTENCE_LENGTH]}
    if kind == "invitation":
        words |= {"inviter": name, "guest": name, "circle": name[:CIRCLE_LENGTH]}
    if kind == "sign_in":
        words |= {"code": "BCDF-GHJK"}
    return mail.write("sign_in" if kind == "sign_in_link" else kind, "hendra@rs.example", language, **words)
