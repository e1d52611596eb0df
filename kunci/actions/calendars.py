"""A calendar's file, its private address, or a mail archive come in: encounters with partners are proposed.

Neither a calendar nor a mail is kept, only what is proposed of it. Nothing becomes evidence without a yes
(actions/proposed.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from kunci.actions.staking import standing
from kunci.actions.verb import Act, Done, Refused, step, verb
from kunci.core.calendars import CalendarReading, read_calendar
from kunci.core.evidence import ENCOUNTERS
from kunci.core.mailarchive import MailArchive
from kunci.core.proposing import LOOK_BACK, Candidate, choose, of_mail, of_meetings
from kunci.models.models import Account, Calendar, Proposed, Tie
from kunci.models.sealing import Place, mac, seal
from kunci.models.viewer import looking
from kunci.models.viewer import member as principal
from kunci.reveal.acquainted import acquainted
from kunci.reveal.calendars import whole_address

FETCH, ROUND = "calendar.fetch", "calendar.round"
MOST_ADDRESSES = 5
LONGEST_ADDRESS = 2_000
GIVE_UP = timedelta(days=7)
DAILY = timedelta(hours=20)
UNDO = timedelta(days=1)  # what was answered can be taken back so long; then its title goes
AT_ONCE = 500
READ = "read"  # the outcome of a try that went well


@dataclass(frozen=True)
class Found:
    """What one reading found, the latest first. `digest` (any hash) stands for it in the idempotency key."""

    source: str
    digest: str
    rows: tuple[Candidate, ...] = field(repr=False)
    read: int = 0
    unread: int = 0


def take_calendar(act: Act, data: bytes, today: date) -> Done:
    """Reads a calendar's file and proposes what it tells of. Refused with `calendar_…` where it can't be read."""
    reading = _read(act, data, today)
    if reading.refused is not None:
        raise Refused(f"calendar_{reading.refused}")
    rows = tuple(of_meetings(reading.meetings))
    return propose(act, Found("file", sha256(data).hexdigest(), rows, reading.events, reading.unread), today)


def take_mail(act: Act, pieces: Iterable[bytes], today: date) -> Done:
    """Reads a mail archive piece by piece and proposes a chat for each week in which a partner and I wrote."""
    with looking(principal(act.member), act.now):
        archive = MailArchive(acquainted(act.member, act.now), _clock(act), today - LOOK_BACK, today)
    whole = sha256()
    for piece in pieces:
        archive.feed(piece)
        whole.update(piece)
    weeks = archive.finish()
    if not archive.is_one:
        raise Refused("mail_no_archive")
    rows = tuple(of_mail(weeks))
    return propose(act, Found("mail", whole.hexdigest(), rows, archive.mails, archive.unread), today)


@verb("calendar.found")
def propose(act: Act, found: Found, today: date) -> Done:
    """Proposes what was found in a file; the journal says how much."""
    new = _propose(act, found.rows, found.source, None)
    return Done(None, {"source": found.source, "read": found.read, "unread": found.unread, "proposed": new})


@verb("calendar.add")
def add_address(act: Act, address: str) -> Done:
    """Keeps a calendar's private address, sealed, and has it read, then daily."""
    written = plain_address(address)
    kept = [whole_address(row) for row in Calendar.objects.order_by("added_at", "id")]
    if written in kept:
        raise Refused("calendar_there")
    if len(kept) >= MOST_ADDRESSES:
        raise Refused("calendars_enough", most=MOST_ADDRESSES)
    made = seal({"address": written}, Place("calendar", act.member, "address", act.member))
    row = Calendar.objects.create(
        member_id=act.member, sealed=made.sealed, wrapped_key=made.wrapped_key, added_at=act.now
    )
    later(act.member, row.id)
    return Done(row.id)


@verb("calendar.again")
def try_again(act: Act, id: UUID) -> Done:
    """Has an address read now, whether or not it was given up."""
    row = _mine(id)
    row.outcome, row.stopped_at, row.failing_since = "", None, None
    row.save(update_fields=["outcome", "stopped_at", "failing_since"])
    later(act.member, row.id)
    return Done(row.id)


@verb("calendar.remove")
def remove(act: Act, id: UUID) -> Done:
    """Forgets an address and what waits that was proposed of it; what was answered is remembered without its title."""
    row = _mine(id)
    Proposed.objects.filter(calendar=row.id, state="waiting").delete()
    Proposed.objects.filter(calendar=row.id).update(title="")
    row.delete()
    return Done(id)


def later(member: UUID, id: UUID, priority: int = 0) -> None:
    """Leaves the reading of an address to a job, which knows ids and nothing else."""
    job = app.configure_task(FETCH, queue="calendars", lock=str(member), priority=priority, allow_unknown=True)
    job.defer(member=str(member), id=str(id))


