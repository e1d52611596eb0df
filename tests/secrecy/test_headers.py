"""What every answer tells the browser: to keep nothing, to show it in no other page, and to run nothing but ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kunci.site.routes import every_route
from tests.cluster import TestCluster
from tests.secrecy.knowledge import knowledge
from tests.secrecy.snapshot import Answer, Browser, Look, snapshot
from tests.secrecy.stage import Clockwork, stage
from tests.secrecy.surfaces import ABSENT, CASES
from tests.secrecy.viewers import VIEWERS
from tests.secrecy.worlds import World

# The same for everybody, and what pages are drawn with: a browser may keep them.
PUBLIC = ("manifest", "worker", "offline")
SCRIPTS = {"'self'"}


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@pytest.fixture(scope="module")
def answers(work: Clockwork) -> Iterator[dict[str, tuple[str, Answer]]]:
    """All that somebody gets who has a history, by what was asked for, with its route."""
    with transaction.atomic():
        world = World(work)
        viewer = VIEWERS["trusted"](world, 3)
        seen = snapshot(Browser(world, viewer), knowledge(viewer.principal, world.now), Look(50, 0))
        yield {title: (seen.routes[title], answer) for title, answer in seen.answers.items()}
        transaction.set_rollback(True)


def test_every_route_is_among_them(answers: dict[str, tuple[str, Answer]]) -> None:
    """But for those about ids of which this viewer knows none."""
    asked = {route for route, _ in answers.values()}
    assert {case.route for case in CASES if case.kind is None} <= asked
    assert len(asked) > 120


def test_every_answer_is_kept_by_nobody_shown_in_no_frame_and_runs_nothing_of_others(
    answers: dict[str, tuple[str, Answer]],
) -> None:
    for title, (route, answer) in answers.items():
        headers = dict(answer.headers)
        assert headers["Cache-Control"] == "no-store" or route in PUBLIC, title
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", title
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", title
        assert headers["X-Content-Type-Options"] == "nosniff", title
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), title
        assert headers["X-Frame-Options"] == "DENY", title
        policy = {name: set(sources) for name, *sources in map(str.split, _directives(headers))}
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}, title
        assert "object-src" not in policy, "nothing is, by default"
        assert policy["script-src"] == SCRIPTS, title
        assert policy["style-src"] == SCRIPTS, title
        assert policy["form-action"] == {"'self'"}, title
        assert not any("*" in source or "http:" in source for sources in policy.values() for source in sources), title


def _directives(headers: dict[str, str]) -> list[str]:
    return [one for one in headers["Content-Security-Policy"].split(";") if one.strip()]


def test_every_cookie_is_ours_alone(answers: dict[str, tuple[str, Answer]]) -> None:
    said = [line for _, answer in answers.values() for line in answer.cookies.splitlines()]
    assert said
    for line in said:
        assert "SameSite=" in line, line
        assert "SameSite=None" not in line, line
        assert "HttpOnly" in line or "language=" in line or 'sessionid=""' in line, line


@pytest.mark.django_db
def test_no_other_site_makes_a_browser_ask_for_anything() -> None:
    """But for a page that somebody follows a link to, which is read only."""
    client = Client()
    for route in every_route():
        path = route.path
        for kind in ("uuid", "str", "slug", "int", "path"):
            while f"<{kind}:" in path:
                start, end = path.index(f"<{kind}:"), path.index(">", path.index(f"<{kind}:"))
                path = path[:start] + str(ABSENT if kind == "uuid" else 1) + path[end + 1 :]
        for method in ("get", "post"):
            for mode in ("no-cors", "cors"):
                answer = getattr(client, method)(path, headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": mode})
                assert answer.status_code == 403, (method, path, mode)
                assert answer.content == b"", path
        answer = client.post(path, headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
        assert answer.status_code == 403, path
