"""Whole sets, exchanged: told, opened, chosen, handed over. How they end is in test_sets_ending.py."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kunci.actions import consents, exchanges, offers, sets
from kunci.core.exchange import ASK_LASTS
from kunci.core.gates import FaceKind
from kunci.core.readiness import LASTS, MOST_CHOSEN, PAUSE, Stage
from kunci.reveal import exchanges as seen_exchanges
from kunci.reveal import notices
from kunci.reveal import sets as seen
from tests.actions.conftest import Deliver
from tests.actions.sets_steps import WHY, aside, chooses, opens, shown, stages, told, view
from tests.actions.steps import answers, decision, emails_seen, hands, link, opened, readers, refused, relation, trusts
from tests.actions.test_archive import taken
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def lines(cast: Cast, member: UUID) -> list[str]:
    """Kinds of what a member's notices say, newest first."""
    return [row.kind for row in notices.notices(member, cast.now).rows]


def ready(cast: Cast, holder: UUID, partner: UUID, keys: list[UUID], ticked: list[UUID]) -> None:
    offers.set_ready(cast.act(holder), partner, frozenset(keys), frozenset(ticked))


def test_both_are_told_by_one_round_in_words_that_say_nothing(cast: Cast, deliver: Deliver) -> None:
    aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari, 1)
    deliver()
    exchange = told(cast, cast.sari, cast.budi)
    assert [lines(cast, who) for who in (cast.sari, cast.budi)] == [["sets"], ["sets"]]
    mails = deliver()
    assert sorted(mail.to[0] for mail in mails) == ["budi@kunci.test", "sari@kunci.test"]
    assert len({mail.body for mail in mails}) == 1
    for word in ("Pintu", "Orang", "Sari", "Budi", "3", "tiga"):
        assert word not in mails[0].body.replace(str(exchange), "")
    # Nobody sees anything yet, and the other's own round says nothing more.
    sets.make_round(cast.budi, cast.now, ADDRESS)
    assert deliver() == []
    assert [opened(cast, who) for who in (cast.sari, cast.budi)] == [[], []]
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.TOLD, Stage.TOLD]


def test_a_flag_that_did_not_stand_the_whole_week_waits_for_the_next_moment(cast: Cast) -> None:
    mine = aside(cast, cast.sari, cast.budi)  # Monday, sixteen hours
    cast.later(8)  # Tuesday
    aside(cast, cast.budi, cast.sari)
    cast.later(7)  # Tuesday: on Monday, Budi's had stood for six days
    sets.make_round(cast.sari, cast.now, ADDRESS)
    assert seen.running(cast.sari, cast.now) == ()
    # Changing every one of them at once is no break; taking them away is.
    more = [cast.key(cast.sari, "Pintu lain", "Orang lain")]
    ready(cast, cast.sari, cast.budi, [*mine, *more], more)
    cast.later(6)
    sets.make_round(cast.sari, cast.now, ADDRESS)
    assert len(seen.running(cast.budi, cast.now)) == 1


def test_whoever_takes_all_away_begins_the_week_anew(cast: Cast) -> None:
    mine = aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari)
    cast.later(6)
    ready(cast, cast.sari, cast.budi, mine, [])
    ready(cast, cast.sari, cast.budi, mine, mine)
    cast.later(7)  # Sunday: on Monday it had stood since the day before
    sets.make_round(cast.budi, cast.now, ADDRESS)
    assert seen.running(cast.budi, cast.now) == ()


