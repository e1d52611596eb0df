"""Bringing two together: what a mediator proposes, what its holder answers, and handovers that came of it."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0007_sets'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtMe',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('want', models.UUIDField()),
                ('key', models.UUIDField()),
                ('asker', models.UUIDField()),
                ('want_text', models.TextField()),
                ('shown_hint', models.TextField()),
                ('words', models.TextField()),
                ('told_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'brought_me',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Mediated',
            fields=[
                ('handover', models.UUIDField(primary_key=True, serialize=False)),
                ('mediation', models.UUIDField()),
                ('handed_at', models.DateTimeField()),
                ('tell_until', models.DateTimeField()),
            ],
            options={
                'db_table': 'mediated',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('mediator', models.UUIDField()),
                ('want', models.UUIDField()),
                ('key', models.UUIDField()),
                ('want_text', models.TextField()),
                ('shown_hint', models.TextField()),
                ('sentence', models.TextField()),
                ('named', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('words', models.TextField(default='')),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'mediation',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MediationLeft',
            fields=[
                ('mediation', models.UUIDField(primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'mediation_left',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MediationYes',
            fields=[
                ('mediation', models.UUIDField(primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('mediator', models.UUIDField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'mediation_yes',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OwnYes',
            fields=[
                ('mediation', models.UUIDField(primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('mediator', models.UUIDField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'own_yes',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('asker', models.UUIDField(null=True)),
                ('asker_name', models.TextField()),
                ('shown_hint', models.TextField()),
                ('sentence', models.TextField()),
                ('named', models.BooleanField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'proposal',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "mediation.sql").read_text()]),
        migrations.RunSQL([(SQL / "mediation_anew.sql").read_text()]),
    ]
