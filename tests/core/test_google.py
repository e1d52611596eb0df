"""Google Contacts' CSV, with today's columns and the old ones. All people are made up."""

import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.addressbook import (
    Address,
    Card,
    Labelled,
    Limits,
    MonthDay,
    NameFrom,
    Problem,
    ProblemCode,
    Reading,
    clean,
)
from kunci.core.google import read_google


def split(columns: str) -> list[str]:
    return [column.strip() for column in columns.split(",")]


NEW = split(
    """First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,
    Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,
    Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,
    Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,
    Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,
    Relation 1 - Label,Relation 1 - Value,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,
    Custom Field 1 - Label,Custom Field 1 - Value"""
)
OLD = split(
    """Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,
    Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,
    Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,
    E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,
    Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,
    Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,
    Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name,
    Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,
    Organization 1 - Location,Organization 1 - Job Description,Website 1 - Type,Website 1 - Value"""
)


def table(*rows: dict[str, str], columns: list[str] = NEW, delimiter: str = ",", end: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], columns: list[str] = NEW) -> Reading:
    return read_google(table(*rows, columns=columns))


def one(columns: list[str] = NEW, **cells: str) -> Card:
    """`Phone_1_Value` stands for the column 'Phone 1 - Value'."""
    (card,) = read({named(name): cell for name, cell in cells.items()}, columns=columns).cards
    return card


def named(keyword: str) -> str:
    words = keyword.replace("E_mail", "E-mail").split("_")
    at = next((at for at, word in enumerate(words) if word.isdigit()), None)
    return " ".join(words) if at is None else f"{' '.join(words[: at + 1])} - {' '.join(words[at + 1 :])}"


def codes(reading: Reading) -> list[ProblemCode]:
    return [problem.code for problem in reading.problems]


# --- whole contacts ---


def test_a_contact_with_todays_columns_is_read_with_all_it_has() -> None:
    row = {
        "First Name": "Sari",
        "Middle Name": "Ayu",
        "Last Name": "Dewi",
        "Phonetic First Name": "Sa-ri",
        "Name Prefix": "Ibu",
        "Name Suffix": "S.E.",
        "Nickname": "Sasa",
        "File As": "Dewi, Sari",
        "Organization Name": "RS Hermina",
        "Organization Title": "Kepala Pengadaan",
        "Organization Department": "Logistik",
        "Birthday": "1980-03-22",
        "Notes": "kenal sejak 2019\nsuka teh",
        "Photo": "https://lh3.googleusercontent.com/x",
        "Labels": "BNI ::: * myContacts ::: * starred",
        "E-mail 1 - Label": "* Work",
        "E-mail 1 - Value": "Sari@Hermina.id",
        "E-mail 2 - Label": "Arisan",
        "E-mail 2 - Value": "sari@contoh.id ::: dewi@contoh.id",
        "Phone 1 - Label": "Mobile",
        "Phone 1 - Value": "+62 812-3456-7890 ::: 0811 222 333",
        "Phone 2 - Label": "Work Fax",
        "Phone 2 - Value": "(021) 555 1234",
        "Address 1 - Label": "Home",
        "Address 1 - Formatted": "Jl. Braga 5\nBandung, Jawa Barat 40111\nID",
        "Address 1 - Street": "Jl. Braga 5",
        "Address 1 - City": "Bandung",
        "Address 1 - Region": "Jawa Barat",
        "Address 1 - Postal Code": "40111",
        "Address 1 - Country": "ID",
        "Website 1 - Label": "Blog",
        "Website 1 - Value": "https://sari.contoh.id ::: contoh.id/sari",
        "Relation 1 - Label": "Spouse",
        "Relation 1 - Value": "Budi",
        "Custom Field 1 - Label": "Ukuran",
        "Custom Field 1 - Value": "M",
    }
    reading = read(row)
    assert reading.cards == (
        Card(
            position=1,
            name="Ibu Sari Ayu Dewi S.E.",
            name_from=NameFrom.FORMATTED,
            family="Dewi",
            given="Sari",
            nickname="Sasa",
            organisation="RS Hermina",
            department="Logistik",
            title="Kepala Pengadaan",
            emails=(
                Labelled("Sari@Hermina.id", "sari@hermina.id", kinds=("work",), preferred=True),
                Labelled("sari@contoh.id", "sari@contoh.id", label="Arisan"),
                Labelled("dewi@contoh.id", "dewi@contoh.id", label="Arisan"),
            ),
            phones=(
                Labelled("+62 812-3456-7890", "6281234567890", kinds=("cell",)),
                Labelled("0811 222 333", "62811222333", kinds=("cell",)),
                Labelled("(021) 555 1234", "62215551234", kinds=("work", "fax")),
            ),
            addresses=(
                Address("Jl. Braga 5, Bandung, Jawa Barat 40111, ID", "Bandung", "Jawa Barat", "ID", kinds=("home",)),
            ),
            urls=("https://sari.contoh.id", "contoh.id/sari"),
            birthday=date(1980, 3, 22),
            note="kenal sejak 2019\nsuka teh",
            categories=("BNI", "starred"),
        ),
    )
    assert reading.problems == ()
    assert reading.skipped == (("custom field", 1), ("phonetic first name", 1), ("photo", 1), ("relation", 1))


