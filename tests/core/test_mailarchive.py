"""A mail archive into weeks: read piece by piece, and nothing of it kept but partner and day."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.acquainted import whom
from kunci.core.mailarchive import MailArchive, Written

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST, LAST = date(2016, 11, 30), date(2026, 11, 30)
WHOM = whom(
    [("sari", "Sari Wulandari"), ("budi", "Budi Santoso")],
    [("Sari Wulandari", ["sari@rumah.example"])],
    ["saya@kunci.test"],
)


def mail(*lines: str, text: str = "Isi rahasia") -> bytes:
    return ("From x@y Mon Nov  2 10:00:00 2026\n" + "\n".join(lines) + f"\n\n{text}\n\n").encode()


def taken(pieces: Iterable[bytes]) -> MailArchive:
    archive = MailArchive(WHOM, JAKARTA, FIRST, LAST)
    for piece in pieces:
        archive.feed(piece)
    return archive


def found(*mails: bytes) -> list[tuple[str, str]]:
    return [(one.partner, f"{one.day}") for one in taken([b"".join(mails)]).finish()]


ON = "Date: Tue, 10 Nov 2026 09:00:00 +0700"


@pytest.mark.parametrize(
    ("lines", "partners"),
    [
        (["From: Sari <sari@rumah.example>", "To: saya@kunci.test", ON], ["sari"]),
        (["From: saya@kunci.test", "To: x@y.example, SARI@rumah.example", ON], ["sari"]),
        (["From: saya@kunci.test", "To: x@y.example", "Cc: \"Santoso, Budi\"\n <b@y.example>", ON], ["budi"]),
        (["From: =?utf-8?q?Budi_Santoso?= <b@y.example>", ON], ["budi"]),
        (["From: =?nowhere?q?Budi?= <b@y.example>", ON], []),
        (["From: lain@y.example", "To: saya@kunci.test", ON], []),
        (["From: Sari <sari@rumah.example>", "List-Id: <a.b>", ON], []),
        (["From: Sari <sari@rumah.example>", "Precedence: bulk", ON], []),
        (["From: Sari <sari@rumah.example>", "Auto-Submitted: auto-replied", ON], []),
        (["From: Sari <sari@rumah.example>", "To: " + ", ".join(f"a{n}@y.example" for n in range(12)), ON], []),
        (["From: Sari <sari@rumah.example>", "Date: Tue, 10 Nov 2006 09:00:00 +0700"], []),
        (["From: Sari <sari@rumah.example>", "Date: kemarin"], []),
        (["Subject: Sari Wulandari", ON], []),
    ],
)  # fmt: skip
def test_who_wrote_to_whom(lines: list[str], partners: list[str]) -> None:
    assert found(mail(*lines)) == [(one, "2026-11-10") for one in partners]
    assert found(mail(*lines).replace(b"\n", b"\r\n")) == [(one, "2026-11-10") for one in partners]


def test_a_week_is_told_once_on_its_last_day_and_the_day_is_the_members_own() -> None:
    sari = "From: sari@rumah.example"
    dates = ["Mon, 02 Nov 2026 09:00:00 +0700", "Sat, 07 Nov 2026 20:00:00 +0000", "Wed, 04 Nov 2026 09:00:00 +0700"]
    dates += ["Mon, 09 Nov 2026 09:00:00 +0700"]
    mails = [mail(sari, f"Date: {one}") for one in dates]
    assert found(*mails) == [("sari", "2026-11-09"), ("sari", "2026-11-08")]


def test_a_text_that_looks_like_a_mail_is_none() -> None:
    text = "Halo\n\nFrom now on we meet.\nFrom: Budi Santoso <b@y.example>\n>From x\n\nFrom me to you\n\nTo: x"
    archive = taken([mail("From: sari@rumah.example", ON, text=text), mail(f"From: lain@y.example\n{ON}")])
    assert archive.finish() == (Written("sari", date(2026, 11, 10)),)


def test_in_pieces_of_any_size_it_says_the_same() -> None:
    whole = b"".join(
        mail(f"From: {'sari@rumah' if n % 3 else 'lain@y'}.example", f"Date: {n % 28 + 1} Oct 2026 10:00:00 +0700")
        for n in range(40)
    )  # fmt: skip
    at_once = taken([whole])
    expected, count = at_once.finish(), at_once.mails
    assert (len(expected), count) == (5, 40)
    for size in (1, 7, 100, 4_096):
        archive = taken(whole[start : start + size] for start in range(0, len(whole), size))
        assert (archive.finish(), archive.mails) == (expected, count)


@pytest.mark.parametrize("data", [b"", b"F", b"PK\3\4zip", b"BEGIN:VCALENDAR\n", b"\0" * 9_999])
def test_what_is_no_archive_is_told(data: bytes) -> None:
    archive = taken([data, data])
    assert archive.finish() == ()
    assert (archive.is_one, archive.mails) == (False, 0)


def pieces(size: int) -> Iterator[bytes]:
    """An archive of this size: mails with a picture each, in pieces as they arrive."""
    dice, made, number = random.Random(1), 0, 0
    picture = b"\n".join(dice.randbytes(57).hex().encode() for _ in range(700)).decode()
    while made < size:
        on = LAST - timedelta(days=number % 3_000)
        who = "sari@rumah.example" if number % 5 == 0 else f"orang{number}@contoh.example"
        one = mail(f"From: {who}", "To: saya@kunci.test", f"Date: {on:%d %b %Y} 10:00:00 +0700", text=picture)
        made, number = made + len(one), number + 1
        for start in range(0, len(one), 65_536):
            yield one[start : start + 65_536]


def stream(size: int) -> tuple[int, float, int]:
    """Weeks found, seconds, and the most memory that it took, of which the generator's own is a little."""
    archive = MailArchive(WHOM, JAKARTA, FIRST, LAST)
    tracemalloc.start()
    begins = time.process_time()
    for piece in pieces(size):
        archive.feed(piece)
    weeks = len(archive.finish())
    spent, peak = time.process_time() - begins, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return weeks, spent, peak


def test_it_needs_little_memory_however_large_it_is() -> None:
    weeks, _, peak = stream(30_000_000)
    assert weeks > 10
    assert peak < 3_000_000


@pytest.mark.heavy
def test_a_gigabyte_streams() -> None:
    weeks, spent, peak = stream(1_000_000_000)
    assert weeks > 300
    assert peak < 10_000_000
    assert spent < 120
    print(f"1 GB in {spent:.1f} s and {peak / 1e6:.1f} MB")  # noqa: T201  # the figure for docs/proof.md


FRAGMENTS = st.sampled_from(
    [
        b"From x\n", b"From: sari@rumah.example\n", b"From: =?utf-8?b?!!?= <a@b>\n", b"Date: Tue, 10 Nov 2026 09:00\n",
        b"Date: 99 Nov 99999 99:99:99 +9999\n", b"To: <<>>,,(\"\n", b"To: " + b"(" * 300 + b"\n", b"\n", b"\r\n",
        b"Cc:", b" ", b"List-Id", b"\xff", b"\0", b"From ", b"Fro",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS | st.binary(max_size=8), max_size=60), st.booleans())
def test_no_bytes_raise(parts: list[bytes], begins: bool) -> None:
    archive = taken([b"From x\n", *parts] if begins else parts)
    for one in archive.finish():
        assert one.partner in ("sari", "budi")
        assert FIRST <= one.day <= LAST
