"""Everything that can happen in a world, by name."""

from __future__ import annotations

from tests.secrecy import (
    verbs,
    verbs_calendars,
    verbs_character,
    verbs_circles,
    verbs_contacts,
    verbs_encounters,
    verbs_exchange,
    verbs_first_steps,
    verbs_instinct,
    verbs_mediating,
    verbs_mentoring,
    verbs_mine,
    verbs_notices,
    verbs_one_to_ones,
    verbs_opening,
    verbs_partners,
    verbs_recompute,
    verbs_relays,
    verbs_repute,
    verbs_rhythm,
    verbs_sets,
    verbs_signing,
    verbs_vouching,
    verbs_wants,
)
from tests.secrecy.verbs import Find

VERBS: dict[str, Find] = {
    find.__name__: find
    for find in (
        verbs.key_add, verbs.key_edit, verbs.key_open, verbs.key_close, verbs.contacts, verbs.evidence, verbs.prior,
        verbs.grant, verbs.lower, verbs.ask, verbs.decide, verbs.consent, verbs.invite,
        verbs_exchange.ask_withdraw, verbs_exchange.ask_again, verbs_exchange.turn_away,
        verbs_exchange.hand_over, verbs_exchange.tell, verbs_exchange.felt,
        verbs_exchange.offer, verbs_exchange.offer_answer, verbs_exchange.ready, verbs_exchange.card,
        verbs_circles.invitation_end, verbs.profile, verbs.account, verbs.sign_in, verbs.later,
        verbs_contacts.file_in, verbs_contacts.import_undo, verbs_contacts.merge, verbs_contacts.unmerge,
        verbs_contacts.tidying_up, verbs_contacts.shut_out,
        verbs_partners.confirmation_ask, verbs_partners.confirmation_answer, verbs_partners.evidence_correct,
        verbs_mine.close_account, verbs_circles.circle_begin, verbs_circles.circle_guests,
        verbs_circles.invitee_fate, verbs_circles.circle_mark, verbs_circles.circle_leave, verbs_signing.ways_in,
        verbs_notices.notices_seen, verbs_notices.quiet_hours, verbs_notices.reminders_round,
        verbs_opening.open_until, verbs_recompute.recomputed,
        verbs_vouching.vouch_say, verbs_vouching.vouch_answer, verbs_vouching.vouch_withdraw,
        verbs_vouching.word_fails, verbs_vouching.acquainted,
        verbs_wants.want_write, verbs_wants.want_change, verbs_wants.want_end, verbs_wants.want_away,
        verbs_wants.want_offer,
        verbs_repute.told_of, verbs_repute.tell_count, verbs_repute.month_drawn,
        verbs_mediating.mediation_match, verbs_mediating.mediation_propose, verbs_mediating.mediation_leave,
        verbs_mediating.mediation_yes, verbs_mediating.mediation_end, verbs_mediating.mediator_shut_out,
        verbs_mentoring.mentor_match, verbs_mentoring.mentor_propose, verbs_mentoring.mentor_leave,
        verbs_mentoring.mentor_agree, verbs_mentoring.mentor_end, verbs_mentoring.draft_write,
        verbs_mentoring.draft_note,
        verbs_calendars.calendar_read, verbs_calendars.calendar_kept, verbs_calendars.calendar_answered,
        verbs_encounters.encounter_shown, verbs_encounters.encounter_read, verbs_encounters.feed_turned,
        verbs_first_steps.step_match, verbs_first_steps.step_answer, verbs_first_steps.step_ask,
        verbs_first_steps.step_say, verbs_first_steps.step_agree, verbs_first_steps.step_end,
        verbs_relays.relay_match, verbs_relays.want_relay, verbs_relays.relay_outlived,
        verbs_character.character_set, verbs_character.impression_kept,
        verbs_instinct.guess_said, verbs_instinct.feeling_said, verbs_instinct.practised,
        verbs_one_to_ones.meeting_match, verbs_one_to_ones.meeting_left, verbs_one_to_ones.meeting_prepared,
        verbs_one_to_ones.meeting_noted, verbs_one_to_ones.others_meet_up,
        verbs_rhythm.promise_make, verbs_rhythm.promise_end, verbs_rhythm.put_off, verbs_rhythm.week_written,
        verbs_sets.sets_round, verbs_sets.sets_open, verbs_sets.sets_choose, verbs_sets.sets_end,
    )
}  # fmt: skip
# What moves the time for both worlds is no secret of one.
BOTH = (
    "later",
    "ask_again",
    "month_drawn",
    "mediation_match",
    "relay_match",
    "step_match",
    "mentor_match",
    "meeting_match",
)
SECRETS = (
    *(name for name in VERBS if name not in BOTH),
    "decide", "turn_away", "consent", "tell", "offer_answer", "key_edit", "confirmation_answer",
)  # fmt: skip
