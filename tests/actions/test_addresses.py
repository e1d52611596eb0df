"""Another e-mail address: what it takes to have it, and how whoever reads the one before takes it back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection

from kunci.actions import accounts, addresses, codes, mail, recovery, sessions
from kunci.models.models import Account, AddressChange
from kunci.reveal import signing
from tests.actions.conftest import Deliver
from tests.actions.steps import passkey, refused, verbs
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

OLD, NEW = "sari@kunci.test", "sari.baru@kunci.test"


def ask(cast: Cast, new: str = NEW, member: UUID | None = None) -> None:
    addresses.ask(cast.act(member or cast.sari), new, ADDRESS)


def confirm(cast: Cast, code: str) -> None:
    addresses.confirm(cast.act(cast.sari), code, ADDRESS)


def email(cast: Cast) -> str:
    return Account.objects.get(id=cast.sari).email


def by_address(sent: list[EmailMessage]) -> dict[str, str]:
    return {one.to[0]: str(one.body) for one in sent}


def code_in(text: str) -> str:
    found = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", text)
    assert found is not None
    return found[0]


def link_in(text: str) -> str:
    found = re.search(rf"{ADDRESS}/alamat/([^/\s]+)/", text)
    assert found is not None
    return found[1]


def stop(cast: Cast, word: str) -> bool:
    change = addresses.stoppable(word, cast.now)
    return change is not None and addresses.stop(change, cast.now)


def test_the_old_address_counts_until_the_code_from_the_new_one_is_typed(cast: Cast, deliver: Deliver) -> None:
    ask(cast, f" {NEW} ")
    waiting = signing.waiting_address(cast.sari, cast.now)
    assert waiting is not None
    assert (waiting.address, waiting.until) == (NEW, cast.now + timedelta(days=1))
    mails = by_address(deliver())
    assert set(mails) == {OLD, NEW}
    assert email(cast) == OLD
    confirm(cast, code_in(mails[NEW]).lower().replace("-", " "))
    assert email(cast) == NEW
    assert signing.waiting_address(cast.sari, cast.now) is None
    assert {"address.change", "address.ask"} <= set(verbs(cast, cast.sari))
    (told,) = deliver()
    assert told.to == [OLD]
    with refused("address_over"):
        confirm(cast, code_in(mails[NEW]))


def test_the_mail_to_the_new_address_names_nobody_and_holds_no_link_that_does_anything(
    cast: Cast, deliver: Deliver
) -> None:
    """It may be a stranger's, by a slip of the finger."""
    ask(cast)
    text = by_address(deliver())[NEW]
    assert "Sari" not in text
    assert OLD not in text
    assert re.findall(r"http\S+", text) == [f"{ADDRESS}/profil/"]


