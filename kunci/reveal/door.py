"""Standing at the door as somebody, for the length of a page: what is read inside is read as they see it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from kunci.models.viewer import looking, member


def as_seen_by(viewer: UUID, now: datetime) -> AbstractContextManager[None]:
    """One transaction for a whole page, so that everything on it is of one instant and the viewer is set once."""
    return looking(member(viewer), now)
