"""The doors that I look for: written, changed, heard for longer, closed with thanks.

What anybody does who hears of one touches no row that its author reads, and no lock that the author waits for.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from kunci.actions import notices
from kunci.actions.exchanges import FURTHEST
from kunci.actions.meaning import read_want
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.gates import NO_END
from kunci.core.rungs import LADDER, Rung
from kunci.core.wants import (
    DAYS,
    MOST,
    REOPEN_WITHIN,
    TEXT_LENGTH,
    THANKS_LENGTH,
    WHY_LENGTH,
    alike,
    says_something,
    wording,
)
from kunci.models import values
from kunci.models.models import Grant, HeardWant, Member, OfferedMe, ThanksGiven, Want


@dataclass(frozen=True)
class WantText:
    """What door and why, by when; whether it may travel one step further without my name, and then also with it.
    `person`: whom I would like to get to know; such a want always travels, and is for them to its end."""

    text: str
    why: str = ""
    by_when: date | None = None
    travels: bool = False
    may_name: bool = False
    person: UUID | None = None


@dataclass(frozen=True)
class Hearers:
    """Who may hear of it: everybody on a rung, partners by name, or both."""

    rung: Rung | None
    named: frozenset[UUID] = frozenset()


@verb("want.write")
def write(act: Act, said: WantText, hearers: Hearers, days: int, today: date) -> Done:
    """Writes down a door that I look for. Whoever may hear of it finds it on their pages; nobody is told."""
    return Done(make(act, said, hearers, days, today).id)


def make(act: Act, said: WantText, hearers: Hearers, days: int, today: date, relays: UUID | None = None) -> Want:
    """A want of mine, written for one that I heard where `relays` is that. Part of another verb."""
    said = _checked(act, said, today)
    until = _until(act, days)
    _check_hearers(act, hearers, relays)
    _check_room(act)
    if said.person is not None and (said.person == act.member or not Member.objects.filter(id=said.person).exists()):
        raise Refused("gone")
    made = Want.objects.create(
        member=act.member,
        relays=relays,
        person=said.person,
        text=said.text,
        why=said.why,
        by_when=said.by_when,
        travels=said.travels,
        may_name=said.may_name,
        rung=hearers.rung,
        created_at=act.now,
        expires_at=until,
    )
    read_want(act, made.id)
    _name(act, made.id, hearers.named)
    return made


@verb("want.change")
def change(act: Act, want: UUID, said: WantText, hearers: Hearers, today: date) -> Done:
    """Other words, other hearers. Whoever is left out hears nothing of it from the next moment on."""
    row = open_one(act, want)
    said = _checked(act, replace(said, person=row.person), today, row)
    _check_hearers(act, hearers, row.relays)
    Want.objects.filter(id=want).update(
        text=said.text,
        why=said.why,
        by_when=said.by_when,
        travels=said.travels,
        may_name=said.may_name,
        rung=hearers.rung,
    )
    read_want(act, want)
    _name(act, want, hearers.named)
    return Done(want)


@verb("want.extend")
def extend(act: Act, want: UUID, days: int) -> Done:
    """It holds for so many days from now, also where it was over already."""
    row = open_one(act, want)
    until = _until(act, days)
    if row.expires_at <= act.now:
        _check_room(act)
    Want.objects.filter(id=want).update(expires_at=until)
    return Done(want)


@verb("want.close")
def close(act: Act, want: UUID, helpers: Set[UUID], words: str, address: str) -> Done:
    """Closes it: nobody hears of it any more. The `helpers` are thanked: who offered a key, or may hear of it."""
    row = open_one(act, want)
    if len(words) > THANKS_LENGTH:
        raise Refused("too_long", most=THANKS_LENGTH)
    if helpers - _could_have_helped(act, row):
        raise Refused("not_a_helper")
    thanked = set(ThanksGiven.objects.filter(want=want).values_list("helper_id", flat=True))
    for helper in sorted(helpers - thanked):
        made = ThanksGiven.objects.create(
            want=want, author_id=act.member, helper_id=helper, text=row.text, words=words.strip(), given_at=act.now
        )
        notices.notify(act.now, "thanked", helper, made.id, address)
    Want.objects.filter(id=want).update(closed_at=act.now)
    return Done(want, {"count": len(helpers)})


@verb("want.reopen")
def reopen(act: Act, want: UUID) -> Done:
    """Takes the closing back within a day. Thanks are not taken back."""
    row = Want.objects.filter(id=want).first()
    if row is None:
        raise Refused("gone")
    if row.closed_at is None:
        return Done(want)
    if row.closed_at <= act.now - REOPEN_WITHIN:
        raise Refused("want_closed")
    if row.expires_at > act.now:
        _check_room(act)
    Want.objects.filter(id=want).update(closed_at=None)
    return Done(want)


def open_one(act: Act, want: UUID) -> Want:
    """A want of mine that is not closed; it may be over."""
    row = Want.objects.filter(id=want).first()
    if row is None:
        raise Refused("gone")
    if row.closed_at is not None:
        raise Refused("want_closed")
    return row


def _checked(act: Act, said: WantText, today: date, instead: Want | None = None) -> WantText:
    """The words as they are kept. Compared with my own open wants alone, but for the one that they stand `instead` of.

    What others look for is never looked at: that two look for the same would tell one of the other.
    """
    text, why = wording(said.text), said.why.strip()
    if not text:
        raise Refused("want_missing")
    if len(text) > TEXT_LENGTH:
        raise Refused("too_long", most=TEXT_LENGTH)
    if len(why) > WHY_LENGTH:
        raise Refused("too_long", most=WHY_LENGTH)
    if not says_something(text):
        raise Refused("want_unclear")
    if said.by_when is not None and not today <= said.by_when <= today + FURTHEST:
        raise Refused("by_when")
    for row in Want.objects.filter(closed_at=None, expires_at__gt=act.now).order_by("-created_at", "id"):
        if (instead is None or row.id != instead.id) and alike(row.text, text):
            raise Refused("want_alike", want=row.id, text=row.text)
    travels = said.travels or said.person is not None
    return WantText(text, why, said.by_when, travels, travels and said.may_name, said.person)


def _until(act: Act, days: int) -> datetime:
    if days not in DAYS:
        raise Refused("want_days")
    return act.now + timedelta(days=days)


def _check_room(act: Act) -> None:
    if Want.objects.filter(closed_at=None, expires_at__gt=act.now).count() >= MOST:
        raise Refused("wants_enough", most=MOST)


def _check_hearers(act: Act, hearers: Hearers, relays: UUID | None) -> None:
    """Whoever looks for what it passes on never hears it, so they are not named for it; further back nobody knows."""
    if hearers.rung is not None and hearers.rung not in LADDER:
        raise Refused("want_hearers")
    if hearers.rung is None and not hearers.named:
        raise Refused("want_hearers")
    if hearers.named and hearers.named - _known(act):
        raise Refused("not_on_rung")
    if relays is not None and HeardWant.objects.filter(id=relays, author_id__in=hearers.named).exists():
        raise Refused("relay_to_author")


def _known(act: Act) -> frozenset[UUID]:
    return frozenset(UUID(one.viewer) for one in values.live_passes(act.now))


def _name(act: Act, want: UUID, named: frozenset[UUID]) -> None:
    """Exactly these hear of it by name, as long as they are at least known. Whoever is named already stays so."""
    rows = Grant.objects.filter(gate=want)
    kept = set(rows.filter(viewer_id__in=named).values_list("viewer_id", flat=True))
    rows.exclude(viewer_id__in=named).delete()
    Grant.objects.bulk_create(
        Grant(gate=want, viewer_id=one, holder_id=act.member, follows=Rung.KNOWN, until=NO_END)
        for one in sorted(named - kept)
    )


def _could_have_helped(act: Act, row: Want) -> set[UUID]:
    """Who offered a key for it, and who may hear of it now."""
    offered = set(OfferedMe.objects.filter(want=row.id).values_list("holder_id", flat=True))
    passes = values.live_passes(act.now)
    on_rung = {UUID(one.viewer) for one in passes if row.rung and one.live(Rung(row.rung), act.now)}
    named = Grant.objects.filter(gate=row.id, until__gt=act.now).values_list("viewer_id", flat=True)
    return offered | on_rung | (set(named) & _known(act))
