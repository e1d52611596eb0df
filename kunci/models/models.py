"""Where Django looks for models: one import per file."""

from kunci.models.account import Account, AddressChange, SignedIn, SignInAsk
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
from kunci.models.record import Journal, Outbox

__all__ = [
    "Account", "AddressChange", "Apart", "Asked", "Circle", "CircleMember", "Confirmation", "Confirmed", "Consent",
    "ConsentAnswer", "Decision", "Evidence", "Face", "Grant", "Handover", "Import", "ImportPart",
    "Invitation", "Invitee", "Journal", "Key", "Layer", "Mark", "Member", "Opening", "Outbox", "Outcome",
    "OwnFace", "Pass", "PutAside", "Question", "Received", "SignInAsk", "SignedIn", "Tie",
]  # fmt: skip
