"""Sealed details open in their place only, and nothing that is sealed stands anywhere in the clear."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from kunci.models import links
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.viewer import Principal
from kunci.reveal.sealed import details
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand


@dataclass(frozen=True)
class Stored:
    """A contact face as it lies in the database."""

    face: UUID
    holder: UUID
    sealed: Sealed

    @property
    def place(self) -> Place:
        return Place("face", self.face, "sealed", self.holder)


@pytest.fixture
def stored(ground: Ground, both: Hand) -> list[Stored]:
    """All contact faces; the first two are Sari's, the last is Ratna's."""
    with both.everything():
        rows = both.rows(
            "select id, holder, sealed, wrapped_key from vault.face where kind = 'contact' and length(sealed) > 1 "
            "order by holder = %s, created_at, id",
            [ground.cast.ratna],
        )
    return [Stored(id, holder, Sealed(bytes(sealed), bytes(wrapped))) for id, holder, sealed, wrapped in rows]


def broken(sealed: Sealed, place: Place) -> bool:
    try:
        unseal(sealed, place)
    except SealBroken:
        return True
    return False


def test_every_stored_contact_opens_in_its_place(stored: list[Stored]) -> None:
    assert len({one.holder for one in stored}) == 2
    for one in stored:
        assert "emails" in unseal(one.sealed, one.place)


def test_sealed_bytes_open_in_no_other_row_table_field_or_owner(stored: list[Stored]) -> None:
    first, second, last = stored[0], stored[1], stored[-1]
    assert first.holder == second.holder != last.holder
    for other in (second, last):
        assert broken(first.sealed, other.place)
        assert broken(replace(first.sealed, wrapped_key=other.sealed.wrapped_key), first.place)
        assert broken(replace(other.sealed, wrapped_key=first.sealed.wrapped_key), first.place)
        moved = details(other.face, other.holder, first.sealed.sealed, first.sealed.wrapped_key)
        assert (moved.broken, moved.emails, moved.phones) == (True, (), ())
    for wrong in (
        replace(first.place, table="outbox"),
        replace(first.place, field="wrapped_key"),
        replace(first.place, row=uuid4()),
        replace(first.place, owner=last.holder),
        replace(first.place, owner=None),
    ):
        assert broken(first.sealed, wrong)


@pytest.mark.parametrize("part", ["sealed", "wrapped_key"])
def test_a_bit_that_flips_anywhere_breaks_the_seal(stored: list[Stored], part: str) -> None:
    first = stored[0]
    whole: bytes = getattr(first.sealed, part)
    for place in range(len(whole)):
        bad = bytearray(whole)
        bad[place] ^= 1 << place % 8
        assert broken(replace(first.sealed, **{part: bytes(bad)}), first.place), place
    for cut in (b"", whole[:1], whole[:13], whole[:-1], whole + b"\0"):
        assert broken(replace(first.sealed, **{part: cut}), first.place), len(cut)


def test_the_same_details_are_never_sealed_to_the_same_bytes(stored: list[Stored]) -> None:
    assert len({one.sealed.sealed[:12] for one in stored}) == len(stored)
    assert len({one.sealed.wrapped_key for one in stored}) == len(stored)


def test_nothing_sealed_stands_in_any_column_in_the_clear(ground: Ground, both: Hand) -> None:
    with both.everything():
        columns = both.rows(
            "select n.nspname, c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "join pg_attribute a on a.attrelid = c.oid where n.nspname in ('vault', 'public') and c.relkind = 'r' "
            "and a.attnum > 0 and not a.attisdropped"
        )
        dump = "\n".join(
            str(both.one(f'select string_agg("{column}"::text, chr(10)) from "{schema}"."{table}"'))
            for schema, table, column in columns
        ).lower()
    # What lies open, so that a search that finds nothing means something.
    for open_word in ("hendra gunawan", "wahyu rahasia", "direktur bank, jakarta"):
        assert open_word in dump
    secrets = [
        "hendra@rs.example",
        "lia@notaris.example",
        "wahyu@rahasia.example",
        "tuti@rahasia.example",
        "+62 812 0000 001",
        "0000 001",
        links.word(Principal("c", ground.open_consent)),
        links.word(Principal("c", ground.open_consent)).partition(":")[2],
    ]
    for secret in secrets:
        raw = secret.encode()
        for form in (secret, raw.hex(), base64.b64encode(raw).decode().rstrip("="), raw[::-1].decode()):
            assert form.lower() not in dump, secret


def test_a_mail_once_sent_or_given_up_is_forgotten(both: Hand) -> None:
    mail = both.rows("select id, sealed from clerk.claim_mail('infinity')")
    assert len(mail) == 1
    assert len(bytes(mail[0][1])) > 0
    both.rows("select clerk.mail_done(%s, now(), true)", [mail[0][0]])
    with both.everything():
        assert both.rows("select sealed from vault.outbox where id = %s", [mail[0][0]]) == [(b"",)]
