"""A chance is said of keys that are opened and of mediations too."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0018_character'),
    ]

    operations = [
        migrations.RunSQL([(SQL / "feeling.sql").read_text()]),
    ]
