"""Everything that is mine leaves in one archive, and nothing that is not."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from kunci.actions import (
    accounts,
    cards,
    circles,
    confirming,
    consents,
    exchanges,
    invitations,
    keyring,
    merging,
    offers,
    tidying,
    ties,
    vouching,
)
from kunci.actions.cards import CardText
from kunci.actions.circles import Guest
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import Invitation
from kunci.models.viewer import Principal, looking, member
from kunci.reveal.holdings import holdings
from kunci.reveal.partners import partners
from tests.actions.steps import agreed, archived, hand_over, link, tell, trusts
from tests.cast import ADDRESS, LETTERS, Cast


def taken(cast: Cast, whose: UUID) -> dict[str, Any]:
    """The archive as its file says it."""
    found: dict[str, Any] = json.loads(archived(cast, whose))
    return found


def an_exchange(cast: Cast) -> UUID:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    return hand_over(cast, cast.sari, cast.budi, key)


def test_a_holder_takes_along_keys_evidence_and_what_became_of_them(cast: Cast) -> None:
    handover = an_exchange(cast)
    tell(cast, cast.sari, handover, "good", "lancar sekali")
    mine = taken(cast, cast.sari)
    (contact,) = mine["contacts"]
    assert contact["hint"]["line"] == "Kepala pengadaan, rumah sakit, Surabaya"
    assert contact["note"] == "catatan"
    assert contact["person"]["name"] == "Hendra Gunawan"
    assert [one["value"] for one in contact["person"]["phones"]] == ["+62 812 0000 001"]
    assert {one["name"] for face in contact["faces"] for one in face["named"]} == {"Budi Santoso"}
    budi = next(one for one in mine["partners"] if one["name"] == "Budi Santoso")
    assert {one["kind"]: one["note"] for one in budi["evidence"]} == {"prior": "", "outcome_good": "lancar sekali"}
    (asked,) = mine["received"]
    assert (asked["asker"], asked["sentence"]) == ("Budi Santoso", "Kami memasok linen rumah sakit.")
    assert [one["answer"] for one in asked["decisions"]] == ["yes"]
    assert [one["answer"] for one in asked["contact_answered"]] == ["yes"]
    (handed,) = mine["handovers"]
    assert [(one["teller"], one["verdict"]) for one in handed["outcomes"]] == [("Sari Wulandari", "good")]
    assert {one["name"] for one in mine["invitations"]} == {"Budi Santoso", "Ratna Dewi"}
    assert "founded" in {one["verb"] for one in mine["journal"]}
    assert mine["profile"]["email"] == "sari@kunci.test"


def test_words_about_others_are_taken_along_with_the_weight_that_they_had(cast: Cast) -> None:
    cast.knows_for_years(cast.budi, cast.sari)
    made = invitations.invite(cast.act(cast.budi), "", "").subject
    assert made is not None
    invitations.accept(Principal("i", made), cast.ratna, "Ratna Dewi", cast.now)
    word = vouching.say(cast.act(cast.sari), cast.ratna, cast.budi, Kind.VOUCH, "Jujur orangnya.", ADDRESS).subject
    assert word is not None
    vouching.count(cast.act(cast.budi), word, cast.now.date())
    vouching.leave(cast.act(cast.budi), word)
    (said,) = taken(cast, cast.sari)["words"]["said"]
    assert (said["about"], said["hearer"], said["sentence"]) == ("Ratna Dewi", "Budi Santoso", "Jujur orangnya.")
    theirs = taken(cast, cast.budi)
    (heard,) = theirs["words"]["heard"]
    assert (heard["about"], heard["speaker"], heard["kind"]) == ("Ratna Dewi", "Sari Wulandari", "vouch")
    assert heard["left_at"] is not None
    ratna = next(one for one in theirs["partners"] if one["name"] == "Ratna Dewi")
    (row,) = ratna["evidence"]
    assert (row["kind"], row["weight"], row["word_of"], row["vouch"]) == ("vouch", 0.5, "Sari Wulandari", str(word))
    # Neither whether it was counted, nor that it was said, stands in anybody else's.
    assert "weight" not in json.dumps(taken(cast, cast.sari)["words"])
    assert "Jujur" not in json.dumps(taken(cast, cast.ratna))


def test_an_asker_takes_along_the_ask_but_not_what_the_holder_did_with_it(cast: Cast) -> None:
    an_exchange(cast)
    theirs = json.dumps(taken(cast, cast.budi))
    (ask,) = taken(cast, cast.budi)["asks"]
    assert ask["holder"] == "Sari Wulandari"
    assert "decisions" not in ask
    assert "hendra@rs.example" not in theirs  # handed over, but Sari's contact
    assert taken(cast, cast.budi)["contacts"] == []


def test_what_the_other_told_is_not_in_it_before_i_have_told(cast: Cast) -> None:
    handover = an_exchange(cast)
    tell(cast, cast.sari, handover, "broken")
    assert taken(cast, cast.budi)["handovers"][0]["outcomes"] == []
    tell(cast, cast.budi, handover, "good")
    told = taken(cast, cast.budi)["handovers"][0]["outcomes"]
    assert {(one["teller"], one["verdict"]) for one in told} == {("Sari Wulandari", "broken"), ("Budi Santoso", "good")}


def test_nobody_elses_keys_or_evidence_are_in_it(cast: Cast) -> None:
    cast.key(cast.sari, name="Wibisono Rahasia")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    theirs = taken(cast, cast.budi)
    assert theirs["contacts"] == []
    assert [one["evidence"] for one in theirs["partners"]] == [[]]
    assert "pengadaan" not in json.dumps(theirs)


def test_a_merged_contact_stays_apart_with_its_note(cast: Cast) -> None:
    one, other = (
        keyring.add_key(cast.act(cast.sari), HintText("Notaris"), PersonText(name), USUAL, note).subject
        for name, note in (("Lia", "satu"), ("Lia K", "dua"))
    )
    assert one is not None
    assert other is not None
    merging.merge(cast.act(cast.sari), one, other)
    mine = taken(cast, cast.sari)
    assert [row["note"] for row in mine["contacts"]] == ["satu"]
    assert [(row["note"], row["merged_into"]) for row in mine["merged_contacts"]] == [("dua", str(one))]
    assert [row["person"]["name"] for row in mine["contacts"]] == ["Lia"]


def test_the_same_archive_comes_out_twice_and_counts_what_the_page_says(cast: Cast) -> None:
    an_exchange(cast)
    assert taken(cast, cast.sari) == taken(cast, cast.sari)
    mine, counted = taken(cast, cast.sari), holdings(cast.sari, cast.now)
    assert counted.contacts == len(mine["contacts"])
    assert counted.partners == len(mine["partners"])
    assert counted.evidence == sum(len(one["evidence"]) for one in mine["partners"])
    assert counted.exchanges == len(mine["asks"]) + len(mine["received"])
    assert counted.entries == len(mine["journal"])


def test_what_was_opened_to_whom_is_in_it_with_tags(cast: Cast) -> None:
    key = cast.key(cast.sari)
    tidying.tag(cast.act(cast.sari), [key], "rumah sakit")
    trusts(cast, cast.sari, cast.budi)
    cast.later(1)
    cast.lower(cast.sari, cast.budi, Rung.STRANGER)
    (contact,) = taken(cast, cast.sari)["contacts"]
    assert (contact["tags"], contact["archived_at"]) == (["rumah sakit"], None)
    assert {(one["name"], one["kind"]) for one in contact["openings"]} == {("Budi Santoso", "hint")}
    assert all(one["ended_at"] for one in contact["openings"])
    assert "openings" not in taken(cast, cast.budi)


@pytest.mark.parametrize("answered", [True, False])
def test_a_yes_is_in_it_and_a_question_that_lapsed_is_not(cast: Cast, answered: bool) -> None:
    day = cast.now.date()
    done = ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.MET, day, day, "rahasia")
    question = confirming.ask(cast.act(cast.sari), cast.budi, UUID(str(done.detail["evidence"]))).subject
    assert question is not None
    if answered:
        confirming.confirm(cast.act(cast.budi), question, day, note_too=False)
    cast.later(30)
    (budi,) = [one for one in taken(cast, cast.sari)["partners"] if one["name"] == "Budi Santoso"]
    assert [one["confirmed_at"] is not None for one in budi["evidence"]] == [answered]
    mine = taken(cast, cast.budi)
    assert [one["name"] for one in mine["confirmed_to_others"]] == ["Sari Wulandari"] * answered
    assert "rahasia" not in json.dumps(mine)


def test_a_circle_is_in_it_and_how_to_reach_the_invited_only_for_whoever_invited_them(cast: Cast) -> None:
    circles.begin(cast.act(cast.sari), "Lingkar Surabaya", (Guest("Dina", "62811555001", "dina@kunci.test"),), "id")
    (circle,) = taken(cast, cast.sari)["circles"]
    assert (circle["name"], circle["founded"], circle["members"]) == ("Lingkar Surabaya", True, ["Sari Wulandari"])
    assert [(one["name"], one["phone"], one["email"]) for one in circle["invited"]] == [
        ("Dina", "62811555001", "dina@kunci.test")
    ]
    with looking(member(cast.sari), cast.now):
        invitation = Invitation.objects.exclude(circle=None).get().id
    invitations.join(Principal("i", invitation), "Dina", "dina@kunci.test", "id", cast.now)
    (dina,) = [one.id for one in partners(cast.sari, cast.now) if one.name == "Dina"]
    (circle,) = taken(cast, dina)["circles"]
    assert (circle["founded"], set(circle["members"]), circle["invited"]) == (False, {"Sari Wulandari", "Dina"}, [])


def test_a_new_member_has_an_archive_too(cast: Cast) -> None:
    accounts.set_profile(cast.act(cast.joko), "Joko \u201cJ\u201d Susilo", "tukang kayu", "Solo")
    assert taken(cast, cast.joko)["profile"]["name"] == "Joko \u201cJ\u201d Susilo"


def test_a_confirmed_encounter_says_so_and_an_unanswered_one_says_nothing(cast: Cast) -> None:
    today = cast.now.date()
    for kind in (Kind.MET, Kind.CALL):
        done = ties.add_evidence(cast.act(cast.sari), cast.budi, kind, today, today, "")
        question = confirming.ask(cast.act(cast.sari), cast.budi, UUID(str(done.detail["evidence"]))).subject
        if kind is Kind.MET and question is not None:
            confirming.confirm(cast.act(cast.budi), question, today, note_too=False)
    (budi,) = (one for one in taken(cast, cast.sari)["partners"] if one["name"] == "Budi Santoso")
    said = {one["kind"]: one["confirmed_at"] for one in budi["evidence"]}
    assert said == {"met": cast.now.isoformat(), "call": None}


def test_all_of_an_exchange_is_in_it_as_far_as_it_is_mine(cast: Cast) -> None:
    cards.set_card(cast.act(cast.budi), CardText(phone="0812 555"))
    key, other = cast.key(cast.sari), cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma")
    trusts(cast, cast.sari, cast.budi)
    asked = exchanges.ask(cast.act(cast.budi), key, "Linen.", ADDRESS, why="Sejak lama.", card=True)
    assert asked.subject is not None
    cast.decide(cast.sari, asked.subject)
    contact = link(cast, cast.sari, asked.subject)
    handover = agreed(cast, cast.sari, asked.subject)
    consents.tell(contact, 1, "good", "meeting", "senang", cast.now)
    for teller in (cast.budi, cast.sari):
        tell(cast, teller, handover, "good", came="business", amount=Decimal(1500), currency="IDR", thanks="tabik")
    offer = offers.offer(cast.act(cast.sari), other, cast.budi, "Mau?", ADDRESS)
    assert offer.subject is not None
    offers.leave(cast.act(cast.budi), offer.subject)
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset({other}), frozenset({other}))
    mine, theirs = taken(cast, cast.sari), taken(cast, cast.budi)
    (received,), (ask,) = mine["received"], theirs["asks"]
    assert received["why"] == ask["why"] == "Sejak lama."
    assert received["card"]["phone"] == ask["card"]["phone"] == theirs["card"]["phone"] == "0812 555"
    (gave,), (got,) = mine["handovers"], theirs["handovers"]
    assert gave["introduction"]["to_contact"] == LETTERS.to_contact
    assert got["introduction"] is None
    assert [one["words"] for one in gave["contact_told"]] == ["senang"]
    assert got["contact_told"] == []
    assert {one["amount"] for one in gave["outcomes"]} == {"1500.00"}
    assert [one["sentence"] for one in mine["offers"]["made"]] == ["Mau?"]
    assert [bool(one["left_at"]) for one in theirs["offers"]["to_me"]] == [True]
    assert [(one["partner"], one["key"]) for one in mine["set_aside"]] == [("Budi Santoso", str(other))]
    assert theirs["set_aside"] == []
    assert "left_at" not in json.dumps(mine["offers"]["made"])
