"""LinkedIn's Connections.csv with every trap it was seen with. All people are made up."""

import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.addressbook import (
    Card,
    Labelled,
    Limits,
    NameFrom,
    Problem,
    ProblemCode,
    Reading,
    Sameness,
    clean,
)
from kunci.core.bringing import Verdict
from kunci.core.hints import Hint, propose
from kunci.core.hintwords import Role, Sector, Seniority
from kunci.core.linkedin import connected_on, profile_key, read_linkedin
from tests.core.strategies import judged

HEADER = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
NOTES = (
    'Notes:\r\n"When exporting your connection data, you may notice that some of the email addresses are missing. You '
    'will only see addresses of connections who allow it using this setting https://www.linkedin.com/psettings/"\r\n\r\n'
)
SARI = ("Sari", "Dewi", "https://www.linkedin.com/in/sari-dewi", "", "RS Hermina", "Kepala Pengadaan", "12 Mar 2024")
BUDI = ("Budi", "Santoso", "https://www.linkedin.com/in/budi", "b@maju.id", "PT Maju, Tbk", "Direktur", "7-Feb-22")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([header, *rows])
    return out.getvalue()


def read(*rows: tuple[str, ...]) -> Reading:
    return read_linkedin(table(*rows).encode())


def codes(reading: Reading) -> list[ProblemCode]:
    return [problem.code for problem in reading.problems]


def names(reading: Reading) -> list[str]:
    return [card.name for card in reading.cards]


# --- the file as LinkedIn writes it ---


def test_a_whole_export_with_mark_notes_blank_rows_and_empty_mails_is_read() -> None:
    blank = ("",) * 7
    data = b"\xef\xbb\xbf" + (NOTES + table(SARI, blank, ("", " "), BUDI) + "\r\n\r\n").encode()
    assert read_linkedin(data) == Reading(
        cards=(
            Card(
                position=1,
                name="Sari Dewi",
                name_from=NameFrom.FORMATTED,
                uid="linkedin:linkedin.com/in/sari-dewi",
                family="Dewi",
                given="Sari",
                organisation="RS Hermina",
                title="Kepala Pengadaan",
                urls=("https://www.linkedin.com/in/sari-dewi",),
                connected=date(2024, 3, 12),
            ),
            Card(
                position=2,
                name="Budi Santoso",
                name_from=NameFrom.FORMATTED,
                uid="linkedin:linkedin.com/in/budi",
                family="Santoso",
                given="Budi",
                organisation="PT Maju, Tbk",
                title="Direktur",
                emails=(Labelled("b@maju.id", "b@maju.id"),),
                urls=("https://www.linkedin.com/in/budi",),
                connected=date(2022, 2, 7),
            ),
        )
    )


@pytest.mark.parametrize("before", ["", NOTES, "Notes:\n\n\n\n\n", "sep=,\n", "satu\n" * 40, '"a quote left open\n\n'])
def test_whatever_stands_before_the_header_is_passed_over(before: str) -> None:
    assert names(read_linkedin((before + table(SARI)).encode())) == ["Sari Dewi"]


def test_a_connection_is_a_good_start_for_a_hint() -> None:
    assert propose(read(SARI).cards[0]) == Hint(Role.PROCUREMENT, Sector.HEALTH, Seniority.MANAGER, "")


def test_columns_are_found_by_name_and_may_be_missing() -> None:
    header = ("Connected On", "Last Name", "Company", "first name ", "POSITION", "Tags")
    data = table(("1 Jan 2020", "Dewi", "RS Hermina", "Sari", "Dokter", "teman"), header=header).encode()
    reading = read_linkedin(data)
    (card,) = reading.cards
    assert (card.name, card.title, card.organisation, card.uid) == ("Sari Dewi", "Dokter", "RS Hermina", "")
    assert card.connected == date(2020, 1, 1)
    assert reading.skipped == (("tags", 1),)


