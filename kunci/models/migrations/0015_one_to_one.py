"""One-to-ones that two partners agree on."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0014_encounters_and_feed'),
    ]

    operations = [
        migrations.CreateModel(
            name='OneToOne',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('words', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('minutes', models.IntegerField()),
                ('slots', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('slots_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('at', models.DateTimeField(null=True)),
                ('fixed_at', models.DateTimeField(null=True)),
                ('sequence', models.IntegerField(default=0)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('other', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.F('partner'), models.UUIDField()), output_field=models.UUIDField())),
            ],
            options={
                'db_table': 'one_to_one',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OneToOneSide',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'meeting', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('meeting', models.UUIDField()),
                ('aside_at', models.DateTimeField(null=True)),
                ('notes', models.TextField(default='')),
                ('noted_at', models.DateTimeField(null=True)),
                ('evidence', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'one_to_one_side',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "one_to_one.sql").read_text()]),
    ]
