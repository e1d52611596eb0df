"""What chance would seldom plan, told on purpose: secrets that would show only after something else happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tests.secrecy.pairs import Plan, Step
from tests.secrecy.snapshot import Look


def _told(
    name: str,
    viewer: str,
    stage: int,
    secret: tuple[Step, ...],
    tail: tuple[Step, ...] = (),
    most: int = 1,
    common: tuple[Step, ...] = (),
    only: tuple[str, ...] = (),
) -> Plan:
    """`most`: so many of each kind of id are looked at; `only`: at these routes, where all of them take too long."""
    look = Look(size=50, turn=0, most=most, only=only)
    return Plan(viewer, 0, stage, look, common=common, secrets=(secret,), tail=tail, story=name)


# People from afar tell of Sari; the round comes with the next month, or once more in this one.
GOOD, UNFIT, BROKEN, TAKES_BACK = ("told_of", 0), ("told_of", 1), ("told_of", 2), ("told_of", 6)
NEXT_MONTH, AGAIN = ("month_drawn", 0), ("month_drawn", 1)
IN_DECEMBER = ("later", 2)
READ_AT = ("today", "partners", "partner", "grant", "eyes", "record", "journal", "mine_archive", "handover")

# Where what comes of asks, offers and handovers could show; of words about a third; of wants and of what answers them.
ASKED_AT = (
    "ask", "door", "doors", "decide", "exchanges", "handover", "hand_over", "offer", "key", "keyring", "today",
    "notices", "partner", "partners", "record", "journal", "mine_archive", "ready", "sets", "settings", "network",
    "promise_new",
)  # fmt: skip
SAID_AT = (
    "vouch", "vouches", "vouch_new", "partner", "partners", "grant", "eyes", "today", "notices", "record", "handover",
    "exchanges", "journal", "mine_archive", "network",
)  # fmt: skip
SOUGHT_AT = (
    "want", "wants", "want_new", "heard_want", "want_offer", "want_relay", "mediate_among", "mediate", "doors",
    "keyring", "key", "partner", "partners", "today", "notices", "sets", "ready", "offer_new", "journal",
    "mine_archive",
)  # fmt: skip
STEPS_AT = ("step", "mediations", "today", "notices", "want", "wants", "heard_want", "doors")
RELAYED_AT = ("want", "wants", "heard_want", "want_relay", "today", "partner", "doors")
MEDIATED_AT = ("mediation", "mediations", "proposal", "brought", "today", "notices", "want", "wants", "partners")
MENTORED_AT = ("mentor", "mentors", "draft", "draft_read", "today", "notices", "partner", "decide", "door")
MEETS = (*(("encounter_shown", n) for n in (0, 1)), *(("encounter_read", n) for n in (0, 1, 2)))
FELT_AT = (
    "instinct",
    "instinct_practice",
    "handover",
    "record",
    "exchanges",
    "partner",
    "mine_archive",
    "journal",
    "today",
)
CHARACTER_AT = (
    "character", "character_partner", "character_questions", "partner", "partners", "one_to_one", "eyes", "grant",
    "today", "journal", "mine_archive", "network",
)  # fmt: skip
FIXED, ASKED = ("meeting_match", 0), ("meeting_match", 4)
MEETINGS_AT = (
    "one_to_ones", "one_to_one", "one_to_one_dates", "one_to_one_note", "one_to_one_calendar", "today", "notices",
    "partner", "calendar_feed",
)  # fmt: skip
CODES_AT = ("encounter_show", "encounter_read", "calendar_feed", "partner", "today")
CALENDAR_AT = ("calendar", "calendar_mail", "today", "partner", "mine_archive")

_EACH = (
    # Once the pause is over they ask again, and the second ask goes nowhere in one world only.
    _told("turned_away_and_asking_again", "trusted", 1, (("turn_away", 0),), (("ask_again", 0),), only=ASKED_AT),
    _told("turned_away_and_asking_again_half", "half", 2, (("turn_away", 0),), (("ask_again", 0),), only=ASKED_AT),
    _told("declined", "trusted", 1, (("turn_away", 0),), only=ASKED_AT),
    _told("an_offer_is_left", "holder", 2, (("offer_answer", 0),), only=ASKED_AT),
    _told("the_other_has_told", "holder", 3, (("tell", 0),), only=ASKED_AT),
    _told("the_holder_has_told", "trusted", 3, (("tell", 1),), only=ASKED_AT),
    # Sari notes what Budi promised her, would be reminded of him later, and gets the mail of her week.
    _told(
        "a_promise_of_mine_is_noted",
        "trusted",
        1,
        (("promise_make", 0), ("put_off", 0), ("week_written", 2)),
        only=ASKED_AT,
    ),
    # Others stand face to face: Sari shows a code, or she and Ratna meet, and her calendar is turned off.
    _told(
        "others_meet", "trusted", 1, (("encounter_shown", 0), ("encounter_read", 0), ("feed_turned", 2)), only=CODES_AT
    ),
    _told(
        "others_meet_half",
        "half",
        1,
        (("encounter_shown", 0), ("encounter_read", 1), ("feed_turned", 2)),
        only=CODES_AT,
    ),
    _told("a_partner_meets_somebody", "holder", 1, (MEETS[1], MEETS[4]), only=CODES_AT),
    # Budi has suggested a one-to-one to Sari, who puts it aside and notes what she thinks; or one of theirs is fixed,
    # and she prepares it and notes how it was; or others agree on one.
    _told(
        "a_suggestion_is_put_aside",
        "trusted",
        1,
        (("meeting_left", 0),),
        common=(ASKED,),
        only=MEETINGS_AT,
    ),
    _told("a_one_to_one_is_prepared", "trusted", 1, (("meeting_prepared", 0),), common=(FIXED,), only=MEETINGS_AT),
    _told("a_one_to_one_is_noted", "trusted", 1, (("meeting_noted", 0),), common=(FIXED,), only=MEETINGS_AT),
    _told("others_meet_one_to_one", "trusted", 1, (("others_meet_up", 0), ("others_meet_up", 3)), only=MEETINGS_AT),
    _told("others_meet_one_to_one_half", "half", 1, (("others_meet_up", 1),), only=MEETINGS_AT),
    # Sari had a feeling about what she handed over to Budi.
    _told(
        "a_holder_had_a_feeling", "trusted", 3, (("guess_said", 0), ("practised", 0), ("feeling_said", 0)), only=FELT_AT
    ),
    # Sari says what she is like to whom she trusts without hesitation, and what she thinks of others.
    _told(
        "others_have_a_character",
        "trusted",
        1,
        (("character_set", 0), *(("impression_kept", n) for n in range(4))),
        only=CHARACTER_AT,
    ),
    _told("others_have_a_character_half", "half", 1, (("character_set", 8),), only=CHARACTER_AT),
    _told(
        "what_others_think_of_me",
        "holder",
        1,
        tuple(("impression_kept", n) for n in range(4)),
        common=(("character_set", 0),),
        only=CHARACTER_AT,
    ),
    # Under milder constants all that they see of Sari lasts longer, and they are not told.
    _told("what_i_see_lasts_longer", "half", 1, (("recomputed", 4),)),
    # Sari is the speaker: Budi counts her word, leaves it, or gets to know whom it was about.
    _told("a_word_is_counted", "holder", 3, (("vouch_answer", 0),), only=SAID_AT),
    _told("a_word_is_left", "holder", 2, (("vouch_answer", 1),), most=2, only=SAID_AT),
    _told("who_was_told_gets_to_know_whom_it_was_about", "holder", 2, (("acquainted", 0),), most=2, only=SAID_AT),
    _told("a_counted_word_fails", "holder", 3, (("vouch_answer", 0), ("word_fails", 0)), only=SAID_AT),
    # Budi is whom it is about: others vouch for him, or warn of him.
    _told("others_speak_of_me", "trusted", 3, tuple(("vouch_say", number) for number in range(12)), only=SAID_AT),
    _told("others_speak_of_me_half", "half", 2, tuple(("vouch_say", number) for number in range(12)), only=SAID_AT),
    # Sari looks for a door, and Budi puts it aside, mutes her, or finds that a key of his does not fit.
    _told("a_want_is_put_aside", "holder", 2, (("want_away", 0),), only=SOUGHT_AT),
    _told("a_want_is_muted", "holder", 2, (("want_away", 1),), only=SOUGHT_AT),
    _told("a_key_does_not_fit_a_want", "holder", 2, (("want_away", 2),), only=SOUGHT_AT),
    # Budi looks for a door in the very words of a key that Sari makes.
    _told("somebody_holds_what_i_look_for", "trusted", 0, (("key_add", 8),), only=SOUGHT_AT),
    # ... and notes that another of hers does not fit; or Ratna makes one, in the words of what Budi hears from Sari.
    _told("a_match_is_found_and_one_is_none", "trusted", 0, (("key_add", 8), ("want_away", 2)), only=SOUGHT_AT),
    _told("others_hold_what_a_partner_looks_for", "trusted", 0, (("key_add", 9),), only=SOUGHT_AT),
    # Maya opened a key to Budi and shut it again; then she writes other words on it.
    _told(
        "a_key_that_was_shut_says_something_else",
        "trusted",
        1,
        (("key_edit", 3),),
        common=(("key_add", 19), ("prior", 4), ("grant", 52), ("key_close", 3)),
        only=ASKED_AT,
    ),
    # Sari looks for doors that Budi does not stand high enough to hear of, one in the words that he is about to write.
    _told("others_look_for_what_i_may_not_hear", "half", 1, (("want_write", 48), ("want_write", 52)), only=SOUGHT_AT),
    _told(
        "a_want_i_do_not_hear_says_something_else", "half", 1, (("want_write", 48), ("want_change", 0)), only=SOUGHT_AT
    ),
    _told("a_fourth_tells", "trusted", 1, (GOOD,), (NEXT_MONTH,), 2, (GOOD,) * 3, READ_AT),
    _told("a_fourth_tells_of_me", "holder", 1, (BROKEN,), (NEXT_MONTH,), 2, (GOOD,) * 3, READ_AT),
    _told(
        "one_of_six_tells_otherwise",
        "trusted",
        1,
        (BROKEN,),
        (NEXT_MONTH,),
        2,
        (*(GOOD,) * 4, UNFIT, NEXT_MONTH),
        READ_AT,
    ),
    _told(
        "they_tell_after_the_month_began",
        "trusted",
        1,
        (BROKEN,) * 4,
        (AGAIN,),
        2,
        (*(GOOD,) * 6, IN_DECEMBER),
        READ_AT,
    ),
    _told("they_tell_after_the_drawing", "trusted", 1, (BROKEN,) * 6, (AGAIN,), 2, (*(GOOD,) * 6, NEXT_MONTH), READ_AT),
    _told(
        "one_of_five_takes_it_back", "trusted", 1, (TAKES_BACK,), (NEXT_MONTH,), 2, (*(GOOD,) * 5, NEXT_MONTH), READ_AT
    ),
    _told(
        "what_the_other_told_may_be_counted",
        "holder",
        3,
        (("tell", 0), ("tell_count", 0)),
        only=("handover", "tell_count"),
    ),
    # Sari and Budi were told of an exchange of sets: the other opens; or both have, and the other chooses.
    _told("the_other_opens_their_set", "holder", 2, (("sets_open", 0),), only=ASKED_AT),
    _told("the_other_chooses_of_my_set", "trusted", 3, (("sets_choose", 0),), only=ASKED_AT),
    # Sari brings Joko and Ratna together, who leaves it; Ratna proposes a key of Maya's for what Budi looks for; and to
    # Joko for Sari, who shuts her out, or goes by another name.
    _told(
        "a_proposal_is_left",
        "holder",
        0,
        (("mediation_leave", 0),),
        common=(("mediation_match", 143),),
        only=MEDIATED_AT,
    ),
    _told(
        "a_key_is_proposed_for_what_i_look_for",
        "trusted",
        0,
        (("mediation_propose", 0), ("mediation_yes", 0)),
        most=3,
        common=(("mediation_match", 7),),
        only=MEDIATED_AT,
    ),
    _told(
        "who_looks_shuts_their_mediator_out",
        "stranger",
        0,
        (("mediator_shut_out", 0),),
        common=(("mediation_match", 178),),
        only=MEDIATED_AT,
    ),
    _told(
        "who_is_not_named_goes_by_another_name",
        "stranger",
        0,
        (("profile", 0),),
        common=(("mediation_match", 178),),
        only=MEDIATED_AT,
    ),
    # Joko accompanies Budi: the door that he drafts an ask for says something else, or he tells a third exchange well.
    _told("the_door_of_a_draft_says_something_else", "mentor", 3, (("key_edit", 5),), only=MENTORED_AT),
    _told("a_third_outcome_is_told_well", "mentor", 3, (("tell", 0),), only=MENTORED_AT),
    # Sari holds an ask of Budi's, and offered to accompany Ratna: Ratna says something to Budi's draft, or leaves it.
    _told(
        "a_mentor_says_something_to_a_draft",
        "holder",
        2,
        (("draft_note", 0),),
        common=(("mentor_match", 62), ("mentor_match", 35)),
        only=MENTORED_AT,
        most=3,
    ),
    _told(
        "an_offer_to_accompany_is_left",
        "holder",
        2,
        (("mentor_leave", 0),),
        common=(("mentor_match", 62), ("mentor_match", 35)),
        only=MENTORED_AT,
        most=3,
    ),
    # Joko knows Ratna, who does not let him in: Sari agrees to accompany her.
    _told(
        "somebody_i_know_has_a_mentor",
        "stranger",
        0,
        (("mentor_agree", 0),),
        common=(("mentor_match", 15),),
        only=MENTORED_AT,
        most=3,
    ),
    # Sari's calendar tells of Budi; or her account gets an address that stands in his.
    _told("a_calendar_tells_of_me", "trusted", 0, (("calendar_read", 0), ("calendar_kept", 4)), only=CALENDAR_AT),
    _told("an_address_in_my_calendar_becomes_a_partners", "trusted", 0, (("account", 4),), only=CALENDAR_AT),
    # Joko looks for a door, and Ratna, whose wants he hears, passes it on; or he hears hers, and not that Maya's ended.
    _told(
        "what_i_look_for_is_passed_on",
        "stranger",
        0,
        (("want_relay", 0),),
        common=(("relay_match", 19),),
        only=RELAYED_AT,
    ),
    _told(
        "what_was_passed_on_to_me_is_closed",
        "stranger",
        0,
        (("relay_outlived", 0),),
        most=2,
        common=(("relay_match", 91),),
        only=RELAYED_AT,
    ),
    # A first step: Joko mediates and Ratna leaves it; he wished for it and she is asked; through Budi the two talk of
    # an exchange, and Ratna says what she is wary of and agrees.
    _told(
        "a_first_step_is_left",
        "stranger",
        0,
        (("step_answer", 0),),
        common=(("step_match", 88),),
        only=STEPS_AT,
    ),
    _told(
        "whom_i_would_like_to_know_is_asked_and_agrees",
        "stranger",
        0,
        (("step_ask", 0), ("step_answer", 2)),
        common=(("step_match", 16),),
        only=STEPS_AT,
    ),
    _told(
        "the_other_is_wary_and_agrees_first",
        "stranger",
        0,
        (("step_say", 0), ("step_agree", 0)),
        common=(("step_match", 196),),
        only=STEPS_AT,
    ),
    _told("keys_are_set_aside_for_me", "trusted", 0, tuple(("ready", number) for number in range(20)), only=SOUGHT_AT),
)


def _together(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Stories that begin and end alike share the world in which nothing was kept secret: it is looked at once."""
    alike: defaultdict[tuple[object, ...], list[Plan]] = defaultdict(list)
    for one in plans:
        alike[one.viewer, one.stage, one.common, one.tail, one.look.only].append(one)
    return tuple(
        replace(
            first,
            look=replace(first.look, most=max(one.look.most for one in found)),
            secrets=tuple(secret for one in found for secret in one.secrets),
            story=" / ".join(one.story for one in found),
        )
        for found in alike.values()
        for first in found[:1]
    )


STORIES = _together(_EACH)
