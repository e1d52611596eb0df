"""A want that is passed on, and a match that two mediate: who hears it, who never does, and who answers for it.

Joko looks for a door that Ratna hears of and passes on; Budi hears hers, and sees a key of Sari's. Ratna knows Joko and
Budi, and gets to know Sari by Budi alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from kunci.actions import exchanges, invitations, mediating, relaying, vouching, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind
from kunci.core.mediating import Why
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.models.viewer import Principal
from kunci.reveal import handovers, heard_wants, mediations, today
from kunci.reveal import vouching as seen_words
from kunci.reveal import wants as seen
from tests.actions.steps import agreed, decision, opened, refused, relation, tell, trusts
from tests.actions.test_archive import taken
from tests.actions.test_mediating import Match, kinds, knows, looks_for
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db
OWN = "Siapa yang mengurus pembelian di rumah sakit besar di Jawa Timur?"
KNOWN = Hearers(Rung.KNOWN)
TRAVELS = WantText(OWN, travels=True)
WORDS = "Seseorang yang saya jamin mencari pintu ini."


def passes_on(cast: Cast, who: UUID, want: UUID, said: WantText = TRAVELS, days: int = 30) -> UUID:
    made = relaying.relay(cast.act(who), want, said, KNOWN, days, cast.now.date()).subject
    assert made is not None
    return made


def hears(cast: Cast, who: UUID) -> dict[UUID, bool]:
    """What somebody hears of, and whether it travels."""
    return {row.id: row.travels for row in heard_wants.heard(who, cast.now).rows}


def lets_in(cast: Cast, one: UUID, *others: UUID) -> None:
    for other in others:
        if not knows(cast, one, other):
            name = Account.objects.get(id=other).email.partition("@")[0].title()
            made = invitations.invite(cast.act(one), "", "").subject
            assert made is not None
            invitations.accept(Principal("i", made), other, name, cast.now)
        cast.knows_for_years(one, other)
        cast.grant(one, other, Rung.KNOWN, set())


def test_who_hears_a_want_passes_it_on_in_their_own_words_and_its_author_never_hears_it(cast: Cast) -> None:
    want = looks_for(cast, cast.joko, cast.ratna)
    lets_in(cast, cast.ratna, cast.joko, cast.sari)
    made = passes_on(cast, cast.ratna, want)
    (row,) = heard_wants.heard(cast.sari, cast.now).rows
    assert (row.id, row.author.name, row.text, row.travels) == (made, "Ratna Dewi", OWN, True)
    assert "Joko" not in str(row)
    assert str(want) not in str(taken(cast, cast.sari))
    # Its own end, and no word of it to whoever it comes from.
    assert row.expires_at == cast.now + timedelta(days=30)
    assert hears(cast, cast.joko) == {}
    assert heard_wants.heard_want(cast.joko, cast.now, made) is None
    assert kinds(cast, cast.joko) == []
    mine = seen.want(cast.ratna, cast.now, made)
    assert mine is not None
    assert mine.origin is not None
    assert (mine.origin.id, mine.origin.author.id) == (want, cast.joko)
    # Whom it is never heard by, its page knows: of the others on the rung only she is left.
    assert [one.id for one in mine.on_rung] == [cast.sari]
    whole = heard_wants.heard_want(cast.ratna, cast.now, want)
    assert whole is not None
    assert whole.relayed == made
    with refused("relayed_already"):
        passes_on(cast, cast.ratna, want, WantText("Pengadaan alat kesehatan"))
    with refused("relay_to_author"):
        wants.change(cast.act(cast.ratna), made, TRAVELS, Hearers(None, frozenset({cast.joko})), cast.now.date())


def test_closing_the_first_lets_the_other_live_until_its_own_end(cast: Cast) -> None:
    want = looks_for(cast, cast.joko, cast.ratna)
    lets_in(cast, cast.ratna, cast.sari)
    made, lines = passes_on(cast, cast.ratna, want), kinds(cast, cast.ratna)
    wants.close(cast.act(cast.joko), want, frozenset(), "", ADDRESS)
    assert list(hears(cast, cast.sari)) == [made]
    assert kinds(cast, cast.ratna) == lines
    mine = seen.want(cast.ratna, cast.now, made)
    assert mine is not None
    assert (mine.want.open, mine.want.relays, mine.origin) == (True, want, None)
    cast.later(31)
    assert hears(cast, cast.sari) == {}


def test_two_relays_are_the_limit_and_never_come_back(cast: Cast) -> None:
    want = looks_for(cast, cast.joko, cast.ratna)
    everybody = (cast.joko, cast.ratna, cast.sari, cast.budi)
    for one in everybody[1:]:
        lets_in(cast, one, *(other for other in everybody if other != one))
    first = passes_on(cast, cast.ratna, want)
    second = passes_on(cast, cast.sari, first)
    # Neither of the two whom it comes from hears it; whoever does sees that it goes no further, its author that it may.
    assert [second in hears(cast, one) for one in everybody] == [False, False, False, True]
    assert hears(cast, cast.budi) == {first: True, second: False}
    own = seen.want(cast.sari, cast.now, second)
    assert own is not None
    assert (own.want.travels, {one.id for one in own.on_rung}) == (True, {cast.joko, cast.budi})
    for goes_nowhere in (want, second):
        with refused("gone" if goes_nowhere == want else "want_stays"):
            passes_on(cast, cast.budi, goes_nowhere)
    for back in (first, second):
        with refused("gone"):
            passes_on(cast, cast.joko, back)
    with refused("want_stays"):
        passes_on(cast, cast.ratna, looks_for(cast, cast.budi, cast.ratna, travels=False))


@dataclass
class Chain:
    """Joko asks, Ratna passes on, Budi brings her to Sari's key, she brings Joko."""

    cast: Cast
    joko: Match
    ratna: Match

    def first(self) -> UUID:
        """Budi brings Ratna and Sari together."""
        cast, match = self.cast, self.ratna
        made = mediating.propose(cast.act(cast.budi), match.want, match.key, "Ratna saya kenal.", ADDRESS).subject
        assert made is not None
        match.yes(made)
        mediating.tell(cast.act(cast.budi), made, "Sari bersedia.", ADDRESS)
        return made

    def whole(self) -> UUID:
        """A request of Joko's, through both."""
        self.joko.told()
        return self.cast.ask(self.cast.joko, self.joko.key)


