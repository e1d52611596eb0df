"""Codes by which two who meet confirm it, and the calendar that a member's own programs read."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0013_first_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='EncounterCode',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.UUIDField(null=True)),
                ('noted_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'encounter_code',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='account',
            name='feed',
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.RunSQL([(SQL / "encounter.sql").read_text()]),
    ]