# --- one row ---


@pytest.mark.parametrize(
    ("written", "connected"),
    [
        ("12 Mar 2024", date(2024, 3, 12)),
        ("02 Dec 2019", date(2019, 12, 2)),
        ("7-Feb-22", date(2022, 2, 7)),
        ("07-Agu-22", date(2022, 8, 7)),
        ("1 Mei 2021", date(2021, 5, 1)),
        ("3 March 2021", date(2021, 3, 3)),
        ("2024-03-12", date(2024, 3, 12)),
        ("31 Feb 2022", None),
        ("03/04/2024", None),
        ("12 Foo 2024", None),
        ("12 Mar 1999", None),
        ("45363", None),
        ("", None),
    ],
)
def test_both_forms_of_date_are_read_and_none_is_guessed(written: str, connected: date | None) -> None:
    assert connected_on(written) == connected
    reading = read((*SARI[:6], written))
    assert reading.cards[0].connected == connected
    assert codes(reading) == ([ProblemCode.BAD_PROPERTY] if written and connected is None else [])


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.linkedin.com/in/sari-dewi", "linkedin:linkedin.com/in/sari-dewi"),
        ("http://id.linkedin.com/in/Sari-Dewi/", "linkedin:linkedin.com/in/sari-dewi"),
        ("linkedin.com/in/sari-dewi/en?trk=x#top", "linkedin:linkedin.com/in/sari-dewi"),
        ("https://www.linkedin.com/in/andr%C3%A9", "linkedin:linkedin.com/in/andré"),
        ("https://www.linkedin.com/in/a%00b%E2%80%AE", "linkedin:linkedin.com/in/ab"),
        ("https://www.linkedin.com/pub/sari/1/2/3", "linkedin:linkedin.com/pub/sari/1/2/3"),
        ("https://www.linkedin.com/", ""),
        ("https://linkedin.com.contoh.id/in/sari", ""),
        ("https://contoh.id/linkedin.com/in/sari", ""),
        ("javascript:alert(1)//linkedin.com/in/x", ""),
        ("", ""),
    ],
)
def test_a_profile_has_one_key_however_its_address_is_written(url: str, key: str) -> None:
    assert profile_key(url) == key


def test_a_missing_or_harmful_url_costs_the_key_and_not_the_row() -> None:
    reading = read((*SARI[:2], "", *SARI[3:]), (*BUDI[:2], "javascript:alert(1)", *BUDI[3:]))
    assert [(card.name, card.uid, card.urls) for card in reading.cards] == [
        ("Sari Dewi", "", ()),
        ("Budi Santoso", "", ()),
    ]
    assert reading.problems == (Problem(2, 3, ProblemCode.BAD_PROPERTY, "url: javascript:alert(1)"),)


def test_the_same_profile_twice_is_one_person() -> None:
    again = ("S.", "Dewi", "http://linkedin.com/in/Sari-Dewi/", *SARI[3:])
    _, _, third = judged(read(SARI, BUDI, again).cards)
    assert (third.verdict, third.key, third.reason) == (Verdict.UPDATE, "#1", Sameness.UID)


def test_a_row_without_a_name_is_told_by_its_number_and_the_rest_goes_on() -> None:
    reading = read(SARI, ("", "", "https://www.linkedin.com/in/x", "", "", "", "1 Jan 2020"), ("", "", *BUDI[2:]), BUDI)
    assert [(card.position, card.name, card.name_from) for card in reading.cards] == [
        (1, "Sari Dewi", NameFrom.FORMATTED),
        (3, "PT Maju, Tbk", NameFrom.ORGANISATION),
        (4, "Budi Santoso", NameFrom.FORMATTED),
    ]
    assert reading.problems == (Problem(2, 3, ProblemCode.NO_NAME, "https://www.linkedin.com/in/x"),)


