"""People between people in the demonstration: a match through two, and a mediated first step.

Days are counted back from the day of the start, as in demo_story.py. What Sekar looks for, Wening passes on to Bagas,
who brings her to a key of Made's; she brings Sekar. Rania would like to get to know Wening: Bagas asked her, both told
him what they are wary of, and Rania has agreed to a small exchange that Wening has yet to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import first_steps, mediating, relaying, wants
from kunci.actions.wants import Hearers, WantText
from kunci.site.demo_running import holder_of, subject
from kunci.site.demo_story import TRUSTED

if TYPE_CHECKING:
    from kunci.site.demo import Step, World

# (who looks, who passes it on, who knows the holder, the key), for each match through two.
CHAINS = (("sekar", "wening", "bagas", "made-2"),)
# (who wishes, who mediates, whom they would like to get to know, a small key of each), for each first step.
FIRST_STEPS = (("rania", "bagas", "wening", "rania-1", "wening-3"),)


def between(world: World) -> Iterator[Step]:
    for chain in CHAINS:
        yield from _Chain(world, *chain).steps()
    for step in FIRST_STEPS:
        yield from _FirstStep(world, *step).steps()


class _Chain:
    """A match through two."""

    def __init__(self, world: World, asker: str, relayer: str, mediator: str, key: str) -> None:
        self.world, self.key = world, key
        self.asker, self.relayer, self.mediator = asker, relayer, mediator

    def steps(self) -> Iterator[Step]:
        yield 16, self.write
        yield 15, self.relay
        yield 13, self.bring_the_first
        yield 12, self.agree
        yield 10, self.tell_the_first
        yield 9, self.bring_the_second
        yield 6, self.agree
        yield 5, self.tell_the_second

    def write(self) -> None:
        text, why = "Kepala pengembangan di grup resor, Nusa Tenggara", "Kemasan kertas untuk kamar mereka."
        world, said = self.world, WantText(text, why, travels=True)
        self.want = subject(wants.write(world.act(self.asker), said, Hearers(TRUSTED), 90, world.today))

    def relay(self) -> None:
        said = WantText("Siapa dekat dengan pengelola resor di Labuan Bajo?", travels=True)
        act, world = self.world.act(self.relayer), self.world
        done = relaying.relay(act, self.want, said, Hearers(TRUSTED), 30, world.today)
        self.second = subject(done)

    def bring_the_first(self) -> None:
        self._bring(self.mediator, self.second, "Orang yang saya jamin mencari pengelola resor.")

    def tell_the_first(self) -> None:
        self._tell(self.mediator, "Made bersedia; ceritakan apa yang dibutuhkan.")

    def bring_the_second(self) -> None:
        self._bring(self.relayer, self.want, "Yang sebenarnya mencari memasok kemasan, rapi dan tepat waktu.")

    def tell_the_second(self) -> None:
        self._tell(self.relayer, "Made bersedia. Mulailah dari satu contoh kemasan.")

    def agree(self) -> None:
        world = self.world
        mediating.say_yes(world.act(holder_of(self.key)), self.mediation, world.address)

    def _bring(self, who: str, want: UUID, sentence: str) -> None:
        world = self.world
        done = mediating.propose(world.act(who), want, world.keys[self.key], sentence, world.address)
        self.mediation = subject(done)

    def _tell(self, who: str, words: str) -> None:
        mediating.tell(self.world.act(who), self.mediation, words, self.world.address)


class _FirstStep:
    """A mediated first step, up to the answer of the one who was asked."""

    def __init__(self, world: World, asker: str, mediator: str, other: str, asks: str, others: str) -> None:
        self.world, self.keys = world, {asker: asks, other: others}
        self.asker, self.mediator, self.other = asker, mediator, other

    def steps(self) -> Iterator[Step]:
        yield 10, self.write
        yield 8, self.propose
        yield 7, self.agree_to_meet
        yield 6, self.tell
        yield 4, self.talk
        yield 3, self.pair
        yield 2, self.agree

    def write(self) -> None:
        world, person = self.world, self.world.members[self.other]
        said = WantText("Ingin belajar caranya menjaga pelanggan bertahun-tahun.", may_name=True, person=person)
        self.want = subject(wants.write(world.act(self.asker), said, Hearers(TRUSTED), 90, world.today))

    def propose(self) -> None:
        words = "Rania ingin belajar dari Anda; saya kenal baik keduanya."
        act = self.world.act(self.mediator)
        self.step = subject(first_steps.propose(act, self.want, words, self.world.address, named=True))

    def agree_to_meet(self) -> None:
        first_steps.say_yes(self.world.act(self.other), self.step, self.world.address)

    def tell(self) -> None:
        words = "Wening bersedia. Ceritakan kepada saya apa yang membuat Anda ragu."
        first_steps.tell(self.world.act(self.mediator), self.step, words, self.world.address)

    def talk(self) -> None:
        world = self.world
        wary = {self.asker: "Saya takut dikira mencari pesanan.", self.other: "Waktu saya sempit bulan ini."}
        for who, words in wary.items():
            first_steps.note(world.act(who), self.step, words, world.address)
            first_steps.name_key(world.act(who), self.step, world.keys[self.keys[who]], world.address)

    def pair(self) -> None:
        first_steps.pair(self.world.act(self.mediator), self.step, self.world.address)

    def agree(self) -> None:
        first_steps.agree(self.world.act(self.asker), self.step, self.world.address)
