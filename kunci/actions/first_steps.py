"""A mediated first step: bring two people together, hear what each is wary of, and let each open one small key.

What one of the two says, names or agrees to touches no row that the other reads, until both have agreed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import ProgrammingError, connection

from kunci.actions import limits, notices
from kunci.actions.exchanges import RULE
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.first_steps import OPEN_FOR, PROPOSAL_LASTS, TRYING_LASTS
from kunci.models.models import (
    FirstStep,
    HeardWant,
    Key,
    OwnFace,
    StepAgreed,
    StepForMe,
    StepKey,
    StepLeft,
    StepNote,
    StepSide,
    StepToMe,
    StepYes,
)

SENTENCE_LENGTH = 500
NOTES = 50  # of one of the three, in one first step


@verb("first_step.propose")
def propose(act: Act, want: UUID, sentence: str, address: str, *, named: bool = False) -> Done:
    """Asks somebody whom I know whether they would meet whoever would like to get to know them. Once for one want.

    Whoever wished for it learns nothing. `named`: with their name, where their want allows it.
    """
    words = _words(sentence)
    heard = HeardWant.objects.filter(id=want).first()
    if heard is None or heard.person is None:
        raise Refused("gone")
    if named and not heard.may_name:
        raise Refused("want_unnamed")
    if FirstStep.objects.filter(want=want).exists():
        raise Refused("step_already")
    limits.enough(act, FirstStep, "proposed_at", limits.OFFERS, "proposals_enough")
    try:
        made = FirstStep.objects.create(
            mediator=act.member,
            want=want,
            asker_id=heard.author_id,
            other_id=heard.person,
            sentence=words,
            named=named,
            proposed_at=act.now,
            expires_at=act.now + PROPOSAL_LASTS,
        )
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused  # the rule looks once more: it was closed since it was seen
    notices.notify(act.now, "step", made.other_id, made.id, address)
    return Done(made.id)


@verb("first_step.withdraw")
def withdraw(act: Act, step: UUID) -> Done:
    """Takes a proposal back, until the asker is told."""
    row = FirstStep.objects.filter(id=step).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("step_told")
    FirstStep.objects.filter(id=step, withdrawn_at=None).update(withdrawn_at=act.now)
    return Done(step)


@verb("first_step.yes")
def say_yes(act: Act, step: UUID, address: str) -> Done:
    """Lets the mediator tell whoever it is; from then on each knows of the other."""
    row = _asked(act, step)
    StepLeft.objects.filter(step=step).delete()
    if not StepYes.objects.filter(step=step).exists():
        StepYes.objects.create(step=step, other=act.member, mediator=row.mediator_id, said_at=act.now)
        notices.notify(act.now, "step", row.mediator_id, step, address)
    return Done(step)


@verb("first_step.leave")
def leave(act: Act, step: UUID) -> Done:
    """Leaves it, or takes a yes back before anybody was told. Its mediator sees no difference to silence."""
    row = StepToMe.objects.filter(id=step).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("step_told")
    StepYes.objects.filter(step=step).delete()
    if not StepLeft.objects.filter(step=step).exists():
        StepLeft.objects.create(step=step, other=act.member, left_at=act.now)
    return Done(step)


@verb("first_step.back")
def bring_back(act: Act, step: UUID) -> Done:
    """Thinks again about one that I left."""
    if not StepToMe.objects.filter(id=step).exists():
        raise Refused("gone")
    StepLeft.objects.filter(step=step).delete()
    return Done(step)


@verb("first_step.tell")
def tell(act: Act, step: UUID, words: str, address: str) -> Done:
    """After the other's yes: tells whoever wished for it."""
    said = _words(words)
    row = FirstStep.objects.filter(id=step).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("step_told")
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("step_over")
    if not StepYes.objects.filter(step=step).exists():
        raise Refused("no_yes_yet")
    if not _clerk("select clerk.tell_first_step(%s, %s, %s)", step, said, act.now + TRYING_LASTS):
        raise Refused("step_over")
    for one in (row.asker_id, row.other_id):
        notices.notify(act.now, "step", one, step, address)
    return Done(step)


@verb("first_step.note")
def note(act: Act, step: UUID, text: str, address: str, to: UUID | None = None) -> Done:
    """Says something to the mediator, or, as the mediator, to one of the two. The other of the two never reads it."""
    said = _words(text)
    row = _running(act, step)
    reader = to if isinstance(row, FirstStep) else row.mediator_id
    if reader is None or (isinstance(row, FirstStep) and reader not in (row.asker_id, row.other_id)):
        raise Refused("step_to_whom")
    if StepNote.objects.filter(step=step, author=act.member).count() >= NOTES:
        raise Refused("step_notes", most=NOTES)
    StepNote.objects.create(step=step, author=act.member, reader=reader, text=said, written_at=act.now)
    notices.notify(act.now, "step", reader, step, address)
    return Done(step)


