"""Bringing two together: propose a key for somebody's want to its holder, answer, and tell whoever looks for it.

What the holder makes of a proposal touches no row that its mediator reads, but for a yes. What either does touches none
that the asker reads, until the mediator tells them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import ProgrammingError, connection
from django.db.models import Q, QuerySet

from kunci.actions import limits, notices
from kunci.actions.exchanges import RULE
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind
from kunci.core.mediating import OPEN_FOR, PROPOSAL_LASTS, STANDS
from kunci.core.vouching import MOST
from kunci.models.models import (
    Face,
    HeardWant,
    Key,
    Mediation,
    MediationLeft,
    MediationYes,
    OwnFace,
    OwnYes,
    Proposal,
    Vouch,
)

SENTENCE_LENGTH = 500


@verb("mediation.propose")
def propose(act: Act, want: UUID, key: UUID, sentence: str, address: str, *, named: bool = False) -> Done:
    """Writes to the holder of a key that somebody I would vouch for looks for it. One key for one want once.

    Whoever looks for it learns nothing. `named`: with their name, where their want allows it.
    """
    words = _words(sentence)
    heard = HeardWant.objects.filter(id=want).first()
    if heard is None:
        raise Refused("gone")
    if Key.objects.filter(id=key).exists():
        raise Refused("mediate_own")
    hint = Face.objects.filter(key=key, kind="hint").first()
    if hint is None:
        raise Refused("gone")
    if not heard.travels:
        raise Refused("want_stays")
    if heard.person is not None:
        raise Refused("want_person")
    if named and not heard.may_name:
        raise Refused("want_unnamed")
    if hint.holder_id == heard.author_id:
        raise Refused("mediate_to_itself")
    if Mediation.objects.filter(want=want, key=key).exists():
        raise Refused("mediated_already")
    check_stakes(act.now)
    limits.enough(act, Mediation, "proposed_at", limits.OFFERS, "proposals_enough")
    try:
        made = Mediation.objects.create(
            mediator=act.member,
            want=want,
            key=key,
            holder_id=hint.holder_id,
            asker_id=heard.author_id,
            want_text=heard.text,
            shown_hint=hint.line,
            sentence=words,
            named=named,
            proposed_at=act.now,
            expires_at=act.now + PROPOSAL_LASTS,
        )
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused  # the rule looks once more: want or key was closed since it was seen
    notices.notify(act.now, "mediate", hint.holder_id, made.id, address)
    return Done(made.id)


@verb("mediation.withdraw")
def withdraw(act: Act, mediation: UUID) -> Done:
    """Takes a proposal back, until the asker is told."""
    row = Mediation.objects.filter(id=mediation).first()
    if row is None:
        raise Refused("gone")
    if row.withdrawn_at is not None:
        return Done(mediation)
    if row.told_at is not None:
        raise Refused("mediation_told")
    Mediation.objects.filter(id=mediation, withdrawn_at=None).update(withdrawn_at=act.now)
    return Done(mediation)


@verb("mediation.yes")
def say_yes(act: Act, proposal: UUID, address: str) -> Done:
    """Lets the mediator bring whoever it is to me: the hint of this one key opens to them once they are told."""
    row = _open_proposal(act, proposal)
    if not OwnFace.objects.filter(key=row.key, kind="hint").exists():
        raise Refused("gone")
    MediationLeft.objects.filter(mediation=proposal).delete()
    if not OwnYes.objects.filter(mediation=proposal).exists():
        OwnYes.objects.create(mediation=proposal, holder=act.member, mediator=row.mediator_id, said_at=act.now)
        notices.notify(act.now, "mediate_yes", row.mediator_id, proposal, address)
    return Done(proposal)


@verb("mediation.leave")
def leave(act: Act, proposal: UUID) -> Done:
    """Leaves it, or takes a yes back before anybody was told. Its mediator sees no difference to silence."""
    row = Proposal.objects.filter(id=proposal).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("mediation_told")
    OwnYes.objects.filter(mediation=proposal).delete()
    if not MediationLeft.objects.filter(mediation=proposal).exists():
        MediationLeft.objects.create(mediation=proposal, holder=act.member, left_at=act.now)
    return Done(proposal)


@verb("mediation.back")
def bring_back(act: Act, proposal: UUID) -> Done:
    """Thinks again about one that I left."""
    if not Proposal.objects.filter(id=proposal).exists():
        raise Refused("gone")
    MediationLeft.objects.filter(mediation=proposal).delete()
    return Done(proposal)


@verb("mediation.tell")
def tell(act: Act, mediation: UUID, words: str, address: str) -> Done:
    """After the holder's yes: tells whoever looks for it. The hint opens to them, and my word stands for this key."""
    said = _words(words)
    row = Mediation.objects.filter(id=mediation).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("mediation_told")
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("mediation_over")
    if not MediationYes.objects.filter(mediation=mediation).exists():
        raise Refused("no_yes_yet")
    with connection.cursor() as cursor:
        cursor.execute("select clerk.tell_mediation(%s, %s, %s)", [mediation, said, act.now + OPEN_FOR])
        (told,) = cursor.fetchone()
    if not told:
        raise Refused("mediation_over")
    notices.notify(act.now, "brought", row.asker_id, mediation, address)
    return Done(mediation)


def check_stakes(now: datetime) -> None:
    """Refuses one more vouch or mediation where so many of mine are in force that one more would weigh nothing."""
    vouches = Vouch.objects.filter(kind=Kind.VOUCH, withdrawn_at=None, expires_at__gt=now).count()
    mediations = standing(now).count()
    if vouches + mediations >= MOST:
        raise Refused("vouches_enough" if not mediations else "stakes_enough", most=MOST, mediations=mediations)


def standing(now: datetime) -> QuerySet[Mediation]:
    """Those of mine that I answer for: proposed and not over, or told of late."""
    proposed = Q(told_at=None, expires_at__gt=now)
    return Mediation.objects.filter(proposed | Q(told_at__gt=now - STANDS), withdrawn_at=None)


def _open_proposal(act: Act, proposal: UUID) -> Proposal:
    row = Proposal.objects.filter(id=proposal).first()
    if row is None:
        raise Refused("gone")
    if row.told_at is not None:
        raise Refused("mediation_told")
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("mediation_over")
    return row


def _words(sentence: str) -> str:
    if not sentence.strip():
        raise Refused("word_missing")
    if len(sentence) > SENTENCE_LENGTH:
        raise Refused("too_long", most=SENTENCE_LENGTH)
    return sentence.strip()
