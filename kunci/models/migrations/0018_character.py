"""What members say of their own character, and what they think of that of others."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0017_practice'),
    ]

    operations = [
        migrations.CreateModel(
            name='Character',
            fields=[
                ('member', models.UUIDField(primary_key=True, serialize=False)),
                ('sociable', models.FloatField()),
                ('calm', models.FloatField()),
                ('rung', models.SmallIntegerField(null=True)),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'character',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CharacterSeen',
            fields=[
                ('member', models.UUIDField(primary_key=True, serialize=False)),
                ('sociable', models.FloatField()),
                ('calm', models.FloatField()),
            ],
            options={
                'db_table': 'character_seen',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Impression',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'about', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('about', models.UUIDField()),
                ('first', models.TextField()),
                ('second', models.TextField(default='')),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'impression',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "character.sql").read_text()]),
    ]
