"""`kunci recompute` from outside: what it says, how it is broken off, and that it goes on."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone

from kunci.actions import recompute as action
from kunci.core.policy import Policy
from kunci.core.recompute import Tally
from kunci.models.models import Pass
from kunci.models.viewer import looking, member
from kunci.site import cli, recompute, serve, start
from kunci.site.config import Config, StartError
from kunci.site.serve import Say
from tests.actions.conftest import committed  # noqa: F401  # a fixture: a database in which writes are committed
from tests.actions.steps import trusts, verbs
from tests.cast import Cast, make
from tests.policies import SHORTER
from tests.site.conftest import REPOSITORY

VERB = "standing.recompute"
KILLED = -9


@pytest.fixture
def cast(db: None) -> Cast:
    """Sari, Budi and Ratna each let one come closer or two, an hour ago as clocks have it."""
    return _trusting(make())


def _trusting(cast: Cast) -> Cast:
    cast.now = timezone.now() - timedelta(hours=1)
    for one, other in (
        (cast.sari, cast.budi),
        (cast.sari, cast.ratna),
        (cast.budi, cast.sari),
        (cast.ratna, cast.joko),
    ):
        trusts(cast, one, other)
    return cast


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command on the database of the tests, under other constants."""

    @contextmanager
    def here(_: Config) -> Iterator[None]:
        yield

    monkeypatch.setattr(cli, "_database", here)
    monkeypatch.setattr(start, "migrate", lambda: None)
    for name in ("preview", "do"):
        monkeypatch.setattr(recompute, name, _under_shorter(getattr(recompute, name)))


def _under_shorter(run: Callable[[Say, Say, Policy], Tally]) -> Callable[[Say, Say], Tally]:
    return lambda say, aside: run(say, aside, SHORTER)


def until(cast: Cast, holder: UUID) -> list[object]:
    with looking(member(holder), timezone.now()):
        return list(Pass.objects.order_by("viewer").values_list("known_until", "trusted_until", "unhesitating_until"))


def entries(cast: Cast) -> list[int]:
    cast.now = timezone.now()
    return [verbs(cast, one).count(VERB) for one in (cast.sari, cast.budi, cast.ratna, cast.joko)]


