"""One-to-ones: starts are suggested, one of them is taken, and both have it in their calendars.

What each puts aside, prepares and notes is theirs alone. Whoever suggests reads a yes, other dates, or nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kunci.actions import confirming, meeting_mails, ties
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind
from kunci.models.models import Account, Confirmation, Member, OneToOne, OneToOneSide
from kunci.models.models import Evidence as EvidenceRow

MOST_SLOTS = 3
SOONEST, FURTHEST = timedelta(hours=1), timedelta(days=180)
SHORTEST, LONGEST = 15, 480  # minutes
WORDS_LENGTH = PLACE_LENGTH = 200
NOTES_LENGTH = 2000
PAUSE = timedelta(days=14)  # after a suggestion that stayed without an answer
A_DAY, A_DAYS_MOST = timedelta(days=1), 20
UNDO = timedelta(days=1)


@verb("one_to_one.propose")
def propose(
    act: Act, partner: UUID, slots: Collection[datetime], minutes: int, place: str, words: str, address: str
) -> Done:
    """Suggests up to three starts to a partner, who learns of it. One suggestion between two at a time; a next one two
    weeks after one that stayed without an answer. `address` is where this installation is found."""
    starts = _starts(act, slots)
    said, where = words.strip(), place.strip()
    if len(said) > WORDS_LENGTH or len(where) > PLACE_LENGTH:
        raise Refused("too_long", most=WORDS_LENGTH)
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("one_to_one_minutes")
    tie = ties.tie_with(partner)
    if Member.objects.filter(id=partner, name="").exists():
        raise Refused("gone")
    between = OneToOne.objects.filter(other=partner, cancelled_at=None)
    if between.filter(expires_at__gt=act.now).exclude(slots=[]).exists() or between.filter(at__gt=act.now).exists():
        raise Refused("one_to_one_open")
    mine = OneToOne.objects.filter(proposer=act.member)
    last = mine.filter(partner=partner, at=None, proposed_at__gt=act.now - PAUSE).order_by("-proposed_at").first()
    if last is not None:
        raise Refused("one_to_one_soon", day=last.proposed_at + PAUSE)
    if mine.filter(proposed_at__gt=act.now - A_DAY).count() >= A_DAYS_MOST:
        raise Refused("one_to_ones_enough", most=A_DAYS_MOST)
    made = OneToOne.objects.create(
        proposer_id=act.member, partner_id=tie.partner_id, words=said, place=where, minutes=minutes, slots=starts,
        slots_by=act.member, proposed_at=act.now, expires_at=starts[-1],
    )  # fmt: skip
    meeting_mails.suggested(act, partner, made.id, address)
    return Done(made.id)


@verb("one_to_one.accept")
def accept(act: Act, meeting: UUID, slot: datetime, address: str) -> Done:
    """Takes one of the starts that the other suggested: both get it for their calendars."""
    row = _there(meeting)
    if not row.slots or row.expires_at <= act.now:
        raise Refused("one_to_one_over")
    if row.slots_by == act.member or slot not in row.slots or slot <= act.now:
        raise Refused("one_to_one_slot")
    sequence = row.sequence + (row.at is not None)
    _change(row, at=slot, fixed_at=act.now, slots=[], sequence=sequence)
    meeting_mails.fixed(act, _there(meeting), address)
    return Done(meeting)


@verb("one_to_one.suggest")
def suggest(act: Act, meeting: UUID, slots: Collection[datetime], place: str, address: str) -> Done:
    """Suggests other starts for one that is suggested or fixed. A fixed start holds until one of these is taken."""
    row = _there(meeting)
    where = place.strip()
    if len(where) > PLACE_LENGTH:
        raise Refused("too_long", most=PLACE_LENGTH)
    if (row.at or row.expires_at) <= act.now or (row.at is None and not row.slots):
        raise Refused("one_to_one_over")
    starts = _starts(act, slots)
    # Who only corrects their own suggestion does not write to the other anew.
    again = bool(row.slots) and row.slots_by == act.member
    _change(row, slots=starts, slots_by=act.member, proposed_at=act.now, expires_at=starts[-1], place=where)
    if not again:
        meeting_mails.suggested(act, row.other, meeting, address)
    return Done(meeting)


@verb("one_to_one.withdraw")
def withdraw(act: Act, meeting: UUID) -> Done:
    """Takes my own suggestion back. What was fixed before stays."""
    row = _there(meeting)
    if not row.slots or row.slots_by != act.member:
        raise Refused("one_to_one_over")
    _change(row, slots=[])
    return Done(meeting)


@verb("one_to_one.cancel")
def cancel(act: Act, meeting: UUID, address: str) -> Done:
    """Cancels a fixed one that is still to come; it goes out of both calendars."""
    row = _there(meeting)
    if row.at is None or row.at <= act.now:
        raise Refused("one_to_one_over")
    _change(row, slots=[], cancelled_at=act.now, sequence=row.sequence + 1)
    meeting_mails.fixed(act, _any(meeting), address)
    return Done(meeting)


@verb("one_to_one.put_aside")
def put_aside(act: Act, meeting: UUID) -> Done:
    """Does not show a suggestion to me any more. To whoever made it, it looks as if nobody had answered."""
    row = _there(meeting)
    if not row.slots or row.slots_by == act.member:
        raise Refused("one_to_one_over")
    _side(act, meeting, aside_at=act.now)
    return Done(meeting)


@verb("one_to_one.put_back")
def put_back(act: Act, meeting: UUID) -> Done:
    _there(meeting)
    _side(act, meeting, aside_at=None)
    return Done(meeting)


@verb("one_to_one.prepare")
def prepare(act: Act, meeting: UUID, notes: str) -> Done:
    """What I want to remember for it, or of it; mine alone."""
    _any(meeting)
    if len(notes.strip()) > NOTES_LENGTH:
        raise Refused("too_long", most=NOTES_LENGTH)
    _side(act, meeting, notes=notes.strip())
    return Done(meeting)


@verb("one_to_one.note")
def note(act: Act, meeting: UUID, today: date, *, happened: bool, ask: bool = False) -> Done:
    """It took place, which is evidence on my tie from its day on, or it did not. `ask`: the other is asked to confirm
    it. One that I noted by hand on that day already is not noted twice."""
    row = _there(meeting)
    if row.at is None or row.at > act.now:
        raise Refused("one_to_one_not_yet")
    if OneToOneSide.objects.filter(meeting=meeting).exclude(noted_at=None).exists():
        raise Refused("one_to_one_noted")
    if not happened:
        _side(act, meeting, noted_at=act.now, evidence=None)
        return Done(row.other)
    zone = ZoneInfo(Account.objects.values_list("timezone", flat=True).get(id=act.member))
    day = min(row.at.astimezone(zone).date(), today)
    done = ties.note_once(act, row.other, Kind.ONE_TO_ONE, day)
    evidence = UUID(str(done.detail["evidence"]))
    _side(act, meeting, noted_at=act.now, evidence=evidence)
    if ask and not Confirmation.objects.filter(evidence=evidence).exists():
        confirming.put(act, row.other, evidence, Kind.ONE_TO_ONE, day)
    return done


@verb("one_to_one.reopen")
def reopen(act: Act, meeting: UUID, today: date) -> Done:
    """Takes that back within a day, and the evidence that it became; what I had noted by hand before stays."""
    row = _any(meeting)
    side = OneToOneSide.objects.filter(meeting=meeting).exclude(noted_at=None).first()
    if side is None or side.noted_at is None:
        return Done(row.other)
    if side.noted_at <= act.now - UNDO:
        raise Refused("too_late_to_take_back")
    if side.evidence is not None:
        Confirmation.objects.filter(evidence=side.evidence, asked_at=side.noted_at).delete()
        if EvidenceRow.objects.filter(id=side.evidence, member_id=act.member, created_at=side.noted_at).exists():
            ties.void(act, row.other, side.evidence, today)
    _side(act, meeting, noted_at=None, evidence=None)
    return Done(row.other)


def _starts(act: Act, slots: Collection[datetime]) -> list[datetime]:
    starts = sorted(set(slots))
    if not 1 <= len(starts) <= MOST_SLOTS:
        raise Refused("one_to_one_slots", most=MOST_SLOTS)
    if starts[0] < act.now + SOONEST or starts[-1] > act.now + FURTHEST:
        raise Refused("one_to_one_when")
    return starts


def _any(meeting: UUID) -> OneToOne:
    row = OneToOne.objects.filter(id=meeting).first()
    if row is None:
        raise Refused("gone")
    return row


def _there(meeting: UUID) -> OneToOne:
    row = _any(meeting)
    if row.cancelled_at is not None:
        raise Refused("one_to_one_cancelled")
    return row


def _change(row: OneToOne, **values: object) -> None:
    """Only as it was read: what the other has changed in this very moment comes first."""
    as_read = OneToOne.objects.filter(
        id=row.id, proposed_at=row.proposed_at, at=row.at, slots=row.slots, cancelled_at=None
    )
    if not as_read.update(**values):
        raise Refused("one_to_one_changed")


def _side(act: Act, meeting: UUID, **values: object) -> None:
    if not OneToOneSide.objects.filter(meeting=meeting).update(**values):
        OneToOneSide.objects.create(member=act.member, meeting=meeting, **values)
