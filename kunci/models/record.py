"""Journal and outbox (see sql/record.sql), notices (sql/notice.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Journal(Door):
    id = id_field()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    verb = models.TextField()
    at = models.DateTimeField()
    subject = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    once = models.UUIDField()

    class Meta(Door.Meta):
        db_table = "journal"


class Outbox(Door):
    """Write-only: a mail, sealed. Whoever delivers takes it through the clerk."""

    message = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    about = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "outbox"


class Notice(Door):
    """That something is there for me; one whose subject I can't open is not in here."""

    id = id_field()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    kind = models.TextField()
    subject = models.UUIDField()
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "notice"
