"""The steps of an exchange, a row each (see sql/exchange.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Invitation(Door):
    id = id_field()
    inviter = models.ForeignKey(Member, models.DO_NOTHING, db_column="inviter", related_name="+")
    name = models.TextField(default="")
    note = models.TextField(default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    circle = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "invitation"


class RequestBase(Door):
    id = id_field()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    sentence = models.TextField()
    shown_hint = models.TextField()
    shown_name = models.TextField(default="")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Door.Meta):
        abstract = True


class Asked(RequestBase):
    """A request of mine: what I asked, as it was shown to me then. What became of it is not in here."""

    class Meta(RequestBase.Meta):
        db_table = "asked"


class Received(RequestBase):
    """A request for a key of mine."""

    class Meta(RequestBase.Meta):
        db_table = "received"


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

    class Meta(Door.Meta):
        db_table = "handover"


class Outcome(Door):
    """What I told, and what the other told once neither can answer it."""

    id = id_field()
    handover = models.UUIDField()
    teller = models.ForeignKey(Member, models.DO_NOTHING, db_column="teller", related_name="+")
    other = models.ForeignKey(Member, models.DO_NOTHING, db_column="other", related_name="+")
    verdict = models.TextField()
    tell_until = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "outcome"
