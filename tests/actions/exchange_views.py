"""What somebody may see of exchanges, side by side: as their pages show it, and as the rules (exchange_rules.py) say.

People, keys, asks and offers go by number here, so that the two can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kunci.models.viewer import Principal, looking, member
from kunci.reveal import doors, links
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


def shown(ids: Ids, who: int, now: datetime) -> Sight:
    """What a member's pages show."""
    me, found = ids.members[who], Sight()
    asks = {id: n for n, id in enumerate(ids.requests)}
    with looking(member(me), now):
        lists = seen.exchanges(me, now)
        for asked in lists.asked:
            found["asked", asks[asked.id]] = (asked.withdrawn, asked.over)
        for ask in lists.received:
            view = seen.decide(me, now, ask.id)
            assert view is not None
            assert view.ask == ask
            said = view.consent.answer if view.consent else None
            found["received", asks[ask.id]] = (ask.withdrawn, ask.over, ask.offered, ask.answered, said)
            found["decides", asks[ask.id]] = (view.can_hand_over, ask.handover is not None, view.turned_away)
        for made in lists.handovers:
            handed = seen_handovers.handover(me, now, made.id)
            assert handed is not None
            found["handed", ids.handed[made.id]] = (made.role, made.told, made.can_tell, bool(handed.details.emails))
            for round in handed.rounds:
                verdicts = [said and said.verdict for said in (round.mine, round.theirs, round.felt)]
                found["told", (ids.handed[made.id], round.number)] = (*verdicts, round.due, round.over)
        for offer in lists.offered:
            found["offered", ids.offers.index(offer.id)] = (offer.over, offer.asked is not None)
        for offer in lists.offered_me:
            found["offered me", ids.offers.index(offer.id)] = (offer.over, offer.asked is not None)
        for row in doors.doors(me, now).rows:
            door = doors.door(me, now, row.id)
            assert door is not None
            running = asks[door.asked] if door.asked else None
            offered = ids.offers.index(door.offer) if door.offer else None
            reached = bool(door.contact and door.contact.emails)
            found["door", ids.keys.index(row.id)] = (running, door.pause_until, offered, reached)
        of_key = seen_handovers.felt_of_key(me, now, ids.keys[who])
        found["felt", who] = {(ids.handed[one.handover], one.round, one.felt.verdict) for one in of_key}
    return found


def should(rules: Rules, who: int, now: datetime) -> Sight:
    """What they should show."""
    found = Sight()
    felt = set()
    for n, ask in enumerate(rules.asks):
        if ask.asker == who:
            found["asked", n] = (ask.withdrawn, now >= ask.until)
        if ask.holder == who and ask.heard:
            answered, said = "yes" if ask.handed else ask.decided, ask.known if ask.linked else None
            found["received", n] = (ask.withdrawn, now >= ask.until, ask.offer is not None, answered, said)
            able = ask.decided == ask.known == "yes" and not ask.handed and not ask.withdrawn
            found["decides", n] = (able, ask.handed is not None, (who, ask.asker) in rules.away)
        if ask.handed and who in (ask.asker, ask.holder):
            role, other = ("holder", ask.asker) if who == ask.holder else ("asker", ask.holder)
            due = rules.due(ask, now)
            reached = who == ask.holder or (rules.sees(who, other, now) and rules.way.get((other, who), now) > now)
            able = due > 0 and (due, who) not in ask.told
            found["handed", n] = (role, (1, who) in ask.told, able, reached)
            for round, (start, end) in TELL.items():
                reads = rules.reads(who, ask, round, now)
                theirs = ask.told.get((round, other)) if reads else None
                felt_by = ask.told.get((round, CONTACT)) if reads and role == "holder" else None
                if felt_by:
                    felt.add((n, round, felt_by))
                if now >= ask.handed + start:
                    due_now = due == round and (round, who) not in ask.told
                    over = now >= ask.handed + end
                    found["told", (n, round)] = (ask.told.get((round, who)), theirs, felt_by, due_now, over)
    for n, (holder, partner, until) in enumerate(rules.offers):
        taken = [ask for ask in rules.asks if ask.offer == n]
        if holder == who:
            found["offered", n] = (now >= until, any(ask.heard for ask in taken))
        if partner == who and n not in rules.left:
            found["offered me", n] = (now >= until, bool(taken))
    for holder in range(5):
        if holder != who and rules.sees(who, holder, now):
            open = [n for n, ask in enumerate(rules.asks) if (ask.asker, ask.holder) == (who, holder)]
            running = next((n for n in open if now < rules.asks[n].until and not rules.asks[n].withdrawn), None)
            offered = next((n for n, one in enumerate(rules.offers) if one[:2] == (holder, who) and now < one[2]), None)
            reached = now < rules.way.get((holder, who), now)
            found["door", holder] = (running, rules.paused(who, holder, now), offered, reached)
    found["felt", who] = felt
    return found


def shown_by_link(link: Principal, now: datetime) -> tuple[object, ...]:
    """What the contact's page says."""
    view = links.consent(link, now)
    assert view is not None
    return view.answer, view.handed_at, view.told


def should_by_link(ask: Ask) -> tuple[object, ...]:
    told = {round: verdict for (round, teller), verdict in sorted(ask.told.items()) if teller == CONTACT}
    return ask.said[0], ask.handed, told
