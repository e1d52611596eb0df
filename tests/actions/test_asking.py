"""An ask that says more, goes nowhere, is taken back or turned away: and how little of it anybody notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kunci.actions import cards, exchanges, keyring
from kunci.actions.cards import CardText
from kunci.core.exchange import ASK_LASTS, PAUSE
from kunci.core.gates import FaceKind
from kunci.reveal import doors, links
from kunci.reveal import exchanges as seen
from kunci.reveal.cards import own_card
from tests.actions.conftest import Deliver
from tests.actions.steps import agreed, asked_for, decision, hands, link, refused, trusts, verbs
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

NEXT = (ASK_LASTS + PAUSE).days


def page(cast: Cast, asker: UUID, request: UUID) -> seen.AskedRow:
    found = seen.asked(asker, cast.now, request)
    assert found is not None
    return found


def heard(cast: Cast, holder: UUID) -> list[UUID]:
    return [row.id for row in seen.exchanges(holder, cast.now).received]


def test_an_ask_may_say_why_and_by_when_and_bring_a_card(cast: Cast) -> None:
    cards.set_card(cast.act(cast.budi), CardText("0812 555", "budi@kartu.example", "", "Linen"))
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    today = cast.now.date()
    done = exchanges.ask(
        cast.act(cast.budi), key, "Linen.", ADDRESS, why="Sejak lama.", by_when=today, card=True, today=today
    )
    assert done.subject is not None
    shown = decision(cast, cast.sari, done.subject)
    assert (shown.ask.why, shown.ask.by_when) == ("Sejak lama.", today)
    assert shown.card.lines == ("0812 555", "budi@kartu.example", "Linen")
    cards.set_card(cast.act(cast.budi), CardText())
    assert decision(cast, cast.sari, done.subject).card == shown.card, "as it was sent"
    assert not own_card(cast.budi, cast.now)


def test_without_a_card_of_ones_own_an_ask_brings_none(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    done = exchanges.ask(cast.act(cast.budi), key, "Linen.", ADDRESS, card=True)
    assert done.subject is not None
    assert not decision(cast, cast.sari, done.subject).card


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_over_or_far_away_is_refused(cast: Cast, days: int) -> None:
    key, today = cast.key(cast.sari), cast.now.date()
    trusts(cast, cast.sari, cast.budi)
    with refused("by_when"):
        exchanges.ask(cast.act(cast.budi), key, "Linen.", ADDRESS, by_when=today + timedelta(days=days), today=today)
    assert heard(cast, cast.sari) == []


def test_an_ask_inside_the_pause_goes_nowhere_and_looks_like_any_other(cast: Cast, deliver: Deliver) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    fresh = page(cast, cast.budi, first)
    cast.later(21)
    trusts(cast, cast.sari, cast.budi)
    deliver()
    second = cast.ask(cast.budi, key)
    assert heard(cast, cast.sari) == [first]
    assert deliver() == []
    with refused("gone"):
        cast.decide(cast.sari, second)
    again = page(cast, cast.budi, second)
    assert again == replace(fresh, id=second, asked_at=cast.now, expires_at=cast.now + ASK_LASTS)
    cast.later(21)
    assert page(cast, cast.budi, second) == replace(again, over=True)


def test_after_the_pause_an_ask_arrives_and_one_that_came_too_early_has_cost_nothing(cast: Cast) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    cast.later(40)
    trusts(cast, cast.sari, cast.budi)
    cast.ask(cast.budi, key)
    door = doors.door(cast.budi, cast.now, key)
    assert door is not None
    assert door.pause_until == cast.now + timedelta(days=NEXT - 40)
    cast.later(NEXT - 40 + 10)  # ten days after the pause; the early one is over by itself
    trusts(cast, cast.sari, cast.budi)
    third = cast.ask(cast.budi, key)
    assert heard(cast, cast.sari) == [third, first]


def test_the_pause_is_for_one_door_and_one_asker(cast: Cast) -> None:
    key, _ = asked_for(cast, cast.sari, cast.budi)
    other = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    cast.later(21)
    for asker in (cast.budi, cast.ratna):
        trusts(cast, cast.sari, asker)
    keyring.open_key(cast.act(cast.sari), other, FaceKind.HINT, [cast.budi])
    theirs, mine = cast.ask(cast.ratna, key), cast.ask(cast.budi, other)
    assert {theirs, mine} <= set(heard(cast, cast.sari))


def test_after_a_never_no_ask_arrives_until_the_holder_thinks_better_of_it(cast: Cast, deliver: Deliver) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    before = page(cast, cast.budi, first)
    cast.decide(cast.sari, first, "never")
    assert page(cast, cast.budi, first) == before
    assert decision(cast, cast.sari, first).turned_away
    for round in range(2):
        cast.later(NEXT)
        trusts(cast, cast.sari, cast.budi)
        deliver()
        again = cast.ask(cast.budi, key)
        assert (heard(cast, cast.sari), deliver()) == ([first], []), round
        assert page(cast, cast.budi, again).over is False
    cast.decide(cast.sari, first, "not_now")
    cast.later(NEXT)
    trusts(cast, cast.sari, cast.budi)
    last = cast.ask(cast.budi, key)
    assert heard(cast, cast.sari) == [last, first]


def test_a_never_ends_a_yes_and_a_yes_ends_a_never(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    cast.later(1)
    cast.decide(cast.sari, request, "never")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    cast.later(1)
    cast.decide(cast.sari, request)
    assert not decision(cast, cast.sari, request).turned_away
    agreed(cast, cast.sari, request)


def test_when_an_ask_is_over_only_what_concerns_later_ones_can_be_said(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.later(21)
    for answer in ("yes", "not_now"):
        with refused("request_over"):
            cast.decide(cast.sari, request, answer)
    cast.decide(cast.sari, request, "never")
    cast.decide(cast.sari, request, "not_now")
    with refused("request_over"):
        cast.decide(cast.sari, request, "not_now")


def test_an_ask_taken_back_is_seen_by_the_holder_and_frees_no_other(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    exchanges.withdraw(cast.act(cast.budi), request)
    assert page(cast, cast.budi, request).withdrawn
    assert decision(cast, cast.sari, request).ask.withdrawn
    assert not decision(cast, cast.sari, request).ask.waits
    with refused("request_withdrawn"):
        hands(cast, cast.sari, request)
    with refused("request_withdrawn"):
        cast.decide(cast.sari, request)
    again = cast.ask(cast.budi, key)
    assert heard(cast, cast.sari) == [request]
    assert page(cast, cast.budi, again).withdrawn is False
    assert verbs(cast, cast.budi).count("ask.withdraw") == 1


def test_the_contacts_question_is_over_when_the_ask_is_taken_back(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    exchanges.withdraw(cast.act(cast.budi), request)
    shown = links.consent(contact, cast.now)
    assert shown is not None
    assert shown.expires_at == cast.now


def test_an_ask_handed_over_over_or_of_others_is_not_taken_back(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    for other in (cast.sari, cast.ratna):
        with refused("gone"):
            exchanges.withdraw(cast.act(other), request)
    with refused("gone"):
        exchanges.withdraw(cast.act(cast.budi), uuid4())
    cast.decide(cast.sari, request)
    agreed(cast, cast.sari, request)
    with refused("handed_already"):
        exchanges.withdraw(cast.act(cast.budi), request)
    cast.later(21)
    with refused("request_over"):
        exchanges.withdraw(cast.act(cast.budi), request)


def test_nobody_asks_for_more_than_twenty_doors_a_day(cast: Cast) -> None:
    keys = [cast.key(cast.sari, f"Pintu {number}", f"Orang {number}") for number in range(21)]
    trusts(cast, cast.sari, cast.budi)
    for key in keys[:20]:
        cast.ask(cast.budi, key)
    with refused("asks_enough"):
        cast.ask(cast.budi, keys[20])
    cast.later(1)
    cast.ask(cast.budi, keys[20])
    assert len(heard(cast, cast.sari)) == 21


def test_the_contact_is_asked_by_the_holder_alone_where_they_choose_so(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    deliver()
    exchanges.decide(cast.act(cast.sari), request, "yes", "en", ADDRESS, by_mail=False)
    assert deliver() == []
    state = decision(cast, cast.sari, request).consent
    assert state is not None
    assert (state.by_mail, state.language) == (False, "en")
