"""Bringing two together: what a mediator wrote, its holder answered, and came of it (see sql/mediation.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Mediation(Door):
    """A key of somebody's that I proposed for another's want. What the holder does with it shows only as a yes."""

    id = id_field()
    mediator = models.UUIDField()
    want = models.UUIDField()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    want_text = models.TextField()
    shown_hint = models.TextField()
    sentence = models.TextField()
    named = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    words = models.TextField(default="")
    until = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "mediation"


class Proposal(Door):
    """What a mediator wrote to me about a key of mine. `asker`: for whom, null while I may not know."""

    id = models.UUIDField(primary_key=True)
    mediator = models.ForeignKey(Member, models.DO_NOTHING, db_column="mediator", related_name="+")
    key = models.UUIDField()
    holder = models.UUIDField()
    asker = models.UUIDField(null=True)
    asker_name = models.TextField()
    shown_hint = models.TextField()
    sentence = models.TextField()
    named = models.BooleanField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "proposal"


class BroughtMe(Door):
    """A door that a mediator found for a want of mine, once they told me."""

    id = models.UUIDField(primary_key=True)
    mediator = models.ForeignKey(Member, models.DO_NOTHING, db_column="mediator", related_name="+")
    want = models.UUIDField()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.UUIDField()
    want_text = models.TextField()
    shown_hint = models.TextField()
    words = models.TextField()
    told_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "brought_me"


class YesBase(Door):
    mediation = models.UUIDField(primary_key=True)
    holder = models.UUIDField()
    mediator = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta(Door.Meta):
        abstract = True


class MediationYes(YesBase):
    """A holder's yes to a proposal of mine."""

    class Meta(YesBase.Meta):
        db_table = "mediation_yes"


class OwnYes(YesBase):
    """A yes of mine to a mediator."""

    class Meta(YesBase.Meta):
        db_table = "own_yes"


class MediationLeft(Door):
    """A proposal that I leave. Its mediator does not read this."""

    mediation = models.UUIDField(primary_key=True)
    holder = models.UUIDField()
    left_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "mediation_left"


class Mediated(Door):
    """A handover that a mediator answers for, from each of the three sides."""

    handover = models.UUIDField(primary_key=True)
    mediation = models.UUIDField()
    mediator = models.ForeignKey(Member, models.DO_NOTHING, db_column="mediator", related_name="+")
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    handed_at = models.DateTimeField()
    tell_until = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "mediated"
