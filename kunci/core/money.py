"""Amounts as people type them, in either way of writing: 1.500.000,50 and 1,500,000.50 are the same."""

import re
from decimal import Decimal

_AMOUNT = re.compile(r"[0-9][0-9.,]*")
_DIGITS_OF_A_GROUP = 3


def parse_amount(text: str) -> Decimal | None:
    """The amount, of two decimals at most; None where it is none.

    Where dots and commas both occur, the last one begins the decimals. One alone does if fewer than three digits, or
    more, follow it; else it only groups thousands.
    """
    text = re.sub(r"\s|^(rp|idr)\.?\s*", "", text.strip(), flags=re.IGNORECASE)
    if not _AMOUNT.fullmatch(text):
        return None
    whole, decimals = _split(text)
    if not decimals.isdigit() and decimals:
        return None
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and (not groups[0] or any(len(one) != _DIGITS_OF_A_GROUP for one in groups[1:])):
        return None
    amount = Decimal(f"{''.join(groups)}.{decimals or '0'}")
    return amount if amount == amount.quantize(Decimal("0.01")) else None


def _split(text: str) -> tuple[str, str]:
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return text, ""
    last = max(text.rfind("."), text.rfind(","))
    after = text[last + 1 :]
    if len(set(marks)) == 2 or (len(marks) == 1 and len(after) != _DIGITS_OF_A_GROUP):  # both marks
        return text[:last], after
    return text, ""
