"""Notes on partners come back with an archive, and are taken back with its import. Part of actions/imports.py's verbs.

They are rows on ties of whoever brings them and move nothing but that member's own view: no word is said again, no
notice and no mail goes out. Like any evidence they extend or end what is open and open nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from kunci.actions.contacts import AT_ONCE
from kunci.actions.staking import standing
from kunci.actions.ties import follow
from kunci.actions.verb import Act
from kunci.core import gates
from kunci.core.evidence import Kind, Often
from kunci.core.noted import Fate, Judged, Noted, Notes, counted, judge
from kunci.core.passes import after_evidence
from kunci.core.recompute import Moved
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of
from kunci.models import values
from kunci.models.models import Account, Brought, Confirmation, Evidence, Heard, Pass, Tie

OTHERS = "notes_others"  # an archive of somebody else's: what they noted is not what I noted
TOMORROW = timedelta(days=1)  # somewhere it is that already


def foresee(act: Act, notes: Notes) -> Counter[str]:
    """What would become of the notes, by fate, with what of an archive never comes back; nothing is written."""
    left = Counter({"notes_unread": notes.unread, "words_said": notes.said, "words_heard": notes.heard, "archive": 1})
    if not _mine(act, notes):
        return left + Counter({OTHERS: len(notes.rows)})
    return left + counted(_judged(act, notes, _ties(notes)))


def bring_notes(act: Act, batch: UUID, notes: Notes | None) -> Counter[str]:
    """Notes what belongs here and is not here yet."""
    if notes is None or not notes.rows or not _mine(act, notes):
        return Counter()
    ties = _ties(notes)
    judged = _judged(act, notes, ties)
    rows = {one.row.id: UUID(one.there) for one in judged if one.fate is Fate.SAME}
    new = [one.row for one in judged if one.fate is Fate.NEW]
    heard = _heard(new)
    for resting in (False, True):  # what rests on a row needs its id
        some = [row for row in new if (row.because != "") is resting]
        made = Brought.objects.bulk_create(
            [_row(act, batch, one, ties, heard, rows) for one in some], batch_size=AT_ONCE
        )
        rows |= {one.id: row.id for one, row in zip(some, made, strict=True)}
    let_follow(act, {ties[UUID(one.partner)].id for one in new})
    return Counter({Fate.NEW.value: len(new)}) if new else Counter()


def take_notes_away(act: Act, batch: UUID) -> Counter[str]:
    """Voids what an import noted, and what rests on it; what was put right or taken back since stays as it is."""
    came = list(Brought.objects.filter(batch=batch).values_list("id", flat=True))
    brought = list(standing(act.member).filter(id__in=came).order_by("id"))
    ids = {row.id for row in brought}
    above = standing(act.member).filter(because__in=ids).exclude(id__in=ids).order_by("id") if ids else ()
    void = [*brought, *above]
    Confirmation.objects.filter(evidence__in=[row.id for row in void]).delete()
    Evidence.objects.bulk_create(
        [
            Evidence(
                tie_id=row.tie_id, member_id=act.member, kind=Kind.WITHDRAWAL, happened_on=act.now.date(),
                voids=row.id, created_at=act.now,
            )
            for row in void
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    let_follow(act, {row.tie_id for row in void})
    return Counter({"notes_taken_back": len(brought)}) if brought else Counter()


def _mine(act: Act, notes: Notes) -> bool:
    return notes.belong_to(str(act.member), Account.objects.values_list("email", flat=True).get(id=act.member))


def _ties(notes: Notes) -> dict[UUID, Tie]:
    """My ties with those whom the notes are about, or whose word they are, locked; nobody else is looked for."""
    named = {UUID(id) for row in notes.rows for id in (row.partner, row.word_of) if id}
    return {tie.partner_id: tie for tie in Tie.objects.select_for_update().filter(partner_id__in=named).order_by("id")}


def _judged(act: Act, notes: Notes, ties: Mapping[UUID, Tie]) -> tuple[Judged, ...]:
    mine = {tie.id: str(partner) for partner, tie in ties.items()}
    rows = Evidence.objects.filter(member_id=act.member, tie__in=list(mine)).exclude(kind=Kind.WITHDRAWAL)
    there = {str(row.id): _as_noted(row, mine[row.tie_id]) for row in rows}
    return judge(notes.rows, {str(one) for one in ties}, there, (act.now + TOMORROW).date())


def _as_noted(row: Evidence, partner: str) -> Noted:
    return Noted(
        str(row.id), partner, Kind(row.kind), row.happened_on, row.since, Often(row.often) if row.often else None,
        row.note, row.weight, word_of=str(row.word_of) if row.word_of else "",
    )  # fmt: skip


def _heard(rows: Iterable[Noted]) -> set[tuple[UUID, UUID, UUID, str]]:
    """Which words I was told these name: a row hangs on one only where it is of the same speaker, about the same."""
    named = {UUID(row.vouch) for row in rows if row.vouch}
    return set(Heard.objects.filter(id__in=named).values_list("id", "speaker_id", "about_id", "kind"))


def _row(
    act: Act,
    batch: UUID,
    one: Noted,
    ties: Mapping[UUID, Tie],
    heard: set[tuple[UUID, UUID, UUID, str]],
    rows: Mapping[str, UUID],
) -> Brought:
    speaker = UUID(one.word_of) if one.word_of else None
    row = Brought(
        tie=ties[UUID(one.partner)], member_id=act.member, kind=one.kind, happened_on=one.on, since=one.since,
        often=one.often, note=one.note, created_at=act.now, weight=one.weight, word_of=speaker, batch=batch,
        because=rows[one.because] if one.because else None,
    )  # fmt: skip
    if one.vouch and speaker and (UUID(one.vouch), speaker, UUID(one.partner), one.kind) in heard:
        row.vouch = UUID(one.vouch)
    return row


def let_follow(act: Act, ties: set[UUID]) -> None:
    """Passes of these ties last as long as the evidence carries them now."""
    if not ties:
        return
    rows: dict[UUID, list[Evidence]] = {id: [] for id in ties}
    for row in Evidence.objects.filter(member_id=act.member, tie__in=ties):
        rows[row.tie_id].append(row)
    of = {tie.partner_id: tie for tie in Tie.objects.select_for_update().filter(id__in=ties).order_by("id")}
    held = [values.as_pass(row) for row in Pass.objects.filter(viewer_id__in=list(of)).order_by("viewer_id")]
    follow(act, [_moved(act, one, of[UUID(one.viewer)], rows) for one in held])


def _moved(act: Act, held: gates.Pass, tie: Tie, rows: Mapping[UUID, Sequence[Evidence]]) -> Moved:
    granted = Rung(tie.granted)
    carried = standing_of([values.as_evidence(row) for row in rows[tie.id]], act.now)
    return Moved(held, granted, after_evidence(held, granted, carried, act.now))
