"""Encounters that one side asks the other to confirm (see sql/confirmation.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Confirmation(Door):
    """A question of mine, about evidence of mine."""

    id = id_field()
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    evidence = models.UUIDField()
    kind = models.TextField()
    happened_on = models.DateField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "confirmation"


class Question(Door):
    """A question put to me that still waits."""

    id = id_field()
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    kind = models.TextField()
    happened_on = models.DateField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "question"


class Confirmed(Door):
    """A yes: written by whoever was asked, seen by both."""

    id = id_field()
    confirmation = models.UUIDField()
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "confirmed"


class PutAside(Door):
    """A question that I do not want to be shown any more; mine alone."""

    id = id_field()
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    confirmation = models.UUIDField()
    at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "put_aside"
