"""Promises, whom one would rather be reminded of later, and what of it stands on today's page."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models


SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0008_mediation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('mine', models.BooleanField()),
                ('words', models.TextField()),
                ('due', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('ended', models.TextField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('evidence', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'promise',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PutOff',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'partner', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('partner', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'put_off',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='account',
            name='hidden',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='account',
            name='horizon',
            field=models.SmallIntegerField(db_default=45, default=45),
        ),
        migrations.AddField(
            model_name='account',
            name='weekly_on',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL([(SQL / "rhythm.sql").read_text()]),
    ]
