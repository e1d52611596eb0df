"""Kinds of ids that pages are asked for."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "own_key", "door", "partner", "asked", "received", "handover", "invitation", "batch", "evidence", "face", "circle",
    "invitee", "notice", "question", "session", "offer", "said", "heard", "own_want", "heard_want", "thanks",
    "sets", "set_key", "mediation", "proposal", "brought", "step", "mentorship", "draft", "shown_draft", "promise",
    "encounter", "one_to_one",
    "calendar", "proposed",
]  # fmt: skip

# Every id there is of a kind, for asking what is hidden.
IDS: dict[Kind, str] = {
    "own_key": "select id from vault.key",
    "door": "select id from vault.key",
    "partner": "select id from vault.member",
    "asked": "select id from vault.request",
    "received": "select id from vault.request",
    "handover": "select id from vault.handover",
    "invitation": "select id from vault.invitation",
    "batch": "select id from vault.import",
    "evidence": "select id from vault.evidence",
    "face": "select id from vault.face",
    "question": "select id from vault.confirmation",
    "circle": "select id from vault.circle",
    "notice": "select id from vault.notice",
    "invitee": "select id from vault.invitee",
    "session": "select id from public.signed_in",
    "offer": "select id from vault.offer",
    "said": "select id from vault.vouch",
    "heard": "select id from vault.vouch",
    "own_want": "select id from vault.want",
    "heard_want": "select id from vault.want",
    "encounter": "select id from vault.encounter_code",
    "one_to_one": "select id from vault.one_to_one",
    "promise": "select id from vault.promise",
    "thanks": "select id from vault.want_thanks",
    "sets": "select distinct id from vault.set_exchange",
    "set_key": "select distinct key from vault.set_key",
    "mediation": "select id from vault.mediation",
    "proposal": "select id from vault.mediation",
    "brought": "select id from vault.mediation",
    "mentorship": "select id from vault.mentorship",
    "draft": "select id from vault.draft",
    "shown_draft": "select id from vault.draft",
    "calendar": "select id from vault.calendar",
    "proposed": "select id from vault.proposed",
    "step": "select id from vault.first_step",
}
