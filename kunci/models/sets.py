"""Whole sets exchanged between two (see sql/sets.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door
from kunci.models.people import Member


class SetExchange(Door):
    """My side of an exchange of sets: what I did, and what both may know. Whoever it is with has a row of their own."""

    pk = models.CompositePrimaryKey("member", "id")
    id = models.UUIDField()
    member = models.UUIDField()
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    told_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sentence = models.TextField()
    language = models.TextField()
    ask_in = models.TextField()
    by_mail = models.BooleanField()
    heard_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "set_exchange"


class SetKeyBase(Door):
    """A key in a set; `request`: what came of it, once both have said yes."""

    pk = models.CompositePrimaryKey("holder", "id", "key")
    id = models.UUIDField()
    holder = models.UUIDField()
    key = models.UUIDField()
    request = models.UUIDField(null=True)

    class Meta(Door.Meta):
        abstract = True


class SetOwn(SetKeyBase):
    """A key of mine that I opened; the other sees its hint once they have opened as well."""

    class Meta(SetKeyBase.Meta):
        db_table = "set_own"


class SetShown(SetKeyBase):
    """A key of the other's set that shows to me."""

    class Meta(SetKeyBase.Meta):
        db_table = "set_shown"


class SetChoice(Door):
    """What I chose of the other's set. They do not read this."""

    pk = models.CompositePrimaryKey("member", "id", "key")
    id = models.UUIDField()
    member = models.UUIDField()
    key = models.UUIDField()

    class Meta(Door.Meta):
        db_table = "set_choice"
