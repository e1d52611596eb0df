"""A database of its own with something of everything in it, for attacks in raw SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import (
    calendars,
    cards,
    character,
    circles,
    confirming,
    consents,
    encounters,
    exchanges,
    handovers,
    heard_wants,
    imports,
    instinct,
    invitations,
    keyring,
    mediating,
    mentoring,
    merging,
    offers,
    one_to_ones,
    promises,
    rhythm,
    ties,
    vouching,
    wants,
)
from kunci.actions.cards import CardText
from kunci.actions.circles import Guest
from kunci.actions.exchanges import Words
from kunci.actions.handovers import Told
from kunci.actions.imports import Upload
from kunci.actions.keyring import RungChoice
from kunci.actions.verb import Done
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind
from kunci.core.gates import FaceKind
from kunci.core.mentoring import Role
from kunci.core.rungs import Rung
from kunci.models.models import Brought, Consent, Import, Invitee, Tie
from kunci.models.viewer import Principal, looking, member
from kunci.site import start
from tests import cast as casting
from tests.bench.database import django_on
from tests.cast import Cast
from tests.cluster import TestCluster
from tests.secrecy.raw import Hand, Row

DATABASE = "kunci_attacked"


@dataclass(frozen=True)
class Ground:
    """What is there. Sari opened `shown` to Budi, handed it over to him, and hides `hidden`; she told, Budi has not."""

    cluster: TestCluster
    cast: Cast
    shown: UUID
    hidden: UUID
    request: UUID
    consent: UUID
    handover: UUID
    # A request to which Sari has said yes and the contact nothing yet.
    open_request: UUID
    open_consent: UUID

    def connect(self, role: str) -> psycopg.Connection[Row]:
        return psycopg.connect(self.cluster.dsn(role, DATABASE))


@pytest.fixture(scope="session")
def ground(cluster: TestCluster, django_db_blocker: DjangoDbBlocker) -> Ground:
    cluster.create_database(DATABASE)
    with django_db_blocker.unblock(), django_on(cluster, DATABASE):
        start.migrate()
        return _furnish(cluster)


@pytest.fixture
def hand(ground: Ground) -> Iterator[Hand]:
    """The application's own sign-in; everything is taken back at the end."""
    with ground.connect("app") as connection:
        yield Hand(connection)
        connection.rollback()


@pytest.fixture
def both(ground: Ground) -> Iterator[Hand]:
    """The application's role taken by the superuser, who can step out of it to arrange and to check."""
    with ground.connect("superuser") as connection:
        connection.execute("set local role kunci_app")
        yield Hand(connection)
        connection.rollback()


@pytest.fixture
def pair(ground: Ground) -> Iterator[tuple[Hand, Hand]]:
    """Two sign-ins of the application, whose writes stay where they are committed."""
    with ground.connect("app") as one, ground.connect("app") as other:
        yield Hand(one), Hand(other)
        one.rollback()
        other.rollback()


