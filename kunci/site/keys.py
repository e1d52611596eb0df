"""The keys of an installation: files in KUNCI_DATA/keys, made once, mode 0600, never in the database."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """`secret` signs sessions and links, `viewer` signs who looks, `master` wraps data keys by version; `folder`: where
    they were read."""

    secret: str
    viewer: bytes
    current: int
    master: dict[int, bytes]
    folder: Path | None = None

    def anew(self) -> Keys:
        """As the file has them now: a master key was perhaps changed since."""
        return (read(self.folder) if self.folder is not None else None) or self


def fresh() -> Keys:
    return Keys(secrets.token_urlsafe(48), secrets.token_bytes(32), 1, {1: secrets.token_bytes(32)})


def ensure(folder: Path) -> Keys:
    """Reads the key file of an installation, or makes it."""
    file = folder / "kunci.json"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(file, fresh())
    return read(folder) or fresh()


def read(folder: Path) -> Keys | None:
    file = folder / "kunci.json"
    if not file.exists():
        return None
    stored = json.loads(file.read_text())
    return Keys(
        stored["secret"],
        base64.b64decode(stored["viewer"]),
        stored["current"],
        {int(version): base64.b64decode(key) for version, key in stored["master"].items()},
        folder,
    )


def with_new_master(folder: Path) -> Keys:
    """Adds a master key, which wraps from now on; the older ones stay for what they have wrapped. Where a change is
    under way, it goes on with the one that it has made."""
    keys = _kept(folder)
    if len(keys.master) == 1:
        new = keys.current + 1
        keys = replace(keys, current=new, master={**keys.master, new: secrets.token_bytes(32)})
        _write(folder / "kunci.json", keys)
    return keys


def without_old_masters(folder: Path) -> Keys:
    """Forgets all master keys but the current one, for good."""
    keys = _kept(folder)
    keys = replace(keys, master={keys.current: keys.master[keys.current]})
    _write(folder / "kunci.json", keys)
    return keys


def _kept(folder: Path) -> Keys:
    keys = read(folder)
    if keys is None:
        raise FileNotFoundError(folder / "kunci.json")
    return keys


def pads(viewer: bytes) -> tuple[bytes, bytes]:
    """The two padded blocks of HMAC-SHA-256 (RFC 2104) that the database needs to check a mac, not to know the key."""
    block = viewer.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def _write(file: Path, keys: Keys) -> None:
    text = json.dumps(
        {
            "secret": keys.secret,
            "viewer": base64.b64encode(keys.viewer).decode(),
            "current": keys.current,
            "master": {str(v): base64.b64encode(k).decode() for v, k in keys.master.items()},
        }
    )
    new = file.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)  # the name as well must be there after a power cut
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
