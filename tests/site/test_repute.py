"""The drawing as a job: due every night, done once a month, with nothing about anybody in it."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from procrastinate.contrib.django import app

from kunci.actions import repute as actions
from kunci.site import jobs, repute  # noqa: F401  # the worker knows the jobs that it imports
from tests.actions.conftest import cast  # noqa: F401  # a fixture
from tests.cast import Cast


def test_it_is_due_every_night_beside_the_other_jobs() -> None:
    due = {name: periodic.cron for (name, _), periodic in app.periodic_registry.periodic_tasks.items()}
    assert due[actions.DRAW] == "23 2 * * *"


@pytest.mark.django_db
def test_it_draws_the_month_of_the_night_on_which_it_runs_and_once(cast: Cast) -> None:  # noqa: F811
    drawn = []
    right = actions.draw
    for day in (1, 2, 28):
        with (
            patch.object(repute, "timezone") as clock,
            patch.object(repute, "close_old_connections"),
            patch.object(actions, "draw", lambda now: drawn.append(right(now))),
        ):
            clock.now.return_value = datetime(2027, 2, day, 2, 23, tzinfo=UTC)
            repute.draw(timestamp=0)
    assert drawn == [True, False, False]
