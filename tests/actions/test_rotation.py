"""A new master key: everything sealed is wrapped with it, wherever it lies, and what breaks it off loses nothing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import recovery as recovery_codes
from kunci.models.models import Account, Outbox
from kunci.models.sealing import WRAPPED, Place, SealBroken, Sealed, seal, unseal, wrapped_with
from kunci.site import keys, rotation
from kunci.site.config import StartError
from kunci.site.keys import Keys
from tests.cast import NOW, Cast
from tests.cluster import TestCluster
from tests.secrecy.lived import live
from tests.secrecy.stage import Clockwork, everything_seen, execute, stage
from tests.secrecy.worlds import World
from tests.site.conftest import REPOSITORY

KILLED = -9
STEPS = 40  # so many there are even where nothing is left to do; the mails come first


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    """The keys of the tests as a file; afterwards they are what they were."""
    ours = settings.KUNCI_KEYS
    keys._write(tmp_path / "kunci.json", ours)
    settings.KUNCI_KEYS = keys.read(tmp_path)
    yield tmp_path
    settings.KUNCI_KEYS = ours


def masters(folder: Path) -> set[int]:
    """The versions in the key file."""
    found = keys.read(folder)
    assert found is not None
    return set(found.master)


@pytest.fixture
def world(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), stage(cluster) as work, transaction.atomic():
        yield lived(work)
        transaction.set_rollback(True)


def lived(work: Clockwork) -> World:
    world = World(work)
    live(world)
    return world


def versions() -> dict[str, set[int]]:
    """Of every column that holds wrapped keys, which master keys wrap them."""
    found = {}
    with everything_seen():
        for where in rotation.PLACES:
            rows = execute(f"select {where.column} from {where.table} where length({where.column}) > 0")
            found[where.table] = {wrapped_with(bytes(row[0])) for row in rows}
    return found


def test_every_column_that_holds_a_wrapped_key_is_known(world: World) -> None:
    with everything_seen():
        rows = execute(
            "select table_schema || '.' || table_name, column_name from information_schema.columns "
            "where data_type = 'bytea' and table_schema in ('vault', 'public') and column_name ~ 'key|sealed' "
            "and table_name <> 'viewer_key' order by 1, 2"
        )
    held = {(table, column) for table, column in rows}
    # What is sealed lies beside its wrapped key, but for mails, where both are one.
    assert {(where.table, where.column) for where in rotation.PLACES} == {
        (table, column) for table, column in held if column != "sealed" or table == "vault.outbox"
    }


def test_all_that_somebody_has_is_wrapped_anew_and_opens_where_it_lies(world: World, key_file: Path) -> None:
    """A row that was looked for at a wrong place would not have opened."""
    recovery_codes.make(world.act(world.sari))
    before = versions()
    assert all(found == {1} for found in before.values()), "of everything there is something"
    with everything_seen():
        done = rotation.rotate(key_file, lambda _: None, "default")
    assert done >= len(before)
    assert all(found == {2} for found in versions().values())
    assert masters(key_file) == {1, 2}
    with everything_seen():
        assert rotation.rotate(key_file, lambda _: None, "default") == 0
        rotation.finish(key_file, lambda _: None, "default")
    assert set(settings.KUNCI_KEYS.master) == {2}
    assert recovery_codes.codes(Account.objects.get(id=world.sari), world.now), "read from a seed that is sealed"


def test_what_does_not_open_stops_it_and_the_old_key_stays(world: World, key_file: Path) -> None:
    with everything_seen():
        execute("update vault.own_card set wrapped_key = set_byte(wrapped_key, 20, 255 - get_byte(wrapped_key, 20))")
        with pytest.raises(SealBroken):
            rotation.rotate(key_file, lambda _: None, "default")
    assert masters(key_file) == {1, 2}


def test_a_process_that_read_the_old_keys_opens_what_was_wrapped_since(key_file: Path) -> None:
    place = Place("outbox", uuid4(), "sealed", None)
    old = settings.KUNCI_KEYS
    settings.KUNCI_KEYS = keys.with_new_master(key_file)
    made = seal({"a": 1}, place)
    settings.KUNCI_KEYS = old
    assert unseal(made, place) == {"a": 1}
    assert settings.KUNCI_KEYS.current == 2
    settings.KUNCI_KEYS = Keys(old.secret, old.viewer, 1, old.master)
    with pytest.raises(SealBroken):
        unseal(made, place)


def test_finishing_what_was_not_begun_says_so(key_file: Path) -> None:
    with pytest.raises(StartError, match="No master key is being changed"):
        rotation.finish(key_file, lambda _: None)


RUN = """
    import json, os, signal, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    import django
    django.setup()
    from pathlib import Path
    from django.conf import settings
    from django.db import connections
    from kunci.site import keys, rotation
    parts, folder, kill, finish = json.loads(sys.stdin.readline())
    connections["owner"].settings_dict.update(parts)
    folder = Path(folder)
    settings.KUNCI_KEYS = keys.read(folder)
    def step(what):
        global kill
        kill -= 1
        if kill == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return what
    rename, commit = Path.rename, connections["owner"]._commit
    Path.rename = lambda self, to: step(rename(step(self), to))
    connections["owner"]._commit = lambda: step(commit() if step(True) else None)
    with connections["owner"].execute_wrapper(lambda execute, *rest: step(execute(*rest))):
        (rotation.finish if finish else rotation.rotate)(folder, print)
    print("steps", -kill)
