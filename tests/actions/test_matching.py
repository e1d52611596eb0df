"""Doors that may answer a want, in each reader's own view, and what is read of them when."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kunci import meaning as encoding
from kunci.actions import heard_wants, imports, keyring, meaning, merging, tidying, wants
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.actions.wants import WantText
from kunci.core.gates import FaceKind
from kunci.core.matching import Reading, marks
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.reveal import keyring as seen_keyring
from kunci.reveal import matching
from tests.actions.test_wants import DOOR, TRUSTED, lets, offers, writes
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

OTHER = "Notaris perkapalan, Ambon"


@pytest.fixture
def want(cast: Cast) -> UUID:
    """Sari looks for a purchasing manager, and Budi may hear of it."""
    lets(cast, cast.sari, cast.budi)
    return writes(cast, cast.sari)


def mine(cast: Cast, want: UUID, who: UUID | None = None) -> list[UUID]:
    return [fit.id for fit in matching.keys_for_want(who or cast.budi, cast.now, want).mine]


def theirs(cast: Cast, want: UUID, who: UUID) -> list[UUID]:
    return [fit.id for fit in matching.keys_for_want(who, cast.now, want).opened]


def for_key(cast: Cast, key: UUID, who: UUID | None = None) -> list[UUID]:
    return [fit.id for fit in matching.wants_for_key(who or cast.budi, cast.now, key)]


def unlike(cast: Cast) -> UUID:
    """A key of Budi's to quite another door; of who is behind it only the name is known."""
    said = keyring.add_key(cast.act(cast.budi), HintText(OTHER), PersonText("Lia Kusuma"), USUAL, "")
    assert said.subject is not None
    return said.subject


def contact(cast: Cast, holder: UUID) -> UUID:
    card = b"BEGIN:VCARD\nFN:Rini Astuti\nTITLE:Manajer Pembelian\nORG:Rumah Sakit Surabaya\nEND:VCARD\n"
    imports.import_cards(cast.act(holder), read_vcards(card).cards, "kontak.vcf")
    (found,) = (row.id for row in seen_keyring.keyring(holder, cast.now).rows if row.name == "Rini Astuti")
    return found


def test_a_hidden_key_of_mine_is_found_and_what_has_nothing_to_do_with_it_is_not(cast: Cast, want: UUID) -> None:
    key = cast.key(cast.budi, DOOR)
    unlike(cast)
    found = matching.keys_for_want(cast.budi, cast.now, want)
    assert [(fit.id, fit.hint_line, fit.name, fit.is_key) for fit in found.mine] == [
        (key, DOOR, "Hendra Gunawan", True)
    ]
    assert found.mine[0].shared
    assert found.opened == ()
    # Nobody else has anything of it, not even whoever looks for it.
    for who in (cast.sari, cast.ratna, cast.joko):
        assert matching.keys_for_want(who, cast.now, want) == matching.Answers()
    assert matching.keys_for_want(cast.budi, cast.now, uuid4()) == matching.Answers()


def test_of_what_is_put_away_merged_offered_or_does_not_fit_nothing_is_proposed(cast: Cast, want: UUID) -> None:
    keys = [cast.key(cast.budi, DOOR, f"Orang {n}", email=f"{n}@rs.example") for n in range(4)]
    assert set(mine(cast, want)) == set(keys)
    assert {id for key in keys for id in for_key(cast, key)} == {want}
    tidying.archive(cast.act(cast.budi), [keys[0]])
    assert set(mine(cast, want)) == {*keys[1:]}
    tidying.bring_back(cast.act(cast.budi), [keys[0]])
    assert set(mine(cast, want)) == set(keys)
    merging.merge(cast.act(cast.budi), keys[0], keys[1])
    assert set(mine(cast, want)) == {keys[0], *keys[2:]}
    merging.unmerge(cast.act(cast.budi), keys[1])
    assert set(mine(cast, want)) == set(keys)
    offers(cast, cast.budi, want, keys[2])
    heard_wants.no_match(cast.act(cast.budi), want, keys[3])
    assert set(mine(cast, want)) == {*keys[:2]}
    assert [for_key(cast, key) for key in keys] == [[want], [want], [], []]
    heard_wants.match_again(cast.act(cast.budi), want, keys[3])
    assert set(mine(cast, want)) == {*keys[:2], keys[3]}
    keyring.drop_key(cast.act(cast.budi), keys[0])
    assert set(mine(cast, want)) == {keys[1], keys[3]}


