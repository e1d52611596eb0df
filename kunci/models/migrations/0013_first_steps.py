"""Wants for a person, and mediated first steps."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0012_relays'),
    ]

    operations = [
        migrations.CreateModel(
            name='FirstStep',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('mediator', models.UUIDField()),
                ('want', models.UUIDField()),
                ('sentence', models.TextField()),
                ('named', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('words', models.TextField(default='')),
                ('until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'first_step',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepAgreed',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'step', blank=True, editable=False, primary_key=True, serialize=False)),
                ('step', models.UUIDField()),
                ('member', models.UUIDField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_agreed',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepForMe',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('want', models.UUIDField()),
                ('asker', models.UUIDField()),
                ('words', models.TextField()),
                ('told_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'step_for_me',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepKey',
            fields=[
                ('pk', models.CompositePrimaryKey('holder', 'step', blank=True, editable=False, primary_key=True, serialize=False)),
                ('step', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('mediator', models.UUIDField()),
                ('key', models.UUIDField()),
                ('line', models.TextField()),
                ('named_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_key',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepLeft',
            fields=[
                ('step', models.UUIDField(primary_key=True, serialize=False)),
                ('other', models.UUIDField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_left',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepNote',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('step', models.UUIDField()),
                ('author', models.UUIDField()),
                ('reader', models.UUIDField()),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_note',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepSide',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'step', blank=True, editable=False, primary_key=True, serialize=False)),
                ('step', models.UUIDField()),
                ('member', models.UUIDField()),
                ('mediator', models.UUIDField()),
                ('partner', models.UUIDField()),
                ('key', models.UUIDField()),
                ('line', models.TextField()),
                ('paired_at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'step_side',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepToMe',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('other', models.UUIDField()),
                ('asker', models.UUIDField(null=True)),
                ('asker_name', models.TextField()),
                ('sentence', models.TextField()),
                ('named', models.BooleanField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'step_to_me',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StepYes',
            fields=[
                ('step', models.UUIDField(primary_key=True, serialize=False)),
                ('other', models.UUIDField()),
                ('mediator', models.UUIDField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_yes',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "persons.sql").read_text()]),
        migrations.RunSQL([(SQL / "first_steps.sql").read_text()]),
        migrations.RunSQL([(SQL / "first_steps_clerk.sql").read_text()]),
    ]
