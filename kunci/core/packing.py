"""Files put together in one archive, piece by piece: the same bytes for the same files and instant."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

_FILE = 0o100600  # a regular file that its owner alone reads


def pack(files: Iterable[tuple[str, Iterable[bytes]]], now: datetime) -> bytes:
    """A zip of these files, each dated `now` and given in pieces; no file is held whole, only the zip is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            info = zipfile.ZipInfo(name, now.astimezone(UTC).timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _FILE << 16
            with archive.open(info, "w") as inside:
                for piece in pieces:
                    inside.write(piece)
    return packed.getvalue()


def written(values: Mapping[str, object], rows: Mapping[str, Iterable[object]]) -> Iterator[bytes]:
    """A JSON object of `values`, and of lists whose rows come one after the other, a line each; in pieces."""
    opens = "{"
    for name, value in values.items():
        yield f"{opens}\n{_json(name)}: {_json(value, 1)}".encode()
        opens = ","
    for name, some in rows.items():
        yield f"{opens}\n{_json(name)}: [".encode()
        opens, before = ",", ""
        for row in some:
            yield f"{before}\n{_json(row)}".encode()
            before = ","
        yield b"]"
    yield b"\n}\n"


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: object) -> str:
    """What JSON does not know: instants and days as ISO 8601, ids as ever."""
    return value.isoformat() if isinstance(value, date) else str(value)
