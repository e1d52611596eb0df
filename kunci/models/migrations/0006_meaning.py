"""What texts say, read once for matching: of faces behind their gates, of wants with what others hear of them."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0005_repute'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeardMeaning',
            fields=[
                ('v', models.TextField(null=True)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('version', models.SmallIntegerField()),
                ('want', models.UUIDField(primary_key=True, serialize=False)),
                ('author', models.UUIDField()),
                ('text', models.TextField()),
                ('places', models.GeneratedField(db_persist=True, expression=models.Func('marks', function='vault.signature'), output_field=models.TextField())),
            ],
            options={
                'db_table': 'heard_meaning',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('v', models.TextField(null=True)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('version', models.SmallIntegerField()),
                ('face', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('places', models.GeneratedField(db_persist=True, expression=models.Func('marks', function='vault.signature'), output_field=models.TextField())),
            ],
            options={
                'db_table': 'meaning',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OwnMeaning',
            fields=[
                ('v', models.TextField(null=True)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('version', models.SmallIntegerField()),
                ('face', models.UUIDField(primary_key=True, serialize=False)),
                ('gate', models.UUIDField()),
                ('key', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('places', models.GeneratedField(db_persist=True, expression=models.Func('marks', function='vault.signature'), output_field=models.TextField())),
            ],
            options={
                'db_table': 'own_meaning',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WantMeaning',
            fields=[
                ('v', models.TextField(null=True)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('version', models.SmallIntegerField()),
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('text', models.TextField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'want_meaning',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "meaning.sql").read_text()]),
    ]
