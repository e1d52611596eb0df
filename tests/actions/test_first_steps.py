"""A wish to get to know a person, and the mediated first step that comes of it.

Budi would like to get to know Sari, whom he knows of; Ratna hears it, for she knows both. Joko hears it only once he
knows Sari too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from kunci.actions import first_steps, heard_wants, mediating, relaying, ties, wants
from kunci.actions.closing import close_account
from kunci.actions.wants import Hearers, WantText
from kunci.core.first_steps import OPEN_FOR, TRYING_LASTS
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.reveal import first_steps as seen
from kunci.reveal import heard_wants as heard
from kunci.reveal import mediations, today
from kunci.reveal import wants as seen_wants
from kunci.reveal.first_steps import Step
from tests.actions.steps import opened, readers, refused, trusts
from tests.actions.test_archive import taken
from tests.actions.test_mediating import kinds
from tests.actions.test_relays import lets_in
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db
WISH = "Ingin belajar cara beliau memilih pemasok."
WORDS = "Seseorang yang saya kenal baik ingin berkenalan dengan Anda."


@dataclass
class Meeting:
    """Budi wishes, Ratna mediates, Sari is asked."""

    cast: Cast
    want: UUID
    keys: dict[UUID, UUID] = field(default_factory=dict)

    def proposes(self, named: bool = False) -> UUID:
        act = self.cast.act(self.cast.ratna)
        made = first_steps.propose(act, self.want, WORDS, ADDRESS, named=named).subject
        assert made is not None
        return made

    def told(self) -> UUID:
        id = self.proposes()
        first_steps.say_yes(self.cast.act(self.cast.sari), id, ADDRESS)
        first_steps.tell(self.cast.act(self.cast.ratna), id, "Sari bersedia.", ADDRESS)
        return id

    def paired(self) -> UUID:
        id, cast = self.told(), self.cast
        for who, line in ((cast.budi, "Penjahit seragam, Gresik"), (cast.sari, "Kasir toko kain, Sidoarjo")):
            self.keys[who] = cast.key(who, line)
            first_steps.name_key(cast.act(who), id, self.keys[who], ADDRESS)
        first_steps.pair(cast.act(cast.ratna), id, ADDRESS)
        return id

    def opened(self) -> UUID:
        id = self.paired()
        for who in (self.cast.budi, self.cast.sari):
            first_steps.agree(self.cast.act(who), id, ADDRESS)
        return id

    def sees(self, who: UUID, id: UUID) -> Step:
        found = seen.step(who, self.cast.now, id)
        assert found is not None
        return found


def wishes(cast: Cast, who: UUID, person: UUID, rung: Rung = Rung.KNOWN, *, may_name: bool = False) -> UUID:
    said = WantText(WISH, may_name=may_name, person=person)
    made = wants.write(cast.act(who), said, Hearers(rung), 90, cast.now.date()).subject
    assert made is not None
    return made


def hears(cast: Cast, who: UUID) -> set[UUID]:
    """Wishes for a person that somebody hears of."""
    return {one.want for one in seen.between(who, cast.now)}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    lets_in(cast, cast.budi, cast.ratna)
    return Meeting(cast, wishes(cast, cast.budi, cast.sari))


def test_only_those_who_know_the_person_hear_of_it_and_the_person_never(meeting: Meeting) -> None:
    cast = meeting.cast
    lets_in(cast, cast.budi, cast.joko, cast.sari)
    assert [hears(cast, who) for who in (cast.ratna, cast.joko, cast.sari)] == [{meeting.want}, set(), set()]
    assert heard.heard_want(cast.joko, cast.now, meeting.want) is None
    whole = heard.heard_want(cast.ratna, cast.now, meeting.want)
    assert whole is not None
    assert whole.want.person is not None
    assert whole.want.person.id == cast.sari
    own = seen_wants.want(cast.budi, cast.now, meeting.want)
    assert own is not None
    assert own.person is not None
    # That she does not hear it its author knows; of Joko, whom he lets hear, he does not know whether he may.
    assert {one.id for one in own.on_rung} == {cast.ratna, cast.joko}
    # Passed on it is for the same person, and goes the same way.
    lets_in(cast, cast.ratna, cast.joko, cast.sari, cast.budi)
    today_ = cast.now.date()
    done = relaying.relay(
        cast.act(cast.ratna), meeting.want, WantText("Siapa dekat dengannya?"), Hearers(Rung.KNOWN), 30, today_
    )
    assert [hears(cast, who) for who in (cast.joko, cast.sari, cast.budi)] == [set()] * 3
    lets_in(cast, cast.sari, cast.joko)
    assert hears(cast, cast.joko) == {meeting.want, done.subject}
    wants.close(cast.act(cast.budi), meeting.want, frozenset(), "", ADDRESS)
    for wrong in (cast.budi, UUID(int=9)):
        with refused("gone"):
            wishes(cast, cast.budi, wrong)
    meeting.want = wishes(cast, cast.budi, cast.sari)
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.ratna)
    assert mediations.both_sides(cast.ratna, cast.now, meeting.want) == ((), False)
    with refused("want_person"):
        mediating.propose(cast.act(cast.ratna), meeting.want, key, WORDS, ADDRESS)


def test_whom_i_could_bring_together_the_surest_first(meeting: Meeting) -> None:
    cast = meeting.cast
    lets_in(cast, cast.joko, cast.ratna, cast.sari)
    second = wishes(cast, cast.joko, cast.sari)
    assert {one.want for one in seen.between(cast.ratna, cast.now)} == {meeting.want, second}
    cast.knows_for_years(cast.ratna, cast.joko)
    cast.knows_for_years(cast.ratna, cast.sari)
    first, other = seen.between(cast.ratna, cast.now)
    assert [one.want for one in (first, other)] == [second, meeting.want]
    assert other.weaker is not None
    assert (other.weaker.id, other.sure.rung) == (cast.budi, Rung.STRANGER)
    heard_wants.put_aside(cast.act(cast.ratna), second)
    assert [one.want for one in seen.between(cast.ratna, cast.now)] == [meeting.want]
    assert seen.between(cast.sari, cast.now) == ()


def test_who_is_asked_reads_no_name_and_their_silence_is_as_a_no(meeting: Meeting) -> None:
    cast, id = meeting.cast, meeting.proposes()
    shown = meeting.sees(cast.sari, id)
    assert (shown.sentence, shown.asker, shown.asker_name) == (WORDS, None, "")
    assert "Budi" not in str(taken(cast, cast.sari)["mediations"])
    assert [row.kind for row in today.today(cast.sari, cast.now).offered] == ["step"]
    # Whoever wished for it reads nothing of it.
    before, nothing = meeting.sees(cast.ratna, id), seen.steps(cast.budi, cast.now)
    assert (nothing, kinds(cast, cast.budi)) == ((), [])
    first_steps.leave(cast.act(cast.sari), id)
    assert meeting.sees(cast.ratna, id) == before
    first_steps.bring_back(cast.act(cast.sari), id)
    first_steps.say_yes(cast.act(cast.sari), id, ADDRESS)
    assert meeting.sees(cast.ratna, id).can_tell
    assert seen.step(cast.budi, cast.now, id) is None
    first_steps.leave(cast.act(cast.sari), id)
    assert meeting.sees(cast.ratna, id) == before
    with refused("no_yes_yet"):
        first_steps.tell(cast.act(cast.ratna), id, "Sari bersedia.", ADDRESS)
    with refused("step_already"):
        meeting.proposes()
    with refused("want_unnamed"):
        meeting.proposes(named=True)


def test_what_each_is_wary_of_their_mediator_reads_and_the_other_does_not(meeting: Meeting) -> None:
    cast, id = meeting.cast, meeting.told()
    assert meeting.sees(cast.sari, id).asker_name == "Budi Santoso"
    first_steps.note(cast.act(cast.budi), id, "Takut dikira meminta pesanan.", ADDRESS)
    first_steps.note(cast.act(cast.sari), id, "Waktu saya sempit.", ADDRESS)
    first_steps.note(cast.act(cast.ratna), id, "Sebutkan kunci yang ringan.", ADDRESS, to=cast.sari)
    assert {one.text for one in meeting.sees(cast.ratna, id).notes} == {
        "Takut dikira meminta pesanan.",
        "Waktu saya sempit.",
        "Sebutkan kunci yang ringan.",
    }
    assert [one.text for one in meeting.sees(cast.budi, id).notes] == ["Takut dikira meminta pesanan."]
    assert sorted(one.mine for one in meeting.sees(cast.sari, id).notes) == [False, True]
    assert "Waktu saya" not in str(taken(cast, cast.budi))
    with refused("step_to_whom"):
        first_steps.note(cast.act(cast.ratna), id, "Halo.", ADDRESS, to=cast.joko)
    with refused("gone"):
        first_steps.note(cast.act(cast.joko), id, "Halo.", ADDRESS)


def test_both_hints_open_once_both_have_agreed_and_either_takes_it_back(meeting: Meeting) -> None:
    cast, id = meeting.cast, meeting.paired()
    # Before that neither reads the other's key or yes, nor does their mediator read who has agreed.
    assert [one.line for one in meeting.sees(cast.budi, id).sides] == ["Penjahit seragam, Gresik"]
    unseen = [meeting.sees(who, id) for who in (cast.ratna, cast.sari)]
    first_steps.agree(cast.act(cast.budi), id, ADDRESS)
    assert [meeting.sees(who, id) for who in (cast.ratna, cast.sari)] == unseen
    assert opened(cast, cast.sari) == opened(cast, cast.budi) == []
    first_steps.disagree(cast.act(cast.budi), id)
    first_steps.agree(cast.act(cast.sari), id, ADDRESS)
    assert opened(cast, cast.budi) == []
    first_steps.agree(cast.act(cast.budi), id, ADDRESS)
    assert opened(cast, cast.budi) == [meeting.keys[cast.sari]]
    assert opened(cast, cast.sari) == [meeting.keys[cast.budi]]
    assert readers(cast, cast.sari, meeting.keys[cast.sari], FaceKind.HINT) == {cast.budi}
    assert [one.line for one in meeting.sees(cast.budi, id).sides if one.key == meeting.keys[cast.sari]] != []
    # From there it is the usual ask.
    request = cast.ask(cast.budi, meeting.keys[cast.sari])
    cast.decide(cast.sari, request, "not_now")
    first_steps.end(cast.act(cast.sari), id)
    assert opened(cast, cast.sari) == opened(cast, cast.budi) == []
    assert [meeting.sees(who, id).over for who in (cast.budi, cast.ratna, cast.sari)] == [True] * 3
    with refused("step_over"):
        first_steps.agree(cast.act(cast.budi), id, ADDRESS)


def test_it_is_over_by_itself(meeting: Meeting) -> None:
    cast, id = meeting.cast, meeting.opened()
    assert opened(cast, cast.budi) == [meeting.keys[cast.sari]]
    cast.later(OPEN_FOR.days)
    assert opened(cast, cast.sari) == opened(cast, cast.budi) == []
    assert meeting.sees(cast.budi, id).over
    assert OPEN_FOR < TRYING_LASTS


def leaves(cast: Cast, id: UUID) -> None:
    first_steps.end(cast.act(cast.budi), id)


def shuts_out(cast: Cast, id: UUID) -> None:
    ties.lower(cast.act(cast.sari), cast.ratna, Rung.STRANGER)


def closes(cast: Cast, id: UUID) -> None:
    close_account(cast.act(cast.ratna))


def gives_up(cast: Cast, id: UUID) -> None:
    first_steps.end(cast.act(cast.ratna), id)


@pytest.mark.parametrize("end", [leaves, shuts_out, closes, gives_up])
def test_whoever_leaves_ends_it_for_all_and_nothing_says_who(
    meeting: Meeting, end: Callable[[Cast, UUID], None]
) -> None:
    cast, id = meeting.cast, meeting.opened()
    lines = {who: kinds(cast, who) for who in (cast.budi, cast.sari)}
    end(cast, id)
    assert opened(cast, cast.sari) == opened(cast, cast.budi) == []
    for who in (cast.budi, cast.sari):
        found = seen.step(who, cast.now, id)
        assert found is None or found.over
        assert kinds(cast, who) == (lines[who] if found is not None else [one for one in lines[who] if one != "step"])


def test_before_anybody_is_told_a_mediator_who_is_shut_out_shows_to_nobody(meeting: Meeting) -> None:
    cast, id = meeting.cast, meeting.proposes()
    before = meeting.sees(cast.sari, id)
    cast.lower(cast.budi, cast.ratna)
    assert meeting.sees(cast.sari, id) == before
    first_steps.say_yes(cast.act(cast.sari), id, ADDRESS)
    with refused("step_over"):
        first_steps.tell(cast.act(cast.ratna), id, "Sari bersedia.", ADDRESS)
