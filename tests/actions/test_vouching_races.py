"""A word is taken back or shut at the very moment at which somebody counts it: real threads and transactions.

What comes of it is what would have come of one after the other; and whoever spoke never waits for who counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import sleep
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kunci.actions import ties, vouching
from kunci.actions.closing import close_account
from kunci.actions.verb import Refused
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.core.vouching import LASTS, MOST
from kunci.models.models import Vouch
from kunci.models.viewer import looking, member
from kunci.reveal import vouching as seen
from tests.actions.steps import relation
from tests.actions.test_verb import at_once, outcome
from tests.actions.test_vouching import meet, says
from tests.cast import ADDRESS, Cast, join

RACES = 7
Step = Callable[[], object]


def trio(cast: Cast) -> tuple[UUID, UUID, UUID]:
    """Speaker, hearer, and whom it is about: three who have only just joined. The hearer trusts the speaker."""
    number = cast.once.used
    speaker = join(cast.act(cast.sari), "Wati", f"wati{number}@kunci.test")
    hearer, about = (join(cast.act(speaker), name, f"{name}{number}@kunci.test") for name in ("Yusuf", "Zaki"))
    meet(cast, hearer, about)
    cast.knows_for_years(hearer, speaker)
    return speaker, hearer, about


ENDINGS: dict[str, Callable[[Cast, UUID, UUID, UUID], Step]] = {
    "withdrawn": lambda cast, speaker, hearer, word: partial(vouching.withdraw, cast.act(speaker), word, ADDRESS),
    "shut out": lambda cast, speaker, hearer, word: partial(ties.lower, cast.act(speaker), hearer, Rung.STRANGER),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_counted_and_ended_at_once_it_was_counted_before_or_not_at_all(committed: Cast, ending: str) -> None:
    for _ in range(RACES):
        speaker, hearer, about = trio(committed)
        word = says(committed, speaker, about, hearer)
        count: Step = partial(vouching.count, committed.act(hearer), word, committed.now.date())
        steps = [ENDINGS[ending](committed, speaker, hearer, word), count]
        done = at_once(steps)
        assert not isinstance(done[0], Refused)
        counted = [row.kind for row in relation(committed, hearer, about).evidence]
        assert (outcome(done[1]), counted) in (
            ("done", [Kind.VOUCH]), ("word_over", []), ("gone", []),
        )  # fmt: skip
        assert seen.said(speaker, committed.now) == ()


@pytest.mark.parametrize("closing", ["about", "hearer"])
def test_said_of_or_to_somebody_who_closes_at_once_it_leaves_no_name_and_does_not_hold(
    committed: Cast, closing: str
) -> None:
    for _ in range(RACES):
        speaker, hearer, about = trio(committed)
        gone = about if closing == "about" else hearer
        steps: list[Step] = [
            partial(vouching.say, committed.act(speaker), about, hearer, Kind.VOUCH, "Jujur.", ADDRESS),
            partial(close_account, committed.act(gone)),
        ]
        done = at_once(steps)
        assert outcome(done[0]) in ("done", "gone")
        assert outcome(done[1]) == "done"
        committed.later(0.01)
        assert seen.said(speaker, committed.now) == ()
        with looking(member(speaker), committed.now):
            names = list(Vouch.objects.values_list("about_name", flat=True))
        assert names == ([] if outcome(done[0]) == "gone" else [""] if closing == "about" else ["Zaki"])


def test_counted_twice_at_once_it_counts_once(committed: Cast) -> None:
    for _ in range(RACES):
        speaker, hearer, about = trio(committed)
        word = says(committed, speaker, about, hearer)
        day = committed.now.date()
        steps: list[Step] = [partial(vouching.count, committed.act(hearer), word, day) for _ in range(2)]
        done = at_once(steps)
        assert sorted(map(outcome, done)) == ["counted_already", "done"]
        assert [row.kind for row in relation(committed, hearer, about).evidence] == [Kind.VOUCH]


def test_two_windows_say_no_more_than_ten(committed: Cast) -> None:
    speaker, hearer, _ = trio(committed)
    guests = [join(committed.act(speaker), f"Tamu {n}", f"tamu{n}@kunci.test") for n in range(MOST + 1)]
    for guest in guests[: MOST - 1]:
        says(committed, speaker, guest, hearer)
    steps: list[Step] = [
        partial(vouching.say, committed.act(speaker), guest, hearer, Kind.VOUCH, "Jujur.", ADDRESS)
        for guest in guests[MOST - 1 :]
    ]
    assert sorted(map(outcome, at_once(steps))) == ["done", "vouches_enough"]
    assert len(seen.said(speaker, committed.now)) == MOST


def test_two_statements_at_once_make_no_eleventh_whatever_the_application_asks_first(committed: Cast) -> None:
    """As the application's role in plain SQL, without the lock that every action takes."""
    speaker, hearer, _ = trio(committed)
    guests = [join(committed.act(speaker), f"Tamu {n}", f"satu{n}@kunci.test") for n in range(MOST + 1)]
    for guest in guests[: MOST - 1]:
        says(committed, speaker, guest, hearer)

    def say(guest: UUID, name: str) -> str:
        with looking(member(speaker), committed.now):
            try:
                with transaction.atomic():
                    Vouch.objects.create(
                        speaker_id=speaker, hearer_id=hearer, about_id=guest, kind="vouch", about_name=name,
                        sentence="Jujur.", given_at=committed.now, expires_at=committed.now + LASTS,
                    )  # fmt: skip
            except IntegrityError as refused:
                return str(refused).split("\n")[0]
            sleep(0.1)  # the other has long begun: without a lock each would count nine
        return "said"

    pair: list[Step] = [partial(say, guests[n], f"Tamu {n}") for n in (MOST - 1, MOST)]
    assert sorted(map(str, at_once(pair))) == ["no more than ten of a kind", "said"]
    assert len(seen.said(speaker, committed.now)) == MOST
