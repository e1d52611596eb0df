"""Wants that are passed on, and handovers that came through two."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0011_calendars'),
    ]

    operations = [
        migrations.RunSQL([(SQL / "relays.sql").read_text()]),
    ]
