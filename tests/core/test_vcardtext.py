"""What is written as a vCard is read back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.addressbook import Labelled, clean, email_normal, phone_digits
from kunci.core.cardbuilder import WEB_ADDRESS
from kunci.core.layers import Facts, facts_of
from kunci.core.vcard import read_vcards
from kunci.core.vcardtext import write_vcards

LETTERS = st.one_of(
    st.sampled_from(list("abcXYZ 019 ,;:\\\"'=-_.@+#/()\u00e9\u00f1\u0627\u5f20\U0001f511")), st.characters()
)


def texts(cap: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """What a reader leaves of any text."""
    return st.text(LETTERS, max_size=cap + 10).map(lambda text: clean(text, cap, lines=lines).text).filter(bool)


LABELS = st.one_of(st.just(""), texts(60).filter(lambda text: not text.startswith("_$!<")))
KINDS = st.lists(st.sampled_from(["home", "work", "cell", "fax", "kantor pusat", "a=b"]), max_size=3, unique=True)


@st.composite
def labelled(draw: st.DrawFn, phone: bool) -> Labelled:
    start = "tel:" if phone else "mailto:"
    value = draw(texts(100).filter(lambda text: not text.casefold().startswith(start)))
    normal = phone_digits(value) if phone else email_normal(value)
    return Labelled(value, normal, draw(LABELS), tuple(draw(KINDS)))


def address_text(text: str) -> str:
    return ", ".join(part for part in (part.strip(" ,") for part in text.split(", ")) if part)


FACTS = st.builds(
    Facts,
    name=texts(200),
    title=st.one_of(st.just(""), texts(200)),
    organisation=st.one_of(st.just(""), texts(200)),
    birthday=st.one_of(
        st.just(""), st.just("--02-29"), st.dates().filter(lambda day: day.year != 1604).map(date.isoformat)
    ),
    phones=st.lists(labelled(True), max_size=4).map(tuple),
    emails=st.lists(labelled(False), max_size=4).map(tuple),
    addresses=st.lists(texts(190).map(address_text).filter(bool), max_size=3).map(tuple),
    urls=st.lists(
        st.from_regex(r"https://[a-z0-9.-]{1,30}/[a-z0-9,;=&?%-]{0,60}", fullmatch=True).filter(WEB_ADDRESS.fullmatch),
        max_size=3, unique=True,
    ).map(tuple),
    notes=st.lists(texts(400, lines=True), max_size=3, unique=True).map(tuple),
    categories=st.lists(texts(100), max_size=3, unique=True).map(tuple),
    uids=st.lists(texts(100), max_size=1).map(tuple),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(FACTS, min_size=1, max_size=3))
def test_people_come_back_from_their_cards(people: list[Facts]) -> None:
    reading = read_vcards(b"".join(write_vcards(people)))
    assert [facts_of(card) for card in reading.cards] == [
        replace(one, notes=("\n".join(one.notes),) if one.notes else ()) for one in people
    ]


@settings(max_examples=200)
@given(st.lists(FACTS, min_size=1, max_size=2))
def test_every_line_is_as_short_as_the_standard_asks_and_whole_letters(people: list[Facts]) -> None:
    for line in b"".join(write_vcards(people)).split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


def test_a_long_address_keeps_all_its_parts() -> None:
    full = ", ".join(f"{letter * 150}" for letter in "abcdefg")
    reading = read_vcards(b"".join(write_vcards([Facts(name="Lia", addresses=(full,))])))
    assert facts_of(reading.cards[0]).addresses == (full,)
    assert reading.problems == ()


def test_words_that_look_like_another_card_stay_words() -> None:
    said = "END:VCARD\nBEGIN:VCARD\nFN:Orang Lain"
    reading = read_vcards(b"".join(write_vcards([Facts(name="Lia", title="a\nEND:VCARD", notes=(said,))])))
    assert [(card.name, card.note) for card in reading.cards] == [("Lia", said)]


def test_a_name_with_every_mark_of_the_format_reads_as_written() -> None:
    written = b"".join(write_vcards([Facts(name="Lia; Kusuma, \\n Ibu", phones=(Labelled("0812", "62812", "Toko"),))]))
    assert b"FN:Lia\\; Kusuma\\, \\\\n Ibu\r\n" in written
    assert b"item1.TEL:0812\r\nitem1.X-ABLabel:Toko\r\n" in written