def test_hints_show_once_both_have_opened_and_until_then_nobody_knows_of_the_other(
    cast: Cast, deliver: Deliver
) -> None:
    mine, theirs = aside(cast, cast.sari, cast.budi), aside(cast, cast.budi, cast.sari, 2)
    exchange = told(cast, cast.sari, cast.budi)
    before = view(cast, cast.budi, exchange)
    deliver()
    opens(cast, exchange, cast.sari)
    assert view(cast, cast.budi, exchange) == before
    assert deliver() == []
    assert opened(cast, cast.budi) == []
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.OPENED, Stage.TOLD]
    opens(cast, exchange, cast.budi)
    assert (set(opened(cast, cast.budi)), set(opened(cast, cast.sari))) == (set(mine), set(theirs))
    assert {one.hint_line for one in view(cast, cast.sari, exchange).theirs} == {
        "Pintu 0, Surabaya",
        "Pintu 1, Surabaya",
    }
    assert all(one.name == "" for one in view(cast, cast.sari, exchange).theirs)
    assert readers(cast, cast.sari, mine[0], FaceKind.HINT) == {cast.budi}
    assert readers(cast, cast.sari, mine[0], FaceKind.NAME) == set()
    # Whoever came first hears of it.
    assert [mail.to for mail in deliver()] == [["sari@kunci.test"]]
    assert notices.notices(cast.sari, cast.now).rows[0].word == "shown"
    cast.later(14)
    assert [opened(cast, who) for who in (cast.sari, cast.budi)] == [[], []]
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.OVER, Stage.OVER]


def test_an_opening_closes_a_key_to_nobody_who_saw_it(cast: Cast) -> None:
    mine = aside(cast, cast.sari, cast.budi, 2)
    trusts(cast, cast.sari, cast.ratna)
    trusts(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    opens(cast, exchange, cast.budi, cast.sari)
    both = {cast.budi, cast.ratna}
    assert [readers(cast, cast.sari, key, FaceKind.HINT) for key in mine] == [both, both]
    sets.leave(cast.act(cast.budi), exchange)
    # What Budi saw by his rung stays.
    assert [readers(cast, cast.sari, key, FaceKind.HINT) for key in mine] == [both, both]


def test_what_is_set_aside_after_opening_is_not_shown(cast: Cast) -> None:
    aside(cast, cast.sari, cast.budi, 1)
    aside(cast, cast.budi, cast.sari, 1)
    exchange = told(cast, cast.sari, cast.budi)
    opens(cast, exchange, cast.sari)
    aside(cast, cast.sari, cast.budi, 2)
    opens(cast, exchange, cast.budi)
    assert len(view(cast, cast.budi, exchange).theirs) == 1


def test_both_choose_and_two_handovers_run(cast: Cast, deliver: Deliver) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    deliver()
    before = view(cast, cast.sari, exchange)
    chooses(cast, cast.budi, exchange, mine[0], mine[1])
    assert view(cast, cast.sari, exchange) == before
    assert deliver() == []
    assert seen_exchanges.exchanges(cast.sari, cast.now).received == ()
    chooses(cast, cast.sari, exchange, theirs[2])
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.AGREED, Stage.AGREED]
    # Only what was chosen stays open, and only its hint.
    assert (set(opened(cast, cast.budi)), opened(cast, cast.sari)) == (set(mine[:2]), [theirs[2]])
    sent = deliver()
    contacts = [mail for mail in sent if mail.to == ["hendra@rs.example"]]
    assert (len(contacts), sum(WHY in mail.body for mail in contacts)) == (3, 3)
    assert sorted(mail.to[0] for mail in sent if mail not in contacts) == ["budi@kunci.test", *["sari@kunci.test"] * 2]
    asked = view(cast, cast.sari, exchange).asked
    assert [one.hint_line for one in asked] == ["Pintu 0, Surabaya", "Pintu 1, Surabaya"]
    assert {decision(cast, cast.sari, one.request).ask.answered for one in asked} == {"yes"}
    for holder, asker in ((cast.sari, cast.budi), (cast.budi, cast.sari)):
        request = view(cast, holder, exchange).asked[0].request
        answers(cast, link(cast, holder, request), "yes")
        hands(cast, holder, request)
        key = decision(cast, holder, request).key
        assert emails_seen(cast, asker, key) == ("hendra@rs.example",)
    # What was chosen is set aside no more.
    assert relation(cast, cast.sari, cast.budi).best.keys == 1


