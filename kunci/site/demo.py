"""Makes the demonstration network: three years of forty invented people, lived through the same actions as a page's.

The people are in actions/demonstration.py. Of twelve of them a story is told: whom they know is in demo_keys.py, what
happened in demo_story.py, what was asked in demo_asked.py and demo_counted.py, what they said of each other in
demo_words.py, what they look for in demo_wants.py, who accompanied whom in demo_mentors.py, what they are like in
demo_character.py. The others are in demo_others.py, drawn by lot from a fixed number.
So the same day of the start gives the same network: every instant is counted back from it.
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

from kunci.actions import (
    accounts,
    circles,
    confirming,
    demonstration,
    imports,
    invitations,
    keyring,
    notices,
    offers,
    repute,
    sets,
    ties,
    vouching,
)
from kunci.actions.cards import CardText, set_card
from kunci.actions.circles import Guest
from kunci.actions.keyring import HintText, PersonText
from kunci.actions.verb import Act
from kunci.core.addressbook import Card, NameFrom
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.hints import propose
from kunci.core.readiness import moment_before
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.models.viewer import Principal
from kunci.reveal import circles as seen_circles
from kunci.reveal import keyring as own
from kunci.reveal.demonstration import Role
from kunci.site import demo_asked as asked
from kunci.site import (
    demo_between,
    demo_calendar,
    demo_character,
    demo_counted,
    demo_meetings,
    demo_mentors,
    demo_others,
    demo_promises,
    demo_running,
    demo_wants,
)
from kunci.site import demo_story as story
from kunci.site.config import Config
from kunci.site.demo_keys import IMPORTED, KEYS, Contact
from kunci.site.demo_running import Running, holder_of, subject
from kunci.site.demo_words import WORDS, Word
from kunci.site.postgres import say_nothing

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


def seed(config: Config, say: Callable[[str], None] = say_nothing, now: datetime | None = None) -> None:
    """Makes the network of a demonstration that has none; all of it or, when interrupted, nothing."""
    with transaction.atomic():
        founder = accounts.first_account()
        if founder is not None:
            say("Living three years of the demonstration: about half a minute.")
            World(now or timezone.now(), config.address).live(founder)


class World:
    """The network while it is made: who and what is there by now, and each step of the story as an action."""

    def __init__(self, now: datetime, address: str) -> None:
        self.started = now
        self.start = now.astimezone(ZONE).date()
        self.address = address
        self.day = 0
        self.acts_today = 0
        self.acts = 0
        self.members: dict[str, UUID] = {}
        self.keys: dict[str, UUID] = {}
        self.circles: dict[str, UUID] = {}
        self.offers: dict[tuple[str, str], UUID] = {}
        self.words: dict[Word, UUID] = {}
        self.drafts: dict[tuple[str, str], UUID] = {}
        self.roles = {person.id: person for person in demonstration.EVERYBODY}
        self.others = demo_others.others()

    def live(self, founder: accounts.Account) -> None:
        """The whole story, day by day."""
        steps: list[Step] = [
            (story.FOUNDED, partial(self.found, founder, demonstration.PEOPLE[0])),
            *self.acquainting(), *self.collecting(), *self.regarding(), *self.speaking(), *self.offering(),
            *self.exchanging(), *demo_wants.looking_for(self), *demo_between.between(self),
            *demo_mentors.accompanying(self), *demo_calendar.telling(self), *demo_promises.promising(self),
            *demo_meetings.meeting(self), *demo_character.knowing_people(self),
            *self.looking(),
        ]  # fmt: skip
        for day, step in sorted(steps, key=lambda one: -one[0]):
            if day != self.day:
                self.day, self.acts_today = day, 0
            step()
        repute.draw(self.started)

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
        for day, inviter, invited in (*story.ACQUAINTED, *demo_others.ACQUAINTED):
            yield day, partial(self.acquaint, inviter, invited)
        for day, inviter, name, note, revoked in story.OPEN_INVITATIONS:
            yield day, partial(self.invite, inviter, name, note, revoked=revoked)
        for circle in story.CIRCLES:
            yield circle.begun, partial(self.begin_circle, circle)
            for day, who in circle.came:
                yield day, partial(self.come, circle, who)
            for day, name in circle.waiting:
                yield day, partial(self.invite_into, circle, name)

    def acquaint(self, inviter: str, invited: str) -> None:
        self.accept(self.invite(inviter, self.roles[invited].name, ""), invited)

    def accept(self, invitation: UUID, invited: str) -> None:
        role, link = self.roles[invited], Principal("i", invitation)
        if invited in self.members:
            invitations.accept(link, self.members[invited], role.name, self.now())
            return
        language = "en" if invited in story.ENGLISH else "id"
        account = invitations.join(link, role.name, demonstration.address(invited), language, self.now())
        self.members[invited] = account.id
        accounts.set_profile(self.act(invited), role.name, role.trade, role.city)

    def begin_circle(self, circle: story.Circle) -> None:
        guests = tuple(Guest(self.roles[who].name, "", demonstration.address(who)) for _, who in circle.came)
        self.circles[circle.name] = subject(circles.begin(self.act(circle.founder), circle.name, guests, "id"))

    def invite_into(self, circle: story.Circle, name: str) -> None:
        act, id = self.act(circle.founder), self.circles[circle.name]
        circles.invite(act, id, (Guest(name, "62840000099"),), "id")
        invitee = next(one.id for one in self._invitees(circle) if one.name == name)
        circles.sent(self.act(circle.founder), invitee, "whatsapp", self.address)

    def come(self, circle: story.Circle, who: str) -> None:
        name = self.roles[who].name
        self.accept(next(one.invitation for one in self._invitees(circle) if one.name == name), who)

    def _invitees(self, circle: story.Circle) -> tuple[seen_circles.InviteeView, ...]:
        return seen_circles.invitees(self.members[circle.founder], self.now(), self.circles[circle.name])

    def invite(self, member: str, name: str, note: str, *, revoked: bool = False) -> UUID:
        made = subject(invitations.invite(self.act(member), name, note))
        if revoked:
            invitations.revoke(self.act(member), made)
        return made

    # Keyrings fill

    def collecting(self) -> Iterator[Step]:
        for contact in (*KEYS, *self.others.keys):
            yield contact.day, partial(self.add_key, contact)
        for (holder, day), contacts in groupby(IMPORTED, key=lambda one: (one.holder, one.day)):
            yield day, partial(self.import_file, holder, tuple(contacts))
        for day, key, partners in story.NAMED:
            yield day, partial(self.open_by_name, key, partners)

    def add_key(self, one: Contact) -> None:
        person = PersonText(one.name, one.title, one.organisation, (_number(one.word),), (one.email,))
        done = keyring.add_key(self.act(one.holder), _hint(one), person, one.rungs, one.note)
        self.keys[one.word] = subject(done)

    def import_file(self, holder: str, contacts: tuple[Contact, ...]) -> None:
        cards = read_vcards("".join(map(_vcard, contacts)).encode()).cards
        act = self.act(holder)
        batch = subject(imports.import_cards(act, cards, SOURCE))
        found = {one.name: one.id for one in own.batch(act.member, act.now, batch).rows}
        self.keys |= {one.word: found[one.name] for one in contacts}
        keyring.make_keys(self.act(holder), [(found[one.name], _hint(one)) for one in contacts if one.line])

    def open_by_name(self, key: str, partners: tuple[str, ...]) -> None:
        keyring.open_key(
            self.act(holder_of(key)), self.keys[key], FaceKind.HINT, [self.members[one] for one in partners]
        )

    # Evidence, and who is let how far

    def regarding(self) -> Iterator[Step]:
        for one in (*story.REGARDS, *demo_counted.REGARDS, *self.others.regards):
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

    # What is said of a third

    def speaking(self) -> Iterator[Step]:
        for one in WORDS:
            yield one.day, partial(self.say_word, one)
            if one.counted is not None:
                yield one.counted, partial(self.count_word, one)
            if one.withdrawn is not None:
                yield one.withdrawn, partial(self.withdraw_word, one)

    def say_word(self, one: Word) -> None:
        about, hearer = self.members[one.about], self.members[one.hearer]
        self.words[one] = subject(
            vouching.say(self.act(one.speaker), about, hearer, one.kind, one.sentence, self.address)
        )

    def count_word(self, one: Word) -> None:
        vouching.count(self.act(one.hearer), self.words[one], self.today)

    def withdraw_word(self, one: Word) -> None:
        vouching.withdraw(self.act(one.speaker), self.words[one], self.address)

    # Asks, offers, and what becomes of them

    def offering(self) -> Iterator[Step]:
        for day, member, about in asked.CARDS:
            yield day, partial(self.set_card, member, about)
        for day, member, partner, keys in asked.READY:
            yield day, partial(self.set_ready, member, partner, keys)
        for day, member, _ in asked.BOTH_READY:
            yield self.monday_after(day), partial(self.weekly_moment, member)
        for one in asked.OFFERS:
            yield one.day, partial(demo_running.offer, self, one)
            if one.left is not None:
                yield one.left, partial(demo_running.leave, self, one)

    def set_card(self, member: str, about: str) -> None:
        set_card(self.act(member), CardText(_number(member), demonstration.address(member), "", about))

    def set_ready(self, member: str, partner: str, keys: tuple[str, ...]) -> None:
        ids = {self.keys[key] for key in keys}
        offers.set_ready(self.act(member), self.members[partner], ids, ids)

    def monday_after(self, day: int) -> int:
        """The day of the first weekly moment for what has been set aside since `day`."""
        whole = self.start - timedelta(days=day) + timedelta(days=8)
        return (self.start - whole).days - (-whole.weekday() % 7)

    def weekly_moment(self, member: str) -> None:
        while moment_before(now := self.now()).date() != self.today:
            pass  # it has not struck nine yet
        sets.make_round(self.members[member], now, self.address)

    def exchanging(self) -> Iterator[Step]:
        for one in (*asked.EXCHANGES, *demo_counted.EXCHANGES, *self.others.exchanges):
            running = Running(self, one)
            yield one.asked, running.ask
            for day, answer in one.decided:
                yield day, partial(running.decide, answer)
            for day, answer in one.answered:
                yield day, partial(running.answer, answer)
            if one.handed is not None:
                yield one.handed, running.hand_over
            for said in one.told:
                yield said.day, partial(running.tell, said)
            if one.withdrawn is not None:
                yield one.withdrawn, running.withdraw

    # What else people do

    def looking(self) -> Iterator[Step]:
        for day, member, partner in story.TO_CONFIRM:
            yield day, partial(self.ask_to_confirm, member, partner)
        for day in story.READ:
            yield day, self.read_notices

    def ask_to_confirm(self, member: str, partner: str) -> None:
        other = self.members[partner]
        noted = ties.add_evidence(self.act(member), other, Kind.ONE_TO_ONE, self.today, self.today, MEETINGS[0][1])
        confirming.ask(self.act(member), other, UUID(str(noted.detail["evidence"])))

    def read_notices(self) -> None:
        for member in self.members:
            act = self.act(member)
            notices.see_all(act, act.now)


def _hint(one: Contact) -> HintText:
    """The line as written, with the codes that Kunci would propose."""
    proposed = propose(Card(0, one.name, NameFrom.FORMATTED, title=one.title, organisation=one.organisation))
    return HintText(one.line, proposed.role or "", proposed.sector or "", proposed.seniority or "", one.city)


def _number(word: str) -> str:
    """A number that reaches nobody: no network of Indonesia begins with 840."""
    number = sum(place * ord(letter) for place, letter in enumerate(word, 1))
    return f"+62 840 0000 {number:04d}"


def _vcard(one: Contact) -> str:
    lines = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{one.name}", f"TITLE:{one.title}", f"ORG:{one.organisation}",
             f"TEL;TYPE=CELL:{_number(one.word)}", f"EMAIL:{one.email}", "END:VCARD")  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)