@pytest.fixture
def chain(cast: Cast) -> Chain:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    want = looks_for(cast, cast.joko, cast.ratna)
    lets_in(cast, cast.ratna, cast.budi)
    cast.lower(cast.sari, cast.ratna)
    return Chain(cast, Match(cast, want, key), Match(cast, passes_on(cast, cast.ratna, want), key))


def test_a_match_is_mediated_through_two(chain: Chain) -> None:
    cast = chain.cast
    first = chain.first()
    # Ratna, who passed it on, now sees both sides, and is led to propose the key for whom she passed it on.
    assert opened(cast, cast.ratna) == [chain.joko.key]
    found = mediations.brought(cast.ratna, cast.now, first)
    assert found is not None
    assert (found.mediator.name, found.passes_on, found.proposed) == ("Budi Santoso", chain.joko.want, None)
    assert [row.kind for row in today.today(cast.ratna, cast.now).offered] == ["brought"]
    id = chain.joko.proposes()
    assert today.today(cast.ratna, cast.now).offered == ()
    found = mediations.brought(cast.ratna, cast.now, first)
    assert found is not None
    assert found.proposed == id
    shown = chain.joko.proposal(id)
    assert (shown.mediator.name, shown.came_with, shown.asker) == ("Ratna Dewi", "Budi Santoso", "")
    chain.joko.yes(id)
    chain.joko.tells(id)
    assert opened(cast, cast.joko) == [chain.joko.key]
    mediator = decision(cast, cast.sari, cast.ask(cast.joko, chain.joko.key)).mediator
    assert mediator is not None
    assert (mediator.person.name, mediator.came_with) == ("Ratna Dewi", "Budi Santoso")
    # Sari knows Ratna by Budi's word alone: hers carries nothing.
    assert (mediator.carried.why, mediator.carried.carries) == (Why.NOT_TRUSTED, ())
    # Budi reads nothing of whom it was for, Joko nothing of Budi.
    assert "Joko" not in str(taken(cast, cast.budi))
    assert not knows(cast, cast.joko, cast.budi)


