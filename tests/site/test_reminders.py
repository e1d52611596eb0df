"""The round of reminders as a job: made every hour, and nothing is said twice, whatever kills a worker."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer

from kunci.actions import mail, reminders
from kunci.reveal import notices as seen
from tests.actions.conftest import Postbox, committed  # noqa: F401  # a fixture: writes are committed
from tests.actions.steps import asked_for
from tests.cast import ADDRESS, Cast
from tests.site.test_jobs import wait, worker


@pytest.fixture
def waiting(committed: Cast) -> Iterator[Cast]:  # noqa: F811
    """Asks that have waited for eight days: two for Sari, one for Ratna. All other mails are gone already."""
    committed.now = timezone.now() - timedelta(days=8)
    asked_for(committed, committed.sari, committed.budi)
    asked_for(committed, committed.sari, committed.ratna)
    asked_for(committed, committed.ratna, committed.joko)
    delivered()
    yield committed
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_events, procrastinate_workers cascade")


def delivered() -> list[EmailMessage]:
    box = Postbox()
    while mail.deliver_one(timezone.now(), box, "Kunci <kunci@kunci.test>", ADDRESS):
        pass
    return box.sent


def rounds_left() -> int:
    return ProcrastinateJob.objects.filter(task_name=reminders.REMIND, status__in=["todo", "doing"]).count()


def make_a_round() -> None:
    app.configure_task(reminders.REMIND).defer(timestamp=0)


def test_a_round_is_made_every_hour_by_one_worker_only(waiting: Cast) -> None:
    hour = datetime(2026, 11, 24, 10, 8, tzinfo=UTC)
    for at in (hour, hour + timedelta(minutes=5), hour + timedelta(hours=1)):
        deferrer = PeriodicDeferrer(registry=app.periodic_registry)  # a worker that has just begun
        work = deferrer.defer_jobs(deferrer.get_previous_tasks(at=at.timestamp()))
        # In a thread of its own: a browser that another test keeps has an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, work).result()
        if at != hour:
            continue
        assert rounds_left() == 1
        with connections["owner"].cursor() as cursor:
            cursor.execute("update procrastinate_jobs set status = 'succeeded'")
    jobs = ProcrastinateJob.objects.filter(task_name=reminders.REMIND).order_by("id")
    assert [job.args["timestamp"] for job in jobs] == [
        int(hour.replace(minute=7).timestamp()),
        int(hour.replace(hour=11, minute=7).timestamp()),
    ]
    assert all(set(job.args) == {"timestamp"} for job in jobs), "nothing about anybody"


def test_a_worker_that_is_killed_has_said_nothing_twice_and_the_next_says_the_rest(waiting: Cast) -> None:
    make_a_round()
    make_a_round()
    with worker() as first:
        wait(lambda: rounds_left() < 2 or said(waiting) > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    time.sleep(0.1)
    make_a_round()
    with worker():
        wait(lambda: rounds_left() == 0)
    assert said(waiting) == 3
    sent = sorted(one.to[0] for one in delivered())
    assert sent == ["ratna@kunci.test", "sari@kunci.test", "sari@kunci.test"]


def said(cast: Cast) -> int:
    now = timezone.now()
    rows = [row for who in (cast.sari, cast.ratna) for row in seen.notices(who, now).rows]
    return sum(row.kind == "reminder_decide" for row in rows)