def _furnish(cluster: TestCluster) -> Ground:
    cast = casting.make()
    shown = cast.key(cast.sari)
    second = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma", email="lia@notaris.example")
    third = cast.key(cast.sari, "Apoteker, Malang", "Nia Pratiwi", email="nia@apotek.example")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    hidden = cast.key(cast.sari, "Direktur bank, Jakarta", "Wahyu Rahasia", email="wahyu@rahasia.example")
    cast.key(cast.ratna, "Kepala dinas, Semarang", "Tuti Rahasia", email="tuti@rahasia.example")
    cast.met(cast.sari, cast.ratna)
    cast.met(cast.ratna, cast.joko)
    for owner, card in ((cast.ratna, "ratna@rahasia.example"), (cast.budi, "budi@kartu.example")):
        cards.set_card(cast.act(owner), CardText(email=card))
    request = subject(exchanges.ask(cast.act(cast.budi), shown, "Kami memasok linen.", casting.ADDRESS, card=True))
    open_request = cast.ask(cast.budi, second)
    cast.decide(cast.sari, cast.ask(cast.budi, third), "never")
    for one in (request, open_request):
        cast.decide(cast.sari, one)
    with looking(member(cast.sari), cast.now):
        consent, open_consent = (Consent.objects.get(request=one).id for one in (request, open_request))
    consents.answer_consent(Principal("c", consent), "yes", cast.now, casting.ADDRESS)
    handovers.hand_over(cast.act(cast.sari), request, casting.LETTERS, False, casting.ADDRESS, 80)
    invitations.invite(cast.act(cast.sari), "Tamu", "catatan rahasia")
    for asks, told in ((cast.sari, cast.budi), (cast.sari, cast.ratna), (cast.budi, cast.sari)):
        _asked_to_confirm(cast, asks, told)
    merging.keep_apart(cast.act(cast.sari), shown, hidden)
    file = b"BEGIN:VCARD\nFN:Galih Rahasia\nTEL:+62 812 7777 777\nEND:VCARD\n"
    imports.begin(cast.act(cast.sari), Upload("rahasia.vcf", "1", file))
    with looking(member(cast.sari), cast.now):
        handover = _handover(request)
    # A circle of Sari's in which Budi is; whom else she invited is hers.
    guests = (Guest("Budi"), Guest("Yanti Rahasia", "628177777777", "yanti@rahasia.example"))
    circles.begin(cast.act(cast.sari), "Perkumpulan rahasia", guests, "id")
    with looking(member(cast.sari), cast.now):
        first = Invitee.objects.get(name="Budi").invitation
    invitations.accept(Principal("i", first), cast.budi, "Budi Santoso", cast.now)
    invitations.invite(cast.act(cast.joko), "Tamu rahasia", "")
    story = Told("good", "business", Decimal(5_000_000), "IDR", "baik", "terima kasih", counted=True)
    handovers.tell(cast.act(cast.sari), handover, story, cast.now.date(), casting.ADDRESS)
    consents.tell(Principal("c", consent), 1, "good", "meeting", "senang", cast.now)
    # Of the other things of an exchange, Ratna has one each.
    offered = cast.key(cast.ratna, "Pengurus koperasi, Kudus", "Parno Rahasia", email="parno@rahasia.example")
    made = offers.offer(cast.act(cast.ratna), offered, cast.sari, "ditawarkan rahasia", casting.ADDRESS)
    offers.leave(cast.act(cast.sari), subject(made))
    offers.set_ready(cast.act(cast.ratna), cast.sari, frozenset({offered}), frozenset({offered}))
    offers.offer(cast.act(cast.sari), shown, cast.ratna, "ditawarkan Sari", casting.ADDRESS)
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset({shown}), frozenset({shown}))
    # Sari told Budi about Ratna, and Ratna told Sari about Joko.
    vouching.say(cast.act(cast.sari), cast.ratna, cast.budi, Kind.VOUCH, "kata rahasia Sari", casting.ADDRESS)
    said = vouching.say(cast.act(cast.ratna), cast.joko, cast.sari, Kind.WARNING, "kata rahasia", casting.ADDRESS)
    vouching.leave(cast.act(cast.sari), subject(said))
    # Of Ratna more was told than these few people could have.
    with psycopg.connect(cluster.dsn("superuser", DATABASE)) as connection:
        connection.execute(
            "insert into vault.repute (member, month, band) values (%s, '2026-11-01', 'mixed')", [cast.ratna]
        )
    _looked_for(cast, hidden)
    promises.make(cast.act(cast.sari), cast.budi, "janji rahasia", cast.now.date(), cast.now.date(), mine=True)
    rhythm.put_off(cast.act(cast.sari), cast.budi)
    encounters.show_code(cast.act(cast.sari))
    _met_up(cast)
    instinct.practise(cast.act(cast.sari), 0, 70)
    instinct.practise(cast.act(cast.ratna), 1, 20)
    for one, other, rung in ((cast.sari, cast.budi, Rung.UNHESITATING), (cast.ratna, cast.sari, Rung.KNOWN)):
        character.answer(cast.act(one), (5, 2) * 10)
        character.show(cast.act(one), rung)
        character.keep_impression(cast.act(one), other, "choleric")
    encounters.read_code(cast.act(cast.sari), subject(encounters.show_code(cast.act(cast.budi))), cast.now.date())
    _mediated(cluster, cast)
    _accompanied(cluster, cast, shown)
    _told_of(cast)
    _first_steps(cluster, cast)
    _brought_back(cast)
    _sets_shown(cluster, cast, offered, hidden)
    return Ground(cluster, cast, shown, hidden, request, consent, handover, open_request, open_consent)


