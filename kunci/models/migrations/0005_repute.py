"""What members of long standing have experienced with somebody: consents of tellers, branches, and the monthly word."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0004_wants'),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowed',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('teller', models.UUIDField()),
                ('handover', models.UUIDField()),
                ('round', models.SmallIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'allowed',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Repute',
            fields=[
                ('member', models.UUIDField(primary_key=True, serialize=False)),
                ('band', models.TextField()),
            ],
            options={
                'db_table': 'repute',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "repute.sql").read_text()]),
    ]
