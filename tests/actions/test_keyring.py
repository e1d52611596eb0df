"""My keyring: contacts come in whole, become keys, are edited, opened, closed and dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kunci.actions import imports, keyring, ties
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.actions.verb import Done
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.reveal import keyring as keys
from tests.actions.steps import (
    agreed,
    answers,
    asked_for,
    close_for_months,
    emails_seen,
    face,
    hand_over,
    hands,
    link,
    mine,
    opened,
    readers,
    refused,
    trusts,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HINT, NAME, CONTACT = FaceKind
K, T, U = Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING
TEXT = HintText("Notaris, Bandung", city="Bandung")
LIA = PersonText("Lia Kusuma", "Notaris", "Kantor Lia", ("+62 22 555 0101",), ("lia@notaris.example",))
CARD = b"""BEGIN:VCARD
VERSION:3.0
FN:Hendra Gunawan
TITLE:Kepala Pengadaan
ORG:RS Harapan
TEL;TYPE=CELL:+62 812 0000 001
TEL;TYPE=WORK:(031) 555-0102
EMAIL;TYPE=WORK:hendra@rs.example
EMAIL;TYPE=HOME:hendra@rumah.example
ADR;TYPE=WORK:;;Jl. Darmo 1;Surabaya;Jawa Timur;60264;Indonesia
URL:https://rs.example
NOTE:ketemu di pameran
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Ayu Lestari
END:VCARD
"""
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def take_in(cast: Cast, file: bytes) -> UUID:
    done = imports.import_cards(cast.act(cast.sari), read_vcards(file).cards, "kontak.vcf")
    assert done.subject is not None
    return done.subject


def imported(cast: Cast, file: bytes = CARD) -> dict[str, UUID]:
    return {one.name: one.id for one in keys.batch(cast.sari, cast.now, take_in(cast, file)).rows}


def test_an_imported_contact_keeps_all_that_its_card_said(cast: Cast) -> None:
    contact = mine(cast, cast.sari, imported(cast)["Hendra Gunawan"])
    assert (contact.title, contact.organisation, contact.is_key) == ("Kepala Pengadaan", "RS Harapan", False)
    assert contact.details.phones == ("+62 812 0000 001", "(031) 555-0102")
    assert contact.details.emails == ("hendra@rs.example", "hendra@rumah.example")
    assert "Jl. Darmo 1" in contact.details.addresses[0]
    assert contact.details.urls == ("https://rs.example",)
    assert contact.details.note == "ketemu di pameran"


def test_an_import_is_my_own_and_opens_nothing(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    batch = take_in(cast, CARD)
    assert keys.batch(cast.sari, cast.now, batch).total == 2
    assert keys.batch(cast.budi, cast.now, batch).total == 0
    assert opened(cast, cast.budi) == []


@pytest.mark.parametrize("count", [0, 501])
def test_an_import_of_any_size_is_taken_in_whole(cast: Cast, count: int) -> None:
    cards = [b"BEGIN:VCARD\nVERSION:3.0\nFN:Orang %d\nTEL:+62 812 %d\nEND:VCARD\n" % (n, n) for n in range(count)]
    batch = take_in(cast, b"".join(cards))
    found = {one.name: one.details.phones for one in keys.batch(cast.sari, cast.now, batch).rows}
    assert found == {f"Orang {n}": (f"+62 812 {n}",) for n in range(count)}


def test_real_address_books_come_back_out_as_they_were_read(cast: Cast) -> None:
    files = sorted(DATA.rglob("*.vcf"))[:40]
    if not files:
        pytest.skip(f"no address books beside the repository, in {DATA}")
    for file in files:
        cards = read_vcards(file.read_bytes()).cards
        if not 0 < len(cards) < 200:
            continue
        batch = imports.import_cards(cast.act(cast.sari), cards, file.name).subject
        assert batch is not None
        kept = [
            (one.name, one.details.phones, one.details.emails) for one in keys.batch(cast.sari, cast.now, batch).rows
        ]
        said = [(c.name, tuple(p.value for p in c.phones), tuple(e.value for e in c.emails)) for c in cards]
        assert sorted(kept) == sorted(said), file.name
        imports.undo(cast.act(cast.sari), batch)
        assert keys.batch(cast.sari, cast.now, batch).total == 0


def test_a_contact_becomes_a_key_once_and_is_open_to_nobody(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    contact = imported(cast)["Hendra Gunawan"]
    assert keyring.make_keys(cast.act(cast.sari), [(contact, TEXT)]).detail["count"] == 1
    assert keyring.make_keys(cast.act(cast.sari), [(contact, HintText("Lain"))]).detail["count"] == 0
    key = mine(cast, cast.sari, contact)
    assert (key.is_key, key.hint_line, key.city) == (True, "Notaris, Bandung", "Bandung")
    assert not key.opened
    assert opened(cast, cast.budi) == []


def test_editing_a_contact_makes_a_key_of_it(cast: Cast) -> None:
    contact = imported(cast)["Ayu Lestari"]
    keyring.edit_key(cast.act(cast.sari), contact, TEXT, LIA, USUAL, "")
    assert mine(cast, cast.sari, contact).is_key


def test_a_key_of_somebody_else_is_not_made_mine(cast: Cast) -> None:
    key = cast.key(cast.ratna)
    done = keyring.make_keys(cast.act(cast.sari), [(key, TEXT), (uuid4(), TEXT)])
    assert done.detail["count"] == 0
    assert keys.own_key(cast.sari, cast.now, key) is None


def test_a_key_added_by_hand_says_back_what_was_typed(cast: Cast) -> None:
    done = keyring.add_key(cast.act(cast.sari), TEXT, LIA, RungChoice(K, T, U), "teman lama")
    assert done.subject is not None
    key = mine(cast, cast.sari, done.subject)
    assert (key.hint_line, key.city, key.name, key.title, key.organisation, key.note) == (
        "Notaris, Bandung", "Bandung", "Lia Kusuma", "Notaris", "Kantor Lia", "teman lama",
    )  # fmt: skip
    assert (key.details.phones, key.details.emails) == (LIA.phones, LIA.emails)
    assert [one.rung for one in key.faces] == [1, 2, 3]


def test_an_edit_changes_texts_for_whoever_reads_them(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, key)
    keyring.edit_key(cast.act(cast.sari), key, TEXT, LIA, USUAL, "baru")
    assert mine(cast, cast.sari, key).note == "baru"
    assert emails_seen(cast, cast.budi, key) == ("lia@notaris.example",)


def test_an_edit_keeps_what_the_form_does_not_ask_for(cast: Cast) -> None:
    contact = imported(cast)["Hendra Gunawan"]
    before = mine(cast, cast.sari, contact).details
    person = PersonText("Hendra G.", phones=before.phones[:1], emails=before.emails)
    keyring.edit_key(cast.act(cast.sari), contact, TEXT, person, USUAL, "")
    assert mine(cast, cast.sari, contact).details == replace(before, phones=before.phones[:1])


def test_raising_a_rung_closes_the_face_to_those_below_it(cast: Cast) -> None:
    key = cast.key(cast.sari)
    for partner in (cast.budi, cast.ratna):
        close_for_months(cast, cast.sari, partner)
    cast.grant(cast.sari, cast.budi, T)
    cast.grant(cast.sari, cast.ratna, U)
    assert readers(cast, cast.sari, key, HINT) == {cast.budi, cast.ratna}
    keyring.edit_key(cast.act(cast.sari), key, TEXT, LIA, RungChoice(U, U, None), "")
    assert readers(cast, cast.sari, key, HINT) == {cast.ratna}
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([], [key])
    keyring.edit_key(cast.act(cast.sari), key, TEXT, LIA, RungChoice(K, U, None), "")
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([], [key])


def test_lowering_a_rung_opens_the_face_to_nobody_new(cast: Cast) -> None:
    key = cast.key(cast.sari)
    for partner in (cast.budi, cast.ratna):
        close_for_months(cast, cast.sari, partner)
    cast.grant(cast.sari, cast.budi, U)
    cast.grant(cast.sari, cast.ratna, T, set())
    keyring.edit_key(cast.act(cast.sari), key, TEXT, LIA, RungChoice(K, K, K), "")
    assert readers(cast, cast.sari, key, NAME) == {cast.budi}
    assert readers(cast, cast.sari, key, CONTACT) == set()
    assert opened(cast, cast.ratna) == []


@pytest.mark.parametrize("rungs", [RungChoice(U, T, None), RungChoice(None, T, U), RungChoice(K, None, U)])
def test_faces_that_would_open_out_of_order_are_refused(cast: Cast, rungs: RungChoice) -> None:
    key = cast.key(cast.sari)
    with refused("faces_order"):
        keyring.add_key(cast.act(cast.sari), TEXT, LIA, rungs, "")
    with refused("faces_order"):
        keyring.edit_key(cast.act(cast.sari), key, TEXT, LIA, rungs, "")
    assert [one.rung for one in mine(cast, cast.sari, key).faces] == [2, 3, 0]


@pytest.mark.parametrize(
    ("hint", "person", "note", "code"),
    [
        (HintText("  "), LIA, "", "hint_missing"),
        (HintText("x" * 201), LIA, "", "too_long"),
        (HintText("Notaris", city="x" * 201), LIA, "", "too_long"),
        (TEXT, replace(LIA, name=" "), "", "name_missing"),
        (TEXT, replace(LIA, name="x" * 201), "", "too_long"),
        (TEXT, replace(LIA, title="x" * 201), "", "too_long"),
        (TEXT, replace(LIA, organisation="x" * 201), "", "too_long"),
        (TEXT, LIA, "x" * 2001, "too_long"),
    ],
)
def test_empty_and_overlong_texts_are_refused(
    cast: Cast, hint: HintText, person: PersonText, note: str, code: str
) -> None:
    key = cast.key(cast.sari)
    before = mine(cast, cast.sari, key)
    with refused(code):
        keyring.add_key(cast.act(cast.sari), hint, person, USUAL, note)
    with refused(code):
        keyring.edit_key(cast.act(cast.sari), key, hint, person, USUAL, note)
    assert mine(cast, cast.sari, key) == before


def test_one_empty_hint_refuses_the_whole_making_of_keys(cast: Cast) -> None:
    contacts = imported(cast)
    with refused("hint_missing"):
        keyring.make_keys(cast.act(cast.sari), [(one, HintText(name[:1].strip("H"))) for name, one in contacts.items()])
    assert not any(mine(cast, cast.sari, one).is_key for one in contacts.values())


def test_a_face_is_opened_to_exactly_the_partners_named(cast: Cast) -> None:
    key = cast.key(cast.sari)
    for partner in (cast.budi, cast.ratna):
        cast.knows_for_years(cast.sari, partner)
        cast.grant(cast.sari, partner, T, set())
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.budi])
    assert readers(cast, cast.sari, key, HINT) == {cast.budi}
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.budi, cast.ratna])
    assert readers(cast, cast.sari, key, HINT) == {cast.budi, cast.ratna}
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.ratna])
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([], [key])


def test_closing_the_hint_closes_what_lies_behind_it(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, U)
    keyring.open_key(cast.act(cast.sari), key, CONTACT, [cast.budi])
    assert emails_seen(cast, cast.budi, key) == ("hendra@rs.example",)
    keyring.open_key(cast.act(cast.sari), key, HINT, [])
    assert opened(cast, cast.budi) == []
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.budi])
    assert emails_seen(cast, cast.budi, key) is None
    assert readers(cast, cast.sari, key, NAME) == set()


def test_a_face_opens_to_nobody_below_its_rung_nor_past_the_face_before(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, K)
    with refused("not_on_rung"):
        keyring.open_key(cast.act(cast.sari), key, HINT, [cast.budi])
    with refused("not_on_rung"):
        keyring.open_key(cast.act(cast.sari), key, HINT, [cast.joko])
    cast.grant(cast.sari, cast.budi, U, set())
    for kind in (NAME, CONTACT):
        with refused("face_order"):
            keyring.open_key(cast.act(cast.sari), key, kind, [cast.budi])
    assert not mine(cast, cast.sari, key).opened


@pytest.mark.parametrize("kind", FaceKind)
def test_a_contact_that_is_no_key_is_opened_to_nobody(cast: Cast, kind: FaceKind) -> None:
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, U)
    contact = imported(cast)["Hendra Gunawan"]
    with refused("not_a_key"):
        keyring.open_key(cast.act(cast.sari), contact, kind, [cast.budi])


def test_a_grant_opens_nothing_of_a_contact_that_is_no_key(cast: Cast) -> None:
    close_for_months(cast, cast.sari, cast.budi)
    contact = imported(cast)["Hendra Gunawan"]
    name = face(cast, cast.sari, contact, NAME)
    ties.grant(cast.act(cast.sari), cast.budi, U, {name}, None, cast.now.date(), "")
    assert readers(cast, cast.sari, contact, NAME) == set()


def test_closing_a_key_closes_it_to_everybody_whoever_it_was_handed_to_included(cast: Cast) -> None:
    key = cast.key(cast.sari)
    for partner in (cast.budi, cast.ratna):
        trusts(cast, cast.sari, partner)
    hand_over(cast, cast.sari, cast.budi, key)
    keyring.close_key(cast.act(cast.sari), key)
    assert not mine(cast, cast.sari, key).opened
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([], [])


def test_a_key_closed_stays_closed_whatever_the_contact_answers_later(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    keyring.close_key(cast.act(cast.sari), key)
    answers(cast, contact, "yes")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    assert opened(cast, cast.budi) == []


def test_a_key_handed_over_and_closed_stays_closed_when_the_contact_says_yes_again(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    agreed(cast, cast.sari, request)
    keyring.close_key(cast.act(cast.sari), key)
    answers(cast, contact, "no")
    answers(cast, contact, "yes")
    assert opened(cast, cast.budi) == []
    assert not mine(cast, cast.sari, key).opened


@pytest.mark.parametrize("by_name", [False, True])
def test_a_dropped_key_is_gone_for_everybody(cast: Cast, by_name: bool) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    if by_name:
        hand_over(cast, cast.sari, cast.budi, key)
    keyring.drop_key(cast.act(cast.sari), key)
    assert keys.own_key(cast.sari, cast.now, key) is None
    assert keys.is_empty(cast.sari, cast.now)
    assert opened(cast, cast.budi) == []


def test_a_contact_can_be_dropped_and_the_others_stay(cast: Cast) -> None:
    contacts = imported(cast)
    keyring.drop_key(cast.act(cast.sari), contacts["Ayu Lestari"])
    assert [row.id for row in keys.keyring(cast.sari, cast.now).rows] == [contacts["Hendra Gunawan"]]


VERBS: list[Callable[[Cast, UUID], Done]] = [
    lambda cast, key: keyring.edit_key(cast.act(cast.budi), key, TEXT, LIA, USUAL, ""),
    lambda cast, key: keyring.open_key(cast.act(cast.budi), key, HINT, []),
    lambda cast, key: keyring.close_key(cast.act(cast.budi), key),
    lambda cast, key: keyring.drop_key(cast.act(cast.budi), key),
]


@pytest.mark.parametrize("do", VERBS, ids=["edit", "open", "close", "drop"])
def test_a_key_of_somebody_else_is_refused_as_one_that_is_not_there(
    cast: Cast, do: Callable[[Cast, UUID], Done]
) -> None:
    hidden, shown = cast.key(cast.sari, "Tersembunyi"), cast.key(cast.sari, "Terbuka")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, T, {face(cast, cast.sari, shown, HINT)})
    before = mine(cast, cast.sari, shown), mine(cast, cast.sari, hidden)
    for key in (hidden, shown, uuid4()):
        with refused("gone"):
            do(cast, key)
    assert (mine(cast, cast.sari, shown), mine(cast, cast.sari, hidden)) == before


def test_nobody_shuts_themselves_out_of_their_own_key(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, key)  # its faces hang behind names now, the holder's own among them
    with refused("gone"):
        keyring.shut_out(cast.act(cast.sari), key, cast.sari)
    assert mine(cast, cast.sari, key).name == "Hendra Gunawan"
