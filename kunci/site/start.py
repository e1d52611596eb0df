"""What start-up does between the database and the pages: keys, schema, the first account, delivery of mail."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.urls import reverse
from django.utils import timezone

from kunci.actions import accounts, circles, mail
from kunci.site import keys
from kunci.site.config import Config, StartError

LOOK_AGAIN = 1.0  # seconds, once nothing waits
AFTER_A_FAULT = 10.0
FORGET_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


def migrate() -> None:
    """Brings the schema up to date as its owner, and lets the database check who looks."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    inner, outer = keys.pads(settings.KUNCI_KEYS.viewer)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into vault.viewer_key (one, inner_pad, outer_pad) values (true, %s, %s) "
            "on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )


def prepare(config: Config) -> str | None:
    """The path of a fresh single-use link for whoever founds this Kunci; None once there is a member.

    Who signed in and then left the profile empty gets another link at the next start: an installation without a
    member has no other way in. The demonstration is founded by its story, and says where one chooses whom to be.
    """
    if config.demo:
        print(f"Sign in as anybody: {config.address}{reverse('demo')}", flush=True)
        return None
    account = accounts.first_account()
    return accounts.sign_in_path(account) if account is not None else None


def sign_in_link(email: str) -> str:
    """The path of a fresh single-use link for a member. Raises StartError where nobody has the address."""
    account = accounts.Account.objects.filter(email__iexact=email.strip(), is_active=True).order_by("id").first()
    if account is None or not account.email:
        raise StartError(
            f"Nobody signs in with the address {email!r} here.",
            f"Tidak ada yang masuk dengan alamat {email!r} di sini.",
        )
    return accounts.sign_in_path(account)


def deliver_forever(stopped: threading.Event) -> None:
    """Sends what waits in the outbox, and looks again every second, until `stopped`. A fault is logged and outlived.

    Now and then, where nothing waits, how to reach people whose invitation ended long ago is forgotten.
    """
    forget_at = timezone.now()
    try:
        while not stopped.is_set():
            try:
                close_old_connections()  # a database that was restarted gets a new one
                if not _deliver_one():
                    if timezone.now() >= forget_at:
                        circles.forget(timezone.now())
                        forget_at = timezone.now() + FORGET_EVERY
                    stopped.wait(LOOK_AGAIN)
            except Exception:
                log.exception("A mail could not be delivered; delivery goes on in %d seconds", AFTER_A_FAULT)
                stopped.wait(AFTER_A_FAULT)
    finally:
        connections.close_all()


def _deliver_one() -> bool:
    return mail.deliver_one(timezone.now(), get_connection(), settings.DEFAULT_FROM_EMAIL, settings.KUNCI_ADDRESS)
