"""Values of a JSON file that anybody may have written: what is of another kind than it should be counts as not said."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST = 10_000  # letters of one text; whoever shows it cuts it shorter


def text(value: object) -> str:
    return value[:MOST] if isinstance(value, str) else ""


def items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def code(value: object, codes: Iterable[str]) -> str:
    """One of these words, or ''."""
    return value if isinstance(value, str) and value in set(codes) else ""


def day(value: object) -> date | None:
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        return None


def id(value: object) -> str:
    """A UUID in its usual form, or ''."""
    said = text(value).lower()
    return said if _UUID.fullmatch(said) else ""
