"""Throwing a demonstration away: all of it, and nothing that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kunci.site import cli, config, datafolder, demo_folder, serve
from kunci.site.config import Config, StartError
from kunci.site.postgres import FolderInUse
from tests.site.conftest import ClusterMaker, words, write


@pytest.fixture
def demo(home: Path) -> Config:
    made = config.load({"KUNCI_DATA": str(home), "KUNCI_DEMO": "1"})
    datafolder.make(made)
    return made


def test_a_reset_takes_database_and_mails_and_the_next_start_finds_nothing(
    demo: Config, cluster_at: ClusterMaker
) -> None:
    demo_folder.mark(demo)
    cluster = cluster_at(demo.data)
    cluster.start()
    write(cluster, "lama")
    cluster.stop()
    demo.mail_folder.mkdir()
    (demo.mail_folder / "1.eml").write_text("Subject: lama\n")
    demo_folder.throw_away(demo)
    assert not demo.mail_folder.exists()
    cluster.start()
    write(cluster, "baru")
    assert words(cluster) == ["baru"]


def test_a_demonstration_that_runs_is_not_reset(demo: Config, cluster_at: ClusterMaker) -> None:
    demo_folder.mark(demo)
    cluster = cluster_at(demo.data)
    cluster.start()
    write(cluster, "lama")
    with pytest.raises(FolderInUse):
        demo_folder.throw_away(demo)
    assert words(cluster) == ["lama"]


@pytest.mark.parametrize("act", [demo_folder.mark, demo_folder.throw_away])
def test_real_data_in_a_folder_of_that_name_stays(home: Path, act: object) -> None:
    real = config.load({"KUNCI_DATA": str(home / "demo")})
    datafolder.make(real)
    kept = real.data / "postgres" / "pgdata" / "PG_VERSION"
    kept.parent.mkdir(parents=True)
    kept.write_text("18\n")
    demo = config.load({"KUNCI_DATA": str(home), "KUNCI_DEMO": "1"})
    assert demo.data == real.data
    assert callable(act)
    with pytest.raises(StartError, match="holds data that is no demonstration"):
        act(demo)
    assert kept.read_text() == "18\n"
    assert not (real.data / demo_folder.MARK).exists()


def test_where_nothing_is_yet_nothing_is_thrown_away(demo: Config) -> None:
    demo_folder.throw_away(demo)
    demo_folder.mark(demo)
    assert (demo.data / demo_folder.MARK).exists()


@pytest.mark.parametrize(("words", "anew"), [(["demo"], False), (["demo", "--reset"], True)])
def test_the_command_says_whether_to_make_it_anew(
    monkeypatch: pytest.MonkeyPatch, words: list[str], anew: bool
) -> None:
    asked: list[bool] = []

    def up(settings: Config, say: object, *, anew: bool = False) -> None:
        assert settings.demo
        asked.append(anew)

    monkeypatch.setattr(serve, "up", up)
    assert cli.main(words) == 0
    assert asked == [anew]
