"""What the readers of comma-separated address books share: one row's cells, cleaned and checked, into one card."""

from collections.abc import Callable, Sized

from kunci.core.addressbook import Card, Limits, ProblemCode, Reading, clean, email_normal, phone_digits, refusal
from kunci.core.cardbuilder import EMAIL_CAP, NAME_CAP, PHONE_CAP, URL_CAP, WEB_ADDRESS, Log
from kunci.core.csvtext import LOST_LETTER, Header, Row, find_header, is_text, read_rows, text_of

_FORMULA = "=+-@\t\r"


class Entry:
    """One row while it is read. What is wrong with a cell is told with the row's number; the cell is kept or left out,
    and the rest of the row goes on. A cell that a spreadsheet would take for a formula is a text like any other."""

    def __init__(self, log: Log, position: int, row: Row) -> None:
        self.log = log
        self.position = position
        self.line = row.line
        self.cells = row.cells

    def trouble(self, code: ProblemCode, detail: str = "") -> None:
        self.log.problem(self.position, self.line, code, detail)

    def text(self, column: str, cell: str, cap: int = NAME_CAP, *, lines: bool = False, quiet: bool = False) -> str:
        """The cell without what is hidden or too much; `quiet` where hidden characters are common and harmless."""
        cleaned = clean(cell, cap, lines=lines)
        if LOST_LETTER in cleaned.text:
            self.trouble(ProblemCode.BAD_ENCODING, f"{column}: {cleaned.text}")
        if cleaned.cut:
            self.trouble(ProblemCode.TOO_LONG, f"{column}: {cleaned.text}")
        if cleaned.hidden and not quiet:
            self.trouble(ProblemCode.HIDDEN_CHARACTERS, f"{column}: {cleaned.text}")
        return cleaned.text

    def email(self, column: str, cell: str) -> tuple[str, str]:
        """As written, and as compared: '' when it is no address."""
        value = self.text(column, cell, EMAIL_CAP)
        normal = email_normal(value)
        if value and not normal:
            self.trouble(ProblemCode.BAD_PROPERTY, f"{column}: {value}")
        return value, normal

    def phone(self, column: str, cell: str) -> tuple[str, str]:
        """As written, and in digits. Programs put an apostrophe before +62 lest a spreadsheet reckon with it."""
        value = self.text(column, cell, PHONE_CAP, quiet=True)
        if value[:1] == "'" and value[1:2] in _FORMULA:
            value = value[1:]
        return value, phone_digits(value)

    def web_address(self, column: str, cell: str) -> str:
        """'' for what must never become a link: 'javascript:' and the like, or an address that was cut."""
        value = self.text(column, cell, URL_CAP)
        if value and (not WEB_ADDRESS.fullmatch(value) or len(value) >= URL_CAP):
            self.trouble(ProblemCode.BAD_PROPERTY, f"{column}: {value}")
            return ""
        return value

    def room(self, column: str, values: Sized) -> bool:
        if len(values) < self.log.limits.values:
            return True
        self.trouble(ProblemCode.TOO_LONG, column)
        return False


Taker = Callable[[Entry], Card | None]


def read_table(
    data: bytes, limits: Limits, fits: Callable[[frozenset[str]], bool], reader: Callable[[Header], Taker]
) -> Reading:
    """The cards of a file whose column names (lower case) fit; `reader` makes of its header what takes each row."""
    if len(data) > limits.bytes:
        return refusal(ProblemCode.TOO_BIG)
    text, certain = text_of(data)
    header = find_header(text, fits) if is_text(text) else None
    if header is None:
        return refusal(ProblemCode.NOT_AN_ADDRESS_BOOK)
    rows = read_rows(text, header, limits)
    if rows is None:
        return refusal(ProblemCode.TOO_MANY)
    log, take = Log(limits), reader(header)
    if not certain and LOST_LETTER not in text:
        log.problem(0, 0, ProblemCode.BAD_ENCODING)  # all of it is a guess; letters that are lost are told by row
    cards = []
    for position, row in enumerate(rows, 1):
        entry = Entry(log, position, row)
        if row.broken and not row.cells:
            entry.trouble(ProblemCode.TOO_LONG)
            continue
        if row.broken:
            entry.trouble(ProblemCode.TRUNCATED, " ".join(row.cells[:3]))
        beyond = " ".join(row.cells[len(header.names) :])
        if beyond.strip():
            entry.trouble(ProblemCode.BAD_PROPERTY, beyond)
        card = take(entry)
        if card is not None:
            cards.append(card)
    return Reading(tuple(cards), tuple(log.problems), tuple(sorted(log.skipped.items())))
