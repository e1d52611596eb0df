"""What several cards and edits say of one contact together, in whatever order they came."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kunci.core.addressbook import Labelled, email_normal, phone_digits
from kunci.core.layers import Change, Edit, Facts, Field, Layer, Said, alike, changes, edit, fold, read, written

START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
NUMBERS = ("0812 1111 1111", "+62 812-1111-1111", "0813 2222 2222", "021 555 1234", "0815 3333 3333")
ADDRESSES = ("sari@maju.id", "Sari@Maju.id", "dewi@x.id")

phones = st.lists(st.sampled_from(NUMBERS), max_size=3, unique_by=phone_digits)
emails = st.lists(st.sampled_from(ADDRESSES), max_size=2, unique_by=email_normal)
words = st.sampled_from(["", "Sari", "Sari Dewi", "PT Maju", "Direktur"])


def at(day: int) -> datetime:
    return START + timedelta(days=day)


def facts(name: str = "", title: str = "", phones: tuple[str, ...] = (), emails: tuple[str, ...] = ()) -> Facts:
    return Facts(
        name=name,
        title=title,
        phones=tuple(Labelled(one, phone_digits(one)) for one in phones),
        emails=tuple(Labelled(one, email_normal(one)) for one in emails),
    )


@st.composite
def said(draw: st.DrawFn) -> Said:
    day, id = draw(st.integers(0, 9)), draw(st.text("abcdef", min_size=3, max_size=8))
    return Said(at(day), id, facts(draw(words), draw(words), tuple(draw(phones)), tuple(draw(emails))))


def numbers(known: Facts) -> list[str]:
    return [one.value for one in known.phones]


def test_of_single_values_the_newest_that_says_anything_counts() -> None:
    old, new = Said(at(1), "a", facts("Sari", "Staf")), Said(at(2), "b", facts("Sari Dewi", ""))
    assert fold([new, old]) == facts("Sari Dewi", "Staf")


def test_every_phone_of_every_card_is_kept_once() -> None:
    one = Said(at(1), "a", facts(phones=("0812 1111 1111", "021 555 1234")))
    other = Said(at(2), "b", facts(phones=("+62 812-1111-1111", "0813 2222 2222")))
    assert numbers(fold([one, other])) == ["0812 1111 1111", "021 555 1234", "0813 2222 2222"]


def test_what_a_hand_set_outlasts_a_newer_card() -> None:
    card = Said(at(1), "a", facts("Sari", "Staf", ("0812 1111 1111",)))
    wanted = {"name": "Sari", "title": "Kepala", "organisation": ""}
    mine = edit(fold([card]), wanted, ["0813 2222 2222"], [], at(2), "b")
    newer = Said(at(3), "c", facts("Sari D.", "Manajer", ("+6281211111111", "021 555 1234")))
    known = fold([card, mine, newer])
    assert (known.name, known.title) == ("Sari D.", "Kepala")
    assert numbers(known) == ["021 555 1234", "0813 2222 2222"]


def test_a_field_can_be_emptied_by_hand() -> None:
    card = Said(at(1), "a", facts("Sari", "Staf"))
    mine = edit(fold([card]), {"name": "Sari", "title": "", "organisation": ""}, [], [], at(2))
    assert mine.fields == {"title": ""}
    assert fold([card, mine]).title == ""


def test_a_merged_contact_adds_and_does_not_outvote() -> None:
    own = Said(at(1), "a", facts("Sari Dewi", "", ("0812 1111 1111",)))
    merged = facts("S. Dewi", "Kepala", ("0813 2222 2222",))
    known = fold([own], [merged])
    assert (known.name, known.title) == ("Sari Dewi", "Kepala")
    assert set(numbers(known)) == {"0812 1111 1111", "0813 2222 2222"}


def test_a_change_is_told_with_what_was_before() -> None:
    before, after = facts("Sari", "Staf", ("0812 1111 1111",)), facts("Sari", "Kepala", ("021 555 1234",))
    assert changes(before, after) == (
        Change(Field.TITLE, "Staf", "Kepala"),
        Change(Field.PHONES, "", "021 555 1234"),
    )


@given(st.lists(said(), max_size=5, unique_by=lambda one: (one.at, one.id)), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(layers: list[Layer], random: object) -> None:
    shuffled = list(layers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands out a Random
    assert fold(shuffled) == fold(layers)


@given(st.lists(said(), min_size=1, max_size=5, unique_by=lambda one: (one.at, one.id)))
def test_a_card_that_is_taken_away_leaves_what_the_others_say(layers: list[Said]) -> None:
    known = fold(layers)
    assert {alike(one) for one in known.phones} == {alike(one) for layer in layers for one in layer.facts.phones}
    rest = fold(layers[1:])
    assert {alike(one) for one in known.phones} - {alike(one) for one in rest.phones} <= {
        alike(one) for one in layers[0].facts.phones
    }


@given(st.lists(said(), max_size=4), words, words, phones, emails)
def test_an_edit_makes_what_was_typed(
    layers: list[Layer], name: str, title: str, phones: list[str], emails: list[str]
) -> None:
    before = fold(layers)
    wanted = {"name": name, "title": title, "organisation": ""}
    after = fold([*layers, edit(before, wanted, phones, emails, at(20), "z")])
    assert (after.name, after.title, after.organisation) == (name, title, "")
    assert sorted(numbers(after)) == sorted(phones)
    assert sorted(one.value for one in after.emails) == sorted(emails)


@given(said(), phones, emails)
def test_what_is_written_is_read_again(layer: Said, phones: list[str], emails: list[str]) -> None:
    full = replace(layer.facts, notes=("satu",), uids=("u-1",), birthday="--02-29", urls=("https://x.id",))
    assert read(json.loads(json.dumps(written(full))), layer.at, layer.id) == Said(layer.at, layer.id, full)
    made = edit(layer.facts, {"name": "A", "title": "", "organisation": ""}, phones, emails, at(3), "e")
    assert isinstance(made, Edit)
    assert read(json.loads(json.dumps(written(made))), at(3), "e") == made
