"""The lines that vCards are made of: from bytes to named, decoded values. Lines are taken as phones really write them.

The grammar is RFC 6350 section 3 and, for 2.1, the vCard specification of 1996 with its bare parameters and its
quoted-printable values. Values stay bytes until their character set is known, for a fold may cut a letter in two.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What a card may hold besides X- names. Needed where a text runs on without being folded: 'Jam buka: 9' inside a note
# looks like a property, and only its name tells that it is not one.
PROPERTIES = frozenset(
    """
    BEGIN END VERSION PROFILE PRODID SOURCE NAME KIND XML FN N NICKNAME PHOTO BDAY ANNIVERSARY GENDER ADR LABEL TEL
    EMAIL IMPP LANG TZ GEO TITLE ROLE LOGO ORG MEMBER RELATED AGENT CATEGORIES CATEGORY NOTE REV SOUND UID
    CLIENTPIDMAP URL KEY FBURL CALADRURI CALURI CLASS MAILER SORT-STRING BIRTHPLACE DEATHPLACE DEATHDATE EXPERTISE
    HOBBY INTEREST ORG-DIRECTORY CONTACT-URI CREATED GRAMGENDER LANGUAGE PRONOUNS SOCIALPROFILE JSPROP
    """.split()  # noqa: SIM905 - a list of sixty quoted words is no easier to read
)
# Pictures, sounds and cryptographic keys are passed over without being kept.
BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "X-FACE"))
_RUNS_ON = frozenset(("NOTE", "ADR", "LABEL"))

_LONGEST_VALUE = 65_536  # bytes
_LONGEST_HEAD = 4_096
_LINE = re.compile(rb"([^\n]*)(\n*)")
_HEAD = re.compile(rb'((?:[A-Za-z0-9_-]++\.)*+)([A-Za-z0-9_-]++)((?:;(?:[^:;"]++|"[^"]*+")*+)*+):')
_HEAD_UNQUOTED = re.compile(rb"((?:[A-Za-z0-9_-]++\.)*+)([A-Za-z0-9_-]++)((?:;[^:]*+)?+):")
_PARAMETER = re.compile(r'((?:[^;"]++|"[^"]*+"|")++)')
_EDGE = re.compile(rb"(?:BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE)
_NEXT_EDGE = re.compile(rb"^(?:BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ENCODINGS = {"QUOTED-PRINTABLE": "Q", "Q": "Q", "BASE64": "B", "B": "B", "8BIT": "", "7BIT": ""}
_TOKEN = re.compile(r"\\(.)|([;,])|([^\\;,]+|\\)", re.DOTALL)
_ESCAPED = re.compile(r'\\([\\;,:"nN])')
_CHARSET_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_CHARSETS = frozenset(
    """
    ascii utf-8 iso8859-1 iso8859-2 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-11 iso8859-15 cp1250
    cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp437 cp850 koi8-r koi8-u mac-roman gb2312 gbk
    gb18030 big5 big5hkscs cp950 shift_jis cp932 euc_jp iso2022_jp euc_kr cp949
    """.split()  # noqa: SIM905 - as above
)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded property. `name` is upper case, '' for a line that is no property; `kinds` are the TYPE values."""

    line: int
    name: str
    group: str = ""
    kinds: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    raw: bytes = b""
    cut: bool = False

    def split(self, separators: str) -> tuple[list[str], bool]:
        """The value cut at unescaped separators (';', ',', both or none), and whether its letters were certain."""
        certain = True
        if self.encoding == "Q":
            # What is quoted is never a separator, so the cut comes before the decoding.
            pieces = []
            for piece in _cut(self.raw.decode("latin-1"), separators):
                text, sure = decode(binascii.a2b_qp(piece.encode("latin-1")), self.params.get("CHARSET", ""))
                pieces.append(_ESCAPED.sub(_unescape_quoted, text))
                certain = certain and sure
            return pieces, certain
        raw = self.raw
        if self.encoding == "B":
            try:
                raw = binascii.a2b_base64(raw)
            except binascii.Error:
                return [""], False
        text, certain = decode(raw, self.params.get("CHARSET", ""))
        return [_ESCAPED.sub(_unescape, piece) for piece in _cut(text, separators)], certain

    def text(self) -> tuple[str, bool]:
        pieces, certain = self.split("")
        return pieces[0], certain


