"""What people of the demonstration look for, what is offered for it, and a word of thanks.

Days are counted back from the day of the start, as in demo_story.py. Wening finds among the wants of her partners one
that a key and a contact of hers may answer, and one between whose two sides she stands: she asked the holder,
who said yes, and it is for her to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kunci.actions import heard_wants, mediating, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.rungs import Rung
from kunci.site.demo_running import holder_of, subject
from kunci.site.demo_story import TRUSTED

if TYPE_CHECKING:
    from kunci.site.demo import Step, World


@dataclass(frozen=True)
class Want:
    """`offered`: (day, key, what its holder says); `closed`: (day, thanks to whoever offered); `mediated`: (day, by
    whom, a key of somebody else, what they say to its holder, the day of the holder's yes)."""

    author: str
    day: int
    text: str
    why: str
    rung: Rung = TRUSTED
    travels: bool = False
    offered: tuple[int, str, str] | None = None
    closed: tuple[int, str] | None = None
    mediated: tuple[int, str, str, str, int] | None = None


WANTS = (
    Want("sekar", 52, "Panitia festival seni, Yogyakarta",
         "Kami mencetak kemasan untuk cendera mata, dari seratus lembar.",
         offered=(47, "rania-3", "Panitianya sedang menyiapkan cendera mata; saya bisa bertanya dulu."),
         closed=(24, "Terima kasih, Rania. Tawaranmu datang tepat waktu.")),
    Want("yohana", 13, "Pemilik vila atau penginapan, Bali",
         "Kami memasang panel surya, dan ingin tahu apa yang menahan mereka selama ini.",
         offered=(7, "made-4", "Beliau mengeluh soal listrik minggu lalu.")),
    Want("bagas", 11, "Manajer SDM di pabrik, Surabaya atau Mojokerto",
         "Seragam operator mereka bisa kami cuci dan sewakan."),
    Want("citra", 8, "Kepala penjualan di pabrik kertas, Mojokerto",
         "Saya mencari kertas tebal untuk pelapis dinding.", travels=True,
         mediated=(4, "wening", "sekar-4", "Seseorang yang saya jamin mencari kertas tebal untuk pelapis dinding.", 2)),
)  # fmt: skip


def looking_for(world: World) -> Iterator[Step]:
    for one in WANTS:
        running = _Running(world, one)
        yield one.day, running.write
        if one.offered is not None:
            day, key, sentence = one.offered
            yield day, partial(running.offer, key, sentence)
        if one.closed is not None:
            day, thanks = one.closed
            yield day, partial(running.close, thanks)
        if one.mediated is not None:
            day, mediator, key, sentence, agreed = one.mediated
            yield day, partial(running.mediate, mediator, key, sentence)
            yield agreed, partial(running.agree, key)


class _Running:
    """One want."""

    def __init__(self, world: World, of: Want) -> None:
        self.world = world
        self.of = of

    def write(self) -> None:
        said = WantText(self.of.text, self.of.why, travels=self.of.travels)
        act = self.world.act(self.of.author)
        self.want = subject(wants.write(act, said, Hearers(self.of.rung), 90, self.world.today))

    def offer(self, key: str, sentence: str) -> None:
        world = self.world
        heard_wants.offer(world.act(holder_of(key)), self.want, world.keys[key], sentence, world.address)

    def mediate(self, mediator: str, key: str, sentence: str) -> None:
        world = self.world
        act = world.act(mediator)
        self.mediation = subject(mediating.propose(act, self.want, world.keys[key], sentence, world.address))

    def agree(self, key: str) -> None:
        mediating.say_yes(self.world.act(holder_of(key)), self.mediation, self.world.address)

    def close(self, thanks: str) -> None:
        helpers = {self.world.members[holder_of(self.of.offered[1])]} if self.of.offered else set()
        wants.close(self.world.act(self.of.author), self.want, helpers, thanks, self.world.address)
