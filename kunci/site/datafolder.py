"""The data folder: made private, yet reachable for PostgreSQL; the passwords in it; why it can't be used.

data/keys/postgres.json   the three generated passwords of Kunci's own PostgreSQL (0600)
data/postgres/            its cluster, or a link to a folder below /var/lib/kunci
data/mail/                mails, when no mail server is set
data/demo/                the same again for `kunci demo`, with a mark (demo_folder.py)
"""

import errno
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from kunci.site.config import Config, StartError
from kunci.site.system_user import NAME, SystemUser

REACHABLE_HOME = Path("/var/lib/kunci")


def make(config: Config) -> None:
    """Make the data folder, if there is none yet. Raises StartError."""
    # As root, PostgreSQL's own user must pass through. That is not listing, and what lies in it is private on its own.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        for folder in [config.data.parent, config.data] if config.demo else [config.data]:
            if not folder.exists():
                folder.mkdir(mode=mode, parents=True)
    except OSError as error:
        raise cannot_use(config.data, error) from error


def place_cluster(config: Config, user: SystemUser, say: Callable[[str], None]) -> None:
    """See that `user` can enter the cluster's folder. Raises StartError.

    As root, PostgreSQL runs as a user of its own, who may not pass through a folder such as /root: then the cluster
    lies elsewhere, and a link in the data folder leads there.
    """
    cluster = config.data / "postgres"
    if cluster.is_symlink() and not cluster.exists():
        gone = os.readlink(cluster)
        raise StartError(
            f"{cluster} points to {gone}, which is gone: restore it, or remove the link to start anew.",
            f"{cluster} menunjuk ke {gone} yang hilang: pulihkan, atau hapus tautannya untuk mulai baru.",
        )
    if cluster.exists() or user.reaches(config.data):
        return
    try:
        REACHABLE_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        elsewhere = Path(tempfile.mkdtemp(prefix="postgres-", dir=REACHABLE_HOME))
        user.own(elsewhere)
        cluster.symlink_to(elsewhere)
    except OSError as error:
        raise cannot_use(REACHABLE_HOME, error) from error
    say(f"PostgreSQL's user {NAME} may not enter {config.data}: the database lies in {elsewhere}; back it up too.")


def cannot_use(folder: Path, error: OSError) -> StartError:
    if error.errno == errno.ENOSPC:
        return disk_full(folder)
    return StartError(
        f"The data folder {folder} can't be used: {error.strerror} ({error.filename}).",
        f"Folder data {folder} tidak bisa dipakai: {error.strerror} ({error.filename}).",
    )


def disk_full(folder: Path) -> StartError:
    return StartError(
        f"The disk that holds {folder} is full: free some space and start again.",
        f"Disk tempat {folder} sudah penuh: kosongkan sebagian lalu jalankan lagi.",
    )


def read_passwords(file: Path) -> dict[str, str]:
    """Role to password; empty if they were not made yet or may not be read by this user."""
    try:
        return dict(json.loads(file.read_text()))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}


def make_passwords(file: Path, roles: tuple[str, ...]) -> dict[str, str]:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    passwords = {role: secrets.token_urlsafe(32) for role in roles}
    write_private(file, json.dumps(passwords, indent=1) + "\n")
    return passwords


def write_private(file: Path, text: str) -> None:
    """Whole or not at all, and readable by nobody else from its first byte."""
    new = file.with_name(file.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.rename(file)
