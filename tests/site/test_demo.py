"""The demonstration: every state of the loop is in it, and one signs in with a click."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail import get_connection
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import accounts, demonstration, mail
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import deciding, doors, exchanges, handovers, heard_wants, keyring, matching, partners, people, record
from kunci.reveal import demonstration as shown
from kunci.reveal.deciding import ConsentState, Decide
from kunci.reveal.exchanges import ReceivedRow
from kunci.reveal.handovers import HandoverView
from kunci.reveal.partners import Relation
from kunci.reveal.today import today
from kunci.site import demo, demo_others, demo_story
from kunci.site.demo_keys import IMPORTED, KEYS
from kunci.site.demo_others import others
from tests.site import demo_states
from tests.site.demo_states import EVERY_STATE

STARTED = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8600"
PEOPLE = tuple(person.id for person in demonstration.PEOPLE)
EVERYBODY = tuple(person.id for person in demonstration.EVERYBODY)
CONTACTS = (*KEYS, *IMPORTED, *others().keys)
Of = Callable[[str], UUID]


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The network, made for this file and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        live(STARTED)
        yield
        transaction.set_rollback(True)
    forget_the_viewer()


def live(now: datetime) -> dict[str, UUID]:
    founder = accounts.first_account()
    assert founder is not None
    world = demo.World(now, ADDRESS)
    world.live(founder)
    return world.members


def forget_the_viewer() -> None:
    connections["default"].kunci_viewer = ""  # type: ignore[attr-defined]  # what models/viewer.py notes there


@pytest.fixture
def of(seeded: None, db: None) -> Of:
    """The member behind one of the names."""

    def find(id: str) -> UUID:
        account = demonstration.account(id)
        assert account is not None
        return account.id

    return find


def relation(of: Of, member: str, partner: str) -> Relation:
    found = partners.relation(of(member), STARTED, of(partner))
    assert found is not None
    return found


def received(of: Of, holder: str, asker: str, words: str) -> ReceivedRow:
    name = next(person.name for person in demonstration.PEOPLE if person.id == asker)
    rows = exchanges.exchanges(of(holder), STARTED).received
    return next(row for row in rows if row.asker == name and words in row.hint_line)


def decided(of: Of, holder: str, asker: str, words: str) -> Decide:
    found = deciding.decide(of(holder), STARTED, received(of, holder, asker, words).id)
    assert found is not None
    return found


def consent(of: Of, holder: str, asker: str, words: str) -> ConsentState:
    found = decided(of, holder, asker, words).consent
    assert found is not None
    return found


def handed(of: Of, viewer: str, holder: str, asker: str, words: str) -> HandoverView:
    id = received(of, holder, asker, words).handover
    assert id is not None
    found = handovers.handover(of(viewer), STARTED, id)
    assert found is not None
    return found


def test_twelve_people_each_with_a_trade_a_city_a_sentence_and_two_to_nine_contacts(of: Of) -> None:
    assert len(PEOPLE) == len(set(PEOPLE)) == 12
    for person in demonstration.PEOPLE:
        me = people.people(of(person.id), STARTED, [of(person.id)])[of(person.id)]
        assert (me.name, me.trade, me.city) == (person.name, person.trade, person.city)
        assert str(person.story).startswith(person.name.split()[0])
        assert str(person.story).count(".") == 1
        rows = keyring.keyring(of(person.id), STARTED).rows
        assert 2 <= sum(row.is_key for row in rows) <= 8
        assert len(rows) <= 9


def test_forty_people_of_whom_no_two_have_the_same_name_and_one_reads_english(of: Of) -> None:
    assert len(set(EVERYBODY)) == len({person.name for person in demonstration.EVERYBODY}) == 40
    assert Account.objects.count() == 40
    assert [account.email for account in Account.objects.filter(language="en")] == ["clara@contoh.example"]
    for person in demonstration.OTHERS:
        me = people.people(of(person.id), STARTED, [of(person.id)])[of(person.id)]
        assert (me.name, me.trade, me.city) == (person.name, person.trade, person.city)
        assert len(keyring.keyring(of(person.id), STARTED).rows) == 3
        assert partners.partners(of(person.id), STARTED)
    assert len({one.name for one in CONTACTS}) == len(CONTACTS)


def test_every_state_of_an_exchange_is_in_it(of: Of) -> None:
    found = demo_states.states(STARTED, [of(id) for id in EVERYBODY])
    assert found >= EVERY_STATE, sorted(EVERY_STATE - found)


@pytest.mark.heavy
def test_the_same_day_gives_the_same_network(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Whatever the time of that day. It is made twice, which takes a while."""
    said = []
    for hours in (5, 0):
        with django_db_blocker.unblock(), transaction.atomic():
            made = live(STARTED + timedelta(hours=hours))
            said.append({id: demo_states.content(STARTED, member) for id, member in made.items()})
            transaction.set_rollback(True)
        forget_the_viewer()
    assert said[0] == said[1]