def test_an_archive_holds_ones_own_side_alone(cast: Cast) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    before = taken(cast, cast.sari)["set_exchanges"]
    chooses(cast, cast.budi, exchange, mine[0])
    assert taken(cast, cast.sari)["set_exchanges"] == before
    (row,) = taken(cast, cast.budi)["set_exchanges"]
    assert (row["partner"], row["sentence"], row["chosen"], row["asks"]) == ("Sari Wulandari", WHY, [str(mine[0])], [])
    chooses(cast, cast.sari, exchange, theirs[0])
    for who in (cast.sari, cast.budi):
        (row,) = taken(cast, who)["set_exchanges"]
        assert (row["sentence"], row["chosen"], len(row["asks"])) == ("", [], 2)


def test_a_job_done_twice_and_a_round_after_it_ask_nobody_twice(cast: Cast, deliver: Deliver) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    chooses(cast, cast.budi, exchange, mine[0])
    deliver()
    sets.choose(cast.act(cast.sari), exchange, frozenset(theirs[:1]), WHY, "id")
    assert stages(cast, exchange, cast.sari) == [Stage.AGREED]
    assert deliver() == []
    # The job never came: the next round says what it would have.
    sets.make_round(cast.sari, cast.now, ADDRESS)
    sets.make_round(cast.budi, cast.now, ADDRESS)
    assert len(deliver()) == 4
    sets.follow(cast.sari, exchange, cast.now, ADDRESS)
    assert deliver() == []


def test_contacts_that_a_member_asks_themselves_get_no_mail(cast: Cast, deliver: Deliver) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    chooses(cast, cast.sari, exchange, theirs[0], by_mail=False)
    deliver()
    chooses(cast, cast.budi, exchange, mine[0])
    assert sum(mail.to == ["hendra@rs.example"] for mail in deliver()) == 1
    state = decision(cast, cast.sari, view(cast, cast.sari, exchange).asked[0].request).consent
    assert state is not None
    assert (state.by_mail, state.link != "") == (False, True)


def test_after_one_that_is_over_the_two_are_told_again_after_a_pause(cast: Cast) -> None:
    exchange, *_ = shown(cast, cast.sari, cast.budi)
    sets.leave(cast.act(cast.sari), exchange)
    over = cast.now
    while not seen.running(cast.sari, cast.now):
        cast.later(1)
        sets.make_round(cast.sari, cast.now, ADDRESS)
    assert cast.now - over > PAUSE
    assert cast.now - over <= PAUSE + timedelta(days=8)
    assert lines(cast, cast.budi) == ["sets", "sets"]


def test_a_step_is_taken_back_as_long_as_nothing_shows_of_it(cast: Cast) -> None:
    aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    with refused("set_step_over"):
        sets.step_back(cast.act(cast.sari), exchange)
    opens(cast, exchange, cast.sari)
    sets.step_back(cast.act(cast.sari), exchange)
    opens(cast, exchange, cast.budi)
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.TOLD, Stage.OPENED]
    opens(cast, exchange, cast.sari)
    with refused("set_step_over"):
        sets.step_back(cast.act(cast.budi), exchange)
    theirs = [one.key for one in view(cast, cast.sari, exchange).theirs]
    chooses(cast, cast.sari, exchange, theirs[0])
    sets.step_back(cast.act(cast.sari), exchange)
    assert [one.chosen for one in view(cast, cast.sari, exchange).theirs] == [False] * 3
    chooses(cast, cast.sari, exchange, theirs[1])
    chooses(cast, cast.sari, exchange, theirs[2])
    assert [one.key for one in view(cast, cast.sari, exchange).theirs if one.chosen] == [theirs[2]]


def test_before_it_shows_a_key_taken_out_is_only_left_out(cast: Cast) -> None:
    mine = aside(cast, cast.sari, cast.budi)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    opens(cast, exchange, cast.sari)
    ready(cast, cast.sari, cast.budi, mine, mine[1:])
    opens(cast, exchange, cast.budi)
    assert {one.key for one in view(cast, cast.budi, exchange).theirs} == set(mine[1:])
    # With the last one nothing is left to exchange.
    ready(cast, cast.sari, cast.budi, mine, [])
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.OVER, Stage.OVER]


