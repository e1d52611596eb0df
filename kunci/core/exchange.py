"""The times of an exchange and the words that its steps may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# An ask closes by itself, whatever became of it. Then the same pause for everybody: it tells nothing about anybody.
ASK_LASTS = timedelta(days=21)
PAUSE = timedelta(days=30)
OFFER_LASTS = timedelta(days=21)
CONSENT_LASTS = timedelta(days=21)
OPEN_FOR = timedelta(days=365)  # what was handed over stays open to the asker
TELL_WITHIN = timedelta(days=14)
# Half a year shows what became of a meeting; then there is a month to say so.
AGAIN_AFTER = timedelta(days=182)
AGAIN_WITHIN = timedelta(days=30)

DECISIONS = ("yes", "not_now", "never")
VERDICTS = ("good", "unfit", "broken")
CAME = ("nothing", "meeting", "business")
CURRENCIES = ("IDR", "USD", "SGD", "MYR", "EUR", "AUD", "JPY", "CNY")


@dataclass(frozen=True, slots=True)
class Windows:
    """When a handover can be told of: from the handover until `first`, and again from `again_from` until `again`."""

    first: datetime
    again_from: datetime
    again: datetime

    def round(self, now: datetime) -> int | None:
        """Which telling is due now: 1, 2 (what became of it), or None between and after."""
        if now < self.first:
            return 1
        return 2 if self.again_from <= now < self.again else None

    def until(self, round: int) -> datetime:
        return self.first if round == 1 else self.again


def windows(handed_at: datetime) -> Windows:
    again_from = handed_at + AGAIN_AFTER
    return Windows(handed_at + TELL_WITHIN, again_from, again_from + AGAIN_WITHIN)
