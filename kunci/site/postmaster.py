"""What a PostgreSQL server tells of itself: in `postmaster.pid`, which it keeps while it runs, and in its log."""

import os
from pathlib import Path

from kunci.site.config import StartError
from kunci.site.datafolder import disk_full

STATUS_LINE = 7  # its eighth: starting, ready, stopping


def recorded_pid(pgdata: Path) -> int | None:
    """The process that last wrote the file; it may have been killed since, and its number given to another."""
    try:
        return int((pgdata / "postmaster.pid").read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def is_ready(pgdata: Path, pid: int) -> bool:
    """Whether this very process takes connections."""
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > STATUS_LINE and lines[0] == str(pid) and lines[STATUS_LINE].strip() == "ready"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def serves(pid: int, pgdata: Path) -> bool:
    """Whether the process is a PostgreSQL on this folder: a server works inside its folder, wherever that was moved.

    Without /proc the number in the folder's own file has to be believed.
    """
    if not Path("/proc/self").exists():
        return is_alive(pid)
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", pgdata)
    except OSError:
        return False


def log_sizes(folder: Path) -> dict[Path, int]:
    """How long each of the cluster's logs is, to read later what was added."""
    return {path: path.stat().st_size for path in (folder / "log").glob("postgres-*.log")}


def logged_since(folder: Path, before: dict[Path, int]) -> str:
    """The first words of the last start, and what its log has gained since `before`."""
    told = (folder / "log" / "start.log").read_text(errors="replace")
    for path, size in log_sizes(folder).items():
        seen = before.get(path, 0)
        told += path.read_bytes()[seen if seen <= size else 0 :].decode(errors="replace")
    return told


def explain(folder: Path, told: str) -> StartError:
    """The sentence for what a program or the server complained of before it gave up."""
    if "No space left on device" in told:
        return disk_full(folder)
    grave = ("FATAL:", "PANIC:", "ERROR:", "error:")
    complaints = [line.strip() for line in told.splitlines() if any(word in line for word in grave)]
    reason = complaints[-1] if complaints else "it gave no reason"
    return StartError(
        f"PostgreSQL did not start: {reason} (more in {folder / 'log'}).",
        f"PostgreSQL tidak mau berjalan: {reason} (selengkapnya di {folder / 'log'}).",
    )