def test_only_what_shows_of_an_exchange_of_ones_own_is_chosen(cast: Cast) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi, MOST_CHOSEN + 1)
    hidden = cast.key(cast.budi, "Pintu lain", "Orang lain")
    for key in (hidden, mine[0], uuid4()):
        with refused("gone"):
            chooses(cast, cast.sari, exchange, theirs[0], key)
    for member in (cast.ratna, cast.joko):
        assert seen.exchange(member, cast.now, exchange) is None
        with refused("gone"):
            chooses(cast, member, exchange, theirs[0])
        with refused("gone"):
            sets.leave(cast.act(member), exchange)
        with refused("gone"):
            sets.open_set(cast.act(member), exchange)
    with refused("nothing_chosen"):
        chooses(cast, cast.sari, exchange)
    with refused("set_many"):
        chooses(cast, cast.sari, exchange, *theirs)
    with refused("sentence_missing"):
        sets.choose(cast.act(cast.sari), exchange, frozenset(theirs[:1]), " ", "id")
    assert stages(cast, exchange, cast.sari) == [Stage.SHOWN]


def test_nothing_is_asked_for_twice(cast: Cast) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    request = cast.ask(cast.sari, theirs[0])
    with refused("asked_already"):
        chooses(cast, cast.sari, exchange, theirs[0])
    assert [one.taken for one in view(cast, cast.sari, exchange).theirs if one.key == theirs[0]] == [True]
    # An ask after the choice gives way to what both agreed on.
    chooses(cast, cast.sari, exchange, theirs[1])
    later = cast.ask(cast.sari, theirs[1])
    chooses(cast, cast.budi, exchange, mine[0])
    rows = {row.id: row for row in seen_exchanges.exchanges(cast.budi, cast.now).received}
    assert (rows[request].withdrawn, rows[later].withdrawn) == (False, True)
    (made,) = view(cast, cast.budi, exchange).asked
    assert rows[made.request].answered == "yes"


def test_neither_a_pause_nor_a_never_of_the_holder_stands_in_the_way(cast: Cast) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    early = cast.ask(cast.budi, mine[0])
    cast.decide(cast.sari, early, "never")
    exchanges.withdraw(cast.act(cast.budi), early)
    chooses(cast, cast.sari, exchange, theirs[0])
    chooses(cast, cast.budi, exchange, mine[0])
    (made,) = view(cast, cast.sari, exchange).asked
    assert decision(cast, cast.sari, made.request).ask.answered == "yes"
    assert not decision(cast, cast.sari, made.request).turned_away


def test_contacts_who_asked_to_be_left_alone_are_in_no_set(cast: Cast) -> None:
    mine = aside(cast, cast.sari, cast.budi, 2)
    trusts(cast, cast.sari, cast.ratna)
    request = cast.ask(cast.ratna, mine[0])
    cast.decide(cast.sari, request)
    consents.answer_consent(link(cast, cast.sari, request), "never", cast.now, ADDRESS)
    aside(cast, cast.budi, cast.sari)
    exchange = told(cast, cast.sari, cast.budi)
    opens(cast, exchange, cast.sari, cast.budi)
    assert {one.key for one in view(cast, cast.budi, exchange).theirs} == {mine[1]}


def test_a_set_agreed_on_goes_on_like_any_ask(cast: Cast) -> None:
    exchange, mine, theirs = shown(cast, cast.sari, cast.budi)
    chooses(cast, cast.sari, exchange, theirs[0])
    chooses(cast, cast.budi, exchange, mine[0])
    for verb in (sets.leave, sets.step_back, sets.open_set):
        with refused("set_agreed"):
            verb(cast.act(cast.sari), exchange)
    (made,) = view(cast, cast.sari, exchange).asked
    assert decision(cast, cast.sari, made.request).ask.expires_at == cast.now + ASK_LASTS
    cast.lower(cast.sari, cast.budi)
    assert decision(cast, cast.sari, made.request).ask.answered == "not_now"
    cast.now += LASTS
    assert stages(cast, exchange, cast.sari, cast.budi) == [Stage.AGREED, Stage.AGREED]
