"""Two act on one want at the very same moment: real threads and transactions. Both get a clear result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from kunci.actions import heard_wants, wants
from kunci.actions.closing import close_account
from kunci.actions.wants import WantText
from kunci.core.wants import MOST
from kunci.reveal import doors
from kunci.reveal import heard_wants as heard
from kunci.reveal import wants as seen
from tests.actions.test_verb import at_once, outcome
from tests.actions.test_wants import DOOR, TRUSTED, lets, writes
from tests.cast import ADDRESS, Cast, join

ROUNDS = 4
Step = Callable[[], object]


def pair(cast: Cast) -> tuple[UUID, UUID]:
    """Somebody who looks for a door, and a partner who hears of it; both have only just joined."""
    number = cast.once.used
    author = join(cast.act(cast.sari), "Wati", f"wati{number}@kunci.test")
    reader = join(cast.act(author), "Yusuf", f"yusuf{number}@kunci.test")
    lets(cast, author, reader)
    return author, reader


def offering(cast: Cast, reader: UUID, want: UUID, key: UUID) -> Step:
    return partial(heard_wants.offer, cast.act(reader), want, key, "Saya kenal orangnya.", ADDRESS)


def offered(cast: Cast, author: UUID, want: UUID) -> list[UUID]:
    found = seen.want(author, cast.now, want)
    assert found is not None
    return sorted(one.holder.id for one in found.offers)


def two_offer(cast: Cast) -> None:
    """Two partners offer a key each: both arrive, each is open to the author alone."""
    author, one = pair(cast)
    other = join(cast.act(author), "Zaki", f"zaki{cast.once.used}@kunci.test")
    lets(cast, author, other)
    want, keys = writes(cast, author), [cast.key(one), cast.key(other)]
    done = at_once([offering(cast, one, want, keys[0]), offering(cast, other, want, keys[1])])
    assert [outcome(came) for came in done] == ["done", "done"]
    assert offered(cast, author, want) == sorted([one, other])
    assert {row.id for row in doors.doors(author, cast.now).rows} == set(keys)
    assert [doors.doors(who, cast.now).rows for who in (one, other)] == [[], []]


def one_offers_twice(cast: Cast) -> None:
    """The same key from two windows is one offer."""
    author, reader = pair(cast)
    want, key = writes(cast, author), cast.key(reader)
    done = at_once([offering(cast, reader, want, key) for _ in range(2)])
    assert sorted(outcome(came) for came in done) == ["done", "offered_for_want"]
    assert offered(cast, author, want) == [reader]


def closed_while_offering(cast: Cast) -> None:
    """The offer came before, and stands on the closed want, or there was nothing to offer for any more."""
    author, reader = pair(cast)
    want, key = writes(cast, author), cast.key(reader)
    close: Step = partial(wants.close, cast.act(author), want, frozenset(), "", ADDRESS)
    done = at_once([offering(cast, reader, want, key), close])
    assert outcome(done[1]) == "done"
    came = outcome(done[0])
    assert came in ("done", "gone")
    assert offered(cast, author, want) == ([reader] if came == "done" else [])
    assert len(doors.doors(author, cast.now).rows) == (came == "done")


def gone_while_offering(cast: Cast) -> None:
    """Whoever looked closes their account meanwhile: nothing is left open to them."""
    author, reader = pair(cast)
    want, key = writes(cast, author), cast.key(reader)
    gone: Step = partial(close_account, cast.act(author))
    done = at_once([offering(cast, reader, want, key), gone])
    assert outcome(done[0]) in ("done", "gone")
    assert outcome(done[1]) == "done"
    assert heard_by(cast, reader) == []


def put_aside_while_closing(cast: Cast) -> None:
    author, reader = pair(cast)
    want = writes(cast, author)
    steps: list[Step] = [
        partial(heard_wants.put_aside, cast.act(reader), want),
        partial(wants.close, cast.act(author), want, frozenset({reader}), "Terima kasih.", ADDRESS),
    ]
    done = at_once(steps)
    assert outcome(done[0]) in ("done", "gone")
    assert outcome(done[1]) == "done"
    assert heard_by(cast, reader) == []


def heard_by(cast: Cast, reader: UUID) -> list[str]:
    return [row.text for row in heard.heard(reader, cast.now).rows]


def two_windows_write_the_eleventh(cast: Cast) -> None:
    author, _ = pair(cast)
    for number in range(MOST - 1):
        writes(cast, author, f"Pintu nomor {number}")
    today = cast.now.date()
    steps: list[Step] = [
        partial(wants.write, cast.act(author), WantText(text), TRUSTED, 90, today) for text in (DOOR, "Notaris, Medan")
    ]
    assert sorted(outcome(came) for came in at_once(steps)) == ["done", "wants_enough"]
    assert len(seen.wants(author, cast.now)) == MOST


def two_windows_write_the_same(cast: Cast) -> None:
    author, _ = pair(cast)
    steps: list[Step] = [
        partial(wants.write, cast.act(author), WantText(text), TRUSTED, 90, cast.now.date())
        for text in (DOOR, f"{DOOR}!")
    ]
    assert sorted(outcome(came) for came in at_once(steps)) == ["done", "want_alike"]


RACES = (
    two_offer, one_offers_twice, closed_while_offering, gone_while_offering, put_aside_while_closing,
    two_windows_write_the_eleventh, two_windows_write_the_same,
)  # fmt: skip


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_two_who_act_on_one_want_at_once_both_get_a_clear_result(committed: Cast, race: Callable[[Cast], None]) -> None:
    for _ in range(ROUNDS):
        race(committed)


@pytest.mark.heavy
@pytest.mark.parametrize("race", RACES[:5], ids=lambda race: race.__name__)
def test_a_hundred_races_of_each_kind(committed: Cast, race: Callable[[Cast], None]) -> None:
    for _ in range(100):
        race(committed)
