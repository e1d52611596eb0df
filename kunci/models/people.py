"""Members, passes, grants, ties, evidence: the views the application sees (see sql/people.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field


class Member(Door):
    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    trade = models.TextField()
    city = models.TextField()

    class Meta(Door.Meta):
        db_table = "member"


class Pass(Door):
    """My passes to others: the viewer of each row may pass my gates until the instants it names."""

    pk = models.CompositePrimaryKey("viewer_id", "holder_id")
    viewer = models.ForeignKey(Member, models.DO_NOTHING, db_column="viewer", related_name="+")
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    known_until = models.DateTimeField(null=True)
    trusted_until = models.DateTimeField(null=True)
    unhesitating_until = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "pass"


class Grant(Door):
    id = id_field()
    gate = models.UUIDField()
    viewer = models.ForeignKey(Member, models.DO_NOTHING, db_column="viewer", related_name="+")
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    follows = models.SmallIntegerField(null=True)
    until = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "grant"


class Tie(Door):
    id = id_field()
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    granted = models.SmallIntegerField()
    since = models.DateTimeField()
    met_through = models.TextField()

    class Meta(Door.Meta):
        db_table = "tie"


class Evidence(Door):
    id = id_field()
    tie = models.ForeignKey(Tie, models.DO_NOTHING, db_column="tie", related_name="+")
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    kind = models.TextField()
    happened_on = models.DateField()
    since = models.DateField(null=True)
    often = models.TextField(null=True)
    note = models.TextField(default="")
    voids = models.UUIDField(null=True)
    handover = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    weight = models.FloatField(null=True)
    vouch = models.UUIDField(null=True)
    word_of = models.UUIDField(null=True)
    because = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "evidence"


class Brought(Door):
    """Evidence of mine that came back with an archive, by the import that brought it (see sql/brought.sql)."""

    id = id_field()
    tie = models.ForeignKey(Tie, models.DO_NOTHING, db_column="tie", related_name="+")
    member = models.ForeignKey(Member, models.DO_NOTHING, db_column="member", related_name="+")
    kind = models.TextField()
    happened_on = models.DateField()
    since = models.DateField(null=True)
    often = models.TextField(null=True)
    note = models.TextField(default="")
    created_at = models.DateTimeField()
    weight = models.FloatField(null=True)
    vouch = models.UUIDField(null=True)
    word_of = models.UUIDField(null=True)
    because = models.UUIDField(null=True)
    batch = models.UUIDField()

    class Meta(Door.Meta):
        db_table = "brought"
