"""What is said of a third has its limits in the database too; and evidence of an archive knows which import brought it."""

from pathlib import Path

import django.contrib.postgres.functions
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0002_vouches_and_warnings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Brought',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('happened_on', models.DateField()),
                ('since', models.DateField(null=True)),
                ('often', models.TextField(null=True)),
                ('note', models.TextField(default='')),
                ('created_at', models.DateTimeField()),
                ('weight', models.FloatField(null=True)),
                ('vouch', models.UUIDField(null=True)),
                ('word_of', models.UUIDField(null=True)),
                ('because', models.UUIDField(null=True)),
                ('batch', models.UUIDField()),
            ],
            options={
                'db_table': 'brought',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "vouch_limits.sql").read_text()]),
        migrations.RunSQL([(SQL / "brought.sql").read_text()]),
    ]
