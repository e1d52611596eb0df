"""Who may accompany whom, for how long, and what a newcomer learnt on the way.

Whoever has told three outcomes well has been through the loop often enough to show it to somebody; whoever has not is
a newcomer. Both are read from a member's own rows, so that neither has to know anything of the other to ask. The
database says the same (models/sql/mentor.sql).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Once is luck, twice is a coincidence; and after three a newcomer knows the steps without being shown.
EXPERIENCED = 3
# As many as one can read drafts for before they go; who accompanies everybody accompanies nobody.
NEWCOMERS = 3
PROPOSAL_LASTS = timedelta(days=21)  # as an ask does
LASTS = timedelta(days=365)  # a year, if three do not come together: then it is not this mentor that is missing
SHOWN_FOR = timedelta(days=90)  # so long both read what was learnt


class Role(StrEnum):
    """As what somebody is in it."""

    NEWCOMER = "newcomer"
    MENTOR = "mentor"


class Why(StrEnum):
    """What stands in the way of taking part, from what is known to whoever takes part."""

    UNPRACTISED = "mentor_unpractised"  # too few outcomes told well to accompany somebody
    PRACTISED = "mentor_practised"  # too many to need it
    INVITED = "mentor_invited"  # whoever would accompany was brought here by whom they would accompany
    NEWCOMERS = "mentor_newcomers"  # as many as may be
    ONE = "mentor_one"  # one mentor at a time


def role_of(told_well: int) -> Role:
    """As what somebody takes part who told so many outcomes well, in the first round."""
    return Role.MENTOR if told_well >= EXPERIENCED else Role.NEWCOMER


def in_the_way(role: Role, told_well: int, taken: int, *, invited: bool) -> Why | None:
    """Why somebody can't take part in this role; None where they can.

    `taken`: what of theirs runs or waits for the other's answer, besides; `invited`: the newcomer invited the mentor,
    who would then speak for whoever can speak for them.
    """
    if role is not role_of(told_well):
        return Why.UNPRACTISED if role is Role.MENTOR else Why.PRACTISED
    if invited:
        return Why.INVITED
    if role is Role.MENTOR:
        return Why.NEWCOMERS if taken >= NEWCOMERS else None
    return Why.ONE if taken else None


@dataclass(frozen=True, slots=True)
class Telling:
    """Of an outcome that the newcomer told well, in the first round; none of what the mentor brought about."""

    told_at: datetime
    tell_until: datetime


def ends(agreed_at: datetime, tellings: Iterable[Telling]) -> datetime:
    """When it is over by itself: after a year, or once nobody can answer the first three outcomes told well any more.

    Not at the third telling itself: whoever sees the mentor go would read from it what they may not know yet.
    """
    told = sorted((one.told_at, one.tell_until) for one in tellings if one.told_at >= agreed_at)[:EXPERIENCED]
    last = agreed_at + LASTS
    return last if len(told) < EXPERIENCED else min(last, max(until for _, until in told))


class Step(StrEnum):
    """Something that a newcomer learnt, as a sentence can say it."""

    LASTED = "lasted"
    ASKED = "asked"
    NONE_ASKED = "none_asked"
    HANDED = "handed"
    FIRST = "first"
    TOLD = "told"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Reason:
    """`n` and `of` are counts, but for LASTED and FIRST, where `n` is days."""

    step: Step
    n: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened while it lasted, of the newcomer's own exchanges. `told` and `well`: outcomes, by the newcomer."""

    since: datetime
    ended: datetime
    asked: int
    handed: int
    told: int
    well: int
    noted: int
    first_asked: datetime | None
    first_handed: datetime | None


def learnt(counts: Counts) -> tuple[Reason, ...]:
    """In the order of a conversation; what did not happen is left out, but that nothing was asked."""
    found = [Reason(Step.LASTED, max((counts.ended - counts.since).days, 1))]
    found.append(Reason(Step.ASKED, counts.asked) if counts.asked else Reason(Step.NONE_ASKED, 0))
    if counts.noted:
        found.append(Reason(Step.NOTED, counts.noted))
    if counts.handed:
        found.append(Reason(Step.HANDED, counts.handed))
    if counts.first_asked is not None and counts.first_handed is not None:
        days = (counts.first_handed - counts.first_asked).days
        if days >= 0:
            found.append(Reason(Step.FIRST, max(days, 1)))
    if counts.told:
        found.append(Reason(Step.TOLD, counts.well, counts.told))
    return tuple(found)
