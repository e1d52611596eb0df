"""Makes the demonstration network: a year of twelve invented people, lived through the same actions as a page's.

The people are in actions/demonstration.py, whom they know in demo_keys.py, what happened in demo_story.py. The same
start gives the same network: nothing is drawn by lot, and every instant is counted back from the start.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from kunci.actions import accounts, consents, demonstration, exchanges, handovers, imports, invitations, keyring, ties
from kunci.actions.keyring import HintText, PersonText
from kunci.actions.verb import Act, Done
from kunci.core.addressbook import Card, NameFrom
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.hints import propose
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.models.viewer import Principal
from kunci.reveal import exchanges as seen
from kunci.reveal import keyring as own
from kunci.reveal import links
from kunci.reveal.demonstration import Role
from kunci.site import demo_story as story
from kunci.site.config import Config
from kunci.site.demo_keys import IMPORTED, KEYS, Contact
from kunci.web import introducing

ZONE = zoneinfo.ZoneInfo("Asia/Jakarta")
MORNING = time(8, 30)
BETWEEN = timedelta(minutes=7)
SOURCE = "kontak.vcf"
_ONCE = UUID("0b1e0f0a-3c0e-4f0e-9f3a-2a7f5d0c6b12")

# Said in turn, so that a page of evidence reads like one.
MEETINGS = (
    (Kind.ONE_TO_ONE, "Minum kopi, bertukar kabar."),
    (Kind.MET, ""),
    (Kind.VISIT, "Mampir ke kantornya."),
    (Kind.ONE_TO_ONE, "Sarapan bersama sebelum rapat."),
    (Kind.MET, "Bertemu di pameran."),
)
PROMISES = ("Mengirim berkasnya tepat waktu.", "", "Menelepon kembali seperti yang dijanjikan.", "Datang walau hujan.")
FAVOURS = ("Meminjamkan catatannya.", "", "Memberi saran tanpa diminta imbalan.")

T = TypeVar("T")
Step = tuple[int, Callable[[], object]]


def seed(config: Config) -> None:
    """Makes the network of a demonstration that has none; all of it or, when interrupted, nothing."""
    with transaction.atomic():
        founder = accounts.first_account()
        if founder is not None:
            World(timezone.now(), config.address).live(founder)


class World:
    """The network while it is made: who and what is there by now, and each step of the story as an action."""

    def __init__(self, now: datetime, address: str) -> None:
        self.start = now.astimezone(ZONE).date()
        self.address = address
        self.day = 0
        self.acts_today = 0
        self.acts = 0
        self.members: dict[str, UUID] = {}
        self.keys: dict[str, UUID] = {}
        self.roles = {person.id: person for person in demonstration.PEOPLE}

    def live(self, founder: accounts.Account) -> None:
        """The whole story, day by day."""
        steps: list[Step] = [
            (story.FOUNDED, partial(self.found, founder, demonstration.PEOPLE[0])),
            *self.acquainting(), *self.collecting(), *self.regarding(), *self.exchanging(),
        ]  # fmt: skip
        for day, step in sorted(steps, key=lambda one: -one[0]):
            if day != self.day:
                self.day, self.acts_today = day, 0
            step()

    # Time and who acts

    @property
    def today(self) -> date:
        return self.start - timedelta(days=self.day)

    def now(self) -> datetime:
        """The next instant of the day: one thing after another, from the morning on."""
        self.acts_today += 1
        return datetime.combine(self.today, MORNING, ZONE) + self.acts_today * BETWEEN

    def act(self, member: str) -> Act:
        self.acts += 1
        return Act(self.members[member], self.now(), uuid5(_ONCE, str(self.acts)))

    def in_turn(self, of: tuple[T, ...]) -> T:
        return of[self.acts % len(of)]

    # People come, and come to know of each other

    def found(self, founder: accounts.Account, role: Role) -> None:
        mail = demonstration.address(role.id)
        accounts.found(founder, role.name, role.trade, role.city, mail, self.now())
        self.members[role.id] = founder.id

    def acquainting(self) -> Iterator[Step]:
        for day, inviter, invited in story.ACQUAINTED:
            yield day, partial(self.acquaint, inviter, invited)
        for day, inviter, name, note, revoked in story.OPEN_INVITATIONS:
            yield day, partial(self.invite, inviter, name, note, revoked=revoked)

    def acquaint(self, inviter: str, invited: str) -> None:
        role = self.roles[invited]
        link = Principal("i", self.invite(inviter, role.name, ""))
        if invited in self.members:
            invitations.accept(link, self.members[invited], role.name, self.now())
            return
        account = invitations.join(link, role.name, demonstration.address(invited), "id", self.now())
        self.members[invited] = account.id
        accounts.set_profile(self.act(invited), role.name, role.trade, role.city)

    def invite(self, member: str, name: str, note: str, *, revoked: bool = False) -> UUID:
        made = _subject(invitations.invite(self.act(member), name, note))
        if revoked:
            invitations.revoke(self.act(member), made)
        return made

    # Keyrings fill

    def collecting(self) -> Iterator[Step]:
        for contact in KEYS:
            yield contact.day, partial(self.add_key, contact)
        for (holder, day), contacts in groupby(IMPORTED, key=lambda one: (one.holder, one.day)):
            yield day, partial(self.import_file, holder, tuple(contacts))
        for day, key, partners in story.NAMED:
            yield day, partial(self.open_by_name, key, partners)

    def add_key(self, one: Contact) -> None:
        person = PersonText(one.name, one.title, one.organisation, (_phone(one),), (one.email,))
        done = keyring.add_key(self.act(one.holder), _hint(one), person, one.rungs, one.note)
        self.keys[one.word] = _subject(done)

    def import_file(self, holder: str, contacts: tuple[Contact, ...]) -> None:
        cards = read_vcards("".join(map(_vcard, contacts)).encode()).cards
        act = self.act(holder)
        batch = _subject(imports.import_cards(act, cards, SOURCE))
        found = {one.name: one.id for one in own.batch(act.member, act.now, batch).rows}
        self.keys |= {one.word: found[one.name] for one in contacts}
        keyring.make_keys(self.act(holder), [(found[one.name], _hint(one)) for one in contacts if one.line])

    def open_by_name(self, key: str, partners: tuple[str, ...]) -> None:
        keyring.open_key(self.act(_holder(key)), self.keys[key], FaceKind.HINT, [self.members[one] for one in partners])

    # Evidence, and who is let how far

    def regarding(self) -> Iterator[Step]:
        for one in story.REGARDS:
            side = (one.member, one.partner)
            if one.knew is not None:
                day, years, often = one.knew
                yield day, partial(self.knew, *side, years, often)
            if one.meets is not None:
                first, last, every = one.meets
                for day in range(first, last - 1, -every):
                    yield day, partial(self.meet, *side)
            for kind, days, notes in (
                (Kind.PROMISE_KEPT, one.kept, PROMISES),
                (Kind.PROMISE_BROKEN, one.broke, ("Janji bertemu dua kali, dua kali tidak datang.",)),
                (Kind.HELP_RECEIVED, one.helped, FAVOURS),
            ):
                for day in days:
                    yield day, partial(self.note, *side, kind, notes)
            before = Rung.STRANGER
            for day, rung in one.lets:
                yield day, partial(self.let if rung >= before else self.lower, one, rung)
                before = rung

    def knew(self, member: str, partner: str, years: int, often: Often) -> None:
        since = self.today - timedelta(days=365 * years)
        ties.add_prior(self.act(member), self.members[partner], since, often, self.today, "")

    def meet(self, member: str, partner: str) -> None:
        kind, note = self.in_turn(MEETINGS)
        ties.add_evidence(self.act(member), self.members[partner], kind, self.today, self.today, note)

    def note(self, member: str, partner: str, kind: Kind, notes: tuple[str, ...]) -> None:
        ties.add_evidence(self.act(member), self.members[partner], kind, self.today, self.today, self.in_turn(notes))

    def let(self, one: story.Regard, rung: Rung) -> None:
        """Grants a rung with all that the page would tick, but for the keys that this person is kept from."""
        act, partner = self.act(one.member), self.members[one.partner]
        kept_back = {self.keys[key] for key in one.without if key in self.keys}
        proposed = own.openable(act.member, act.now, partner, rung)
        ticked = {face.id for face in proposed if face.ticked and face.key not in kept_back}
        ties.grant(act, partner, rung, ticked, None, self.today, "")

    def lower(self, one: story.Regard, rung: Rung) -> None:
        ties.lower(self.act(one.member), self.members[one.partner], rung)

    # Asks, and what becomes of them

    def exchanging(self) -> Iterator[Step]:
        for one in story.EXCHANGES:
            running = Running(self, one)
            yield one.asked, running.ask
            for day, answer in one.decided:
                yield day, partial(running.decide, answer)
            for day, answer in one.answered:
                yield day, partial(running.answer, answer)
            for day, teller, verdict, note in one.told:
                yield day, partial(running.tell, teller, verdict, note)


class Running:
    """One exchange under way."""

    def __init__(self, world: World, of: story.Exchange) -> None:
        self.world = world
        self.of = of
        self.holder = _holder(of.key)
        self.request: UUID | None = None

    def ask(self) -> None:
        world, of = self.world, self.of
        self.request = _subject(exchanges.ask(world.act(of.asker), world.keys[of.key], of.sentence, world.address))

    def decide(self, answer: str) -> None:
        exchanges.decide(self.world.act(self.holder), self._asked(), answer, "id", self.world.address)

    def answer(self, answer: str) -> None:
        """The contact answers by the link that the holder could have sent them too."""
        now = self.world.now()
        decided = seen.decide(self.world.members[self.holder], now, self._asked())
        link = links.contact(decided.consent.link) if decided and decided.consent else None
        if link is None:
            raise LookupError(f"nobody asked the contact behind {self.of.key}")
        consents.answer_consent(link, answer, now, self.world.address)
        if answer == "yes" and decided is not None:
            letters = introducing.draft(decided, self.world.roles[self.holder].name)
            handovers.hand_over(self.world.act(self.holder), self._asked(), letters, True, self.world.address)

    def tell(self, teller: str, verdict: str, note: str) -> None:
        act = self.world.act(teller)
        received = seen.exchanges(self.world.members[self.holder], act.now).received
        handover = next(row.handover for row in received if row.id == self.request)
        if handover is None:
            raise LookupError(f"{self.of.key} was not handed over")
        told = handovers.Told(verdict, note=note)
        handovers.tell(act, handover, told, self.world.today, self.world.address)

    def _asked(self) -> UUID:
        if self.request is None:
            raise LookupError(f"nobody asked for {self.of.key}")
        return self.request


def _holder(key: str) -> str:
    return key.partition("-")[0]


def _hint(one: Contact) -> HintText:
    """The line as written, with the codes that Kunci would propose."""
    proposed = propose(Card(0, one.name, NameFrom.FORMATTED, title=one.title, organisation=one.organisation))
    return HintText(one.line, proposed.role or "", proposed.sector or "", proposed.seniority or "", one.city)


def _phone(one: Contact) -> str:
    """A number that reaches nobody: no network of Indonesia begins with 840."""
    number = sum(place * ord(letter) for place, letter in enumerate(one.word, 1))
    return f"+62 840 0000 {number:04d}"


def _vcard(one: Contact) -> str:
    lines = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{one.name}", f"TITLE:{one.title}", f"ORG:{one.organisation}",
             f"TEL;TYPE=CELL:{_phone(one)}", f"EMAIL:{one.email}", "END:VCARD")  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)


def _subject(done: Done) -> UUID:
    if done.subject is None:
        raise LookupError("the action is about no row")
    return done.subject
