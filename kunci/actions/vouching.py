"""Telling a partner what I think of somebody, and counting what a partner tells me.

What the hearer makes of it touches no row that the speaker reads, and no lock that the speaker waits for.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import ProgrammingError

from kunci.actions import notices
from kunci.actions.mediating import check_stakes
from kunci.actions.staking import live, standing
from kunci.actions.ties import add_row, rows_of, tie_with
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import WORDS, Kind
from kunci.core.vouching import LASTS, MOST, weigh
from kunci.models.models import Evidence, Heard, Member, Tie, Vouch, VouchLeft

SENTENCE_LENGTH = 500


@verb("vouch.say")
def say(act: Act, about: UUID, hearer: UUID, kind: Kind, sentence: str, address: str) -> Done:
    """Tells a partner that I vouch for somebody I know, or that they should be careful with them.

    Nothing here looks at whether those two know each other. Only my own words are counted.
    """
    if kind not in WORDS:
        raise Refused("word")
    words = sentence.strip()
    if not words:
        raise Refused("word_missing")
    if len(words) > SENTENCE_LENGTH:
        raise Refused("too_long", most=SENTENCE_LENGTH)
    both = Member.objects.filter(id__in={about, hearer} - {act.member}).exclude(name="")
    known = dict(both.values_list("id", "name"))
    if len(known) < 2:
        raise Refused("gone")
    mine = Vouch.objects.filter(withdrawn_at=None, expires_at__gt=act.now)
    if mine.filter(about_id=about, hearer_id=hearer).exists():
        raise Refused("said_already")
    if kind is Kind.VOUCH:
        check_stakes(act.now)
    elif mine.filter(kind=kind).count() >= MOST:
        raise Refused("warnings_enough", most=MOST)
    try:
        made = Vouch.objects.create(
            speaker_id=act.member,
            hearer_id=hearer,
            about_id=about,
            kind=kind,
            about_name=known[about],
            sentence=words,
            given_at=act.now,
            expires_at=act.now + LASTS,
        )
    except ProgrammingError as error:  # renamed or closed in this very moment: no row rule holds
        raise Refused("gone") from error
    notices.notify(act.now, "vouched", hearer, made.id, address)
    return Done(made.id, {"kind": str(kind)})


@verb("vouch.withdraw")
def withdraw(act: Act, vouch: UUID, address: str) -> Done:
    """Takes my word back. Whoever heard it is told so; what they counted is theirs."""
    row = Vouch.objects.filter(id=vouch).first()
    if row is None:
        raise Refused("gone")
    if row.withdrawn_at is not None or row.expires_at <= act.now:
        raise Refused("word_over")
    Vouch.objects.filter(id=vouch, withdrawn_at=None).update(withdrawn_at=act.now)
    notices.notify(act.now, "vouched", row.hearer_id, vouch, address)
    return Done(vouch, {"kind": row.kind})


@verb("vouch.count")
def count(act: Act, vouch: UUID, today: date) -> Done:
    """Lets what a partner told me count on my own tie with whom it is about, by what their word weighs with me now.

    It is dated by the day on which it was said: several who speak up in one week are one voice, however late they are
    heard. An earlier word of theirs about the same person makes room for it. The row is read once and not locked: a
    withdrawal at this very moment comes before or after, and a lock would let its speaker feel that somebody is
    counting.
    """
    word = Heard.objects.filter(id=vouch).first()
    if word is None:
        raise Refused("gone")
    if not live(act.now).filter(id=vouch).exists():
        raise Refused("word_over")
    if not Tie.objects.filter(partner_id=word.about_id).exists():
        raise Refused("word_of_a_stranger")
    tie = tie_with(word.about_id)
    earlier = standing(act.member).filter(tie=tie, word_of=word.speaker_id, kind__in=WORDS).order_by("id").first()
    if earlier is not None and earlier.vouch == vouch:
        raise Refused("counted_already")
    weight = weigh(rows_of(Tie.objects.get(partner_id=word.speaker_id)), act.now)
    if not weight.value:
        raise Refused("speaker_not_trusted")
    said_on = today - (act.now.date() - word.given_at.date())
    row = Evidence(kind=Kind(word.kind), happened_on=said_on, weight=weight.value, vouch=vouch, word_of=word.speaker_id)
    row.voids = earlier.id if earlier is not None else None
    return add_row(act, tie, row)


@verb("vouch.leave")
def leave(act: Act, vouch: UUID) -> Done:
    """Leaves it: it does not wait for me any more. Whoever said it sees no difference to silence, or to counting."""
    if not Heard.objects.filter(id=vouch).exists():
        raise Refused("gone")
    if not VouchLeft.objects.filter(vouch=vouch).exists():
        VouchLeft.objects.create(vouch=vouch, hearer=act.member, left_at=act.now)
    return Done(vouch)
