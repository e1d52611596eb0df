"""Where Django looks for models: one import per file."""

from kunci.models.account import Account, SignedIn, SignInAsk
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
from kunci.models.layers import Apart, Import, ImportPart, Layer, Mark
from kunci.models.people import Evidence, Grant, Member, Pass, Tie
from kunci.models.record import Journal, Outbox

__all__ = [
    "Account", "Apart", "Asked", "Consent", "ConsentAnswer", "Decision", "Evidence", "Face", "Grant", "Handover",
    "Import", "ImportPart", "Invitation", "Journal", "Key", "Layer", "Mark", "Member", "Outbox", "Outcome",
    "OwnFace", "Pass", "Received", "SignInAsk", "SignedIn", "Tie",
]  # fmt: skip