def test_what_is_drawn_by_lot_is_the_same_in_every_python() -> None:
    lot = demo_others.Lot(1)
    assert [lot.number(1, 100) for _ in range(5)] == [14, 85, 77, 26, 50]
    assert lot.several("abcde", 5) == list("cdeab")


def test_no_hint_says_whom_it_opens() -> None:
    for one in CONTACTS:
        line = set(one.line.lower().replace(",", "").split())
        assert not line & set(one.name.lower().split()), one.line


def test_nobody_in_it_can_be_reached() -> None:
    assert all(demonstration.address(id).endswith(".example") for id in EVERYBODY)
    assert all(one.email.endswith(".example") for one in CONTACTS)


def test_asks_wait_for_a_decision(of: Of) -> None:
    wening = today(of("wening"), STARTED).decide
    assert {row.hint_line.split(",")[0] for row in wening if not row.answered} == {"Manajer pembelian", "Direktur SDM"}
    assert [row.asker for row in wening if row.agreed] == ["Citra Senjani"]
    assert len(today(of("bagas"), STARTED).decide) == 1


def test_a_decision_can_be_not_now_also_after_a_yes(of: Of) -> None:
    assert received(of, "bagas", "made", "kapal").answered == "not_now"
    assert received(of, "made", "andi", "koki").answered == "not_now"


def test_an_ask_that_nobody_decided_is_over(of: Of) -> None:
    row = received(of, "sekar", "rania", "makanan ringan")
    assert row.over
    assert row.answered == ""


def test_a_yes_waits_for_the_contact(of: Of) -> None:
    waiting = consent(of, "rania", "bagas", "sekolah")
    assert waiting.answer == ""
    assert not waiting.over


@pytest.mark.parametrize(
    ("holder", "asker", "words", "answer"),
    [
        ("andi", "robin", "terminal", "no"),
        ("andi", "tigor", "importir", "later"),
        ("rania", "sekar", "gula", "never"),
        ("andi", "made", "laboratorium", ""),
    ],
)
def test_contacts_say_no_later_never_or_nothing(of: Of, holder: str, asker: str, words: str, answer: str) -> None:
    assert consent(of, holder, asker, words).answer == answer
    assert received(of, holder, asker, words).handover is None


def test_a_handover_waits_to_be_told_and_shows_the_contact(of: Of) -> None:
    fresh = handed(of, "bagas", "wening", "bagas", "universitas")
    (first,) = fresh.rounds
    assert (first.mine, first.theirs, first.due, first.over) == (None, None, True, False)
    assert fresh.details.emails == ("sulastri.wanodya@kenalan.example",)


def test_the_contact_reads_in_one_line_who_is_introduced_to_them(of: Of) -> None:
    introduced = handed(of, "wening", "wening", "bagas", "rumah sakit").introduction
    assert introduced is not None
    assert "perkenalkan Bagas Nirwana. Pemasok linen · Semarang.\n" in introduced.to_contact


def test_what_one_side_told_is_blind_to_the_other(of: Of) -> None:
    teller, other = (handed(of, who, "sekar", "wening", "kosmetik").rounds[0] for who in ("sekar", "wening"))
    assert teller.mine is not None
    assert teller.mine.verdict == "good"
    assert (other.mine, other.theirs) == (None, None)


