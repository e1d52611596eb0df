"""Long work goes on in a worker, and goes on after that worker was killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kunci.actions import calendars, encounters, imports, meaning, push, reminders, repute, sets, weekly
from kunci.actions.imports import Upload
from kunci.reveal import calendars as calendars_seen
from kunci.reveal import imports as seen
from kunci.reveal import keyring as keys
from kunci.reveal.imports import ImportView
from kunci.site import fetching, jobs
from kunci.site import repute as drawing
from kunci.site.fetching import Fetched
from tests import cast as casting
from tests.actions.conftest import committed  # noqa: F401  # a fixture: a database in which writes are committed
from tests.cast import Cast
from tests.site.conftest import REPOSITORY

WORKER = """
    import json, os, sys, threading
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    import django
    django.setup()
    from django.conf import settings
    from django.db import connections
    from kunci.site import jobs
    from kunci.site.keys import Keys
    parts, secret, viewer, master = json.loads(sys.stdin.readline())
    connections["default"].settings_dict.update(parts)
    settings.KUNCI_KEYS = Keys(secret, bytes.fromhex(viewer), 1, {1: bytes.fromhex(master)})
    stopped = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
    jobs.work_forever(stopped)
"""


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """A worker in a process of its own; it stops when its input ends."""
    known = settings.KUNCI_KEYS
    names = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    parts = {name: connections["default"].settings_dict[name] for name in names}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER)], cwd=REPOSITORY, stdin=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps([parts, known.secret, known.viewer.hex(), known.master[1].hex()]) + "\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(20)


def wait(until: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


@pytest.fixture
def shown(committed: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], ImportView]]:  # noqa: F811
    """A file of 6,000 cards that waits for a worker, as its holder sees it now."""
    monkeypatch.setattr(imports, "READ_AT_ONCE", 0)
    monkeypatch.setattr(imports, "BRING_AT_ONCE", 0)
    cards = "".join(f"BEGIN:VCARD\nFN:Orang {n}\nTEL:+62 812 00{n:05}\nEND:VCARD\n" for n in range(6000)).encode()
    made = imports.begin(committed.act(committed.sari), Upload("besar.vcf", "1", cards)).subject
    assert made is not None

    def now() -> ImportView:
        found = seen.one_import(committed.sari, committed.now, made)
        assert found is not None
        return found

    yield now
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_events, procrastinate_workers cascade")


def test_an_import_whose_worker_is_killed_is_finished_by_the_next_with_every_contact_once(
    committed: Cast,  # noqa: F811
    shown: Callable[[], ImportView],
) -> None:
    assert (shown().state, shown().total) == ("reading", 0)
    with worker() as first:
        wait(lambda: shown().state == "ready")
        assert shown().counts["new"] == 6000
        imports.confirm(committed.act(committed.sari), shown().id, frozenset())
        wait(lambda: shown().done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert shown().state == "bringing"
    assert 0 < shown().done < 6000
    with worker():
        wait(lambda: shown().state == "done")
    contacts = keys.batch(committed.sari, committed.now, shown().id)
    assert contacts.total == 6000
    assert len({one.name for one in contacts.rows}) == 6000


def test_a_worker_that_is_stopped_leaves_the_rest_as_a_job(committed: Cast, shown: Callable[[], ImportView]) -> None:  # noqa: F811
    with worker():
        wait(lambda: shown().state == "ready")
        imports.confirm(committed.act(committed.sari), shown().id, frozenset())
        wait(lambda: shown().done > 0)
    left = shown()
    assert (left.state, 0 < left.done < 6000) == ("bringing", True)
    job = ProcrastinateJob.objects.get(status="todo", queue_name="imports")
    assert job.task_name == imports.BRING
    assert job.args == {"member": str(committed.sari), "id": str(left.id)}


@pytest.mark.django_db
def test_a_calendars_address_is_read_by_a_job_and_daily_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = casting.make()
    address = calendars.add_address(cast.act(cast.sari), "https://kalender.example/a").subject
    now = {"at": cast.now}
    monkeypatch.setattr(timezone, "now", lambda: now["at"])
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr(fetching, "fetch", lambda url: Fetched(None, f"too_slow for {url}"[:8]))

    def waits() -> list[dict[str, object]]:
        rows = ProcrastinateJob.objects.filter(queue_name="calendars").order_by("id")
        return [dict(row.args) for row in rows]

    first = {"member": str(cast.sari), "id": str(address)}
    assert waits() == [first]
    jobs.fetch_calendar(**first)
    (view,) = calendars_seen.calendars(cast.sari, cast.now).addresses
    assert (view.outcome, view.tried_at) == ("too_slow", cast.now)
    jobs.read_calendars(0)
    assert waits() == [first]
    now["at"] += timedelta(hours=23)
    jobs.read_calendars(0)
    assert waits() == [first, first]
    jobs.fetch_calendar(member=str(cast.budi), id=str(address))  # of nobody else's
    assert calendars_seen.calendars(cast.sari, now["at"]).addresses == (view,)


def test_every_job_is_known_and_is_given_ids_alone() -> None:
    """A new job fails here until the secrecy of what it does has a case."""
    ours = {name: task for name, task in app.tasks.items() if "builtin" not in name}
    assert set(ours) == {
        calendars.FETCH, calendars.ROUND, imports.READ, imports.BRING, reminders.REMIND, meaning.READ, repute.DRAW,
        encounters.FOLLOW, push.RING, sets.ROUND, sets.FOLLOW, weekly.ROUND,
    }  # fmt: skip
    assert {task.func.__module__ for task in ours.values()} == {jobs.__name__, drawing.__name__}
