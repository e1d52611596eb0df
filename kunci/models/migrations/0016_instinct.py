"""What members thought beforehand of how something goes."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('models', '0015_one_to_one'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guess',
            fields=[
                ('pk', models.CompositePrimaryKey('member', 'request', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField()),
                ('request', models.UUIDField()),
                ('chance', models.IntegerField()),
                ('forecast', models.FloatField()),
                ('new', models.BooleanField()),
                ('warm', models.BooleanField()),
                ('sector', models.TextField(default='')),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'guess',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL([(SQL / "instinct.sql").read_text()]),
    ]
