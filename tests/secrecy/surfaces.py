"""Every surface: for each route the requests that stand for it, sensible and hostile."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

from kunci.actions.accounts import sign_in_path
from kunci.models import links
from kunci.models.models import Account
from kunci.models.viewer import Principal
from tests.cast import NOW
from tests.secrecy.kinds import Kind
from tests.secrecy.knowledge import Knowledge
from tests.secrecy.viewers import Viewer

ABSENT = UUID("3f2b6c1e-9d47-4e0a-8c35-5b1f0e7a9d21")
CURSOR = base64.urlsafe_b64encode(f"{NOW.isoformat()} {ABSENT}".encode()).decode()
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lia Kusuma\r\nORG:Kantor Kusuma\r\nTEL:+62811\r\nEND:VCARD\r\n"
KEY_FORM = {
    "line": "Pengadaan hotel, Denpasar", "name": "Made Tersembunyi", "email": "made@contoh.example",
    "hint_rung": "2", "name_rung": "3", "contact_rung": "0",
}  # fmt: skip

PROFILE = {"name": "Budi S", "email": "lain@kunci.test", "language": "en", "timezone": "Asia/Makassar"}


@dataclass(frozen=True)
class Ask:
    """One request. `data` None is a GET. `follow`: the page that a POST leads to is looked at as well."""

    route: str
    path: str
    data: dict[str, object] | None = None
    follow: bool = False

    @property
    def method(self) -> str:
        return "GET" if self.data is None else "POST"

    @property
    def title(self) -> str:
        said = [f"{name}={getattr(value, 'name', value)}" for name, value in (self.data or {}).items()]
        return " ".join((self.method, self.path, *said))


@dataclass(frozen=True)
class Case:
    """Requests about one id of a kind, or (kind None) about none. `ids`: ids in the address, else in the form."""

    route: str
    kind: Kind | None
    asks: Callable[[Known, UUID], list[Ask]]


@dataclass(frozen=True)
class Known:
    """What a viewer's requests are made of; equal wherever their knowledge is."""

    viewer: Viewer
    ids: dict[Kind, list[UUID]] = field(default_factory=dict)
    pairs: list[tuple[UUID, UUID]] = field(default_factory=list)
    email: str = ""
    changes: list[UUID] = field(default_factory=list)

    def first(self, kind: Kind) -> UUID:
        return next(iter(self.ids.get(kind, ())), ABSENT)


CASES: list[Case] = []


def case(
    route: str, kind: Kind | None = None
) -> Callable[[Callable[[Known, UUID], list[Ask]]], Callable[[Known, UUID], list[Ask]]]:
    def add(asks: Callable[[Known, UUID], list[Ask]]) -> Callable[[Known, UUID], list[Ask]]:
        CASES.append(Case(route, kind, asks))
        return asks

    return add


def known_to(viewer: Viewer, knowledge: Knowledge) -> Known:
    kinds: tuple[Kind, ...] = (
        "own_key", "door", "partner", "asked", "received", "handover", "invitation", "batch", "evidence", "face",
        "question", "encounter", "one_to_one", "circle", "invitee", "notice", "session", "offer", "said", "heard",
        "own_want", "heard_want", "thanks", "sets", "set_key", "mediation", "proposal", "brought", "step",
        "mentorship", "draft", "shown_draft", "promise", "calendar", "proposed",
    )  # fmt: skip
    if viewer.account is None:
        return Known(viewer)
    ids = {kind: knowledge.ids(kind, viewer.me) for kind in kinds}
    partner_of = {row["id"]: UUID(row["partner"]) for row in knowledge.of("tie")}
    pairs = [(partner_of[row["tie"]], UUID(row["id"])) for row in knowledge.of("evidence")]
    changes = [UUID(row["id"]) for row in knowledge.of("address_change")]
    return Known(viewer, ids, sorted(pairs), knowledge.of("account")[0]["email"], changes)


def every_ask(known: Known, turn: int, most: int) -> list[Ask]:
    """What a viewer asks of each route: with ids they know (at most so many of a kind) and one that is nobody's."""
    return [*asks_of_known(known, turn, most), *asks_of_absent(known)]


def asks_of_known(known: Known, turn: int, most: int) -> list[Ask]:
    """Those about no id, or about ids they know."""
    asks: list[Ask] = []
    for one in CASES:
        if one.kind is None:
            asks += one.asks(known, ABSENT)
        else:
            for id in chosen(known.ids.get(one.kind, []), turn, most + 2 * (one.kind == "asked")):
                asks += one.asks(known, id)
    return asks


def asks_of_absent(known: Known) -> list[Ask]:
    """Those about an id that is nobody's."""
    return [ask for one in CASES if one.kind is not None for ask in one.asks(known, ABSENT)]