def test_an_email_that_is_none_is_kept_and_told() -> None:
    reading = read((*SARI[:3], "sari at hermina", *SARI[4:]))
    assert reading.cards[0].emails == (Labelled("sari at hermina", ""),)
    assert codes(reading) == [ProblemCode.BAD_PROPERTY]


@pytest.mark.parametrize("formula", ["=1+1", "+62", "-SUM(A1)", "@cmd|'/c calc'!A0", '=HYPERLINK("http://x.id","a")'])
def test_a_formula_is_a_text_like_any_other(formula: str) -> None:
    (card,) = read((formula, "", SARI[2], "", formula, "\t" + formula, "")).cards
    assert (card.name, card.organisation, card.title) == (formula, formula, formula)


def test_direction_marks_are_taken_out_of_a_name_and_told() -> None:
    reading = read(("Sari\u202egnp", "De\u200bwi", *SARI[2:]))
    assert names(reading) == ["Sarignp Dewi"]
    assert codes(reading) == [ProblemCode.HIDDEN_CHARACTERS]


def test_a_cell_too_long_is_cut_and_told() -> None:
    reading = read((*SARI[:4], "x" * 1_000, *SARI[5:]))
    assert reading.cards[0].organisation == "x" * 200
    assert reading.problems[0].code is ProblemCode.TOO_LONG


def test_cells_beyond_the_header_are_told() -> None:
    reading = read_linkedin((table(SARI) + "Budi,Santoso,,,PT Maju, Tbk,Direktur,7-Feb-22\r\n").encode())
    assert names(reading) == ["Sari Dewi", "Budi Santoso"]
    assert (2, ProblemCode.BAD_PROPERTY) in [(problem.position, problem.code) for problem in reading.problems]


# --- bytes, delimiters and quotes ---


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_unicode_form_and_delimiter_is_read(charset: str, delimiter: str) -> None:
    reading = read_linkedin(table(("Zoë", "李, Łukasz; B.", *SARI[2:]), delimiter=delimiter).encode(charset))
    assert names(reading) == ["Zoë 李, Łukasz; B."]
    assert reading.problems == ()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n"])
def test_every_line_break_is_one_also_inside_quotes(end: str) -> None:
    reading = read_linkedin(table((*SARI[:5], f"Kepala{end}Pengadaan", SARI[6]), BUDI, end=end).encode())
    assert [card.title for card in reading.cards] == ["Kepala Pengadaan", "Direktur"]
    assert reading.problems == ()


def test_windows_letters_are_guessed_and_told_once() -> None:
    reading = read_linkedin(table(("José", "“Pepe” Núñez", *SARI[2:]), ("Zoë", *BUDI[1:])).encode("cp1252"))
    assert names(reading) == ["José “Pepe” Núñez", "Zoë Santoso"]
    assert reading.problems == (Problem(0, 0, ProblemCode.BAD_ENCODING),)


def test_a_lost_letter_is_told_by_its_row() -> None:
    data = table(("Zoë", *SARI[1:]), BUDI, ("Xé", *BUDI[1:])).encode().replace(b"X\xc3", b"X")
    assert [(problem.position, problem.code) for problem in read_linkedin(data).problems] == [
        (3, ProblemCode.BAD_ENCODING)
    ]


def test_nul_bytes_are_taken_out_and_told() -> None:
    reading = read(("Sa\0ri", *SARI[1:]))
    assert names(reading) == ["Sari Dewi"]
    assert codes(reading) == [ProblemCode.HIDDEN_CHARACTERS]


@pytest.mark.parametrize("later", [BUDI, ("Ani", "Tan", "", "", "Acme", "Staf", "1 Jan 2020")])
def test_a_quote_left_open_costs_only_its_own_row(later: tuple[str, ...]) -> None:
    stray = 'Rina,"Wati,https://www.linkedin.com/in/rina,,PT A,Staf,1 Jan 2020\r\n'
    data = table(SARI) + stray + table(later, later, header=SARI)
    reading = read_linkedin(data.encode())
    name = f"{later[0]} {later[1]}"
    assert names(reading) == ["Sari Dewi", "Rina Wati", "Sari Dewi", name, name]
    assert reading.cards[1].connected == date(2020, 1, 1)
    assert reading.problems == (Problem(2, 3, ProblemCode.TRUNCATED, "Rina Wati https://www.linkedin.com/in/rina"),)


