"""An account is closed: what was theirs is gone, what others remember stays."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import translation

from kunci.actions import accounts, closing, invitations, mail, ties
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import Account, Grant, Pass, Tie
from kunci.models.viewer import Principal, looking, member
from kunci.reveal import deciding, doors, exchanges, keyring, links, partners
from tests.actions.conftest import Deliver
from tests.actions.steps import answers, asked_for, hand_over, handed, hands, link, refused, relation, tell, trusts
from tests.cast import Cast, join

FORMER = "Mantan anggota"


@pytest.fixture(autouse=True)
def _indonesian() -> object:
    with translation.override("id"):
        yield


def close(cast: Cast, who: UUID) -> None:
    closing.close_account(cast.act(who))


def test_keys_are_gone_from_everybody_who_saw_them(cast: Cast) -> None:
    cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    assert len(doors.doors(cast.budi, cast.now).rows) == 1
    close(cast, cast.sari)
    assert doors.doors(cast.budi, cast.now).rows == []
    assert keyring.is_empty(cast.sari, cast.now)


def test_what_others_wrote_about_them_stays_under_another_name(cast: Cast) -> None:
    ties.add_evidence(
        cast.act(cast.sari), cast.budi, Kind.HELP_RECEIVED, cast.now.date(), cast.now.date(), "antar linen"
    )
    close(cast, cast.budi)
    seen = relation(cast, cast.sari, cast.budi)
    assert (seen.partner.name, seen.partner.trade, seen.partner.former) == (FORMER, "", True)
    assert [one.note for one in seen.evidence] == ["antar linen"]
    with translation.override("en"):
        assert relation(cast, cast.sari, cast.budi).partner.name == "A former member"
    assert partners.relation(cast.budi, cast.now, cast.sari) is None


def test_nobody_sees_more_or_less_who_did_not_know_them(cast: Cast) -> None:
    before = partners.partners(cast.joko, cast.now)
    close(cast, cast.budi)
    assert partners.partners(cast.joko, cast.now) == before


def test_passes_and_grants_both_ways_are_shut(cast: Cast) -> None:
    cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    cast.key(cast.budi)
    trusts(cast, cast.budi, cast.sari)
    close(cast, cast.budi)
    with looking(member(cast.sari), cast.now):
        assert Grant.objects.filter(viewer_id=cast.budi).count() == 0
        assert Pass.objects.get(viewer_id=cast.budi).known_until is None
        assert Tie.objects.get(partner_id=cast.budi).granted == 0
    assert relation(cast, cast.sari, cast.budi).partner.rung == 0
    ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.MET, cast.now.date(), cast.now.date(), "")
    assert relation(cast, cast.sari, cast.budi).partner.rung == 0


def test_an_open_ask_to_them_waits_like_any_other_until_it_is_over(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    before = exchanges.asked(cast.budi, cast.now, request)
    close(cast, cast.sari)
    after = exchanges.asked(cast.budi, cast.now, request)
    assert before is not None
    assert after is not None
    assert after.holder == FORMER
    assert (after.hint_line, after.sentence, after.expires_at) == (before.hint_line, before.sentence, before.expires_at)
    assert not after.over
    cast.later(30)
    later = exchanges.asked(cast.budi, cast.now, request)
    assert later is not None
    assert later.over


def test_their_own_ask_is_over_and_says_nothing_any_more(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    close(cast, cast.budi)
    seen = deciding.decide(cast.sari, cast.now, request)
    assert seen is not None
    assert (seen.ask.asker, seen.ask.sentence, seen.ask.over) == (FORMER, "", True)
    with refused("request_over"):
        cast.decide(cast.sari, request)


def test_a_contact_of_theirs_finds_the_link_no_longer_valid(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    close(cast, cast.sari)
    assert links.consent(contact, cast.now) is None
    with refused("gone"):
        answers(cast, contact, "yes")


def test_a_contact_who_was_asked_for_them_hands_nothing_over_any_more(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    contact = link(cast, cast.sari, request)
    close(cast, cast.budi)
    shown = links.consent(contact, cast.now)
    assert shown is not None
    assert (shown.asker_name, shown.sentence) == ("", "")
    with refused("gone"):
        answers(cast, contact, "yes")
    with refused("contact_not_agreed"):
        hands(cast, cast.sari, request)
    assert exchanges.exchanges(cast.sari, cast.now).handovers == ()


def test_a_handover_stays_with_whom_it_was_made(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    handover = hand_over(cast, cast.sari, cast.budi, key)
    tell(cast, cast.sari, handover, "good", "lancar")
    close(cast, cast.sari)
    seen = handed(cast, cast.budi)
    assert seen.other.name == FORMER
    assert seen.name == "Kepala pengadaan, rumah sakit, Surabaya"  # the name was never told before the handover
    assert (seen.details.phones, seen.rounds[0].theirs) == ((), None)
    tell(cast, cast.budi, handover, "good", "tetap baik")
    assert relation(cast, cast.budi, cast.sari).evidence[0].note == "tetap baik"


def test_an_invitation_of_theirs_is_dead(cast: Cast) -> None:
    made = invitations.invite(cast.act(cast.budi), "Dina", "").subject
    assert made is not None
    close(cast, cast.budi)
    assert links.invitation(Principal("i", made), cast.now) is None
    with refused("invitation_over"):
        invitations.join(Principal("i", made), "Dina", "dina@kunci.test", "id", cast.now)


def test_no_old_link_lets_them_in_and_no_new_one_is_sent(cast: Cast, deliver: Deliver) -> None:
    path = accounts.sign_in_path(Account.objects.get(id=cast.budi))
    token = path.strip("/").rpartition("/")[2]
    assert accounts.account_of_link(token) is not None
    close(cast, cast.budi)
    assert accounts.account_of_link(token) is None
    mail.post_sign_in("budi@kunci.test", "id", cast.now)
    assert [one.to for one in deliver() if one.to == ["budi@kunci.test"]] == []


def test_their_sessions_end_and_nobody_elses(cast: Cast) -> None:
    keys: dict[UUID, list[str | None]] = {}
    for who in (cast.budi, cast.budi, cast.sari):
        session = SessionStore()
        session[SESSION_KEY] = str(who)
        session.save()
        keys.setdefault(who, []).append(session.session_key)
    close(cast, cast.budi)
    assert list(Session.objects.values_list("session_key", flat=True)) == keys[cast.sari]


def test_a_letter_of_theirs_that_waits_is_not_sent(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    deliver()
    cast.decide(cast.sari, request)
    close(cast, cast.sari)
    assert deliver() == []


def test_their_address_joins_anew_as_somebody_else(cast: Cast) -> None:
    cast.key(cast.budi)
    ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.MET, cast.now.date(), cast.now.date(), "dulu")
    close(cast, cast.budi)
    again = join(cast.act(cast.sari), "Budi Santoso", "budi@kunci.test")
    assert again != cast.budi
    assert keyring.is_empty(again, cast.now)
    assert relation(cast, cast.sari, again).evidence == ()
    assert [one.name for one in partners.partners(cast.sari, cast.now)] == ["Budi Santoso", FORMER, "Ratna Dewi"]


def test_an_account_is_closed_once(cast: Cast) -> None:
    close(cast, cast.budi)
    with refused("gone"):
        close(cast, cast.budi)


def test_when_the_last_member_has_gone_an_installation_can_be_founded_anew(cast: Cast) -> None:
    for who in (cast.sari, cast.budi, cast.ratna):
        close(cast, who)
        assert accounts.first_account() is None
    close(cast, cast.joko)
    account = accounts.first_account()
    assert account is not None
    assert accounts.found(account, "Tari", "", "", "tari@kunci.test", cast.now)


def test_a_key_closed_to_a_former_member_can_still_be_worked_with(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    trusts(cast, cast.sari, cast.ratna)
    close(cast, cast.budi)
    seen = keyring.own_key(cast.sari, cast.now, key)
    assert seen is not None
    assert {one.name for face in seen.faces for one in face.readers} == {"Ratna Dewi"}
    cast.lower(cast.sari, cast.ratna, Rung.STRANGER)


def test_what_another_window_began_finds_the_account_closed(cast: Cast) -> None:
    close(cast, cast.budi)
    with refused("gone"):
        cast.key(cast.budi)
    assert keyring.is_empty(cast.budi, cast.now)
