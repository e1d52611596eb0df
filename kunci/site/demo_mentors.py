"""Who accompanies whom in the demonstration: Wening let Rania go, who asks in her own words by now; Citra, who has told
of two exchanges, shows her a draft that waits.

Days are counted back from the day of the start, as in demo_story.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import mentoring
from kunci.actions.exchanges import Words
from kunci.core.mentoring import Role
from kunci.site.demo_running import subject

if TYPE_CHECKING:
    from kunci.site.demo import Step, World


@dataclass(frozen=True)
class Mentored:
    """`drafts`: (day, key, words, the day of the mentor's comment and what they say, or None); what is asked for the
    same key later (demo_asked.py) is sent from it. `let_go`: (day, what the mentor says)."""

    newcomer: str
    mentor: str
    asked: int
    words: str
    agreed: int
    drafts: tuple[tuple[int, str, str, tuple[int, str] | None], ...] = ()
    let_go: tuple[int, str] | None = None


MENTORED = (
    Mentored("rania", "wening", 52, "Saya sering ragu menulis permintaan. Maukah Ibu membacanya dulu?", 50,
             ((36, "bagas-3", "Apakah pemilik hotelnya butuh katering? Kami bisa semua jenis acara.",
               (35, "Tulis satu hal yang paling Anda kuasai, dan kota mana. Pemiliknya akan lebih mudah menjawab.")),),
             (11, "Sekarang Anda bertanya dengan suara Anda sendiri. Saya tinggal ikut senang.")),
    Mentored("citra", "wening", 17, "Saya ingin belajar bertanya lebih singkat.", 15,
             ((2, "made-3", "Dapur resor mereka bisa ditata lebih lapang tanpa membongkar dinding.", None),)),
)  # fmt: skip


def accompanying(world: World) -> Iterator[Step]:
    for one in MENTORED:
        running = _Running(world, one)
        yield one.asked, running.ask
        yield one.agreed, running.agree
        for day, key, words, said in one.drafts:
            yield day, partial(running.draft, key, words)
            if said is not None:
                yield said[0], partial(running.note, key, said[1])
        if one.let_go is not None:
            yield one.let_go[0], partial(running.end, one.let_go[1])


class _Running:
    """One mentorship."""

    id: UUID

    def __init__(self, world: World, of: Mentored) -> None:
        self.world = world
        self.of = of

    def ask(self) -> None:
        world, of = self.world, self.of
        act, mentor = world.act(of.newcomer), world.members[of.mentor]
        self.id = subject(mentoring.propose(act, mentor, Role.NEWCOMER, of.words, world.address))

    def agree(self) -> None:
        mentoring.agree(self.world.act(self.of.mentor), self.id, self.world.address)

    def draft(self, key: str, words: str) -> None:
        world, who = self.world, self.of.newcomer
        world.drafts[key, who] = subject(
            mentoring.write(world.act(who), world.keys[key], Words(words), world.address, world.today)
        )

    def note(self, key: str, said: str) -> None:
        world = self.world
        mentoring.note(world.act(self.of.mentor), world.drafts[key, self.of.newcomer], said, world.address)

    def end(self, said: str) -> None:
        mentoring.end(self.world.act(self.of.mentor), self.id, said, self.world.address)
