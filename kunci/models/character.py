"""What members say of their own character, and what they think of that of others (see sql/character.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door


class Character(Door):
    """My own: two traits, 0..1. `rung`: from which it may be seen, null for nobody."""

    member = models.UUIDField(primary_key=True)
    sociable = models.FloatField()
    calm = models.FloatField()
    rung = models.SmallIntegerField(null=True)
    answered_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "character"


class CharacterSeen(Door):
    """Somebody else's, as far as they let me see it."""

    member = models.UUIDField(primary_key=True)
    sociable = models.FloatField()
    calm = models.FloatField()

    class Meta(Door.Meta):
        db_table = "character_seen"


class Impression(Door):
    """What I think of somebody's character: a temperament, and a second one or ''."""

    pk = models.CompositePrimaryKey("member", "about")
    member = models.UUIDField()
    about = models.UUIDField()
    first = models.TextField()
    second = models.TextField(default="")
    noted_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "impression"
