"""What every verb has in common: who acts, when, once; the transaction and the journal entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid5

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

from kunci.models.models import Journal, Member
from kunci.models.viewer import looking, member

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 5

# What the moment and the installation bring along: a retry after midnight still says the same words.
BROUGHT_ALONG = frozenset({"act", "today", "address"})


@dataclass(frozen=True)
class Act:
    """Who acts, at which instant, and the idempotency key: the same key, verb and words act once."""

    member: UUID
    now: datetime
    once: UUID


@dataclass(frozen=True)
class Done:
    """What came of it: the row it is about, and what the journal and the page say of it."""

    subject: UUID | None = None
    detail: dict[str, object] = field(default_factory=dict)


class Refused(Exception):
    """An action that can't be done: a code, and data for the sentence that the page says (web/refusals.py)."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def verb(name: str) -> Callable[[Callable[Concatenate[Act, P], Done]], Callable[Concatenate[Act, P], Done]]:
    """Makes an action of a function: one transaction as the member who acts, one journal entry, once."""

    def make(act_out: Callable[Concatenate[Act, P], Done]) -> Callable[Concatenate[Act, P], Done]:
        @wraps(act_out)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> Done:
            said = signature(act_out).bind(act, *args, **kwargs).arguments
            once = uuid5(act.once, f"{name}|{_words(said)}")

            def whole() -> Done:
                with looking(member(act.member), act.now):
                    _one_at_a_time(act.member)
                    _still_here(act.member)
                    earlier = Journal.objects.filter(member_id=act.member, once=once).first()
                    if earlier is not None:
                        return Done(earlier.subject, earlier.detail)
                    done = act_out(act, *args, **kwargs)
                    Journal.objects.create(
                        member_id=act.member, verb=name, at=act.now, subject=done.subject, detail=done.detail, once=once
                    )
                    return done

            return unless_given_up(whole)

        return run

    return make


def unless_given_up(whole: Callable[[], T]) -> T:
    """Does `whole`, a transaction of its own, and anew where PostgreSQL gave it up: two had waited for each other.

    The order of locks keeps that from happening; a closing account touches rows of so many that it may all the same.
    """
    for _ in range(TRIES - 1):
        try:
            return whole()
        except OperationalError as given_up:
            if connection.in_atomic_block or not isinstance(given_up.__cause__, DeadlockDetected):
                raise
    return whole()


@contextmanager
def step(act: Act) -> Iterator[None]:
    """One transaction of long work, as the member who began it. No entry: it belongs to the verb that began it."""
    with looking(member(act.member), act.now):
        _one_at_a_time(act.member)
        yield


def _words(said: Mapping[str, object]) -> str:
    """What was said, the same however it was passed; a set in one order."""
    words = {name: value for name, value in said.items() if name not in BROUGHT_ALONG}
    return "|".join(
        f"{name}={sorted(map(repr, value)) if isinstance(value, Set) else repr(value)}" for name, value in words.items()
    )


def _still_here(member: UUID) -> None:
    """What another window began waits for the lock above, and finds the account closed."""
    if Member.objects.filter(id=member, name="").exists():
        raise Refused("gone")


def _one_at_a_time(member: UUID) -> None:
    """A member's actions follow one another (clerk.answer_consent waits for the same lock).

    A retry that arrives while the first try still runs then finds its entry, and of two windows one comes first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(member)])