def test_a_contact_with_the_old_columns_is_read_with_all_it_has() -> None:
    row = {
        "Name": "Budi Santoso",
        "Given Name": "Budi",
        "Family Name": "Santoso",
        "Birthday": " --08-17",
        "Occupation": "Notaris",
        "Notes": "tetangga",
        "Group Membership": "Arisan ::: * My Contacts ::: * Friends",
        "E-mail 1 - Type": "* ",
        "E-mail 1 - Value": "budi@maju.id ::: b@maju.id",
        "IM 1 - Service": "Skype",
        "IM 1 - Value": "budi.s",
        "Phone 1 - Type": "Mobile ::: Work",
        "Phone 1 - Value": "'+62 811 000 111 ::: 14045",
        "Address 1 - Type": "Kantor Bandung",
        "Address 1 - Street": "Jl. Asia Afrika 1 ::: Jl. Riau 2",
        "Address 1 - City": "Bandung ::: Jakarta",
        "Address 1 - PO Box": "PO 7",
        "Organization 1 - Type": "",
        "Organization 1 - Name": "PT Maju",
        "Organization 1 - Title": "Direktur",
        "Organization 1 - Department": "Penjualan",
        "Website 1 - Value": "javascript:alert(1)",
    }
    reading = read(row, columns=OLD)
    assert reading.cards == (
        Card(
            position=1,
            name="Budi Santoso",
            name_from=NameFrom.FORMATTED,
            family="Santoso",
            given="Budi",
            organisation="PT Maju",
            department="Penjualan",
            title="Direktur",
            role="Notaris",
            emails=(Labelled("budi@maju.id", "budi@maju.id", preferred=True), Labelled("b@maju.id", "b@maju.id")),
            phones=(
                Labelled("+62 811 000 111", "62811000111", kinds=("cell",)),
                Labelled("14045", "14045", kinds=("work",)),
            ),
            addresses=(
                Address("PO 7, Jl. Asia Afrika 1, Bandung", "Bandung", label="Kantor Bandung", kinds=("work",)),
                Address("Jl. Riau 2, Jakarta", "Jakarta", label="Kantor Bandung", kinds=("work",)),
            ),
            birthday=MonthDay(8, 17),
            note="tetangga",
            categories=("Arisan", "Friends"),
        ),
    )
    assert reading.problems == (Problem(1, 2, ProblemCode.BAD_PROPERTY, "website: javascript:alert(1)"),)
    assert reading.skipped == (("im", 1),)


