"""Amounts as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.money import parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", "1500000"), ("1.500.000", "1500000"), ("1,500,000", "1500000"), ("Rp 1.500.000,50", "1500000.50"),
        ("rp1.500", "1500"), ("1,500.5", "1500.5"), ("12,5", "12.5"), ("12.50", "12.50"), ("IDR 7 000", "7000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_either_way_of_writing(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "banyak", "-5", "1.50.000", "1,2,3", "5.5555", "1.500.00.000", ".", "1..5"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_amount(text) is None


@given(st.integers(0, 10**15), st.integers(0, 99), st.sampled_from((".,", ",.")))
def test_grouped_and_plain_amounts_agree(whole: int, cents: int, marks: str) -> None:
    grouped = f"{whole:,}".replace(",", marks[0])
    assert parse_amount(f"{grouped}{marks[1]}{cents:02d}") == Decimal(f"{whole}.{cents:02d}")


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    amount = parse_amount(text)
    assert amount is None or amount >= 0
