"""Doors that members look for: their tables, offers made for them, thanks, and what the clerk does about them."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0003_vouch_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeardWant',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('why', models.TextField()),
                ('by_when', models.DateField(null=True)),
                ('travels', models.BooleanField()),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'heard_want',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ThanksGiven',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('want', models.UUIDField()),
                ('text', models.TextField()),
                ('words', models.TextField(default='')),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'thanks_given',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ThanksHad',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('want', models.UUIDField()),
                ('text', models.TextField()),
                ('words', models.TextField(default='')),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'thanks_had',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Want',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('text', models.TextField()),
                ('why', models.TextField(default='')),
                ('by_when', models.DateField(null=True)),
                ('rung', models.SmallIntegerField(null=True)),
                ('travels', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'want',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WantAside',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'want', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('want', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'want_aside',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WantMuted',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'author', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('author', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'want_muted',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WantNoMatch',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'want', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('want', models.UUIDField()),
                ('key', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'want_no_match',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "want.sql").read_text()]),
    ]
