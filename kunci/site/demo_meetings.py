"""One-to-ones of the demonstration: one to come, one suggested, one put aside, and two that were and are noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from kunci.actions import one_to_ones
from kunci.models.models import OneToOne
from kunci.models.viewer import looking, member

if TYPE_CHECKING:
    from kunci.site.demo import Step, World


@dataclass(frozen=True)
class Meeting:
    """Who suggested it to whom, where and what about. Days are counted back, negative ahead: when it was `asked`, the
    `starts` suggested, when the first of them was `taken`, and when both `noted` it. `notes`: of the proposer."""

    proposer: str
    partner: str
    place: str
    words: str
    asked: int
    starts: tuple[int, ...]
    taken: int | None = None
    noted: int | None = None
    aside: int | None = None
    notes: str = ""


MEETINGS = (
    Meeting("wening", "sekar", "Kopi Tugu, Yogyakarta", "Buku panduan untuk klien baru", 160, (152, 150), 158, 151),
    Meeting("bagas", "wening", "Kantor Wening, Surabaya", "Pintu rumah sakit berikutnya", 75, (70,), 73, 69),
    Meeting("wening", "bagas", "Warung Lodeh, Semarang", "Siapa yang ingin kita temui tahun depan", 4, (-3, -4), 2,
            notes="Tanya soal kontrak linen dan kabar anaknya."),
    Meeting("sekar", "wening", "Panggilan video", "Cetakan untuk pelatihan Januari", 1, (-6, -8, -9)),
    Meeting("andi", "made", "", "Ngobrol saja", 3, (-5,), aside=2),
)  # fmt: skip


def meeting(world: World) -> Iterator[Step]:
    for one in MEETINGS:
        yield one.asked, partial(_propose, world, one)
        if one.taken is not None:
            yield one.taken, partial(_take, world, one)
        if one.aside is not None:
            yield one.aside, partial(_put_aside, world, one)
        if one.noted is not None:
            yield one.noted, partial(_note, world, one)


def _start(world: World, days: int) -> datetime:
    """At ten in the morning in Jakarta."""
    return datetime.combine(world.start - timedelta(days=days), time(3), UTC)


def _propose(world: World, one: Meeting) -> None:
    starts = [_start(world, days) for days in one.starts]
    partner, address = world.members[one.partner], settings.KUNCI_ADDRESS
    done = one_to_ones.propose(world.act(one.proposer), partner, starts, 60, one.place, one.words, address)
    if one.notes and done.subject is not None:
        one_to_ones.prepare(world.act(one.proposer), done.subject, one.notes)


def _take(world: World, one: Meeting) -> None:
    start, address = _start(world, one.starts[0]), settings.KUNCI_ADDRESS
    one_to_ones.accept(world.act(one.partner), _id(world, one), start, address)


def _put_aside(world: World, one: Meeting) -> None:
    one_to_ones.put_aside(world.act(one.partner), _id(world, one))


def _note(world: World, one: Meeting) -> None:
    for who in (one.proposer, one.partner):
        one_to_ones.note(world.act(who), _id(world, one), world.today, happened=True)


def _id(world: World, one: Meeting) -> UUID:
    act = world.act(one.proposer)
    with looking(member(act.member), act.now):
        return OneToOne.objects.get(proposer=act.member, words=one.words).id
