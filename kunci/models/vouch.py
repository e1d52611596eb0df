"""What members tell each other about a third (see sql/vouch.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class VouchBase(Door):
    id = id_field()
    speaker = models.ForeignKey(Member, models.DO_NOTHING, db_column="speaker", related_name="+")
    hearer = models.ForeignKey(Member, models.DO_NOTHING, db_column="hearer", related_name="+")
    about = models.ForeignKey(Member, models.DO_NOTHING, db_column="about", related_name="+")
    kind = models.TextField()
    about_name = models.TextField()
    sentence = models.TextField()
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        abstract = True


class Vouch(VouchBase):
    """What I said of somebody to a partner. Whether it counts with them is not in here."""

    class Meta(VouchBase.Meta):
        db_table = "vouch"


class Heard(VouchBase):
    """What a partner said to me of somebody, whom I may not know: `about_name` is what they call them."""

    class Meta(VouchBase.Meta):
        db_table = "heard"


class VouchLeft(Door):
    """What I heard and leave. Whoever said it does not read this."""

    vouch = models.UUIDField(primary_key=True)
    hearer = models.UUIDField()
    left_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "vouch_left"