"""


def rotated(folder: Path, kill: int = 0, *, finish: bool = False) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which is killed at this step: a statement, a commit, the file's new name."""
    names = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    parts = {name: connections["owner"].settings_dict[name] for name in names}
    told = json.dumps([parts, str(folder), kill, finish]) + "\n"
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(RUN)], cwd=REPOSITORY, input=told, capture_output=True, text=True
    )


def interrupted(folder: Path, values: int, kills: int, seed: int) -> None:
    """Of so many sealed rows; it is killed so many times, each time somewhere else, and then comes to its end."""
    draw = random.Random(seed)
    places = [Place("outbox", uuid4(), "sealed", None) for _ in range(values)]
    rows = []
    for number, place in enumerate(places):
        made = seal({"number": number}, place)
        rows.append(Outbox(message=place.row, sealed=made.wrapped_key + made.sealed, created_at=NOW))
    Outbox.objects.bulk_create(rows, batch_size=500)

    def all_open() -> set[int]:
        """Each says what it said; by which master keys they are wrapped."""
        settings.KUNCI_KEYS = keys.read(folder)
        with connections["owner"].cursor() as cursor:
            cursor.execute("select message, sealed from vault.outbox")
            stored = {message: bytes(sealed) for message, sealed in cursor.fetchall()}
        assert len(stored) == values
        for number, place in enumerate(places):
            raw = stored[place.row]
            sealed = Sealed(raw[WRAPPED:], raw[:WRAPPED])
            assert unseal(sealed, place) == {"number": number}, f"seed {seed}"
        return {wrapped_with(raw) for raw in stored.values()}

    wrapped = all_open()
    for _ in range(kills):
        ended = rotated(folder, draw.randint(1, STEPS))
        assert ended.returncode == KILLED, ended.stderr
        wrapped |= all_open()
    assert rotated(folder).returncode == 0
    steps = int(rotated(folder).stdout.split()[-1])
    assert steps >= STEPS, steps
    assert all_open() == {2}
    assert wrapped == {1, 2}
    assert rotated(folder, 1, finish=True).returncode == KILLED
    assert all_open() == {2}
    assert rotated(folder, finish=True).returncode == 0
    assert all_open() == {2}
    assert masters(folder) == {2}


def test_killed_wherever_it_is_it_loses_nothing_and_goes_on(committed: Cast, key_file: Path) -> None:
    interrupted(key_file, 2_000, 4, 20261201)


@pytest.mark.heavy
def test_killed_fifty_times_over_ten_thousand_values_it_loses_none(committed: Cast, key_file: Path) -> None:
    interrupted(key_file, 10_000, 50, 20261202)
