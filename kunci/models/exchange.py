"""The steps of an exchange, a row each (see sql/exchange.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Invitation(Door):
    id = id_field()
    inviter = models.ForeignKey(Member, models.DO_NOTHING, db_column="inviter", related_name="+")
    name = models.TextField(default="")
    note = models.TextField(default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    circle = models.UUIDField(null=True)

    class Meta(Door.Meta):
        db_table = "invitation"


class RequestBase(Door):
    id = id_field()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    asker = models.ForeignKey(Member, models.DO_NOTHING, db_column="asker", related_name="+")
    sentence = models.TextField()
    why = models.TextField(default="")
    by_when = models.DateField(null=True)
    language = models.TextField()
    offer = models.UUIDField(null=True)
    shown_hint = models.TextField()
    shown_name = models.TextField(default="")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        abstract = True


class Asked(RequestBase):
    """A request of mine: what I asked, as it was shown to me then. What became of it is not in here.

    `pause_until`: until when another one for the same door goes nowhere; NULL where this one itself came too early.
    """

    pause_until = models.DateTimeField(null=True)

    class Meta(RequestBase.Meta):
        db_table = "asked"


class Received(RequestBase):
    """A request for a key of mine."""

    class Meta(RequestBase.Meta):
        db_table = "received"


class RequestCard(Door):
    """The card that came along with an ask, sealed; to be read by either side."""

    request = models.UUIDField(primary_key=True)
    asker = models.UUIDField()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()

    class Meta(Door.Meta):
        db_table = "request_card"


class OwnCard(Door):
    """My own card for the next ask, sealed."""

    member = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()

    class Meta(Door.Meta):
        db_table = "own_card"


class TurnedAway(Door):
    """Whose asks for one key of mine go nowhere."""

    pk = models.CompositePrimaryKey("holder", "asker", "key")
    holder = models.UUIDField()
    asker = models.UUIDField()
    key = models.UUIDField()
    since = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "turned_away"


class OfferBase(Door):
    """`want`: the partner's, that it answers, if it does."""

    id = id_field()
    key = models.UUIDField()
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+")
    partner = models.ForeignKey(Member, models.DO_NOTHING, db_column="partner", related_name="+")
    sentence = models.TextField()
    shown_hint = models.TextField()
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    want = models.UUIDField(null=True)

    class Meta(Door.Meta):
        abstract = True


class Offered(OfferBase):
    """A key of mine that I offered."""

    class Meta(OfferBase.Meta):
        db_table = "offered"


class OfferedMe(OfferBase):
    """A key that somebody offered me."""

    class Meta(OfferBase.Meta):
        db_table = "offered_me"


class OfferLeft(Door):
    """An offer that I leave. Whoever made it does not read this."""

    offer = models.UUIDField(primary_key=True)
    partner = models.UUIDField()
    left_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "offer_left"


class Ready(Door):
    """A key that I would hand a partner without hesitation."""

    pk = models.CompositePrimaryKey("holder", "partner", "key")
    holder = models.UUIDField()
    partner = models.UUIDField()
    key = models.UUIDField()
    since = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "ready"
