"""Ask, decide, hand over: who may, how often, until when, and what each side gets to know."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from kunci.actions import exchanges, keyring
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import deciding, doors
from kunci.reveal import exchanges as seen
from kunci.reveal import handovers as seen_handovers
from tests.actions.conftest import Deliver
from tests.actions.steps import (
    agreed,
    answers,
    asked_for,
    close_for_months,
    decision,
    emails_seen,
    hand_over,
    handed,
    hands,
    link,
    opened,
    refused,
    relation,
    tell,
    trusts,
)
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def request_page(cast: Cast, asker: UUID, request: UUID) -> seen.AskedRow:
    found = seen.asked(asker, cast.now, request)
    assert found is not None
    return found


def handed_over(cast: Cast) -> UUID:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    return hand_over(cast, cast.sari, cast.budi, key)


def test_only_a_key_that_i_see_can_be_asked_for(cast: Cast) -> None:
    hidden, own = cast.key(cast.sari), cast.key(cast.budi)
    trusts(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    for key in (hidden, own, uuid4()):
        with refused("gone"):
            cast.ask(cast.budi, key)
    with refused("gone"):
        cast.ask(cast.joko, hidden)
    assert seen.exchanges(cast.sari, cast.now).received == ()


def test_a_key_closed_before_the_ask_cannot_be_asked_for(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    cast.lower(cast.sari, cast.budi)
    with refused("gone"):
        cast.ask(cast.budi, key)


@pytest.mark.parametrize(("sentence", "code"), [("  ", "sentence_missing"), ("x" * 501, "too_long")])
def test_an_ask_is_one_sentence(cast: Cast, sentence: str, code: str) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    with refused(code):
        cast.ask(cast.budi, key, sentence)


def test_one_ask_is_open_for_one_key_and_ends_after_three_weeks(cast: Cast) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    door = doors.door(cast.budi, cast.now, key)
    assert door is not None
    assert door.asked == first
    cast.later(20.999)
    with refused("asked_already"):
        cast.ask(cast.budi, key)
    cast.later(0.001)
    second = cast.ask(cast.budi, key)
    assert {row.id for row in seen.exchanges(cast.budi, cast.now).asked} == {first, second}
    assert request_page(cast, cast.budi, first).over


def test_two_partners_may_ask_for_the_same_key_and_hear_nothing_of_each_other(cast: Cast) -> None:
    key, first = asked_for(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    second = cast.ask(cast.ratna, key)
    assert [row.id for row in seen.exchanges(cast.budi, cast.now).asked] == [first]
    assert [row.id for row in seen.exchanges(cast.ratna, cast.now).asked] == [second]
    assert {row.id for row in seen.exchanges(cast.sari, cast.now).received} == {first, second}


def test_the_holder_sees_who_asks_why_and_where_the_evidence_falls_short(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    shown = decision(cast, cast.sari, request)
    assert (shown.asker.name, shown.ask.sentence) == ("Budi Santoso", "Kami memasok linen rumah sakit.")
    assert (shown.key, shown.rung, shown.ask.answered) == (key, Rung.TRUSTED, "")
    assert shown.short
    assert shown.contact.emails == ("hendra@rs.example",)


def test_nobody_but_the_holder_sees_or_decides_a_request(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    for other in (cast.budi, cast.ratna, cast.joko):
        assert deciding.decide(other, cast.now, request) is None
        with refused("gone"):
            cast.decide(other, request)
    with refused("gone"):
        cast.decide(cast.sari, uuid4())
    assert seen.asked(cast.ratna, cast.now, request) is None
    assert seen.asked(cast.sari, cast.now, request) is None


def test_a_decision_is_yes_or_not_now(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    with refused("answer"):
        cast.decide(cast.sari, request, "no")
    assert decision(cast, cast.sari, request).ask.answered == ""


def test_a_holder_may_change_their_mind_until_the_handover(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    for answer in ("not_now", "yes", "not_now", "yes"):
        cast.later(1)
        cast.decide(cast.sari, request, answer)
        assert decision(cast, cast.sari, request).ask.answered == answer
    answers(cast, link(cast, cast.sari, request), "yes")
    cast.decide(cast.sari, request, "not_now")
    with refused("not_decided"):
        hands(cast, cast.sari, request)
    cast.later(1)
    cast.decide(cast.sari, request)
    hands(cast, cast.sari, request)
    for answer in ("not_now", "yes", "never"):
        with refused("handed_already"):
            cast.decide(cast.sari, request, answer)


def test_the_contact_has_one_link_however_often_the_holder_says_yes(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    links = set()
    for answer in ("yes", "not_now", "yes"):
        cast.later(1)
        cast.decide(cast.sari, request, answer)
        links.add(link(cast, cast.sari, request))
    assert len(links) == 1
    assert sum(mail.to == ["hendra@rs.example"] for mail in deliver()) == 1


def test_a_request_that_is_over_is_no_longer_decided(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.later(21)
    with refused("request_over"):
        cast.decide(cast.sari, request)
    assert decision(cast, cast.sari, request).consent is None


def test_a_key_that_was_dropped_can_be_declined_and_not_granted(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    keyring.drop_key(cast.act(cast.sari), key)
    with refused("gone"):
        cast.decide(cast.sari, request)
    cast.decide(cast.sari, request, "not_now")
    assert decision(cast, cast.sari, request).ask.answered == "not_now"


def test_whom_the_contact_sent_away_for_good_no_later_yes_can_ask_again(cast: Cast, deliver: Deliver) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    cast.decide(cast.sari, request)
    answers(cast, link(cast, cast.sari, request), "never")
    cast.later(1)
    deliver()
    second = cast.ask(cast.ratna, key)
    with refused("never_again"):
        cast.decide(cast.sari, second)
    assert decision(cast, cast.sari, second).consent is None
    assert [mail.to for mail in deliver()] == [["sari@kunci.test"]]
    cast.decide(cast.sari, second, "not_now")


@pytest.mark.parametrize("answer", ["yes", "no", "later", "never", "silent"])
def test_the_askers_page_stays_as_it_was_whatever_happens(cast: Cast, answer: str) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    first = request_page(cast, cast.budi, request)
    others = seen.exchanges(cast.budi, cast.now).asked
    cast.later(1)
    cast.decide(cast.sari, request)
    assert request_page(cast, cast.budi, request) == first
    answers(cast, link(cast, cast.sari, request), answer)
    assert request_page(cast, cast.budi, request) == first
    person = keyring.PersonText("Orang Lain")
    keyring.edit_key(cast.act(cast.sari), key, keyring.HintText("Lain sekali"), person, keyring.USUAL, "")
    keyring.close_key(cast.act(cast.sari), key)
    cast.lower(cast.sari, cast.budi)
    assert request_page(cast, cast.budi, request) == first
    keyring.drop_key(cast.act(cast.sari), key)
    assert request_page(cast, cast.budi, request) == first
    assert seen.exchanges(cast.budi, cast.now).asked == others
    cast.later(20)
    assert request_page(cast, cast.budi, request) == replace(first, over=True)


def test_what_was_shown_when_asking_includes_the_name_only_if_it_was_open(cast: Cast) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.ratna)
    cast.grant(cast.sari, cast.ratna, Rung.UNHESITATING)
    trusts(cast, cast.sari, cast.budi)
    assert request_page(cast, cast.budi, cast.ask(cast.budi, key)).name == ""
    assert request_page(cast, cast.ratna, cast.ask(cast.ratna, key)).name == "Hendra Gunawan"


def test_before_the_handover_the_asker_cannot_reach_the_contact_and_after_it_can(cast: Cast) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    assert emails_seen(cast, cast.budi, key) is None
    cast.decide(cast.sari, request)
    assert emails_seen(cast, cast.budi, key) is None
    answers(cast, link(cast, cast.sari, request), "yes")
    assert emails_seen(cast, cast.budi, key) is None
    assert seen.exchanges(cast.budi, cast.now).handovers == ()
    hands(cast, cast.sari, request)
    assert emails_seen(cast, cast.budi, key) == ("hendra@rs.example",)
    view = handed(cast, cast.budi)
    assert (view.role, view.name, view.other.name) == ("asker", "Hendra Gunawan", "Sari Wulandari")
    assert view.details.phones == ("+62 812 0000 001",)
    assert handed(cast, cast.sari).role == "holder"


def test_a_handover_is_between_two(cast: Cast) -> None:
    handover = handed_over(cast)
    assert seen_handovers.handover(cast.ratna, cast.now, handover) is None
    assert seen.exchanges(cast.ratna, cast.now).handovers == ()
    for id in (handover, uuid4()):
        with refused("gone"):
            tell(cast, cast.ratna, id, "good")


def test_what_was_handed_over_stays_open_for_a_year_though_the_rung_ends(cast: Cast) -> None:
    handed_over(cast)
    (key,) = opened(cast, cast.budi)
    cast.later(364.999)
    assert relation(cast, cast.sari, cast.budi).partner.rung < Rung.TRUSTED
    assert emails_seen(cast, cast.budi, key) == ("hendra@rs.example",)
    cast.later(0.001)
    assert opened(cast, cast.budi) == []


def test_the_holder_is_written_to_on_an_ask_in_words_that_say_nothing_of_it(cast: Cast, deliver: Deliver) -> None:
    deliver()
    _, request = asked_for(cast, cast.sari, cast.budi)
    (mail,) = deliver()
    assert mail.to == ["sari@kunci.test"]
    assert f"{ADDRESS}/" in mail.body
    assert str(request) in mail.body
    for word in ("Budi", "linen", "pengadaan", "Surabaya", "Hendra"):
        assert word.lower() not in f"{mail.subject}\n{mail.body}".lower()


def test_after_the_holders_yes_only_the_contact_is_written_to(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    deliver()
    cast.decide(cast.sari, request)
    (mail,) = deliver()
    assert mail.to == ["hendra@rs.example"]
    for word in ("Sari Wulandari", "Budi Santoso", "Kami memasok linen rumah sakit."):
        assert word in mail.body


def test_a_contact_without_an_address_gets_their_link_from_the_holder(cast: Cast, deliver: Deliver) -> None:
    done = keyring.add_key(
        cast.act(cast.sari), keyring.HintText("Dokter, Solo"), keyring.PersonText("Dr. Wulan"), keyring.USUAL, ""
    )
    trusts(cast, cast.sari, cast.budi)
    assert done.subject is not None
    request = cast.ask(cast.budi, done.subject)
    deliver()
    cast.decide(cast.sari, request)
    assert deliver() == []
    agreed(cast, cast.sari, request)
    assert handed(cast, cast.budi).name == "Dr. Wulan"


def test_the_holder_hears_of_the_contacts_yes_and_the_asker_of_the_handover(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    deliver()
    answers(cast, link(cast, cast.sari, request), "yes")
    (answered,) = deliver()
    assert (answered.to, str(request) in answered.body) == (["sari@kunci.test"], True)
    made = hands(cast, cast.sari, request)
    (notice,) = deliver()
    assert (notice.to, str(made) in notice.body) == (["budi@kunci.test"], True)
    assert not any("Hendra" in mail.body or "hendra" in mail.body for mail in (answered, notice))


@pytest.mark.parametrize("answer", ["no", "later", "never", "silent"])
def test_the_asker_is_not_written_to_when_it_comes_to_nothing(cast: Cast, deliver: Deliver, answer: str) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    deliver()
    answers(cast, link(cast, cast.sari, request), answer)
    cast.decide(cast.sari, request, "not_now")
    assert [mail.to for mail in deliver()] == ([] if answer == "silent" else [["sari@kunci.test"]])


def test_mails_are_in_the_language_of_whoever_reads_them(cast: Cast, deliver: Deliver) -> None:
    account = Account.objects.get(id=cast.sari)
    account.language = "en"
    account.save()
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    exchanges.ask(cast.act(cast.budi), key, "Kami memasok linen.", ADDRESS)
    (mail,) = deliver()
    assert (mail.to, "Anda" in mail.body) == (["sari@kunci.test"], False)
    assert "request" in mail.subject
