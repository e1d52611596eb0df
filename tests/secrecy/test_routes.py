"""Who gets which answer where: a table of routes and viewers; and no route without a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import confirming, imports, invitations, keyring, merging, offers, ties, wants
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.actions.verb import Done
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.models import models
from kunci.models.viewer import looking, member
from kunci.site.routes import every_route
from tests.actions.steps import passkey
from tests.cast import ADDRESS
from tests.cluster import TestCluster
from tests.secrecy.knowledge import knowledge
from tests.secrecy.other_routes import OTHERS
from tests.secrecy.routes_calendars import files
from tests.secrecy.snapshot import Answer, Browser
from tests.secrecy.stage import Clockwork, stage
from tests.secrecy.surfaces import CARD, CASES, KEY_FORM, PROFILE, Ask, every_ask, known_to
from tests.secrecy.surfaces_circles import MAKE
from tests.secrecy.surfaces_exchange import LETTERS
from tests.secrecy.surfaces_sets import SETS_TABLE
from tests.secrecy.surfaces_wants import WANT
from tests.secrecy.viewers import Viewer, subject, trusted, visitor
from tests.secrecy.worlds import World

# One world: Sari (holder) trusts Budi (trusted) without hesitation and handed him a key; Ratna (partner) knows Sari,
# who opened nothing to her; Joko (stranger) does not know Sari. Revoked is Budi after Sari lowered him.
# What an address is about is Sari's, or Budi's with her. A visitor is sent to the front page, a stranger finds nothing.
TABLE = """
method route               about       visitor stranger partner trusted revoked holder
GET    welcome             -           200     302      302     302     302     302
POST   welcome             -           405     405      405     405     405     405
POST   sign_in             -           200     200      200     200     200     200
GET    sign_in             -           405     405      405     405     405     405
GET    sign_in_link        junk        404     404      404     404     404     404
POST   sign_in_link        junk        404     404      404     404     404     404
GET    sign_in_code        -           302     302      302     302     302     302
POST   sign_in_code        -           302     302      302     302     302     302
GET    sign_in_recovery    -           200     200      200     200     200     200
POST   sign_in_recovery    -           200     200      200     200     200     200
POST   sign_in_passkey_begin -         200     200      200     200     200     200
GET    sign_in_passkey_begin -         405     405      405     405     405     405
POST   sign_in_passkey     -           403     403      403     403     403     403
GET    settings            -           302     200      200     200     200     200
POST   settings            -           302     302      302     302     302     302
GET    passkeys            -           302     200      200     200     200     200
POST   passkeys            -           302     302      302     302     302     302
POST   passkey_begin       -           302     200      200     200     200     200
GET    passkey_begin       -           405     405      405     405     405     405
POST   passkey_rename      passkey     302     404      404     404     404     302
POST   passkey_remove      passkey     302     404      404     404     404     302
GET    recovery            -           302     200      200     200     200     200
POST   recovery            -           302     200      200     200     200     200
POST   recovery_file       -           302     302      302     302     302     302
GET    prove               -           302     200      200     200     200     200
POST   prove               -           302     302      302     302     302     302
POST   prove_passkey       -           302     302      302     302     302     302
GET    address             -           302     200      200     200     200     200
POST   address             -           302     302      302     302     302     302
POST   address_confirm     -           302     302      302     302     302     302
POST   address_again       -           302     302      302     302     302     302
POST   address_leave       -           302     302      302     302     302     302
GET    address_stop        junk        404     404      404     404     404     404
POST   address_stop        junk        404     404      404     404     404     404
GET    sessions            -           302     200      200     200     200     200
POST   session_end         session     302     302      302     302     302     302
POST   session_end_others  -           302     302      302     302     302     302
POST   sign_out            -           302     302      302     302     302     302
GET    sign_out            -           405     405      405     405     405     405
POST   language            -           302     302      302     302     302     302
GET    profile             -           302     200      200     200     200     200
POST   profile             -           302     302      302     302     302     302
GET    today               -           302     200      200     200     200     200
GET    journal             -           302     200      200     200     200     200
GET    mine                -           302     200      200     200     200     200
GET    mine_archive        -           302     200      200     200     200     200
GET    close_account       -           302     200      200     200     200     200
POST   close_account       -           302     200      200     200     200     200
GET    keyring             -           302     200      200     200     200     200
GET    import_cards        -           302     200      200     200     200     200
POST   import_cards        -           302     302      302     302     302     302
GET    import_plan         batch       302     404      404     404     404     200
POST   import_bring        batch       302     404      404     404     404     302
POST   import_cancel       batch       302     404      404     404     404     302
POST   import_undo         batch       302     404      404     404     404     302
GET    import_done         batch       302     404      404     404     404     200
POST   tidy                key         302     302      302     302     302     302
POST   tidy_undo           -           302     302      302     302     302     302
GET    key_history         key         302     404      404     404     404     200
POST   key_shut_out        key         302     404      404     404     404     302
GET    audience            -           302     200      200     200     200     200
GET    eyes                sari        302     404      200     200     200     404
GET    eyes                budi        302     404      404     404     404     200
GET    duplicates          -           302     200      200     200     200     200
GET    merge               key         302     404      404     404     404     200
POST   merge               key         302     404      404     404     404     302
POST   unmerge             merged      302     404      404     404     404     302
POST   keep_apart          key         302     404      404     404     404     302
POST   make_keys           -           302     302      302     302     302     302
GET    make_keys           -           405     405      405     405     405     405
GET    key_new             -           302     200      200     200     200     200
POST   key_new             -           302     302      302     302     302     302
GET    key                 key         302     404      404     404     404     200
GET    key_edit            key         302     404      404     404     404     200
POST   key_edit            key         302     404      404     404     404     302
GET    key_open            key         302     404      404     404     404     200
POST   key_open            key         302     302      302     302     302     302
POST   key_close           key         302     404      404     404     404     302
POST   key_drop            key         302     404      404     404     404     302
GET    key_drop            key         405     405      405     405     405     405
GET    partners            -           302     200      200     200     200     200
GET    invite              -           302     200      200     200     200     200
POST   invite              -           302     302      302     302     302     302
GET    invitation          invitation  302     404      404     404     404     200
POST   invite_revoke       invitation  302     302      302     302     302     302
GET    partner             sari        302     404      200     200     200     404
GET    partner             budi        302     404      404     404     404     200
POST   evidence_add        budi        302     404      404     404     404     302
GET    evidence_add        budi        302     302      302     302     302     302
POST   evidence_prior      budi        302     404      404     404     404     302
GET    evidence_prior      budi        302     302      302     302     302     302
POST   evidence_take_back  evidence    302     404      404     404     404     302
GET    evidence_correct    evidence    302     404      404     404     404     200
POST   evidence_correct    evidence    302     404      404     404     404     302
POST   confirmation_ask    met         302     404      404     404     404     302
POST   confirmation_answer question    302     404      404     404     404     302
GET    grant               budi        302     404      404     404     404     200
POST   grant               budi        302     404      404     404     404     302
POST   lower               budi        302     404      404     404     404     302
POST   lower               sari        302     404      302     302     302     404
GET    notices             -           302     200      200     200     200     200
POST   notices             -           302     302      302     302     302     302
POST   notice              asked       302     404      404     404     404     302
POST   notice              handed      302     404      404     302     302     404
GET    circles             -           302     200      200     200     200     200
GET    circle_new          -           302     200      200     200     200     200
POST   circle_new          -           302     302      302     302     302     302
GET    circle              circle      302     404      404     200     200     200
GET    circle_invite       circle      302     404      404     404     404     200
POST   circle_invite       circle      302     404      404     404     404     302
GET    invitees            circle      302     404      404     404     404     200
POST   invitee             invitee     302     404      404     404     404     302
GET    circle_mark         circle      302     404      404     200     200     200
POST   circle_mark         circle      302     404      404     302     302     302
GET    circle_next         circle      302     404      404     200     200     200
POST   circle_leave        circle      302     404      404     302     302     302
GET    join                junk        404     404      404     404     404     404
POST   join                junk        404     404      404     404     404     404
GET    doors               -           302     200      200     200     200     200
GET    door                key         302     404      404     200     404     404
GET    door                hidden      302     404      404     404     404     404
GET    ask                 key         302     302      302     302     302     302
POST   ask                 other       302     404      404     302     404     404
POST   ask                 hidden      302     404      404     404     404     404
GET    exchanges           -           302     200      200     200     200     200
GET    request             request     302     404      404     200     200     404
GET    decide              request     302     404      404     404     404     200
POST   decide              request     302     404      404     404     404     200
POST   ask_withdraw        request     302     404      404     302     302     404
GET    hand_over           request     302     404      404     404     404     302
POST   hand_over           request     302     404      404     404     404     200
GET    handover            handover    302     404      404     200     200     200
GET    handover_card       handover    302     404      404     200     404     200
POST   tell                handover    302     404      404     302     302     302
GET    tell                handover    302     302      302     302     302     302
POST   tell_count          handover    302     404      404     404     404     404
GET    tell_count          handover    405     405      405     405     405     405
GET    record              -           302     200      200     200     200     200
GET    card                -           302     200      200     200     200     200
POST   card                -           302     302      302     302     302     302
GET    vouches             -           302     200      200     200     200     200
GET    vouch_new           sari        302     404      200     200     200     404
POST   vouch_new           budi        302     404      404     404     404     302
GET    vouch               word        302     404      404     200     404     404
POST   vouch_answer        word        302     404      404     302     404     404
POST   vouch_withdraw      word        302     404      404     404     404     302
GET    wants               -           302     200      200     200     200     200
GET    want_new            -           302     200      200     200     200     200
POST   want_new            -           302     302      302     302     302     302
GET    want                want        302     404      404     404     404     200
GET    want_change         want        302     404      404     404     404     200
POST   want_change         want        302     404      404     404     404     302
POST   want_extend         want        302     404      404     404     404     302
GET    want_close          want        302     404      404     404     404     200
POST   want_close          want        302     404      404     404     404     302
POST   want_reopen         want        302     404      404     404     404     302
GET    heard_want          want        302     404      404     200     404     404
POST   heard_want_do       want        302     404      404     302     404     404
GET    want_offer          answer      302     404      404     200     404     404
POST   want_offer          answer      302     404      404     302     404     404
POST   want_match_again    answer      302     404      404     302     404     404
POST   want_mute           sari        302     404      302     302     302     404
GET    want_thanks         thanks      302     404      404     200     200     404
GET    offer_new           key         302     404      404     404     404     200
POST   offer_new           key         302     404      404     404     404     302
GET    offer               offer       302     404      200     404     404     404
POST   offer_leave         offer       302     404      302     404     404     404
GET    ready               sari        302     404      200     200     200     404
POST   ready               budi        302     404      404     404     404     302
GET    consent_tell        junk        404     404      404     404     404     404
POST   consent_tell        junk        404     404      404     404     404     404
GET    consent             junk        404     404      404     404     404     404
POST   consent             junk        404     404      404     404     404     404
GET    demo                -           404     404      404     404     404     404
POST   demo                -           404     404      404     404     404     404
GET    demo_mail           -           404     404      404     404     404     404
"""
WORDS = ("-", "junk", "code", "feed")  # no id, or a signed word
for _rows in OTHERS:
    TABLE += _rows.TABLE.lstrip()
DATA: dict[str, Mapping[str, object]] = {
    "sign_in": {"email": "sari@kunci.test"}, "language": {"language": "id"}, "profile": PROFILE,
    "key_new": KEY_FORM, "key_edit": KEY_FORM, "key_open": {"face": "hint"}, "invite": {"name": "Dina"},
    "evidence_correct": {"kind": "nothing", "date": "2026-11-20"}, "confirmation_answer": {"answer": "yes"},
    "evidence_add": {"kind": "met", "date": "2026-11-20"}, "evidence_prior": {"since": "2020-01-01", "often": "weekly"},
    "grant": {"rung": "1"}, "lower": {"rung": "0"}, "ask": {"sentence": "Boleh?"}, "decide": {"answer": "yes"},
    "sign_in_code": {"code": "BBBB-BBBB"}, "sign_in_recovery": {"email": "sari@kunci.test", "code": "0000"},
    "sign_in_passkey": {"credential": "{}"}, "passkeys": {"name": "HP"}, "passkey_rename": {"name": "HP"},
    "settings": {"appearance": "dark"}, "prove": {"do": "send"}, "address": {"email": "baru@kunci.test"},
    "tell": {"verdict": "good"}, "hand_over": LETTERS, "card": {"phone": "0812"}, "offer_new": {"sentence": "Mau?"},
    "vouch_new": {"kind": "vouch", "sentence": "Jujur."}, "vouch_answer": {"answer": "count"},
    "want_new": {**WANT, "text": "Juru masak, Ubud"}, "want_change": WANT, "want_extend": {"days": "30"},
    "heard_want_do": {"do": "aside"},
    "want_offer": {"sentence": "Saya kenal orangnya."}, "sets_choose": {"sentence": "Boleh?"},
    "consent_tell": {"verdict": "good"}, "demo": {"member": "sari"}, "consent": {"answer": "yes"},
    "close_account": {"understood": "yes"}, **{name: said for rows in OTHERS for name, said in rows.DATA.items()},
    "circle_new": {"name": "Malam pertama", **MAKE}, "circle_invite": MAKE, "invitee": {"do": "whatsapp"},
}  # fmt: skip
VIEWERS, *ROWS = [line.split() for line in (TABLE.strip() + SETS_TABLE).splitlines()]


@dataclass(frozen=True)
class Scene:
    """A browser for each kind of viewer, and what the addresses of the table are about."""

    browsers: dict[str, Browser]
    about: dict[str, tuple[object, ...]]


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@pytest.fixture(scope="module")
def world(work: Clockwork) -> Iterator[World]:
    with transaction.atomic():
        yield World(work)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    trusted(world, 3)
    sari, budi = world.sari, world.budi
    with looking(member(budi), world.now):
        asked, handed = models.Asked.objects.get(), models.Handover.objects.get()
    with looking(member(sari), world.now):
        circle, invitee = models.Circle.objects.get().id, models.Invitee.objects.get(name="Eko")
        evidence = models.Evidence.objects.filter(tie__partner_id=budi).exclude(kind="prior").order_by("kind")[0]
        said = models.Vouch.objects.get()
    seen = knowledge(member(budi), world.now).ids("door", budi)
    mine = knowledge(member(sari), world.now).ids("own_key", sari)
    hidden = subject(keyring.add_key(world.act(sari), HintText("Notaris"), PersonText("Lia Kusuma"), USUAL, ""))
    met = UUID(str(_noted(world, sari, budi).detail["evidence"]))
    question = subject(confirming.ask(world.act(budi), sari, UUID(str(_noted(world, budi, sari).detail["evidence"]))))
    one, other = (
        subject(keyring.add_key(world.act(sari), HintText("Notaris"), PersonText(name), USUAL, "")) for name in "AB"
    )
    merging.merge(world.act(sari), one, other)
    with looking(member(sari), world.now):
        looked_for, exchange = models.Want.objects.get().id, models.SetExchange.objects.get().id
    other_want = subject(wants.write(world.act(sari), WantText("Kasir"), Hearers(Rung.KNOWN), 90, world.now.date()))
    wants.close(world.act(sari), other_want, frozenset({budi}), "Terima kasih!", ADDRESS)
    with looking(member(sari), world.now):
        thanks = models.ThanksGiven.objects.get().id

    others = {name: about for rows in OTHERS for name, about in rows.about(world).items()}

    def notice(of: UUID, kind: str) -> UUID:
        with looking(member(of), world.now):
            return models.Notice.objects.get(kind=kind, subject__in=[asked.id, handed.id]).id

    about: dict[str, tuple[object, ...]] = {
        "-": (),
        "junk": ("junk",),
        "batch": (subject(imports.import_cards(world.act(sari), read_vcards(CARD).cards, "kontak.vcf")),),
        "key": (asked.key,),
        "other": (next(key for key in seen if key != asked.key),),
        "hidden": (hidden,),
        "merged": (other,),
        "invitation": (subject(invitations.invite(world.act(sari), "Eko", "")),),
        "sari": (sari,),
        "ratna": (world.ratna,),
        "budi": (budi,),
        "evidence": (budi, evidence.id),
        "met": (budi, met),
        "question": (question,),
        "passkey": (passkey(sari),),
        "session": (uuid4(),),
        "request": (asked.id,),
        "asked": (notice(sari, "asked"),),
        "handed": (notice(budi, "handed"),),
        "handover": (handed.id,),
        "offer": (subject(offers.offer(world.act(sari), one, world.ratna, "Mau?", ADDRESS)),),
        "word": (said.id,),
        "want": (looked_for,),
        "answer": (looked_for, knowledge(member(budi), world.now).ids("own_key", budi)[0]),
        "thanks": (thanks,),
        "sets": (exchange,),
        **others,
        "circle": (circle,),
        "invitee": (invitee.id,),
    }
    assert asked.key in mine
    viewers = {
        "stranger": world.joko,
        "partner": world.ratna,
        "trusted": budi,
        "revoked": budi,
        "holder": sari,
    }
    browsers = {kind: Browser(world, Viewer(kind, member(id), account=id)) for kind, id in viewers.items()}
    return Scene({"visitor": Browser(world, visitor(world, 0)), **browsers}, about)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:3]))
def test_each_viewer_gets_the_answer_of_the_table(world: World, scene: Scene, row: list[str]) -> None:
    method, route, about, *expected = row
    got = []
    for kind in VIEWERS[3:]:
        with world.branch():
            if kind == "revoked":
                ties.lower(world.act(world.sari), world.budi, Rung.STRANGER)
            got.append(str(_send(scene, kind, method, route, scene.about[about]).status))
    assert dict(zip(VIEWERS[3:], got, strict=True)) == dict(zip(VIEWERS[3:], expected, strict=True))


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[2] not in WORDS and row[1] != "tidy"], ids=lambda row: " ".join(row[:3])
)
def test_an_id_that_is_none_finds_the_page_for_nothing(scene: Scene, row: list[str]) -> None:
    """Such an address never reaches a view: the same page for everybody's, and no look at a row."""
    args = [UUID(int=7)] * len(scene.about[row[2]])
    path = reverse(row[1], args=args).replace(str(args[0]), "00000000-0000-0000-0000-zzzzzzzzzzzz")
    answer = scene.browsers["trusted"].send(Ask(row[1], path, {} if row[0] == "POST" else None))
    assert answer.status == 404
    assert not [sql for sql, _ in answer.statements if "django_session" not in sql and '"account"' not in sql]


