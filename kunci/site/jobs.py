"""Long work, a job each: what outlives a request and a restart. Arguments are ids and nothing else."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from procrastinate import App, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

from kunci.actions import calendars, encounters, imports, meaning, push, reminders, sets, weekly
from kunci.site import fetching, repute, ringing  # noqa: F401  # repute adds its job

HEARTBEAT_SECONDS = 2.0
SILENT_SECONDS = 10.0  # without a heartbeat a worker counts as dead, and its job goes to another
RESCUE_SECONDS = 3.0  # between two looks for such jobs
READING_SECONDS = 2.0  # then whatever else waits has its turn
stopping = threading.Event()

log = logging.getLogger(__name__)


@app.task(name=imports.READ, queue="imports")
def read(member: str, id: str) -> None:
    """The dry run of a file."""
    _go_through(imports.READ, member, id)


@app.task(name=imports.BRING, queue="imports")
def bring(member: str, id: str) -> None:
    """Brings the cards of a file in."""
    _go_through(imports.BRING, member, id)


@app.periodic(cron="7 * * * *")
@app.task(name=reminders.REMIND, queue="reminders")
def remind(timestamp: int) -> None:
    """Every hour, whoever has something waiting is told: a transaction each, so that a round can stop anywhere."""
    close_old_connections()
    for member in reminders.everybody():
        if stopping.is_set():
            return  # the next round says what this one has not
        try:
            reminders.remind(member, timezone.now(), settings.KUNCI_ADDRESS)
        except Exception:  # what is wrong with one member's rows must not keep the others waiting
            log.exception("What waits on one member could not be said; the next round tries again")


@app.periodic(cron="17 * * * *")
@app.task(name=weekly.ROUND, queue="reminders")
def write_weekly(timestamp: int) -> None:
    """Every hour, for it is Monday morning at other times elsewhere; whoever has had the week's mail gets no other."""
    close_old_connections()
    for member in reminders.everybody():
        if stopping.is_set():
            return
        try:
            weekly.send(member, timezone.now(), settings.KUNCI_ADDRESS)
        except Exception:  # as above
            log.exception("One member's mail of the week could not be written; the next round tries again")


@app.task(name=meaning.READ, queue="meaning")
def read_meanings(after: str = "") -> None:
    """Reads what is unread for matching, a member at a time as that member, from the one `after` this id."""
    close_old_connections()
    last, end = after, time.monotonic() + READING_SECONDS
    for member in reminders.everybody(UUID(after) if after else None):
        try:
            for _ in meaning.catch_up(member, timezone.now()):
                if stopping.is_set():
                    return  # the next start looks at all of them again
                if time.monotonic() > end:
                    _read_on(last)
                    return
        except Exception:  # what is wrong with one member's rows must not keep the others waiting
            log.exception("What one member's keys and wants say could not be read; the next start tries again")
        last = str(member)


def read_what_is_unread() -> None:
    """To be said at a start: rows from before there was matching, or read by another version of it."""
    with suppress(exceptions.AlreadyEnqueued):  # it was not begun since the last start
        _read_on("")


def _read_on(after: str) -> None:
    """Behind everything that somebody waits for."""
    job = app.configure_task(meaning.READ, queue="meaning", priority=-1, queueing_lock=meaning.READ)
    job.defer(**({"after": after} if after else {}))


@app.periodic(cron="2 * * * *")
@app.task(name=sets.ROUND, queue="sets")
def exchange_sets(timestamp: int) -> None:
    """Shortly after each full hour, so soon after the weekly moment too: then pairs that are both ready are told."""
    close_old_connections()
    for member in reminders.everybody():
        if stopping.is_set():
            return
        try:
            sets.make_round(member, timezone.now(), settings.KUNCI_ADDRESS)
        except Exception:  # as above
            log.exception("One member could not be told of whole sets; the next round tries again")


@app.task(name=sets.FOLLOW, queue="sets")
def follow_sets(member: str, exchange: str) -> None:
    """What follows from a step of an exchange of sets, for both of its members."""
    close_old_connections()
    sets.follow(UUID(member), UUID(exchange), timezone.now(), settings.KUNCI_ADDRESS)


@app.task(name=calendars.FETCH, queue="calendars")
def fetch_calendar(member: str, id: str) -> None:
    """Reads the calendar at an address of a member. No transaction is open while the server there is waited for."""
    close_old_connections()
    address = calendars.address_of(UUID(member), UUID(id), timezone.now())
    if address is not None:
        found = fetching.fetch(address)
        calendars.arrived(UUID(member), UUID(id), timezone.now(), found.data, found.problem)


@app.task(name=encounters.FOLLOW, queue="encounters")
def follow_encounter(member: str, code: str) -> None:
    """What follows for whoever showed a code that was read."""
    close_old_connections()
    encounters.follow(UUID(member), UUID(code), timezone.now())


@app.task(name=push.RING, queue="push")
def ring(account: str) -> None:
    """Tells the browsers of an account that something waits; no transaction is open meanwhile."""
    close_old_connections()
    push.ring_all(UUID(account), timezone.now(), ringing.ring)


@app.periodic(cron="23 * * * *")
@app.task(name=calendars.ROUND, queue="calendars")
def read_calendars(timestamp: int) -> None:
    """Every hour, for each address whose day is over since it was tried: a job each, behind what somebody waits for."""
    close_old_connections()
    for member in reminders.everybody():
        if stopping.is_set():
            return  # the next round finds the others
        try:
            for id in calendars.due(member, timezone.now()):
                calendars.later(member, id, priority=-1)
        except Exception:  # as above
            log.exception("One member's calendars could not be looked for; the next round tries again")


def _go_through(task: str, member: str, id: str) -> None:
    """Piece by piece; at a stop what is left becomes a job anew, and goes on from there after the start."""
    close_old_connections()
    for _ in imports.work(task, UUID(member), UUID(id), timezone.now()):
        if stopping.is_set():
            imports.later(task, UUID(member), UUID(id))
            return


def work_forever(stopped: threading.Event) -> None:
    """Does jobs as they come, until `stopped`."""
    stopping.clear()
    asyncio.run(_work(stopped))


async def _work(stopped: threading.Event) -> None:
    # An app of its own: the one of the pages goes on writing jobs inside their transactions.
    connector = DjangoConnector().get_worker_connector()
    async with app.with_connector(connector).open_async() as working:
        worker = asyncio.create_task(
            working.run_worker_async(
                install_signal_handlers=False,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENT_SECONDS,
            )
        )
        rescue = asyncio.create_task(_rescue(working))
        while not stopped.is_set() and not worker.done():
            await asyncio.sleep(0.2)
        stopping.set()
        rescue.cancel()
        worker.cancel()
        await asyncio.gather(rescue, return_exceptions=True)
        await asyncio.gather(worker, return_exceptions=stopped.is_set())


async def _rescue(working: App) -> None:
    """Gives jobs whose worker has died without a word to a living one."""
    while True:
        try:
            for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
                await working.job_manager.retry_job(job)
        except Exception:  # a database that restarts must not end the looking
            log.exception("Looking for interrupted jobs failed; it goes on in %d seconds", RESCUE_SECONDS)
        await asyncio.sleep(RESCUE_SECONDS)
