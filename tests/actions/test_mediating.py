"""A match mediated through one person: proposed, answered, told, handed over, and what it says of the mediator.

Budi looks for a door that Ratna hears of; Sari holds the key, and Ratna sees its hint. Budi and Sari know each other by
name and nothing else, Joko knows neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

from kunci.actions import instinct, invitations, keyring, mediating, ties, vouching, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.mediating import OPEN_FOR, PROPOSAL_LASTS, Why
from kunci.core.rungs import Rung
from kunci.models.models import Guess
from kunci.models.viewer import Principal, looking, member
from kunci.reveal import doors, handovers, mediations, notices, partners
from kunci.reveal import vouching as seen_words
from kunci.reveal.instinct import my_instinct
from kunci.reveal.mediations import BroughtRow, MediationRow, ProposalRow
from tests.actions.steps import agreed, decision, face, opened, readers, refused, relation, tell, trusts
from tests.actions.test_archive import taken
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db
Deliver = Callable[[], list[EmailMessage]]
WORDS = "Seseorang yang saya jamin mencari pintu ini."


@dataclass
class Match:
    """Joko asks, Ratna mediates, Sari holds."""

    cast: Cast
    want: UUID
    key: UUID

    def proposes(self, sentence: str = WORDS, named: bool = False) -> UUID:
        made = mediating.propose(self.cast.act(self.cast.ratna), self.want, self.key, sentence, ADDRESS, named=named)
        assert made.subject is not None
        return made.subject

    def told(self) -> UUID:
        id = self.proposes()
        self.yes(id)
        self.tells(id)
        return id

    def yes(self, id: UUID) -> None:
        mediating.say_yes(self.cast.act(self.cast.sari), id, ADDRESS)

    def leaves(self, id: UUID) -> None:
        mediating.leave(self.cast.act(self.cast.sari), id)

    def tells(self, id: UUID) -> None:
        mediating.tell(self.cast.act(self.cast.ratna), id, "Sari bersedia.", ADDRESS)

    def mine(self, id: UUID) -> MediationRow:
        found = mediations.mediation(self.cast.ratna, self.cast.now, id)
        assert found is not None
        return found

    def proposal(self, id: UUID) -> ProposalRow:
        found = mediations.proposal(self.cast.sari, self.cast.now, id)
        assert found is not None
        return found

    def brought(self, id: UUID) -> BroughtRow | None:
        return mediations.brought(self.cast.joko, self.cast.now, id)


def looks_for(cast: Cast, who: UUID, hearer: UUID, *, travels: bool = True, may_name: bool = False) -> UUID:
    cast.knows_for_years(who, hearer)
    cast.grant(who, hearer, Rung.KNOWN, set())
    said = WantText("Kepala pengadaan rumah sakit, Surabaya", travels=travels, may_name=may_name)
    made = wants.write(cast.act(who), said, Hearers(Rung.KNOWN), 90, cast.now.date()).subject
    assert made is not None
    return made


@pytest.fixture
def match(cast: Cast) -> Match:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.ratna)
    return Match(cast, looks_for(cast, cast.joko, cast.ratna), key)


def kinds(cast: Cast, member: UUID) -> list[str]:
    return [row.kind for row in notices.notices(member, cast.now).rows]


def knows(cast: Cast, member: UUID, other: UUID) -> bool:
    return partners.relation(member, cast.now, other) is not None


def test_a_holder_reads_what_a_mediator_writes_and_not_for_whom(match: Match, deliver: Deliver) -> None:
    cast, id = match.cast, match.proposes()
    shown = match.proposal(id)
    assert (shown.mediator.name, shown.sentence, shown.asker, shown.asker_id) == ("Ratna Dewi", WORDS, "", None)
    assert shown.answered == ""
    assert kinds(cast, cast.sari)[0] == "mediate"
    (mail,) = [one for one in deliver() if one.to == ["sari@kunci.test"]]
    assert "Joko" not in f"{mail.subject}{mail.body}"
    assert "Joko" not in str(taken(cast, cast.sari)["mediations"])
    # Whoever looks for the door reads nothing of it, and nobody else does.
    assert match.brought(id) is None
    assert kinds(cast, cast.joko) == []
    for who in (cast.joko, cast.budi):
        assert mediations.mediations(who, cast.now) == mediations.Mediations((), (), ())
        assert mediations.mediation(who, cast.now, id) is None
        assert mediations.proposal(who, cast.now, id) is None


def test_whom_a_want_allows_to_name_is_named_from_the_start(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.ratna)
    match = Match(cast, looks_for(cast, cast.joko, cast.ratna, may_name=True), key)
    shown = match.proposal(match.proposes(named=True))
    assert (shown.asker, shown.asker_id) == ("Joko Susilo", None)  # a name, and nobody she knows of


def test_without_the_tick_nobody_is_named_and_what_does_not_travel_goes_nowhere(match: Match) -> None:
    with refused("want_unnamed"):
        match.proposes(named=True)
    today = match.cast.now.date()
    stays = WantText("Kepala pengadaan rumah sakit, Surabaya", may_name=True)  # without travelling it means nothing
    wants.change(match.cast.act(match.cast.joko), match.want, stays, Hearers(Rung.KNOWN), today)
    with refused("want_stays"):
        match.proposes()
    assert mediations.both_sides(match.cast.ratna, match.cast.now, match.want) == ((), False)


def test_silence_and_leaving_look_alike_and_a_yes_that_is_taken_back_is_as_if_never_said(match: Match) -> None:
    cast, id = match.cast, match.proposes()
    before, lines = match.mine(id), kinds(cast, cast.ratna)
    match.leaves(id)
    assert match.proposal(id).answered == "left"
    assert (match.mine(id), kinds(cast, cast.ratna)) == (before, lines)
    mediating.bring_back(cast.act(cast.sari), id)
    assert match.proposal(id).answered == ""
    match.yes(id)
    assert match.mine(id).can_tell
    assert kinds(cast, cast.ratna)[0] == "mediate_yes"
    assert (match.brought(id), opened(cast, cast.joko)) == (None, [])
    match.leaves(id)
    assert (match.mine(id), kinds(cast, cast.ratna)) == (before, lines)
    with refused("no_yes_yet"):
        match.tells(id)


def test_after_a_yes_the_hint_opens_to_the_asker_by_name_with_an_end(match: Match, deliver: Deliver) -> None:
    cast, id = match.cast, match.told()
    found = match.brought(id)
    assert found is not None
    assert (found.mediator.name, found.holder.name, found.words) == ("Ratna Dewi", "Sari Wulandari", "Sari bersedia.")
    assert opened(cast, cast.joko) == [match.key]
    door = doors.door(cast.joko, cast.now, match.key)
    assert door is not None
    assert (door.name, door.contact, door.brought == found) == ("", None, True)
    # The holder sees for whom it was, and to whom her key is open; those who saw it see it still.
    assert (match.proposal(id).asker, match.proposal(id).asker_id) == ("Joko Susilo", cast.joko)
    assert readers(cast, cast.sari, match.key, FaceKind.HINT) == {cast.joko, cast.ratna}
    assert opened(cast, cast.ratna) == [match.key]
    assert knows(cast, cast.sari, cast.joko)
    assert knows(cast, cast.joko, cast.sari)
    assert kinds(cast, cast.joko) == ["brought"]
    assert "Sari" not in "".join(str(one.body) for one in deliver() if one.to == ["joko@kunci.test"])
    for again in (match.tells, match.yes, match.leaves):
        with refused("mediation_told"):
            again(id)
    with refused("mediation_told"):
        mediating.withdraw(cast.act(cast.ratna), id)
    cast.later(OPEN_FOR.days)
    assert opened(cast, cast.joko) == []


def test_a_name_that_is_open_to_a_rung_stays_with_those_who_stand_on_it_now(match: Match) -> None:
    """A face behind named people is named too: whoever comes onto the rung later is shown it by a person."""
    cast = match.cast
    keyring.open_key(cast.act(cast.sari), match.key, FaceKind.HINT, [cast.ratna])
    match.told()
    assert readers(cast, cast.sari, match.key, FaceKind.NAME) == set()
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    assert opened(cast, cast.budi) == []


def test_the_handover_names_the_mediator_who_sees_that_it_happened_and_no_contact(match: Match) -> None:
    cast, id = match.cast, match.told()
    request = cast.ask(cast.joko, match.key)
    shown = decision(cast, cast.sari, request)
    assert shown.mediator is not None
    assert (shown.mediator.person.name, shown.mediator.sentence) == ("Ratna Dewi", WORDS)
    silent = match.mine(id)
    cast.decide(cast.sari, request)
    assert match.mine(id) == silent
    handover = agreed(cast, cast.sari, request)
    for who in (cast.sari, cast.joko):
        found = handovers.handover(who, cast.now, handover)
        assert found is not None
        assert found.mediators == ("Ratna Dewi",)
    assert match.mine(id).handed is not None
    assert handovers.handover(cast.ratna, cast.now, handover) is None
    assert "hendra" not in str(taken(cast, cast.ratna)).lower()
    assert taken(cast, cast.ratna)["mediations"]["handed_over"] != []


@pytest.mark.parametrize(("verdict", "kind"), [("good", Kind.MEDIATED_GOOD), ("broken", Kind.MEDIATED_BROKEN)])
def test_an_outcome_is_evidence_on_each_tellers_own_tie_with_the_mediator(
    match: Match, verdict: str, kind: Kind
) -> None:
    cast = match.cast
    match.told()
    request = cast.ask(cast.joko, match.key)
    cast.decide(cast.sari, request)
    handover = agreed(cast, cast.sari, request)
    before = relation(cast, cast.ratna, cast.sari).evidence
    for teller in (cast.sari, cast.joko):
        tell(cast, teller, handover, verdict)
        assert [row.kind for row in relation(cast, teller, cast.ratna).evidence].count(kind) == 1
    assert relation(cast, cast.ratna, cast.sari).evidence == before


def test_one_that_did_not_fit_says_nothing_of_the_mediator(match: Match) -> None:
    cast = match.cast
    match.told()
    request = cast.ask(cast.joko, match.key)
    cast.decide(cast.sari, request)
    tell(cast, cast.sari, agreed(cast, cast.sari, request), "unfit")
    assert [row.kind for row in relation(cast, cast.sari, cast.ratna).evidence] == [Kind.PRIOR]


def test_a_counted_vouch_that_fails_is_the_same_word_and_noted_once(match: Match) -> None:
    cast = match.cast
    match.told()
    vouching.say(cast.act(cast.ratna), cast.joko, cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    (word,) = seen_words.about(cast.sari, cast.now, cast.joko)
    vouching.count(cast.act(cast.sari), word.id, cast.now.date())
    request = cast.ask(cast.joko, match.key)
    # Counted already, it carries nothing more.
    shown = decision(cast, cast.sari, request).mediator
    assert shown is not None
    assert (shown.carried.why, shown.carried.carries) == (Why.COUNTED, ())
    cast.decide(cast.sari, request)
    tell(cast, cast.sari, agreed(cast, cast.sari, request), "broken")
    noted = [row.kind for row in relation(cast, cast.sari, cast.ratna).evidence]
    assert (noted.count(Kind.WORD_FAILED), noted.count(Kind.MEDIATED_BROKEN)) == (1, 0)


def test_what_was_not_asked_through_the_mediation_is_not_mediated(match: Match) -> None:
    cast, id = match.cast, match.told()
    cast.later(OPEN_FOR.days + 1)
    cast.knows_for_years(cast.sari, cast.joko)
    cast.grant(cast.sari, cast.joko, Rung.TRUSTED, {face(cast, cast.sari, match.key, FaceKind.HINT)})
    request = cast.ask(cast.joko, match.key)
    assert decision(cast, cast.sari, request).mediator is None
    cast.decide(cast.sari, request)
    handover = agreed(cast, cast.sari, request)
    found = handovers.handover(cast.sari, cast.now, handover)
    assert found is not None
    assert found.mediators == ()
    assert match.mine(id).handed is None


def test_nobody_mediates_their_own_want_or_key_or_brings_a_holder_to_themselves(match: Match) -> None:
    cast = match.cast
    own = cast.key(cast.ratna, "Notaris, Bandung", "Lia Kusuma")
    with refused("mediate_own"):
        mediating.propose(cast.act(cast.ratna), match.want, own, WORDS, ADDRESS)
    with refused("gone"):
        mediating.propose(cast.act(cast.joko), match.want, match.key, WORDS, ADDRESS)
    looked_for = looks_for(cast, cast.sari, cast.ratna)
    with refused("mediate_to_itself"):
        mediating.propose(cast.act(cast.ratna), looked_for, match.key, WORDS, ADDRESS)
    shown, _ = mediations.both_sides(cast.ratna, cast.now, looked_for)
    assert shown == ()
    # What one does not hear, and a key one does not see: both as if they had never been.
    for want, key in ((match.want, cast.key(cast.sari, "Kasir")), (own, match.key)):
        with refused("gone"):
            mediating.propose(cast.act(cast.ratna), want, key, WORDS, ADDRESS)


def test_a_key_is_proposed_for_a_want_once_and_with_a_sentence(match: Match) -> None:
    for sentence, code in ((" ", "word_missing"), ("x" * 501, "too_long")):
        with refused(code):
            match.proposes(sentence)
    mediating.withdraw(match.cast.act(match.cast.ratna), match.proposes())
    with refused("mediated_already"):
        match.proposes()


def test_whoever_answers_for_ten_is_told_so_before_they_answer_for_one_more(match: Match) -> None:
    cast = match.cast
    friends = [joined(cast, cast.ratna, f"Teman {number}") for number in range(10)]
    for one in friends[:9]:
        vouching.say(cast.act(cast.ratna), one, cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    id = match.proposes()
    with refused("stakes_enough"):
        vouching.say(cast.act(cast.ratna), friends[9], cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    other = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    keyring.open_key(cast.act(cast.sari), other, FaceKind.HINT, [cast.ratna])
    with refused("stakes_enough"):
        mediating.propose(cast.act(cast.ratna), match.want, other, WORDS, ADDRESS)
    mediating.withdraw(cast.act(cast.ratna), id)
    vouching.say(cast.act(cast.ratna), friends[9], cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    with refused("vouches_enough"):
        mediating.propose(cast.act(cast.ratna), match.want, other, WORDS, ADDRESS)


def joined(cast: Cast, inviter: UUID, name: str) -> UUID:
    made = invitations.invite(cast.act(inviter), name, "").subject
    assert made is not None
    return invitations.join(Principal("i", made), name, "", "id", cast.now).id


ENDS: dict[str, Callable[[Match], object]] = {
    "the holder lowers the mediator": lambda m: m.cast.lower(m.cast.sari, m.cast.ratna),
    "the holder closes the key": lambda m: keyring.close_key(m.cast.act(m.cast.sari), m.key),
    "the holder drops the key": lambda m: keyring.drop_key(m.cast.act(m.cast.sari), m.key),
    "the holder shuts the mediator out": lambda m: keyring.shut_out(m.cast.act(m.cast.sari), m.key, m.cast.ratna),
    "the asker lowers the mediator": lambda m: m.cast.lower(m.cast.joko, m.cast.ratna),
    "the asker closes the want": lambda m: wants.close(m.cast.act(m.cast.joko), m.want, frozenset(), "", ADDRESS),
    "its time is up": lambda m: m.cast.later(PROPOSAL_LASTS.days),
}


@pytest.mark.parametrize("how", ENDS)
def test_after_anybody_leaves_there_is_nothing_to_tell_and_nobody_hears_of_it(match: Match, how: str) -> None:
    cast, id = match.cast, match.proposes()
    match.yes(id)
    lines = {who: kinds(cast, who) for who in (cast.joko, cast.sari)}
    ENDS[how](match)
    with refused("no_yes_yet" if how.startswith("the holder") else "mediation_over"):
        match.tells(id)
    assert not match.mine(id).can_tell
    assert match.brought(id) is None
    assert not knows(cast, cast.joko, cast.sari)
    assert {who: kinds(cast, who) for who in lines} == lines
    if how.startswith("the asker"):  # which tells the holder nothing
        assert match.proposal(id).answered == "yes"
        assert not match.proposal(id).over


def test_a_mediator_who_lowers_whoever_looks_takes_the_proposal_back(match: Match) -> None:
    id = match.proposes()
    ties.lower(match.cast.act(match.cast.ratna), match.cast.joko, Rung.STRANGER)
    assert match.proposal(id).withdrawn
    with refused("mediation_over"):
        match.yes(id)


def test_a_yes_is_forgotten_with_its_holder_and_a_proposal_with_its_mediator(match: Match) -> None:
    from kunci.actions import closing

    cast, id = match.cast, match.proposes()
    match.yes(id)
    closing.close_account(cast.act(cast.sari))
    assert not match.mine(id).yes
    closing.close_account(cast.act(cast.ratna))
    assert mediations.proposal(cast.sari, cast.now, id) is None


@pytest.mark.parametrize("comes", [True, False])
def test_a_feeling_about_a_mediation_stands_against_whether_it_comes_to_a_handover(match: Match, comes: bool) -> None:
    cast, id = match.cast, match.told()
    instinct.say_of_mediation(cast.act(cast.ratna), id, 60)
    assert (my_instinct(cast.ratna, cast.now).said, my_instinct(cast.ratna, cast.now).told) == (1, 0)
    if comes:
        request = cast.ask(cast.joko, match.key)
        cast.decide(cast.sari, request)
        agreed(cast, cast.sari, request)
    else:
        cast.now += OPEN_FOR
    assert my_instinct(cast.ratna, cast.now).told == 1
    with looking(member(cast.ratna), cast.now):
        (row,) = Guess.objects.all()
    assert (row.partner, row.chance, row.sector) == (cast.joko, 60, "")
    for other in (cast.sari, cast.joko):
        with refused("gone"):
            instinct.say_of_mediation(cast.act(other), id, 60)
        assert my_instinct(other, cast.now).said == 0


def test_a_mediation_that_was_taken_back_came_to_nothing_that_could_be_foretold(match: Match) -> None:
    cast, id = match.cast, match.proposes()
    instinct.say_of_mediation(cast.act(cast.ratna), id, 60)
    mediating.withdraw(cast.act(cast.ratna), id)
    cast.now += PROPOSAL_LASTS
    assert (my_instinct(cast.ratna, cast.now).said, my_instinct(cast.ratna, cast.now).told) == (1, 0)