def test_what_came_of_it_is_noted_on_both_mediators_and_each_reads_their_own(chain: Chain) -> None:
    cast = chain.cast
    first = chain.first()
    request = chain.whole()
    cast.decide(cast.sari, request)
    handover = agreed(cast, cast.sari, request)
    sides = {who: handovers.handover(who, cast.now, handover) for who in (cast.sari, cast.joko)}
    assert [one.mediators if one else None for one in sides.values()] == [
        ("Ratna Dewi", "Budi Santoso"),
        ("Ratna Dewi",),
    ]
    mine = mediations.mediation(cast.budi, cast.now, first)
    assert mine is not None
    assert mine.handed is not None
    assert str(cast.joko) not in str(taken(cast, cast.budi))
    for teller in (cast.sari, cast.joko):
        tell(cast, teller, handover, "broken")
    noted = {
        other: [row.kind for row in relation(cast, cast.sari, other).evidence].count(Kind.MEDIATED_BROKEN)
        for other in (cast.ratna, cast.budi)
    }
    assert noted == {cast.ratna: 1, cast.budi: 1}
    assert [row.kind for row in relation(cast, cast.joko, cast.ratna).evidence].count(Kind.MEDIATED_BROKEN) == 1


def test_an_ask_in_the_pause_goes_through_once_a_mediator_told_its_asker_and_looks_the_same(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.ratna)
    lets_in(cast, cast.sari, cast.joko)
    trusts(cast, cast.sari, cast.joko)
    match = Match(cast, looks_for(cast, cast.joko, cast.ratna), key)
    exchanges.withdraw(cast.act(cast.joko), cast.ask(cast.joko, key))
    lost = cast.ask(cast.joko, key)
    assert kinds(cast, cast.sari).count("asked") == 1
    exchanges.withdraw(cast.act(cast.joko), lost)
    cast.later(1)
    match.told()
    through = cast.ask(cast.joko, key)
    assert decision(cast, cast.sari, through).mediator is not None
    exchanges.withdraw(cast.act(cast.joko), through)
    # Once: the next one waits again.
    again = cast.ask(cast.joko, key)
    assert kinds(cast, cast.sari).count("asked") == 2
    exchanges.withdraw(cast.act(cast.joko), again)


def test_a_ring_of_three_who_speak_for_one_another_carries_nobody(chain: Chain) -> None:
    """Sari has met all three, and nothing more; each vouches to her for the two others."""
    cast = chain.cast
    ring = (cast.joko, cast.ratna, cast.budi)
    cast.lower(cast.sari, cast.budi, Rung.KNOWN)
    for one in ring:
        lets_in(cast, cast.sari, one)
    trusts(cast, cast.sari, cast.budi)
    chain.first()
    for speaker in ring:
        for about in ring:
            if speaker != about and knows(cast, speaker, about):
                vouching.say(cast.act(speaker), about, cast.sari, Kind.VOUCH, "Jujur.", ADDRESS)
    request = chain.whole()
    before = decision(cast, cast.sari, request).mediator
    for about in ring:
        for word in seen_words.about(cast.sari, cast.now, about):
            vouching.count(cast.act(cast.sari), word.id, cast.now.date())
    after = decision(cast, cast.sari, request).mediator
    assert before is not None
    assert after is not None
    assert after.carried.carries == ()
    assert after.carried.why is Why.COUNTED
