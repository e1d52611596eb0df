"""A file of contacts comes in: a dry run first, then card by card, in pieces that a restart only interrupts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from kunci.actions.bringing import bring, known_to, take_away
from kunci.actions.contacts import Known
from kunci.actions.returning import bring_notes, foresee, take_notes_away
from kunci.actions.verb import Act, Done, Refused, step, verb
from kunci.core.addressbook import Card, Limits, Problem, ProblemCode, Reading
from kunci.core.bringing import Sorter, Verdict
from kunci.core.layers import Said, changes, facts_of
from kunci.core.reading import read_addressbook
from kunci.models.models import Import, ImportPart
from kunci.models.sealing import Place, Sealed, seal, seal_bytes, unseal_bytes

LIMITS = Limits()
CHUNK = 500  # cards of one transaction
PART = 1_000_000  # bytes of one sealed piece
READ_AT_ONCE = 200_000  # bytes: so small a file is read while the person waits
BRING_AT_ONCE = 300  # cards, likewise
LISTED = 300  # rows of each kind in the report of a dry run
SOURCE_LENGTH = 200
LEFT_LYING = timedelta(days=1)
READ, BRING = "import.read", "import.bring"
NOTICES = frozenset({ProblemCode.BAD_ENCODING, ProblemCode.EXTRA_VALUE, ProblemCode.HIDDEN_CHARACTERS})


@dataclass(frozen=True)
class Upload:
    """A file as it came; `digest` (any hash) stands for its content in the idempotency key."""

    source: str
    digest: str
    data: bytes = field(repr=False)


@verb("import.begin")
def begin(act: Act, upload: Upload) -> Done:
    """Takes a file in, sealed, and has it read. Nothing comes onto the keyring yet."""
    if len(upload.data) > LIMITS.bytes:
        raise Refused("file_too_big", most=LIMITS.bytes // 1_000_000)
    _forget_unfinished(act)
    row = Import.objects.create(
        holder_id=act.member,
        source=upload.source[:SOURCE_LENGTH],
        bytes=len(upload.data),
        state="reading",
        began_at=act.now,
    )
    for number, start in enumerate(range(0, len(upload.data), PART)):
        made = seal_bytes(upload.data[start : start + PART], _part(row.id, number, act.member))
        ImportPart.objects.create(
            batch=row.id, holder_id=act.member, number=number, sealed=made.sealed, wrapped_key=made.wrapped_key
        )
    _go_on(act, READ, row, at_once=len(upload.data) <= READ_AT_ONCE)
    return Done(row.id)


@verb("import.bring")
def confirm(act: Act, id: UUID, together: Set[int]) -> Done:
    """Brings in what the dry run showed; `together`: positions that belong to the contact they look like."""
    row = _mine(id)
    if row.state != "ready":
        raise Refused("import_not_ready")
    row.state, row.together, row.done, row.brought_at = "bringing", sorted(together), 0, act.now
    row.save(update_fields=["state", "together", "done", "brought_at"])
    _go_on(act, BRING, row, at_once=row.total <= BRING_AT_ONCE)
    return Done(row.id, {"source": row.source, "count": row.total})


@verb("import.cancel")
def cancel(act: Act, id: UUID) -> Done:
    """Forgets a file that was not brought in."""
    row = _mine(id)
    if row.state not in ("reading", "ready", "refused"):
        raise Refused("import_not_ready")
    _forget(row, "cancelled")
    return Done(row.id, {"source": row.source})


@verb("import.undo")
def undo(act: Act, id: UUID) -> Done:
    """Takes back all that one import said, as a whole; what was worked with since stays."""
    row = _mine(id)
    if row.state not in ("bringing", "done"):
        raise Refused("import_not_ready")
    counts = take_away(act, row.id) | take_notes_away(act, row.id)
    _forget(row, "undone", counts)
    return Done(row.id, {"source": row.source, **counts})


@verb("contacts.import")
def import_cards(act: Act, cards: Sequence[Card], source: str) -> Done:
    """Brings cards in without a dry run, for whoever has shown them already. Can be undone like any import."""
    row = Import.objects.create(
        holder_id=act.member, source=source[:SOURCE_LENGTH], bytes=0, state="done", done=len(cards), total=len(cards),
        began_at=act.now, brought_at=act.now,
    )  # fmt: skip
    counts: Counter[str] = Counter()
    for start in range(0, len(cards), CHUNK):
        counts += bring(act, row.id, cards[start : start + CHUNK], frozenset())
    row.counts = dict(counts)
    row.save(update_fields=["counts"])
    return Done(row.id, {"count": len(cards), "source": source})


def work(task: str, member: UUID, id: UUID, now: datetime) -> Iterator[None]:
    """The long part of an import, a transaction at each turn; may be left after any and begun anew.

    It has no journal entry of its own: it belongs to the verb that began it.
    """
    return {READ: _read, BRING: _bring}[task](Act(member, now, id), id)


def _go_on(act: Act, task: str, row: Import, *, at_once: bool) -> None:
    if at_once:
        for _ in work(task, act.member, row.id, act.now):
            pass
    else:
        later(task, act.member, row.id)


def later(task: str, member: UUID, id: UUID) -> None:
    """Leaves it to a job, one import of a member after the other; the job knows ids and nothing else."""
    job = app.configure_task(task, queue="imports", lock=str(member), allow_unknown=True)
    job.defer(member=str(member), id=str(id))


def _read(act: Act, id: UUID) -> Iterator[None]:
    """The dry run: every card is judged and nothing is written but the report."""
    with step(act):
        row = Import.objects.filter(id=id, state="reading").first()
        data = _data(act.member, id) if row else b""
    if row is None:
        return
    reading = read_addressbook(data, LIMITS)
    if reading.refused is not None:
        with step(act):
            row.reason = reading.refused
            _forget(row, "refused")
        return
    report = _Report(reading)
    if reading.notes is not None:
        with step(act):
            report.counts.update(foresee(act, reading.notes))
    sorter = Sorter()
    for start in range(0, len(reading.cards), CHUNK):
        with step(act):
            _judge(act, reading.cards[start : start + CHUNK], sorter, report)
            done = min(start + CHUNK, len(reading.cards))
            Import.objects.filter(id=id, state="reading").update(done=done, total=len(reading.cards))
        yield
    with step(act):
        made = seal(report.value(), Place("import", id, "report", act.member))
        Import.objects.filter(id=id, state="reading").update(
            state="ready", counts=dict(report.counts), total=len(reading.cards),
            report=made.sealed, report_key=made.wrapped_key,
        )  # fmt: skip


def _bring(act: Act, id: UUID) -> Iterator[None]:
    with step(act):
        row = Import.objects.filter(id=id, state="bringing").first()
        data = _data(act.member, id) if row else b""
    if row is None:
        return
    reading = read_addressbook(data, LIMITS)
    cards = reading.cards
    while True:
        with step(act):
            row = Import.objects.filter(id=id, state="bringing").first()
            if row is None:
                return
            # Each contact as of the instant at which the holder said yes, whenever its turn comes.
            dated = Act(act.member, row.brought_at or act.now, act.once)
            counts = bring(dated, id, cards[row.done : row.done + CHUNK], frozenset(row.together))
            row.counts = dict(Counter(row.counts if row.done else {}) + counts)
            row.done = min(row.done + CHUNK, len(cards))
            if row.done >= len(cards):
                _forget(row, "done", dict(Counter(row.counts) + bring_notes(dated, id, reading.notes)))
                return
            row.save(update_fields=["done", "counts"])
        yield


class _Report:
    """What a dry run found: counts of everything, and the first rows of each kind."""

    def __init__(self, reading: Reading) -> None:
        self.counts: Counter[str] = Counter()
        self.rows: dict[str, list[dict[str, object]]] = {verdict.value: [] for verdict in Verdict}
        problems = [one for one in reading.problems if one.code not in NOTICES]
        self.counts["unread"] = len(problems)
        self.problems = [_problem(one) for one in problems[:LISTED]]

    def add(self, verdict: Verdict, row: dict[str, object]) -> None:
        self.counts[verdict.value] += 1
        if len(self.rows[verdict.value]) < LISTED:
            self.rows[verdict.value].append(row)

    def value(self) -> dict[str, object]:
        return {**self.rows, "unread": self.problems}


def _judge(act: Act, cards: Sequence[Card], sorter: Sorter, report: _Report) -> None:
    facts = {card.position: facts_of(card) for card in cards}
    sorter.learn(known_to(act.member, facts.values()))
    judged = [(position, said, sorter.take(position, said)) for position, said in facts.items()]
    known = Known(UUID(found.key) for _, _, found in judged if found.verdict is Verdict.UPDATE and found.known)
    for position, said, found in judged:
        verdict = found.verdict
        row: dict[str, object] = {"position": position, "name": said.name, "organisation": said.organisation}
        if found.reason is not None:
            row |= {"reason": found.reason.value, "like": found.name, "key": found.key if found.known else ""}
        if verdict is Verdict.UPDATE and found.known:
            key = UUID(found.key)
            new = changes(known.facts(key), known.facts(key, Said(act.now, "~", said)))
            row["changes"] = [asdict(one) for one in new]
            verdict = verdict if new else Verdict.SAME
        report.add(verdict, row)


def _problem(one: Problem) -> dict[str, object]:
    return {"position": one.position, "line": one.line, "code": one.code.value, "detail": one.detail}


def _mine(id: UUID) -> Import:
    row = Import.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise Refused("gone")
    return row


def _data(member: UUID, id: UUID) -> bytes:
    parts = ImportPart.objects.filter(batch=id).order_by("number")
    return b"".join(
        unseal_bytes(Sealed(bytes(one.sealed), bytes(one.wrapped_key)), _part(id, one.number, member)) for one in parts
    )


def _part(id: UUID, number: int, member: UUID) -> Place:
    return Place("import_part", id, str(number), member)


def _forget(row: Import, state: str, counts: dict[str, int] | None = None) -> None:
    """The end of an import: its file and its report are no longer kept."""
    ImportPart.objects.filter(batch=row.id).delete()
    row.state, row.report, row.report_key = state, None, None
    row.counts = row.counts if counts is None else counts
    row.save(update_fields=["state", "reason", "done", "counts", "report", "report_key"])


def _forget_unfinished(act: Act) -> None:
    """Files that were looked at and left lying do not pile up."""
    for row in Import.objects.filter(state__in=("reading", "ready"), began_at__lt=act.now - LEFT_LYING).order_by("id"):
        _forget(row, "cancelled")
