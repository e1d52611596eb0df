"""Who may sign in. Accounts and sessions are needed before a viewer exists: they are not behind a gate."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.http import HttpRequest


class AccountManager(BaseUserManager["Account"]):
    def open(self, email: str, language: str) -> Account:
        """Makes an account without a password: signing in is by single-use link."""
        account = self.model(email=self.normalize_email(email), language=language)
        account.set_unusable_password()
        account.save(using=self._db)
        return account


class ByLink:
    """Django's authentication backend for people without a password: it only finds who is signed in already."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None

    def get_user(self, user_id: uuid.UUID) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()


class Account(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Not unique: whoever joins with an address must not learn whether somebody else already has it.
    email = models.EmailField(blank=True, db_index=True)
    language = models.CharField(max_length=2, default="id")
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    is_active = models.BooleanField(default=True)
    appearance = models.CharField(max_length=5, blank=True, default="", db_default="")  # '', light or dark
    # Kinds of mail that this member does without, a word each.
    muted = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Hours of the day, in their own time zone, between which notices by mail wait; none where either is.
    quiet_from = models.SmallIntegerField(null=True)
    quiet_until = models.SmallIntegerField(null=True)

    # Today's page: how far ahead partners come up, in days, and what this member does without on it, a word each.
    horizon = models.SmallIntegerField(default=45, db_default=45)
    hidden = models.CharField(max_length=200, blank=True, default="", db_default="")
    # The Monday of the last week of which a mail was written.
    weekly_on = models.DateField(null=True)
    # Names the calendar that this member's own programs read, by a signed word; none while there is none.
    feed = models.UUIDField(null=True, unique=True)

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        app_label = "models"
        db_table = "account"


class SignInAsk(models.Model):
    """Somebody, whoever it is, asked for a code. Made for every address alike; `accounts` is filled in at delivery.

    No address stands here, only its mark under the key file, and no code: it is worked out from id and account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.BinaryField(db_index=True)
    accounts = models.JSONField(default=list)
    tries = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "models"
        db_table = "sign_in_ask"


class AddressChange(models.Model):
    """An account wants another e-mail address: which one, in place of which, and what became of it.

    `ask`: the SignInAsk whose code was mailed there last; `mailed`: when that was asked for, as Unix times.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    address = models.EmailField()
    before = models.EmailField(blank=True)
    ask = models.UUIDField(db_index=True)
    mailed = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # by its owner, on a page, or for another change
    stopped_at = models.DateTimeField(null=True)  # by the link in the mail to the address before

    class Meta:
        app_label = "models"
        db_table = "address_change"


class SignedIn(models.Model):
    """A session as its owner reads it: which browser, since when, last seen. Without a network address. `push`: where a
    push service takes word for this browser, '' where it is not to be rung; it goes with the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=300)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    push = models.TextField(blank=True, default="", db_default="")

    class Meta:
        app_label = "models"
        db_table = "signed_in"
