"""What every model over a view of the schema `door` has in common."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class Door(models.Model):
    """A row as the viewer may see it. The tables, rules and views are made by the SQL files beside this one."""

    class Meta:
        abstract = True
        app_label = "models"
        managed = False
        default_permissions = ()


if TYPE_CHECKING:
    _UUIDField = models.UUIDField[uuid.UUID, uuid.UUID]
else:
    _UUIDField = models.UUIDField


class DatabaseId(_UUIDField):
    """Unset until its row is written: Django would take its default for an id, and bulk_create not read back ours."""

    def get_default(self) -> None:
        return None

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.UUIDField", args, kwargs


def id_field() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    """An id that the database makes and hands back; a trigger overwrites whatever a client would send."""
    return DatabaseId(primary_key=True, db_default=RandomUUID())
