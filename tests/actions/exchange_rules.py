"""The rules of an exchange told a second time, for a test to hold the product against. Each of five people holds one
key, called by its holder; `carried` says until when evidence carries trust in whom, which is a rule of the core."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kunci.actions.verb import Refused

DAY = timedelta(days=1)
TELL = {1: (0 * DAY, 14 * DAY), 2: (182 * DAY, 212 * DAY)}  # after the handover: from, until
BY_RUNG, NEVER = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)  # open while trusted; shut
CONTACT = -1
Pair = tuple[int, int]  # a holder and another; of a telling its round and its teller


@dataclass(eq=False)
class Ask:
    asker: int
    holder: int
    until: datetime
    pause: datetime | None  # None: came inside the pause of another
    heard: bool
    offer: int | None
    withdrawn: bool = False
    decided: str = ""
    linked: datetime | None = None  # the contact's link; until when it takes a yes
    said: tuple[str, bool] = ("", False)  # by the contact, last; and whether the holder was told
    known: str = ""  # what the holder was told last
    handed: datetime | None = None
    told: dict[Pair, str] = field(default_factory=dict)


def need(**met: object) -> None:
    if code := next((code for code, is_met in met.items() if not is_met), ""):
        raise Refused(code)


class Rules:
    def __init__(self, carried: Callable[[int, int, datetime], datetime | None]) -> None:
        self.carried, self.asks, self.offers = carried, list[Ask](), list[tuple[int, int, datetime]]()
        self.trust, self.door, self.way = dict[Pair, datetime | None](), dict[Pair, datetime](), dict[Pair, datetime]()
        self.away, self.left = set[Pair](), set[int]()

    def sees(self, me: int, holder: int, now: datetime) -> bool:
        end = self.door.get((holder, me), now)
        return now < ((self.trust.get((holder, me)) or now) if end == BY_RUNG else end)

    def paused(self, me: int, holder: int, now: datetime) -> datetime | None:
        mine = [one.pause for one in self.asks if (one.asker, one.holder) == (me, holder)]
        return max((pause for pause in mine if pause and now < pause), default=None)

    def ask(self, me: int, holder: int, now: datetime, offer: int | None = None) -> None:
        mine = [one for one in self.asks if (one.asker, one.holder, one.withdrawn) == (me, holder, False)]
        need(gone=self.sees(me, holder, now), asked_already=all(one.until <= now for one in mine))
        need(gone=offer is None or (self.offers[offer][:2] == (holder, me) and now < self.offers[offer][2]))
        lifted = offer is not None and all(ask.offer != offer for ask in self.asks)
        pause = now + 51 * DAY if lifted or not self.paused(me, holder, now) else None
        self.asks.append(Ask(me, holder, now + 21 * DAY, pause, bool(pause) and (holder, me) not in self.away, offer))

    def withdraw(self, me: int, ask: Ask, now: datetime) -> None:
        need(gone=me == ask.asker)
        need(request_over=ask.withdrawn or now < ask.until, handed_already=ask.withdrawn or not ask.handed)
        ask.withdrawn = True

    def decide(self, me: int, ask: Ask, answer: str, now: datetime) -> None:
        pair, yes = (me, ask.asker), answer == "yes"
        need(gone=ask.heard and me == ask.holder, handed_already=not ask.handed)
        in_time = now < ask.until or answer == "never" or (answer == "not_now" and pair in self.away)
        need(request_withdrawn=not (yes and ask.withdrawn), request_over=in_time)
        need(never_again=not (yes and "never" in [one.known for one in self.asks if one.holder == me]))
        (self.away.add if answer == "never" else self.away.discard)(pair)
        ask.decided, ask.linked = answer, ask.linked or (now + 21 * DAY if yes else None)

    def answer(self, ask: Ask, answer: str, now: datetime) -> None:
        said = ("no" if answer == "silent" else answer, answer != "silent" or ask.said[0] == "yes")
        need(gone=said == ask.said or answer != "yes" or (ask.linked and now < ask.linked and not ask.withdrawn))
        if said != ask.said and said[0] in ("no", "never"):
            self.way[ask.holder, ask.asker] = NEVER
        ask.said, ask.known = said, said[0] if said[1] else ask.known

    def hand_over(self, me: int, ask: Ask, now: datetime) -> None:
        need(gone=ask.heard and me == ask.holder, handed_already=not ask.handed, request_withdrawn=not ask.withdrawn)
        need(not_decided=ask.decided == "yes", contact_not_agreed=ask.said[0] == "yes")
        ask.handed = now
        self.door[me, ask.asker] = self.way[me, ask.asker] = now + 365 * DAY

    def due(self, ask: Ask, now: datetime) -> int:
        since = now - ask.handed if ask.handed else -DAY
        return next((round for round, (start, end) in TELL.items() if start <= since < end), 0)

    def tell(self, me: int, ask: Ask, verdict: str, now: datetime) -> None:
        need(gone=ask.handed and me in (ask.asker, ask.holder))
        need(telling_over=ask.handed and now < ask.handed + TELL[2][1], telling_later=self.due(ask, now))
        need(told_already=(self.due(ask, now), me) not in ask.told)
        ask.told[self.due(ask, now), me] = verdict

    def contact_tells(self, ask: Ask, round: int, verdict: str, now: datetime) -> None:
        need(gone=ask.handed and (round == 1 or now >= ask.handed + TELL[2][0]))
        need(telling_over=self.due(ask, now) == round, told_already=(round, CONTACT) not in ask.told)
        ask.told[round, CONTACT] = verdict

    def reads(self, me: int, ask: Ask, round: int, now: datetime) -> bool:
        return (round, me) in ask.told or (ask.handed is not None and now >= ask.handed + TELL[round][1])

    def offer(self, me: int, partner: int, now: datetime) -> None:
        need(offered_already=not any(one[:2] == (me, partner) and now < one[2] for one in self.offers))
        self.offers.append((me, partner, now + 21 * DAY))
        self.away.discard((me, partner))
        self.door[me, partner] = self.door[me, partner] if self.sees(partner, me, now) else now + 21 * DAY

    def leave(self, me: int, offer: int) -> None:
        need(gone=me == self.offers[offer][1])
        self.left.add(offer)

    def shut(self, me: int, whom: set[int]) -> None:
        for ends in (self.door, self.way):
            ends.update({(me, one): NEVER for one in whom})
        for ask in self.asks:
            if ask.holder == me and ask.asker in whom and ask.decided == "yes":
                ask.decided = "not_now"

    def grant(self, me: int, partner: int, now: datetime) -> None:
        need(needs_reason=self.carried(me, partner, now))
        self.trust[me, partner] = self.carried(me, partner, now)
        self.door[me, partner] = self.door[me, partner] if self.sees(partner, me, now) else BY_RUNG
