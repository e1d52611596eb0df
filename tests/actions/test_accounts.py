"""Accounts: single-use sign-in links, the first member, profile and settings."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import update_last_login
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from kunci.actions import accounts
from kunci.actions.accounts import SignInTokens
from kunci.models.models import Account
from kunci.reveal.people import me, people
from tests.actions.steps import refused
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def token(account: Account) -> str:
    return accounts.sign_in_path(account).rstrip("/").split("/")[-1]


def test_a_sign_in_link_names_its_account_until_it_is_used(cast: Cast) -> None:
    account = Account.objects.get(id=cast.sari)
    word = token(account)
    assert accounts.account_of_link(word) == account
    assert accounts.account_of_link(word) == account, "looking is not signing in"
    update_last_login(Account, account)
    assert accounts.account_of_link(word) is None
    assert accounts.account_of_link(token(Account.objects.get(id=cast.sari))) == account


def test_signing_in_ends_every_link_that_was_made_before(cast: Cast) -> None:
    account = Account.objects.get(id=cast.sari)
    first, second = token(account), token(account)
    update_last_login(Account, account)
    assert accounts.account_of_link(first) is accounts.account_of_link(second) is None


@pytest.mark.parametrize(("hours", "good"), [(23.9, True), (24.1, False)])
def test_a_sign_in_link_lasts_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch, hours: float, good: bool) -> None:
    word = token(Account.objects.get(id=cast.sari))
    later = SignInTokens()._now() + timedelta(hours=hours)
    monkeypatch.setattr(SignInTokens, "_now", lambda self: later)
    assert (accounts.account_of_link(word) is not None) is good


@pytest.mark.parametrize("word", ["", "-", "x", "x-y", "0" * 32, "0" * 32 + "-abc-def"])
def test_a_word_that_is_no_link_of_ours_names_nobody(cast: Cast, word: str) -> None:
    assert accounts.account_of_link(word) is None


def test_a_link_is_good_for_one_account_and_for_signing_in_only(cast: Cast) -> None:
    sari, budi = Account.objects.get(id=cast.sari), Account.objects.get(id=cast.budi)
    _, _, signature = token(sari).partition("-")
    assert accounts.account_of_link(f"{budi.id.hex}-{signature}") is None
    assert accounts.account_of_link(f"{sari.id.hex}-{PasswordResetTokenGenerator().make_token(sari)}") is None


def test_an_account_that_was_closed_or_never_was_has_no_link(cast: Cast) -> None:
    sari = Account.objects.get(id=cast.sari)
    word = token(sari)
    assert accounts.account_of_link(f"{uuid4().hex}-{word.partition('-')[2]}") is None
    sari.is_active = False
    sari.save()
    assert accounts.account_of_link(word) is None


def test_a_new_address_ends_the_links_sent_to_the_old_one(cast: Cast) -> None:
    sari = Account.objects.get(id=cast.sari)
    word = token(sari)
    Account.objects.filter(id=cast.sari).update(email="baru@kunci.test")
    assert accounts.account_of_link(word) is None


def test_the_first_account_founds_and_is_the_same_until_it_has(db: None) -> None:
    first = accounts.first_account()
    assert first is not None
    assert accounts.first_account() == first
    assert accounts.found(first, " Sari Wulandari ", "Notaris", "Surabaya", "sari@kunci.test", NOW)
    profile = me(first.id, NOW)
    assert profile is not None
    assert (profile.name, profile.trade, profile.city) == ("Sari Wulandari", "Notaris", "Surabaya")
    assert Account.objects.get(id=first.id).email == "sari@kunci.test"
    assert accounts.first_account() is None


def test_nobody_founds_a_second_time(cast: Cast) -> None:
    other = Account.objects.open("", "id")
    assert not accounts.found(other, "Dewa", "", "", "dewa@kunci.test", NOW)
    assert not accounts.found(Account.objects.get(id=cast.sari), "Lain", "", "", "", NOW)
    assert me(other.id, NOW) is None
    assert Account.objects.get(id=other.id).email == ""
    profile = me(cast.sari, NOW)
    assert profile is not None
    assert profile.name == "Sari Wulandari"


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [(" ", "", "name_missing"), ("x" * 121, "", "too_long"), ("Sari", "sari@", "email")],
)
def test_a_wrong_form_founds_nothing(db: None, name: str, email: str, code: str) -> None:
    first = accounts.first_account()
    assert first is not None
    with refused(code):
        accounts.found(first, name, "", "", email, NOW)
    assert accounts.first_account() == first


def test_a_profile_is_what_partners_see(cast: Cast) -> None:
    accounts.set_profile(cast.act(cast.sari), " Sari W. ", "Notaris ", " Surabaya")
    for viewer in (cast.sari, cast.budi):
        seen = people(viewer, cast.now, [cast.sari])[cast.sari]
        assert (seen.name, seen.trade, seen.city) == ("Sari W.", "Notaris", "Surabaya")
    assert people(cast.joko, cast.now, [cast.sari]) == {}
    with refused("name_missing"):
        accounts.set_profile(cast.act(cast.sari), " ", "", "")
    with refused("too_long"):
        accounts.set_profile(cast.act(cast.sari), "x" * 121, "", "")


def test_language_and_time_zone_are_chosen_from_those_there_are(cast: Cast) -> None:
    account = Account.objects.get(id=cast.sari)
    accounts.set_language(account, "en")
    accounts.set_timezone(account, "Asia/Jayapura")
    for language, timezone in (("de", "Europe/Berlin"), ("", ""), ("EN", "Asia/jakarta")):
        accounts.set_language(account, language)
        accounts.set_timezone(account, timezone)
    kept = Account.objects.get(id=cast.sari)
    assert (kept.language, kept.timezone) == ("en", "Asia/Jayapura")


def test_an_address_is_taken_without_the_space_around_it(cast: Cast) -> None:
    assert accounts.check_email(" sari@kunci.test ") == "sari@kunci.test"
    assert accounts.check_email("  ") == ""
    for wrong in ("sari", "sari@", "sari@kunci", "a b@kunci.test"):
        with refused("email"):
            accounts.check_email(wrong)
