"""Which two cards are one person, and which phone numbers are one phone."""

from dataclasses import replace

import pytest

from kunci.core.addressbook import Card, Sameness, phone_digits
from kunci.core.vcard import read_vcards
from tests.core.strategies import judged


def vcard(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]).encode()


def one(*lines: str) -> Card:
    (card,) = read_vcards(vcard(*lines)).cards
    return card


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("+62 (0)812 3456 7890", "6281234567890"),
        ("+62 0812 3456 7890", "6281234567890"),
        ("0062 812 3456 7890", "6281234567890"),
        ("6281234567890", "6281234567890"),
        ("(021) 555 1234 ext. 21", "62215551234x21"),
        ("(021) 555 1234 # 21", "62215551234x21"),
        ("+1-418-656-9254;ext=102", "14186569254x102"),
        ("905-555-1234", "9055551234"),
        ("14045", "14045"),
        ("0800", "0800"),
        ("tanya Budi", ""),
    ],
)
def test_phones_are_compared_in_international_digits(written: str, digits: str) -> None:
    assert phone_digits(written) == digits


def same_person(a: Card, b: Card) -> Sameness | None:
    return judged([replace(a, position=1), replace(b, position=2)])[1].reason


def test_the_same_name_alone_is_never_the_same_person() -> None:
    a, b = one("FN:Budi Santoso", "ORG:PT Maju"), one("FN:Budi Santoso", "ORG:PT Lain")
    assert same_person(a, b) is None


def test_uid_mail_or_phone_make_the_same_person_in_that_order() -> None:
    a = one("FN:Budi", "UID:urn:uuid:AB-1", "EMAIL:Budi@Maju.id", "TEL:0812 345 678")
    assert same_person(a, one("FN:B", "UID:ab-1", "EMAIL:budi@maju.id")) is Sameness.UID
    assert same_person(a, one("FN:B", "EMAIL:budi@maju.id", "TEL:+62812345678")) is Sameness.EMAIL
    assert same_person(a, one("FN:B", "TEL:+62 812-345-678")) is Sameness.PHONE
    assert same_person(a, one("FN:B", "TEL;TYPE=FAX:+62 812-345-678")) is None
    assert same_person(one("FN:A", "TEL:123456"), one("FN:B", "TEL:123456")) is None
    assert same_person(one("FN:A", "TEL:021 5551234 ext 1"), one("FN:B", "TEL:021 5551234 ext 2")) is None


def test_duplicates_in_a_file_point_to_the_first() -> None:
    reading = read_vcards(
        vcard("FN:A", "TEL:0812345678") + vcard("FN:B") + vcard("FN:C", "EMAIL:c@c.id", "TEL:+62812345678")
        + vcard("FN:D", "EMAIL:C@c.id")
    )  # fmt: skip
    found = [(one.key, one.reason) for one in judged(reading.cards)]
    assert found == [("", None), ("", None), ("#1", Sameness.PHONE), ("#3", Sameness.EMAIL)]
