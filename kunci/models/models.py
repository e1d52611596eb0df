"""Where Django looks for models: one import per file."""

from kunci.models.account import Account
from kunci.models.circle import Circle, CircleMember, Invitee
from kunci.models.exchange import (
    Asked,
    Consent,
    ConsentAnswer,
    Decision,
    Handover,
    Invitation,
    Outcome,
    Received,
)
from kunci.models.keyring import Face, Key, OwnFace
from kunci.models.people import Evidence, Grant, Member, Pass, Tie
from kunci.models.record import Journal, Outbox

__all__ = [
    "Account", "Asked", "Circle", "CircleMember", "Consent", "ConsentAnswer", "Decision", "Evidence", "Face", "Grant",
    "Handover", "Invitation", "Invitee", "Journal", "Key", "Member", "Outbox", "Outcome", "OwnFace", "Pass",
    "Received", "Tie",
]  # fmt: skip
