"""A circle: whom somebody invites into it, who comes to know whom, and what is told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from kunci.actions import circles, invitations
from kunci.actions.circles import Guest
from kunci.actions.verb import Act, Done
from kunci.models.models import Invitee
from kunci.models.viewer import Principal, looking, member
from kunci.reveal import circles as seen
from kunci.reveal import links, partners
from kunci.reveal.circles import InviteeView, NextStep, State, Step
from tests.actions.conftest import Deliver
from tests.actions.steps import opened, refused, relation, verbs
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

GUESTS = (
    Guest("Tono", "628111111111"),
    Guest("Wati", "", "wati@contoh.example"),
    Guest("Joko", "628122222222", "joko@kunci.test"),
)


def begin(cast: Cast, guests: tuple[Guest, ...] = GUESTS, founder: UUID | None = None) -> UUID:
    made = circles.begin(cast.act(founder or cast.sari), "Malam pertama", guests, "id").subject
    assert made is not None
    return made


def listed(cast: Cast, circle: UUID) -> dict[str, InviteeView]:
    return {row.name: row for row in seen.invitees(cast.sari, cast.now, circle)}


def accept(cast: Cast, row: InviteeView, who: UUID, name: str = "Nama") -> UUID | None:
    return invitations.accept(Principal("i", row.invitation), who, name, cast.now)


def join(cast: Cast, row: InviteeView, name: str) -> UUID:
    address = f"{name.lower()}@baru.test"
    return invitations.join(Principal("i", row.invitation), name, address, "id", cast.now).id


def sealed(cast: Cast) -> set[str]:
    """Of whom anything is still kept of how to reach them."""
    with looking(member(cast.sari), cast.now):
        return {row.name for row in Invitee.objects.all() if row.sealed or row.wrapped_key}


def names(cast: Cast, viewer: UUID, circle: UUID) -> list[str]:
    found = seen.circle(viewer, cast.now, circle)
    return [] if found is None else [one.name for one in found.others]


def _next_steps(cast: Cast, circle: UUID) -> tuple[NextStep, ...]:
    mine = seen.circle(cast.sari, cast.now, circle)
    assert mine is not None
    return seen.next_steps(cast.sari, cast.now, mine)


def test_who_begins_a_circle_is_in_it_alone_with_an_invitation_for_each_guest(cast: Cast) -> None:
    circle = begin(cast)
    (row,) = seen.circles(cast.sari, cast.now)
    assert (row.id, row.name, row.size) == (circle, "Malam pertama", 1)
    rows = seen.invitees(cast.sari, cast.now, circle)
    assert [(one.name, one.phone, one.email, one.state) for one in rows] == [
        (guest.name, guest.phone, guest.email, State.WAITING) for guest in GUESTS
    ]
    assert len({one.invitation for one in rows}) == 3
    assert "circle.begin" in verbs(cast, cast.sari)


def test_a_circle_and_who_is_invited_are_there_for_nobody_else(cast: Cast) -> None:
    circle = begin(cast)
    invitee = listed(cast, circle)["Tono"].id
    for other in (cast.budi, cast.joko):
        assert seen.circle(other, cast.now, circle) is None
        assert seen.invitees(other, cast.now, circle) == ()
        assert seen.invitee(other, cast.now, invitee) is None
        attempts: list[Callable[[Act], Done]] = [
            lambda act: circles.invite(act, circle, GUESTS, "id"),
            lambda act: circles.leave(act, circle),
            lambda act: circles.sent(act, invitee, "link", ADDRESS),
            lambda act: circles.renew(act, invitee),
            lambda act: circles.revoke(act, invitee),
        ]
        for attempt in attempts:
            with refused("gone"):
                attempt(cast.act(other))


def test_whoever_comes_in_knows_everybody_and_opens_nothing(cast: Cast) -> None:
    circle = begin(cast)
    cast.key(cast.sari)
    rows = listed(cast, circle)
    tono = join(cast, rows["Tono"], "Tono")
    wati = join(cast, rows["Wati"], "Wati")
    assert accept(cast, rows["Joko"], cast.joko) == cast.sari
    assert names(cast, cast.joko, circle) == ["Sari Wulandari", "Tono", "Wati"]
    assert names(cast, tono, circle) == ["Joko Susilo", "Sari Wulandari", "Wati"]
    for one, other in ((tono, wati), (wati, cast.joko), (cast.joko, tono), (cast.sari, wati), (wati, cast.sari)):
        partner = relation(cast, one, other).partner
        assert (partner.rung, partner.until) == (0, None)
        assert opened(cast, one) == []
    assert {one.name: one.state for one in listed(cast, circle).values()} == dict.fromkeys(rows, State.JOINED)


def test_coming_in_tells_nothing_of_who_was_invited_and_has_not_come(cast: Cast) -> None:
    circle = begin(cast)
    tono = join(cast, listed(cast, circle)["Tono"], "Tono")
    assert names(cast, tono, circle) == ["Sari Wulandari"]
    assert [row.size for row in seen.circles(tono, cast.now)] == [2]
    assert seen.invitees(tono, cast.now, circle) == ()
    assert partners.invitations(tono, cast.now) == ()


def test_inviting_a_member_looks_like_inviting_anybody(cast: Cast) -> None:
    """Joko is a member, and Sari does not know of it: her list says of him what it says of Wati."""
    circle = begin(cast)
    rows = listed(cast, circle)
    for name in ("Joko", "Wati"):
        circles.sent(cast.act(cast.sari), rows[name].id, "mail", ADDRESS)
    after = listed(cast, circle)
    assert (after["Joko"].state, after["Joko"].joined) == (after["Wati"].state, after["Wati"].joined)
    assert seen.circle(cast.joko, cast.now, circle) is None


@pytest.mark.parametrize(
    ("guests", "code"),
    [
        ((), "nobody_ticked"),
        ((Guest(" "),), "name_missing"),
        ((Guest("N" * 121),), "too_long"),
        ((Guest("Tono", "", "tono@"),), "email"),
        (tuple(Guest(f"Orang {n}") for n in range(101)), "too_many_people"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_made_where_one_guest_cannot_be(cast: Cast, guests: tuple[Guest, ...], code: str) -> None:
    with refused(code):
        begin(cast, (Guest("Baik"), *guests) if guests else ())
    assert seen.circles(cast.sari, cast.now) == ()


def test_a_hundred_people_and_no_more_also_in_two_goes(cast: Cast) -> None:
    circle = begin(cast, tuple(Guest(f"Orang {n}") for n in range(99)))
    with refused("too_many_people"):
        circles.invite(cast.act(cast.sari), circle, (Guest("A"), Guest("B")), "id")
    circles.invite(cast.act(cast.sari), circle, (Guest("A"),), "en")
    assert len(listed(cast, circle)) == 100


def test_how_an_invitation_went_out_is_noted_and_can_be_taken_back(cast: Cast) -> None:
    circle = begin(cast)
    tono = listed(cast, circle)["Tono"].id
    for by, state in (("whatsapp", State.SENT), ("", State.WAITING), ("link", State.SENT)):
        circles.sent(cast.act(cast.sari), tono, by, ADDRESS)
        row = listed(cast, circle)["Tono"]
        assert (row.state, row.sent_by) == (state, by)
    with refused("answer"):
        circles.sent(cast.act(cast.sari), tono, "pigeon", ADDRESS)


def test_a_mail_goes_to_the_guest_once_in_the_language_of_the_invitation(cast: Cast, deliver: Deliver) -> None:
    circle = begin(cast)
    circles.invite(cast.act(cast.sari), circle, (Guest("Ann", "", "ann@contoh.example"),), "en")
    rows = listed(cast, circle)
    for name in ("Wati", "Ann", "Ann"):
        circles.sent(cast.act(cast.sari), rows[name].id, "mail", ADDRESS)
    with refused("no_email"):
        circles.sent(cast.act(cast.sari), rows["Tono"].id, "mail", ADDRESS)
    letters = {letter.to[0]: letter for letter in deliver()}
    assert set(letters) == {"wati@contoh.example", "ann@contoh.example"}
    wati, ann = letters["wati@contoh.example"], letters["ann@contoh.example"]
    assert "mengajak Anda ke lingkar Malam pertama" in wati.subject
    assert "invites you to the circle Malam pertama" in ann.subject
    assert f"{ADDRESS}{invitations.path(rows['Wati'].invitation)}" in wati.body
    assert "Wati" in wati.body


def test_how_to_reach_somebody_is_forgotten_once_they_joined(cast: Cast) -> None:
    circle = begin(cast)
    assert sealed(cast) == {"Tono", "Wati", "Joko"}
    join(cast, listed(cast, circle)["Tono"], "Tono")
    assert sealed(cast) == {"Wati", "Joko"}
    assert listed(cast, circle)["Tono"].phone == ""


def test_or_fourteen_days_after_the_invitation_ended(cast: Cast) -> None:
    circle = begin(cast)
    circles.revoke(cast.act(cast.sari), listed(cast, circle)["Joko"].id)
    cast.later(13.9)
    circles.forget(cast.now)
    assert sealed(cast) == {"Tono", "Wati", "Joko"}
    cast.later(0.1)
    assert listed(cast, circle)["Joko"].phone == ""  # also where nobody has cleaned up yet
    circles.forget(cast.now)
    assert sealed(cast) == {"Tono", "Wati"}
    cast.later(14)
    circles.forget(cast.now)
    assert sealed(cast) == set()
    assert [one.state for one in listed(cast, circle).values()] == [State.EXPIRED, State.EXPIRED, State.REVOKED]


def test_a_new_invitation_replaces_one_that_is_over_and_reaches_the_same_person(cast: Cast) -> None:
    circle = begin(cast)
    old = listed(cast, circle)["Tono"]
    circles.renew(cast.act(cast.sari), old.id)
    assert listed(cast, circle)["Tono"] == old, "one that still holds stays"
    cast.later(15)
    circles.renew(cast.act(cast.sari), old.id)
    new = listed(cast, circle)["Tono"]
    assert (new.state, new.phone, new.sent_by) == (State.WAITING, old.phone, "")
    assert new.invitation != old.invitation
    assert links.invitation(Principal("i", old.invitation), cast.now) is None
    join(cast, new, "Tono")
    with refused("invitation_over"):
        circles.renew(cast.act(cast.sari), old.id)


def test_an_invitation_taken_back_is_dead_at_once(cast: Cast) -> None:
    circle = begin(cast)
    row = listed(cast, circle)["Tono"]
    circles.revoke(cast.act(cast.sari), row.id)
    assert accept(cast, row, uuid4()) is None
    assert names(cast, cast.sari, circle) == []
    with refused("invitation_over"):
        circles.sent(cast.act(cast.sari), row.id, "whatsapp", ADDRESS)


def test_the_invitation_says_into_which_circle_it_leads(cast: Cast) -> None:
    circle = begin(cast)
    shown = links.invitation(Principal("i", listed(cast, circle)["Tono"].invitation), cast.now)
    assert shown is not None
    assert (shown.circle, shown.circle_name, shown.inviter_name) == (circle, "Malam pertama", "Sari Wulandari")


def test_who_leaves_keeps_their_partners_and_meets_nobody_new(cast: Cast) -> None:
    circle = begin(cast)
    rows = listed(cast, circle)
    tono = join(cast, rows["Tono"], "Tono")
    circles.leave(cast.act(tono), circle)
    assert seen.circle(tono, cast.now, circle) is None
    wati = join(cast, rows["Wati"], "Wati")
    assert names(cast, cast.sari, circle) == ["Wati"]
    assert relation(cast, tono, cast.sari).partner.name == "Sari Wulandari"
    assert partners.relation(tono, cast.now, wati) is None
    assert partners.relation(wati, cast.now, tono) is None


def test_a_circle_whose_founder_left_lets_nobody_in(cast: Cast) -> None:
    circle = begin(cast)
    rows = listed(cast, circle)
    tono = join(cast, rows["Tono"], "Tono")
    circles.leave(cast.act(cast.sari), circle)
    assert links.invitation(Principal("i", rows["Wati"].invitation), cast.now) is None
    assert accept(cast, rows["Wati"], uuid4()) is None
    assert names(cast, tono, circle) == []
    with refused("gone"):
        circles.invite(cast.act(cast.sari), circle, (Guest("A"),), "id")


def test_only_the_founder_invites(cast: Cast) -> None:
    circle = begin(cast)
    accept(cast, listed(cast, circle)["Joko"], cast.joko)
    with refused("gone"):
        circles.invite(cast.act(cast.joko), circle, (Guest("A"),), "id")


def test_the_next_steps_are_those_that_are_there_to_do(cast: Cast) -> None:
    circle = begin(cast)
    assert [one.step for one in _next_steps(cast, circle)] == [Step.SEND, Step.IMPORT]
    rows = listed(cast, circle)
    for row in rows.values():
        circles.sent(cast.act(cast.sari), row.id, "link", ADDRESS)
    join(cast, rows["Tono"], "Tono")
    cast.key(cast.sari)
    assert [(one.step, one.count) for one in _next_steps(cast, circle)] == [(Step.MARK, 1)]
    cast.later(15)
    assert seen.circle(cast.joko, cast.now, circle) is None


def test_the_same_form_sent_twice_makes_one_circle(cast: Cast) -> None:
    act = cast.act(cast.sari)
    for _ in range(2):
        circles.begin(Act(act.member, act.now, act.once), "Malam pertama", GUESTS, "id")
    assert len(seen.circles(cast.sari, cast.now)) == 1
