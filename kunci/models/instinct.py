"""What a member thought beforehand of how something goes (see sql/instinct.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door


class Guess(Door):
    """Of a key that I open or offer to somebody (`kind` reveal, `subject` the key), of one that I hand over (handover,
    the request), or of bringing somebody together with a holder (mediation). `chance`: per cent; `forecast`: what my
    side of the relation with `partner` said then, 0..1; `new`, `warm`, `sector`: see core/instinct.py."""

    pk = models.CompositePrimaryKey("member", "kind", "subject", "partner")
    member = models.UUIDField()
    kind = models.TextField()
    subject = models.UUIDField()
    partner = models.UUIDField()
    chance = models.IntegerField()
    forecast = models.FloatField()
    new = models.BooleanField()
    warm = models.BooleanField()
    sector = models.TextField(default="")
    said_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "guess"


class Practice(Door):
    """What I said of one invented case, in per cent."""

    pk = models.CompositePrimaryKey("member", "number")
    member = models.UUIDField()
    number = models.IntegerField()
    chance = models.IntegerField()
    said_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "practice"
