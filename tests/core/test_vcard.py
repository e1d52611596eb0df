"""Address books as phones and programs write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.addressbook import (
    Address,
    Card,
    Labelled,
    MonthDay,
    NameFrom,
    Problem,
    ProblemCode,
    Reading,
    clean,
)
from kunci.core.contentline import decode
from kunci.core.vcard import read_vcards

REAL = Path(__file__).parents[3] / "shared" / "data" / "vcards"


def real(name: str) -> Reading:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the real cards are not beside this repository ({path.name})")
    return read_vcards(path.read_bytes())


def vcard(*lines: str, version: str = "3.0", end: str = "\r\n") -> bytes:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def one(*lines: str, version: str = "3.0", end: str = "\r\n") -> Card:
    cards = read_vcards(vcard(*lines, version=version, end=end)).cards
    assert len(cards) == 1
    return cards[0]


def codes(reading: Reading) -> list[ProblemCode]:
    return [problem.code for problem in reading.problems]


# --- real cards -------------------------------------------------------------------------------------------------------


def test_every_card_of_the_android_phone_is_read_though_one_photo_is_damaged() -> None:
    reading = real("John_Doe_ANDROID.vcf")
    n = "Ñ "
    assert [(card.position, card.name, card.name_from) for card in reading.cards] == [
        (1, "john.doe", NameFrom.EMAIL),
        (2, "jane.doe", NameFrom.EMAIL),
        (3, (n * 5).strip(), NameFrom.FORMATTED),
        (4, (n * 11).strip(), NameFrom.FORMATTED),
        (5, (n * 4).strip(), NameFrom.FORMATTED),
        (6, "ÑÑÑÑ", NameFrom.FORMATTED),
    ]
    assert {card.version for card in reading.cards} == {"2.1"}
    assert reading.skipped == (("PHOTO", 1),)
    assert [card.categories for card in reading.cards] == [("My Contacts",)] * 4 + [()] + [("My Contacts",)]


def test_all_phones_and_mails_of_the_android_cards_are_kept_as_written() -> None:
    cards = real("John_Doe_ANDROID.vcf").cards
    assert cards[0].emails == (Labelled("john.doe@company.com", "john.doe@company.com", preferred=True),)
    assert [(phone.value, phone.kinds) for phone in cards[3].phones] == [
        ("123456", ("cell",)),
        ("234567", ("home",)),
        ("3456789", ("cell",)),
        ("45678901", ("home",)),
    ]
    assert [(phone.value, phone.kinds) for phone in cards[4].phones] == [
        ("123456", ("cell",)),
        ("123456", ("work",)),
        ("123456", ("work", "fax")),
    ]
    assert [(email.value, email.normal) for email in cards[4].emails] == [
        ("bob@company.com", "bob@company.com"),
        ("Ñ" * 14, ""),
    ]
    assert cards[4].urls == ("www.company.com", "http://www.company.com")
    assert [phone.value for phone in cards[5].phones] == ["55556666"]


def test_soft_line_breaks_of_the_android_phone_join_and_broken_ones_end_with_their_property() -> None:
    reading = real("John_Doe_ANDROID.vcf")
    cards = reading.cards
    row = "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ"
    assert cards[3].family == "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ"
    assert cards[3].note == f"{row}{row}Ñ Ñ Ñ Ñ Ñ"  # the second note says the same and is not repeated
    assert (cards[4].family, cards[4].given) == ("Ñ Ñ", "Ñ Ñ Ñ")
    assert cards[4].organisation == "Ñ" * 12
    assert cards[5].organisation == "Ñ" * 44
    assert [(problem.position, problem.code) for problem in reading.problems] == [
        (5, ProblemCode.BAD_PROPERTY),  # an e-mail without an @
        (6, ProblemCode.BAD_ENCODING),  # =80 alone is no letter
        (6, ProblemCode.EXTRA_VALUE),
    ]


def test_the_blackberry_card_keeps_its_number_and_leaves_its_photo() -> None:
    reading = real("John_Doe_BLACK_BERRY.vcf")
    assert reading.cards == (
        Card(
            position=1,
            name="John Doe",
            name_from=NameFrom.FORMATTED,
            family="Doe",
            given="john",
            organisation="Acme Solutions",
            phones=(Labelled("+96123456789", "96123456789", kinds=("cell",)),),
            version="2.1",
        ),
    )
    assert reading.problems == ()
    assert reading.skipped == (("PHOTO", 1),)


def test_the_google_card_is_unescaped_and_unfolded() -> None:
    reading = real("John_Doe_GMAIL.vcf")
    (card,) = reading.cards
    assert card.name == "Mr. John Richter, James Doe Sr."
    assert (card.family, card.given, card.organisation, card.title) == ("Doe", "John", "IBM", "Money Counter")
    assert [(phone.value, phone.kinds) for phone in card.phones] == [
        ("905-555-1234", ("cell",)),
        ("905-666-1234", ("home",)),
    ]
    assert card.emails == (Labelled("john.doe@ibm.com", "john.doe@ibm.com", kinds=("home",)),)
    assert card.addresses == (
        Address(
            "Crescent moon drive, 555-asd, Nice Area, Albaney, New York 12345, United States of America",
            kinds=("home",),
        ),
    )
    assert card.urls == ("http://www.ibm.com",)
    assert card.birthday == date(1980, 3, 22)
    assert card.note.startswith('THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY ')
    assert "(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE" in card.note
    assert card.note.endswith("EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.\nFavotire Color: Blue")
    assert reading.problems == ()
    assert dict(reading.skipped) == {
        "X-ABDATE": 1,
        "X-ABRELATEDNAMES": 1,
        "X-PHONETIC-FIRST-NAME": 1,
        "X-PHONETIC-LAST-NAME": 1,
    }


def test_the_outlook_card_is_read_with_department_role_and_both_addresses() -> None:
    reading = real("John_Doe_MS_OUTLOOK.vcf")
    (card,) = reading.cards
    assert card.name == "Mr. John Richter James Doe Sr."
    assert (card.family, card.given, card.nickname) == ("Doe", "John", "Johny")
    assert (card.organisation, card.department) == ("IBM", "Accounting")
    assert (card.title, card.role) == ("Money Counter", "Counting Money")
    assert [(phone.value, phone.normal, phone.kinds) for phone in card.phones] == [
        ("(905) 555-1234", "9055551234", ("work",)),
        ("(905) 666-1234", "9056661234", ("home",)),
    ]
    assert [email.value for email in card.emails] == ["john.doe@ibm.cm"]
    assert [(address.city, address.region, address.country) for address in card.addresses] == [
        ("Albaney", "New York", "United States of America"),
        ("New York", "New York", "United States of America"),
    ]
    assert card.addresses[0].full == "Cresent moon drive, Albaney, New York, 12345, United States of America"
    assert card.birthday == date(1980, 3, 22)
    assert card.note.startswith("THIS SOFTWARE IS PROVIDED BY GEORGE EL-HADDAD ''AS IS'' AND ANY EXPRESS")
    assert card.note.endswith("EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.")
    assert reading.problems == ()
    assert dict(reading.skipped)["PHOTO"] == 1
    assert dict(reading.skipped)["X-MS-OL-DESIGN"] == 1


def test_the_google_list_without_a_last_line_break_has_three_people() -> None:
    reading = real("gmail-list.vcf")
    assert [(card.name, card.emails[0].value) for card in reading.cards] == [
        ("Arnold Smith", "asmithk@gmail.com"),
        ("Chris Beatle", "chrisy55d@yahoo.com"),
        ("Doug White", "dwhite@gmail.com"),
    ]
    assert reading.problems == ()


def test_the_example_of_the_standard_has_its_extension_and_a_birthday_without_a_year() -> None:
    reading = real("rfc6350-example.vcf")
    (card,) = reading.cards
    assert (card.name, card.organisation, card.version) == ("Simon Perreault", "Viagenie", "4.0")
    assert card.birthday == MonthDay(2, 3)
    assert card.phones == (
        Labelled("+1-418-656-9254;ext=102", "14186569254x102", kinds=("work",), preferred=True),
        Labelled("+1-418-262-6501", "14182626501", kinds=("work", "cell", "video", "text")),
    )
    assert card.addresses == (
        Address("Suite D2-630, 2875 Laurier, Quebec, QC, G1V 2M2, Canada", "Quebec", "QC", "Canada", kinds=("work",)),
    )
    assert reading.problems == ()


# --- dialects ---------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """At 20 bytes, through the middle of letters, as RFC 6350 allows."""
    raw = line.encode()
    return b"\r\n ".join(raw[i : i + 20] for i in range(0, len(raw), 20)).decode("latin-1")


def quoted(text: str) -> str:
    coded = "".join(f"={byte:02X}" for byte in text.encode())
    return "=\r\n".join(coded[i : i + 60] for i in range(0, len(coded), 60))


@settings(max_examples=200, deadline=None)
@given(family=TEXT, title=TEXT, version=st.sampled_from(["3.0", "4.0"]))
def test_what_is_escaped_and_folded_comes_back(family: str, title: str, version: str) -> None:
    lines = [f"N:{escaped(family)};Sari;;;", f"FN:Sari {escaped(family)}", f"TITLE:{escaped(title)}"]
    raw = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *map(folded, lines), "END:VCARD"])
    (card,) = read_vcards(raw.encode("latin-1")).cards
    assert card.family == clean(family, 200).text
    assert card.title == clean(title, 200).text


@settings(max_examples=200, deadline=None)
@given(family=TEXT, note=TEXT)
def test_what_is_quoted_printable_comes_back(family: str, note: str) -> None:
    mark = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    family, note = family.replace("\\", "/"), note.replace("\\", "/")
    card = one(f"N;{mark}:{quoted(family)};Sari;;;", f"NOTE;{mark}:{quoted(note)}", "FN:Sari", version="2.1")
    assert card.family == clean(family, 200).text
    assert card.note == clean(note, 200).text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_break_is_one(end: str) -> None:
    card = one("FN:Sari Dewi", "NOTE:satu\\ndua", " tiga", "TEL:0812 3456 7890", end=end)
    assert (card.name, card.note, card.phones[0].normal) == ("Sari Dewi", "satu\nduatiga", "6281234567890")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read(charset: str) -> None:
    text = vcard("FN:Zoë Łukasz 李").decode()
    (card,) = read_vcards(text.encode(charset)).cards
    assert card.name == "Zoë Łukasz 李"


def test_a_windows_file_without_a_charset_is_guessed_and_said_so() -> None:
    reading = read_vcards(vcard("FN:José “Pepe” Núñez").decode().encode("cp1252"))
    assert reading.cards[0].name == "José “Pepe” Núñez"
    assert codes(reading) == [ProblemCode.BAD_ENCODING]


def test_the_charset_of_a_property_is_followed() -> None:
    lines = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=SHIFT_JIS:ソフト能力\nEND:VCARD\n"
    reading = read_vcards(lines.encode("shift_jis"))
    assert (reading.cards[0].name, reading.problems) == ("ソフト能力", ())


@pytest.mark.parametrize("charset", ["zlib", "idna", "rot13", "nosuch", "utf-8\0", "hex"])
def test_a_charset_that_is_no_alphabet_is_not_used(charset: str) -> None:
    assert decode("é".encode(), charset) == ("é", False)


def test_version_2_folds_before_a_blank_and_version_3_puts_one_in() -> None:
    assert one("FN:Sari", "TITLE:Kepala", " Cabang", version="2.1").title == "Kepala Cabang"
    assert one("FN:Sari", "TITLE:Kepala C", " abang", version="3.0").title == "Kepala Cabang"


def test_groups_types_and_labels_of_an_iphone() -> None:
    card = one(
        "FN:Sari",
        "item1.TEL;type=pref:+62 811-000-111",
        "item1.X-ABLabel:Rumah Bandung",
        'TEL;TYPE="cell,voice";PREF=1:tel:+62-812-000-222',
        "item2.EMAIL;type=INTERNET:sari@contoh.id",
        "item2.X-ABLabel:_$!<Work>!$_",
        "item3.ADR;type=HOME:;;Jl. Braga 5;Bandung;Jawa Barat;40111;Indonesia",
        "item3.X-ABADR:id",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-17",
    )
    assert [(phone.value, phone.label, phone.kinds, phone.preferred) for phone in card.phones] == [
        ("+62 811-000-111", "Rumah Bandung", (), True),
        ("+62-812-000-222", "", ("cell",), True),
    ]
    assert card.emails[0].label == "work"
    assert (card.addresses[0].city, card.addresses[0].region) == ("Bandung", "Jawa Barat")
    assert card.birthday == MonthDay(8, 17)


@pytest.mark.parametrize(
    ("written", "birthday"),
    [
        ("19800322", date(1980, 3, 22)),
        ("1980-03-22T00:00:00Z", date(1980, 3, 22)),
        ("1604-02-29", MonthDay(2, 29)),
        ("--0229", MonthDay(2, 29)),
        ("--12-31", MonthDay(12, 31)),
        ("0000-05-20", MonthDay(5, 20)),
        ("1981-02-29", None),
        ("22/03/1980", None),
        ("--1340", None),
        ("1980", None),
    ],
)
def test_birthdays_are_dates_or_days_or_nothing(written: str, birthday: date | MonthDay | None) -> None:
    reading = read_vcards(vcard("FN:Sari", f"BDAY:{written}"))
    assert reading.cards[0].birthday == birthday
    assert codes(reading) == ([] if birthday else [ProblemCode.BAD_PROPERTY])


@pytest.mark.parametrize(
    ("lines", "name", "where"),
    [
        (("N:Dewi;Sari;;Ibu;S.E.", "FN:"), "Ibu Sari Dewi S.E.", NameFrom.PARTS),
        (("NICKNAME:Sasa", "ORG:PT Maju"), "Sasa", NameFrom.NICKNAME),
        (("X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Sasa;1;;;",), "Sasa", NameFrom.NICKNAME),
        (("ORG:PT Maju;Gudang", "EMAIL:a@maju.id"), "PT Maju", NameFrom.ORGANISATION),
        (("EMAIL:sari.dewi@maju.id", "TEL:0812"), "sari.dewi", NameFrom.EMAIL),
        (("TEL:0812-555",), "0812-555", NameFrom.PHONE),
    ],
)
def test_a_card_without_a_name_is_called_by_the_next_best(lines: tuple[str, ...], name: str, where: NameFrom) -> None:
    card = one(*lines)
    assert (card.name, card.name_from) == (name, where)


def test_a_blank_behind_a_scheme_is_no_part_of_the_value() -> None:
    card = one("TEL;VALUE=uri:tel: 0812-555", "EMAIL:mailto: sari@maju.id")
    assert (card.name, card.phones[0].value, card.emails[0].value) == ("sari", "0812-555", "sari@maju.id")


def test_a_card_with_nothing_to_call_it_by_is_a_problem_and_the_rest_goes_on() -> None:
    reading = read_vcards(vcard("FN:A") + vcard("NOTE:siapa ini") + vcard("FN:C"))
    assert [(card.position, card.name) for card in reading.cards] == [(1, "A"), (3, "C")]
    assert reading.problems == (Problem(2, 5, ProblemCode.NO_NAME),)


def test_a_group_is_not_a_person() -> None:
    reading = read_vcards(vcard("FN:BNI Bandung", "X-ADDRESSBOOKSERVER-KIND:group") + vcard("FN:B", "KIND:individual"))
    assert [card.name for card in reading.cards] == ["B"]
    assert codes(reading) == [ProblemCode.NOT_A_PERSON]


def test_photos_in_every_form_are_left_without_harm() -> None:
    reading = read_vcards(
        vcard("FN:A", "PHOTO;BASE64:", "  /9j/4AAQ", "  SkZJ", "", "TEL:0811111111")
        + vcard("FN:B", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", "SkZJRg==", "TEL:0822222222")
        + vcard(
            "PHOTO:data:image/jpeg;base64,/9j/4AAQ", " SkZJ", "FN:C", "LOGO;VALUE=uri:http://a.id/l.png", version="4.0"
        )
    )
    assert [(card.name, len(card.phones)) for card in reading.cards] == [("A", 1), ("B", 1), ("C", 0)]
    assert reading.skipped == (("LOGO", 1), ("PHOTO", 3))
    assert reading.problems == ()


def test_an_assistants_card_inside_a_card_is_not_the_persons() -> None:
    inner = ["BEGIN:VCARD", "VERSION:2.1", "FN:Asisten", "TEL:0899999999", "END:VCARD"]
    for agent in (["AGENT:", *inner], ["AGENT:BEGIN:VCARD", *inner[1:]]):
        card = one("FN:Sari", *agent, "TITLE:Direktur", version="2.1")
        assert (card.name, card.title, card.phones) == ("Sari", "Direktur", ())


def test_a_note_that_was_never_folded_stays_whole() -> None:
    card = one("FN:Sari", "NOTE:bertemu di Bandung", "Jam buka: 9", "lalu kopi", "TITLE:Direktur", version="2.1")
    assert card.note == "bertemu di Bandung\nJam buka: 9\nlalu kopi"
    assert card.title == "Direktur"


def test_a_soft_break_after_a_quoted_line_break_may_go_on_like_a_property() -> None:
    card = one(
        "FN:Sari", "NOTE;ENCODING=QUOTED-PRINTABLE:kantor=0D=0A=", "TEL: pagi saja", "TITLE:Direktur", version="2.1"
    )
    assert (card.note, card.title, card.phones) == ("kantor\nTEL: pagi saja", "Direktur", ())


def test_only_web_addresses_are_kept_as_such() -> None:
    reading = read_vcards(vcard("FN:A", "URL:javascript:1;alert(1)", "URL:maju.co.id:8080/x", "URL:https://maju.id"))
    assert reading.cards[0].urls == ("maju.co.id:8080/x", "https://maju.id")
    assert codes(reading) == [ProblemCode.BAD_PROPERTY]


def test_direction_marks_and_controls_are_taken_out_of_names_and_said_so() -> None:
    reading = read_vcards(vcard("FN:Sari\u202eiweD\u200b\x00", "TEL:\u202a+62 812 000 333\u202c"))
    assert reading.cards[0].name == "SariiweD"
    assert reading.cards[0].phones == (Labelled("+62 812 000 333", "62812000333"),)
    assert codes(reading) == [ProblemCode.HIDDEN_CHARACTERS]
    assert "\u202e" not in reading.problems[0].detail
