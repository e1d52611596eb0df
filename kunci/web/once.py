"""Idempotency keys of forms: made with the page, so that the same form sent twice acts once."""

from __future__ import annotations

from uuid import UUID, uuid4


def fresh() -> UUID:
    return uuid4()