def test_every_view_says_its_methods_and_its_case() -> None:
    silent = [route.path for route in every_route() if not route.methods or not route.secrecy_case or not route.name]
    assert silent == []


def test_every_route_and_method_is_in_the_table_and_in_the_snapshot(world: World, scene: Scene) -> None:
    """A new route, or a new method of one, fails here until it has a row above and a case in surfaces.py."""
    answered = {(method, route.name) for route in every_route() for method in route.methods or ()}
    known = known_to(scene.browsers["holder"].viewer, knowledge(member(world.sari), world.now))
    asked = {(ask.method, ask.route) for ask in every_ask(known, 0, 1)}
    assert answered - {(row[0], row[1]) for row in ROWS} == set()
    assert answered - asked == set()
    assert {case.route for case in CASES} == {route.name for route in every_route()}


def _noted(world: World, member: UUID, partner: UUID) -> Done:
    today = world.now.date()
    return ties.add_evidence(world.act(member), partner, Kind.MET, today, today, "")


def _send(scene: Scene, kind: str, method: str, route: str, args: tuple[object, ...]) -> Answer:
    data = None if method == "GET" else dict(DATA.get(route, {}))
    if data is not None and route in ("key_shut_out", "offer_new"):
        data["partner"] = str(scene.about["budi"][0])
    if data is not None and route == "vouch_new":
        data["hearer"] = str(scene.about["ratna"][0])
    if route == "tidy":
        data, args = {"key": str(args[0]), "what": "tag", "tag": "lama"}, ()
    if data is not None and route in ("merge", "keep_apart"):
        data["other"] = str(scene.about["hidden"][0])
    if data is not None:
        cards = {"cards": SimpleUploadedFile("kontak.vcf", CARD)} if route == "import_cards" else {}
        data |= cards | files(route)
    return scene.browsers[kind].send(Ask(route, reverse(route, args=args), data))