def test_a_file_cut_in_the_middle_keeps_what_is_there() -> None:
    whole = table(SARI, BUDI)
    reading = read_linkedin(whole[: whole.index("Maju, Tbk") + 6].encode())
    assert [(card.name, card.organisation) for card in reading.cards] == [
        ("Sari Dewi", "RS Hermina"),
        ("Budi Santoso", "PT Maju,"),
    ]
    assert codes(reading) == [ProblemCode.TRUNCATED]


def test_a_cell_larger_than_any_contact_costs_only_its_own_row() -> None:
    picture = "A" * 1_000_000
    wrapped = "\r\n".join(["A" * 76] * 5_000)
    reading = read(SARI, ("Rina", "Wati", "", "", picture, "Staf", ""), BUDI, ("Ani", "Tan", "", "", wrapped), BUDI)
    assert names(reading) == ["Sari Dewi", "Rina Wati", "Budi Santoso", "Ani Tan", "Budi Santoso"]
    assert {problem.position for problem in reading.problems} == {2, 4}


# --- other files, limits and harm ---


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"First Name,Last Name\r\nSari,Dewi\r\n",
        b"FROM,TO,DATE,SUBJECT,CONTENT\r\n",
        b"\n" * 60 + table(SARI).encode(),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        table(SARI).encode() + bytes(range(256)) * 200,  # a picture under a header
        b"\0" * 999,
        b"PK\x03\x04" + bytes(range(200)),
    ],
)
def test_what_is_no_list_of_connections_is_refused(data: bytes) -> None:
    assert read_linkedin(data) == Reading(problems=(Problem(0, 0, ProblemCode.NOT_AN_ADDRESS_BOOK),))


def test_a_file_over_the_limits_is_refused() -> None:
    data = table(SARI, BUDI, SARI).encode()
    assert read_linkedin(data, Limits(bytes=len(data) - 1)).refused is ProblemCode.TOO_BIG
    assert read_linkedin(data, Limits(cards=2)).refused is ProblemCode.TOO_MANY
    assert len(read_linkedin(data, Limits(cards=3)).cards) == 3
    assert read_linkedin(table(SARI).encode() + b"\n" * 200, Limits(cards=100)).refused is ProblemCode.TOO_MANY


def test_ten_thousand_rows_take_less_than_three_seconds() -> None:
    rows = [(f"Sari {n}", "Dewi", f"https://www.linkedin.com/in/sari-{n}", *SARI[3:]) for n in range(10_000)]
    data = table(*rows).encode()
    start = time.process_time()
    reading = read_linkedin(data)
    assert time.process_time() - start < 3
    assert (len(reading.cards), reading.problems) == (10_000, ())


def test_problems_are_bounded() -> None:
    reading = read_linkedin(table(*[(*SARI[:6], "x")] * 30).encode(), Limits(problems=5))
    assert codes(reading) == [ProblemCode.BAD_PROPERTY] * 5 + [ProblemCode.MORE_PROBLEMS]
    assert len(reading.cards) == 30


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(given_name=TEXT, company=TEXT, delimiter=st.sampled_from(",;\t"))
def test_what_is_quoted_comes_back(given_name: str, company: str, delimiter: str) -> None:
    company = f'{company},;"\n{company}'
    reading = read_linkedin(table((given_name, "Dewi", "", "", company, "", ""), delimiter=delimiter).encode())
    (card,) = reading.cards
    assert (card.given, card.organisation) == (clean(given_name, 200).text, clean(company, 200).text)
