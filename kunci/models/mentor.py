"""A mentor and their newcomer: what they agreed, drafts and what was said to them (see sql/mentor.sql)."""

from __future__ import annotations

from typing import Any

from django.db import models

from kunci.models.base import Door, id_field
from kunci.models.people import Member


class MentorshipBase(Door):
    """`until`: when it is over; to the mentor only once it is."""

    id = id_field()
    newcomer = models.ForeignKey(Member, models.DO_NOTHING, db_column="newcomer", related_name="+")
    mentor = models.ForeignKey(Member, models.DO_NOTHING, db_column="mentor", related_name="+")
    proposed_by = models.UUIDField()
    words = models.TextField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    farewell = models.TextField(default="")
    # What the view works out: never written, as a column of the database's own is not.
    until: Any = models.GeneratedField(
        expression=models.ExpressionWrapper(models.F("agreed_at"), models.DateTimeField()),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta(Door.Meta):
        abstract = True


class AsNewcomer(MentorshipBase):
    """Where I am the newcomer."""

    class Meta(MentorshipBase.Meta):
        db_table = "as_newcomer"


class AsMentor(MentorshipBase):
    """Where I am the mentor."""

    class Meta(MentorshipBase.Meta):
        db_table = "as_mentor"


class MentorshipLeft(Door):
    """A proposal that I leave. Whoever made it does not read this."""

    mentorship = models.UUIDField(primary_key=True)
    member = models.UUIDField()
    left_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "mentorship_left"


class Accompanied(Door):
    """Somebody I deal with who has a mentor, called as the newcomer knew them when it began."""

    mentorship = models.UUIDField(primary_key=True)
    newcomer = models.UUIDField()
    mentor = models.UUIDField()
    mentor_name = models.TextField()

    class Meta(Door.Meta):
        db_table = "accompanied"


class Draft(Door):
    """A draft of mine. Whom it is shown to, the database looks up when `shown_at` is set."""

    id = id_field()
    newcomer = models.UUIDField()
    key = models.UUIDField()
    sentence = models.TextField()
    why = models.TextField(default="")
    by_when = models.DateField(null=True)
    card = models.BooleanField(default=False)
    offer = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    request = models.UUIDField(null=True)
    mentorship = models.UUIDField(db_default=models.Value(None))
    mentor = models.ForeignKey(
        Member, models.DO_NOTHING, db_column="mentor", related_name="+", db_default=models.Value(None)
    )
    shown_at = models.DateTimeField()

    class Meta(Door.Meta):
        db_table = "draft"


class ShownDraft(Door):
    """A draft that somebody shows me as their mentor. `key`, `holder` and `line`: null where my own gates hide them."""

    id = models.UUIDField(primary_key=True)
    newcomer = models.ForeignKey(Member, models.DO_NOTHING, db_column="newcomer", related_name="+")
    mentor = models.UUIDField()
    sentence = models.TextField()
    why = models.TextField()
    by_when = models.DateField(null=True)
    shown_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    mentorship = models.UUIDField()
    key = models.UUIDField(null=True)
    holder = models.ForeignKey(Member, models.DO_NOTHING, db_column="holder", related_name="+", null=True)
    line = models.TextField(null=True)

    class Meta(Door.Meta):
        db_table = "shown_draft"


class NoteBase(Door):
    id = id_field()
    draft = models.UUIDField()
    newcomer = models.UUIDField()
    mentor = models.UUIDField()
    words = models.TextField()
    noted_at = models.DateTimeField()

    class Meta(Door.Meta):
        abstract = True


class NoteGiven(NoteBase):
    """What I said to a draft of somebody I accompany."""

    class Meta(NoteBase.Meta):
        db_table = "note_given"


class NoteHad(NoteBase):
    """What my mentor said to a draft of mine."""

    class Meta(NoteBase.Meta):
        db_table = "note_had"