def test_handovers_were_told_by_both_with_every_verdict(of: Of) -> None:
    told = {
        verdict: handed(of, teller, holder, asker, words).rounds[0].mine
        for verdict, teller, holder, asker, words in (
            ("good", "bagas", "wening", "bagas", "rumah sakit"),
            ("unfit", "andi", "tigor", "andi", "sawit"),
            ("broken", "halim", "halim", "robin", "gudang"),
        )
    }
    for verdict, mine in told.items():
        assert mine is not None
        assert mine.verdict == verdict
    both = handed(of, "bagas", "wening", "bagas", "rumah sakit").rounds[0]
    assert both.theirs is not None
    assert both.theirs.verdict == "good"


def test_a_telling_lapsed_for_who_said_nothing(of: Of) -> None:
    silent = handed(of, "bagas", "bagas", "rania", "butik").rounds[0]
    assert silent.over
    assert silent.mine is None
    assert silent.theirs is not None


def test_partners_are_cooling_lapsed_unhesitating_lowered_and_revoked(of: Of) -> None:
    assert [one.partner.name for one in today(of("wening"), STARTED).greet] == ["Citra Senjani"]
    lapsed = relation(of, "wening", "tigor")
    assert lapsed.granted == Rung.TRUSTED
    assert lapsed.partner.rung == Rung.KNOWN
    assert relation(of, "wening", "robin").partner.rung == Rung.STRANGER
    for pair in (("wening", "bagas"), ("bagas", "wening"), ("citra", "halim")):
        assert relation(of, *pair).partner.rung == Rung.UNHESITATING, pair
    lowered = relation(of, "andi", "robin")
    assert lowered.standing.rung == Rung.TRUSTED
    assert lowered.partner.rung == lowered.granted == Rung.KNOWN
    revoked = relation(of, "halim", "robin")
    assert revoked.granted == Rung.STRANGER
    assert Kind.OUTCOME_BROKEN in {row.kind for row in revoked.evidence}
    assert doors.doors(of("robin"), STARTED, holder=of("halim")).rows == []


def test_keys_are_unticked_opened_by_name_open_to_nobody_or_no_keys_yet(of: Of) -> None:
    for_sekar = {row.hint_line for row in doors.doors(of("sekar"), STARTED, holder=of("wening")).rows}
    assert "Manajer pembelian, jaringan hotel, Malang" in for_sekar
    assert "Direktur SDM, pabrik sepatu, Mojokerto" not in for_sekar
    named = next(row for row in keyring.keyring(of("sekar"), STARTED).rows if "kertas" in row.hint_line)
    assert (named.opened_to, named.opened_name) == (1, "Wening Cahyani")
    wenings = keyring.keyring(of("wening"), STARTED).rows
    assert [row.hint_line for row in wenings if row.is_key and not row.opened_to] == [
        "Kepala bidang tenaga kerja, pemerintah kota, Surabaya"
    ]
    assert sum(not row.is_key for row in wenings) == 2


def test_without_hesitation_shows_names_and_never_contacts(of: Of) -> None:
    halims = doors.doors(of("halim"), STARTED, holder=of("citra")).rows
    named = {row.hint_line: row.name for row in halims}
    assert named["Pemilik, jaringan kedai kopi, Bandung"] == "Nadya Serbuksari"
    stone = next(
        row.id for row in doors.doors(of("made"), STARTED, holder=of("citra")).rows if "marmer" in row.hint_line
    )
    seen = doors.door(of("made"), STARTED, stone)
    assert seen is not None
    assert (seen.name, seen.contact) == ("", None)


def test_nothing_in_it_is_later_than_its_start_nor_older_than_three_years(of: Of) -> None:
    for id in EVERYBODY:
        for partner in partners.partners(of(id), STARTED):
            found = partners.relation(of(id), STARTED, partner.id)
            assert found is not None
            days = [row.on for row in found.evidence]
            assert all(date(2023, 11, 24) <= day < STARTED.date() for day in days)