def chosen(ids: Sequence[UUID], turn: int, most: int) -> list[UUID]:
    """So many of them, beginning elsewhere at every turn."""
    start = turn % len(ids) if ids else 0
    return [*ids[start:], *ids[:start]][:most]


def get(route: str, *args: object, query: str = "") -> Ask:
    return Ask(route, reverse(route, args=args) + query)


def post(route: str, *args: object, **data: object) -> Ask:
    return Ask(route, reverse(route, args=args), data)


def _plain(route: str, *queries: str) -> None:
    case(route)(lambda known, _: [get(route, query=query) for query in ("", *queries)])


for _route, _queries in {
    "welcome": (), "today": (), "partners": (), "exchanges": (), "demo_mail": (), "duplicates": (),
    "audience": (), "notices": (f"?after={CURSOR}",), "mine": (), "mine_archive": (), "circles": (),
    "record": (), "network": (),
    "journal": (f"?after={CURSOR}",),
    "keyring": (
        "?q=rahasia+wibisono&show=keys", f"?show=contacts&after={CURSOR}", "?show=archive", "?opened=yes&city=Surabaya",
        "?opened=no&tag=lama&role=x",
    ),
    "doors": ("?q=pengadaan", "?q=rahasia+wibisono", f"?after={CURSOR}", "?q=%27%26%21%28&after=zzz"),
}.items():  # fmt: skip
    _plain(_route, *_queries)


@case("demo")
def _demo(known: Known, _: UUID) -> list[Ask]:
    return [get("demo"), post("demo", member="sari")]


@case("sign_in")
def _sign_in(known: Known, _: UUID) -> list[Ask]:
    """Some of these addresses have accounts."""
    wanted = ("sari@kunci.test", "baru@kunci.test", "x")
    return [post("sign_in", email=one) for one in wanted] + [get("sign_in")]


@case("sign_in_link")
def _sign_in_link(known: Known, _: UUID) -> list[Ask]:
    asks = [get("sign_in_link", token) for token in ("x", f"{ABSENT.hex}-abc-def")]
    if known.viewer.account is not None:
        path = sign_in_path(Account.objects.get(id=known.viewer.account))
        asks += [Ask("sign_in_link", path), Ask("sign_in_link", path, {})]
    return asks


@case("sign_out")
def _sign_out(known: Known, _: UUID) -> list[Ask]:
    return [post("sign_out"), get("sign_out")]


@case("language")
def _language(known: Known, _: UUID) -> list[Ask]:
    return [
        post("language", language="en", next="/pintu/"),
        post("language", language="xx", next="//jahat.example/"),
    ]


@case("profile")
def _profile(known: Known, _: UUID) -> list[Ask]:
    return [
        get("profile"),
        post("profile", **PROFILE),
        post("profile", name="", language="id"),
    ]


@case("close_account")
def _close_account(known: Known, _: UUID) -> list[Ask]:
    return [get("close_account"), post("close_account"), post("close_account", understood="yes")]


for _route in ("evidence_add", "evidence_prior", "ask"):
    # Only a way back to the page that has the form.
    case(_route)(lambda known, id, route=_route: [get(route, id)])  # type: ignore[misc]  # mypy infers no lambda with a default


@case("manifest")
def _manifest(known: Known, _: UUID) -> list[Ask]:
    return [get("manifest")]


@case("worker")
def _worker(known: Known, _: UUID) -> list[Ask]:
    return [get("worker")]


@case("offline")
def _offline(known: Known, _: UUID) -> list[Ask]:
    return [get("offline")]


@case("invite")
def _invite(known: Known, _: UUID) -> list[Ask]:
    return [get("invite"), post("invite", name="Dina", note="halo")]


@case("invitation", "invitation")
def _invitation(known: Known, id: UUID) -> list[Ask]:
    return [get("invitation", id)]


@case("invite_revoke", "invitation")
def _invite_revoke(known: Known, id: UUID) -> list[Ask]:
    return [post("invite_revoke", id)]


@case("partner", "partner")
def _partner(known: Known, id: UUID) -> list[Ask]:
    return [get("partner", id), get("partner", id, query="?show=words")]


@case("evidence_add", "partner")
def _evidence_add(known: Known, id: UUID) -> list[Ask]:
    return [
        post("evidence_add", id, kind="met", date=NOW.date().isoformat(), note="kopi"),
        post("evidence_add", id, kind="zzz", date="2999-01-01"),
    ]


@case("evidence_prior", "partner")
def _evidence_prior(known: Known, id: UUID) -> list[Ask]:
    return [post("evidence_prior", id, since="2019-05-01", often="weekly")]


