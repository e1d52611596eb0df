"""Doors that members look for (see sql/want.sql)."""

from __future__ import annotations

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class Want(Door):
    """A door that I look for. Who heard of it is in no row. `rung`: from which it may be heard, null for named people
    alone; they have a grant each on the gate that is called as the want is. `may_name`: it travels with my name.
    `relays`: a want of somebody else's that I pass on with it; `person`: a member whom I would like to get to know."""

    id = id_field()
    member = models.UUIDField()
    text = models.TextField()
    why = models.TextField(default="")
    by_when = models.DateField(null=True)
    rung = models.SmallIntegerField(null=True)
    travels = models.BooleanField(default=False)
    may_name = models.BooleanField(default=False)
    relays = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(Door.Meta):
        db_table = "want"


class HeardWant(Door):
    """A door that somebody else looks for, as far as they let me hear of it and it is not over. One for a `person` is
    heard by those who know them."""

    id = models.UUIDField(primary_key=True)
    author = models.ForeignKey(Member, models.DO_NOTHING, db_column="author", related_name="+")
    text = models.TextField()
    why = models.TextField()
    by_when = models.DateField(null=True)
    person = models.UUIDField(null=True)
    travels = models.BooleanField()
    may_name = models.BooleanField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "heard_want"


class WantAside(Door):
    """A want that I put aside. Its author does not read this."""

    pk = models.CompositePrimaryKey("member", "want")
    member = models.UUIDField()
    want = models.UUIDField()
    since = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "want_aside"


class WantNoMatch(Door):
    """A key of mine that does not fit a want."""

    pk = models.CompositePrimaryKey("member", "want", "key")
    member = models.UUIDField()
    want = models.UUIDField()
    key = models.UUIDField()
    since = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "want_no_match"


class WantMuted(Door):
    """Somebody whose wants I do not wish to see. They do not read this."""

    pk = models.CompositePrimaryKey("member", "author")
    member = models.UUIDField()
    author = models.UUIDField()
    since = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "want_muted"


class ThanksBase(Door):
    id = id_field()
    want = models.UUIDField()
    author = models.ForeignKey(Member, models.DO_NOTHING, db_column="author", related_name="+")
    helper = models.ForeignKey(Member, models.DO_NOTHING, db_column="helper", related_name="+")
    text = models.TextField()
    words = models.TextField(default="")
    given_at = models.DateTimeField()

    class Meta(Door.Meta):
        abstract = True


class ThanksGiven(ThanksBase):
    """What I said to somebody who helped with a want of mine, and the want as it was then."""

    class Meta(ThanksBase.Meta):
        db_table = "thanks_given"


class ThanksHad(ThanksBase):
    """What somebody whom I helped said to me."""

    class Meta(ThanksBase.Meta):
        db_table = "thanks_had"
