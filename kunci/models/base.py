"""What every model over a view of the schema `door` has in common."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class Door(models.Model):
    """A row as the viewer may see it. The tables, rules and views are made by the SQL files beside this one."""

    class Meta:
        abstract = True
        app_label = "models"
        managed = False
        default_permissions = ()


def id_field() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    """An id that the database makes and hands back; a trigger overwrites whatever a client would send."""
    return models.UUIDField(primary_key=True, db_default=RandomUUID())