def test_columns_are_found_by_name_whatever_their_order_and_number() -> None:
    columns = ["Phone 12 - Value", "Labels", "Phone 12 - Label", "Last Name", "First Name", "Phone 3 - Value"]
    reading = read({"First Name": "Sari", "Phone 12 - Value": "0812 345 678", "Phone 3 - Value": "1"}, columns=columns)
    assert [phone.value for phone in reading.cards[0].phones] == ["0812 345 678", "1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_delimiter_and_unicode_form_is_read(delimiter: str, charset: str) -> None:
    rows = ({"First Name": "Zoë", "Notes": "a;b,c\td"}, {"First Name": "李"})
    data = table(*rows, delimiter=delimiter, end="\r\n").decode().encode(charset)
    reading = read_google(data)
    assert [card.name for card in reading.cards] == ["Zoë", "李"]
    assert (reading.cards[0].note, reading.problems) == ("a;b,c d", ())


# --- one contact ---


@pytest.mark.parametrize(
    ("cells", "name", "where"),
    [
        ({"First Name": "Sari"}, "Sari", NameFrom.FORMATTED),
        ({"File As": "Dewi, Sari"}, "Dewi, Sari", NameFrom.FORMATTED),
        ({"Nickname": "Sasa", "Organization Name": "PT Maju"}, "Sasa", NameFrom.NICKNAME),
        ({"Organization Name": "PT Maju"}, "PT Maju", NameFrom.ORGANISATION),
        ({"E-mail 1 - Value": "sari@maju.id", "Phone 1 - Value": "0812"}, "sari", NameFrom.EMAIL),
        ({"Phone 1 - Value": "0812-555"}, "0812-555", NameFrom.PHONE),
    ],
)
def test_a_contact_without_a_name_is_called_by_the_next_best(cells: dict[str, str], name: str, where: NameFrom) -> None:
    (card,) = read(cells).cards
    assert (card.name, card.name_from) == (name, where)


def test_a_row_that_names_nobody_is_told_by_its_number_and_the_rest_goes_on() -> None:
    reading = read({"First Name": "A"}, {}, {"Notes": "siapa ini", "Labels": "* myContacts"}, {"First Name": "C"})
    assert [(card.position, card.name) for card in reading.cards] == [(1, "A"), (3, "C")]
    assert reading.problems == (Problem(2, 4, ProblemCode.NO_NAME),)


@pytest.mark.parametrize(
    ("labels", "values", "found"),
    [
        ("Home ::: * Work", "1 ::: 2", [("1", "", ("home",), False), ("2", "", ("work",), True)]),
        ("* Work ::: * Work", "1 ::: 2", [("1", "", ("work",), True), ("2", "", ("work",), False)]),
        ("", "1 ::: 2", [("1", "", (), False), ("2", "", (), False)]),
        ("Faks gudang", "1", [("1", "Faks gudang", ("fax",), False)]),
        ("Seluler", "1 ::: ", [("1", "", ("cell",), False)]),
        ("Other", "::: 1 ::: 2", [("1", "", (), False), ("2", "", (), False)]),
        ("Lain", "1:::2", [("1:::2", "Lain", (), False)]),
    ],
)
def test_several_values_of_one_cell_each_have_their_label(
    labels: str, values: str, found: list[tuple[str, str, tuple[str, ...], bool]]
) -> None:
    card = one(First_Name="Sari", Phone_1_Label=labels, Phone_1_Value=values)
    assert [(phone.value, phone.label, phone.kinds, phone.preferred) for phone in card.phones] == found


def test_a_second_organisation_is_told_and_the_first_is_used() -> None:
    reading = read({"First Name": "A", "Organization Name": "PT Maju ::: PT Mundur ::: PT Maju"})
    assert reading.cards[0].organisation == "PT Maju"
    assert reading.problems == (Problem(1, 2, ProblemCode.EXTRA_VALUE, "organisation: PT Mundur"),)


@pytest.mark.parametrize("written", ["22/03/1980", "1981-02-29", "Maret", "1980"])
def test_a_birthday_that_is_no_date_is_told(written: str) -> None:
    reading = read({"First Name": "A", "Birthday": written})
    assert reading.cards[0].birthday is None
    assert reading.problems == (Problem(1, 2, ProblemCode.BAD_PROPERTY, f"birthday: {written}"),)


@pytest.mark.parametrize("formula", ["=1+1", "-2+3", "@SUM(A1)", "+62 812 345 678"])
def test_a_formula_is_a_text_like_any_other(formula: str) -> None:
    card = one(First_Name=formula, Notes=formula, Labels=formula, Phone_1_Value=formula)
    assert (card.name, card.note, card.categories, card.phones[0].value) == (formula, formula, (formula,), formula)


def test_more_values_than_a_card_holds_are_left_out_and_told() -> None:
    many = " ::: ".join(str(n) for n in range(5_000))
    reading = read({"First Name": "A", "Phone 1 - Value": many, "Labels": many}, {"First Name": "B"})
    assert [len(card.phones) for card in reading.cards] == [100, 0]
    assert len(reading.cards[0].categories) == 100
    assert {(problem.position, problem.code) for problem in reading.problems} == {(1, ProblemCode.TOO_LONG)}


def test_a_quote_left_open_costs_only_its_own_row() -> None:
    rows = [{"First Name": "A"}, {"First Name": "B"}, {"First Name": "C", "Notes": 'satu\n"dua", tiga'}]
    reading = read_google(table(*rows).replace(b"\nB,,", b'\nB,"x,'))
    assert [card.name for card in reading.cards] == ["A", "B x", "C"]
    assert reading.cards[2].note == 'satu\n"dua", tiga'
    assert [(problem.position, problem.code) for problem in reading.problems] == [(2, ProblemCode.TRUNCATED)]


def test_a_stray_quote_before_a_quoted_note_is_told_for_its_row() -> None:
    rows = [{"First Name": name, "Notes": 'satu\n"dua", tiga'} for name in "ABC"]
    reading = read_google(table(*rows).replace(b"\nB,,", b'\nB,"x,'))
    assert [card.given for card in reading.cards] == ["A", "B", "C"]
    assert [(problem.position, problem.code) for problem in reading.problems] == [(2, ProblemCode.TRUNCATED)]


def test_a_stray_quote_that_made_one_cell_of_several_is_told() -> None:
    reading = read_google(table({"First Name": "B", "Notes": 'a "b"'}).replace(b"\nB,,", b'\nB,"x,'))
    assert [(problem.position, problem.code) for problem in reading.problems] == [(1, ProblemCode.TRUNCATED)]


# --- other files and limits ---


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,,,,,\n",
        b"Title,First Name,Middle Name,Last Name,Suffix,Company,E-mail Address,E-mail 2 Address\n",  # Outlook
        b"Name,Value\n",
        b"E-mail 1 - Value,Phone 1 - Value\n",
        ",".join(NEW).encode() + b"\n" + bytes(range(256)) * 200,
    ],
)
def test_what_is_not_from_google_is_refused(data: bytes) -> None:
    assert read_google(data) == Reading(problems=(Problem(0, 0, ProblemCode.NOT_AN_ADDRESS_BOOK),))