@case("evidence_take_back", "partner")
def _take_back_of(known: Known, id: UUID) -> list[Ask]:
    evidence = next((one for partner, one in known.pairs if partner == id), ABSENT)
    return [post("evidence_take_back", id, evidence)]


@case("evidence_take_back", "evidence")
def _take_back(known: Known, id: UUID) -> list[Ask]:
    partner = next((one for one, evidence in known.pairs if evidence == id), known.first("partner"))
    return [post("evidence_take_back", partner, id)]


@case("evidence_correct", "evidence")
def _correct(known: Known, id: UUID) -> list[Ask]:
    partner = next((one for one, evidence in known.pairs if evidence == id), known.first("partner"))
    path, day = reverse("evidence_correct", args=[partner, id]), NOW.date().isoformat()
    said: tuple[dict[str, object], ...] = (
        {"kind": "nothing", "date": day},
        {"kind": "call", "date": day},
        {"kind": "?"},
    )
    return [Ask("evidence_correct", path), *(Ask("evidence_correct", path, one) for one in said)]


@case("confirmation_ask", "evidence")
def _confirmation_ask(known: Known, id: UUID) -> list[Ask]:
    partner = next((one for one, evidence in known.pairs if evidence == id), known.first("partner"))
    return [post("confirmation_ask", partner, id)]


@case("confirmation_answer", "question")
def _confirmation_answer(known: Known, id: UUID) -> list[Ask]:
    return [post("confirmation_answer", id, answer=one) for one in ("yes", "both", "aside", "?")]


@case("grant", "partner")
def _grant(known: Known, id: UUID) -> list[Ask]:
    mine = [str(one) for one in known.ids.get("face", [])]
    return [
        get("grant", id, query="?rung=2"),
        post("grant", id, rung="1"),
        post("grant", id, rung="3", open=mine, since="2015-01-01", often="weekly"),
    ]


@case("grant", "face")
def _grant_face(known: Known, id: UUID) -> list[Ask]:
    return [post("grant", known.first("partner"), rung="2", open=str(id), since="2015-01-01", often="weekly")]


@case("lower", "partner")
def _lower(known: Known, id: UUID) -> list[Ask]:
    return [post("lower", id, rung="0")]


@case("door", "door")
def _door(known: Known, id: UUID) -> list[Ask]:
    return [get("door", id)]


@case("ask", "door")
def _ask(known: Known, id: UUID) -> list[Ask]:
    more = {"why": "Sejak lama.", "by_when": "2026-12-01", "card": "yes", "offer": str(known.first("offer"))}
    return [
        post("ask", id, sentence="Boleh?"),
        Ask("ask", reverse("ask", args=[id]), {"sentence": "Boleh?", **more}, follow=True),
        post("ask", id, sentence=""),
    ]


@case("request", "asked")
def _request(known: Known, id: UUID) -> list[Ask]:
    return [get("request", id)]


@case("decide", "received")
def _decide(known: Known, id: UUID) -> list[Ask]:
    return [get("decide", id), *(post("decide", id, answer=answer) for answer in ("yes", "not_now", "never", "?"))]


@case("join")
def _join(known: Known, _: UUID) -> list[Ask]:
    """Besides the viewer's own link one that we signed for nothing, and one that nobody signed."""
    said: tuple[dict[str, object], ...]
    said = tuple({"name": "Dina", "email": email} for email in ("sari@kunci.test", "dina@kunci.test", "x"))
    words = (links.word(Principal("i", ABSENT)), "x:y")
    asks = [Ask("join", reverse("join", args=[word]), data) for word in words for data in (None, said[0])]
    if known.viewer.kind == "invited":
        asks += [Ask("join", known.viewer.path, data) for data in (None, *said)]
    return asks


@case("consent")
def _consent(known: Known, _: UUID) -> list[Ask]:
    paths = [reverse("consent", args=[word]) for word in (links.word(Principal("c", ABSENT)), "x:y")]
    asks = [Ask("consent", path, data) for path in paths for data in (None, _said("yes"))]
    if known.viewer.kind == "contact":
        asks += [Ask("consent", known.viewer.path + query) for query in ("", "?language=en")]
        answers = ("yes", "no", "later", "never", "silent", "?")
        asks += [Ask("consent", known.viewer.path, _said(one)) for one in answers]
    return asks


def _said(answer: str) -> dict[str, object]:
    return {"answer": answer}


import tests.secrecy.surfaces_calendars  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_circles  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_contacts  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_encounters  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_exchange  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_mediating  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_mentoring  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_one_to_ones  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_rhythm  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_sets  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_vouching  # noqa: E402  # adds its cases; it needs what stands above
import tests.secrecy.surfaces_wants  # noqa: E402, F401  # adds its cases; it needs what stands above
