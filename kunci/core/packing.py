"""Files put together in one archive: the same bytes for the same files and instant."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

_FILE = 0o100600  # a regular file that its owner alone reads


def pack(files: Iterable[tuple[str, bytes]], now: datetime) -> bytes:
    """A zip of these files, each dated `now`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, now.astimezone(UTC).timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _FILE << 16
            archive.writestr(info, content)
    return packed.getvalue()
