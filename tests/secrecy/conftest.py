"""A database of its own with something of everything in it, for attacks in raw SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import circles, confirming, consents, exchanges, imports, invitations, merging, ties
from kunci.actions.circles import Guest
from kunci.actions.imports import Upload
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import Consent, Invitee
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


def _furnish(cluster: TestCluster) -> Ground:
    cast = casting.make()
    shown = cast.key(cast.sari)
    second = cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma", email="lia@notaris.example")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    hidden = cast.key(cast.sari, "Direktur bank, Jakarta", "Wahyu Rahasia", email="wahyu@rahasia.example")
    cast.key(cast.ratna, "Kepala dinas, Semarang", "Tuti Rahasia", email="tuti@rahasia.example")
    cast.met(cast.sari, cast.ratna)
    cast.met(cast.ratna, cast.joko)
    request, open_request = cast.ask(cast.budi, shown), cast.ask(cast.budi, second)
    for one in (request, open_request):
        cast.decide(cast.sari, one)
    with looking(member(cast.sari), cast.now):
        consent, open_consent = (Consent.objects.get(request=one).id for one in (request, open_request))
    consents.answer_consent(Principal("c", consent), "yes", cast.now, casting.ADDRESS)
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
    exchanges.tell(cast.act(cast.sari), handover, "good", "baik", cast.now.date())
    return Ground(cluster, cast, shown, hidden, request, consent, handover, open_request, open_consent)


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
