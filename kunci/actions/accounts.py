"""Accounts: single-use sign-in links, the first profile, settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.urls import reverse

from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.rhythm import HORIZONS
from kunci.models.account import Account as Account  # pages name the type, and reach no further
from kunci.models.models import Member
from kunci.models.viewer import looking, member

TIMEZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")  # WIB, WITA, WIT
LANGUAGES = ("id", "en")
APPEARANCES = ("", "light", "dark")  # '': as the device says
# Kinds of notice. By mail a member can do without each; on their page they stand anyhow.
NOTICES = (
    "asked", "offered", "answered", "handed", "told", "vouched", "thanked", "sets", "mediate", "mediate_yes", "brought",
    "mentor", "mentor_yes", "mentor_end", "draft", "noted", "step", "meet",
    "reminder_decide", "reminder_tell", "reminder_again",
)  # fmt: skip
# What else comes by mail, and can be done without.
LETTERS = (*NOTICES, "weekly")
# What today's page may show; a member can do without each.
SHOWN = ("decide", "tell", "offered", "confirm", "meet", "words", "promises", "cooling", "aside", "wants", "thanks")
HOURS = range(24)  # of the day
NAME_LENGTH = 120
EMAIL_LENGTH = 254


class SignInTokens(PasswordResetTokenGenerator):
    """A token is over once its account has signed in: the last sign-in is part of what it signs."""

    key_salt = "kunci.sign_in"


_tokens = SignInTokens()


def sign_in_path(account: Account) -> str:
    """The path of a fresh single-use link for an account."""
    return reverse("sign_in_link", args=[f"{account.id.hex}-{_tokens.make_token(account)}"])


def account_of_link(token: str) -> Account | None:
    """Whose sign-in link this is; None where it was used, is too old or never was one."""
    hexadecimal, _, rest = token.partition("-")
    try:
        account = Account.objects.filter(id=UUID(hex=hexadecimal), is_active=True).first()
    except ValueError:
        return None
    return account if account is not None and _tokens.check_token(account, rest) else None


def first_account() -> Account | None:
    """The account that founds an installation, made if there is none; None once somebody is a member."""
    with connection.cursor() as cursor:
        cursor.execute("select clerk.has_members()")
        row = cursor.fetchone()
    if row and row[0]:
        return None
    return Account.objects.order_by("id").first() or Account.objects.open("", "id")


def found(account: Account, name: str, trade: str, city: str, email: str, now: datetime) -> bool:
    """Makes the first account the first member. False where somebody was first."""
    _check_profile(name, email)
    with looking(member(account.id), now), connection.cursor() as cursor:
        cursor.execute("select clerk.found(%s, %s, %s)", [name.strip(), trade.strip(), city.strip()])
        row = cursor.fetchone()
        if not (row and row[0]):
            return False
        account.email = email.strip()
        account.save(update_fields=["email"])
        return True


@verb("profile.set")
def set_profile(act: Act, name: str, trade: str, city: str) -> Done:
    """Changes what partners see of me."""
    _check_profile(name, "")
    Member.objects.filter(id=act.member).update(name=name.strip(), trade=trade.strip(), city=city.strip())
    return Done()


def set_language(account: Account, language: str) -> None:
    """Language of pages and mails; unknown ones change nothing."""
    if language in LANGUAGES and account.language != language:
        account.language = language
        account.save(update_fields=["language"])


def set_timezone(account: Account, timezone: str) -> None:
    if timezone in TIMEZONES and account.timezone != timezone:
        account.timezone = timezone
        account.save(update_fields=["timezone"])


def set_appearance(account: Account, appearance: str) -> None:
    if appearance in APPEARANCES and account.appearance != appearance:
        account.appearance = appearance
        account.save(update_fields=["appearance"])


def set_notices(account: Account, wanted: Collection[str]) -> None:
    """Which kinds of mail the member wants; mails to sign in, and those to a contact, are no notices."""
    muted = " ".join(kind for kind in LETTERS if kind not in wanted)
    if account.muted != muted:
        account.muted = muted
        account.save(update_fields=["muted"])


def set_shown(account: Account, shown: Collection[str]) -> None:
    """What today's page shows this member."""
    hidden = " ".join(kind for kind in SHOWN if kind not in shown)
    if account.hidden != hidden:
        account.hidden = hidden
        account.save(update_fields=["hidden"])


def set_horizon(account: Account, days: int) -> None:
    """How far ahead partners come up; another number changes nothing."""
    if days in HORIZONS and account.horizon != days:
        account.horizon = days
        account.save(update_fields=["horizon"])


def start_feed(account: Account) -> None:
    """A calendar of what is due under a new address; the one before, if there was one, is dead at once."""
    account.feed = uuid4()
    account.save(update_fields=["feed"])


def stop_feed(account: Account) -> None:
    if account.feed is not None:
        account.feed = None
        account.save(update_fields=["feed"])


def set_quiet(account: Account, quiet_from: int | None, quiet_until: int | None) -> None:
    """Between these hours of the member's day notices by mail wait. None at all where either is missing or no hour."""
    hours = (quiet_from, quiet_until) if quiet_from in HOURS and quiet_until in HOURS else (None, None)
    if (account.quiet_from, account.quiet_until) != hours:
        account.quiet_from, account.quiet_until = hours
        account.save(update_fields=["quiet_from", "quiet_until"])


def wanted_notices(account: Account) -> frozenset[str]:
    return frozenset(LETTERS) - set(account.muted.split())


def shown(hidden: str) -> frozenset[str]:
    """What today's page shows a member who does without these, a word each."""
    return frozenset(SHOWN) - set(hidden.split())


def check_email(email: str) -> str:
    """The address without space around it; Refused('email') where it is none. Empty is allowed."""
    email = email.strip()
    if email:
        try:
            validate_email(email)
            if len(email) > EMAIL_LENGTH:
                raise ValidationError("")
        except ValidationError as wrong:
            raise Refused("email") from wrong
    return email


def _check_profile(name: str, email: str) -> None:
    if not name.strip():
        raise Refused("name_missing")
    if len(name.strip()) > NAME_LENGTH:
        raise Refused("too_long", most=NAME_LENGTH)
    check_email(email)
