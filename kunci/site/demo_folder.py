"""The data folder of a demonstration: marked as one when it is made, so that nothing else is ever thrown away for one.

`KUNCI_DATA/demo` alone is no sign: somebody's real data may lie in a folder of that name.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kunci.site import datafolder, postgres
from kunci.site.config import Config, StartError
from kunci.site.postgres import Say, say_nothing

MARK = "demonstration"
WORDS = "Made by `kunci demo`; `kunci demo --reset` throws all of this folder's data away.\n"


def mark(config: Config) -> None:
    """Marks a folder in which there is nothing yet. Raises StartError for one that holds data without the mark."""
    if not _mark(config).exists():
        if _has_data(config):
            raise _no_demonstration(config)
        datafolder.write_private(_mark(config), WORDS)


def throw_away(config: Config, say: Say = say_nothing) -> None:
    """Takes database and mails out of a demonstration's folder; nothing where there is none yet.

    Raises StartError: the folder holds something else, or a Kunci runs on it.
    """
    if not _has_data(config):
        return
    if not _mark(config).exists():
        raise _no_demonstration(config)
    postgres.cluster_of(config, say).remove()
    shutil.rmtree(config.mail_folder, ignore_errors=True)


def _mark(config: Config) -> Path:
    return config.data / MARK


def _has_data(config: Config) -> bool:
    return any(place.exists() for place in (config.data / "postgres", config.keys, config.mail_folder))


def _no_demonstration(config: Config) -> StartError:
    return StartError(
        f"{config.data} holds data that is no demonstration: it stays as it is. Choose another KUNCI_DATA.",
        f"{config.data} berisi data yang bukan jaringan contoh: isinya dibiarkan. Pilih KUNCI_DATA lain.",
    )
