"""What Wening's calendar tells of in the demonstration: meetings that she has not noted, and that wait for her yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kunci.actions import calendars

if TYPE_CHECKING:
    from kunci.site.demo import Step, World

TAKEN_IN = 1  # the day, counted back as in demo_story.py
# (whose calendar, (day, with whom, title, more of the event)).
CALENDARS: tuple[tuple[str, tuple[tuple[int, str, str, str], ...]], ...] = (
    ("wening", (
        (17, "sekar", "Sarapan sambil melihat contoh kemasan", "LOCATION:Rawon Setan"),
        (9, "sekar", "Telepon soal contoh kemasan", ""),
        (8, "tigor", "Mampir ke gudang alat kesehatan", "LOCATION:Gudang"),
        (3, "bagas", "Bahas linen untuk tahun depan", "CONFERENCE:https://temu.example/linen"),
    )),
)  # fmt: skip


def telling(world: World) -> Iterator[Step]:
    for member, events in CALENDARS:
        yield TAKEN_IN, partial(_take_in, world, member, events)


def _take_in(world: World, member: str, events: tuple[tuple[int, str, str, str], ...]) -> None:
    lines = ["BEGIN:VCALENDAR"]
    for day, partner, title, more in events:
        on = world.start - timedelta(days=day)
        lines += ["BEGIN:VEVENT", f"UID:{day}-{partner}", f"DTSTART:{on:%Y%m%d}T030000Z", f"SUMMARY:{title}", more]
        lines += [f"ATTENDEE;CN={world.roles[partner].name}:mailto:{partner}@kalender.example", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    calendars.take_calendar(world.act(member), "\n".join(lines).encode(), world.today)