def _looked_for(cast: Cast, hidden: UUID) -> None:
    """Sari thanked Budi. Ratna looks for doors that Sari hears of: one is closed with thanks, with the other Sari did
    all that one can."""
    thanked = subject(
        wants.write(cast.act(cast.sari), WantText("Cari kapal rahasia"), Hearers(Rung.TRUSTED), 90, cast.now.date())
    )
    wants.close(cast.act(cast.sari), thanked, {cast.budi}, "terima kasih", casting.ADDRESS)
    cast.met(cast.ratna, cast.sari)
    cast.grant(cast.ratna, cast.sari, Rung.KNOWN, set())
    to_sari, today = Hearers(None, frozenset({cast.sari})), cast.now.date()
    closed = subject(wants.write(cast.act(cast.ratna), WantText("Cari gudang rahasia"), to_sari, 90, today))
    wants.close(cast.act(cast.ratna), closed, {cast.sari}, "terima kasih rahasia", casting.ADDRESS)
    heard = subject(wants.write(cast.act(cast.ratna), WantText("Cari penyelam rahasia"), to_sari, 90, today))
    heard_wants.no_match(cast.act(cast.sari), heard, hidden)
    heard_wants.put_aside(cast.act(cast.sari), heard)
    heard_wants.mute(cast.act(cast.sari), cast.ratna)


KNOWN_FIRST = RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING)


def _mediated(cluster: TestCluster, cast: Cast) -> None:
    """Ratna proposed two keys of Sari's for what Joko looks for; Sari said yes to one and left the other.

    What would take somebody's days is put in."""
    cast.met(cast.joko, cast.ratna)
    cast.grant(cast.joko, cast.ratna, Rung.KNOWN, set())
    said, to_ratna = WantText("Cari pilot rahasia", travels=True), Hearers(Rung.KNOWN)
    want = subject(wants.write(cast.act(cast.joko), said, to_ratna, 90, cast.now.date()))
    made = []
    for name in ("Satu Rahasia", "Dua Rahasia"):
        key = cast.key(cast.sari, "Pilot rahasia, Medan", name, KNOWN_FIRST, "pilot@rahasia.example")
        cast.knows_for_years(cast.sari, cast.ratna)
        cast.grant(cast.sari, cast.ratna, Rung.KNOWN, set())
        keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.ratna])
        made.append(subject(mediating.propose(cast.act(cast.ratna), want, key, "kata rahasia", casting.ADDRESS)))
    mediating.say_yes(cast.act(cast.sari), made[0], casting.ADDRESS)
    mediating.leave(cast.act(cast.sari), made[1])
    with psycopg.connect(cluster.dsn("superuser", DATABASE)) as connection:
        connection.execute(
            "insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until) "
            "values (gen_random_uuid(), %s, %s, %s, %s, %s, %s)",
            [made[0], cast.ratna, cast.sari, cast.joko, cast.now, cast.now],
        )
        # Sari brought Budi together with Ratna, and told him.
        words = {"sari": cast.sari, "ratna": cast.ratna, "budi": cast.budi, "now": cast.now}
        told = connection.execute(
            "insert into vault.mediation (mediator, want, key, holder, asker, want_text, shown_hint, sentence, named, "
            "proposed_at, expires_at, told_at, until) values (%(sari)s, gen_random_uuid(), gen_random_uuid(), "
            "%(ratna)s, %(budi)s, 'Cari', 'Pintu', 'Salam', false, %(now)s, %(now)s, %(now)s, %(now)s) returning id",
            words,
        ).fetchall()
        connection.execute(
            "insert into vault.mediation_yes (mediation, holder, mediator, said_at) "
            "values (%(id)s, %(ratna)s, %(sari)s, %(now)s)",
            {**words, "id": told[0][0]},
        )


