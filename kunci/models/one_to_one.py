"""One-to-ones that two partners agree on, and what each makes of them (see sql/one_to_one.sql)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class OneToOne(Door):
    """A one-to-one with `other`. `slots`: starts that `slots_by` suggests until `expires_at`, none while nothing is
    suggested; `at`: the start that was taken; `sequence`: for calendars, the highest holds."""

    id = id_field()
    proposer = models.ForeignKey(Member, models.DO_NOTHING, db_column="proposer", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    words = models.TextField(default="")
    place = models.TextField(default="")
    minutes = models.IntegerField()
    slots = ArrayField(models.DateTimeField())
    slots_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    at = models.DateTimeField(null=True)
    fixed_at = models.DateTimeField(null=True)
    sequence = models.IntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    # What the view works out: never written, as a column of the database's own is not.
    other: Any = models.GeneratedField(
        expression=models.ExpressionWrapper(models.F("partner"), models.UUIDField()),
        output_field=models.UUIDField(),
        db_persist=True,
    )

    class Meta(Door.Meta):
        db_table = "one_to_one"


class OneToOneSide(Door):
    """My side of one: a suggestion put aside, what I prepare, and what I noted of it afterwards."""

    pk = models.CompositePrimaryKey("member", "meeting")
    member = models.UUIDField()
    meeting = models.UUIDField()
    aside_at = models.DateTimeField(null=True)
    notes = models.TextField(default="")
    noted_at = models.DateTimeField(null=True)
    evidence = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "one_to_one_side"
