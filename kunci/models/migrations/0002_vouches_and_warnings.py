"""What members tell each other about a third: a table, weights on evidence, and what the clerk does about both."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0001_accounts_and_vault'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heard',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('about_name', models.TextField()),
                ('sentence', models.TextField()),
                ('given_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'heard',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Vouch',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('about_name', models.TextField()),
                ('sentence', models.TextField()),
                ('given_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'vouch',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='VouchLeft',
            fields=[
                ('vouch', models.UUIDField(primary_key=True, serialize=False)),
                ('hearer', models.UUIDField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'vouch_left',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "vouch.sql").read_text()]),
    ]