def _accompanied(cluster: TestCluster, cast: Cast, key: UUID) -> None:
    """Sari accompanies Budi, who drafts an ask for a key of hers; Ratna offered it to Joko. That Sari left is put in.

    That they are experienced is put in, and taken out again."""
    dsn, told = cluster.dsn("superuser", DATABASE), {"sari": cast.sari, "ratna": cast.ratna, "now": cast.now}
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
            "select gen_random_uuid(), t.id, t.id, 'good', %(now)s, timestamptz '2020-01-01' "
            "from (values (%(sari)s), (%(ratna)s)) t (id), "
            "generate_series(1, 3)",
            told,
        )
    agreed = subject(mentoring.propose(cast.act(cast.sari), cast.budi, Role.MENTOR, "tawaran rahasia", casting.ADDRESS))
    mentoring.agree(cast.act(cast.budi), agreed, casting.ADDRESS)
    draft = subject(mentoring.write(cast.act(cast.budi), key, Words("rancangan Budi"), casting.ADDRESS))
    mentoring.note(cast.act(cast.sari), draft, "catatan rahasia", casting.ADDRESS)
    cast.knows_for_years(cast.joko, cast.ratna)
    offered = mentoring.propose(cast.act(cast.ratna), cast.joko, Role.MENTOR, "tawaran rahasia", casting.ADDRESS)
    with psycopg.connect(dsn) as connection:
        connection.execute("delete from vault.outcome where told_at = timestamptz '2020-01-01'")
        connection.execute(
            "insert into vault.mentorship_left (member, mentorship, left_at) values (%s, %s, %s)",
            [cast.sari, offered.subject, cast.now],
        )


def _told_of(cast: Cast) -> None:
    """Sari's calendar tells of Budi, Ratna's of Sari."""
    for who, name in ((cast.sari, "Budi Santoso"), (cast.ratna, "Sari Wulandari")):
        event = f"BEGIN:VEVENT\nDTSTART:20261110T030000Z\nSUMMARY:Kopi rahasia\nATTENDEE;CN={name}:x\nEND:VEVENT\n"
        calendars.take_calendar(cast.act(who), f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode(), cast.now.date())
        calendars.add_address(cast.act(who), "https://kalender.example/rahasia")


def _first_steps(cluster: TestCluster, cast: Cast) -> None:
    """Sari brings Budi to Ratna, and is herself asked for Joko; each row that one side writes is there once."""
    words = {name: getattr(cast, name) for name in ("sari", "budi", "ratna", "joko", "now")}
    put = (
        "insert into vault.first_step (mediator, want, asker, other, sentence, named, proposed_at, expires_at, "
        "told_at, until) values (%(mediator)s, gen_random_uuid(), %(asker)s, %(other)s, 'langkah rahasia', false, "
        "%(now)s, %(now)s, %(now)s, %(now)s) returning id"
    )
    rows = (
        "insert into vault.step_yes (step, other, mediator, said_at) values (%(step)s, %(sari)s, %(ratna)s, %(now)s)",
        "insert into vault.step_left values (%(step)s, %(sari)s, %(now)s)",
        "insert into vault.step_note (step, author, reader, text, written_at) "
        "values (%(step)s, %(sari)s, %(ratna)s, 'ragu rahasia', %(now)s)",
        "insert into vault.step_key "
        "values (%(step)s, %(sari)s, %(ratna)s, gen_random_uuid(), 'pintu rahasia', %(now)s)",
        "insert into vault.step_side (step, member, mediator, partner, key, line, paired_at) "
        "values (%(step)s, %(sari)s, %(ratna)s, %(joko)s, gen_random_uuid(), 'pintu rahasia', %(now)s)",
        "insert into vault.step_agreed values (%(step)s, %(sari)s, %(now)s)",
    )
    with psycopg.connect(cluster.dsn("superuser", DATABASE)) as connection:
        connection.execute(put, {**words, "mediator": cast.sari, "asker": cast.budi, "other": cast.ratna})
        asked = connection.execute(put, {**words, "mediator": cast.ratna, "asker": cast.joko, "other": cast.sari})
        words["step"] = asked.fetchall()[0][0]
        for row in rows:
            connection.execute(row, words)