def _cut(text: str, separators: str) -> list[str]:
    """Pieces between separators that no backslash protects; the backslashes stay."""
    if "\\" not in text and len(separators) <= 1:
        return text.split(separators) if separators else [text]
    pieces: list[list[str]] = [[]]
    for token in _TOKEN.finditer(text):
        if token[2] and token[2] in separators:
            pieces.append([])
        else:
            pieces[-1].append(token[0])
    return ["".join(piece) for piece in pieces]


def _unescape(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def _unescape_quoted(escaped: re.Match[str]) -> str:
    # A quoted-printable value writes its line breaks as =0D=0A, so a backslash before an n is just that.
    return escaped[0] if escaped[1] in "nN" else escaped[1]


def decode(raw: bytes, charset: str = "") -> tuple[str, bool]:
    """Text of bytes, and False where it had to be guessed or a letter was lost."""
    if raw.isascii() and not charset:
        return raw.decode("ascii"), True
    known = _codec(charset)
    if known:
        try:
            return raw.decode(known), True
        except UnicodeError:
            pass
    try:
        return raw.decode("utf-8"), not charset or known == "utf-8" or raw.isascii()
    except UnicodeDecodeError:
        # Some letters are good UTF-8: the bad bytes are damage. None is: it never was UTF-8 but a Windows code page.
        damaged = not raw.decode("utf-8", "ignore").isascii()
        return raw.decode("utf-8" if damaged else "cp1252", "replace"), False


def _codec(charset: str) -> str:
    """Python's name for a character set of the list, '' for any other: some codecs are compressors, not alphabets."""
    if not _CHARSET_NAME.fullmatch(charset):
        return ""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return ""
    return name if name in _CHARSETS else ""


def normal_bytes(data: bytes) -> bytes:
    """The file as UTF-8 (or whatever one-byte set it has) with LF for every line break, without a byte-order mark."""
    if data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        data = data.decode("utf-32", "replace").encode("utf-8", "replace")
    elif data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data[:4].upper() == b"B\0E\0":
        data = data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    elif data[:4].upper() == b"\0B\0E":
        data = data.decode("utf-16-be", "replace").encode("utf-8", "replace")
    data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    # Files put together from several keep the mark of each.
    return data.replace(codecs.BOM_UTF8, b"")


def content_lines(data: bytes, most: int) -> Iterator[ContentLine]:
    """The properties of `normal_bytes`, in order, one at a time; lines are numbered from 1.

    After `most` properties without a BEGIN or END the rest up to the next one is passed over; a cut line without
    name or value stands for it.
    """
    pending: _Pending | None = None
    keeps_blank = False  # 2.1 folds before a blank that belongs to the text, later versions put one there
    number, place, since_edge = 1, 0, 0
    while place < len(data) and (match := _LINE.match(data, place)) is not None:
        text, breaks = match[1], match.end(2) - match.start(2)
        place = match.end()
        if text:
            if pending is None or not pending.takes(text, keeps_blank):
                if pending is not None:
                    yield pending.closed()
                pending = _Pending(number, text)
                since_edge += 1
                if pending.name in ("BEGIN", "END", "VERSION"):
                    keeps_blank = pending.name == "VERSION" and b"".join(pending.chunks).strip() == b"2.1"
                    since_edge = since_edge if pending.name == "VERSION" else 0
            pending.blank = breaks > 1
        number += breaks
        if since_edge > most and pending is not None:
            yield pending.closed()
            yield ContentLine(number, "", cut=True)
            edge = _NEXT_EDGE.search(data, place)
            end = edge.start() if edge else len(data)
            number += data.count(b"\n", place, end)
            pending, place, since_edge = None, end, 0
    if pending is not None:
        yield pending.closed()


def _head(text: bytes) -> re.Match[bytes] | None:
    return _HEAD.match(text, 0, _LONGEST_HEAD) or _HEAD_UNQUOTED.match(text, 0, _LONGEST_HEAD)


class _Pending:
    """A property whose next lines are still to come."""

    def __init__(self, line: int, text: bytes) -> None:
        self.line = line
        self.chunks: list[bytes] = []
        self.size = 0
        self.cut = self.blank = self.soft = False
        self.name = self.group = self.encoding = ""
        self.kinds: list[str] = []
        self.params: dict[str, str] = {}
        head = _head(text.lstrip(b" \t"))
        if head is None:
            self.add(text)
            return
        self.group = head[1].decode("ascii").rstrip(".").casefold()
        self.name = head[2].decode("ascii").upper()
        self.read_parameters(head[3].decode("utf-8", "replace"))
        self.add(text.lstrip(b" \t")[head.end() :])

    def read_parameters(self, text: str) -> None:
        for parameter in _PARAMETER.findall(text):
            key, equals, value = parameter.partition("=")
            key, value = key.strip().upper(), value.strip().replace('"', "")
            if not equals and key in _ENCODINGS:
                key, equals, value = "ENCODING", "=", key
            if not equals or key == "TYPE":
                kinds = (value if equals else parameter).split(",")
                self.kinds += [kind.strip().casefold() for kind in kinds if kind.strip()]
            elif key == "ENCODING":
                self.encoding = _ENCODINGS.get(value.upper(), "")
            else:
                self.params.setdefault(key, value)

    def add(self, text: bytes) -> None:
        self.soft = self.encoding == "Q" and text.rstrip(b" \t").endswith(b"=")
        if self.soft:
            text = text.rstrip(b" \t")[:-1]
        if self.name in BINARY:
            return
        room = _LONGEST_VALUE - self.size
        self.cut = self.cut or len(text) > room
        if text and room > 0:
            self.chunks.append(text[:room])
            self.size += min(len(text), room)

    def takes(self, text: bytes, keeps_blank: bool) -> bool:
        """Whether this line goes on with the property; if so it is added."""
        if text[:1] in (b" ", b"\t"):
            self.add(text if keeps_blank and self.encoding != "B" else text[1:])
            return True
        if text[:1] in b"BEbe" and _EDGE.match(text[:40]):
            return False
        if self.soft and not self.blank:
            if self.cut_off_by(text):
                return False
            self.add(text)
            return True
        if self.encoding == "B" or self.name in BINARY:
            if self.blank or b":" in text:
                return False
            self.add(text)
            return True
        if self.encoding != "Q" and self.name not in _RUNS_ON:
            return False
        if is_property(text, any_name=self.encoding == "Q"):
            return False
        # An exporter that forgot to fold.
        self.add(text if self.encoding == "Q" else b"\n" + text)
        return True

    def cut_off_by(self, text: bytes) -> bool:
        """Whether a soft break promises more, but the next property comes. After a quoted line break the text may well
        begin like one ('TEL: 0812 ...' in a note), so it is believed there."""
        ends_row = self.chunks and self.chunks[-1].upper().endswith((b"=0A", b"=0D"))
        return not ends_row and is_property(text, any_name=False)

    def closed(self) -> ContentLine:
        return ContentLine(
            self.line,
            self.name,
            self.group,
            tuple(dict.fromkeys(self.kinds)),
            self.params,
            self.encoding,
            b"".join(self.chunks),
            self.cut,
        )


def is_property(text: bytes, *, any_name: bool) -> bool:
    """Whether a line begins a property: one of the standard's or an X- name, or (`any_name`) whatever has the form."""
    head = _head(text) if b":" in text else None
    if head is None:
        return False
    name = head[2].decode("ascii").upper()
    return any_name or name in PROPERTIES or name.startswith("X-")
