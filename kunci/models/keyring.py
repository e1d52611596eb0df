"""Keys and their faces (see sql/keyring.sql)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


def _words() -> models.GeneratedField:
    columns = ("line", "city", "name", "title", "organisation")
    return models.GeneratedField(
        expression=SearchVector(*columns, config="simple"), output_field=SearchVectorField(), db_persist=True
    )


class Key(Door):
    """One relationship of mine; without a hint it is a contact that I do not offer as a key."""

    id = id_field()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    note = models.TextField(default="")
    source = models.TextField(default="")
    batch = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    tags = ArrayField(models.TextField(), default=list)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "key"


class FaceBase(Door):
    id = id_field()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    kind = models.TextField()
    created_at = models.DateTimeField()
    line = models.TextField(default="")
    role = models.TextField(default="")
    sector = models.TextField(default="")
    seniority = models.TextField(default="")
    city = models.TextField(default="")
    name = models.TextField(default="")
    title = models.TextField(default="")
    organisation = models.TextField(default="")
    sealed = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    words: Any = _words()

    class Meta(Door.Meta):
        abstract = True


class Face(FaceBase):
    """A face of somebody's key (mine too) whose gate is open to me."""

    class Meta(FaceBase.Meta):
        db_table = "face"


class OwnFace(FaceBase):
    """A face of my own key, with the gate it hangs behind."""

    rung = models.SmallIntegerField(null=True)
    gate = models.UUIDField(db_default=models.Value(None))

    class Meta(FaceBase.Meta):
        db_table = "own_face"


class Opening(Door):
    """What of my keys was opened to whom, and when that ended. `rung` 0: by name; `until`: the end it was given."""

    id = id_field()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    key = models.UUIDField()
    kind = models.TextField()
    viewer = models.ForeignKey(Member, models.DO_NOTHING, db_column="viewer", related_name="+")
    rung = models.SmallIntegerField()
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    lapsed = models.BooleanField(default=False)

    class Meta(Door.Meta):
        db_table = "opening"
