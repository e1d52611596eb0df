"""What was promised in the demonstration and is due about now; one of these promises was kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kunci.actions import promises
from kunci.models.models import Promise
from kunci.models.viewer import looking, member

if TYPE_CHECKING:
    from kunci.site.demo import Step, World

# (who notes it, with whom, whether it is their own, what, the day it was made and, negative ahead, the day it is due,
# both counted back; and the day on which it was kept).
PROMISES: tuple[tuple[str, str, bool, str, int, int, int | None], ...] = (
    ("wening", "tigor", True, "Meminjamkan buku soal izin alat kesehatan", 32, 22, 24),
    ("wening", "bagas", True, "Mengirim contoh linen untuk kamar VIP", 9, -2, None),
    ("wening", "sekar", False, "Mengirim daftar harga kemasan yang baru", 9, -1, None),
    ("wening", "citra", True, "Menanyakan jadwal pameran di Surabaya", 16, 2, None),
)  # fmt: skip


def promising(world: World) -> Iterator[Step]:
    for who, other, mine, words, made, due, kept in PROMISES:
        yield made, partial(_make, world, who, other, mine, words, due)
        if kept is not None:
            yield kept, partial(_keep, world, who, words)


def _make(world: World, who: str, other: str, mine: bool, words: str, due: int) -> None:
    day = world.start - timedelta(days=due)
    promises.make(world.act(who), world.members[other], words, day, world.today, mine=mine)


def _keep(world: World, who: str, words: str) -> None:
    act = world.act(who)
    with looking(member(act.member), act.now):
        promise = Promise.objects.get(words=words, ended=None).id
    promises.end(world.act(who), promise, "kept", world.today)
