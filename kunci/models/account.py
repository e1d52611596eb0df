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

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        app_label = "models"
        db_table = "account"