@verb("first_step.key")
def name_key(act: Act, step: UUID, key: UUID, address: str) -> Done:
    """Names a key of mine of low stake to the mediator; another instead of it, until an exchange is proposed."""
    row = _running(act, step)
    if isinstance(row, FirstStep):
        raise Refused("gone")
    hint = OwnFace.objects.filter(key=key, kind="hint").first()
    if hint is None or not Key.objects.filter(id=key, archived_at=None, merged_into=None).exists():
        raise Refused("step_key")
    if StepSide.objects.filter(step=step, member=act.member).exists():
        raise Refused("step_paired")
    StepKey.objects.filter(step=step, holder=act.member).delete()
    StepKey.objects.create(
        step=step, holder=act.member, mediator=row.mediator_id, key=key, line=hint.line, named_at=act.now
    )
    notices.notify(act.now, "step", row.mediator_id, step, address)
    return Done(step)


@verb("first_step.pair")
def pair(act: Act, step: UUID, address: str) -> Done:
    """As the mediator: proposes the exchange of the two keys that the two have named."""
    row = _running(act, step)
    if not isinstance(row, FirstStep):
        raise Refused("gone")
    if StepSide.objects.filter(step=step).exists():
        raise Refused("step_paired")
    named = {one.holder: one for one in StepKey.objects.filter(step=step)}
    both = (row.asker_id, row.other_id)
    if set(named) != set(both):
        raise Refused("step_keys")
    for one, partner in (both, both[::-1]):
        StepSide.objects.create(
            step=step,
            member=one,
            mediator=act.member,
            partner=partner,
            key=named[one].key,
            line=named[one].line,
            paired_at=act.now,
        )
        notices.notify(act.now, "step", one, step, address)
    return Done(step)


@verb("first_step.agree")
def agree(act: Act, step: UUID, address: str) -> Done:
    """My yes to the exchange. Once both have said it, the hint of each opens to the other; whoever is first waits."""
    row = _running(act, step)
    side = StepSide.objects.filter(step=step, member=act.member).first()
    if side is None:
        raise Refused("gone")
    if side.until is None and not StepAgreed.objects.filter(step=step).exists():
        StepAgreed.objects.create(step=step, member=act.member, said_at=act.now)
    if _clerk("select clerk.open_first_step(%s, %s)", step, act.now + OPEN_FOR) and not isinstance(row, FirstStep):
        for one in (side.partner, row.mediator_id):
            notices.notify(act.now, "step", one, step, address)
    return Done(step)


@verb("first_step.disagree")
def disagree(act: Act, step: UUID) -> Done:
    """Takes that yes back, while the other has not said theirs."""
    _running(act, step)
    StepAgreed.objects.filter(step=step).delete()
    return Done(step)


@verb("first_step.end")
def end(act: Act, step: UUID) -> Done:
    """Ends it for all three, at once: what it opened shuts. Nobody is told by whom."""
    _running(act, step)
    _clerk("select clerk.end_first_steps(%s, null)", step)
    return Done(step)


def shut_out(act: Act, partner: UUID) -> None:
    """What a first step with somebody comes to where I lower them to nothing. Part of that verb."""
    mine = FirstStep.objects.filter(told_at=None, withdrawn_at=None)
    for theirs in (mine.filter(asker_id=partner), mine.filter(other_id=partner)):
        theirs.update(withdrawn_at=act.now)
    StepYes.objects.filter(other=act.member, mediator=partner).delete()
    _clerk("select clerk.end_first_steps(null, %s)", partner)


def _asked(act: Act, step: UUID) -> StepToMe:
    row = StepToMe.objects.filter(id=step).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("step_told")
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("step_over")
    return row


def _running(act: Act, step: UUID) -> FirstStep | StepToMe | StepForMe:
    """One that all three know of and that is not over, from my side."""
    row = (
        FirstStep.objects.filter(id=step).first()
        or StepToMe.objects.filter(id=step).first()
        or StepForMe.objects.filter(id=step).first()
    )
    if row is None:
        raise Refused("gone")
    if row.told_at is None:
        raise Refused("step_not_told")
    if row.ended_at is not None or row.until is None or row.until <= act.now:
        raise Refused("step_over")
    return row


def _clerk(query: str, *words: UUID | str | datetime) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, words)
        return cursor.fetchone()[0]


def _words(sentence: str) -> str:
    if not sentence.strip():
        raise Refused("word_missing")
    if len(sentence) > SENTENCE_LENGTH:
        raise Refused("too_long", most=SENTENCE_LENGTH)
    return sentence.strip()
