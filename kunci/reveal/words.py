"""What a person types into a search field, as a query: every word, from its beginning."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery

MOST = 8


def query(text: str) -> SearchQuery | None:
    """All words of `text` as prefixes (at most eight); None where it holds no word."""
    words = re.findall(r"\w+", text.lower())[:MOST]
    if not words:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
