"""Worlds: a few people and what they do to each other, all of it through the same actions that pages call.

What happens is a list of calls with everything resolved, so that it can be done again in the other world, and printed
when the two differ. A call says for itself when it is a secret from somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import transaction

from kunci.actions.verb import Act, Refused
from kunci.models.models import Account
from kunci.models.viewer import Principal
from tests import cast as casting
from tests.cast import NOW
from tests.secrecy.knowledge import Knowledge, knowledge
from tests.secrecy.stage import Clockwork, execute

T = TypeVar("T")


class Undo(Exception):
    """Takes a branch back."""


@dataclass(frozen=True)
class Call:
    """Something done, `by` a member or a link. `secret`: whoever it is kept from can't learn of it, whatever the state;
    else that depends."""

    by: UUID | None
    words: str
    do: Callable[[World], object]
    secret: bool = True


class Pick:
    """A number from which choices are taken, one after another."""

    def __init__(self, number: int) -> None:
        self._left = number

    def of(self, options: Sequence[T]) -> T:
        self._left, place = divmod(self._left, len(options))
        return options[place]

    def some(self, options: Sequence[T]) -> list[T]:
        return [one for one in options if self.of((False, True))]


class World:
    """Five people: Sari founded, Budi and Ratna came by her, Joko by Ratna, Maya by Joko. `now` is everybody's."""

    def __init__(self, work: Clockwork) -> None:
        self.work = work
        work.now = NOW
        self._acts = {"common": 0, "secret": 0}
        self.enter("common")
        cast = casting.make()
        self.sari, self.budi, self.ratna, self.joko = cast.sari, cast.budi, cast.ratna, cast.joko
        self.maya = casting.join(self.act(self.joko), "Maya Lestari", "maya@kunci.test")
        self.names = {getattr(self, name): name for name in ("sari", "budi", "ratna", "joko", "maya")}
        for member in self.names:  # each has a calendar to subscribe to
            Account.objects.filter(id=member).update(feed=uuid5(member, "feed"))

    @property
    def now(self) -> datetime:
        return self.work.now

    def name(self, member: UUID) -> str:
        return self.names.get(member, "a newcomer")

    def story(self, call: Call) -> str:
        return f"{self.names.get(call.by, 'somebody') if call.by else 'somebody'} {call.words}"

    def later(self, time: timedelta) -> None:
        self.work.now += time

    def act(self, member: UUID) -> Act:
        self._acts[self.lane] += 1
        return Act(member, self.now, uuid5(member, f"{self.lane}/{self._acts[self.lane]}"))

    def run(self, call: Call, lane: str = "common") -> str:
        """Does it; what came of it in a word ('' or the code of a refusal)."""
        self.enter(lane)
        try:
            with transaction.atomic():
                call.do(self)
        except Refused as refused:
            return refused.code
        except Exception as broken:
            broken.add_note(self.story(call))
            raise
        return ""

    def run_secret(self, call: Call, viewer: Principal | None, at: datetime, before: Knowledge) -> bool:
        """Does it unless that would change what the viewer may know at an instant; False if it was not done.

        AssertionError where it had to be a secret.
        """
        state = self._state()
        try:
            with transaction.atomic():
                self.run(call, "secret")
                after = knowledge(viewer, at)
                if after != before:
                    raise Undo
        except Undo:
            self._restore(state)
            # What an exchange of sets rests on ends it with it, and that both are told; so with a mentorship, of which
            # those whom the newcomer deals with read as well. Its mentor may know how much the newcomer did meanwhile.
            told = ("set_exchange", "as_newcomer", "as_mentor", "accompanied", "learnt")
            if call.secret and all(after.of(one) == before.of(one) for one in told):
                raise AssertionError(f"not kept secret: {self.story(call)}") from None
            return False
        return True

    @contextmanager
    def branch(self) -> Iterator[None]:
        """What happens inside is taken back at the end."""
        state = self._state()
        try:
            with transaction.atomic():
                yield
                raise Undo
        except Undo:
            pass
        finally:
            self._restore(state)

    def _state(self) -> tuple[datetime, dict[str, int], str]:
        return self.now, dict(self._acts), self.lane

    def _restore(self, state: tuple[datetime, dict[str, int], str]) -> None:
        self.work.now, self._acts, self.lane = state

    def enter(self, lane: str) -> None:
        """From here on ids come from this lane: what one world does alone takes none from what both do."""
        self.lane = lane
        self._acts[lane] += 1
        self.work.rewind(f"{lane}{self._acts[lane]}-")
        execute("select set_config('worlds.lane', %s, true)", [lane])
