"""The small cast of all tests: Sari holds the keys, Budi asks, Ratna knows both, Joko is a stranger to Sari.

Everything is made by the same actions that the pages call, at fixed instants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from kunci.actions import accounts, exchanges, invitations, keyring, ties
from kunci.actions.handovers import Letters
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.actions.verb import Act, Done
from kunci.core.evidence import Kind, Often
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.models.viewer import Principal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ADDRESS = "http://kunci.test"
LETTERS = Letters("Perkenalan", "Pak Hendra, ini Budi.", "Perkenalan", "Budi, ini Pak Hendra.")
_ONCE = UUID("6d0d9f5e-55f8-4b6e-9a77-0d5a7f1f6a11")


class Counter:
    """Fresh idempotency keys in a fixed order."""

    def __init__(self) -> None:
        self.used = 0

    def __call__(self) -> UUID:
        self.used += 1
        return uuid5(_ONCE, str(self.used))


@dataclass
class Cast:
    """Who is there, and the verbs said in one line."""

    sari: UUID
    budi: UUID
    ratna: UUID
    joko: UUID
    once: Counter
    now: datetime = NOW

    def act(self, member: UUID) -> Act:
        return Act(member, self.now, self.once())

    def key(
        self,
        holder: UUID,
        line: str = "Kepala pengadaan, rumah sakit, Surabaya",
        name: str = "Hendra Gunawan",
        rungs: RungChoice = USUAL,
        email: str = "hendra@rs.example",
    ) -> UUID:
        person = PersonText(name, "Kepala Pengadaan", "RS Harapan", ("+62 812 0000 001",), (email,))
        return _subject(keyring.add_key(self.act(holder), HintText(line, city="Surabaya"), person, rungs, "catatan"))

    def knows_for_years(self, member: UUID, partner: UUID) -> None:
        ties.add_prior(self.act(member), partner, date(2018, 1, 1), Often.WEEKLY, self.now.date(), "")

    def met(self, member: UUID, partner: UUID, on: date | None = None) -> None:
        today = self.now.date()
        ties.add_evidence(self.act(member), partner, Kind.MET, on or today, today, "")

    def grant(self, member: UUID, partner: UUID, rung: Rung, faces: set[UUID] | None = None) -> None:
        """Lets a partner onto a rung, and opens all that the page would tick, or exactly `faces`."""
        from kunci.reveal.keyring import openable

        ticked = {one.id for one in openable(member, self.now, partner, rung) if one.ticked} if faces is None else faces
        ties.grant(self.act(member), partner, rung, ticked, None, self.now.date(), "")

    def lower(self, member: UUID, partner: UUID, rung: Rung = Rung.STRANGER) -> None:
        ties.lower(self.act(member), partner, rung)

    def ask(self, asker: UUID, key: UUID, sentence: str = "Kami memasok linen rumah sakit.") -> UUID:
        return _subject(exchanges.ask(self.act(asker), key, sentence, ADDRESS))

    def decide(self, holder: UUID, request: UUID, answer: str = "yes") -> None:
        exchanges.decide(self.act(holder), request, answer, "id", ADDRESS)

    def later(self, days: float) -> None:
        self.now += timedelta(days=days)


def found(name: str, email: str) -> UUID:
    account = Account.objects.open(email, "id")
    accounts.found(account, name, "", "", email, NOW)
    return account.id


def join(cast_act: Act, name: str, email: str) -> UUID:
    made = _subject(invitations.invite(cast_act, name, ""))
    return invitations.join(Principal("i", made), name, email, "id", cast_act.now).id


def make() -> Cast:
    """Sari founds; Budi and Ratna come by her invitation, Joko by Ratna's. Nobody trusts anybody yet."""
    once = Counter()

    def act(member: UUID) -> Act:
        return Act(member, NOW, once())

    sari = found("Sari Wulandari", "sari@kunci.test")
    budi = join(act(sari), "Budi Santoso", "budi@kunci.test")
    ratna = join(act(sari), "Ratna Dewi", "ratna@kunci.test")
    joko = join(act(ratna), "Joko Susilo", "joko@kunci.test")
    return Cast(sari, budi, ratna, joko, once)


def _subject(done: Done) -> UUID:
    if done.subject is None:
        raise AssertionError("the action is about no row")
    return done.subject
