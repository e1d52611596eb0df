"""Accounts (Django's own), then the vault: tables, row rules, views and the clerk, from the SQL files.

The models over views are unmanaged: the views are made by the SQL at the end.
"""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.search
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"
FILES = [
    "base.sql", "people.sql", "keyring.sql", "layers.sql", "opening.sql", "confirmation.sql", "circle.sql",
    "exchange.sql", "handover.sql", "invitee.sql", "notice.sql", "record.sql", "clerk.sql",
]  # fmt: skip


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sentence', models.TextField()),
                ('shown_hint', models.TextField()),
                ('shown_name', models.TextField(default='')),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'asked',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'circle',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CircleMember',
            fields=[
                ('pk', models.CompositePrimaryKey('circle', 'member_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('circle', models.UUIDField()),
                ('joined_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'circle_member',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('request', models.UUIDField()),
                ('language', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'consent',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ConsentAnswer',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('consent', models.UUIDField()),
                ('answer', models.TextField()),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'consent_answer',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('request', models.UUIDField()),
                ('answer', models.TextField()),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'decision',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('happened_on', models.DateField()),
                ('since', models.DateField(null=True)),
                ('often', models.TextField(null=True)),
                ('note', models.TextField(default='')),
                ('voids', models.UUIDField(null=True)),
                ('handover', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'evidence',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Face',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('line', models.TextField(default='')),
                ('role', models.TextField(default='')),
                ('sector', models.TextField(default='')),
                ('seniority', models.TextField(default='')),
                ('city', models.TextField(default='')),
                ('name', models.TextField(default='')),
                ('title', models.TextField(default='')),
                ('organisation', models.TextField(default='')),
                ('sealed', models.BinaryField(null=True)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('line', 'city', 'name', 'title', 'organisation', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'db_table': 'face',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('gate', models.UUIDField()),
                ('follows', models.SmallIntegerField(null=True)),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'grant',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('request', models.UUIDField()),
                ('key', models.UUIDField()),
                ('handed_at', models.DateTimeField()),
                ('tell_until', models.DateTimeField()),
            ],
            options={
                'db_table': 'handover',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('name', models.TextField(default='')),
                ('note', models.TextField(default='')),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.UUIDField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('circle', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'invitation',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Invitee',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('circle', models.UUIDField()),
                ('invitation', models.UUIDField()),
                ('name', models.TextField()),
                ('language', models.TextField()),
                ('place', models.SmallIntegerField()),
                ('sealed', models.BinaryField(null=True)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sent_by', models.TextField(default='')),
                ('sent_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'invitee',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('verb', models.TextField()),
                ('at', models.DateTimeField()),
                ('subject', models.UUIDField(null=True)),
                ('detail', models.JSONField(default=dict)),
                ('once', models.UUIDField()),
            ],
            options={
                'db_table': 'journal',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('note', models.TextField(default='')),
                ('source', models.TextField(default='')),
                ('batch', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('archived_at', models.DateTimeField(null=True)),
                ('merged_into', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'key',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('trade', models.TextField()),
                ('city', models.TextField()),
            ],
            options={
                'db_table': 'member',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('subject', models.UUIDField()),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'notice',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('message', models.UUIDField(primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField(null=True)),
                ('about', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'outbox',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('handover', models.UUIDField()),
                ('verdict', models.TextField()),
                ('tell_until', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'outcome',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OwnFace',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('line', models.TextField(default='')),
                ('role', models.TextField(default='')),
                ('sector', models.TextField(default='')),
                ('seniority', models.TextField(default='')),
                ('city', models.TextField(default='')),
                ('name', models.TextField(default='')),
                ('title', models.TextField(default='')),
                ('organisation', models.TextField(default='')),
                ('sealed', models.BinaryField(null=True)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('line', 'city', 'name', 'title', 'organisation', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('rung', models.SmallIntegerField(null=True)),
                ('gate', models.UUIDField(db_default=models.Value(None))),
            ],
            options={
                'db_table': 'own_face',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Pass',
            fields=[
                ('pk', models.CompositePrimaryKey('viewer_id', 'holder_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('known_until', models.DateTimeField(null=True)),
                ('trusted_until', models.DateTimeField(null=True)),
                ('unhesitating_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'pass',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sentence', models.TextField()),
                ('shown_hint', models.TextField()),
                ('shown_name', models.TextField(default='')),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'received',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('granted', models.SmallIntegerField()),
                ('since', models.DateTimeField()),
                ('met_through', models.TextField()),
            ],
            options={
                'db_table': 'tie',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Apart',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('one', models.UUIDField()),
                ('other', models.UUIDField()),
            ],
            options={
                'db_table': 'apart',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('source', models.TextField(default='')),
                ('bytes', models.IntegerField()),
                ('state', models.TextField()),
                ('reason', models.TextField(default='')),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('together', models.JSONField(default=list)),
                ('report', models.BinaryField(null=True)),
                ('report_key', models.BinaryField(null=True)),
                ('began_at', models.DateTimeField()),
                ('brought_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'import',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('batch', models.UUIDField(db_column='import')),
                ('number', models.IntegerField()),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
            ],
            options={
                'db_table': 'import_part',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Layer',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('batch', models.UUIDField(db_column='import', null=True)),
                ('position', models.IntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
            ],
            options={
                'db_table': 'layer',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('mark', models.BinaryField()),
                ('kind', models.TextField()),
                ('key', models.UUIDField()),
                ('layer', models.UUIDField()),
                ('taken', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'mark',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.TextField()),
                ('rung', models.SmallIntegerField()),
                ('until', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('lapsed', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'opening',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('evidence', models.UUIDField()),
                ('kind', models.TextField()),
                ('happened_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'confirmation',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Confirmed',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('confirmation', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'confirmed',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PutAside',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('confirmation', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'put_aside',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('happened_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'question',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Felt',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('handover', models.UUIDField()),
                ('round', models.SmallIntegerField()),
                ('holder', models.UUIDField()),
                ('verdict', models.TextField()),
                ('came', models.TextField()),
                ('words', models.TextField()),
                ('tell_until', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'felt',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('handover', models.UUIDField(primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('by_mail', models.BooleanField()),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
            ],
            options={
                'db_table': 'introduction',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Offered',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sentence', models.TextField()),
                ('shown_hint', models.TextField()),
                ('offered_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'offered',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OfferedMe',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sentence', models.TextField()),
                ('shown_hint', models.TextField()),
                ('offered_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'offered_me',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OfferLeft',
            fields=[
                ('offer', models.UUIDField(primary_key=True, serialize=False)),
                ('partner', models.UUIDField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'offer_left',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OwnCard',
            fields=[
                ('member', models.UUIDField(primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
            ],
            options={
                'db_table': 'own_card',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Ready',
            fields=[
                ('pk', models.CompositePrimaryKey('holder', 'partner', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('partner', models.UUIDField()),
                ('key', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'ready',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RequestCard',
            fields=[
                ('request', models.UUIDField(primary_key=True, serialize=False)),
                ('asker', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('wrapped_key', models.BinaryField()),
            ],
            options={
                'db_table': 'request_card',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TurnedAway',
            fields=[
                ('pk', models.CompositePrimaryKey('holder', 'asker', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('holder', models.UUIDField()),
                ('asker', models.UUIDField()),
                ('key', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'turned_away',
                'abstract': False,
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(blank=True, db_index=True, max_length=254)),
                ('language', models.CharField(default='id', max_length=2)),
                ('timezone', models.CharField(default='Asia/Jakarta', max_length=40)),
                ('is_active', models.BooleanField(default=True)),
                ('appearance', models.CharField(blank=True, db_default='', default='', max_length=5)),
                ('muted', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('quiet_from', models.SmallIntegerField(null=True)),
                ('quiet_until', models.SmallIntegerField(null=True)),
            ],
            options={
                'db_table': 'account',
            },
        ),
        migrations.CreateModel(
            name='SignInAsk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address', models.BinaryField(db_index=True)),
                ('accounts', models.JSONField(default=list)),
                ('tries', models.SmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'sign_in_ask',
            },
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address', models.EmailField(max_length=254)),
                ('before', models.EmailField(blank=True, max_length=254)),
                ('ask', models.UUIDField(db_index=True)),
                ('mailed', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'address_change',
            },
        ),
        migrations.CreateModel(
            name='SignedIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('browser', models.CharField(max_length=300)),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'signed_in',
            },
        ),
        *[migrations.RunSQL([(SQL / name).read_text()]) for name in FILES],
    ]
