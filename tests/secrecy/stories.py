"""What chance would seldom plan, told on purpose: secrets that would show only after something else happened."""

from __future__ import annotations

from tests.secrecy.pairs import Plan, Step
from tests.secrecy.snapshot import Look


def _told(
    name: str, viewer: str, stage: int, secret: tuple[Step, ...], tail: tuple[Step, ...] = (), most: int = 1
) -> Plan:
    """`most`: so many of each kind of id are looked at."""
    look = Look(size=50, turn=0, most=most)
    return Plan(viewer, 0, stage, look, common=(), secrets=(secret,), tail=tail, story=name)


STORIES = (
    # Once the pause is over they ask again, and the second ask goes nowhere in one world only.
    _told("turned_away_and_asking_again", "trusted", 1, (("turn_away", 0),), (("ask_again", 0),)),
    _told("turned_away_and_asking_again_half", "half", 2, (("turn_away", 0),), (("ask_again", 0),)),
    _told("declined", "trusted", 1, (("turn_away", 0),)),
    _told("an_offer_is_left", "holder", 2, (("offer_answer", 0),)),
    _told("the_other_has_told", "holder", 3, (("tell", 0),)),
    _told("the_holder_has_told", "trusted", 3, (("tell", 1),)),
    # Under milder constants all that they see of Sari lasts longer, and they are not told.
    _told("what_i_see_lasts_longer", "half", 1, (("recomputed", 4),)),
    # Sari is the speaker: Budi counts her word, leaves it, or gets to know whom it was about.
    _told("a_word_is_counted", "holder", 3, (("vouch_answer", 0),)),
    _told("a_word_is_left", "holder", 2, (("vouch_answer", 1),), most=2),
    _told("who_was_told_gets_to_know_whom_it_was_about", "holder", 2, (("acquainted", 0),), most=2),
    _told("a_counted_word_fails", "holder", 3, (("vouch_answer", 0), ("word_fails", 0))),
    # Budi is whom it is about: others vouch for him, or warn of him.
    _told("others_speak_of_me", "trusted", 3, tuple(("vouch_say", number) for number in range(12))),
    _told("others_speak_of_me_half", "half", 2, tuple(("vouch_say", number) for number in range(12))),
    # Sari looks for a door, and Budi puts it aside, mutes her, or finds that a key of his does not fit.
    _told("a_want_is_put_aside", "holder", 0, (("want_away", 0),)),
    _told("a_want_is_muted", "holder", 1, (("want_away", 1),)),
    _told("a_key_does_not_fit_a_want", "holder", 2, (("want_away", 2),)),
    # Budi looks for a door in the very words of a key that Sari makes.
    _told("somebody_holds_what_i_look_for", "trusted", 0, (("key_add", 8),)),
    # Sari looks for doors that Budi does not stand high enough to hear of, one in the words that he is about to write.
    _told("others_look_for_what_i_may_not_hear", "half", 1, (("want_write", 48), ("want_write", 52))),
    _told("a_want_i_do_not_hear_says_something_else", "half", 1, (("want_write", 48), ("want_change", 0))),
    # Sari and Budi were told of an exchange of sets: the other opens; or both have, and the other chooses.
    _told("the_other_opens_their_set", "holder", 2, (("sets_open", 0),)),
    _told("the_other_chooses_of_my_set", "trusted", 3, (("sets_choose", 0),)),
    _told("keys_are_set_aside_for_me", "trusted", 0, tuple(("ready", number) for number in range(20))),
)
