"""Whether what I told may be counted, and what members of long standing say of somebody (see sql/repute.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field


class Allowed(Door):
    """A telling of mine that may be counted without my name; `until`: when I took that back. Nobody else reads it."""

    id = id_field()
    teller = models.UUIDField()
    handover = models.UUIDField()
    round = models.SmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "allowed"


class Repute(Door):
    """The word of the month about somebody I know of, or about me: bad, mixed or good; no row where nothing is said."""

    member = models.UUIDField(primary_key=True)
    band = models.TextField()

    class Meta(Door.Meta):
        db_table = "repute"
