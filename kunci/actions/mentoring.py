"""Accompanying a newcomer: propose it, agree, let go; a draft of an ask, and what the mentor says to it.

Whether somebody may take part is asked of whoever acts, from their own rows: nobody learns from a refusal how far the
other has come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, ProgrammingError
from django.db.models import Q

from kunci.actions import limits, notices
from kunci.actions.exchanges import RULE, Words, place
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.mentoring import PROPOSAL_LASTS, Role, in_the_way
from kunci.models.models import (
    AsMentor,
    AsNewcomer,
    Draft,
    Face,
    Invitation,
    Journal,
    Member,
    MentorshipLeft,
    NoteGiven,
    OfferedMe,
    Outcome,
    ShownDraft,
)

WORDS_LENGTH = 500
NOTE_LENGTH = 1000
SIDES: dict[Role, type[AsMentor] | type[AsNewcomer]] = {Role.MENTOR: AsMentor, Role.NEWCOMER: AsNewcomer}


@verb("mentor.propose")
def propose(act: Act, partner: UUID, role: Role, words: str, address: str) -> Done:
    """Asks a partner to accompany me (`role` newcomer), or offers to accompany them (mentor)."""
    said = _words(words, WORDS_LENGTH)
    if not Member.objects.filter(id=partner).exclude(id=act.member).exclude(name="").exists():
        raise Refused("gone")
    rows = SIDES[role]
    other = {_other(role): partner}
    waits = Q(agreed_at=None, withdrawn_at=None, expires_at__gt=act.now)
    if rows.objects.filter(waits | Q(agreed_at__isnull=False) & _running(act), **other).exists():
        raise Refused("mentor_already")
    _check(act, role, partner)
    mine = rows.objects.filter(proposed_by=act.member, proposed_at__gt=act.now - timedelta(days=1))
    if mine.count() >= limits.OFFERS:
        raise Refused("mentor_enough", most=limits.OFFERS)
    with _ruled():
        made = rows.objects.create(
            newcomer_id=act.member if role is Role.NEWCOMER else partner,
            mentor_id=act.member if role is Role.MENTOR else partner,
            proposed_by=act.member,
            words=said,
            proposed_at=act.now,
            expires_at=act.now + PROPOSAL_LASTS,
        )
    notices.notify(act.now, "mentor", partner, made.id, address)
    return Done(made.id, {"as": str(role)})


@verb("mentor.withdraw")
def withdraw(act: Act, mentorship: UUID) -> Done:
    """Takes a proposal of mine back, until it is agreed."""
    row, _ = _mine(mentorship)
    if row.proposed_by != act.member:
        raise Refused("gone")
    if row.withdrawn_at is None and not _take_back(act, type(row), id=mentorship):
        raise Refused("mentor_agreed")
    return Done(mentorship)


@verb("mentor.agree")
def agree(act: Act, mentorship: UUID, address: str) -> Done:
    """Agrees to what was proposed to me. What I proposed to somebody else as a newcomer is taken back with it."""
    row, role = _mine(mentorship)
    if row.proposed_by == act.member:
        raise Refused("gone")
    if row.agreed_at is not None:
        return Done(mentorship, {"as": str(role)})
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("mentor_over")
    if role is Role.NEWCOMER:
        _take_back(act, AsNewcomer)
    _check(act, role, row.newcomer_id if role is Role.MENTOR else row.mentor_id)
    # Of an agreement and a withdrawal at one moment one comes first: the other finds the row changed.
    with _ruled():
        open_rows = SIDES[role].objects.filter(id=mentorship, agreed_at=None, withdrawn_at=None)
        if not open_rows.update(agreed_at=act.now):
            raise Refused("mentor_over")
    MentorshipLeft.objects.filter(mentorship=mentorship).delete()
    notices.notify(act.now, "mentor_yes", row.proposed_by, mentorship, address)
    return Done(mentorship, {"as": str(role)})


@verb("mentor.leave")
def leave(act: Act, mentorship: UUID) -> Done:
    """Leaves what was proposed to me. Whoever proposed it sees no difference to silence."""
    row, _ = _mine(mentorship)
    if row.proposed_by == act.member or row.agreed_at is not None:
        raise Refused("gone")
    if not MentorshipLeft.objects.filter(mentorship=mentorship).exists():
        MentorshipLeft.objects.create(mentorship=mentorship, member=act.member, left_at=act.now)
    return Done(mentorship)


@verb("mentor.end")
def end(act: Act, mentorship: UUID, farewell: str, address: str) -> Done:
    """Says that it is over; a few words may go along. From here on nobody else reads that it was."""
    if len(farewell) > WORDS_LENGTH:
        raise Refused("too_long", most=WORDS_LENGTH)
    row, role = _mine(mentorship)
    if row.agreed_at is None:
        raise Refused("gone")
    if row.ended_at is not None and row.ended_by == act.member:
        return Done(mentorship, {"as": str(role)})
    if row.until is not None and row.until <= act.now:
        raise Refused("mentor_ended")
    SIDES[role].objects.filter(id=mentorship, ended_at=None).update(ended_at=act.now, farewell=farewell.strip())
    notices.notify(
        act.now, "mentor_end", row.newcomer_id if role is Role.MENTOR else row.mentor_id, mentorship, address
    )
    return Done(mentorship, {"as": str(role)})


@verb("draft.write")
def write(act: Act, key: UUID, words: Words, address: str, today: date | None = None) -> Done:
    """Keeps a draft of an ask and shows it to whoever accompanies me. One for one door at a time."""
    words.check(today)
    if not Face.objects.filter(key=key, kind="hint").exclude(holder_id=act.member).exists():
        raise Refused("gone")
    earlier = Draft.objects.filter(key=key, sent_at=None).first()
    if earlier is not None:
        raise Refused("draft_already")
    mentor = _mentor(act)
    limits.enough(act, Draft, "changed_at", limits.DRAFTS, "drafts_enough")
    with _ruled():
        made = Draft.objects.create(
            newcomer=act.member,
            key=key,
            sentence=words.sentence.strip(),
            why=words.why.strip(),
            by_when=words.by_when,
            card=words.card,
            offer=words.offer,
            changed_at=act.now,
            shown_at=act.now,
        )
    notices.notify(act.now, "draft", mentor, made.id, address)
    return Done(made.id)


@verb("draft.change")
def change(act: Act, draft: UUID, words: Words, address: str, today: date | None = None) -> Done:
    """Other words, shown again to whoever accompanies me now; kept for me alone where nobody does."""
    words.check(today)
    _open_draft(draft)
    mentor = AsNewcomer.objects.filter(until__gt=act.now).values_list("mentor", flat=True).first()
    changed: dict[str, object] = {} if mentor is None else {"shown_at": act.now}
    with _ruled():
        Draft.objects.filter(id=draft).update(
            sentence=words.sentence.strip(),
            why=words.why.strip(),
            by_when=words.by_when,
            card=words.card,
            changed_at=act.now,
            **changed,
        )
    if mentor is not None:
        notices.notify(act.now, "draft", mentor, draft, address)
    return Done(draft)


@verb("draft.drop")
def drop(act: Act, draft: UUID) -> Done:
    """Throws a draft away, with what was said to it."""
    _open_draft(draft)
    Draft.objects.filter(id=draft).delete()
    return Done(draft)


@verb("draft.send")
def send(act: Act, draft: UUID, words: Words, address: str, today: date | None = None) -> Done:
    """Asks with these words. The draft keeps them, and what was said to it."""
    row = _open_draft(draft)
    offer = words.offer if words.offer is not None else row.offer
    if offer is not None and not OfferedMe.objects.filter(id=offer, key=row.key, expires_at__gt=act.now).exists():
        offer = None  # it has run out since: then it is an ask like any other
    asked = place(act, row.key, Words(words.sentence, words.why, words.by_when, words.card, offer), address, today)
    Draft.objects.filter(id=draft).update(
        sentence=words.sentence.strip(),
        why=words.why.strip(),
        by_when=words.by_when,
        card=words.card,
        changed_at=act.now,
        sent_at=act.now,
        request=asked,
    )
    return Done(asked, {"draft": str(draft)})


@verb("draft.note")
def note(act: Act, draft: UUID, words: str, address: str) -> Done:
    """What I say, as their mentor, to a draft that was shown to me."""
    said = _words(words, NOTE_LENGTH)
    row = ShownDraft.objects.filter(id=draft).first()
    if row is None:
        raise Refused("gone")
    if row.sent_at is not None:
        raise Refused("draft_sent")
    limits.enough(act, NoteGiven, "noted_at", limits.NOTES, "notes_enough")
    with _ruled():
        made = NoteGiven.objects.create(
            draft=draft, newcomer=row.newcomer_id, mentor=act.member, words=said, noted_at=act.now
        )
    notices.notify(act.now, "noted", row.newcomer_id, draft, address)
    return Done(made.id)


@contextmanager
def _ruled() -> Iterator[None]:
    """What the database refuses, since it was looked at, is gone: a door was shut, an account closed, a place taken."""
    try:
        yield
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused
    except IntegrityError as refused:
        raise Refused("gone") from refused


def take_back(act: Act, partner: UUID) -> None:
    """What I proposed to somebody whom I shut out, and they have not agreed to. Part of another verb."""
    _take_back(act, AsNewcomer, mentor=partner)
    _take_back(act, AsMentor, newcomer=partner)


def _take_back(act: Act, rows: type[AsMentor] | type[AsNewcomer], **which: UUID) -> int:
    mine = rows.objects.filter(proposed_by=act.member, agreed_at=None, withdrawn_at=None, **which)
    return mine.update(withdrawn_at=act.now)


def _check(act: Act, role: Role, partner: UUID) -> None:
    """Refuses what core/mentoring.py does, from my own rows."""
    told = Outcome.objects.filter(teller_id=act.member, round=1, verdict="good").count()
    rows = SIDES[role].objects
    waits = Q(agreed_at=None, withdrawn_at=None, expires_at__gt=act.now, proposed_by=act.member)
    taken = rows.filter(waits | Q(agreed_at__isnull=False) & _running(act)).count()
    if role is Role.MENTOR:
        invited = Journal.objects.filter(verb="joined", subject=partner).exists()
    else:
        invited = Invitation.objects.filter(used_by=partner).exists()
    why = in_the_way(role, told, taken, invited=invited)
    if why is not None:
        raise Refused(why)


def _running(act: Act) -> Q:
    return Q(until=None) | Q(until__gt=act.now)


def _mentor(act: Act) -> UUID:
    found = AsNewcomer.objects.filter(until__gt=act.now).values_list("mentor", flat=True).first()
    if found is None:
        raise Refused("mentor_none")
    return found


def _mine(mentorship: UUID) -> tuple[AsMentor | AsNewcomer, Role]:
    """One of mine, and as what I am in it."""
    for role, rows in SIDES.items():
        row = rows.objects.filter(id=mentorship).first()
        if row is not None:
            return row, role
    raise Refused("gone")


def _open_draft(draft: UUID) -> Draft:
    row = Draft.objects.filter(id=draft).first()
    if row is None:
        raise Refused("gone")
    if row.sent_at is not None:
        raise Refused("draft_sent")
    return row


def _other(role: Role) -> str:
    return "newcomer" if role is Role.MENTOR else "mentor"


def _words(text: str, most: int) -> str:
    if not text.strip():
        raise Refused("mentor_words")
    if len(text) > most:
        raise Refused("too_long", most=most)
    return text.strip()
