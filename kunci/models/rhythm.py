"""What a member owes and is owed, and whom they would rather be reminded of later (see sql/rhythm.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Promise(Door):
    """Something promised between a partner and me, as I noted it. `mine`: I promised it; `ended`: kept, broken or
    dropped; `evidence`: what it became on my tie, where the partner had promised it."""

    id = id_field()
    member = models.UUIDField()
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    mine = models.BooleanField()
    words = models.TextField()
    due = models.DateField()
    made_at = models.DateTimeField()
    ended = models.TextField(null=True)
    ended_at = models.DateTimeField(null=True)
    evidence = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "promise"


class PutOff(Door):
    """That I would rather be reminded of a partner later, and when I said so."""

    pk = models.CompositePrimaryKey("member", "partner", "at")
    member = models.UUIDField()
    partner = models.UUIDField()
    at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "put_off"
