"""The surfaces of circles: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from tests.secrecy.surfaces import Ask, Known, case, get, post

# Some of these are members; whoever invites must not learn which.
PEOPLE = "Baru, baru@kunci.test\nBudi budi@kunci.test\nMaya maya@kunci.test 0812 0000 0099\nEko 0813-1111-2222\n"
READ = {"do": "read", "people": PEOPLE}
MAKE = {
    "do": "make", "rows": "3", "language": "en", "people": PEOPLE,
    "use-0": "1", "name-0": "Baru", "reach-0": "baru@kunci.test",
    "use-1": "1", "name-1": "Maya", "reach-1": "+6281200000099, maya@kunci.test",
    "use-2": "1", "name-2": "Eko", "reach-2": "",
}  # fmt: skip


@case("circle_new")
def _circle_new(known: Known, _: UUID) -> list[Ask]:
    said = [{"name": "Malam pertama", **one} for one in (READ, MAKE, {**MAKE, "reach-0": "x"})]
    return [get("circle_new"), *(post("circle_new", **one) for one in said), _made("circle_new", said[1])]


@case("circle_invite", "circle")
def _circle_invite(known: Known, id: UUID) -> list[Ask]:
    return [
        get("circle_invite", id),
        post("circle_invite", id, **READ),
        _made("circle_invite", MAKE, id),
        post("circle_invite", id, do="make", rows="999"),
    ]


@case("circle", "circle")
def _circle(known: Known, id: UUID) -> list[Ask]:
    return [get("circle", id)]


@case("circle_next", "circle")
def _circle_next(known: Known, id: UUID) -> list[Ask]:
    return [get("circle_next", id)]


@case("invitees", "circle")
def _invitees(known: Known, id: UUID) -> list[Ask]:
    return [get("invitees", id)]


@case("circle_mark", "circle")
def _circle_mark(known: Known, id: UUID) -> list[Ask]:
    """Everybody one knows is marked, whether in this circle or not."""
    partners = known.ids.get("partner", [])
    good: dict[str, object] = {}
    for partner in partners:
        good |= {f"since-{partner}": "2016", f"often-{partner}": "weekly", f"rung-{partner}": "2"}
    bad = (
        good | {f"since-{partner}": "2026" for partner in partners[:1]} | {f"often-{one}": "rarely" for one in partners}
    )
    return [
        get("circle_mark", id),
        *(Ask("circle_mark", get("circle_mark", id).path, said, follow=True) for said in (good, bad, {})),
    ]


@case("circle_mark", "partner")
def _circle_mark_of(known: Known, id: UUID) -> list[Ask]:
    return [post("circle_mark", known.first("circle"), **{f"since-{id}": "other", f"year-{id}": "2015"})]


@case("circle_leave", "circle")
def _circle_leave(known: Known, id: UUID) -> list[Ask]:
    return [post("circle_leave", id)]


@case("invitee", "invitee")
def _invitee(known: Known, id: UUID) -> list[Ask]:
    return [post("invitee", id, do=one) for one in ("whatsapp", "mail", "link", "unsent", "renew", "revoke", "?")]


def _made(route: str, said: dict[str, object] | dict[str, str], *args: object) -> Ask:
    """The invitations are made, and the page that lists them is looked at."""
    return Ask(route, get(route, *args).path, dict(said), follow=True)
