"""Calendars' addresses, and encounters proposed from calendars and mail (see sql/calendar.sql), the viewer's own."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Calendar(Door):
    """A calendar's private address, sealed, and how reading it went. `outcome`: of the last try, in a word."""

    id = id_field()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    added_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")

    class Meta(Door.Meta):
        db_table = "calendar"


class Proposed(Door):
    """An encounter with a partner that waits for a yes or a no, or had one. `source`: file, address or mail."""

    id = id_field()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    kind = models.TextField()
    happened_on = models.DateField()
    title = models.TextField(default="")
    mark = models.BinaryField()
    source = models.TextField()
    calendar = models.UUIDField(null=True)
    state = models.TextField(default="waiting")
    evidence = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "proposed"
