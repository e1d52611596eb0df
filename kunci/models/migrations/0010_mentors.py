"""Mentors: what two agreed, drafts of asks and what was said to them, and who may know that somebody is accompanied."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0009_rhythm'),
    ]

    operations = [
        migrations.CreateModel(
            name='Accompanied',
            fields=[
                ('mentorship', models.UUIDField(primary_key=True, serialize=False)),
                ('newcomer', models.UUIDField()),
                ('mentor', models.UUIDField()),
                ('mentor_name', models.TextField()),
            ],
            options={
                'db_table': 'accompanied',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AsMentor',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('proposed_by', models.UUIDField()),
                ('words', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.UUIDField(null=True)),
                ('farewell', models.TextField(default='')),
                ('until', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.F('agreed_at'), models.DateTimeField()), output_field=models.DateTimeField())),
            ],
            options={
                'db_table': 'as_mentor',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AsNewcomer',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('proposed_by', models.UUIDField()),
                ('words', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.UUIDField(null=True)),
                ('farewell', models.TextField(default='')),
                ('until', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.F('agreed_at'), models.DateTimeField()), output_field=models.DateTimeField())),
            ],
            options={
                'db_table': 'as_newcomer',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('newcomer', models.UUIDField()),
                ('key', models.UUIDField()),
                ('sentence', models.TextField()),
                ('why', models.TextField(default='')),
                ('by_when', models.DateField(null=True)),
                ('card', models.BooleanField(default=False)),
                ('offer', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('request', models.UUIDField(null=True)),
                ('mentorship', models.UUIDField(db_default=models.Value(None))),
                ('shown_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'draft',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MentorshipLeft',
            fields=[
                ('mentorship', models.UUIDField(primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'mentorship_left',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NoteGiven',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('draft', models.UUIDField()),
                ('newcomer', models.UUIDField()),
                ('mentor', models.UUIDField()),
                ('words', models.TextField()),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'note_given',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NoteHad',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('draft', models.UUIDField()),
                ('newcomer', models.UUIDField()),
                ('mentor', models.UUIDField()),
                ('words', models.TextField()),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'note_had',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ShownDraft',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('mentor', models.UUIDField()),
                ('sentence', models.TextField()),
                ('why', models.TextField()),
                ('by_when', models.DateField(null=True)),
                ('shown_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('mentorship', models.UUIDField()),
                ('key', models.UUIDField(null=True)),
                ('line', models.TextField(null=True)),
            ],
            options={
                'db_table': 'shown_draft',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "mentor.sql").read_text()]),
        migrations.RunSQL([(SQL / "mentor_anew.sql").read_text()]),
    ]
