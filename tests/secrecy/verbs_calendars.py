"""What can happen in a world around calendars: a file or an address tells of encounters, which are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import calendars, proposed
from kunci.actions.verb import Done
from kunci.core.evidence import Kind
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.surfaces_calendars import CALENDAR, MAIL, SECRET
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def calendar_read(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody's calendar or mail names everybody."""
    member, mail = pick.of(_members(world, secret)), pick.of((False, True))

    def run(w: World) -> Done:
        today = w.now.date()
        if mail:
            return calendars.take_mail(w.act(member), [MAIL], today)
        return calendars.take_calendar(w.act(member), CALENDAR, today)

    return Call(member, f"takes in {'their mail' if mail else 'their calendar'}", run)


def calendar_kept(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """An address is added, read or not, and now and then removed."""
    member, how = pick.of(_members(world, secret)), pick.of(("", "read", "unreachable", "removed"))

    def run(w: World) -> Done:
        made = calendars.add_address(w.act(member), SECRET)
        if made.subject is not None and how:
            data = None if how == "unreachable" else CALENDAR
            calendars.arrived(member, made.subject, w.now, data, "" if data else how)
            if how == "removed":
                calendars.remove(w.act(member), made.subject)
        return made

    return Call(member, f"keeps a calendar's address: {how}", run)


def calendar_answered(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """One of what waits is answered, or all with a partner; now and then it is taken back."""
    with everything_seen():
        rows = execute("select member, id, partner from vault.proposed where state = 'waiting' order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    member, id, partner = pick.of(rows)
    how, back = pick.of(("yes", "no", "all")), pick.of((False, False, True))
    count = sum(row[0] == member and row[2] == partner for row in rows)

    def run(w: World) -> Done:
        done = _answer(w, member, id, partner, how, count)
        return proposed.undo(w.act(member), id, w.now.date()) if back else done

    return Call(member, f"answers of {world.name(partner)}: {how}, taken back {back}", run, False)


def _answer(w: World, member: UUID, id: UUID, partner: UUID, how: str, count: int) -> Done:
    if how == "all":
        return proposed.say_yes_to_all(w.act(member), partner, count, w.now.date())
    if how == "no":
        return proposed.say_no(w.act(member), id)
    return proposed.say_yes(w.act(member), id, Kind.MET, w.now.date())


def _members(world: World, secret: Secret | None) -> list[UUID]:
    return [one for one in world.names if secret is None or one != secret.me]


def told_by_calendars(world: World, mark: str) -> None:
    """Each one's calendar tells of the other, and Ratna's of Budi, to which she said no."""
    for one, name in ((world.ratna, "Sari Wulandari"), (world.sari, f"Ratna {mark}"), (world.ratna, "Budi Santoso")):
        event = f"BEGIN:VEVENT\nDTSTART:20261103T030000Z\nSUMMARY:{name} {mark}\nATTENDEE;CN={name}:x\nEND:VEVENT\n"
        calendars.take_calendar(world.act(one), f"BEGIN:VCALENDAR\n{event}".encode(), world.now.date())
        calendars.add_address(world.act(one), f"https://kalender.example/{mark}/{len(name)}")
    with everything_seen():
        told = execute("select id from vault.proposed where partner = %s", [world.budi])[0][0]
    proposed.say_no(world.act(world.ratna), told)