def test_a_file_over_the_limits_is_refused() -> None:
    data = table(*[{"First Name": "A"}] * 3)
    assert read_google(data, Limits(bytes=len(data) - 1)).refused is ProblemCode.TOO_BIG
    assert read_google(data, Limits(cards=2)).refused is ProblemCode.TOO_MANY
    assert len(read_google(data, Limits(cards=3)).cards) == 3


def test_ten_thousand_rows_take_less_than_three_seconds() -> None:
    row = {"Last Name": "Dewi", "Organization Name": "RS", "Notes": "a\nb", "Labels": "BNI ::: * myContacts",
           "E-mail 1 - Label": "* Work", "Phone 1 - Label": "Mobile", "Address 1 - City": "Bandung"}  # fmt: skip
    people = range(10_000)
    data = table(
        *[
            {"First Name": f"S{n}", "E-mail 1 - Value": f"s{n}@x.id", "Phone 1 - Value": f"+62{n}", **row}
            for n in people
        ]
    )
    start = time.process_time()
    reading = read_google(data)
    assert time.process_time() - start < 3
    assert (len(reading.cards), reading.problems) == (10_000, ())


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(name=TEXT, note=TEXT, groups=st.lists(TEXT, min_size=1, max_size=3), delimiter=st.sampled_from(",;\t"))
def test_what_is_quoted_comes_back(name: str, note: str, groups: list[str], delimiter: str) -> None:
    name, note = name.replace(":::", ""), f'{note},;"\n"{note}'
    groups = [f"x{group.replace(':::', '')}" for group in groups]
    row = {"First Name": f"x{name}", "Notes": note, "Labels": " ::: ".join(groups)}
    (card,) = read_google(table(row, delimiter=delimiter)).cards
    assert card.given == clean(f"x{name}", 200).text
    assert card.note == clean(note, 10_000, lines=True).text
    assert card.categories == tuple(dict.fromkeys(clean(group, 200).text for group in groups))
