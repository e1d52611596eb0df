"""Codes by which two who meet confirm it (see sql/encounter.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field


class EncounterCode(Door):
    """A code of mine: until when it can be read, who has read it, and when that became evidence of mine."""

    id = id_field()
    member = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "encounter_code"
