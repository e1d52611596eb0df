"""Where Django looks for models: one import per file."""

from kunci.models.account import Account, AddressChange, SignedIn, SignInAsk
from kunci.models.calendar import Calendar, Proposed
from kunci.models.character import Character, CharacterSeen, Impression
from kunci.models.circle import Circle, CircleMember, Invitee
from kunci.models.confirmation import Confirmation, Confirmed, PutAside, Question
from kunci.models.encounter import EncounterCode
from kunci.models.exchange import (
    Asked,
    Invitation,
    Offered,
    OfferedMe,
    OfferLeft,
    OwnCard,
    Ready,
    Received,
    RequestCard,
    TurnedAway,
)
from kunci.models.first_step import (
    FirstStep,
    StepAgreed,
    StepForMe,
    StepKey,
    StepLeft,
    StepNote,
    StepSide,
    StepToMe,
    StepYes,
)
from kunci.models.handover import Consent, ConsentAnswer, Decision, Felt, Handover, Introduction, Outcome
from kunci.models.instinct import Guess, Practice
from kunci.models.keyring import Face, Key, Opening, OwnFace
from kunci.models.layers import Apart, Import, ImportPart, Layer, Mark
from kunci.models.meaning import HeardMeaning, Meaning, OwnMeaning, WantMeaning
from kunci.models.mediation import (
    BroughtMe,
    Mediated,
    Mediation,
    MediationLeft,
    MediationYes,
    OwnYes,
    Proposal,
)
from kunci.models.mentor import (
    Accompanied,
    AsMentor,
    AsNewcomer,
    Draft,
    MentorshipLeft,
    NoteGiven,
    NoteHad,
    ShownDraft,
)
from kunci.models.one_to_one import OneToOne, OneToOneSide
from kunci.models.people import Brought, Evidence, Grant, Member, Pass, Tie
from kunci.models.record import Journal, Notice, Outbox
from kunci.models.repute import Allowed, Repute
from kunci.models.rhythm import Promise, PutOff
from kunci.models.sets import SetChoice, SetExchange, SetOwn, SetShown
from kunci.models.vouch import Heard, Vouch, VouchLeft
from kunci.models.want import HeardWant, ThanksGiven, ThanksHad, Want, WantAside, WantMuted, WantNoMatch

__all__ = [
    "Accompanied", "Account", "AddressChange", "Allowed", "Apart", "AsMentor", "AsNewcomer", "Asked", "Brought",
    "BroughtMe", "Calendar", "Character", "CharacterSeen", "Circle", "CircleMember", "Confirmation", "Confirmed",
    "Consent", "ConsentAnswer", "Decision", "Draft", "EncounterCode", "Evidence", "Face", "Felt", "FirstStep",
    "Grant", "Guess", "Handover", "Heard", "HeardMeaning", "HeardWant", "Import", "ImportPart", "Impression",
    "Introduction", "Invitation", "Invitee", "Journal", "Key", "Layer", "Mark", "Meaning", "Mediated", "Mediation",
    "MediationLeft", "MediationYes", "Member", "MentorshipLeft", "NoteGiven", "NoteHad", "Notice", "OfferLeft",
    "Offered", "OfferedMe", "OneToOne", "OneToOneSide", "Opening", "Outbox", "Outcome", "OwnCard", "OwnFace",
    "OwnMeaning", "OwnYes", "Pass", "Practice", "Promise", "Proposal", "Proposed", "PutAside", "PutOff", "Question",
    "Ready", "Received", "Repute", "RequestCard", "SetChoice", "SetExchange", "SetOwn", "SetShown", "ShownDraft",
    "SignInAsk", "SignedIn", "StepAgreed", "StepForMe", "StepKey", "StepLeft", "StepNote", "StepSide", "StepToMe",
    "StepYes", "ThanksGiven", "ThanksHad", "Tie", "TurnedAway", "Vouch", "VouchLeft", "Want", "WantAside",
    "WantMeaning", "WantMuted", "WantNoMatch",
]  # fmt: skip
