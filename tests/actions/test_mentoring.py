"""A mentor: proposed by either, agreed by the other, drafts read before they go, and how it ends.

Ratna told three outcomes well and accompanies Joko, who came by her invitation. Sari holds the keys.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

from kunci.actions import closing, invitations, mentoring, ties, vouching
from kunci.actions.exchanges import Words
from kunci.core.evidence import Kind
from kunci.core.mentoring import LASTS, PROPOSAL_LASTS, SHOWN_FOR, Role, Step, Why
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import exchanges as seen_exchanges
from kunci.reveal import mentors, notices, partners
from kunci.reveal.companions import Companion
from kunci.reveal.mentors import Whole, WholeDraft
from kunci.reveal.today import today
from tests.actions.steps import agreed, hand_over, opened, practised, refused, tell, trusts
from tests.actions.test_archive import taken
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db
Deliver = Callable[[], list[EmailMessage]]
WORDS = "Boleh saya belajar dari Anda?"
SENTENCE = "Kami memasok linen rumah sakit."


def proposes(cast: Cast, member: UUID, partner: UUID, role: Role = Role.NEWCOMER) -> UUID:
    made = mentoring.propose(cast.act(member), partner, role, WORDS, ADDRESS).subject
    assert made is not None
    return made


def agrees(cast: Cast, member: UUID, id: UUID) -> None:
    mentoring.agree(cast.act(member), id, ADDRESS)


def accompanied(cast: Cast) -> UUID:
    """Ratna accompanies Joko."""
    practised(cast, cast.sari, cast.ratna)
    id = proposes(cast, cast.joko, cast.ratna)
    agrees(cast, cast.ratna, id)
    return id


def whole(cast: Cast, member: UUID, id: UUID) -> Whole:
    found = mentors.mentorship(member, cast.now, id)
    assert found is not None
    return found


def over(cast: Cast, id: UUID) -> bool:
    """The same on both sides."""
    both = {whole(cast, one, id).row.ended_at for one in (cast.joko, cast.ratna)}
    assert len(both) == 1
    return both != {None}


def knows_each_other(cast: Cast, one: UUID, other: UUID, name: str) -> None:
    made = invitations.invite(cast.act(one), "", "").subject
    assert made is not None
    invitations.accept(Principal("i", made), other, name, cast.now)


def door(cast: Cast) -> UUID:
    """A key of Sari's that Joko sees and Ratna does not."""
    return doors(cast, "Kepala gudang, Gresik")[0]


def doors(cast: Cast, *lines: str) -> list[UUID]:
    if mentors.proposing(cast.sari, cast.now, cast.joko) is None:  # they do not know each other yet
        knows_each_other(cast, cast.sari, cast.joko, "Joko Susilo")
    keys = [cast.key(cast.sari, line, "Kontak Rahasia") for line in lines]
    cast.lower(cast.sari, cast.ratna)
    trusts(cast, cast.sari, cast.joko)
    return keys


def drafts(cast: Cast, key: UUID, sentence: str = SENTENCE) -> UUID:
    words = Words(sentence, "Sejak lama.", card=True)
    made = mentoring.write(cast.act(cast.joko), key, words, ADDRESS, cast.now.date()).subject
    assert made is not None
    return made


def draft(cast: Cast, id: UUID) -> WholeDraft:
    found = mentors.draft(cast.joko, cast.now, id)
    assert found is not None
    return found


def waits(cast: Cast, member: UUID) -> list[str]:
    return [one.kind for one in today(member, cast.now).offered]


def kinds(cast: Cast, member: UUID) -> list[str]:
    return [one.kind for one in notices.notices(member, cast.now).rows]


