"""Circles, who is in them, and whom a founder invited (see sql/circle.sql, sql/invitee.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Circle(Door):
    id = id_field()
    founder = models.ForeignKey(Member, models.DO_NOTHING, db_column="founder", related_name="+")
    name = models.TextField()
    created_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "circle"


class CircleMember(Door):
    """Somebody in a circle of mine; I too."""

    pk = models.CompositePrimaryKey("circle", "member_id")
    circle = models.UUIDField()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    joined_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "circle_member"


class Invitee(Door):
    """Somebody whom I invited to a circle. `sealed`: how to reach them, under the id of their last invitation."""

    id = id_field()
    inviter = models.ForeignKey(Member, models.DO_NOTHING, db_column="inviter", related_name="+")
    circle = models.UUIDField()
    invitation = models.UUIDField()
    name = models.TextField()
    language = models.TextField()
    place = models.SmallIntegerField()
    sealed = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    sent_by = models.TextField(default="")
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "invitee"
