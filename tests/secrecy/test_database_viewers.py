"""Who looks is a signed word: with any other word, or none, nothing is there."""

from __future__ import annotations

import hmac
from hashlib import sha256
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from kunci.models.base import Door
from kunci.models.models import Face, Outbox
from kunci.models.viewer import Principal, looking, member, signed
from tests import cast as casting
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand
from tests.secrecy.rights import RIGHTS

READABLE = sorted(set(RIGHTS) - {"outbox"})


def words(sari: UUID) -> dict[str, str]:
    """Words that name Sari, and are not hers."""
    good = signed(Principal("m", sari), NOW)
    body, _, mac = good.rpartition("|")
    other = signed(Principal("m", UUID(int=1)), NOW)
    return {
        "empty": "",
        "no mac": body,
        "an empty mac": f"{body}|",
        "a forged mac": f"{body}|{'0' * 64}",
        "a mac in capitals": f"{body}|{mac.upper()}",
        "a mac with a space": f"{body}|{mac} ",
        "a shortened mac": f"{body}|{mac[:-1]}",
        "a hash without a key": f"{body}|{sha256(body.encode()).hexdigest()}",
        "signed with another key": f"{body}|{hmac.digest(b'k' * 32, body.encode(), 'sha256').hex()}",
        "signed with an empty key": f"{body}|{hmac.digest(b'', body.encode(), 'sha256').hex()}",
        "somebody else's mac": f"{body}|{other.rpartition('|')[2]}",
        "another instant": good.replace("2026", "2025"),
        "another kind": good.replace("m|", "c|", 1),
        "one field too early": f"|{good}",
        "only bars": "|||",
        "only a kind": "m",
        "not a uuid": f"m|sari|{NOW.isoformat()}|{mac}",
        "SQL": f"m|{sari}' or true --|{NOW.isoformat()}|{mac}",
        "letters beyond ASCII": "m|é|ü|漢",
        "very long": "m|" * 10_000,
    }


WORDS = sorted(words(UUID(int=0)))


def seen(hand: Hand) -> dict[str, int]:
    """How many rows each view shows."""
    return {view: len(hand.rows(f'select from door."{view}"')) for view in READABLE}


def test_everything_is_there_for_those_who_may_see_it(ground: Ground, hand: Hand) -> None:
    hand.as_member(ground.cast.sari)
    shown = seen(hand)
    hand.as_member(ground.cast.budi)
    assert {view for view in READABLE if not shown[view] and not seen(hand)[view]} == set()


def test_nothing_is_there_before_anybody_looks(ground: Ground, hand: Hand) -> None:
    assert hand.one("select current_setting('kunci.viewer', true)") in (None, "")
    assert set(seen(hand).values()) == {0}


@pytest.mark.parametrize("name", WORDS)
def test_nothing_is_there_for_a_word_that_is_not_ours(ground: Ground, hand: Hand, name: str) -> None:
    hand.say(words(ground.cast.sari)[name])
    assert set(seen(hand).values()) == {0}
    assert hand.rows("select from clerk.invitation()") == []
    assert hand.rows("select from clerk.consent()") == []
    assert hand.rows("select from clerk.answer_consent('yes', true, 'id')") == []
    assert hand.one("select clerk.found('Mala', '', '')") is False
    assert hand.one("select clerk.accept_invitation(%s, 'Mala', '', '')", [uuid4()]) is None
    assert hand.changed("update door.member set name = 'Mala'") == 0
    assert hand.changed("delete from door.key") == 0
    refused = hand.refusal("insert into door.key (holder, created_at) values (%s, now())", [ground.cast.sari])
    assert refused is not None
    assert refused.state == "42501"


@pytest.mark.parametrize("kind", ["c", "i"])
def test_a_link_shows_no_row_of_any_view(ground: Ground, hand: Hand, kind: str) -> None:
    for id in (ground.consent, ground.cast.sari, ground.request):
        hand.say(signed(Principal("c" if kind == "c" else "i", id), NOW))
        assert set(seen(hand).values()) == {0}


def test_a_member_who_does_not_exist_sees_nothing(ground: Ground, hand: Hand) -> None:
    hand.as_member(uuid4())
    assert set(seen(hand).values()) == {0}


def test_a_member_is_no_link_and_a_link_is_of_one_kind(ground: Ground, hand: Hand) -> None:
    for principal in (Principal("m", ground.open_consent), Principal("i", ground.open_consent)):
        hand.look(principal)
        assert hand.rows("select from clerk.consent()") == []
    hand.look(Principal("c", ground.open_consent))
    assert len(hand.rows("select from clerk.consent()")) == 1
    assert hand.rows("select from clerk.invitation()") == []


def test_the_word_is_gone_with_its_transaction(ground: Ground, hand: Hand) -> None:
    hand.as_member(ground.cast.sari)
    assert seen(hand)["key"]
    hand.connection.commit()
    assert set(seen(hand).values()) == {0}


def test_mails_can_be_left_by_anybody_and_read_by_nobody(ground: Ground, hand: Hand) -> None:
    put = "insert into door.outbox (message, sealed, created_at) values (%s, '', now())"
    assert hand.refusal(put, [uuid4()]) is None
    for reading in ("select from door.outbox", f"{put} returning message", "delete from door.outbox"):
        refused = hand.refusal(reading, [uuid4()] if "%s" in reading else None)
        assert refused is not None
        assert refused.state == "42501"


@pytest.mark.django_db
def test_through_django_nothing_is_there_before_anybody_looks() -> None:
    cast = casting.make()
    key = cast.key(cast.sari)
    doors = [model for model in apps.get_models() if issubclass(model, Door) and model is not Outbox]
    assert len(doors) == len(READABLE)
    for model in doors:
        assert not model._default_manager.exists(), model
    with pytest.raises(ProgrammingError), transaction.atomic():
        Outbox.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("kunci_app",)
        with pytest.raises(ProgrammingError) as caught, transaction.atomic():
            cursor.execute("select from vault.face")
    assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
    with looking(member(cast.sari), NOW):
        assert Face.objects.filter(key=key).count() == 3
        with looking(None, NOW):
            assert not Face.objects.exists()
        with looking(member(cast.joko), NOW):
            assert not Face.objects.exists()
        assert Face.objects.filter(key=key).count() == 3
    assert not Face.objects.exists()


@pytest.mark.django_db
def test_through_django_an_error_puts_back_who_looked_before() -> None:
    cast = casting.make()
    cast.key(cast.sari)
    with looking(member(cast.sari), NOW):
        assert Face.objects.exists()
    with looking(member(cast.joko), NOW):
        with pytest.raises(ProgrammingError), looking(member(cast.sari), NOW):
            Outbox.objects.count()
        assert not Face.objects.exists()
    assert not Face.objects.exists()