def test_of_one_partner_members_of_long_standing_have_mostly_good_experiences_and_of_others_nothing_is_known(
    of: Of,
) -> None:
    said = {one: relation(of, "wening", one).repute for one in ("sekar", "bagas", "tigor", "rania")}
    assert said == {"sekar": "good", "bagas": "", "tigor": "", "rania": ""}
    assert record.record(of("sekar"), STARTED).repute == "good"


def test_good_news_on_one_relation_lies_a_week_apart() -> None:
    """Otherwise the network would differ with the weekday on which it is started."""
    for one in (*demo_story.REGARDS, *others().regards):
        assert all(abs(a - b) >= 7 for a in one.kept for b in one.kept if a != b), one


def test_one_signs_in_as_somebody_with_a_click(of: Of, settings: Settings) -> None:
    settings.KUNCI_DEMO = True
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(reverse("demo"))
    for person in demonstration.EVERYBODY:
        assert f'value="{person.id}"' in page.content.decode()
    form = {"member": "sekar", "csrfmiddlewaretoken": visitor.cookies["csrftoken"].value}
    answer = visitor.post(reverse("demo"), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("today"))
    home = visitor.get(reverse("today"))
    assert home.status_code == 200
    assert "Sekar Embun" in visitor.get(reverse("profile")).content.decode()


def test_one_cannot_sign_in_as_somebody_else(of: Of, settings: Settings) -> None:
    settings.KUNCI_DEMO = True
    assert Client().post(reverse("demo"), {"member": "orang.lain"}).status_code == 404


@pytest.mark.parametrize("route", ["demo", "demo_mail"])
def test_without_the_demonstration_its_pages_are_not_there(of: Of, settings: Settings, route: str) -> None:
    settings.KUNCI_DEMO = False
    assert Client().get(reverse(route)).status_code == 404
    assert Client().post(reverse("demo"), {"member": "sekar"}).status_code == 404


def test_its_mails_lie_in_the_folder_and_stand_on_a_page(of: Of, settings: Settings, tmp_path: Path) -> None:
    settings.KUNCI_DEMO = True
    settings.KUNCI_MAIL_FOLDER = tmp_path / "mail"
    with transaction.atomic():
        while mail.deliver_one(
            STARTED, get_connection("kunci.site.mailfolder.Folder"), settings.DEFAULT_FROM_EMAIL, ADDRESS
        ):
            pass
        transaction.set_rollback(True)
    sent = shown.mails(tmp_path / "mail")
    assert len(sent) > 40
    assert max(one.at for one in sent) <= STARTED
    newest = next(one for one in sent if one.to == "theresia.pawiyatan@kenalan.example")
    assert "Rania Baskara" in newest.subject
    page = Client().get(reverse("demo_mail")).content.decode()
    assert "theresia.pawiyatan@kenalan.example" in page
    assert f'href="{ADDRESS}/izin/' in page


def test_contacts_are_kept_under_the_faces_that_the_page_names(of: Of) -> None:
    key = next(row for row in keyring.keyring(of("wening"), STARTED).rows if "rumah sakit" in row.hint_line)
    whole = keyring.own_key(of("wening"), STARTED, key.id)
    assert whole is not None
    assert [face.kind for face in whole.faces] == list(FaceKind)
    assert whole.details.phones[0].startswith("+62 840 0000")


def test_wening_holds_what_bagas_looks_for_and_stands_between_citra_and_sekar(of: Of) -> None:
    heard = {row.author.name: row for row in heard_wants.heard(of("wening"), STARTED).rows}
    for_bagas = matching.keys_for_want(of("wening"), STARTED, heard["Bagas Nirwana"].id)
    assert {"Gunadi Tirtayasa", "Laksmi Pelataran"} <= {fit.name for fit in for_bagas.mine[:3]}
    for_citra = matching.keys_for_want(of("wening"), STARTED, heard["Citra Senjani"].id)
    best = for_citra.opened[0]
    assert (best.hint_line, best.holder.name) == ("Kepala penjualan, pabrik kertas, Mojokerto", "Sekar Embun")
