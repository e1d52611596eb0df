"""Letters: one template of plain words each, from which the text and the HTML of a mail are both made."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# What the button says, by template; below it stands the address, as in the text.
BUTTONS: dict[str, str | Promise] = {
    "answered": _("Lihat jawabannya"),
    "asked": _("Lihat permintaan"),
    "consent": _("Jawab"),
    "handed": _("Lihat serah terima"),
    "invitation": _("Lihat undangan"),
    "offered": _("Lihat tawarannya"),
    "reminder_decide": _("Lihat permintaan"),
    "reminder_tell": _("Ceritakan hasilnya"),
    "reminder_again": _("Ceritakan hasilnya"),
    "sign_in": _("Masuk ke Kunci"),
}
BUTTON = _("Buka di Kunci")
# Overrides, embeddings and isolates: with one in a name, everything after it would read backwards.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Lines(str):
    """A word that keeps its lines and paragraphs, unlike any other: only for what its writer composed as a text."""


@dataclass(frozen=True)
class Letter:
    """A mail to one person. `body` is plain text; a paragraph of it that is `link` or `code` is shown as one.
    `reply_to`: where an answer goes, '' for nowhere; `calendar`: an invitation as iCalendar, or its cancelling;
    `rings`: whose browsers are rung with it (actions/push.py), as hex, '' for nobody's."""

    to: str
    subject: str
    body: str
    language: str = "id"
    link: str = ""
    button: str = ""
    code: str = ""
    reply_to: str = ""
    calendar: str = ""
    rings: str = ""


@dataclass(frozen=True)
class Part:
    """A paragraph: its kind (text, quote, link or code) and its lines."""

    kind: str
    lines: tuple[str, ...]


def write(name: str, to: str, language: str, **words: object) -> Letter:
    """A letter from the template mail/<name>.txt: subject on the first line, then paragraphs. No markup, no escaping.

    A word can't bring lines of its own, so what somebody writes begins no paragraph that would look like ours.
    """
    clean = {key: _clean(value) if isinstance(value, str | Promise) else value for key, value in words.items()}
    with override(language):
        text = get_template(f"mail/{name}.txt").render(clean)
        button = str(BUTTONS.get(name, BUTTON))
    subject, _rest, body = text.strip().partition("\n")
    return Letter(
        to,
        " ".join(subject.split()),
        _paragraphs(body),
        language,
        str(clean.get("link", "")),
        button,
        str(clean.get("code", "")),
    )


def composed(to: str, subject: str, text: str, language: str, reply_to: str = "", link: str = "") -> Letter:
    """A letter that somebody wrote themselves: their own lines, without what could turn or hide them."""
    with override(language):
        button = str(BUTTON)
    return Letter(to, _clean(subject), _paragraphs(_clean(Lines(text))), language, link, button, reply_to=reply_to)


def html(letter: Letter) -> str:
    """The same words as a page for mail readers: styles in place, nothing fetched, no markup but ours."""
    context = {"letter": letter, "parts": [_part(letter, one) for one in letter.body.strip().split("\n\n")]}
    with override(letter.language):
        return get_template("mail/page.html").render(context)


def _paragraphs(text: str) -> str:
    return "\n\n".join(paragraph.strip() for paragraph in re.split(r"\n\s*\n", text.strip())) + "\n"


def _part(letter: Letter, paragraph: str) -> Part:
    kind = "text"
    if paragraph == letter.link and letter.link.startswith(("https://", "http://")):
        kind = "link"
    elif letter.code and paragraph == letter.code:
        kind = "code"
    elif len(paragraph) > 1 and paragraph[0] == paragraph[-1] == '"':
        kind = "quote"
    return Part(kind, tuple(paragraph.split("\n")))


def plain(word: str) -> str:
    """A word as `write` takes it into a line."""
    return _line(word)


def _clean(word: str | Promise) -> str:
    lines = [_line(one) for one in str(word).splitlines()] if isinstance(word, Lines) else [_line(str(word))]
    return "\n".join(lines)


def _line(text: str) -> str:
    """One line without control characters, and without those that turn the direction of what follows."""
    spaced = " ".join(_DIRECTIONS.sub("", text).split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cs"))