def test_a_newcomer_asks_and_somebody_experienced_agrees(cast: Cast, deliver: Deliver) -> None:
    practised(cast, cast.sari, cast.ratna)
    deliver()
    id = proposes(cast, cast.joko, cast.ratna)
    assert waits(cast, cast.ratna) == ["mentor_asked"]
    assert [mail.to for mail in deliver()] == [["ratna@kunci.test"]]
    agrees(cast, cast.ratna, id)
    agrees(cast, cast.ratna, id)
    assert ("mentor" in kinds(cast, cast.ratna), kinds(cast, cast.joko)[0]) == (True, "mentor_yes")
    for one, role in ((cast.joko, Role.NEWCOMER), (cast.ratna, Role.MENTOR)):
        row = whole(cast, one, id).row
        assert (row.role, row.runs, row.lasts) == (role, True, cast.now + LASTS)
    assert mentors.mentorship(cast.sari, cast.now, id) is None
    assert waits(cast, cast.ratna) == []


def test_a_mentor_offers_it_and_a_refusal_looks_like_silence(cast: Cast) -> None:
    practised(cast, cast.sari, cast.ratna)
    id = proposes(cast, cast.ratna, cast.joko, Role.MENTOR)
    assert waits(cast, cast.joko) == ["mentor_offered"]
    before = whole(cast, cast.ratna, id)
    mentoring.leave(cast.act(cast.joko), id)
    assert (waits(cast, cast.joko), whole(cast, cast.ratna, id)) == ([], before)
    assert whole(cast, cast.joko, id).row.left
    agrees(cast, cast.joko, id)
    assert not whole(cast, cast.joko, id).row.left
    with refused("mentor_agreed"):
        mentoring.withdraw(cast.act(cast.ratna), id)


def test_a_proposal_is_taken_back_or_runs_out(cast: Cast) -> None:
    practised(cast, cast.sari, cast.ratna)
    id = proposes(cast, cast.joko, cast.ratna)
    with refused("gone"):
        agrees(cast, cast.joko, id)
    with refused("gone"):
        mentoring.withdraw(cast.act(cast.ratna), id)
    with refused("mentor_already"):
        proposes(cast, cast.joko, cast.ratna)
    mentoring.withdraw(cast.act(cast.joko), id)
    with refused("mentor_over"):
        agrees(cast, cast.ratna, id)
    again = proposes(cast, cast.joko, cast.ratna)
    cast.now += PROPOSAL_LASTS
    with refused("mentor_over"):
        agrees(cast, cast.ratna, again)


def test_who_may_take_part_is_said_to_whoever_acts_and_shows_to_nobody_else(cast: Cast) -> None:
    """Budi has told nothing: he can ask and be asked, and both are silence."""
    practised(cast, cast.sari, cast.ratna)
    knows_each_other(cast, cast.ratna, cast.budi, "Budi Santoso")
    with refused(Why.UNPRACTISED):
        proposes(cast, cast.budi, cast.ratna, Role.MENTOR)
    with refused(Why.PRACTISED):
        proposes(cast, cast.ratna, cast.budi)
    asked = proposes(cast, cast.budi, cast.sari)
    with refused(Why.UNPRACTISED):
        agrees(cast, cast.sari, asked)
    assert whole(cast, cast.budi, asked).row.waits
    with refused("gone"):
        proposes(cast, cast.joko, cast.sari)
    with refused("gone"):
        proposes(cast, cast.joko, cast.joko)
    # Sari invited Ratna: Ratna, who may, can't accompany her, and both of them know why.
    mentoring.withdraw(cast.act(cast.budi), asked)
    with refused(Why.INVITED):
        proposes(cast, cast.ratna, cast.sari, Role.MENTOR)
    with refused(Why.INVITED):
        proposes(cast, cast.sari, cast.ratna)
    seen = mentors.proposing(cast.sari, cast.now, cast.ratna)
    assert seen is not None
    assert (seen.role, seen.why) == (Role.NEWCOMER, Why.INVITED)


def test_one_mentor_at_a_time_and_who_agrees_to_one_takes_back_what_they_asked_of_another(cast: Cast) -> None:
    practised(cast, cast.sari, cast.ratna)
    knows_each_other(cast, cast.budi, cast.joko, "Joko Susilo")
    elsewhere = proposes(cast, cast.joko, cast.budi)
    with refused(Why.ONE):
        proposes(cast, cast.joko, cast.ratna)
    agrees(cast, cast.joko, proposes(cast, cast.ratna, cast.joko, Role.MENTOR))
    assert whole(cast, cast.budi, elsewhere).row.withdrawn
    with refused(Why.ONE):
        proposes(cast, cast.joko, cast.budi)


