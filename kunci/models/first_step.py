"""A mediated first step between two people, from each of the three sides (see sql/first_steps.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class FirstStep(Door):
    """Two people whom I bring together: `asker` would like to get to know `other`."""

    id = id_field()
    mediator = models.UUIDField()
    want = models.UUIDField()
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    other = models.ForeignKey(Member, models.DO_NOTHING, db_column="other", related_name="+")
    sentence = models.TextField()
    named = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    words = models.TextField(default="")
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "first_step"


class StepToMe(Door):
    """Somebody would like to get to know me. `asker`: who, null while I may not know."""

    id = models.UUIDField(primary_key=True)
    mediator = models.ForeignKey(Member, models.DO_NOTHING, db_column="mediator", related_name="+")
    other = models.UUIDField()
    asker = models.UUIDField(null=True)
    asker_name = models.TextField()
    sentence = models.TextField()
    named = models.BooleanField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "step_to_me"


class StepForMe(Door):
    """Somebody whom I wished to get to know agreed, and the mediator told me."""

    id = models.UUIDField(primary_key=True)
    mediator = models.ForeignKey(Member, models.DO_NOTHING, db_column="mediator", related_name="+")
    want = models.UUIDField()
    asker = models.UUIDField()
    other = models.ForeignKey(Member, models.DO_NOTHING, db_column="other", related_name="+")
    words = models.TextField()
    told_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "step_for_me"


class StepYes(Door):
    """A yes to the mediator: mine, or to me."""

    step = models.UUIDField(primary_key=True)
    other = models.UUIDField()
    mediator = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "step_yes"


class StepLeft(Door):
    """One that I leave. Its mediator does not read this."""

    step = models.UUIDField(primary_key=True)
    other = models.UUIDField()
    left_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "step_left"


class StepNote(Door):
    """What one of the two and the mediator say to each other: mine, or to me."""

    id = id_field()
    step = models.UUIDField()
    author = models.UUIDField()
    reader = models.UUIDField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "step_note"


class StepKey(Door):
    """A key of low stake that one of the two named: mine, or to me as the mediator."""

    pk = models.CompositePrimaryKey("holder", "step")
    step = models.UUIDField()
    holder = models.UUIDField()
    mediator = models.UUIDField()
    key = models.UUIDField()
    line = models.TextField()
    named_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "step_key"


class StepSide(Door):
    """A side of the exchange that the mediator proposed: mine, one that I proposed, or, once both agreed, the other's.
    `until`: so long the hint is open to the other, null before."""

    pk = models.CompositePrimaryKey("member", "step")
    step = models.UUIDField()
    member = models.UUIDField()
    mediator = models.UUIDField()
    partner = models.UUIDField()
    key = models.UUIDField()
    line = models.TextField()
    paired_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "step_side"


class StepAgreed(Door):
    """My yes to that exchange. Nobody else reads it."""

    pk = models.CompositePrimaryKey("member", "step")
    step = models.UUIDField()
    member = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "step_agreed"
