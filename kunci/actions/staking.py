"""What a vouch costs: a word that did not hold becomes evidence on the hearer's own tie with whoever gave it.

All of it is the hearer's: the note that somebody broke trust, the counted word, and the row that follows. The speaker
reads none of it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kunci.core.evidence import BROKE, Kind
from kunci.models.models import Evidence, Heard, Tie


def follows(tie: Tie, row: Evidence, now: datetime) -> list[tuple[UUID, Evidence]]:
    """What else is to be noted once `row` stands on a tie of mine: whom it is about, and the row.

    One that rested on a row that is void now goes. Where trust was broken, the word of everybody failed who vouches
    still and whose vouch I had counted by that day: nobody answers for what was before.
    """
    found: list[tuple[UUID, Evidence]] = []
    if row.voids is not None:
        for one in standing(tie.member_id).filter(because=row.voids).order_by("id"):
            if one.word_of is not None:
                found.append((one.word_of, Evidence(kind=Kind.WITHDRAWAL, happened_on=row.happened_on, voids=one.id)))
    if row.kind in BROKE:
        counted = standing(tie.member_id).filter(tie=tie, kind=Kind.VOUCH, happened_on__lte=row.happened_on)
        words = [vouch for vouch in counted.order_by("id").values_list("vouch", flat=True) if vouch is not None]
        # In the order of their speakers: their ties are locked in it.
        for vouch, speaker in live(now).filter(id__in=words).order_by("speaker", "id").values_list("id", "speaker"):
            failed = Evidence(kind=Kind.WORD_FAILED, happened_on=row.happened_on, vouch=vouch, because=row.id)
            failed.word_of = speaker
            found.append((speaker, failed))
    return found


def standing(member: UUID) -> QuerySet[Evidence]:
    """My evidence that nothing voids."""
    later = Evidence.objects.filter(member_id=member, voids=OuterRef("id"))
    return Evidence.objects.filter(~Exists(later), member_id=member)


def live(now: datetime) -> QuerySet[Heard]:
    """What was said to me and still holds."""
    return Heard.objects.filter(withdrawn_at=None, expires_at__gt=now)
