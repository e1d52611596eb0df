"""What can happen to circles in a world: one is begun, people are invited, come in, are marked and leave.

Invitations that lead into no circle come to their end here as well.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import circles, invitations, marking
from kunci.actions.circles import Guest
from kunci.actions.marking import Mark
from kunci.core.evidence import Often
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

# Some are members by these addresses, at times.
GUESTS = ("Sari", "Budi", "Maya", "Baru", "Eko")


def address_of(guest: str) -> str:
    return f"{guest.lower()}@kunci.test"


def guests_of(names: list[str]) -> tuple[Guest, ...]:
    return tuple(Guest(name, "62812000000", address_of(name)) for name in names)


def circle_begin(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    founder = pick.of(_others(world, secret))
    guests, language = guests_of(pick.some(GUESTS) or ["Eko"]), pick.of(("id", "en"))
    return Call(
        founder,
        f"begins a circle, with invitations for {[one.name for one in guests]}",
        lambda w: circles.begin(w.act(founder), "Meja rahasia", guests, language),
    )


def circle_guests(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select founder, id from vault.circle order by id", secret)
    if not rows:
        return None
    founder, circle = pick.of(rows)
    guests = guests_of(pick.some(GUESTS) or ["Eko"])
    return Call(
        founder,
        f"invites {[one.name for one in guests]} into the circle",
        lambda w: circles.invite(w.act(founder), circle, guests, "id"),
    )


def invitee_fate(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """An invitation is sent, not sent after all, made anew or taken back."""
    with everything_seen():
        rows = execute("select inviter, id, name from vault.invitee order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    inviter, id, name = pick.of(rows)
    what = pick.of(("whatsapp", "mail", "link", "", "renew", "revoke"))
    if what == "mail" and secret is not None and secret.reads(address_of(name)):
        what = "link"
    verb = {"renew": circles.renew, "revoke": circles.revoke}.get(what)
    return Call(
        inviter,
        f"does {what!r} to {name}'s invitation",
        lambda w: verb(w.act(inviter), id) if verb else circles.sent(w.act(inviter), id, what, ADDRESS),
        secret is None or secret.sure,
    )


def invitation_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody joins by an invitation, a member accepts it, or it is taken back."""
    with everything_seen():
        rows = execute(
            "select inviter, id, circle from vault.invitation where used_at is null and revoked_at is null order by id"
        )
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    inviter, id, circle = pick.of(rows)
    sure = secret is None or secret.sure
    what = pick.of(("revoke", "join", "accept"))
    if what == "revoke":
        return Call(inviter, "takes an invitation back", lambda w: invitations.revoke(w.act(inviter), id), sure)
    # Whoever is in the circle gets to know of whoever comes in.
    sure = sure and (secret is None or secret.me not in _members(circle))
    if what == "accept" and circle is not None:
        member = pick.of(_others(world, secret))
        name = world.name(member)
        return Call(
            member,
            f"accepts {world.name(inviter)}'s invitation",
            lambda w: invitations.accept(Principal("i", id), member, name, w.now),
            sure,
        )
    return Call(
        id,
        f"joins by {world.name(inviter)}'s invitation",
        lambda w: invitations.join(Principal("i", id), "Dina Puspita", "sari@kunci.test", "en", w.now),
        sure,
    )


def circle_mark(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select member, circle from vault.circle_member order by member, circle", secret)
    if not rows:
        return None
    member, circle = pick.of(rows)
    since, often = date(pick.of((2012, 2018, 2025)), 1, 1), pick.of(tuple(Often))
    rung = pick.of((Rung.STRANGER, Rung.KNOWN, Rung.TRUSTED))
    others = pick.some([one for one in _members(circle) if one != member])
    marks = tuple(Mark(one, since, often, rung) for one in others)
    return Call(
        member,
        f"marks {[world.name(one) for one in others]}: since {since}, {often}, {rung.name}",
        lambda w: marking.mark(w.act(member), circle, marks, w.now.date()),
        # It opens nothing; but a second statement may carry less than the first.
        secret is None or (secret.sure and secret.me not in others),
    )


def circle_leave(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select member, circle from vault.circle_member order by member, circle", secret)
    if not rows or pick.of((True, False)):
        return None
    member, circle = pick.of(rows)
    return Call(
        member,
        "leaves the circle",
        lambda w: circles.leave(w.act(member), circle),
        secret is None or (secret.sure and secret.me not in _members(circle)),
    )


def _members(circle: UUID | None) -> list[UUID]:
    with everything_seen():
        rows = execute("select member from vault.circle_member where circle = %s order by member", [circle])
    return [row[0] for row in rows]


def _rows(sql: str, secret: Secret | None) -> list[tuple[UUID, UUID]]:
    with everything_seen():
        rows = execute(sql)
    return [(row[0], row[1]) for row in rows if secret is None or row[0] != secret.me]


def _others(world: World, secret: Secret | None) -> list[UUID]:
    return [member for member in world.names if secret is None or member != secret.me]