def test_the_mail_to_the_old_address_does_not_say_the_new_one(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    mails = by_address(deliver())
    assert NEW not in mails[OLD]
    assert not re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", mails[OLD])


def test_the_mails_are_in_their_language(cast: Cast, deliver: Deliver) -> None:
    Account.objects.filter(id=cast.sari).update(language="en")
    ask(cast)
    assert {one.subject for one in deliver()} == {
        "A code for your new e-mail address in Kunci",
        "The e-mail address of your Kunci account is being changed",
    }


@pytest.mark.parametrize(("hours", "good"), [(23.9, True), (24, False)])
def test_it_waits_for_a_day(cast: Cast, deliver: Deliver, hours: float, good: bool) -> None:
    ask(cast)
    code = code_in(by_address(deliver())[NEW])
    cast.now += timedelta(hours=hours)
    if good:
        confirm(cast, code)
    else:
        with refused("address_over"):
            confirm(cast, code)
    assert email(cast) == (NEW if good else OLD)


def test_the_sixth_try_is_one_too_many_and_sending_again_helps(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    first = code_in(by_address(deliver())[NEW])
    for _ in range(5):
        with refused("code"):
            confirm(cast, "BBBB-BBBB")
    with refused("code"):
        confirm(cast, first)
    addresses.again(cast.act(cast.sari), ADDRESS)
    second = code_in(by_address(deliver())[NEW])
    with refused("code"):
        confirm(cast, first)
    confirm(cast, second)
    assert email(cast) == NEW


def test_what_was_left_is_no_longer_waiting_and_not_mailed(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    addresses.leave(cast.act(cast.sari))
    mails = by_address(deliver())
    assert set(mails) == {OLD}
    for act in (lambda: confirm(cast, "x"), lambda: addresses.again(cast.act(cast.sari), ADDRESS)):
        with refused("address_over"):
            act()


def test_another_wish_takes_the_place_of_the_first(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    code = code_in(by_address(deliver())[NEW])
    ask(cast, "lain@kunci.test")
    with refused("code"):
        confirm(cast, code)
    confirm(cast, code_in(by_address(deliver())["lain@kunci.test"]))
    assert email(cast) == "lain@kunci.test"


def test_a_code_is_good_for_its_own_account_alone(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    code = code_in(by_address(deliver())[NEW])
    ask(cast, NEW, cast.budi)
    with refused("code"):
        addresses.confirm(cast.act(cast.budi), code, ADDRESS)
    with refused("address_over"):
        addresses.confirm(cast.act(cast.joko), code, ADDRESS)


def test_five_mails_in_an_hour_are_enough(cast: Cast, deliver: Deliver) -> None:
    for number in range(3):
        ask(cast, f"satu{number}@kunci.test")
    for _ in range(2):
        addresses.again(cast.act(cast.sari), ADDRESS)
    with refused("too_often"):
        addresses.again(cast.act(cast.sari), ADDRESS)
    with refused("too_often"):
        ask(cast, "lagi@kunci.test")
    cast.now += timedelta(minutes=61)
    ask(cast, "lagi@kunci.test")


def test_many_members_together_send_no_flood_to_one_address(cast: Cast, deliver: Deliver) -> None:
    for member in (cast.sari, cast.budi, cast.ratna):
        for _ in range(3):
            ask(cast, "korban@kunci.test", member)
    sent = [one for one in deliver() if one.to == ["korban@kunci.test"]]
    assert len(sent) <= codes.MAILS


@pytest.mark.parametrize(
    ("new", "code"),
    [("", "email"), ("x", "email"), ("SARI@kunci.test", "email_same"), (f"{'a' * 64}@{'b.' * 100}id", "email")],
)
def test_what_is_no_other_address_is_refused(cast: Cast, new: str, code: str) -> None:
    with refused(code):
        ask(cast, new)


def test_whether_somebody_has_the_address_changes_no_statement(cast: Cast, deliver: Deliver) -> None:
    ran = []
    for wanted in ("budi@kunci.test", "nobody@kunci.test"):
        statements: list[tuple[str, int]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any], to: Any = statements) -> Any:
            done = execute(sql, params, many, context)
            to.append((re.sub(r'"s\d+_x\d+"', "s", sql), context["cursor"].rowcount))
            return done

        with connection.execute_wrapper(note):
            ask(cast, wanted)
            with refused("code"):
                confirm(cast, "BBBBBBBB")
            signing.waiting_address(cast.sari, cast.now)
            addresses.leave(cast.act(cast.sari))
        ran.append(statements)
        AddressChange.objects.all().delete()
    assert ran[0] == ran[1]
    assert len(ran[0]) > 10


def test_an_address_that_somebody_has_can_be_theirs_too(cast: Cast, deliver: Deliver) -> None:
    ask(cast, "budi@kunci.test")
    confirm(cast, code_in(by_address(deliver())["budi@kunci.test"]))
    assert email(cast) == "budi@kunci.test"
    mail.post_sign_in("budi@kunci.test", "id", cast.now)
    assert len([one for one in deliver() if one.to == ["budi@kunci.test"]]) == 2, "a code for each account"


def test_the_link_in_the_old_mailbox_stops_what_waits_and_ends_every_session(cast: Cast, deliver: Deliver) -> None:
    session, word = begin(cast), accounts.sign_in_path(Account.objects.get(id=cast.sari)).split("/")[-2]
    before = Account.objects.get(id=cast.sari).get_session_auth_hash()
    ask(cast)
    mails = by_address(deliver())
    assert stop(cast, link_in(mails[OLD]))
    with refused("address_over"):
        confirm(cast, code_in(mails[NEW]))
    assert email(cast) == OLD
    assert not Session.objects.filter(session_key=session).exists()
    assert Account.objects.get(id=cast.sari).get_session_auth_hash() != before
    assert accounts.account_of_link(word) is None
    assert not stop(cast, link_in(mails[OLD])), "a link works once"


def test_whoever_took_the_account_at_an_open_browser_loses_all_they_made(cast: Cast, deliver: Deliver) -> None:
    """With a sign-in of the last minutes at hand: a passkey, codes, their own address, and one more on top of it."""
    kept = passkey(cast.sari, "HP", 1)
    Authenticator.objects.update(created_at=cast.now - timedelta(days=30))
    passkey(cast.sari, "Punya pencuri", 2)
    recovery.make(cast.act(cast.sari))
    deliver()
    ask(cast, "pencuri@jahat.test")
    mails = by_address(deliver())
    confirm(cast, code_in(mails["pencuri@jahat.test"]))
    ask(cast, "pencuri2@jahat.test")
    later = by_address(deliver())
    confirm(cast, code_in(later["pencuri2@jahat.test"]))
    back = link_in(later["pencuri@jahat.test"])
    cast.now += timedelta(days=6)
    assert stop(cast, link_in(mails[OLD]))
    assert email(cast) == OLD
    assert [one.id for one in signing.passkeys(cast.sari)] == [kept]
    assert signing.recovery_codes(cast.sari) is None
    assert not stop(cast, back), "the thief has a link as well, to their own address"
    assert email(cast) == OLD


def test_a_link_is_good_for_a_week_and_only_as_we_made_it(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    word = link_in(by_address(deliver())[OLD])
    assert addresses.stoppable(f"{word}x", cast.now) is None
    assert addresses.stoppable(word.partition(":")[0], cast.now) is None
    assert addresses.stoppable(word, cast.now + timedelta(days=6.9)) is not None
    assert addresses.stoppable(word, cast.now + timedelta(days=7)) is None


def test_old_wishes_are_forgotten(cast: Cast, deliver: Deliver) -> None:
    ask(cast)
    cast.now += timedelta(days=8, minutes=1)
    ask(cast, "budi2@kunci.test", cast.budi)
    deliver()
    assert [one.account_id for one in AddressChange.objects.all()] == [cast.budi]


def test_a_proof_is_a_code_to_the_own_address_without_a_link(cast: Cast, deliver: Deliver) -> None:
    other = get_user_model().objects.create(email=OLD)
    asked = mail.post_proof(Account.objects.get(id=cast.sari), cast.now)
    (sent,) = deliver()
    assert sent.to == [OLD]
    assert "/masuk/" not in sent.body
    assert codes.take(asked, codes._code(asked, other.pk), cast.now) is None
    account = codes.take(asked, code_in(str(sent.body)), cast.now)
    assert account is not None
    assert account.id == cast.sari


def test_a_new_way_in_is_told_to_the_mailbox(cast: Cast, deliver: Deliver) -> None:
    recovery.make(cast.act(cast.sari))
    (sent,) = deliver()
    assert (sent.to, sent.subject) == ([OLD], "Ada cara masuk baru ke akun Kunci Anda")


def begin(cast: Cast) -> str:
    session = SessionStore()
    session.set_expiry(cast.now + timedelta(days=30))
    session.save()
    sessions.seen(cast.sari, str(session.session_key), "HP", cast.now)
    return str(session.session_key)