def test_the_mentor_reads_the_words_and_the_door_only_where_it_is_open_to_them(cast: Cast) -> None:
    accompanied(cast)
    key = door(cast)
    id = drafts(cast, key)
    assert (waits(cast, cast.ratna), "draft" in kinds(cast, cast.ratna)) == (["draft"], True)
    found = mentors.shown_draft(cast.ratna, cast.now, id)
    assert found is not None
    row, notes = found
    assert (row.sentence, row.why, row.key, row.hint_line, row.holder, notes) == (
        SENTENCE, "Sejak lama.", None, "", None, (),
    )  # fmt: skip
    cast.grant(cast.sari, cast.ratna, Rung.TRUSTED)
    assert key in opened(cast, cast.ratna)
    (shown,) = whole(cast, cast.ratna, row.mentorship).shown
    assert (shown.key, shown.hint_line, shown.holder and shown.holder.name) == (
        key, "Kepala gudang, Gresik", "Sari Wulandari",
    )  # fmt: skip
    assert mentors.shown_draft(cast.sari, cast.now, id) is None
    assert mentors.draft(cast.ratna, cast.now, id) is None


def test_what_a_mentor_says_comes_back_and_the_newcomer_sends_from_the_draft(cast: Cast) -> None:
    accompanied(cast)
    key = door(cast)
    id = drafts(cast, key)
    with refused("draft_already"):
        drafts(cast, key)
    with refused("gone"):
        mentoring.note(cast.act(cast.sari), id, "x", ADDRESS)
    mentoring.note(cast.act(cast.ratna), id, "Sebut apa yang Anda pasok.", ADDRESS)
    assert (waits(cast, cast.ratna), waits(cast, cast.joko)) == ([], ["noted"])
    assert [note.words for note in draft(cast, id).notes] == ["Sebut apa yang Anda pasok."]
    better = Words("Kami memasok seprai.", by_when=cast.now.date() + timedelta(days=9))
    cast.later(1)
    mentoring.change(cast.act(cast.joko), id, better, ADDRESS, cast.now.date())
    assert (waits(cast, cast.ratna), waits(cast, cast.joko)) == (["draft"], [])
    asked = mentoring.send(cast.act(cast.joko), id, better, ADDRESS, cast.now.date()).subject
    (request,) = seen_exchanges.exchanges(cast.sari, cast.now).received[:1]
    assert (request.id, request.sentence, draft(cast, id).draft.request) == (asked, "Kami memasok seprai.", asked)
    with refused("draft_sent"):
        mentoring.note(cast.act(cast.ratna), id, "x", ADDRESS)
    with refused("draft_sent"):
        mentoring.drop(cast.act(cast.joko), id)
    with refused("asked_already"):
        mentoring.send(cast.act(cast.joko), drafts(cast, key), better, ADDRESS)


def test_a_door_that_was_shut_keeps_the_words_and_sends_nothing(cast: Cast) -> None:
    accompanied(cast)
    id = drafts(cast, door(cast))
    cast.lower(cast.sari, cast.joko)
    with refused("gone"):
        mentoring.send(cast.act(cast.joko), id, Words(SENTENCE), ADDRESS)
    found = draft(cast, id).draft
    assert (found.sentence, found.hint_line, found.holder) == (SENTENCE, "", "")
    mentoring.drop(cast.act(cast.joko), id)
    assert mentors.shown_draft(cast.ratna, cast.now, id) is None


def companion(cast: Cast, reader: UUID) -> Companion | None:
    """By whom Joko is accompanied, as his page says it to a partner of his."""
    found = partners.relation(reader, cast.now, cast.joko)
    assert found is not None
    return found.companion


