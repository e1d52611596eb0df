"""Invitations: the only way in, and the only way by which two members come to know of each other."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kunci.actions import circles, invitations
from kunci.actions.circles import Guest
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import links, partners
from kunci.reveal.people import me
from tests.actions.steps import opened, refused, relation, verbs
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def invite(cast: Cast, inviter: UUID, name: str = "Lia", note: str = "Teman kuliah") -> Principal:
    made = invitations.invite(cast.act(inviter), name, note).subject
    assert made is not None
    word = invitations.path(made).rstrip("/").split("/")[-1]
    link = links.invited(word)
    assert link is not None
    return link


def join(cast: Cast, link: Principal, name: str = "Lia Kusuma", email: str = "lia@kunci.test") -> UUID:
    return invitations.join(link, name, email, "id", cast.now).id


def known(cast: Cast, member: UUID) -> set[str]:
    return {one.name for one in partners.partners(member, cast.now)}


def test_an_invitation_shows_who_invites_and_for_whom_it_was_written(cast: Cast) -> None:
    shown = links.invitation(invite(cast, cast.sari), cast.now)
    assert shown is not None
    assert (shown.inviter_name, shown.name, shown.note) == ("Sari Wulandari", "Lia", "Teman kuliah")


def test_who_joins_and_who_invited_know_of_each_other_and_nothing_is_open(cast: Cast) -> None:
    cast.key(cast.sari)
    lia = join(cast, invite(cast, cast.sari))
    cast.key(lia)
    assert known(cast, lia) == {"Sari Wulandari"}
    assert "Lia Kusuma" in known(cast, cast.sari)
    assert "Lia Kusuma" not in known(cast, cast.budi)
    for viewer, other in ((cast.sari, lia), (lia, cast.sari)):
        assert relation(cast, viewer, other).partner.rung == Rung.STRANGER
        assert relation(cast, viewer, other).evidence == ()
        assert opened(cast, viewer) == []
    assert verbs(cast, lia) == ["key.add", "joined"] or verbs(cast, lia) == ["joined", "key.add"]


def test_an_invitation_works_once(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    join(cast, link)
    assert links.invitation(link, cast.now) is None
    with refused("invitation_over"):
        join(cast, link, "Dewa", "dewa@kunci.test")
    assert invitations.accept(link, cast.joko, "Joko", cast.now) is None
    assert "Dewa" not in known(cast, cast.sari)
    assert "Joko Susilo" not in known(cast, cast.sari)


def test_an_invitation_is_over_after_fourteen_days(cast: Cast) -> None:
    early, late = invite(cast, cast.sari), invite(cast, cast.sari)
    cast.later(13.999)
    join(cast, early)
    assert links.invitation(late, cast.now) is not None
    cast.later(0.001)
    assert links.invitation(late, cast.now) is None
    assert partners.invitations(cast.sari, cast.now) == ()
    with refused("invitation_over"):
        join(cast, late)


def test_a_revoked_invitation_is_dead_at_once(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    assert [one.id for one in partners.invitations(cast.sari, cast.now)] == [link.id]
    invitations.revoke(cast.act(cast.sari), link.id)
    assert partners.invitations(cast.sari, cast.now) == ()
    assert links.invitation(link, cast.now) is None
    with refused("invitation_over"):
        join(cast, link)
    with refused("invitation_over"):
        invitations.revoke(cast.act(cast.sari), link.id)


def test_a_used_invitation_cannot_be_revoked(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    join(cast, link)
    with refused("invitation_over"):
        invitations.revoke(cast.act(cast.sari), link.id)
    assert "Lia Kusuma" in known(cast, cast.sari)


def test_only_who_invited_can_revoke_and_to_others_it_looks_absent(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    for id in (link.id, uuid4()):
        with refused("invitation_over"):
            invitations.revoke(cast.act(cast.budi), id)
        assert partners.invitation(cast.budi, cast.now, id) is None
    assert links.invitation(link, cast.now) is not None


def test_nobody_accepts_their_own_invitation_and_it_stays_good(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    assert invitations.accept(link, cast.sari, "Sari", cast.now) is None
    assert links.invitation(link, cast.now) is not None
    join(cast, link)


def test_a_member_who_accepts_keeps_their_name_and_their_ties(cast: Cast) -> None:
    cast.knows_for_years(cast.joko, cast.ratna)
    assert invitations.accept(invite(cast, cast.sari), cast.joko, "Nama Lain", cast.now) == cast.sari
    profile = me(cast.joko, cast.now)
    assert profile is not None
    assert profile.name == "Joko Susilo"
    assert known(cast, cast.joko) == {"Ratna Dewi", "Sari Wulandari"}
    assert "Joko Susilo" in known(cast, cast.sari)
    assert len(relation(cast, cast.joko, cast.ratna).evidence) == 1


def test_accepting_somebody_one_knows_already_changes_nothing_between_them(cast: Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    before = relation(cast, cast.sari, cast.budi)
    assert invitations.accept(invite(cast, cast.sari), cast.budi, "Budi", cast.now) == cast.sari
    assert relation(cast, cast.sari, cast.budi) == before


def test_joining_with_an_address_that_somebody_has_looks_the_same(cast: Cast) -> None:
    first = join(cast, invite(cast, cast.sari), "Lia", "lia@kunci.test")
    second = join(cast, invite(cast, cast.sari), "Lia", "budi@kunci.test")
    assert second not in (first, cast.budi)
    for one in (first, second):
        assert known(cast, one) == {"Sari Wulandari"}
        assert verbs(cast, one) == ["joined"]
    assert known(cast, cast.budi) == {"Sari Wulandari"}


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [(" ", "lia@kunci.test", "name_missing"), ("x" * 121, "", "too_long"), ("Lia", "lia@", "email")],
)
def test_a_wrong_form_does_not_use_the_invitation_up(cast: Cast, name: str, email: str, code: str) -> None:
    link = invite(cast, cast.sari)
    with refused(code):
        join(cast, link, name, email)
    join(cast, link)


@pytest.mark.parametrize(("name", "note"), [("x" * 121, ""), ("Lia", "x" * 501)])
def test_an_overlong_invitation_is_refused(cast: Cast, name: str, note: str) -> None:
    with refused("too_long"):
        invitations.invite(cast.act(cast.sari), name, note)
    assert partners.invitations(cast.sari, cast.now) == ()


@pytest.mark.parametrize("word", ["", "x", "0" * 32, "0" * 32 + ":abc"])
def test_a_word_that_was_not_signed_here_invites_nobody(cast: Cast, word: str) -> None:
    assert links.invited(word) is None


def test_an_invitation_link_is_no_consent_link(cast: Cast) -> None:
    link = invite(cast, cast.sari)
    word = invitations.path(link.id).rstrip("/").split("/")[-1]
    assert links.contact(word) is None
    assert links.invitation(Principal("c", link.id), cast.now) is None


def test_nobody_invites_more_than_two_hundred_people_a_day(cast: Cast) -> None:
    guests = tuple(Guest(f"Tamu {number}") for number in range(99))
    for name in ("Satu", "Dua"):
        circles.begin(cast.act(cast.sari), name, guests, "id")
    already = 2  # Budi and Ratna came by hers
    with refused("invitations_enough"):
        circles.begin(cast.act(cast.sari), "Tiga", guests[: 200 - 2 * 99 - already + 1], "id")
    with refused("invitations_enough"):
        invitations.invite(cast.act(cast.sari), "Dina", "")
    invitations.invite(cast.act(cast.budi), "Dina", "")
    cast.later(1)
    invitations.invite(cast.act(cast.sari), "Dina", "")
