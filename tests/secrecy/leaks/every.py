"""All leaks, whichever file they are planted in."""

from __future__ import annotations

from tests.secrecy.leaks import planted_exchange, planted_vouching  # noqa: F401  # add their leaks
from tests.secrecy.leaks.planted import LEAKS, Leak

__all__ = ["LEAKS", "Leak"]
