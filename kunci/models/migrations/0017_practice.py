"""What members said of invented cases."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0016_instinct'),
    ]

    operations = [
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('number', models.IntegerField()),
                ('chance', models.IntegerField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'practice',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "practice.sql").read_text()]),
    ]
