"""Closing an account, or undoing an import, costs as much more as there is more to delete.

Counted in rows and index entries that PostgreSQL looked at, not in seconds: what a foreign key looks up without an
index of its own shows in no plan of ours, and grows with the square.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import connection

from kunci.actions import closing, imports, merging, ties
from kunci.core.addressbook import Card, Labelled, NameFrom
from kunci.core.evidence import Kind
from kunci.models.models import Evidence, Proposed, Tie
from kunci.models.viewer import looking, member
from kunci.reveal.keyring import batch
from tests.actions.steps import relation
from tests.cast import Cast

FEW, TIMES = 40, 4


def _looked_at(run: Callable[[], object]) -> dict[str, int]:
    """How many rows and index entries of each table `run` looked at."""

    def now() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select t.relname, sum(pg_stat_get_xact_tuples_returned(r.oid))::int from pg_class t"
                " join pg_class r on r.oid = t.oid or r.oid in (select indexrelid from pg_index where indrelid = t.oid)"
                " where t.relnamespace = 'vault'::regnamespace and t.relkind = 'r' group by t.relname"
            )
            return dict(cursor.fetchall())

    before = now()
    run()
    return {table: count - before[table] for table, count in now().items()}


def _brought(cast: Cast, holder: UUID, count: int) -> UUID:
    cards = [
        Card(n, f"Orang {n}", NameFrom.FORMATTED, uid=f"kartu-nomor-{n}", phones=(Labelled(f"+62 812 {n:07}"),))
        for n in range(count)
    ]
    done = imports.import_cards(cast.act(holder), cards, "kontak.vcf")
    assert done.subject is not None
    return done.subject


def _worked_with(cast: Cast, holder: UUID, partner: UUID, count: int) -> None:
    """Contacts merged and kept apart, and notes about a partner, of which half are taken back."""
    keys = [row.id for row in batch(holder, cast.now, _brought(cast, holder, count)).rows]
    for one, other, third, fourth in zip(*(keys[at::4] for at in range(4)), strict=True):
        merging.merge(cast.act(holder), one, other)
        merging.keep_apart(cast.act(holder), third, fourth)
    today = cast.now.date()
    for _ in range(count):
        ties.add_evidence(cast.act(holder), partner, Kind.MET, today, today, "")
    _told_of(cast, holder, partner, count)
    for noted in relation(cast, holder, partner).evidence[::2]:
        ties.take_back(cast.act(holder), partner, noted.id, today)


def _told_of(cast: Cast, holder: UUID, partner: UUID, count: int) -> None:
    """Encounters that each one's calendar told of."""
    for one, other in ((holder, partner), (partner, holder)):
        with looking(member(one), cast.now):
            Proposed.objects.bulk_create(
                Proposed(
                    member_id=one, partner_id=other, kind=Kind.MET, happened_on=cast.now.date(), source="file",
                    mark=f"{number}".encode(), found_at=cast.now,
                )
                for number in range(count)
            )  # fmt: skip


def _noted_by_others(cast: Cast) -> None:
    """So many notes that the planner, which knows nothing of any column, does not take a member's for one row."""
    with looking(member(cast.sari), cast.now):
        tie = Tie.objects.get(partner=cast.budi).id
        Evidence.objects.bulk_create(
            Evidence(tie_id=tie, member_id=cast.sari, kind=Kind.MET, happened_on=cast.now.date(), created_at=cast.now)
            for _ in range(FEW * TIMES * 20)
        )
    with connection.cursor() as cursor:
        cursor.execute("discard plans")  # those of foreign keys are kept, from when the tables were all but empty


def _grown(few: dict[str, int], many: dict[str, int]) -> dict[str, float]:
    """By how much more each table was looked at, where it was looked at often enough to tell."""
    return {table: round(many[table] / max(count, FEW), 1) for table, count in few.items() if many[table] > FEW * TIMES}


def test_closing_an_account_with_four_times_as_much_looks_at_about_four_times_as_many_rows(cast: Cast) -> None:
    _noted_by_others(cast)
    _worked_with(cast, cast.budi, cast.sari, FEW)
    _worked_with(cast, cast.joko, cast.ratna, FEW * TIMES)
    few = _looked_at(lambda: closing.close_account(cast.act(cast.budi)))
    many = _looked_at(lambda: closing.close_account(cast.act(cast.joko)))
    grown = _grown(few, many)
    assert {"key", "face", "layer", "mark", "evidence", "journal", "proposed"} <= set(grown)
    assert {table: by for table, by in grown.items() if by > TIMES * 1.5} == {}


def test_undoing_an_import_four_times_as_long_looks_at_about_four_times_as_many_rows(cast: Cast) -> None:
    short, long = _brought(cast, cast.budi, FEW), _brought(cast, cast.joko, FEW * TIMES)
    few = _looked_at(lambda: imports.undo(cast.act(cast.budi), short))
    many = _looked_at(lambda: imports.undo(cast.act(cast.joko), long))
    grown = _grown(few, many)
    assert {"key", "face", "layer", "mark"} <= set(grown)
    assert {table: by for table, by in grown.items() if by > TIMES * 1.5} == {}
