"""Whole sets, exchanged: their tables, what the clerk does about them, and a notice of it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0006_meaning'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetChoice',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('member', models.UUIDField()),
                ('key', models.UUIDField()),
            ],
            options={
                'db_table': 'set_choice',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SetExchange',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('member', models.UUIDField()),
                ('told_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('shown_at', models.DateTimeField(null=True)),
                ('said_at', models.DateTimeField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('sentence', models.TextField()),
                ('language', models.TextField()),
                ('ask_in', models.TextField()),
                ('by_mail', models.BooleanField()),
                ('heard_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'set_exchange',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SetOwn',
            fields=[
                ('pk', models.CompositePrimaryKey('holder', 'id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('key', models.UUIDField()),
                ('request', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'set_own',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SetShown',
            fields=[
                ('pk', models.CompositePrimaryKey('holder', 'id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('key', models.UUIDField()),
                ('request', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'set_shown',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / f"{name}.sql").read_text() for name in ("sets", "sets_clerk", "sets_notice")]),
    ]
