"""What somebody may see of exchanges, side by side: as their pages show it, and as the rules (exchange_rules.py) say.

People, keys, asks and offers go by number here, so that the two can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.models.viewer import Principal, looking, member
from kunci.reveal import deciding, doors, links
from kunci.reveal import exchanges as seen
from kunci.reveal import handovers as seen_handovers
from tests.actions.exchange_rules import CONTACT, TELL, Ask, Rules

Sight = dict[tuple[str, object], object]


@dataclass(frozen=True)
class Ids:
    """What the numbers stand for; `handed`: handovers, by the number of their ask."""

    members: list[UUID]
    keys: list[UUID]
    requests: list[UUID]
    offers: list[UUID]
    handed: dict[UUID, int]

    @property
    def numbers(self) -> dict[UUID, int]:
        """Of the asks."""
        return {id: n for n, id in enumerate(self.requests)}


def listed(ids: Ids, who: int, now: datetime) -> Sight:
    """What a member's lists show."""
    me, asks, found = ids.members[who], ids.numbers, Sight()
    with looking(member(me), now):
        lists = seen.exchanges(me, now)
        for asked in lists.asked:
            found["asked", asks[asked.id]] = (asked.withdrawn, asked.over)
        for ask in lists.received:
            handed = ids.handed[ask.handover] if ask.handover else None
            found["received", asks[ask.id]] = (ask.withdrawn, ask.over, ask.offered, ask.answered, ask.agreed, handed)
        for made in lists.handovers:
            found["handed", ids.handed[made.id]] = (made.role, made.told, made.can_tell, made.again)
        for name, rows in (("offered", lists.offered), ("offered me", lists.offered_me)):
            for offer in rows:
                found[name, ids.offers.index(offer.id)] = (offer.over, offer.asked is not None)
        for row in doors.doors(me, now).rows:
            found["door", ids.keys.index(row.id)] = asks[row.asked] if row.asked else None
    return found


def should_list(law: Rules, who: int, now: datetime) -> Sight:
    """What they should show."""
    found = Sight()
    for n, ask in enumerate(law.asks):
        if ask.asker == who:
            found["asked", n] = (ask.withdrawn, now >= ask.until)
        if ask.holder == who and ask.heard:
            said = ("yes" if ask.handed else ask.decided, ask.known == "yes", n if ask.handed else None)
            found["received", n] = (ask.withdrawn, now >= ask.until, ask.offer is not None, *said)
        if ask.handed and who in (ask.asker, ask.holder):
            role, due = "holder" if who == ask.holder else "asker", law.due(ask, now)
            able = due > 0 and (due, who) not in ask.told
            found["handed", n] = (role, (1, who) in ask.told, able, due == 2)
    for n, (holder, partner, until) in enumerate(law.offers):
        taken = [ask for ask in law.asks if ask.offer == n]
        if holder == who:
            found["offered", n] = (now >= until, any(ask.heard for ask in taken))
        if partner == who and n not in law.left:
            found["offered me", n] = (now >= until, bool(taken))
    for holder in _seen(law, who, now):
        found["door", holder] = _running(law, who, holder, now)
    return found


def opened(ids: Ids, who: int, now: datetime, keys: set[int]) -> Sight:
    """What a member finds behind the lines of the lists; of doors, behind those to `keys`."""
    me, asks, found = ids.members[who], ids.numbers, Sight()
    with looking(member(me), now):
        lists = seen.exchanges(me, now)
        for asked in lists.asked:
            assert seen.asked(me, now, asked.id) == asked
        for ask in lists.received:
            view = deciding.decide(me, now, ask.id)
            assert view is not None
            assert view.ask == ask
            said = view.consent.answer if view.consent else None
            found["decides", asks[ask.id]] = (said, view.can_hand_over, view.turned_away)
        for made in lists.handovers:
            handed = seen_handovers.handover(me, now, made.id)
            assert handed is not None
            found["reached", ids.handed[made.id]] = bool(handed.details.emails)
            for one in handed.rounds:
                verdicts = [said and said.verdict for said in (one.mine, one.theirs, one.felt)]
                found["told", (ids.handed[made.id], one.number)] = (*verdicts, one.due, one.over)
        for n in keys - {who}:
            if door := doors.door(me, now, ids.keys[n]):
                offered = ids.offers.index(door.offer) if door.offer else None
                running, reached = asks[door.asked] if door.asked else None, bool(door.contact and door.contact.emails)
                found["behind", n] = (running, door.pause_until, offered, reached)
        of_key = seen_handovers.felt_of_key(me, now, ids.keys[who])
        found["felt", who] = {(ids.handed[one.handover], one.round, one.felt.verdict) for one in of_key}
    return found


def should_open(law: Rules, who: int, now: datetime, keys: set[int]) -> Sight:
    """What they should find."""
    found, felt = Sight(), set()
    for n, ask in enumerate(law.asks):
        if ask.holder == who and ask.heard:
            able = ask.decided == ask.known == "yes" and not ask.handed and not ask.withdrawn
            found["decides", n] = (ask.known if ask.linked else None, able, (who, ask.asker) in law.away)
        if ask.handed and who in (ask.asker, ask.holder):
            other = ask.asker if who == ask.holder else ask.holder
            found["reached", n] = who == ask.holder or _reached(law, who, other, now)
            for round, (start, end) in TELL.items():
                if now < ask.handed + start:
                    continue
                reads = law.reads(who, ask, round, now)
                theirs = ask.told.get((round, other)) if reads else None
                contacts = ask.told.get((round, CONTACT)) if reads and who == ask.holder else None
                felt |= {(n, round, contacts)} if contacts else set()
                due = law.due(ask, now) == round and (round, who) not in ask.told
                found["told", (n, round)] = (
                    ask.told.get((round, who)), theirs, contacts, due, now >= ask.handed + end,
                )  # fmt: skip
    for holder in keys.intersection(_seen(law, who, now)):
        running = (n for n, one in enumerate(law.offers) if one[:2] == (holder, who) and now < one[2])
        asked, pause = _running(law, who, holder, now), law.paused(who, holder, now)
        found["behind", holder] = (asked, pause, next(running, None), _reached(law, who, holder, now))
    found["felt", who] = felt
    return found


def _seen(law: Rules, who: int, now: datetime) -> list[int]:
    return [holder for holder in range(5) if law.sees(who, holder, now)]


def _reached(law: Rules, who: int, holder: int, now: datetime) -> bool:
    return law.sees(who, holder, now) and now < law.way.get((holder, who), now)


def _running(law: Rules, who: int, holder: int, now: datetime) -> int | None:
    mine = (n for n, ask in enumerate(law.asks) if (ask.asker, ask.holder, ask.withdrawn) == (who, holder, False))
    return next((n for n in mine if now < law.asks[n].until), None)


def shown_by_link(link: Principal, now: datetime) -> tuple[object, ...]:
    """What the contact's page says."""
    view = links.consent(link, now)
    assert view is not None
    return view.answer, view.handed_at, view.told


def should_by_link(ask: Ask) -> tuple[object, ...]:
    told = {round: verdict for (round, teller), verdict in sorted(ask.told.items()) if teller == CONTACT}
    return ask.said[0], ask.handed, told
