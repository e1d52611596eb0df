"""Where Django looks for models: one import per file."""

from kunci.models.account import Account, SignedIn, SignInAsk
from kunci.models.circle import Circle, CircleMember, Invitee
from kunci.models.confirmation import Confirmation, Confirmed, PutAside, Question
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
from kunci.models.keyring import Face, Key, Opening, OwnFace
from kunci.models.layers import Apart, Import, ImportPart, Layer, Mark
from kunci.models.people import Evidence, Grant, Member, Pass, Tie
from kunci.models.record import Journal, Notice, Outbox

__all__ = [
    "Account", "Apart", "Asked", "Circle", "CircleMember", "Confirmation", "Confirmed", "Consent",
    "ConsentAnswer", "Decision", "Evidence", "Face", "Grant", "Handover", "Import", "ImportPart",
    "Invitation", "Invitee", "Journal", "Key", "Layer", "Mark", "Member", "Notice", "Opening", "Outbox", "Outcome",
    "OwnFace", "Pass", "PutAside", "Question", "Received", "SignInAsk", "SignedIn", "Tie",
]  # fmt: skip