def test_a_contact_that_is_no_key_yet_is_found_and_becomes_one_by_being_offered(cast: Cast, want: UUID) -> None:
    made = contact(cast, cast.budi)
    (fit,) = matching.keys_for_want(cast.budi, cast.now, want).mine
    assert (fit.id, fit.is_key, fit.name) == (made, False, "Rini Astuti")
    assert for_key(cast, made) == [want]
    heard_wants.offer(cast.act(cast.budi), want, made, "Saya kenal.", ADDRESS, HintText("Pembelian, rumah sakit"))
    assert mine(cast, want) == []


def test_a_key_opened_to_me_is_found_while_it_is_open_and_never_for_its_own_holder(cast: Cast) -> None:
    """Sari hears what Budi and Ratna look for, and Ratna opens a key to her."""
    for partner in (cast.budi, cast.ratna):
        lets(cast, partner, cast.sari)
    want, of_its_holder = writes(cast, cast.budi), writes(cast, cast.ratna)
    key = cast.key(cast.ratna, DOOR)
    assert theirs(cast, want, cast.sari) == []
    keyring.open_key(cast.act(cast.ratna), key, FaceKind.HINT, [cast.sari])
    found = matching.keys_for_want(cast.sari, cast.now, want)
    assert [(fit.id, fit.hint_line, fit.holder.name) for fit in found.opened] == [(key, DOOR, "Ratna Dewi")]
    assert found.mine == ()
    assert theirs(cast, of_its_holder, cast.sari) == []
    keyring.shut_out(cast.act(cast.ratna), key, cast.sari)
    assert theirs(cast, want, cast.sari) == []
    keyring.open_key(cast.act(cast.ratna), key, FaceKind.HINT, [cast.sari])
    assert theirs(cast, want, cast.sari) == [key]
    cast.lower(cast.ratna, cast.sari)
    assert theirs(cast, want, cast.sari) == []


def test_other_words_are_read_with_the_act_that_writes_them(cast: Cast, want: UUID) -> None:
    key = unlike(cast)
    assert (mine(cast, want), for_key(cast, key)) == ([], [])
    person = PersonText("Lia Kusuma")
    keyring.edit_key(cast.act(cast.budi), key, HintText(DOOR), person, USUAL, "")
    assert (mine(cast, want), for_key(cast, key)) == ([key], [want])
    wants.change(cast.act(cast.sari), want, WantText(OTHER), TRUSTED, cast.now.date())
    assert (mine(cast, want), for_key(cast, key)) == ([], [])
    keyring.edit_key(cast.act(cast.budi), key, HintText(OTHER), person, USUAL, "")
    assert (mine(cast, want), for_key(cast, key)) == ([key], [want])


def test_what_i_put_aside_or_muted_is_found_no_more_for_a_key(cast: Cast, want: UUID) -> None:
    key = cast.key(cast.budi, DOOR)
    heard_wants.put_aside(cast.act(cast.budi), want)
    assert for_key(cast, key) == []
    heard_wants.bring_back(cast.act(cast.budi), want)
    heard_wants.mute(cast.act(cast.budi), cast.sari)
    assert for_key(cast, key) == []
    heard_wants.unmute(cast.act(cast.budi), cast.sari)
    assert for_key(cast, key) == [want]
    wants.change(cast.act(cast.sari), want, WantText(DOOR), wants.Hearers(Rung.UNHESITATING), cast.now.date())
    assert for_key(cast, key) == []


def test_without_an_encoder_words_alone_find_it_and_that_is_said(
    cast: Cast, want: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not matching.keys_for_want(cast.budi, cast.now, want).by_words
    monkeypatch.setattr(encoding, "encoder", lambda: None)
    key = cast.key(cast.budi, DOOR)
    assert mine(cast, want) == [key]
    unread = writes(cast, cast.sari, OTHER)
    assert matching.keys_for_want(cast.budi, cast.now, unread).by_words


def test_what_another_version_read_is_read_anew_a_member_at_a_time_and_only_what_is_left(
    cast: Cast, want: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [cast.key(cast.budi, DOOR, f"Orang {n}", email=f"{n}@rs.example") for n in range(3)]
    for module in (meaning, matching):
        monkeypatch.setattr(module, "VERSION", 99)
    assert mine(cast, want) == []
    texts: list[str] = []

    def read(said: list[str]) -> list[Reading]:
        texts.extend(said)
        return [Reading(None, marks(text)) for text in said]

    monkeypatch.setattr(encoding, "read", read)
    monkeypatch.setattr(meaning, "IN_ALL", 4)
    next(meaning.catch_up(cast.budi, cast.now))  # a stop after the first piece
    assert len(texts) == 4
    for who in (cast.sari, cast.budi, cast.ratna):
        list(meaning.catch_up(who, cast.now))
    assert len(texts) == 7  # three hints, three names, one want
    assert set(mine(cast, want)) == set(keys)
    list(meaning.catch_up(cast.budi, cast.now))
    assert len(texts) == 7
