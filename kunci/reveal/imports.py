"""My imports: what a dry run found, how far one is, and what each brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from kunci.core.addressbook import ProblemCode, Sameness
from kunci.core.gates import FaceKind
from kunci.core.layers import BESIDE, ONCE_OPEN, Change, Field
from kunci.models.models import Import
from kunci.models.models import Layer as LayerRow
from kunci.models.sealing import Place, SealBroken, Sealed, unseal
from kunci.models.values import layer_place
from kunci.models.viewer import looking, member

LISTED = 20


@dataclass(frozen=True)
class ReportRow:
    """A card of the file. `like`: the contact it belongs to or looks like, and by what (`reason`)."""

    position: int
    name: str
    organisation: str
    reason: Sameness | None
    like: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Unread:
    """What could not be read: the number of the card, the line, why, and some words of it."""

    position: int
    line: int
    code: ProblemCode
    detail: str


@dataclass(frozen=True)
class Report:
    """The first rows of each kind; how many there are stands in the counts."""

    new: tuple[ReportRow, ...]
    updates: tuple[ReportRow, ...]
    alike: tuple[ReportRow, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class ImportView:
    """`state`: reading, ready, refused, cancelled, bringing, done or undone; `counts` by verdict (or by what an undo
    did); `done` of `total` cards are through."""

    id: UUID
    source: str
    state: str
    reason: str
    done: int
    total: int
    counts: Mapping[str, int]
    began_at: datetime
    report: Report | None

    @property
    def busy(self) -> bool:
        return self.state in ("reading", "bringing")


@dataclass(frozen=True)
class Origin:
    """Who said something of a contact: a file (`source`), or my own hand ('')."""

    source: str
    at: datetime
    by_hand: bool


@dataclass(frozen=True)
class OnceOpen:
    """That a face of a contact was open to somebody of this name, where the archive was made that it came from."""

    kind: FaceKind
    name: str
    until: datetime | None


def imports(viewer: UUID, now: datetime) -> tuple[ImportView, ...]:
    """My latest imports, the newest first."""
    with looking(member(viewer), now):
        rows = Import.objects.exclude(state="cancelled").order_by("-began_at", "id")[:LISTED]
        return tuple(_view(row, None) for row in rows)


def one_import(viewer: UUID, now: datetime, id: UUID) -> ImportView | None:
    """One import of mine, with the report of its dry run while that waits for a yes."""
    with looking(member(viewer), now):
        row = Import.objects.filter(id=id).first()
        return _view(row, _report(row)) if row else None


def origins(viewer: UUID, now: datetime, key: UUID) -> tuple[tuple[Origin, ...], tuple[OnceOpen, ...]]:
    """Where what I know of a contact comes from, the newest first, whatever was merged into it left out; and to whom
    its faces were open by name and until when, as the archives among these said."""
    with looking(member(viewer), now):
        source = Subquery(Import.objects.filter(id=OuterRef("batch")).values("source")[:1])
        rows = list(LayerRow.objects.filter(key=key).annotate(source=source).order_by("-at", "id"))
        brought = [row for row in rows if row.batch is not None][:LISTED]
        return (
            tuple(Origin(row.source or "", row.at, row.batch is None) for row in rows),
            tuple(one for row in brought for one in _once_open(row)),
        )


def _once_open(row: LayerRow) -> list[OnceOpen]:
    try:
        said = unseal(Sealed(bytes(row.sealed), bytes(row.wrapped_key)), layer_place(row)).get(BESIDE)
    except SealBroken:
        return []
    return [
        OnceOpen(
            FaceKind(str(one["kind"])),
            str(one["name"]),
            datetime.fromisoformat(str(one["until"])) if one["until"] else None,
        )
        for one in _dicts(said.get(ONCE_OPEN) if isinstance(said, dict) else None)
    ]


def _view(row: Import, report: Report | None) -> ImportView:
    return ImportView(
        row.id, row.source, row.state, row.reason, row.done, row.total, row.counts, row.began_at, report
    )  # fmt: skip


def _report(row: Import) -> Report | None:
    if row.report is None or row.report_key is None:
        return None
    try:
        place = Place("import", row.id, "report", row.holder_id)
        said = unseal(Sealed(bytes(row.report), bytes(row.report_key)), place)
    except SealBroken:
        return None
    return Report(
        new=tuple(map(_row, _dicts(said["new"]))),
        updates=tuple(map(_row, _dicts(said["update"]))),
        alike=tuple(map(_row, _dicts(said["alike"]))),
        unread=tuple(
            Unread(_int(one["position"]), _int(one["line"]), ProblemCode(str(one["code"])), str(one["detail"]))
            for one in _dicts(said["unread"])
        ),
    )


def _row(said: Mapping[str, object]) -> ReportRow:
    reason = said.get("reason")
    return ReportRow(
        _int(said["position"]),
        str(said["name"]),
        str(said["organisation"]),
        Sameness(str(reason)) if reason else None,
        str(said.get("like", "")),
        tuple(
            Change(Field(str(one["field"])), str(one["before"]), str(one["after"]))
            for one in _dicts(said.get("changes", []))
        ),
    )


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
