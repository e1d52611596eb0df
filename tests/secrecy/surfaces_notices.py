"""The surfaces of notices (see surfaces.py); the page itself is there."""

from __future__ import annotations

from uuid import UUID

from tests.cast import NOW
from tests.secrecy.surfaces import Ask, Known, case, post


@case("notices")
def _seen(known: Known, _: UUID) -> list[Ask]:
    return [post("notices", until=until) for until in ("", "zzz", "2026-11-23T09:00:00", NOW.isoformat())]


@case("notice", "notice")
def _notice(known: Known, id: UUID) -> list[Ask]:
    """The page that it leads to is looked at as well."""
    return [Ask("notice", post("notice", id).path, {}, follow=True)]