def test_whoever_the_newcomer_deals_with_reads_by_whom_they_are_accompanied(cast: Cast) -> None:
    """Sari holds an ask of his; Budi was let in, and does not know Ratna."""
    id = accompanied(cast)
    key = door(cast)
    knows_each_other(cast, cast.joko, cast.budi, "Budi Santoso")
    for nobody in (cast.sari, cast.budi):
        assert companion(cast, nobody) is None
    cast.ask(cast.joko, key)
    cast.met(cast.joko, cast.budi)
    cast.grant(cast.joko, cast.budi, Rung.KNOWN)
    assert companion(cast, cast.sari) == Companion(cast.ratna, "Ratna Dewi", False)
    assert companion(cast, cast.budi) == Companion(None, "Ratna Dewi", False)
    mentoring.end(cast.act(cast.ratna), id, "", ADDRESS)
    for nobody in (cast.sari, cast.budi):
        assert companion(cast, nobody) is None


def test_a_mentor_lets_go_with_a_word_and_both_read_what_was_learnt(cast: Cast) -> None:
    id = accompanied(cast)
    key = door(cast)
    draft_id = drafts(cast, key)
    mentoring.note(cast.act(cast.ratna), draft_id, "Bagus.", ADDRESS)
    cast.later(2)
    mentoring.send(cast.act(cast.joko), draft_id, Words(SENTENCE), ADDRESS)
    request = seen_exchanges.exchanges(cast.sari, cast.now).received[0].id
    cast.later(3)
    cast.decide(cast.sari, request)
    tell(cast, cast.joko, agreed(cast, cast.sari, request), "good")
    cast.later(1)
    mentoring.end(cast.act(cast.ratna), id, "Anda sudah bisa sendiri.", ADDRESS)
    assert kinds(cast, cast.joko)[0] == "mentor_end"
    with refused("mentor_ended"):
        mentoring.end(cast.act(cast.joko), id, "", ADDRESS)
    found = {one: whole(cast, one, id) for one in (cast.joko, cast.ratna)}
    assert found[cast.joko].row.farewell == found[cast.ratna].row.farewell == "Anda sudah bisa sendiri."
    assert found[cast.joko].learnt == found[cast.ratna].learnt
    steps = {one.step: (one.n, one.of) for one in found[cast.ratna].learnt}
    # What Sari can still answer is not in it yet.
    assert steps == {
        Step.LASTED: (6, 0), Step.ASKED: (1, 0), Step.NOTED: (1, 0), Step.HANDED: (1, 0), Step.FIRST: (3, 0),
    }  # fmt: skip
    assert mentors.shown_draft(cast.ratna, cast.now, draft_id) is None
    assert draft(cast, draft_id).notes
    cast.later(14)
    assert Step.TOLD in {one.step for one in whole(cast, cast.ratna, id).learnt}
    cast.now += SHOWN_FOR
    assert whole(cast, cast.ratna, id).learnt == whole(cast, cast.joko, id).learnt == ()


def test_it_ends_by_itself_once_nobody_can_answer_the_third_outcome_told_well(cast: Cast) -> None:
    id = accompanied(cast)
    keys = doors(cast, *(f"Kepala gudang {number}, Gresik" for number in range(5)))
    for verdict, key in zip(("good", "unfit", "good", "good"), keys[:4], strict=True):
        tell(cast, cast.joko, hand_over(cast, cast.sari, cast.joko, key), verdict)
        assert not over(cast, id)
    assert companion(cast, cast.sari) is not None
    cast.later(13.9)
    assert not over(cast, id)
    cast.later(0.1)
    assert over(cast, id)
    assert (waits(cast, cast.joko), waits(cast, cast.ratna)) == (["mentor_over"], ["mentor_over"])
    assert companion(cast, cast.sari) is None
    told = [(one.n, one.of) for one in whole(cast, cast.ratna, id).learnt if one.step is Step.TOLD]
    assert told == [(3, 4)]
    with refused("mentor_none"):
        drafts(cast, keys[4])
    cast.later(7)
    assert waits(cast, cast.joko) == []


