"""From a decision to what became of it, a row each (see sql/handover.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Decision(Door):
    id = id_field()
    request = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    answer = models.TextField()
    decided_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "decision"


class Consent(Door):
    """The question to the contact; its id, signed, is their link."""

    id = id_field()
    request = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    language = models.TextField()
    by_mail = models.BooleanField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "consent"


class ConsentAnswer(Door):
    """What the contact said, where they let the holder know."""

    id = id_field()
    consent = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    answer = models.TextField()
    language = models.TextField()
    answered_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "consent_answer"


class Handover(Door):
    id = id_field()
    request = models.UUIDField()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    handed_at = models.DateTimeField()
    tell_until = models.DateTimeField()
    again_from = models.DateTimeField()
    again_until = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "handover"


class Introduction(Door):
    """How I introduced the two, sealed."""

    handover = models.UUIDField(primary_key=True)
    holder = models.UUIDField()
    by_mail = models.BooleanField()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()

    class Meta(Door.Meta):
        db_table = "introduction"


class Outcome(Door):
    """What I told, and what the other told once neither can answer it. `round` 2: what became of it later."""

    id = id_field()
    handover = models.UUIDField()
    round = models.SmallIntegerField()
    teller = models.ForeignKey(Member, models.DO_NOTHING, db_column="teller", related_name="+")
    other = models.ForeignKey(Member, models.DO_NOTHING, db_column="other", related_name="+")
    verdict = models.TextField()
    came = models.TextField(default="")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.TextField(default="")
    thanks = models.TextField(default="")
    tell_until = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "outcome"


class Felt(Door):
    """What the contact behind a key of mine felt, once I can no longer answer it."""

    id = id_field()
    handover = models.UUIDField()
    round = models.SmallIntegerField()
    holder = models.UUIDField()
    verdict = models.TextField()
    came = models.TextField()
    words = models.TextField()
    tell_until = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "felt"