def due(member: UUID, now: datetime) -> tuple[UUID, ...]:
    """Which addresses of one member are to be read today."""
    with step(Act(member, now, member)):
        rows = Calendar.objects.filter(stopped_at=None).order_by("added_at", "id")
        return tuple(row.id for row in rows if row.tried_at is None or row.tried_at < now - DAILY)


def address_of(member: UUID, id: UUID, now: datetime) -> str | None:
    """Where to read it; None where there is nothing to read any more."""
    with step(Act(member, now, id)):
        row = Calendar.objects.filter(id=id).first()
        return whole_address(row) or None if row is not None else None


def arrived(member: UUID, id: UUID, now: datetime, data: bytes | None, problem: str = "") -> None:
    """What became of a try: the calendar's bytes, or why there are none, in a word.

    It has no journal entry of its own: it belongs to the verb that added the address.
    """
    act = Act(member, now, id)
    reading = CalendarReading()
    if data is not None:
        if address_of(member, id, now) is None:
            return  # it was removed, perhaps with the account
        with looking(principal(member), now):
            today = now.astimezone(_clock(act)).date()
        reading = _read(act, data, today)
        problem = reading.refused or ""
    with step(act):
        row = Calendar.objects.select_for_update().filter(id=id).first()
        if row is None:
            return
        row.tried_at, row.outcome = now, problem or READ
        if problem:
            row.failing_since = row.failing_since or now
            if now - row.failing_since >= GIVE_UP:
                row.stopped_at = now
        else:
            row.read_at, row.failing_since = now, None
            _propose(act, tuple(of_meetings(reading.meetings)), "address", id)
        row.save(update_fields=["tried_at", "read_at", "failing_since", "stopped_at", "outcome"])


def plain_address(written: str) -> str:
    """The address as it is fetched: programs give theirs as webcal, which is the same. Refused where it is none."""
    scheme, mark, rest = written.strip().partition("://")
    if not mark or scheme.lower() not in ("https", "webcal", "webcals") or not rest or len(rest) > LONGEST_ADDRESS:
        raise Refused("calendar_address")
    if any(letter.isspace() or not letter.isprintable() for letter in rest):
        raise Refused("calendar_address")
    return f"https://{rest}"


def _read(act: Act, data: bytes, today: date) -> CalendarReading:
    with looking(principal(act.member), act.now):
        whom, clock = acquainted(act.member, act.now), _clock(act)
    return read_calendar(data, whom, clock, today - LOOK_BACK, today)


def _propose(act: Act, rows: Sequence[Candidate], source: str, calendar: UUID | None) -> int:
    """Writes what is new of it; how many that are. Part of a verb or a step."""
    Proposed.objects.exclude(state="waiting").filter(answered_at__lte=act.now - UNDO).exclude(title="").update(title="")
    partners = {str(tie.partner_id): tie.id for tie in Tie.objects.all()}
    known, waiting = _before(act, {id: partner for partner, id in partners.items()})
    marks = {(str(partner), bytes(mark)) for partner, mark in Proposed.objects.values_list("partner_id", "mark")}

    def answered(one: Candidate) -> bool:
        return one.partner not in partners or (one.partner, _mark(act, one)) in marks

    chosen = choose(rows, known, waiting, answered)
    Proposed.objects.bulk_create(
        [
            Proposed(
                member_id=act.member, partner_id=UUID(one.partner), kind=one.kind, happened_on=one.day, title=one.title,
                mark=_mark(act, one), source=source, calendar=calendar, found_at=act.now,
            )
            for one in chosen
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    return len(chosen)


def _before(act: Act, partners: dict[UUID, str]) -> tuple[dict[str, list[date]], Counter[str]]:
    """By partner the days that need no proposal, and how many proposals wait."""
    days: dict[str, list[date]] = {}
    noted = standing(act.member).filter(kind__in=sorted(ENCOUNTERS)).values_list("tie", "happened_on")
    for tie, day in noted:
        days.setdefault(partners[tie], []).append(day)
    waiting: Counter[str] = Counter()
    for partner, day in Proposed.objects.filter(state="waiting").values_list("partner_id", "happened_on"):
        days.setdefault(str(partner), []).append(day)
        waiting[str(partner)] += 1
    return days, waiting


def _mark(act: Act, one: Candidate) -> bytes:
    return mac(act.member, "meeting", one.event)


def _mine(id: UUID) -> Calendar:
    row = Calendar.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise Refused("gone")
    return row


def _clock(act: Act) -> ZoneInfo:
    zone = Account.objects.values_list("timezone", flat=True).filter(id=act.member).first()
    if zone is None:
        raise Refused("gone")  # closed meanwhile
    return ZoneInfo(zone)