@pytest.mark.parametrize("shuts", ["newcomer", "mentor"])
def test_whoever_shuts_the_other_out_ends_it_without_a_word(cast: Cast, shuts: str) -> None:
    id = accompanied(cast)
    one, other = (cast.joko, cast.ratna) if shuts == "newcomer" else (cast.ratna, cast.joko)
    cast.met(one, other)
    cast.grant(one, other, Rung.KNOWN)
    before = kinds(cast, other)
    cast.lower(one, other)
    assert over(cast, id)
    assert (kinds(cast, other), whole(cast, other, id).row.let_go) == (before, None)
    again = proposes(cast, cast.joko, cast.ratna)
    cast.lower(cast.joko, cast.ratna)
    assert whole(cast, cast.ratna, again).row.withdrawn


def test_a_pass_that_runs_out_ends_nothing_and_a_year_does(cast: Cast) -> None:
    id = accompanied(cast)
    cast.met(cast.ratna, cast.joko)
    cast.grant(cast.ratna, cast.joko, Rung.KNOWN)
    cast.later(200)
    ties.add_evidence(cast.act(cast.ratna), cast.joko, Kind.MET, cast.now.date(), cast.now.date(), "")
    assert not over(cast, id)
    cast.now += LASTS - timedelta(days=200)
    assert over(cast, id)
    assert whole(cast, cast.joko, id).row.let_go is None


@pytest.mark.parametrize("closes", ["newcomer", "mentor"])
def test_an_account_that_closes_ends_it_quietly_and_takes_its_words_along(cast: Cast, closes: str) -> None:
    id = accompanied(cast)
    draft_id = drafts(cast, door(cast))
    mentoring.note(cast.act(cast.ratna), draft_id, "Catatan saya.", ADDRESS)
    gone, stays = (cast.joko, cast.ratna) if closes == "newcomer" else (cast.ratna, cast.joko)
    before = kinds(cast, stays)
    closing.close_account(cast.act(gone))
    row = whole(cast, stays, id).row
    assert (row.ended_at, row.let_go, row.other.former) == (cast.now, None, True)
    assert row.words == ("" if closes == "newcomer" else WORDS)
    assert len(kinds(cast, stays)) <= len(before)
    if closes == "mentor":
        assert draft(cast, draft_id).notes == ()
        assert Step.ASKED not in {one.step for one in whole(cast, stays, id).learnt}
    else:
        assert whole(cast, stays, id).learnt == ()


def test_a_mentors_vouch_is_one_like_any_other(cast: Cast) -> None:
    id = accompanied(cast)
    door(cast)
    vouching.say(cast.act(cast.ratna), cast.joko, cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    mentoring.end(cast.act(cast.joko), id, "", ADDRESS)
    assert len(today(cast.sari, cast.now).told) == 1


def test_all_of_it_leaves_in_the_archive_of_each_and_no_more(cast: Cast) -> None:
    id = accompanied(cast)
    draft_id = drafts(cast, door(cast))
    mentoring.note(cast.act(cast.ratna), draft_id, "Sebut apa yang Anda pasok.", ADDRESS)
    joko, ratna, sari = (taken(cast, one)["mentors"] for one in (cast.joko, cast.ratna, cast.sari))
    (row,) = joko["accompany_me"]
    assert (row["id"], row["with"], row["proposed_by_me"], row["over_at"]) == (str(id), "Ratna Dewi", True, None)
    (written,) = joko["drafts"]
    assert (written["sentence"], [one["words"] for one in written["notes"]]) == (
        SENTENCE, ["Sebut apa yang Anda pasok."],
    )  # fmt: skip
    assert [one["with"] for one in ratna["accompanied"]] == ["Joko Susilo"]
    assert [(one["newcomer"], one["draft"]) for one in ratna["notes"]] == [("Joko Susilo", str(draft_id))]
    assert SENTENCE not in str(ratna)
    assert sari == {"accompany_me": [], "accompanied": [], "drafts": [], "notes": []}
