"""Two who meet face to face confirm it: one shows a code, the other's phone reads it, and both have it noted.

The code is a signed word that names a row (models/links.py); the row says whether it is still good. Whoever shows a
code has thereby said yes to whoever reads it within two minutes, once.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection
from procrastinate.contrib.django import app

from kunci.actions import confirming, ties
from kunci.actions.verb import Act, Done, Refused, step, verb
from kunci.core.evidence import Kind
from kunci.models.models import Account, Confirmation, EncounterCode
from kunci.models.viewer import looking
from kunci.models.viewer import member as principal

FOLLOW = "encounter.follow"  # the name of the job
LASTS = timedelta(minutes=2)
KEPT = timedelta(days=1)
_FOLLOW = UUID("5a6a3b1c-7f0d-4c39-9a53-5c1c0a3e9f27")


@verb("encounter.show")
def show_code(act: Act) -> Done:
    """Makes a code that can be read once, for two minutes; one made before and not read is good no more."""
    EncounterCode.objects.filter(used_at=None, made_at__lte=act.now - KEPT).delete()
    EncounterCode.objects.filter(noted_at__lte=act.now - KEPT).delete()
    put_away(act)
    made = EncounterCode.objects.create(member=act.member, made_at=act.now, expires_at=act.now + LASTS)
    return Done(made.id)


def put_away(act: Act) -> None:
    """Codes of mine that nobody has read are good no more. Part of another verb."""
    EncounterCode.objects.filter(used_at=None, expires_at__gt=act.now).delete()


@verb("encounter.hide")
def hide_code(act: Act) -> Done:
    """Takes back the code that I show."""
    put_away(act)
    return Done()


@verb("encounter.read")
def read_code(act: Act, code: UUID, today: date) -> Done:
    """Uses up the code of whoever stands before me: that we met today is noted here, and by a job with them.

    Refused('encounter_over') for one that is used, too old, taken back, my own or none at all: which, it does not say.
    """
    with connection.cursor() as cursor:
        cursor.execute("select clerk.use_encounter(%s)", [code])
        (shower,) = cursor.fetchone()
    if shower is None:
        raise Refused("encounter_over")
    done = ties.note_once(act, shower, Kind.MET, today)
    _ask(act, shower, UUID(str(done.detail["evidence"])), today)
    app.configure_task(FOLLOW, queue="encounters").defer(member=str(shower), code=str(code))
    return done


def follow(member: UUID, code: UUID, now: datetime) -> None:
    """What follows for whoever showed the code: the same encounter on their own tie, and each confirms the other's.

    Done again it does nothing, nor where they have closed their account meanwhile.
    """
    act = Act(member, now, uuid5(_FOLLOW, str(code)))
    with looking(principal(member), now):
        row = EncounterCode.objects.filter(id=code, noted_at=None).exclude(used_at=None).first()
    if row is None or row.used_by is None or row.used_at is None:
        return
    # The day may be another where the other one is.
    zones = dict(Account.objects.filter(id__in=[member, row.used_by], is_active=True).values_list("id", "timezone"))
    days = {id: row.used_at.astimezone(ZoneInfo(zone)).date() for id, zone in zones.items()}
    if member not in days:
        return
    with suppress(Refused):  # closed, or taken back, in this very moment
        _note(act, code, row.used_by, days[member], frozenset(days.values()))
        reader = Act(row.used_by, now, act.once)
        with step(reader):
            confirming.say_yes(reader, member, Kind.MET, {days[member]})


@verb("encounter.noted")
def _note(act: Act, code: UUID, reader: UUID, today: date, days: frozenset[date]) -> Done:
    done = ties.note_once(act, reader, Kind.MET, today)
    _ask(act, reader, UUID(str(done.detail["evidence"])), today)
    confirming.say_yes(act, reader, Kind.MET, days)
    EncounterCode.objects.filter(id=code, noted_at=None).update(noted_at=act.now)
    return done


def _ask(act: Act, partner: UUID, evidence: UUID, today: date) -> None:
    """The question that the other has answered by showing or reading the code: the yes to it is theirs to write."""
    if not Confirmation.objects.filter(evidence=evidence, partner_id=partner, expires_at__gt=act.now).exists():
        confirming.put(act, partner, evidence, Kind.MET, today)
