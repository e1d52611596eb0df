"""Layers of contacts, and files on their way in (see sql/layers.sql). All of it is the viewer's own."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Layer(Door):
    """What one card, or one edit by hand (`batch` None), says of a contact; sealed."""

    id = id_field()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    batch = models.UUIDField(null=True, db_column="import")
    position = models.IntegerField(default=0)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()

    class Meta(Door.Meta):
        db_table = "layer"


class Mark(Door):
    """Something that a contact can be recognised by, as a mac."""

    id = id_field()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    mark = models.BinaryField()
    kind = models.TextField()
    key = models.UUIDField()
    layer = models.UUIDField()
    taken = models.BooleanField(default=False)

    class Meta(Door.Meta):
        db_table = "mark"


class Apart(Door):
    """Two contacts that look alike and are not the same person; `one` is the smaller id."""

    id = id_field()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    one = models.UUIDField()
    other = models.UUIDField()

    class Meta(Door.Meta):
        db_table = "apart"


class Import(Door):
    """A file of contacts on its way in. `counts` by verdict; `together`: positions joined to whom they look like."""

    id = id_field()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    source = models.TextField(default="")
    bytes = models.IntegerField()
    state = models.TextField()
    reason = models.TextField(default="")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    together = models.JSONField(default=list)
    report = models.BinaryField(null=True)
    report_key = models.BinaryField(null=True)
    began_at = models.DateTimeField()
    brought_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "import"


class ImportPart(Door):
    """A piece of the file, sealed."""

    id = id_field()
    batch = models.UUIDField(db_column="import")
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    number = models.IntegerField()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()

    class Meta(Door.Meta):
        db_table = "import_part"
