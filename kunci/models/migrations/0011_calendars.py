"""Calendars' addresses, and encounters proposed from calendars and mail."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0010_mentors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(default='')),
            ],
            options={
                'db_table': 'calendar',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Proposed',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('happened_on', models.DateField()),
                ('title', models.TextField(default='')),
                ('mark', models.BinaryField()),
                ('source', models.TextField()),
                ('calendar', models.UUIDField(null=True)),
                ('state', models.TextField(default='waiting')),
                ('evidence', models.UUIDField(null=True)),
                ('found_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'proposed',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "calendar.sql").read_text()]),
    ]
