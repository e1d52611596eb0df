"""One exchange of the demonstration under way, and an offer: each step as the page would take it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import consents, exchanges, handovers, mentoring, offers
from kunci.actions.exchanges import Words
from kunci.actions.verb import Done
from kunci.models.viewer import Principal
from kunci.reveal import deciding, links
from kunci.reveal.deciding import Decide
from kunci.site.demo_asked import CONTACT, Exchange, Offer, Told
from kunci.web import introducing

if TYPE_CHECKING:
    from kunci.site.demo import World


class Running:
    """One exchange."""

    def __init__(self, world: World, of: Exchange) -> None:
        self.world = world
        self.of = of
        self.holder = holder_of(of.key)
        self.request: UUID | None = None
        self.handover: UUID | None = None
        self.contact: Principal | None = None

    def ask(self) -> None:
        world, of = self.world, self.of
        by_when = None if of.before is None else world.today + timedelta(days=of.before)
        offer = world.offers[of.key, of.asker] if of.offered else None
        act, words = world.act(of.asker), Words(of.sentence, of.why, by_when, of.card, offer)
        draft = world.drafts.get((of.key, of.asker))
        if draft is not None:
            self.request = subject(mentoring.send(act, draft, words, world.address, world.today))
            return
        done = exchanges.ask(
            act,
            world.keys[of.key],
            words.sentence,
            world.address,
            why=words.why,
            by_when=words.by_when,
            card=words.card,
            offer=words.offer,
            today=world.today,
        )
        self.request = subject(done)

    def withdraw(self) -> None:
        exchanges.withdraw(self.world.act(self.of.asker), self._asked())

    def decide(self, answer: str) -> None:
        act, of = self.world.act(self.holder), self.of
        exchanges.decide(act, self._asked(), answer, of.language, self.world.address, by_mail=of.by_mail)

    def answer(self, answer: str) -> None:
        now = self.world.now()
        link = self._link()
        consents.answer_consent(link, answer, now, self.world.address, self.of.language)

    def hand_over(self) -> None:
        """With the letters that Kunci proposes."""
        world, decided = self.world, self._decided()
        letters = introducing.draft(decided, world.roles[self.holder].name)
        done = handovers.hand_over(world.act(self.holder), self._asked(), letters, self.of.by_mail, world.address)
        self.handover = subject(done)

    def tell(self, said: Told) -> None:
        world = self.world
        if said.by == CONTACT:
            now, link = world.now(), self._link()
            found = links.consent(link, now)
            round = found.round if found else None
            if round is None:
                raise LookupError(f"the contact behind {self.of.key} has nothing to tell on day {world.day}")
            consents.tell(link, round, said.verdict, said.came, said.note, now)
            return
        if self.handover is None:
            raise LookupError(f"{self.of.key} was not handed over")
        amount, currency = (Decimal(said.worth), "IDR") if said.worth else (None, "")
        told = handovers.Told(said.verdict, said.came, amount, currency, said.note, said.thanks, said.counted)
        handovers.tell(world.act(said.by), self.handover, told, world.today, world.address)

    def _decided(self) -> Decide:
        found = deciding.decide(self.world.members[self.holder], self.world.now(), self._asked())
        if found is None:
            raise LookupError(f"{self.of.key} was never asked for")
        return found

    def _link(self) -> Principal:
        """The contact's link, which the holder could have sent them too."""
        if self.contact is None:
            consent = self._decided().consent
            self.contact = links.contact(consent.link) if consent else None
        if self.contact is None:
            raise LookupError(f"nobody asked the contact behind {self.of.key}")
        return self.contact

    def _asked(self) -> UUID:
        if self.request is None:
            raise LookupError(f"nobody asked for {self.of.key}")
        return self.request


def offer(world: World, of: Offer) -> None:
    act, partner = world.act(holder_of(of.key)), world.members[of.partner]
    world.offers[of.key, of.partner] = subject(
        offers.offer(act, world.keys[of.key], partner, of.sentence, world.address)
    )


def leave(world: World, of: Offer) -> None:
    offers.leave(world.act(of.partner), world.offers[of.key, of.partner])


def holder_of(key: str) -> str:
    """Keys are called by the name of their holder and a number."""
    return key.partition("-")[0]


def subject(done: Done) -> UUID:
    if done.subject is None:
        raise LookupError("the action is about no row")
    return done.subject
