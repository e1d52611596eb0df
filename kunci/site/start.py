"""What start-up does between the database and the pages: keys, schema, the first account, delivery of mail."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from kunci.site import keys


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
