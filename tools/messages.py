"""Brings the English catalogue up to date with the words in the code, without GNU gettext.

`python -m tools.messages` adds what is missing and drops what is gone; `--check` only says so and fails.
Source words are Indonesian, so the catalogue holds English alone. Django's own extractor wants xgettext, which a
fresh machine does not have: Django's template reader and Babel do the same here.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "kunci"
CATALOGUE = ROOT / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
Message = tuple[str, str]  # singular and plural; the plural is '' for most


def messages() -> dict[Message, set[str]]:
    """Every source message, with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for file in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html"), *ROOT.rglob("*.txt")]):
        if "migrations" in file.parts or "static" in file.parts:
            continue
        for message in _in_file(file):
            found.setdefault(message, set()).add(str(file.relative_to(ROOT.parent)))
    return found


def _in_file(file: Path) -> Iterator[Message]:
    text = file.read_text()
    if file.suffix != ".py":
        # What is left of a template is no Python: without its indentation, Babel's tokenizer reads it all the same.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    for _line, words, _comments, _context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        singular, plural = words if isinstance(words, tuple) else (words, "")
        if singular:
            yield singular, plural or ""


def key(entry: polib.POEntry) -> Message:
    return entry.msgid, entry.msgid_plural or ""


def check() -> list[str]:
    """What is wrong with the catalogue, a sentence each."""
    wanted, catalogue = messages(), polib.pofile(str(CATALOGUE))
    have = {key(entry): entry for entry in catalogue if not entry.obsolete}
    wrong = [f"missing: {one[0]!r} in {', '.join(sorted(wanted[one]))}" for one in wanted if one not in have]
    wrong += [f"no longer used: {one[0]!r}" for one in have if one not in wanted]
    for one, entry in have.items():
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(said) or entry.fuzzy:
            wrong.append(f"not translated: {one[0]!r}")
    return wrong


def update() -> None:
    """Rewrites the catalogue: every message in the code, with the translation it had."""
    wanted = messages()
    old = {key(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for singular, plural in sorted(wanted):
        before = old.get((singular, plural))
        entry = polib.POEntry(msgid=singular, occurrences=[(file, "") for file in sorted(wanted[singular, plural])])
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = before.msgstr_plural if before else {0: "", 1: ""}
        elif before:
            entry.msgstr = before.msgstr
        entry.flags = [flag for flag in ["python-format"] if "%(" in singular]
        new.append(entry)
    new.save(str(CATALOGUE))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    problems = check()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(bool(problems))