def test_it_first_says_what_it_would_do_and_changes_nothing(
    cast: Cast, command: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = until(cast, cast.sari)
    assert cli.main(["recompute"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "Looked at 4 members and 6 ties; nothing is changed yet. It closes 0 passes, shortens 4, lengthens 0; "
        "opens none without their holders. To do it: kunci recompute --yes",
        "4 anggota dan 6 hubungan dilihat; belum ada yang diubah. Pada 0 hubungan ada yang akan tertutup, "
        "pada 4 berakhir lebih cepat, pada 0 berlaku lebih lama; tidak ada yang terbuka tanpa pemegangnya. "
        "Untuk menjalankannya: kunci recompute --yes",
    ]
    assert until(cast, cast.sari) == before
    assert entries(cast) == [0, 0, 0, 0]


def test_with_yes_it_does_it_and_a_second_time_there_is_nothing_left(
    cast: Cast, command: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = until(cast, cast.sari)
    assert cli.main(["recompute", "--yes"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Done, with 4 members and 6 ties: closed 0 passes, shortened 4, lengthened 0; opened none.",
        "Selesai, 4 anggota dan 6 hubungan: pada 0 hubungan ada yang tertutup, pada 4 berakhir lebih cepat, "
        "pada 0 berlaku lebih lama; tidak ada yang terbuka.",
    ]
    assert until(cast, cast.sari) != before
    assert entries(cast) == [1, 1, 1, 0]
    assert cli.main(["recompute"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Looked at 4 members and 6 ties; nothing is changed yet. "
        "Nothing would change: what is open lasts as long as its evidence carries it.",
        "4 anggota dan 6 hubungan dilihat; belum ada yang diubah. "
        "Tidak akan ada yang berubah: yang terbuka berlaku selama catatannya menopang.",
    ]


def test_large_numbers_are_written_as_each_language_does() -> None:
    found = Tally(members=100_000, ties=1_860_000, closed=1, shortened=1_020, lengthened=88)
    english, indonesian = recompute._outlook_words(found)
    assert "100,000 members and 1,860,000 ties" in english
    assert "It closes 1 pass, shortens 1,020, lengthens 88; opens none without their holders." in english
    assert "100.000 anggota dan 1.860.000 hubungan" in indonesian
    assert "pada 1.020 berakhir lebih cepat" in indonesian


def test_a_long_run_says_how_far_it_has_come_beside_its_answer(
    cast: Cast, command: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recompute, "PROGRESS_SECONDS", 0.0)
    assert cli.main(["recompute", "--yes"]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [f"Recomputed {number} of 4 members." for number in range(4)]
    assert len(said.out.splitlines()) == 2


@pytest.mark.parametrize("ended", [serve.Interrupted(0), OperationalError("the server closed the connection")])
def test_broken_off_it_says_how_far_it_came_and_that_it_can_go_on(
    cast: Cast,
    command: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ended: BaseException,
) -> None:
    real = action.recompute
    done: list[UUID] = []

    def two(who: UUID, now: datetime, policy: Policy) -> Tally:
        if len(done) == 2:
            raise ended
        done.append(who)
        return real(who, now, policy)

    with monkeypatch.context() as broken:
        broken.setattr(action, "recompute", two)
        assert cli.main(["recompute", "--yes"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "kunci: Stopped after 2 of 4 members. What was done stays; run it again to finish.",
        "       Berhenti setelah 2 dari 4 anggota. Yang sudah selesai tetap; jalankan lagi untuk menuntaskannya.",
    ]
    assert cli.main(["recompute", "--yes"]) == 0
    assert entries(cast) == [1, 1, 1, 0]


def test_what_is_wrong_with_one_member_does_not_keep_the_others_waiting(
    cast: Cast,
    command: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    real = action.recompute
    asked: list[UUID] = []

    def all_but_the_first(who: UUID, now: datetime, policy: Policy) -> Tally:
        asked.append(who)
        if len(asked) == 1:
            raise ValueError("evidence must be dated between two days")
        return real(who, now, policy)

    monkeypatch.setattr(action, "recompute", all_but_the_first)
    with caplog.at_level(logging.ERROR):
        assert cli.main(["recompute", "--yes"]) == 1
    assert "evidence must be dated" in caplog.text
    assert capsys.readouterr().err.splitlines() == [
        "kunci: 1 of 4 members could not be worked out; the log above says why. Put that right and run it again.",
        "       1 dari 4 anggota tidak bisa dihitung; sebabnya ada di catatan di atas. "
        "Perbaiki dulu, lalu jalankan lagi.",
    ]
    concerned = (cast.sari, cast.budi, cast.ratna)
    assert entries(cast) == [int(one in concerned and one != asked[0]) for one in (*concerned, cast.joko)]


# As the command, but it is killed with the second entry half written: after the passes, before the commit.
RUN = """
    import json, os, signal, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    import django
    django.setup()
    from django.conf import settings
    from django.db import connections
    from kunci.models.models import Journal
    from kunci.site import recompute
    from kunci.site.keys import Keys
    from tests.policies import SHORTER
    parts, secret, viewer, master, kill = json.loads(sys.stdin.readline())
    connections["default"].settings_dict.update(parts)
    settings.KUNCI_KEYS = Keys(secret, bytes.fromhex(viewer), 1, {1: bytes.fromhex(master)})
    def killed(execute, sql, params, many, context):
        global kill
        kill -= "journal" in sql and sql.startswith("INSERT")
        if kill == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    with connections["default"].execute_wrapper(killed):
        recompute.do(print, print, SHORTER)
"""


def run(kill: int = -1) -> subprocess.CompletedProcess[str]:
    known = settings.KUNCI_KEYS
    names = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    parts = {name: connections["default"].settings_dict[name] for name in names}
    told = json.dumps([parts, known.secret, known.viewer.hex(), known.master[1].hex(), kill]) + "\n"
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(RUN)], cwd=REPOSITORY, input=told, capture_output=True, text=True
    )


def test_killed_in_the_middle_of_a_member_it_goes_on_from_there(committed: Cast) -> None:  # noqa: F811
    cast = _trusting(committed)
    before = {one: until(cast, one) for one in (cast.sari, cast.budi, cast.ratna)}
    assert run(kill=2).returncode == KILLED
    assert sorted(entries(cast)) == [0, 0, 0, 1]
    moved = [one for one, ends in before.items() if until(cast, one) != ends]
    assert len(moved) == 1
    done = until(cast, moved[0])
    second = run()
    assert second.returncode == 0, second.stderr
    assert entries(cast) == [1, 1, 1, 0]
    assert until(cast, moved[0]) == done
    assert all(until(cast, one) != ends for one, ends in before.items())
    assert "shortened 0, lengthened 0" in run().stdout
    assert entries(cast) == [1, 1, 1, 0]
    with looking(member(cast.sari), cast.now):
        assert all(row.trusted_until is not None for row in Pass.objects.filter(viewer=cast.budi))


def test_a_failed_run_ends_with_a_sentence_in_both_languages() -> None:
    error = recompute._broken_off(1_500, 20_000)
    assert isinstance(error, StartError)
    assert "1,500 of 20,000" in error.english
    assert "1.500 dari 20.000" in error.indonesian