def _brought_back(cast: Cast) -> None:
    """A note on a partner that came back to Sari with a file."""
    with looking(member(cast.sari), cast.now):
        Brought.objects.create(
            tie=Tie.objects.get(partner=cast.ratna), member_id=cast.sari, kind=Kind.MET, happened_on=cast.now.date(),
            created_at=cast.now, note="kembali rahasia", batch=Import.objects.get().id,
        )  # fmt: skip


def _sets_shown(cluster: TestCluster, cast: Cast, ratnas: UUID, saris: UUID) -> None:
    """Sari and Ratna see each other's sets, of a key each, and have chosen. Put in: by themselves they'd take weeks."""
    with psycopg.connect(cluster.dsn("superuser", DATABASE)) as connection:
        for one, other, key, chosen in (
            (cast.sari, cast.ratna, saris, ratnas),
            (cast.ratna, cast.sari, ratnas, saris),
        ):
            words = {"id": UUID(int=7), "one": one, "other": other, "key": key, "chosen": chosen, "now": cast.now}
            connection.execute(
                "insert into vault.set_exchange "
                "(id, member, partner, told_at, expires_at, opened_at, shown_at, said_at, sentence) values "
                "(%(id)s, %(one)s, %(other)s, %(now)s, 'infinity', %(now)s, %(now)s, %(now)s, 'x')",
                words,
            )
            connection.execute(
                "insert into vault.set_key (id, holder, key, shown_to, until) "
                "values (%(id)s, %(one)s, %(key)s, %(other)s, 'infinity')",
                words,
            )
            connection.execute("insert into vault.set_choice values (%(id)s, %(one)s, %(chosen)s)", words)


def subject(done: Done) -> UUID:
    if done.subject is None:
        raise AssertionError("the action is about no row")
    return done.subject


def _met_up(cast: Cast) -> None:
    """Sari's one-to-one with Budi is fixed and prepared, Ratna suggests one to her, and Budi one to Ratna in secret."""
    start = cast.now + timedelta(days=9)
    for one, other in ((cast.sari, cast.budi), (cast.ratna, cast.sari)):
        made = subject(one_to_ones.propose(cast.act(one), other, [start], 60, "rahasia", "rahasia", casting.ADDRESS))
        if other == cast.budi:
            one_to_ones.accept(cast.act(other), made, start, casting.ADDRESS)
        one_to_ones.prepare(cast.act(one), made, "catatan rahasia")


def _asked_to_confirm(cast: Cast, member: UUID, partner: UUID) -> None:
    """Notes an encounter and asks; Ratna confirms and Sari puts hers aside, Budi does nothing."""
    today = cast.now.date()
    done = ties.add_evidence(cast.act(member), partner, Kind.MET, today, today, "")
    made = confirming.ask(cast.act(member), partner, UUID(str(done.detail["evidence"]))).subject
    if made is not None and partner == cast.ratna:
        confirming.confirm(cast.act(partner), made, today, note_too=False)
    elif made is not None and partner == cast.sari:
        confirming.put_aside(cast.act(partner), made)


def _handover(request: UUID) -> UUID:
    from kunci.models.models import Handover

    return Handover.objects.get(request=request).id
