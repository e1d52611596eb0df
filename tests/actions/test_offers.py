"""Keys offered unasked, and keys set aside: what the other does with it, or never hears of."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kunci.actions import exchanges, keyring, offers
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import doors, readiness
from kunci.reveal import exchanges as seen
from tests.actions.conftest import Deliver
from tests.actions.steps import agreed, asked_for, decision, emails_seen, opened, readers, refused, trusts
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def offer(cast: Cast, holder: UUID, partner: UUID, key: UUID) -> UUID:
    made = offers.offer(cast.act(holder), key, partner, "Saya teringat Anda.", ADDRESS).subject
    assert made is not None
    return made


def take_up(cast: Cast, partner: UUID, key: UUID, made: UUID) -> UUID:
    asked = exchanges.ask(cast.act(partner), key, "Saya mau.", ADDRESS, offer=made).subject
    assert asked is not None
    return asked


def test_an_offer_shows_what_door_it_is_and_nothing_behind_it_for_three_weeks(cast: Cast) -> None:
    key = cast.key(cast.sari)
    assert opened(cast, cast.ratna) == []
    made = offer(cast, cast.sari, cast.ratna, key)
    door = doors.door(cast.ratna, cast.now, key)
    assert door is not None
    assert (door.hint_line, door.name, door.contact, door.offer) == (
        "Kepala pengadaan, rumah sakit, Surabaya", "", None, made,
    )  # fmt: skip
    assert readers(cast, cast.sari, key, FaceKind.HINT) == {cast.ratna}
    assert opened(cast, cast.budi) == []
    cast.later(20.999)
    assert opened(cast, cast.ratna) == [key]
    cast.later(0.001)
    assert opened(cast, cast.ratna) == []
    assert readers(cast, cast.sari, key, FaceKind.HINT) == set()


def test_an_offer_closes_the_key_to_nobody_who_saw_it(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    offer(cast, cast.sari, cast.ratna, key)
    assert readers(cast, cast.sari, key, FaceKind.HINT) == {cast.budi, cast.ratna}
    cast.later(21)
    assert readers(cast, cast.sari, key, FaceKind.HINT) == {cast.budi}
    cast.lower(cast.sari, cast.budi)
    assert opened(cast, cast.budi) == []


def test_to_take_an_offer_up_is_an_ask_that_the_holder_decides_as_always(cast: Cast) -> None:
    key = cast.key(cast.sari)
    made = offer(cast, cast.sari, cast.ratna, key)
    asked = take_up(cast, cast.ratna, key, made)
    assert decision(cast, cast.sari, asked).ask.offered
    assert [row.asked for row in seen.exchanges(cast.sari, cast.now).offered] == [asked]
    assert emails_seen(cast, cast.ratna, key) is None
    cast.decide(cast.sari, asked)
    agreed(cast, cast.sari, asked)
    assert emails_seen(cast, cast.ratna, key) == ("hendra@rs.example",)


def test_an_offer_left_looks_to_the_holder_like_one_that_nobody_has_seen(cast: Cast, deliver: Deliver) -> None:
    key = cast.key(cast.sari)
    made = offer(cast, cast.sari, cast.ratna, key)
    before = seen.exchanges(cast.sari, cast.now)
    deliver()
    offers.leave(cast.act(cast.ratna), made)
    assert seen.exchanges(cast.sari, cast.now) == before
    assert deliver() == []
    assert seen.exchanges(cast.ratna, cast.now).offered_me == ()
    found = seen.offer(cast.ratna, cast.now, made)
    assert found is not None
    assert found.sentence == "Saya teringat Anda."


def test_whoever_is_offered_a_key_hears_of_it_in_words_that_say_nothing(cast: Cast, deliver: Deliver) -> None:
    key = cast.key(cast.sari)
    deliver()
    made = offer(cast, cast.sari, cast.ratna, key)
    (mail,) = deliver()
    assert (mail.to, str(made) in mail.body) == (["ratna@kunci.test"], True)
    assert not any(word in mail.body for word in ("Sari", "Hendra", "pengadaan", "teringat"))


def test_an_offer_lifts_the_pause_and_the_holders_never(cast: Cast) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, first, "never")
    cast.later(21)
    made = offer(cast, cast.sari, cast.budi, key)
    asked = take_up(cast, cast.budi, key, made)
    assert [row.id for row in seen.exchanges(cast.sari, cast.now).received] == [asked, first]
    exchanges.withdraw(cast.act(cast.budi), asked)
    cast.later(1)
    take_up(cast, cast.budi, key, made)  # an offer lifts the pause once
    assert [row.id for row in seen.exchanges(cast.sari, cast.now).received] == [asked, first]


def test_only_ones_own_keys_in_use_are_offered_and_only_to_people_one_knows(cast: Cast) -> None:
    key, theirs = cast.key(cast.sari), cast.key(cast.budi)
    for holder, partner, what in (
        (cast.sari, cast.joko, key),  # whom she does not know
        (cast.sari, cast.ratna, theirs),
        (cast.sari, cast.ratna, uuid4()),
        (cast.sari, uuid4(), key),
    ):
        with refused("gone"):
            offer(cast, holder, partner, what)
    offer(cast, cast.sari, cast.ratna, key)
    with refused("offered_already"):
        offer(cast, cast.sari, cast.ratna, key)
    with refused("sentence_missing"):
        offers.offer(cast.act(cast.sari), key, cast.budi, " ", ADDRESS)
    cast.later(21)
    offer(cast, cast.sari, cast.ratna, key)


def test_an_offer_of_others_is_neither_taken_up_nor_left(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    made = offer(cast, cast.sari, cast.ratna, key)
    with refused("gone"):
        take_up(cast, cast.budi, key, made)
    for other in (cast.budi, cast.sari):
        with refused("gone"):
            offers.leave(cast.act(other), made)
    assert seen.offer(cast.budi, cast.now, made) is None


def test_a_closed_key_takes_its_offer_along(cast: Cast) -> None:
    key = cast.key(cast.sari)
    made = offer(cast, cast.sari, cast.ratna, key)
    keyring.close_key(cast.act(cast.sari), key)
    assert opened(cast, cast.ratna) == []
    with refused("gone"):
        take_up(cast, cast.ratna, key, made)


def test_keys_set_aside_are_known_to_nobody_else_and_open_nothing(cast: Cast, deliver: Deliver) -> None:
    keys = [cast.key(cast.sari, f"Pintu {number}", f"Orang {number}") for number in range(3)]
    deliver()
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset(keys), frozenset(keys[:2]))
    assert [(one.id in keys[:2], one.ticked) for one in ready(cast, cast.sari, cast.budi)].count((True, True)) == 2
    assert opened(cast, cast.budi) == []
    assert deliver() == []
    assert [one for one in ready(cast, cast.budi, cast.sari) if one.ticked] == []
    # What the page did not show stays as it was.
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset(keys[1:]), frozenset(keys[2:]))
    assert {one.id for one in ready(cast, cast.sari, cast.budi) if one.ticked} == {keys[0], keys[2]}


def test_only_ones_own_keys_are_set_aside_and_only_for_people_one_knows(cast: Cast) -> None:
    mine, theirs = cast.key(cast.sari), cast.key(cast.budi)
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset({mine, theirs}), frozenset({mine, theirs}))
    assert [one.id for one in ready(cast, cast.sari, cast.budi) if one.ticked] == [mine]
    with refused("gone"):
        offers.set_ready(cast.act(cast.sari), cast.joko, frozenset({mine}), frozenset({mine}))
    assert readiness.ready(cast.sari, cast.now, cast.joko) is None


def test_a_long_list_of_partners_shows_the_nearest_first_and_finds_the_others(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.ratna)
    found = readiness.offering(cast.sari, cast.now, key)
    assert found is not None
    assert [one.person.name for one in found.people] == ["Ratna Dewi", "Budi Santoso"]
    assert found.people[0].rung == Rung.TRUSTED
    searched = readiness.offering(cast.sari, cast.now, key, "budi")
    assert searched is not None
    assert [one.person.name for one in searched.people] == ["Budi Santoso"]


def ready(cast: Cast, holder: UUID, partner: UUID) -> tuple[readiness.ReadyKey, ...]:
    found = readiness.ready(holder, cast.now, partner)
    assert found is not None
    return found.keys
