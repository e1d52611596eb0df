"""Random exchanges of five people, against a second telling of the rules (exchange_rules.py): the two never disagree.

After each step everybody's pages are read, and what each may see is compared. A failure prints the steps that lead to
it, and the line that repeats them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kunci.actions import consents, exchanges, handovers, invitations, keyring, offers, ties
from kunci.actions.handovers import KINDS, Told
from kunci.actions.verb import Act, Done, Refused
from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.exchange import DECISIONS, VERDICTS
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of
from kunci.models.viewer import Principal
from kunci.reveal import deciding, links
from tests import cast as casting
from tests.actions import exchange_rules
from tests.actions.exchange_rules import Ask, Rules
from tests.actions.exchange_views import Ids, listed, opened, should_by_link, should_list, should_open, shown_by_link
from tests.actions.steps import face
from tests.cast import ADDRESS, LETTERS, NOW, Cast

PEOPLE = range(5)
SINCE = NOW.replace(year=2018, month=1, day=1).date()
people = st.sampled_from(PEOPLE)
pairs = st.tuples(people, people)
rightly = st.sampled_from([True, True, True, False])  # whether somebody does what is theirs to do, or tries another's
which = st.integers(0, 20)


def _prior() -> Evidence:
    return Evidence("0", Kind.PRIOR, NOW.date(), SINCE, Often.WEEKLY)


class Stage:
    """Five people who know and trust one another, and show one another their one key without a name."""

    def __init__(self, cast: Cast) -> None:
        eka = casting.join(cast.act(cast.sari), "Eka Putri", "eka@kunci.test")
        self.cast, self.members = cast, [cast.sari, cast.budi, cast.ratna, cast.joko, eka]
        for n, one in enumerate(self.members):
            for other in self.members[n + 1 :]:
                made = invitations.invite(cast.act(one), "", "").subject
                assert made is not None
                invitations.accept(Principal("i", made), other, "-", NOW)
        self.keys = [cast.key(one, email=f"{n}@kontak.example") for n, one in enumerate(self.members)]
        self.hints = [face(cast, one, key, FaceKind.HINT) for one, key in zip(self.members, self.keys, strict=True)]
        for n, one in enumerate(self.members):
            for other in self.members:
                if one != other:
                    cast.knows_for_years(one, other)
                    cast.grant(one, other, Rung.TRUSTED, {self.hints[n]})


class Machine(RuleBasedStateMachine):
    """Each rule does one thing twice: with the product, and by the rules."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOW
        self.facts = {(a, b): [_prior()] for a in PEOPLE for b in PEOPLE if a != b}
        self.law = Rules(self.carried)
        for pair in self.facts:
            self.law.trust[pair], self.law.door[pair] = self.carried(*pair, NOW), exchange_rules.BY_RUNG
        self.concerned = set(PEOPLE)
        self.requests: list[UUID] = []
        self.offered: list[UUID] = []
        self.links: list[tuple[Ask, Principal]] = []
        self.handed: list[tuple[Ask, UUID]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def carried(self, holder: int, partner: int, now: datetime) -> datetime | None:
        return standing_of(self.facts[holder, partner], now).trusted_until

    def moment(self, *concerned: int) -> None:
        """A little later; whom the next step concerns."""
        self.now += timedelta(minutes=1)
        self.concerned = set(concerned)

    def act(self, who: int) -> Act:
        return Act(self.stage.members[who], self.now, self.stage.cast.once())

    def both(self, product: Callable[[], Done | None], rules: Callable[[], None]) -> Done | None:
        """What the product made of it; None where it refused, as the rules do."""
        done = Done()
        try:
            done, code = product() or done, ""
        except Refused as refused:
            code = refused.code
        try:
            rules()
            should = ""
        except Refused as refused:
            should = refused.code
        assert code == should
        return None if code else done

    def ask_of(self, which: int) -> Ask:
        return self.law.asks[which % len(self.law.asks)]

    def id_of(self, ask: Ask) -> UUID:
        return self.requests[self.law.asks.index(ask)]

    @rule(days=st.sampled_from([0.1, 1, 7, 13.99, 14, 20.99, 21, 30, 51, 168, 182, 300]))
    def time_passes(self, days: float) -> None:
        self.now += timedelta(days=days)
        self.concerned = set(PEOPLE)

    @initialize(
        pairs=st.lists(pairs, min_size=2, max_size=4, unique=True),
        far=st.sampled_from(["asked", "agreed", "agreed", "handed"]),
    )
    def begin(self, pairs: list[tuple[int, int]], far: str) -> None:
        """Not from nothing, so that a run of few steps comes far."""
        for me, holder in pairs:
            self._ask(me, holder, None)
        if far != "asked":
            self.agree(0)
        if far == "handed":
            self.hand_over(0, True, 0)
        self.concerned = set(PEOPLE)

    @rule(me=people, holder=people, again=st.booleans(), which=which)
    def ask(self, me: int, holder: int, again: bool, which: int) -> None:
        if again and (over := [one for one in self.law.asks if one.withdrawn or one.until <= self.now]):
            me, holder = over[which % len(over)].asker, over[which % len(over)].holder
        self._ask(me, holder, None)

    @precondition(lambda self: self.law.offers)
    @rule(which=which, rightly=rightly, me=people)
    def take_up(self, which: int, rightly: bool, me: int) -> None:
        offer = which % len(self.offered)
        holder, partner, _ = self.law.offers[offer]
        self._ask(partner if rightly else me, holder, offer)

    def _ask(self, me: int, holder: int, offer: int | None) -> None:
        self.moment(me, holder)
        key, of = self.stage.keys[holder], self.offered[offer] if offer is not None else None
        done = self.both(
            lambda: exchanges.ask(self.act(me), key, "Kami memasok linen.", ADDRESS, offer=of),
            lambda: self.law.ask(me, holder, self.now, offer),
        )
        if done and done.subject:
            self.requests.append(done.subject)

    @precondition(lambda self: self.law.asks)
    @rule(which=which, rightly=rightly, me=people)
    def withdraw(self, which: int, rightly: bool, me: int) -> None:
        ask = self.ask_of(which)
        self.moment(me, ask.asker, ask.holder)
        me = ask.asker if rightly else me
        self.both(
            lambda: exchanges.withdraw(self.act(me), self.id_of(ask)), lambda: self.law.withdraw(me, ask, self.now)
        )

    @precondition(lambda self: self.law.asks)
    @rule(which=which, answer=st.sampled_from(DECISIONS), rightly=rightly, me=people)
    def decide(self, which: int, answer: str, rightly: bool, me: int) -> None:
        ask = self.ask_of(which)
        self.moment(me, ask.asker, ask.holder)
        me = ask.holder if rightly else me
        linked = ask.linked
        self.both(
            lambda: exchanges.decide(self.act(me), self.id_of(ask), answer, "id", ADDRESS),
            lambda: self.law.decide(me, ask, answer, self.now),
        )
        if ask.linked and not linked:
            shown = deciding.decide(self.stage.members[me], self.now, self.id_of(ask))
            link = links.contact(shown.consent.link) if shown and shown.consent else None
            assert link is not None
            self.links.append((ask, link))

    @precondition(lambda self: self.links)
    @rule(which=which, answer=st.sampled_from(list(consents.ANSWERS)))
    def contact_answers(self, which: int, answer: str) -> None:
        ask, link = self.links[which % len(self.links)]
        self.moment(ask.asker, ask.holder)
        self.both(
            lambda: consents.answer_consent(link, answer, self.now, ADDRESS),
            lambda: self.law.answer(ask, answer, self.now),
        )

    @precondition(lambda self: self.law.asks)
    @rule(which=which, rightly=rightly, me=people)
    def hand_over(self, which: int, rightly: bool, me: int) -> None:
        # Mostly of those whose contact was asked: something may have come between since.
        asked = [one for one in self.law.asks if one.linked and not one.handed] or self.law.asks
        ask = asked[which % len(asked)]
        self.moment(me, ask.asker, ask.holder)
        me = ask.holder if rightly else me
        done = self.both(
            lambda: handovers.hand_over(self.act(me), self.id_of(ask), LETTERS, True, ADDRESS),
            lambda: self.law.hand_over(me, ask, self.now),
        )
        if done and done.subject:
            self.handed.append((ask, done.subject))

    @precondition(lambda self: self.law.asks)
    @rule(which=which)
    def agree(self, which: int) -> None:
        """Both yeses, to an ask where they can be."""
        able = [n for n, one in enumerate(self.law.asks) if one.heard and not one.handed and not one.withdrawn]
        ask = able[which % len(able)] if able else which
        self.decide(ask, "yes", True, 0)
        for n, (one, _) in enumerate(self.links):
            if one is self.ask_of(ask):
                self.contact_answers(n, "yes")

    @precondition(lambda self: self.handed)
    @rule(which=which, verdict=st.sampled_from(VERDICTS), side=st.sampled_from(["asker", "holder"]))
    def tell(self, which: int, verdict: str, side: str) -> None:
        due = [one for one in self.handed if self.law.due(one[0], self.now)] or self.handed
        ask, id = due[which % len(due)]
        self.moment(ask.asker, ask.holder)
        me, other = (ask.asker, ask.holder) if side == "asker" else (ask.holder, ask.asker)
        done = self.both(
            lambda: handovers.tell(self.act(me), id, Told(verdict), self.now.date(), ADDRESS),
            lambda: self.law.tell(me, ask, verdict, self.now),
        )
        if done:
            self.facts[me, other].append(Evidence(str(len(self.facts[me, other])), KINDS[verdict], self.now.date()))
            if (self.law.trust[me, other] or self.now) > self.now:
                self.law.trust[me, other] = self.carried(me, other, self.now)

    @precondition(lambda self: self.handed)
    @rule(which=which, round=st.sampled_from([1, 2]), verdict=st.sampled_from(VERDICTS))
    def contact_tells(self, which: int, round: int, verdict: str) -> None:
        ask, _ = self.handed[which % len(self.handed)]
        link = next(link for one, link in self.links if one is ask)
        self.moment(ask.asker, ask.holder)
        self.both(
            lambda: consents.tell(link, round, verdict, "", "", self.now),
            lambda: self.law.contact_tells(ask, round, verdict, self.now),
        )

    @rule(me=people, partner=people)
    def offer(self, me: int, partner: int) -> None:
        if me == partner:
            return
        self.moment(me, partner)
        done = self.both(
            lambda: offers.offer(self.act(me), self.stage.keys[me], self.stage.members[partner], "Ini.", ADDRESS),
            lambda: self.law.offer(me, partner, self.now),
        )
        if done and done.subject:
            self.offered.append(done.subject)

    @precondition(lambda self: self.law.offers)
    @rule(which=which, rightly=rightly, me=people)
    def leave(self, which: int, rightly: bool, me: int) -> None:
        offer = which % len(self.offered)
        self.moment(me, *self.law.offers[offer][:2])
        me = self.law.offers[offer][1] if rightly else me
        self.both(lambda: offers.leave(self.act(me), self.offered[offer]), lambda: self.law.leave(me, offer))

    @rule(me=people, partner=people, how=st.sampled_from(["key", "all", "some", "again"]))
    def close_or_open(self, me: int, partner: int, how: str) -> None:
        if me == partner:
            return
        self.moment(*(PEOPLE if how == "key" else (me, partner)))
        mine, other, day = self.stage.keys[me], self.stage.members[partner], self.now.date()
        if how == "key":
            self.both(lambda: keyring.close_key(self.act(me), mine), lambda: self.law.shut(me, set(PEOPLE)))
        elif how == "again":
            ticked = {self.stage.hints[me]}
            self.both(
                lambda: ties.grant(self.act(me), other, Rung.TRUSTED, ticked, None, day, ""),
                lambda: self.law.grant(me, partner, self.now),
            )
        else:
            rung, whom = (Rung.STRANGER, {partner}) if how == "all" else (Rung.KNOWN, set())
            self.law.trust[me, partner] = None
            self.both(lambda: ties.lower(self.act(me), other, rung), lambda: self.law.shut(me, whom))

    @invariant()
    # Everybody's lists after each step; the pages behind them of those whom it concerns, and of all when time passes.
    def everybody_sees_what_they_may(self) -> None:
        ids = Ids(self.stage.members, self.stage.keys, self.requests, self.offered, dict(self.handed_ids()))
        for who in PEOPLE:
            assert listed(ids, who, self.now) == should_list(self.law, who, self.now)
        for who in self.concerned:
            found = opened(ids, who, self.now, self.concerned)
            assert found == should_open(self.law, who, self.now, self.concerned)
        for ask, link in self.links:
            assert shown_by_link(link, self.now) == should_by_link(ask)

    def handed_ids(self) -> Iterator[tuple[UUID, int]]:
        for ask, id in self.handed:
            yield id, self.law.asks.index(ask)


def walk(cast: Cast, runs: int, steps: int, anew: bool) -> None:
    class Walk(Machine):
        stage = Stage(cast)

    run_state_machine_as_test(
        Walk,
        settings=settings(max_examples=runs, stateful_step_count=steps, derandomize=not anew, database=None),
    )


@pytest.mark.django_db
def test_random_exchanges_of_five_people_go_as_the_rules_say(cast: Cast) -> None:
    walk(cast, 5, 18, anew=False)


@pytest.mark.heavy
@pytest.mark.django_db
def test_many_random_exchanges_drawn_anew_go_as_the_rules_say(cast: Cast) -> None:
    walk(cast, 60, 40, anew=True)


def test_the_rules_are_told_in_a_hundred_lines() -> None:
    _, _, told = Path(exchange_rules.__file__).read_text().split('"""', 2)
    assert sum(bool(line.strip()) for line in told.splitlines()) <= 100
