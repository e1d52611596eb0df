"""Codes by mail, recovery codes, passkeys in their list, and sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunci.actions import accounts, codes, mail, passkeys, recovery, sessions
from kunci.core.rungs import Rung
from kunci.models.models import Account, SignInAsk
from kunci.reveal import signing
from tests.actions.conftest import Deliver
from tests.actions.steps import passkey, refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def mailed(deliver: Deliver) -> list[str]:
    """The codes in the mails that go out now."""
    found = [re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", str(one.body)) for one in deliver()]
    return [one[0] for one in found if one]


def ask(cast: Cast, address: str = "sari@kunci.test") -> UUID:
    return mail.post_sign_in(address, "id", cast.now)


def test_the_code_in_the_mail_signs_in_once_however_it_is_typed(cast: Cast, deliver: Deliver) -> None:
    asked = ask(cast, " Sari@kunci.test")
    (code,) = mailed(deliver)
    account = codes.take(asked, f" {code.lower().replace('-', ' ')} ", cast.now)
    assert account is not None
    assert account.id == cast.sari
    assert codes.take(asked, code, cast.now) is None


def test_a_code_is_good_only_in_the_session_that_asked(cast: Cast, deliver: Deliver) -> None:
    first, second = ask(cast), ask(cast)
    one, two = mailed(deliver)
    assert codes.take(first, two, cast.now) is None
    assert codes.take(uuid4(), one, cast.now) is None
    assert codes.take(second, two, cast.now) is not None


@pytest.mark.parametrize(("minutes", "good"), [(9.9, True), (10, False)])
def test_a_code_lasts_ten_minutes(cast: Cast, deliver: Deliver, minutes: float, good: bool) -> None:
    asked = ask(cast)
    (code,) = mailed(deliver)
    assert (codes.take(asked, code, cast.now + timedelta(minutes=minutes)) is not None) is good


def test_the_sixth_try_is_one_too_many(cast: Cast, deliver: Deliver) -> None:
    asked = ask(cast)
    (code,) = mailed(deliver)
    for _ in range(5):
        assert codes.take(asked, "BBBBBBBB", cast.now) is None
    assert codes.take(asked, code, cast.now) is None


def test_of_two_accounts_with_one_address_the_code_says_which(cast: Cast, deliver: Deliver) -> None:
    other = Account.objects.open("sari@kunci.test", "id")
    asked = ask(cast)
    taken = [codes.take(asked, code, cast.now) for code in mailed(deliver)]
    assert [one.id for one in taken if one] in ([cast.sari], [other.id]), "the ask is over with the first"


@pytest.mark.parametrize("change", [{"email": "baru@kunci.test"}, {"is_active": False}])
def test_a_code_ends_with_the_address_or_the_account(cast: Cast, deliver: Deliver, change: dict[str, Any]) -> None:
    asked = ask(cast)
    (code,) = mailed(deliver)
    Account.objects.filter(id=cast.sari).update(**change)
    assert codes.take(asked, code, cast.now) is None


def test_past_five_mails_an_hour_there_is_nothing_to_guess_and_every_link_still_works(
    cast: Cast, deliver: Deliver
) -> None:
    for _ in range(5):
        ask(cast)
    links = [one.body.partition("/masuk/")[2].partition("/")[0] for one in deliver()]
    assert len(links) == 5
    asked = ask(cast)
    (late,) = deliver()
    assert late.subject == "Tautan masuk Kunci Anda"
    links.append(late.body.partition("/masuk/")[2].partition("/")[0])
    right = codes._code(asked, cast.sari)
    assert codes.take(asked, right, cast.now) is None
    assert all(accounts.account_of_link(word) for word in links)
    for _ in range(codes.LINKS):
        ask(cast)
    assert len(deliver()) == codes.LINKS - 6
    cast.now += timedelta(minutes=61)
    ask(cast)
    assert len(deliver()) == 1


def test_asking_and_trying_runs_the_same_statements_for_anybodys_address(cast: Cast, deliver: Deliver) -> None:
    ran = []
    for address in ("sari@kunci.test", "nobody@kunci.test"):
        statements: list[tuple[str, int]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any], to: Any = statements) -> Any:
            done = execute(sql, params, many, context)
            to.append((re.sub(r'"s\d+_x\d+"', "s", sql), context["cursor"].rowcount))
            return done

        with connection.execute_wrapper(note):
            asked = ask(cast, address)
        deliver()
        with connection.execute_wrapper(note):
            assert codes.take(asked, "BBBBBBBB", cast.now) is None
            assert recovery.sign_in(address, "0000", cast.now) is None
        ran.append(statements)
    assert ran[0] == ran[1]
    assert len(ran[0]) >= 5


def test_an_old_ask_is_forgotten(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    cast.now += timedelta(days=1, minutes=1)
    ask(cast)
    deliver()
    assert SignInAsk.objects.count() == 1


def test_a_recovery_code_signs_in_once_together_with_its_address(cast: Cast) -> None:
    recovery.make(cast.act(cast.sari))
    account = Account.objects.get(id=cast.sari)
    first, second, *_ = recovery.codes(account, cast.now)
    assert recovery.codes(account, cast.now + timedelta(seconds=1)) == []
    assert recovery.sign_in("budi@kunci.test", first, cast.now) is None
    assert recovery.sign_in("", first, cast.now) is None
    assert recovery.sign_in(" SARI@kunci.test ", first, cast.now) == account
    assert recovery.sign_in("sari@kunci.test", first, cast.now) is None
    left = signing.recovery_codes(cast.sari)
    assert left is not None
    assert (left.left, left.of) == (9, 10)
    recovery.make(cast.act(cast.sari))
    assert recovery.sign_in("sari@kunci.test", second, cast.now) is None
    left = signing.recovery_codes(cast.sari)
    assert left is not None
    assert left.left == 10


def test_the_seed_of_the_codes_is_sealed(cast: Cast) -> None:
    recovery.make(cast.act(cast.sari))
    with connection.cursor() as cursor:
        cursor.execute("select data ->> 'seed' from mfa_authenticator")
        (kept,) = cursor.fetchone()
    adapter = passkeys.Adapter()
    assert adapter.decrypt(kept) not in kept
    assert adapter.encrypt(adapter.decrypt(kept)) != kept


def test_a_passkey_is_named_and_removed_by_its_owner_alone(cast: Cast) -> None:
    id = passkey(cast.sari)
    for member in (cast.budi, cast.joko):
        with refused("gone"):
            passkeys.rename(cast.act(member), id, "Punya saya")
        with refused("gone"):
            passkeys.remove(cast.act(member), id)
    passkeys.rename(cast.act(cast.sari), id, "  HP   kantor ")
    assert [one.name for one in signing.passkeys(cast.sari)] == ["HP kantor"]
    with refused("name_missing"):
        passkeys.rename(cast.act(cast.sari), id, " ")
    passkeys.remove(cast.act(cast.sari), id)
    assert signing.passkeys(cast.sari) == []


@pytest.mark.parametrize(
    ("address", "host", "name", "good"),
    [
        ("http://127.0.0.1:8600", "localhost:8600", "localhost", True),
        ("http://127.0.0.1:8600", "127.0.0.1:8600", "localhost", False),
        ("https://kunci.example", "kunci.example", "kunci.example", True),
        ("https://kunci.example", "lain.example", "kunci.example", False),
        ("http://kunci.example", "kunci.example", "kunci.example", False),
    ],
)
def test_passkeys_are_for_the_public_address(settings: Any, address: str, host: str, name: str, good: bool) -> None:
    settings.KUNCI_ADDRESS = address
    assert passkeys.domain() == name
    assert passkeys.possible(host) is good


def test_whoever_knows_a_member_learns_nothing_of_their_passkeys(cast: Cast) -> None:
    def tried() -> list[str]:
        said = {"id": "zzz", "response": {"userHandle": handle(cast.sari)}}
        with CaptureQueriesContext(connection) as ran:
            assert passkeys.sign_in(said, cast.now) is None
        return [one["sql"] for one in ran.captured_queries]

    without = tried()
    passkey(cast.sari)
    assert tried() == without


def handle(account: UUID) -> str:
    from fido2.utils import websafe_encode

    return str(websafe_encode(account.hex.encode()))


def test_sessions_are_listed_and_ended_by_their_owner(cast: Cast) -> None:
    keys = [begin(cast, cast.sari, browser) for browser in ("HP", "Laptop", "Warnet")]
    others = begin(cast, cast.budi, "Budi")
    rows = signing.sessions(cast.sari, cast.now, keys[1])
    assert rows[0].browser == "Laptop"
    assert [row.this for row in rows] == [True, False, False]
    by_name = {row.browser: row.id for row in rows}
    sessions.end(cast.act(cast.budi), by_name["HP"], others)
    assert len(signing.sessions(cast.sari, cast.now, keys[1])) == 3
    sessions.end(cast.act(cast.sari), by_name["HP"], keys[1])
    sessions.end(cast.act(cast.sari), by_name["Laptop"], keys[1])
    assert not SessionStore().exists(keys[0])
    sessions.end_others(cast.act(cast.sari), keys[1])
    assert [SessionStore().exists(key) for key in keys] == [False, True, False]
    assert SessionStore().exists(others)


def begin(cast: Cast, account: UUID, browser: str) -> str:
    session = SessionStore()
    session.set_expiry(cast.now + timedelta(days=30))
    session.save()
    sessions.seen(account, str(session.session_key), browser, cast.now)
    return str(session.session_key)


def test_a_muted_kind_of_mail_goes_nowhere(cast: Cast, deliver: Deliver) -> None:
    sari = Account.objects.get(id=cast.sari)
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    accounts.set_notices(sari, {"handed"})
    cast.ask(cast.budi, key)
    assert deliver() == []
    ask(cast)
    assert len(deliver()) == 1, "mails to sign in can't be muted"
